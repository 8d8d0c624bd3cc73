using FluentValidation;
using MediatR;
using ProblemTracker.Settings;

namespace ProblemTracker.Problems;

/// <summary>What changed its stage in the last days, newest first, of the problems that the reader may see.</summary>
/// <param name="Days">Today and the days before it, 1 to 31.</param>
[Needs(Permission.ReadProblems)]
public sealed record ListMoves(int Days = 7, string? After = null, int Size = Page.DefaultSize) : IQuery<Page<MoveRow>>;

public sealed record MoveRow
{
    public long Id { get; init; }
    public long ProblemId { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public string Neighborhood { get; init; } = "";
    public Stage FromStage { get; init; }
    public Stage ToStage { get; init; }
    public ClosingReason? ClosingReason { get; init; }
    public DateTimeOffset MovedAt { get; init; }
    public string? MovedBy { get; init; }
}

internal sealed class ListMovesValidator : AbstractValidator<ListMoves>
{
    public ListMovesValidator()
    {
        RuleFor(q => q.Days).InclusiveBetween(1, 31).WithMessage("Ask for 1 to 31 days.");
        this.PageRules(q => q.Size, q => q.After, parts: 1);
    }
}

internal sealed class ListMovesHandler(Db db, Actor actor, Agency agency) : IRequestHandler<ListMoves, Page<MoveRow>>
{
    public async Task<Page<MoveRow>> Handle(ListMoves query, CancellationToken ct)
    {
        var calendar = await agency.Calendar(ct);
        var first = (await agency.Today(ct)).AddDays(1 - query.Days).ToDateTime(TimeOnly.MinValue);
        var where = new Predicates("m.MovedAt >= @Since").When(true, ProblemSql.VisibleTo(actor));
        var args = new
        {
            ActorId = actor.PersonId,
            Since = new DateTimeOffset(first, calendar.Zone.GetUtcOffset(first)).ToUniversalTime(),
            Id = PageKey.LastId(query.After, 1),
            Take = query.Size + 1,
            CountTo = Page.CountedExactlyUpTo + 1,
        };
        var total = await db.Single<int>($"""
            SELECT COUNT(*) FROM (
                SELECT m.Id FROM StageMove m JOIN Problem p ON p.Id = m.ProblemId {where} ORDER BY m.Id {db.Dialect.First("@CountTo")}) counted
            """, args, ct);
        // Moves are written in the order of time, so that the key alone pages.
        var rows = await db.List<MoveRow>($"""
            SELECT m.Id, m.ProblemId, p.Number, p.Title, n.Name AS Neighborhood, m.FromStage, m.ToStage, m.ClosingReason, m.MovedAt, w.Name AS MovedBy
            FROM StageMove m
            JOIN Problem p ON p.Id = m.ProblemId
            JOIN Neighborhood n ON n.Id = p.NeighborhoodId
            LEFT JOIN Person w ON w.Id = m.MovedBy
            {where.When(query.After is not null, "m.Id < @Id")}
            ORDER BY m.MovedAt DESC, m.Id DESC {db.Dialect.First("@Take")}
            """, args, ct);
        return Page.Of(rows, query.Size, total, last => PageKey.For($"{last.Id}"));
    }
}

internal static class ListMovesEndpoint
{
    public static void MapListMoves(this RouteGroupBuilder problems) => problems
        .MapGet("/moves", (int? days, string? after, int? size, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ListMoves(days ?? 7, after, size ?? Page.DefaultSize), ct))
        .WithName("ListMoves").WithSummary("What changed its stage in the last days").ProducesValidationProblem().ProducesProblem(403);
}
