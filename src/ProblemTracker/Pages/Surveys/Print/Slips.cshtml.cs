using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Surveys;

namespace ProblemTracker.Pages.Surveys;

/// <summary>Slips with a link for one answer each. Their links are shown once, since only digests are stored.</summary>
public sealed class SurveySlipsPage(IMediator mediator, Actor actor) : SurveyPrintPage(mediator, actor)
{
    [BindProperty] public int Count { get; set; } = 40;

    /// <summary>What was made just now; null before.</summary>
    public SlipsIssued? Issued { get; private set; }

    public Task OnGet(CancellationToken ct) => Read(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        Issued = await this.TrySend(Mediator, new IssueSlips(Id, WaveId, Count));
        await Read(ct);
        return Page();
    }
}
