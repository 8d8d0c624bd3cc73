using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Evidence;
using ProblemTracker.Incidents;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;
using ProblemTracker.Stakeholders;

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
        Cited = await Mediator.Send(new ListCitations(Id, Kind), ct);
    }

    /// <summary>The figures that the worksheet cites.</summary>
    public IReadOnlyList<CitationDetails> Cited { get; private set; } = [];

    /// <param name="row">The key of a baseline; null for other fields.</param>
    public CitedView CitedIn(CitedField field, string? row = null) => new(Id, Cited, field, row);

    private IReadOnlyList<SavedFilterDetails> _saved = [];

    /// <summary>A stakeholder who was consulted and is not attached yet.</summary>
    public sealed class AttachForm
    {
        public string? Name { get; set; }
        public StakeholderRole? Role { get; set; }
    }

    [BindProperty]
    public AttachForm Attach { get; set; } = new();

    /// <summary>Attaches who was consulted, and adds a conversation with them to the form.</summary>
    public async Task<IActionResult> OnPostAttachAsync(CancellationToken ct)
    {
        await Open(ct);
        if (Attach.Role is null) ModelState.AddModelError("Attach.Role", "Choose the stakeholder's role in this problem.");
        if (await Find(Attach.Name?.Trim() ?? "", ct) is not { } who || Attach.Role is not { } role) return await Again(ct);
        if (await this.TrySend(Mediator, new AttachStakeholder(Id, who, role), nameof(Attach)) is not { } attached) return await Again(ct);
        // The posted values would override the new row when the form is rendered again.
        ModelState.Clear();
        Attach = new();
        await Open(ct);
        Sheet = Sheet with { Consulted = [.. Sheet.Consulted, new() { AttachmentId = attached.Id }] };
        return await Again(ct);
    }

    /// <summary>The one entry of the directory with this name, or the only one whose name contains it; null after an error.</summary>
    private async Task<long?> Find(string name, CancellationToken ct)
    {
        const string field = "Attach.Name";
        if (name.Length is 0 or > 100)
        {
            ModelState.AddModelError(field, "Enter the name as it is in the directory.");
            return null;
        }
        var found = (await Mediator.Send(new ListStakeholders(name), ct)).Items;
        var same = found.Where(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
        if ((same.Count == 1 ? same[0] : found.Count == 1 ? found[0] : null) is { } one) return one.Id;
        ModelState.AddModelError(field, found.Count == 0 ? "Nobody in the directory has this name. Add them on the stakeholder page first."
            : $"Several entries have this name: {string.Join("; ", found.Take(5).Select(entry => entry.Name))}. Enter the whole name, or "
                + "attach them on the stakeholder page.");
        return null;
    }

    /// <summary>Counts a baseline from the incident list.</summary>
    public async Task<IActionResult> OnPostCountAsync(string? row, CancellationToken ct)
    {
        await Open(ct);
        if (Counting.Index(row, Sheet.Baselines.Count) is not { } at) return NotFound();
        var measure = Sheet.Baselines[at];
        if (await Counting.Count(this, Mediator, $"Sheet.Baselines[{at}]", measure.Counted?.Filter, measure.Period,
            ("Counted.Filter", "Choose what to count."), "Period.From") is { } incidents)
        {
            Countable = Counting.Choices(Case, _saved, []);
            var what = Countable.FirstOrDefault(choice => choice.Value == measure.Counted!.Filter)?.Text ?? "as counted before";
            var counted = measure with
            {
                Name = measure.Name ?? what,
                Value = incidents,
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
