using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Accounts;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Me;

/// <summary>Creates a token of the signed-in person, and shows it once.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class TokenPage(IMediator mediator) : PageModel
{
    [BindProperty] public string Name { get; set; } = "";
    [BindProperty] public int Days { get; set; } = 30;
    [BindProperty] public bool ReadOnly { get; set; } = true;

    public TokenMade? Made { get; private set; }

    public void OnGet()
    {
    }

    public async Task OnPost() => Made = await this.TrySend(mediator, new CreateTokenForMyself(Name, Days, ReadOnly));
}
