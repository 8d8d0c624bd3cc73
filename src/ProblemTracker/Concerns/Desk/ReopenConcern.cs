using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.Concerns;

/// <summary>
/// Takes back that a concern was closed, or made part of a problem by mistake. It is to be decided again, within as many working days from
/// today.
/// </summary>
[Needs(Permission.WorkConcerns)]
public sealed record ReopenConcern(long ConcernId, int Version) : ICommand<Done>;

internal sealed class ReopenConcernHandler(
    Db db, Actor actor, AgencySettings agency, CaseFiles files, ConcernLinks links, TimeProvider clock)
    : IRequestHandler<ReopenConcern, Done>
{
    public async Task<Done> Handle(ReopenConcern command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        // A problem is locked before its concerns.
        var file = await db.Find<long?>($"SELECT c.ProblemId FROM Concern c WHERE c.Id = @ConcernId AND {ConcernSql.VisibleTo(actor)}",
            new { command.ConcernId, ActorId = actor.PersonId }, ct) is { } problem
            ? await files.Take(problem, Permission.WorkProblems, ct) : null;
        var concern = await ConcernSql.Lock(db, actor, command.ConcernId, now, ct);
        if (concern.Version != command.Version) throw new Stale(concern.Version);
        if (concern.Status is not (ConcernStatus.Closed or ConcernStatus.Linked))
            throw new RuleBroken("concern.notClosed", "Only a concern that is closed or part of a problem can be reopened.", "status");
        file?.MustBeOpen();
        var calendar = await agency.Calendar(ct);
        var decideBy = (await PublicSiteSql.Read(db, ct)).Clock.DecideBy(calendar.DateOf(now), calendar.Holidays);
        await db.Execute(
        [
            new("""
                UPDATE Concern SET Status = 'Acknowledged', DecideBy = @decideBy, DueOn = @decideBy, DecidedAt = NULL, DecidedBy = NULL,
                    Reason = NULL, ProblemId = NULL, Version = Version + 1
                WHERE Id = @Id
                """, new { decideBy, concern.Id }),
            Audit.Entry(actor, now, "concern.reopened", concern.ProblemId, concern.Id, null, null, null),
        ], ct);
        if (file is not null)
        {
            file.LinkConcerns(await db.Single<int>("SELECT COUNT(*) FROM Concern WHERE ProblemId = @ProblemId",
                new { concern.ProblemId }, ct));
            file.Record("problem.concerns.unlinked", null, $"Removed a concern of a resident: {concern.Number}.", null,
                new { command.ConcernId });
            await files.Save(file, ct);
        }
        await links.Tell([concern], "Email.Reopened", ct);
        return Done.Instance;
    }
}

internal static class ReopenConcernEndpoint
{
    public static void MapReopenConcern(this RouteGroupBuilder concerns) => concerns
        .MapPost("/{id:long}/reopen", (long id, IfMatch version, IMediator mediator, CancellationToken ct) =>
            mediator.Changed(id, new ReopenConcern(id, version), ct))
        .WithName("ReopenConcern").WithSummary("Reopen a concern that is closed or part of a problem, to be decided again");
}
