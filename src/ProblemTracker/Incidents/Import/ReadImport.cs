using System.Text.Json;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>One import with its progress, counts and first rejections.</summary>
[Needs(Permission.Import)]
public sealed record ReadImport(long ImportId) : IQuery<ImportDetails>;

public record ImportRow
{
    public long Id { get; init; }
    public ImportKind Kind { get; init; }
    public string FileName { get; init; } = "";
    public ImportState State { get; init; }
    /// <summary>The person who uploaded it; null for the command line.</summary>
    public string? By { get; init; }
    public DateTimeOffset StartedAt { get; init; }
    /// <summary>When it finished, failed, was canceled or undone.</summary>
    public DateTimeOffset? EndedAt { get; init; }
    /// <summary>Rows read so far. For neighborhoods: those in the file.</summary>
    public int RowsRead { get; init; }
    public int Added { get; init; }
    /// <summary>Rows imported before. For neighborhoods: unchanged ones.</summary>
    public int Repeats { get; init; }
    public int Rejected { get; init; }
    /// <summary>Incidents added without a neighborhood.</summary>
    public int Unplaced { get; init; }
    /// <summary>Incidents that got other content. For neighborhoods: those with a new boundary.</summary>
    public int Changed { get; init; }
    /// <summary>For neighborhoods: incidents moved to another neighborhood.</summary>
    public int Moved { get; init; }
    /// <summary>Why it failed.</summary>
    public string? Failure { get; init; }
}

public sealed record ImportDetails : ImportRow
{
    /// <summary>Progress, 0 to 100; null unless the import is running.</summary>
    public int? Percent { get; init; }
    public int? SecondsLeft { get; init; }
    /// <summary>File name of the import that is running first, while this one is queued.</summary>
    public string? WaitsFor { get; init; }
    /// <summary>For incidents: the map it was started with; before that, the one that was kept with it.</summary>
    public IncidentMap? Map { get; init; }
    /// <summary>For incidents, before the start: the name under which the map will be saved.</summary>
    public string? SaveMapAs { get; init; }
    /// <summary>For neighborhoods: the property with the names.</summary>
    public string? NameProperty { get; init; }
    /// <summary>For neighborhoods: the projection that was chosen; null if it was left to the file.</summary>
    public string? Projection { get; init; }
    /// <summary>For neighborhoods: from which day, and what becomes of those under the file's.</summary>
    public BoundaryChoices? Boundaries { get; init; }
    /// <summary>For incidents, once finished: what became of the rows; null for imports before this was counted.</summary>
    public ImportOutcome? Outcome { get; init; }
    /// <summary>Whether the agency has no neighborhood with a boundary yet, so that no incident can have one.</summary>
    public bool NoNeighborhoods { get; init; }
    /// <summary>The first 20 incidents that got other content.</summary>
    public IReadOnlyList<UpdatedIncident> Updated { get; init; } = [];
    /// <summary>The first 20 rows that were rejected or lost a field; <see cref="ExportRejections"/> has up to 100,000.</summary>
    public IReadOnlyList<RejectedRow> Rejections { get; init; } = [];
    /// <summary>For neighborhoods: those that were added, changed and ended; null until they are saved, and for older imports.</summary>
    public BoundaryOutcome? Neighborhoods { get; init; }
    /// <summary>For neighborhoods: what was chosen to do with all coordinates; null if they are read as they are.</summary>
    public CoordinateFix? Fix { get; init; }
    /// <summary>Whether it has finished and keeps what undoing needs. It is still refused if something depends on it.</summary>
    public bool CanBeUndone { get; init; }
}

internal sealed class ReadImportHandler(Db db, AgencySettings agency) : IRequestHandler<ReadImport, ImportDetails>
{
    private const int Shown = 20;

    /// <summary>A row of the list with the columns that progress is computed from.</summary>
    private sealed record Stored : ImportRow
    {
        public string? MapText { get; init; }
        public long FileBytes { get; init; }
        public long BytesRead { get; init; }
        public DateTimeOffset? BeganAt { get; init; }
        public long? PlacedTo { get; init; }
    }

    private sealed record Rejection
    {
        public long Line { get; init; }
        public FaultKind Kind { get; init; }
        public string Reason { get; init; } = "";
    }

