using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Incidents;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

public sealed class AnalysisPage(IMediator mediator) : SheetPage<AnalysisSheet>(mediator)
{
    public override SheetKind Kind => SheetKind.Analysis;
    public override bool MayEdit => Case.Allowed.WorkEvidence;
    protected override AnalysisSheet Current => Case.Analysis;
    protected override int CurrentVersion => Case.WorksheetVersions.Analysis;

    public IEnumerable<ActionDetails> UrgentSafetyMeasures => Case.Actions.Where(action => action.UrgentSafetyMeasure);

    protected override AnalysisSheet Tidied(AnalysisSheet sheet) => sheet.Tidy();

    protected override IReadOnlyList<(string Id, string Title, string[] Fields)> Sections =>
    [
        ("triangle", "Problem analysis triangle", ["analysis.triangle", "analysis.controllers"]),
        ("sources", "Sources of information", ["analysis.sources"]),
        ("consulted", "People consulted", ["analysis.consulted"]),
        ("current", "Current response", ["analysis.currentResponse"]),
        ("hypothesis", "Working hypothesis", ["analysis.hypothesis"]),
        ("baseline", "Baseline", ["analysis.baselines"]),
    ];

    /// <summary>What the Count buttons can count.</summary>
    public IReadOnlyList<SelectListItem> Countable { get; private set; } = [];

    protected override async Task ReadCase(CancellationToken ct)
    {
        await base.ReadCase(ct);
        _saved = (await Mediator.Send(new ListSavedFilters(), ct)).Items;
    }

    private IReadOnlyList<SavedFilterDetails> _saved = [];

    /// <summary>Counts a baseline from the incident list.</summary>
    public async Task<IActionResult> OnPostCountAsync(string? row, CancellationToken ct)
    {
        await Open(ct);
        if (Counting.Index(row, Sheet.Baselines.Count) is not { } at) return NotFound();
        var measure = Sheet.Baselines[at];
        var field = $"Sheet.Baselines[{at}]";
        if (Counting.Read(measure.Counted?.Filter) is not { } filter)
            ModelState.AddModelError($"{field}.Counted.Filter", "Choose what to count.");
        else if (!measure.Period.IsComplete)
            ModelState.AddModelError($"{field}.Period.From", "Enter the first and the last day, then count.");
        else if (await this.TrySend(Mediator,
            new CountIncidents(filter with { From = measure.Period.From, To = measure.Period.To }), field) is { } count)
        {
            // The posted values would override the counted ones when the form is rendered again.
            ModelState.Clear();
            Countable = Counting.Choices(Case, _saved, []);
            var what = Countable.FirstOrDefault(choice => choice.Value == measure.Counted!.Filter)?.Text ?? "as counted before";
            var counted = measure with
            {
                Name = measure.Name ?? what,
                Value = count.Incidents,
                Unit = measure.Unit ?? "incidents",
                Source = $"Incident list: {what}. Counted {DateText.Date(Today)}.",
                Counted = measure.Counted! with { On = Today },
            };
            Sheet = Sheet with { Baselines = [.. Sheet.Baselines.Select((other, i) => i == at ? counted : other)] };
        }
        return await Again(ct);
    }

    protected override Task<VersionedSheet<AnalysisSheet>?> Save(CancellationToken ct) =>
        this.TrySend(Mediator, new SaveAnalysis(Id, Version, Sheet), nameof(Sheet));

    protected override AnalysisSheet ForForm(AnalysisSheet sheet)
    {
        Countable = Counting.Choices(Case, _saved, sheet.Baselines.Select(row => row.Counted?.Filter));
        return sheet with
        {
            Sources = WithSpareRow(nameof(sheet.Sources), sheet.Sources),
            Consulted = WithSpareRow(nameof(sheet.Consulted), sheet.Consulted),
            Baselines = WithSpareRow(nameof(sheet.Baselines), sheet.Baselines),
        };
    }
}
