using MediatR;
using ProblemTracker.Retention;

namespace ProblemTracker.Engagement;

/// <summary>Deletes a contact that was logged by mistake: the actor's own within a day, or any as a supervisor.</summary>
[Needs(Permission.WriteNotes)]
public sealed record DeleteEngagement(long EngagementId, int Version) : ICommand<Done>;

internal sealed class DeleteEngagementHandler(Db db, Actor actor, TimeProvider clock) : IRequestHandler<DeleteEngagement, Done>
{
    public async Task<Done> Handle(DeleteEngagement command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var before = await EngagementSql.Read(db, command.EngagementId, ct);
        if (!EngagementSql.MayDelete(actor, before, now))
            throw new Forbidden("Who logged a contact can delete it within a day. Afterward, a supervisor can.");
        await LegalHolds.MustNotCover(db, EngagementRetention.Kind, before.Id, now, ct);
        if (await db.Find<long?>("SELECT MIN(c.Id) FROM Commitment c WHERE c.EngagementId = @EngagementId", command, ct) is not null)
            throw new RuleBroken("engagement.commitments", "Commitments came of this contact, so it stays.", "engagementId");
        if (await db.Find<long?>("SELECT MIN(c.Id) FROM Concern c WHERE c.EngagementId = @EngagementId", command, ct) is not null)
            throw new RuleBroken("engagement.concerns", "Concerns came of this contact, so it stays.", "engagementId");
        if (await db.Execute("DELETE FROM Engagement WHERE Id = @EngagementId AND Version = @Version", command, ct) == 0)
            throw new Stale(before.Version);
        // The meeting is to be recorded again, so whoever has it open must read it again.
        if (before.MeetingId is { } meeting)
            await db.Execute("UPDATE Meeting SET Version = Version + 1, ChangedAt = @now WHERE Id = @meeting", new { meeting, now }, ct);
        await db.Record(actor, now, "engagement.deleted", null, before.Id, null, EngagementSql.Facts(before), null, ct);
        return Done.Instance;
    }
}

internal static class DeleteEngagementEndpoint
{
    public static void MapDeleteEngagement(this RouteGroupBuilder engagements) => engagements
        .MapDelete("/{id:long}", async (long id, IfMatch version, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new DeleteEngagement(id, version), ct);
            return TypedResults.NoContent();
        })
        .WithName("DeleteEngagement").WithSummary("Delete a contact that was logged by mistake");
}
