using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Retention;

/// <summary>Legal holds, newest first, with those that were ended.</summary>
[Needs(Permission.ManageRetention)]
public sealed record ListLegalHolds(string? After = null, int? Size = null) : IQuery<Page<LegalHoldRow>>, IPaged;

/// <summary>The standing holds that cover one problem, for those who can view it.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadHoldsOnProblem(long ProblemId) : IQuery<LegalHoldsOnProblem>;

public sealed record LegalHoldsOnProblem(IReadOnlyList<LegalHoldRow> Items);

public sealed record LegalHoldRow
{
    public long Id { get; init; }
    public HoldCovers Covers { get; init; }
    /// <summary>Id of the problem, stakeholder or concern; null if it covers everything.</summary>
    public long? SubjectId { get; init; }
    /// <summary>Number of the problem or concern that it covers.</summary>
    public string? Number { get; init; }
    public string Reason { get; init; } = "";
    public string? Reference { get; init; }
    public string SetBy { get; init; } = "";
    public DateTimeOffset SetAt { get; init; }
    /// <summary>Null while the hold stands.</summary>
    public DateTimeOffset? EndedAt { get; init; }
    public string? EndedBy { get; init; }
    public string? EndReason { get; init; }
}

internal static class LegalHoldList
{
    private const string Columns = """
        h.Id, h.Covers, h.SubjectId, h.Reason, h.Reference, COALESCE(w.Name, 'System') AS SetBy, h.SetAt, h.EndedAt, e.Name AS EndedBy,
        h.EndReason, COALESCE(
            (SELECT p.Number FROM Problem p WHERE h.Covers = 'Problem' AND p.Id = h.SubjectId),
            (SELECT c.Number FROM Concern c WHERE h.Covers = 'Concern' AND c.Id = h.SubjectId)) AS Number
        """;
    private const string Names = "LEFT JOIN Person w ON w.Id = h.SetBy LEFT JOIN Person e ON e.Id = h.EndedBy";

    private static readonly ListOrder<LegalHoldRow> Newest =
        new(descending: true) { { "h.SetAt", row => row.SetAt }, { "h.Id", row => row.Id } };

    public static readonly Listing<ListLegalHolds, LegalHoldRow> Listing = new()
    {
        Columns = Columns,
        From = "LegalHold h",
        Names = Names,
        Filters = new(),
        Order = _ => Newest,
    };

    /// <summary>The standing holds that cover the record of a kind with the id <c>@Id</c>.</summary>
    public static string On(RecordKind kind) => $"""
        SELECT {Columns} FROM LegalHold h {Names} CROSS JOIN {kind.From}
        WHERE {kind.Id} = @Id AND h.EndedAt IS NULL AND {kind.IsCovered} ORDER BY h.Id
        """;

    public const string OnProblem = $"""
        SELECT {Columns} FROM LegalHold h {Names}
        WHERE h.EndedAt IS NULL AND h.Covers IN ('Problem', 'Everything') AND (h.SubjectId IS NULL OR h.SubjectId = @ProblemId)
        ORDER BY h.Id
        """;
}

internal sealed class ListLegalHoldsHandler(Db db, Actor actor, Schedules schedules, ListReader lists)
    : IRequestHandler<ListLegalHolds, Page<LegalHoldRow>>, IRequestHandler<ReadHoldsOnProblem, LegalHoldsOnProblem>
{
    public Task<Page<LegalHoldRow>> Handle(ListLegalHolds query, CancellationToken ct) => lists.Page(LegalHoldList.Listing, query, ct);

    public async Task<LegalHoldsOnProblem> Handle(ReadHoldsOnProblem query, CancellationToken ct)
    {
        var holds = await db.List<LegalHoldRow>(LegalHoldList.OnProblem, query, ct);
        // Most problems have none, so that nothing more is read.
        return holds.Count > 0 && await db.Single<int>(
            $"SELECT COUNT(*) FROM {Problems.From} WHERE {Problems.Id} = @ProblemId AND {Problems.VisibleTo(actor)}",
            new { query.ProblemId, ActorId = actor.PersonId }, ct) == 0 ? throw new NotFound() : new(holds);
    }

    private RecordKind Problems => schedules.Kind("problem");
}

internal static class ListLegalHoldsEndpoint
{
    public static void MapListLegalHolds(this RouteGroupBuilder retention) => retention
        .MapGet("/holds", ([AsParameters] ListLegalHolds query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("ListLegalHolds").WithSummary("List legal holds, newest first");
}
