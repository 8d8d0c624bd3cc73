using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Pages.Stakeholders;

/// <summary>The directory of people and organizations outside the department.</summary>
public sealed class StakeholdersPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty(SupportsGet = true)] public string? Text { get; set; }
    [BindProperty(SupportsGet = true)] public StakeholderKind? Kind { get; set; }
    [BindProperty(SupportsGet = true)] public bool? HasConsent { get; set; }
    [BindProperty(SupportsGet = true)] public string? After { get; set; }

    public Page<StakeholderDetails>? List { get; private set; }
    public bool IsFiltered => Text is not null || Kind is not null || HasConsent is not null;
    public bool Adds => actor.Might(Permission.WorkProblems);

    public async Task OnGet(CancellationToken ct)
    {
        if (!actor.Might(Permission.ReadProblems)) throw Forbidden.Needs(Permission.ReadProblems);
        List = await this.TrySend(mediator, new ListStakeholders(Text, Kind, HasConsent, After));
    }

    public string Href(string? after) => Url.Page("Index", new { Text, Kind, HasConsent, After = after })!;
}
