using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Open311;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Open311;

/// <summary>Issues a key for Open311, and shows it once.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class NewOpen311KeyPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty] public string Name { get; set; } = "";
    [BindProperty] public string Contact { get; set; } = "";
    [BindProperty] public int PerMinute { get; set; } = 60;

    public Open311KeyMade? Made { get; private set; }

    public void OnGet()
    {
        if (!actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.Administer);
    }

    public async Task OnPost(CancellationToken ct) =>
        Made = await this.TrySend(mediator, new CreateOpen311Key(Name, Contact, PerMinute));
}
