using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Nudges;

/// <summary>Which of the actor's nudges to list.</summary>
public enum NudgeFilter
{
    /// <summary>Not done, not snoozed, and the cause is still there; what waits for the reader first, then overdue, then soon.</summary>
    Open,
    /// <summary>Open and not seen yet: the number in the page header.</summary>
    New,
    Snoozed,
    /// <summary>All, including those that are done or whose cause is gone, newest first.</summary>
    All,
}

/// <summary>The actor's own nudges, except those about problems that they can no longer see.</summary>
[Needs(Permission.SignedIn)]
public sealed record ListMyNudges(NudgeFilter Show = NudgeFilter.Open, string? After = null, int? Size = null)
    : IQuery<Page<NudgeRow>>, IPaged;

/// <summary>One of the actor's own nudges.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadMyNudge(long NudgeId) : IQuery<NudgeRow>;

internal sealed class ListMyNudgesValidator : AbstractValidator<ListMyNudges>
{
    public ListMyNudgesValidator() => RuleFor(q => q.Show).IsInEnum();
}

internal sealed class ListMyNudgesHandler(Db db, Actor actor, AgencySettings agency, ListReader lists)
    : IRequestHandler<ListMyNudges, Page<NudgeRow>>, IRequestHandler<ReadMyNudge, NudgeRow>
{
    private static readonly ListOrder<NudgeSql.Row> Newest = new(descending: true) { { "r.NudgeId", row => row.Id } };
    private static readonly ListOrder<NudgeSql.Row> Pressing =
        new(descending: false) { { NudgeSql.Rank, row => row.Rank }, { "r.NudgeId", row => row.Id } };

    private static readonly Listing<ListMyNudges, NudgeSql.Row> Nudges = new()
    {
        Columns = $"{NudgeSql.Columns}, {NudgeSql.Rank} AS Rank",
        From = NudgeSql.From,
        Names = NudgeSql.Names,
        Filters = new Filters<ListMyNudges>()
            .Always(reader => $"r.PersonId = @ActorId AND {NudgeSql.VisibleTo(reader.Actor)}")
            .Is(q => (NudgeFilter?)q.Show, show => show switch
            {
                NudgeFilter.Open => NudgeSql.IsOpen,
                NudgeFilter.New => $"{NudgeSql.IsOpen} AND r.SeenAt IS NULL",
                NudgeFilter.Snoozed => NudgeSql.IsSnoozed,
                _ => null,
            }),
        Order = q => q.Show == NudgeFilter.All ? Newest : Pressing,
    };

    public async Task<Page<NudgeRow>> Handle(ListMyNudges query, CancellationToken ct)
    {
        var today = await agency.Today(ct);
        return (await lists.Page(Nudges, query, ct)).Select(row => row.Shown(today));
    }

    public async Task<NudgeRow> Handle(ReadMyNudge query, CancellationToken ct) =>
        (await NudgeSql.Find(db, actor, query.NudgeId, ct)).Shown(await agency.Today(ct));
}

internal static class ListMyNudgesEndpoint
{
    public static void MapListMyNudges(this RouteGroupBuilder nudges)
    {
        nudges.MapGet("/", ([AsParameters] ListMyNudges query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
            .WithName("ListMyNudges")
            .WithSummary("List your reminders and escalations: what waits for you first, then overdue, then due soon");
        nudges.MapGet("/{id:long}", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadMyNudge(id), ct))
            .WithName("ReadMyNudge").WithSummary("Read one of your reminders or escalations");
    }
}
