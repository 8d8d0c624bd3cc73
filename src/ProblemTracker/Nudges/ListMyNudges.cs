using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Nudges;

/// <summary>Which of one's nudges.</summary>
public enum NudgeFilter
{
    /// <summary>Neither done with nor snoozed.</summary>
    Open,
    /// <summary>Of these, the ones not seen yet: what the header counts.</summary>
    New,
    Snoozed,
    /// <summary>Those done with as well.</summary>
    All,
}

/// <summary>The actor's own nudges, newest first; those about what is not theirs to see any more are left out.</summary>
[Needs(Permission.SignedIn)]
public sealed record ListMyNudges(NudgeFilter Show = NudgeFilter.Open, string? After = null, int Size = Page.DefaultSize) : IQuery<Page<NudgeRow>>;

/// <summary>One of the actor's own nudges.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadMyNudge(long NudgeId) : IQuery<NudgeRow>;

internal sealed class ListMyNudgesValidator : AbstractValidator<ListMyNudges>
{
    public ListMyNudgesValidator()
    {
        RuleFor(q => q.Show).IsInEnum();
        this.PageRules(q => q.Size, q => q.After, parts: 1);
    }
}

internal sealed class ListMyNudgesHandler(Db db, Actor actor, AgencySettings agency) : IRequestHandler<ListMyNudges, Page<NudgeRow>>, IRequestHandler<ReadMyNudge, NudgeRow>
{
    public async Task<Page<NudgeRow>> Handle(ListMyNudges query, CancellationToken ct)
    {
        var calendar = await agency.Calendar(ct);
        var today = await agency.Today(ct);
        var where = new Predicates($"r.PersonId = @ActorId AND {NudgeSql.VisibleTo(actor)}")
            .When(query.Show is NudgeFilter.Open or NudgeFilter.New, NudgeSql.IsOpen)
            .When(query.Show is NudgeFilter.New, "r.SeenAt IS NULL")
            .When(query.Show is NudgeFilter.Snoozed, NudgeSql.IsSnoozed);
        var args = new
        {
            ActorId = actor.PersonId,
            Today = today,
            Id = PageKey.LastId(query.After, 1),
            Take = query.Size + 1,
            CountTo = Page.CountedExactlyUpTo + 1,
        };
        var rows = await db.List<NudgeSql.Row>($"""
            {NudgeSql.Select} {where.When(args.Id is not null, "r.NudgeId < @Id")}
            ORDER BY r.NudgeId DESC {db.Dialect.First("@Take")}
            """, args, ct);
        var total = await db.Single<int>($"""
            SELECT COUNT(*) FROM (SELECT r.NudgeId {NudgeSql.From} {where} ORDER BY r.NudgeId {db.Dialect.First("@CountTo")}) counted
            """, args, ct);
        return Page.Of([.. rows.Select(r => r.Shown(calendar, today))], query.Size, total, last => PageKey.For($"{last.Id}"));
    }

    public async Task<NudgeRow> Handle(ReadMyNudge query, CancellationToken ct) =>
        (await NudgeSql.Find(db, actor, query.NudgeId, ct)).Shown(await agency.Calendar(ct), await agency.Today(ct));
}

internal static class ListMyNudgesEndpoint
{
    public static void MapListMyNudges(this RouteGroupBuilder nudges)
    {
        nudges.MapGet("/", (QueryEnum<NudgeFilter>? show, string? after, int? size, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ListMyNudges(show?.Value ?? NudgeFilter.Open, after, size ?? Page.DefaultSize), ct))
            .WithName("ListMyNudges").WithSummary("Your own nudges, newest first").ProducesValidationProblem();
        nudges.MapGet("/{id:long}", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadMyNudge(id), ct))
            .WithName("ReadMyNudge").WithSummary("One of your own nudges").ProducesProblem(404);
    }
}
