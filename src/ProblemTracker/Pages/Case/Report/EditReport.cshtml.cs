using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Evidence;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Case;

/// <summary>Edits one section of a problem's report at a time.</summary>
public sealed class EditProblemReportPage(IMediator mediator, Actor actor) : CaseHeadPage(mediator)
{
    [FromQuery]
    public ReportSection Section { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    public ProblemReport Report { get; private set; } = new();

    public ReportPart Part => Report.Sections.First(part => part.Section == Section);

    /// <summary>Someone else saved the section meanwhile.</summary>
    public bool IsStale { get; private set; }

    public string Here => $"/problems/{Id}/report/edit?section={Section}";

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Read(ct);
        (Version, Text) = (Part.Version, Part.Text);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await Read(ct);
        // A text without a change would stop following the worksheets for nothing.
        if (!Part.IsEdited && Version == Part.Version && Text?.ReplaceLineEndings("\n").Trim() == Part.Text.Trim())
            return Saved("Nothing was changed, so the section still follows the worksheets.", Here);
        return await Save(Text, "Section saved.", ct);
    }

    public async Task<IActionResult> OnPostFollowAsync(CancellationToken ct)
    {
        await Read(ct);
        return await Save(null, "The section follows the worksheets again.", ct);
    }

    private async Task<IActionResult> Save(string? text, string sentence, CancellationToken ct)
    {
        if (await this.TrySend(Mediator, new ChangeProblemReport(Id, Section, Version, text)) is not null) return Saved(sentence, Here);
        IsStale = this.StaleAt() is not null;
        Version = this.StaleAt() ?? Version;
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        await Open(ct);
        if (!ProblemReportPage.MayEditReport(actor, Case)) throw Forbidden.Needs(Permission.WorkEvidence);
        Report = await Mediator.Send(new ReadProblemReport(Id), ct);
    }
}
