using MediatR;
using ProblemTracker.Retention;

namespace ProblemTracker.Concerns;

/// <summary>
/// Forgets the reporter of a concern at their request: name, contact, private links, emails to them and everything that they wrote. The
/// concern itself, its category, block and dates stay, and so does what the department wrote.
/// </summary>
/// <param name="Photos">Whether the reporter's photos go too.</param>
[Needs(Permission.Supervise)]
public sealed record EraseReporter(long ConcernId, int Version, bool Photos) : ICommand<Done>;

internal sealed class EraseReporterHandler(Db db, Actor actor, TimeProvider clock) : IRequestHandler<EraseReporter, Done>
{
    /// <summary>What stands where the reporter wrote something.</summary>
    private const string Erased = "Erased at the reporter's request.";

    private sealed record Row
    {
        public string? Address { get; init; }
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
    }

    public async Task<Done> Handle(EraseReporter command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var concern = await ConcernSql.Lock(db, actor, command.ConcernId, now, ct);
        if (concern.Version != command.Version) throw new Stale(concern.Version);
        await LegalHolds.MustNotCover(db, ConcernRetention.Kind, concern.Id, now, ct);
        var row = await db.Single<Row>("SELECT c.Address, c.Latitude, c.Longitude FROM Concern c WHERE c.Id = @Id",
            new { concern.Id }, ct);
        var block = (await PublicStreets.Find(db, [row.Address], ct)).Block(row.Address);
        var gone = ConcernRetention.OfReporter.Where(part => command.Photos || part.TableName != "ConcernPhoto")
            .Select(part => new PendingWrite($"DELETE FROM {part.TableName} WHERE {part.Where("= @Id")}", new { concern.Id }));
        await db.Execute(
        [
            .. gone,
            new("""
                UPDATE Concern SET ReporterName = NULL, Email = NULL, EmailKey = NULL, Phone = NULL, MayCall = 0, MayAnswer = 0,
                    MayAttach = 0, VerifiedAt = NULL, Description = @Erased, TimesOfDay = NULL, Address = @block, PlaceKey = @PlaceKey,
                    Latitude = @Latitude, Longitude = @Longitude, AwaitsReply = 0, ErasedAt = @now, Version = Version + 1
                WHERE Id = @Id
                """, new
            {
                Erased,
                block,
                PlaceKey = RepeatSql.KeyOf(block),
                Latitude = row.Latitude is { } latitude ? PublicPlace.Snap(latitude) : (double?)null,
                Longitude = row.Longitude is { } longitude ? PublicPlace.Snap(longitude) : (double?)null,
                now,
                concern.Id,
            }),
            // What others wrote too names a place; what this one alone wrote may name a person.
            new("""
                UPDATE RepeatComplaint SET Place = COALESCE(@block, @Erased)
                WHERE Place = @Typed AND Id IN (SELECT x.RepeatId FROM RepeatComplaintConcern x WHERE x.ConcernId = @Id)
                    AND NOT EXISTS (
                        SELECT 1 FROM RepeatComplaintConcern x JOIN Concern o ON o.Id = x.ConcernId
                        WHERE x.RepeatId = RepeatComplaint.Id AND o.Id <> @Id AND o.PlaceKey = @Key)
                """, new { block, Erased, Typed = RepeatComplaints.PlaceOf(row.Address), concern.Id, Key = RepeatSql.KeyOf(row.Address) }),
            new("UPDATE Concern SET MediaUrl = NULL WHERE Id = @Id AND @Photos = 1", new { concern.Id, command.Photos }),
            new("UPDATE ConcernMessage SET Body = @Erased WHERE ConcernId = @Id AND PersonId IS NULL", new { Erased, concern.Id }),
            Audit.Entry(actor, now, "concern.erased", null, concern.Id, null, null, new { command.Photos }),
        ], ct);
        await ConcernTextIndex.Keep(db, [concern.Id], ct);
        return Done.Instance;
    }
}

internal static class EraseReporterEndpoint
{
    public sealed record Body(bool Photos);

    public static void MapEraseReporter(this RouteGroupBuilder concerns) => concerns
        .MapPost("/{id:long}/erase-reporter", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Changed(id, new EraseReporter(id, version, body.Photos), ct))
        .WithName("EraseReporter").WithSummary("Erase who reported a concern and what they wrote, at their request");
}
