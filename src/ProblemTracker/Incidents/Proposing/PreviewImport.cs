using FluentValidation;
using MediatR;
using ProblemTracker.Files;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>Previews an uploaded file: its first rows, and what a map makes of all of them. Nothing is written.</summary>
/// <param name="Map">For incidents; null proposes one from the header.</param>
/// <param name="SavedMap">Name of a saved map to use instead.</param>
/// <param name="NameProperty">For neighborhoods: the property with their names; null proposes one.</param>
/// <param name="Projection">For neighborhoods: number or name of the projection; null leaves it to the file, or proposes one.</param>
/// <param name="FirstDay">For neighborhoods: the first day of the boundaries, for which the plan is made; null if they have always been
/// so.</param>
/// <param name="Fix">For neighborhoods: what to do with all coordinates, if they lie far away.</param>
[Needs(Permission.Import)]
public sealed record PreviewImport(long ImportId, IncidentMap? Map = null, string? SavedMap = null, string? NameProperty = null,
    string? Projection = null, DateOnly? FirstDay = null, CoordinateFix? Fix = null) : IQuery<ImportPreview>
{
    /// <summary>Number of rows shown.</summary>
    public const int Shown = 20;
}

/// <param name="Header">Column names, or properties of the features.</param>
/// <param name="Rows">The first 20.</param>
/// <param name="RowsChecked">Number of rows checked for the values below.</param>
/// <param name="IsWhole">Whether those are all rows of the file; large files are read on in the background.</param>
/// <param name="Map">For incidents: the map used, or the proposal with categories for the words found. Can start the import as is, unless
/// there are objections.</param>
/// <param name="Times">Up to three samples: the time in the file and how it is read.</param>
/// <param name="Words">The source's category words in the rows checked, most frequent first.</param>
/// <param name="Rejected">Number of checked rows that would be rejected.</param>
/// <param name="Rejections">The first of them.</param>
/// <param name="Equal">Number of checked rows that repeat an earlier row by the map's key and would not be added.</param>
/// <param name="NameProperty">For neighborhoods: the property with the names.</param>
/// <param name="Objections">Reasons why the import can't start, as sentences.</param>
public sealed record ImportPreview(
    long Id, ImportKind Kind, string FileName, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows,
    int RowsChecked, bool IsWhole, IncidentMap? Map, IReadOnlyList<TimeSample> Times, IReadOnlyList<CategoryWord> Words,
    int Rejected, IReadOnlyList<RejectedRow> Rejections, int Equal, string? NameProperty, IReadOnlyList<string> Objections)
{
    /// <summary>For texts, workbooks and shapefiles: how the table is laid out, as detected or as the map says.</summary>
    public FileLayout? Layout { get; init; }

    /// <summary>How the file is read beyond the ordinary, as phrases: where its header is, its encoding, swapped coordinates.</summary>
    public IReadOnlyList<string> ReadWith { get; init; } = [];

    /// <summary>Fields of the saved map that the file has no column for; the preview is without them, and the map can't start.</summary>
    public IReadOnlyList<LackingColumn> Lacking { get; init; } = [];

    /// <summary>Up to three texts with accents, to check the encoding by.</summary>
    public IReadOnlyList<string> Accents { get; init; } = [];

    /// <summary>Number of checked rows that were imported before and would not be added.</summary>
    public int Known { get; init; }

    /// <summary>Number of checked rows whose number was imported before with other content, unless the map says to add them.</summary>
    public int Changed { get; init; }

    /// <summary>The first of them, with what changed.</summary>
    public IReadOnlyList<RejectedRow> Changes { get; init; } = [];

    /// <summary>Columns that the file didn't have that a saved map was made for.</summary>
    public IReadOnlyList<string> NewColumns { get; init; } = [];

    /// <summary>The source's category words that the saved map has no category for, most frequent first.</summary>
    public IReadOnlyList<string> NewWords { get; init; } = [];

    /// <summary>Whether the file's coordinates can't be read until someone chooses their projection.</summary>
    public bool NeedsProjection { get; init; }

    /// <summary>For incidents: whether the file has areas instead of points, as a file of neighborhoods does.</summary>
    public bool HasShapes { get; init; }

    /// <summary>Number of rows by what is wrong with them.</summary>
    public IReadOnlyList<FaultCount> Faults { get; init; } = [];

    /// <summary>Number of incidents with a place that is in no neighborhood.</summary>
    public int Outside { get; init; }

    /// <summary>Number of incidents for which the file gives no coordinates.</summary>
    public int NoCoordinates { get; init; }

    /// <summary>Up to 400 places, spread over the rows checked.</summary>
    public IReadOnlyList<ImportPoint> Points { get; init; } = [];

    /// <summary>What the file leaves open or looks wrong, each with the map that answers it otherwise.</summary>
    public IReadOnlyList<ImportQuestion> Questions { get; init; } = [];

    /// <summary>How much of the file has been read, 0 to 100, if it is still being read; ask again for the rest.</summary>
    public int? Percent { get; init; }

    /// <summary>For neighborhoods: what was mended, joined and left out, all faults, and the projection.</summary>
    public BoundaryCheck? Boundaries { get; init; }

    /// <summary>For neighborhoods: what the import would do, and what lies over what; null while the file can't be imported.</summary>
    public BoundaryPlan? Plan { get; init; }
}

