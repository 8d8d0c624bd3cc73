using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Agency;
using ProblemTracker.Incidents;
using ProblemTracker.Maps;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Imports;

/// <summary>One import: the preview of its file, then its progress, then its result.</summary>
public sealed class ImportPage(IMediator mediator, Actor actor, RequestKey key) : PageModel
{
    [FromRoute] public long Id { get; set; }

    /// <summary>Name of the saved column map to preview.</summary>
    [BindProperty(SupportsGet = true)] public string? SavedMap { get; set; }

    /// <summary>Leaves out what was chosen before.</summary>
    [BindProperty(SupportsGet = true)] public bool Anew { get; set; }

    /// <summary>The fields of a saved map that the preview said to have no column.</summary>
    [BindProperty] public IReadOnlyList<string> Lacking { get; set; } = [];

    [BindProperty] public MapForm Form { get; set; } = new();
    [BindProperty] public string? SaveMapAs { get; set; }
    [BindProperty] public string? NameProperty { get; set; }
    /// <summary>For neighborhoods: number or name of the file's projection.</summary>
    [BindProperty] public string? Projection { get; set; }
    /// <summary>The property whose names the preview showed: for other names, the questions are others.</summary>
    [BindProperty] public string? SeenNameProperty { get; set; }
    [BindProperty] public BoundaryForm Boundaries { get; set; } = new();
    /// <summary>The first day for which the preview made its plan; for another day, the questions can be others.</summary>
    [BindProperty] public string? SeenFrom { get; set; }
    /// <summary>For neighborhoods: what was chosen to do with all coordinates.</summary>
    [BindProperty] public CoordinateFix? Fix { get; set; }
    /// <summary>The fix that a button chooses, or <c>None</c>.</summary>
    [BindProperty] public string? NewFix { get; set; }
    private bool InFeet { get; set; }
    /// <summary>Whether the form has the changes that somebody made before.</summary>
    public bool GoesOn { get; private set; }

    public ImportDetails Shown { get; private set; } = null!;
    public ImportPreview? Preview { get; private set; }

    /// <summary>Where the incidents of a finished import are; null if there are none with a place.</summary>
    public MapFrame? Map => Shown is not { Kind: ImportKind.Incidents, State: ImportState.Finished, Added: > 0 }
        || !ReadsIncidents || Shown.Map is { HasPlace: false } || Shown.Outcome?.NoCoordinates >= Shown.Added ? null
        : new("Map of the incidents that this import added")
        {
            Data = Url.Content($"~/incidents/map?importId={Id}&handler=points"),
            AreaList = Url.Content($"~/incidents?importId={Id}&area={{area}}"),
            ListsBehind = true,
            Key = Incidents.IncidentMapPage.Key,
        };

    /// <summary>What a finished import of boundaries changed; null if there is nothing to draw.</summary>
    public MapFrame? Areas { get; private set; }

    /// <summary>Names of the import's neighborhoods that have changed or were removed since.</summary>
    public IReadOnlyList<string> ChangedSince { get; private set; } = [];

    /// <summary>Whether the import is so old that its map shows the boundaries of today.</summary>
    public bool AreasAreOfToday { get; private set; }

    /// <summary>The imports to undo before this one.</summary>
    public IReadOnlyList<BlockingRecord> First => this.BlockedBy();

    public bool ReadsIncidents => actor.Might(Permission.ReadProblems);

