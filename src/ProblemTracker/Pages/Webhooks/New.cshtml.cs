using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Webhooks;

namespace ProblemTracker.Pages.Webhooks;

/// <summary>Adds a webhook, and shows its secret once.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class NewWebhookPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty] public string Name { get; set; } = "";
    [BindProperty] public string Address { get; set; } = "";
    [BindProperty] public bool Moves { get; set; } = true;
    [BindProperty] public bool Nudges { get; set; }

    public WebhookSecret? Made { get; private set; }

    public void OnGet()
    {
        if (!actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.Administer);
    }

    public async Task OnPost(CancellationToken ct) =>
        Made = await this.TrySend(mediator, new CreateWebhook(Name, Address, Moves, Nudges));
}
