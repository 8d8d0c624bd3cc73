using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Evidence;
using ProblemTracker.Incidents;
using ProblemTracker.Maps;
using ProblemTracker.Pages.Incidents;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>What a problem's incidents show, the figures that its worksheets cite, and hypotheses for and against.</summary>
public sealed class EvidencePage(IMediator mediator) : CaseHeadPage(mediator)
{
    /// <summary>The set as <see cref="Counting"/> keeps it; null for the one that was chosen for the problem.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Set { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    [BindProperty]
    public EvidencePanel Panel { get; set; }

    [BindProperty]
    public CitedField? Field { get; set; }

    [BindProperty]
    public long CitationId { get; set; }

    [BindProperty]
    public long HypothesisId { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Statement { get; set; }

    [BindProperty]
    public Stance? Stance { get; set; }

    public EvidenceDetails Found { get; private set; } = new();

    public IReadOnlyList<SelectListItem> Sets { get; private set; } = [];

    public IReadOnlyList<CitationDetails> Citations { get; private set; } = [];

    public IReadOnlyList<HypothesisDetails> Hypotheses { get; private set; } = [];

    /// <summary>The working hypothesis of the Analysis worksheet; null for none.</summary>
    public string? Working { get; private set; }

    public IReadOnlyList<Lesson> Lessons { get; private set; } = [];

    public IReadOnlyList<Guide> Guides { get; private set; } = [];

    /// <summary>The set of the address; null for the one that was chosen for the problem.</summary>
    private IncidentFilter? Asked => KeptFilter.Read(Set) is { } filter ? filter with { From = From, To = To } : null;

    /// <summary>The fields of a panel that the reader may fill in.</summary>
    public IEnumerable<CitedField> FieldsOf(PanelDetails panel) => panel.Fields.Where(MayFill);

    public bool MayFill(CitedField field) =>
        Citing.SheetOf(field) == SheetKind.Scanning ? Case.Allowed.Work : Case.Allowed.WorkEvidence;

    public MapFrame Map => new($"Map of the incidents: {Found.Words}")
    {
        Data = Href("points"),
        View = Found.View,
        HasList = false,
        Circle = Found.Filter is { IsNear: true } near ? new(near.Latitude!.Value, near.Longitude!.Value, near.Radius!.Value) : null,
        Marks = Case is { Latitude: { } latitude, Longitude: { } longitude }
            ? [new(latitude, longitude, "Problem", $"{Case.Number} {Case.Title}")] : [],
        Key = [new("Problem", "This problem"), new("Linked", "Linked incident"), new("Unlinked", "Incident, not linked")],
    };

    /// <summary>The list of the incidents.</summary>
    public string Incidents => Found.Filter.ProblemId is not null ? $"/problems/{Id}/incidents"
        : $"/incidents{new QueryBuilder(IncidentPage.Set(Found.Filter))}";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await Show(ct);

    /// <summary>The points of a view, for the script of the map.</summary>
    public async Task<IActionResult> OnGetPointsAsync(MapView view, CancellationToken ct)
    {
        var query = new ReadIncidentMap(Asked ?? new(ProblemId: Id), view, Id);
        await this.CheckShape(query);
        return ModelState.IsValid ? new JsonResult(await Mediator.Send(query, ct), Json.Options) : BadRequest();
    }

    public async Task<IActionResult> OnGetCsvAsync(EvidencePanel panel, CancellationToken ct)
    {
        var query = new ExportEvidence(Id, panel, Asked);
        await this.CheckShape(query);
        if (!ModelState.IsValid) return BadRequest();
        await (await Mediator.Send(query, ct)).ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    public async Task<IActionResult> OnPostChooseAsync(CancellationToken ct) =>
        await this.TrySend(Mediator, new ChooseEvidence(Id, Asked)) is null ? await Show(ct)
            : Saved("These are now the incidents of this problem’s evidence.", $"/problems/{Id}/evidence");

    public async Task<IActionResult> OnPostCiteAsync(CancellationToken ct) =>
        await this.TrySend(Mediator, new CiteEvidence(Id, Panel, Field, Asked)) is { } cited
            ? Saved($"Cited in the worksheet. {Wording.Of(cited.Field)}.", Href()) : await Show(ct);

    public async Task<IActionResult> OnPostUpdateAsync(CancellationToken ct) =>
        await this.TrySend(Mediator, new UpdateCitation(Id, CitationId)) is { } cited
            ? Saved($"Updated in the worksheet. {Wording.Of(cited.Field)}.", Href()) : await Show(ct);

    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken ct) =>
        await this.TrySend(Mediator, new RemoveCitation(Id, CitationId)) is null ? await Show(ct)
            : Saved("The worksheet keeps its text, which is no longer linked.", Href());

    public async Task<IActionResult> OnPostHypothesisAsync(CancellationToken ct) =>
        await this.TrySend(Mediator, new WriteHypothesis(Id, Statement)) is null ? await Show(ct)
            : Saved("Hypothesis added.", $"{Href()}#hypotheses");

    public async Task<IActionResult> OnPostWeighAsync(CancellationToken ct) =>
        await this.TrySend(Mediator, new WeighEvidence(Id, HypothesisId, CitationId, Stance)) is null ? await Show(ct)
            : Saved("Hypothesis updated.", $"{Href()}#hypotheses");

    public async Task<IActionResult> OnPostCarryAsync(CancellationToken ct) =>
        await this.TrySend(Mediator, new CarryHypothesis(Id, HypothesisId)) is null ? await Show(ct)
            : Saved("This is now the working hypothesis of the Analysis worksheet.", $"{Href()}#hypotheses");

    public async Task<IActionResult> OnPostChangeAsync(CancellationToken ct) =>
        await this.TrySend(Mediator, new ChangeHypothesis(Id, HypothesisId, Version, Statement)) is null ? await Show(ct)
            : Saved("Hypothesis changed.", $"{Href()}#hypotheses");

    public async Task<IActionResult> OnPostForgetAsync(CancellationToken ct) =>
        await this.TrySend(Mediator, new RemoveHypothesis(Id, HypothesisId)) is null ? await Show(ct)
            : Saved("Hypothesis removed.", $"{Href()}#hypotheses");

    /// <summary>This page with its set, or one of its handlers.</summary>
    public string Href(string? handler = null, EvidencePanel? panel = null)
    {
        var query = new QueryBuilder();
        Add("handler", handler);
        Add("panel", panel?.ToString());
        Add("set", Set);
        Add("from", From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add("to", To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        return $"/problems/{Id}/evidence{query}";

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value)) query.Add(name, value);
        }
    }