/// <param name="Latitude">Degrees, WGS84.</param>
/// <param name="Longitude">Degrees, WGS84.</param>
/// <param name="IsOutside">Whether it is in no neighborhood.</param>
public sealed record ImportPoint(double Latitude, double Longitude, bool IsOutside);

/// <param name="Line">Line in the file.</param>
/// <param name="Text">The time as written in the file.</param>
/// <param name="Local">The time as read, in the source's time zone; null if it can't be read.</param>
/// <param name="Instant">The same time as an instant.</param>
/// <param name="Wrong">Why the time can't be read.</param>
public sealed record TimeSample(long Line, string Text, string? Local, DateTimeOffset? Instant, TimePrecision? Precision, string? Wrong);

/// <param name="CategoryCode">The category in the map; null if the word is not mapped and gets the default.</param>
/// <param name="Proposal">The most similar category; null if none is similar, or the map says that the word has none.</param>
public sealed record CategoryWord(string Word, int Rows, string? CategoryCode, string? Proposal);

internal sealed class PreviewImportValidator : AbstractValidator<PreviewImport>
{
    public PreviewImportValidator()
    {
        RuleFor(q => q.Map!).SetValidator(new IncidentMapValidator()).When(q => q.Map is not null);
        RuleFor(q => q.SavedMap).MaximumLength(SavedMaps.LongestName);
        RuleFor(q => q.NameProperty).MaximumLength(ImportBoundaries.LongestProperty);
        RuleFor(q => q.Projection).MaximumLength(ImportBoundaries.LongestProperty);
        RuleFor(q => q.FirstDay).NeighborhoodDay("first");
        RuleFor(q => q.Fix).IsInEnum();
    }
}

internal sealed class PreviewImportHandler(Db db, Actor actor, Uploads uploads, SavedMaps maps, FileSurveys surveys,
    BoundaryPlanner planner, NeighborhoodMap neighborhoods)
    : IRequestHandler<PreviewImport, ImportPreview>
{
    public async Task<ImportPreview> Handle(PreviewImport query, CancellationToken ct)
    {
        var import = await ImportSql.Find(db, query.ImportId, ct);
        ImportSql.Demand(actor, import.Kind);
        if (import.State != ImportState.Uploaded)
            throw new Conflict("import.started", "This import was already started. Upload the file again to preview it.");
        if (import.Kind == ImportKind.Neighborhoods)
        {
            await using var content = uploads.Open(import.StoredAs!);
            return await Boundaries(import, content, query, ct);
        }
        var map = query.Map ?? (query.SavedMap is { } name ? await maps.Get(name, ct) : null);
        if (map is not null && map.Kind != import.Kind)
            throw new Invalid(query.Map is null ? "savedMap" : "map.kind", "This column map is for another kind of file.");
        return await surveys.Of(import, map, completes: query.Map is null, ct);
    }

    private async Task<ImportPreview> Boundaries(StoredImport import, Stream content, PreviewImport query, CancellationToken ct)
    {
        var seen = await ImportBoundaries.Look(content, import.FileName, query.NameProperty, query.Projection,
            () => neighborhoods.Extent(db, ct), query.Fix, ct);
        BoundaryPlan? plan = null;
        if (seen is { NameProperty: { } names, Objection: null } && !seen.Check.IsProposed)
        {
            await using var again = uploads.Open(import.StoredAs!);
            var file = await ImportBoundaries.Read(again, import.FileName, new(names, null, query.Projection, query.Fix),
                () => neighborhoods.Extent(db, ct), ct);
            plan = await planner.Read(file.Boundaries, query.FirstDay, ct);
        }
        return new(import.Id, import.Kind, import.FileName, seen.Properties, [.. seen.Rows.Take(PreviewImport.Shown)], seen.Rows.Count,
            true, null, [], [], 0, [], 0, seen.NameProperty, seen.Check.Faults)
        {
            Boundaries = seen.Check,
            Plan = plan,
        };
    }
}

internal static class PreviewImportEndpoint
{
    /// <param name="Map">For incidents; null proposes one from the header.</param>
    /// <param name="NameProperty">For neighborhoods: the property with their names; null proposes one.</param>
    /// <param name="Projection">For neighborhoods: number or name of the file's projection, if the file doesn't say it.</param>
    /// <param name="FirstDay">For neighborhoods: the first day of the boundaries, for which the plan is made.</param>
    /// <param name="Fix">For neighborhoods: what to do with all coordinates, if they lie far away.</param>
    internal sealed record Body(IncidentMap? Map = null, string? NameProperty = null, string? Projection = null,
        DateOnly? FirstDay = null, CoordinateFix? Fix = null);

    public static void MapPreviewImport(this RouteGroupBuilder imports)
    {
        imports.MapGet("/{id:long}/preview", (long id, string? savedMap, string? nameProperty, string? projection, DateOnly? firstDay,
                CoordinateFix? fix, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new PreviewImport(id, null, savedMap, nameProperty, projection, firstDay, fix), ct))
            .WithName("ProposeMap")
            .WithSummary("Preview an uploaded file with a proposed or a saved map; boundaries with the plan for a first day");
        imports.MapPost("/{id:long}/preview", (long id, Body body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new PreviewImport(id, body.Map, null, body.NameProperty, body.Projection, body.FirstDay, body.Fix),
                ct))
            .WithName("PreviewImport")
            .WithSummary("Preview an uploaded file with your own map, or boundaries with the plan for a first day; nothing is written");
    }
}
