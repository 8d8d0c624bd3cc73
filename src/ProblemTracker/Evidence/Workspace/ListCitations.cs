using MediatR;
using ProblemTracker.Incidents;

namespace ProblemTracker.Evidence;

/// <summary>The figures that a problem's worksheets cite, each with what it is now. Counts each set of incidents once.</summary>
/// <param name="Sheet">Null for all worksheets.</param>
[Needs(Permission.ReadProblems)]
public sealed record ListCitations(long ProblemId, SheetKind? Sheet = null) : IQuery<IReadOnlyList<CitationDetails>>;

/// <summary>A figure in a worksheet.</summary>
public sealed record CitationDetails
{
    public long Id { get; init; }
    public SheetKind Sheet { get; init; }
    public CitedField Field { get; init; }
    /// <summary>The row of a baseline; null for other fields.</summary>
    public string? RowKey { get; init; }
    public EvidencePanel Panel { get; init; }
    /// <summary>Finds its incidents.</summary>
    public IncidentFilter Filter { get; init; } = new();
    /// <summary>The filter in words.</summary>
    public string Words { get; init; } = "";
    /// <summary>As it was put into the worksheet.</summary>
    public string Sentence { get; init; } = "";
    public double Figure { get; init; }
    public DateOnly CitedOn { get; init; }
    public string? CitedBy { get; init; }
    /// <summary>What the figure is now; null if there is none anymore.</summary>
    public double? Now { get; init; }
    public bool HasChanged { get; init; }
}

internal sealed class ListCitationsHandler(Db db, Actor actor, EvidenceReader reader)
    : IRequestHandler<ListCitations, IReadOnlyList<CitationDetails>>
{
    /// <summary>Figures are kept as numbers of eight bytes on both databases.</summary>
    private const double Same = 1e-9;

    private sealed record Row
    {
        public long Id { get; init; }
        public SheetKind Sheet { get; init; }
        public CitedField Field { get; init; }
        public string? RowKey { get; init; }
        public EvidencePanel Panel { get; init; }
        public string FilterJson { get; init; } = "";
        public string Words { get; init; } = "";
        public string Sentence { get; init; } = "";
        public double Figure { get; init; }
        public DateOnly CitedOn { get; init; }
        public string? CitedBy { get; init; }
    }

    public async Task<IReadOnlyList<CitationDetails>> Handle(ListCitations query, CancellationToken ct)
    {
        var problem = await EvidenceSql.Problem(db, actor, query.ProblemId, ct);
        var rows = await db.List<Row>($"""
            SELECT c.Id, c.Sheet, c.Field, c.RowKey, c.Panel, c.FilterJson, c.Words, c.Sentence, c.Figure, c.CitedOn, w.Name AS CitedBy
            FROM Citation c LEFT JOIN Person w ON w.Id = c.CitedBy
            WHERE c.ProblemId = @ProblemId {(query.Sheet is null ? "" : "AND c.Sheet = @Sheet")} ORDER BY c.Id
            """, new { query.ProblemId, Sheet = query.Sheet?.ToString() }, ct);
        Dictionary<(string, EvidencePanel), double?> now = [];
        foreach (var same in rows.Where(row => row.Panel != EvidencePanel.SiteChecklist).GroupBy(row => row.FilterJson))
        {
            var found = await reader.Read(problem, SignalSql.Read<IncidentFilter>(same.Key), [.. same.Select(row => row.Panel).Distinct()],
                ct);
            foreach (var panel in found.Panels) now[(same.Key, panel.Panel)] = panel.Figure;
        }
        if (rows.Any(row => row.Panel == EvidencePanel.SiteChecklist))
        {
            var walks = await ChecklistSql.Walks(db, query.ProblemId, ct);
            foreach (var row in rows.Where(row => row.Panel == EvidencePanel.SiteChecklist))
                now[(row.FilterJson, row.Panel)] =
                    ChecklistPanel.Of(walks, SignalSql.Read<IncidentFilter>(row.FilterJson).Address).Figure;
        }
        return [.. rows.Select(row => Details(row, now.GetValueOrDefault((row.FilterJson, row.Panel))))];
    }

    private static CitationDetails Details(Row row, double? now) => new()
    {
        Id = row.Id,
        Sheet = row.Sheet,
        Field = row.Field,
        RowKey = row.RowKey,
        Panel = row.Panel,
        Filter = SignalSql.Read<IncidentFilter>(row.FilterJson),
        Words = row.Words,
        Sentence = row.Sentence,
        Figure = row.Figure,
        CitedOn = row.CitedOn,
        CitedBy = row.CitedBy,
        Now = now,
        HasChanged = now is not { } number || Math.Abs(number - row.Figure) > Same,
    };
}

internal static class ListCitationsEndpoint
{
    public static void MapListCitations(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}/evidence/citations", (long id, SheetKind? sheet, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ListCitations(id, sheet), ct))
        .WithName("ListCitations").WithSummary("List the figures that a problem's worksheets cite, with what they are now");
}