    private async Task<IActionResult> Show(CancellationToken ct)
    {
        await Open(ct);
        // What can't be read as dates or a filter is told beside its field, over the chosen set.
        var query = new ReadEvidence(Id, Asked);
        await this.CheckShape(query);
        Found = await Mediator.Send(await this.IsSound(query) ? query : new ReadEvidence(Id), ct);
        var saved = (await Mediator.Send(new ListSavedFilters(), ct)).Items;
        var kept = KeptFilter.Of(Found.Filter);
        Sets = [.. Counting.Choices(Case, saved, [kept]).DistinctBy(choice => choice.Value)
            .Select(choice => new SelectListItem(choice.Text == "As counted before" ? Found.Words : choice.Text, choice.Value))];
        if (Set is null) (Set, From, To) = (kept, Found.Filter.From, Found.Filter.To);
        Citations = await Mediator.Send(new ListCitations(Id), ct);
        Hypotheses = await Mediator.Send(new ListHypotheses(Id), ct);
        if (Hypotheses.Count > 0)
            Working = ((await Mediator.Send(new ReadSheet(Id, SheetKind.Analysis), ct)).Sheet as AnalysisSheet)?.Hypothesis;
        Lessons = await Mediator.Send(new ReadLessons(Id), ct);
        Guides = GuideTable.For(Case.Category);
        return Page();
    }
}