    public IReadOnlyList<SelectListItem> Maps { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Categories { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Zones { get; private set; } = [];
    private TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    public string Local(DateTimeOffset at) => DateText.Time(TimeZoneInfo.ConvertTime(at, Zone));

    public string Area(double squareMeters) => InFeet ? $"{squareMeters / 2_589_988:N2} sq mi" : $"{squareMeters / 1e6:N2} km²";

    /// <summary>A long distance, in two digits.</summary>
    public string Distance(double meters)
    {
        var far = meters / (InFeet ? 1609.344 : 1000);
        var unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(far)) - 1));
        return $"{Math.Round(far / unit) * unit:N0} {(InFeet ? "miles" : "km")}";
    }

    public bool MayImportNeighborhoods => actor.Might(Permission.Administer);

    public bool MayChange => Shown.Kind != ImportKind.Neighborhoods || MayImportNeighborhoods;

    public IReadOnlyList<SelectListItem> ColumnChoices(string none) =>
        [new(none, ""),
            .. (Preview?.Header ?? []).Where(name => name.Length > 0).Distinct().Select(name => new SelectListItem(name, name))];

    public async Task OnGet(CancellationToken ct)
    {
        await Read(ct, goesOn: !Anew && SavedMap is null);
        if (Preview is { Map: { } map }) Form = MapForm.Of(map, Preview.Words);
        if (GoesOn) SaveMapAs ??= Shown.SaveMapAs;
        // What changes this month is kept for the next.
        if (Preview is { Lacking.Count: 0 }) SaveMapAs ??= SavedMap;
        NameProperty = Preview?.NameProperty ?? NameProperty;
        if (Preview?.Boundaries is { IsProposed: true } proposed) Projection = $"{proposed.ProjectionNumber}";
    }

    /// <summary>How far a large file has been read for the preview, for htmx.</summary>
    public async Task<IActionResult> OnGetReading(CancellationToken ct)
    {
        await Read(ct, goesOn: !Anew && SavedMap is null);
        if (Preview is not { Percent: not null }) Response.Headers["HX-Refresh"] = "true";
        return Partial("_Reading", this);
    }

    /// <summary>The progress alone, for htmx.</summary>
    public async Task<IActionResult> OnGetProgress(CancellationToken ct)
    {
        await Read(ct, preview: false);
        // When the import ends, htmx reloads the whole page to show the result.
        if (!IsMoving) Response.Headers["HX-Refresh"] = "true";
        return Partial("_Progress", this);
    }

    // Short, since a phone cuts the options of a select off.
    public static readonly IReadOnlyList<SelectListItem> CoveredChoices =
    [
        new("Choose one", ""),
        new("It ends the day before", nameof(CoveredChoice.Ends)),
        new("Both stay; the smaller counts", nameof(CoveredChoice.Smaller)),
        new("Both stay; this one counts", nameof(CoveredChoice.Present)),
        new("Both stay; the file's counts", nameof(CoveredChoice.File)),
    ];

    public static string Covered(CoveredNeighborhood place) =>
        (place.LastDay is { } last ? $"It {(place.HasEnded ? "ended" : "ends")} on {DateText.Date(last)}. " : "")
            + (place.BoundaryUntil is { } until ? $"Of its boundary until {DateText.Date(until)}, " : "")
            + $"{place.Share:P0}{(place.BoundaryUntil is null ? " of it" : "")} lies under {string.Join(", ", place.By)}. "
            + (place.Smaller.Count == place.By.Count ? $"It is larger than {(place.By.Count == 1 ? "that one" : "each of them")}."
                : place.Smaller.Count == 0 ? "It is the smaller one." : $"Only {string.Join(", ", place.Smaller)} is smaller.");

    /// <summary>Whether the page answers a form, for the script.</summary>
    public string Answered => HttpMethods.IsPost(Request.Method) ? "yes" : "";

    public bool IsMoving =>
        Shown.State is ImportState.Queued or ImportState.Running or ImportState.Clearing or ImportState.Canceling or ImportState.Undoing;

    public async Task<IActionResult> OnGetRejections(CancellationToken ct)
    {
        await (await mediator.Send(new ExportRejections(Id), ct)).ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    /// <summary>Updates the preview with the choices made in the form, or with the answer to a question.</summary>
    /// <param name="answer">The question's kind and the answer's number, such as <c>clock:0</c>.</param>
    public async Task<IActionResult> OnPostLook(string? answer, CancellationToken ct)
    {
        if (NewFix is not null) Fix = Enum.TryParse<CoordinateFix>(NewFix, out var chosen) ? chosen : null;
        await Read(ct, Form.Map());
        if (answer is not null && Preview?.Questions.SelectMany(q => q.Answers.Select((chosen, i) => (Key: $"{q.Kind}:{i}", chosen.Map)))
            .FirstOrDefault(a => a.Key == answer).Map is { } map)
        {
            await Read(ct, map);
            Form = MapForm.Of(map, []);
            ModelState.Clear();
        }
        Form.AddWords(Preview?.Words ?? []);
        // AddWords renumbers the words, so posted values no longer match their fields.
        foreach (var key in ModelState.Keys.Where(key => key.StartsWith("Form.Words", StringComparison.Ordinal)).ToList())
            ModelState.Remove(key);
        if (!ModelState.IsValid) return Page();
        // Whoever goes back in the browser and changes something else sends the same key again, and the last choice counts.
        key.Set("", "", "");
        await mediator.Send(Chosen(), ct);
        return Page();
    }

    /// <summary>Keeps the choices made so far while somebody makes them, for the script.</summary>
    public async Task<IActionResult> OnPostKeep(CancellationToken ct)
    {
        Shown = await mediator.Send(new ReadImport(Id), ct);
        return !ModelState.IsValid || await this.TrySend(mediator, Chosen()) is null ? BadRequest()
            : new JsonResult(new { Kept = "Your choices are kept until the import starts.", Left = new { }, Needs = new { } },
                Json.Options);
    }

    private KeepMap Chosen() => Shown.Kind != ImportKind.Neighborhoods ? new(Id, Form.Map(), SaveMapAs)
        : new(Id, NameProperty: NameProperty, Projection: Projection, Boundaries: Boundaries.Choices(), Fix: Fix);

    /// <summary>Forgets the changes that were made before, and proposes a map from the file again.</summary>
    public async Task<IActionResult> OnPostForget(CancellationToken ct) =>
        await this.TrySend(mediator, new KeepMap(Id)) is not null ? LocalRedirect($"~/imports/{Id}") : await Again(ct);

    public async Task<IActionResult> OnPostStart(CancellationToken ct)
    {
        var shown = await mediator.Send(new ReadImport(Id), ct);
        if (SeenNameProperty is not null && SeenNameProperty != NameProperty && !string.IsNullOrEmpty(NameProperty))
        {
            ModelState.Clear();
            await Read(ct);
            return Page();
        }
        if (SeenFrom is not null && SeenFrom != Boundaries.Day && await Unseen(ct)) return Page();
        Boundaries.MustAnswer(ModelState);
        // Said once: who starts again wants the import without these fields.
        foreach (var field in Lacking.Where(field => field != IncidentMap.Occurred && !Form.Map().Columns.ContainsKey(field)))
            ModelState.AddModelError($"Form.{char.ToUpperInvariant(field[0])}{field[1..]}",
                "The column map has this in a column that the file doesn't have. Choose another, or start again to import without it.");
        if (!ModelState.IsValid)
        {
            await Read(ct, Form.Map());
            return Page();
        }
        var message = shown.Kind != ImportKind.Neighborhoods ? new StartImport(Id, Form.Map(), SaveMapAs: SaveMapAs)
            : new StartImport(Id, NameProperty: NameProperty, Projection: Projection, Boundaries: Boundaries.Choices(), Fix: Fix);
        if (await this.TrySend(mediator, message) is not null) return Back("Import started.");
        Form.Show(ModelState);
        await Read(ct, Form.Map());
        return Page();
    }

    public Task<IActionResult> OnPostCancel(CancellationToken ct) =>
        Do(new CancelImport(Id), "Import canceled. Nothing from this file was kept.", ct);

    public async Task<IActionResult> OnPostUndo(CancellationToken ct) => await Do(new UndoImport(Id),
        (await mediator.Send(new ReadImport(Id), ct)).Kind is var kind && kind == ImportKind.Neighborhoods
            ? "Import undone. The neighborhoods have what they had before, and incidents are being assigned to them again."
            : $"Import undone. Its {kind.ToString().ToLowerInvariant()} no longer appear and are being deleted.", ct);

    /// <summary>Whether the boundaries lie over neighborhoods on another first day that the preview did not ask about.</summary>
    private async Task<bool> Unseen(CancellationToken ct)
    {
        var asked = Boundaries.Covered.Select(row => row.NeighborhoodId).ToHashSet();
        await Read(ct);
        var unseen = (Preview?.Plan?.Covered ?? []).Where(place => !asked.Contains(place.NeighborhoodId)).Select(place => place.Name)
            .ToList();
        if (unseen.Count == 0) return false;
        ModelState.AddModelError("Boundaries.From", "With this first day, the boundaries also lie over "
            + $"{string.Join(", ", unseen.Take(3))}{(unseen.Count > 3 ? $" and {unseen.Count - 3} more" : "")}. "
            + "Check the answers below, then start the import again.");
        return true;
    }

    private async Task<IActionResult> Do(ICommand<Done> command, string sentence, CancellationToken ct) =>
        await this.TrySend(mediator, command) is not null ? Back(sentence) : await Again(ct);

    private async Task<IActionResult> Again(CancellationToken ct)
    {
        await Read(ct);
        return Page();
    }

    private LocalRedirectResult Back(string sentence)
    {
        TempData[Shell.Flash] = sentence;
        return LocalRedirect($"~/imports/{Id}");
    }

    private async Task ReadAreas(CancellationToken ct)
    {
        var result = await mediator.Send(new ReadImportAreas(Id), ct);
        Areas = BoundaryMap.Of(result, MayChange ? id => Url.Content($"~/settings/neighborhoods/{id}") : null);
        ChangedSince = [.. result.Areas.Where(area => area.HasChanged).Select(area => area.Name)];
        AreasAreOfToday = result.AreOfToday;
    }

    /// <param name="ct">Ends the work.</param>
    /// <param name="map">The map to try; null takes the saved one, or proposes one.</param>
    /// <param name="preview">Whether to read the file.</param>
    /// <param name="goesOn">Whether to take the map that was kept with the import, if there is one.</param>
    private async Task Read(CancellationToken ct, IncidentMap? map = null, bool preview = true, bool goesOn = false)
    {
        Shown = await mediator.Send(new ReadImport(Id), ct);
        Zone = (await mediator.Send(new ReadAgencyDay(), ct)).Zone;
        if (preview && Shown.Kind == ImportKind.Neighborhoods)
            InFeet = (await mediator.Send(new ReadMapSettings(), ct)).Value.Unit == DistanceUnit.Feet;
        if (preview && Shown is { Kind: ImportKind.Neighborhoods, State: ImportState.Finished }) await ReadAreas(ct);
        if (!preview || Shown.State != ImportState.Uploaded || !MayChange) return;
        Maps = [new("None (detect from the file)", ""),
            .. (await mediator.Send(new ListMaps(), ct)).Items.Where(m => m.Map.Kind == Shown.Kind)
                .Select(m => new SelectListItem(m.Name, m.Name))];
        Categories = [.. (await mediator.Send(new ReadCategories(), ct)).Value.Items.Where(c => c.Active)
            .Select(c => new SelectListItem(c.Nibrs is { } code ? $"{c.Name} (NIBRS {code})" : c.Name, c.Code))];
        // Files of neighborhoods have no map.
        if (Shown.Kind == ImportKind.Neighborhoods) map = null;
        GoesOn = goesOn && (Shown.Map is not null || Shown.Boundaries is not null);
        if (GoesOn)
        {
            (map, NameProperty, Projection, Fix) = (Shown.Map, Shown.NameProperty, Shown.Projection, Shown.Fix);
            if (Shown.Boundaries is { } chosen) Boundaries = BoundaryForm.Of(chosen);
        }
        try
        {
            Preview = await mediator.Send(new PreviewImport(Id, map, map is null ? SavedMap : null, NameProperty, Projection,
                Boundaries.From, Fix), ct);
        }
        catch (Invalid invalid)
        {
            // The map can't be tried: show its errors beside the fields and preview the proposed map instead.
            foreach (var (field, sentences) in invalid.Errors)
                ModelState.TryAddModelError(field == "firstDay" ? "Boundaries.From" : field, string.Join(' ', sentences));
            Form.Show(ModelState);
            Preview = await mediator.Send(new PreviewImport(Id), ct);
        }
        if (Boundaries.Ask(Preview.Plan))
            foreach (var key in ModelState.Keys.Where(key => key.StartsWith("Boundaries.Covered", StringComparison.Ordinal)).ToList())
                ModelState.Remove(key);
        Zones = await mediator.TimeZones(ct, Preview.Map?.TimeZone ?? Form.TimeZone);
    }
}
