using FluentValidation;
using MediatR;
using ProblemTracker.Files;

namespace ProblemTracker.Incidents;

/// <summary>How an uploaded file would be read: its first rows, and what a map makes of them. Nothing is written.</summary>
/// <param name="Map">Of incidents; null proposes one from the header.</param>
/// <param name="SavedMap">Name of a saved map to try instead.</param>
/// <param name="NameProperty">Of neighborhoods: the property with their names; null proposes one.</param>
[Needs(Permission.Import)]
public sealed record PreviewImport(long ImportId, IncidentMap? Map = null, string? SavedMap = null, string? NameProperty = null)
    : IQuery<ImportPreview>
{
    /// <summary>Rows that are shown.</summary>
    public const int Shown = 20;
}

/// <param name="Header">Columns, or properties of the features.</param>
/// <param name="Rows">The first 20.</param>
/// <param name="LookedAt">Rows looked at for what follows.</param>
/// <param name="IsWhole">Whether these are all.</param>
/// <param name="Map">Of incidents: the map that was tried, or the proposal with categories for the words it found; can be sent to start as
/// it is.</param>
/// <param name="Times">Three real rows: the time as it is written, and as it is understood.</param>
/// <param name="Words">The source's category words among the rows looked at, most frequent first.</param>
/// <param name="Rejected">How many of the rows looked at would be rejected.</param>
/// <param name="Rejections">The first of them.</param>
/// <param name="Equal">How many of the rows looked at are the same as one before by the map's key, and so would not be added.</param>
/// <param name="NameProperty">Of neighborhoods.</param>
/// <param name="Objections">What stands against starting, as sentences.</param>
public sealed record ImportPreview(
    long Id, ImportKind Kind, string FileName, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows,
    int LookedAt, bool IsWhole,
    IncidentMap? Map, IReadOnlyList<TimeSample> Times, IReadOnlyList<CategoryWord> Words, int Rejected,
    IReadOnlyList<RejectedRow> Rejections, int Equal,
    string? NameProperty, IReadOnlyList<string> Objections);

/// <param name="Line">In the file.</param>
/// <param name="Text">As it is written.</param>
/// <param name="Local">As it is understood, on the source's clocks; null where it can't be.</param>
/// <param name="Instant">The same as an instant.</param>
/// <param name="Wrong">Why it can't be.</param>
public sealed record TimeSample(long Line, string Text, string? Local, DateTimeOffset? Instant, TimePrecision? Precision, string? Wrong);

/// <param name="CategoryCode">What the map makes of it; null: the category of all others.</param>
/// <param name="Proposal">The category that it is most like; null where none is.</param>
public sealed record CategoryWord(string Word, int Rows, string? CategoryCode, string? Proposal);

internal sealed class PreviewImportValidator : AbstractValidator<PreviewImport>
{
    public PreviewImportValidator()
    {
        RuleFor(q => q.Map!).SetValidator(new IncidentMapValidator()).When(q => q.Map is not null);
        RuleFor(q => q.SavedMap).MaximumLength(SavedMaps.LongestName);
        RuleFor(q => q.NameProperty).MaximumLength(ImportBoundaries.LongestProperty);
    }
}

internal sealed class PreviewImportHandler(Db db, Actor actor, Uploads uploads, SavedMaps maps, ImportLook look)
    : IRequestHandler<PreviewImport, ImportPreview>
{
    public async Task<ImportPreview> Handle(PreviewImport query, CancellationToken ct)
    {
        var import = await ImportSql.Find(db, query.ImportId, ct);
        ImportSql.Demand(actor, import.Kind);
        if (import.State != ImportState.Uploaded)
            throw new Conflict("import.started", "This import was started already. Upload the file again to look at it.");
        await using var content = uploads.Open(import.StoredAs!);
        if (import.Kind == ImportKind.Neighborhoods) return await Boundaries(import, content, query.NameProperty, ct);
        var map = query.Map ?? (query.SavedMap is { } name ? await maps.Get(name, ct) : null);
        return await look.At(import, content, map, completes: query.Map is null, ct);
    }

    private static async Task<ImportPreview> Boundaries(StoredImport import, Stream content, string? property, CancellationToken ct)
    {
        var seen = await ImportBoundaries.Look(content, import.FileName, property, ct);
        return new(import.Id, import.Kind, import.FileName, seen.Properties,
            [.. seen.Rows.Take(PreviewImport.Shown)], seen.Rows.Count, true,
            null, [], [], 0, [], 0, seen.NameProperty, seen.Objection is { } objection ? [objection] : []);
    }
}

internal static class PreviewImportEndpoint
{
    /// <param name="Map">Of incidents; null proposes one from the header.</param>
    /// <param name="NameProperty">Of neighborhoods.</param>
    internal sealed record Body(IncidentMap? Map = null, string? NameProperty = null);

    public static void MapPreviewImport(this RouteGroupBuilder imports)
    {
        imports.MapGet("/{id:long}/preview", (long id, string? savedMap, string? nameProperty, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new PreviewImport(id, null, savedMap, nameProperty), ct))
            .WithName("ProposeMap")
            .WithSummary("The first rows of an uploaded file and the map proposed for it, or what a saved map makes of it");
        imports.MapPost("/{id:long}/preview", (long id, Body body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new PreviewImport(id, body.Map, null, body.NameProperty), ct))
            .WithName("PreviewImport").WithSummary("What a map of your own makes of an uploaded file; nothing is written");
    }
}