    public async Task<ImportDetails> Handle(ReadImport query, CancellationToken ct)
    {
        var row = await db.Find<Stored>($"{ImportSql.Listing.Rows} WHERE r.Id = @ImportId", query, ct) ?? throw new NotFound();
        var (done, whole) = row.State != ImportState.Running ? (0, 0)
            : row.PlacedTo is { } placed ? (placed, await db.Single<long>("SELECT COALESCE(MAX(Id), 0) FROM Incident", null, ct))
            : (row.BytesRead, row.FileBytes);
        var left = row.BeganAt is { } began ? TimeLeft.Of(done, whole, ImportRuns.RealTime.GetUtcNow() - began) : null;
        var other = row.State != ImportState.Queued ? null : await db.Find<string>($"""
            SELECT FileName FROM ImportRun WHERE FinishedAt IS NULL AND State IN ('Running', 'Clearing', 'Canceling', 'Undoing')
            ORDER BY Id {db.Dialect.First("1")}
            """, null, ct);
        // Not in the list's query: what undoing boundaries needs can be large.
        var outcome = await db.Find<string>("SELECT Outcome FROM ImportRun WHERE Id = @ImportId", query, ct);
        var boundarySave = row.Kind == ImportKind.Neighborhoods ? SavedBoundaries.Read(outcome) : null;
        var rejections = row.Rejected == 0 && outcome is null ? [] : await db.List<Rejection>($"""
            SELECT Line, Kind, Reason FROM ImportRejection WHERE ImportRunId = @ImportId
            ORDER BY CASE WHEN Kind IN @Rejecting THEN 0 ELSE 1 END, Line, Id {db.Dialect.First("@Shown")}
            """, new { query.ImportId, Shown, Rejecting = FaultWords.Rejecting }, ct);
        var updated = row is { Kind: ImportKind.Incidents, Changed: > 0, State: ImportState.Finished }
            ? await IncidentVersions.Of(db, query.ImportId, Shown, (await agency.Calendar(ct)).Zone, ct) : [];
        var kept = row is { State: ImportState.Uploaded, MapText: { } chosen } ? JsonSerializer.Deserialize<KeptMap>(chosen, Json.Options)
            : null;
        var boundaries = row is { Kind: ImportKind.Neighborhoods, State: not ImportState.Uploaded, MapText: { } started }
            ? BoundaryImport.Read(started) : null;
        return new()
        {
            Id = row.Id,
            Kind = row.Kind,
            FileName = row.FileName,
            State = row.State,
            By = row.By,
            StartedAt = row.StartedAt,
            EndedAt = row.EndedAt,
            RowsRead = row.RowsRead,
            Added = row.Added,
            Repeats = row.Repeats,
            Rejected = row.Rejected,
            Unplaced = row.Unplaced,
            Changed = row.Changed,
            Moved = row.Moved,
            Failure = row.Failure,
            Percent = whole == 0 ? row.State == ImportState.Running ? 0 : null : (int)Math.Min(100, 100 * done / whole),
            SecondsLeft = left is { } time ? (int)Math.Ceiling(time.TotalSeconds) : null,
            WaitsFor = other,
            NoNeighborhoods = row is { Kind: ImportKind.Incidents, Added: > 0 } && row.Unplaced == row.Added
                && await db.Single<int>("SELECT COUNT(*) FROM Neighborhood WHERE Boundary IS NOT NULL", null, ct) == 0,
            Map = kept?.Map ?? (row is { Kind: not ImportKind.Neighborhoods, State: not ImportState.Uploaded, MapText: { } map }
                ? JsonSerializer.Deserialize<IncidentMap>(map, Json.Options) : null),
            SaveMapAs = kept?.SaveMapAs,
            NameProperty = boundaries?.NameProperty ?? kept?.NameProperty,
            Projection = boundaries?.Projection ?? kept?.Projection,
            Fix = boundaries?.Fix ?? kept?.Fix,
            Boundaries = boundaries?.Choices ?? kept?.Boundaries,
            Updated = updated,
            Rejections = [.. rejections.Select(r => new RejectedRow(r.Line, r.Reason, r.Kind))],
            Outcome = row.Kind != ImportKind.Neighborhoods && outcome is not null
                ? JsonSerializer.Deserialize<ImportOutcome>(outcome, Json.Options) : null,
            Neighborhoods = boundarySave is null ? null : await Standing(boundarySave, ct),
            CanBeUndone = row.State == ImportState.Finished && (row.Kind != ImportKind.Neighborhoods || boundarySave?.Trail is not null),
        };
    }

    /// <summary>The outcome without the ids of neighborhoods that were removed since.</summary>
    private async Task<BoundaryOutcome> Standing(SavedBoundaries outcome, CancellationToken ct)
    {
        var ids = (await db.List<long>("SELECT Id FROM Neighborhood", null, ct)).ToHashSet();
        IReadOnlyList<OutcomePlace> Known(IReadOnlyList<OutcomePlace> places) =>
            [.. places.Select(place => place.Id is { } id && ids.Contains(id) ? place : place with { Id = null })];
        return new(Known(outcome.Added), Known(outcome.Changed), Known(outcome.Ended)) { Notes = outcome.Notes };
    }
}

internal static class ReadImportEndpoint
{
    public static void MapReadImport(this RouteGroupBuilder imports) => imports
        .MapGet("/{id:long}", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadImport(id), ct))
        .WithName("ReadImport").WithSummary("Read an import: state, counts, progress and first rejections");
}
