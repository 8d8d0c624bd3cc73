using MediatR;
using ProblemTracker.Problems;
using ProblemTracker.Retention;

namespace ProblemTracker.Concerns;

/// <summary>A concern with its conversation, photos and log.</summary>
[Needs(Permission.WorkConcerns)]
public sealed record ReadConcern(long ConcernId) : IQuery<ConcernDetails>;

internal sealed class ReadConcernHandler(Db db, Actor actor) : IRequestHandler<ReadConcern, ConcernDetails>
{
    public async Task<ConcernDetails> Handle(ReadConcern query, CancellationToken ct)
    {
        string[] statements =
        [
            $"""
            SELECT c.Id, c.Number, c.Status, c.CategoryCode, k.Name AS Category, c.Description, c.Address, c.Latitude, c.Longitude,
                c.NeighborhoodId, n.Name AS Neighborhood, c.Frequency, c.HappenedOn, c.TimesOfDay, c.Language, c.SentBy, c.MediaUrl,
                c.ReceivedAt, c.AcknowledgeBy, c.DecideBy, c.DueOn, c.AcknowledgedAt, c.AcknowledgedBy AS AcknowledgedById,
                w.Name AS AcknowledgedBy, c.DecidedAt, d.Name AS DecidedBy, c.Reason, c.ReferredTo, c.ReferredAt, c.ReferralAnswer,
                p.Id AS ProblemId, p.Number AS ProblemNumber, p.Title AS ProblemTitle, c.MergedIntoId, o.Number AS MergedInto,
                q.Id AS SaysProblemId, q.Number AS SaysProblemNumber, q.Title AS SaysProblemTitle, s.Id AS SaysConcernId,
                s.Number AS SaysConcernNumber, c.Version, c.Channel, y.Name AS EnteredBy, c.EnteredBy AS EnteredById,
                c.EngagementId, c.ErasedAt,
                IIF(EXISTS (SELECT 1 FROM OneTimeLink l WHERE l.Purpose = 'Concern' AND l.SubjectId = c.Id), 1, 0) AS HasLink,
                IIF(COALESCE(c.ReporterName, c.Email, c.Phone) IS NULL, 0, 1) AS HasReporter
            FROM Concern c
            JOIN Category k ON k.Code = c.CategoryCode
            LEFT JOIN Neighborhood n ON n.Id = c.NeighborhoodId
            LEFT JOIN Person w ON w.Id = c.AcknowledgedBy
            LEFT JOIN Person d ON d.Id = c.DecidedBy
            LEFT JOIN Person y ON y.Id = c.EnteredBy
            LEFT JOIN Concern o ON o.Id = c.MergedIntoId
            LEFT JOIN Problem p ON p.Id = c.ProblemId AND {ProblemSql.VisibleTo(actor)}
            LEFT JOIN Problem q ON q.Id = c.SaysProblemId AND EXISTS (
                SELECT 1 FROM Problem p WHERE p.Id = c.SaysProblemId AND {ProblemSql.VisibleTo(actor)})
            LEFT JOIN Concern s ON s.Id = c.SaysConcernId AND EXISTS (
                SELECT 1 FROM Concern c WHERE c.Id = s.Id AND {ConcernSql.VisibleTo(actor)})
            WHERE c.Id = @ConcernId AND {ConcernSql.VisibleTo(actor)}
            """,
            """
            SELECT m.Id, m.SentAt, IIF(m.PersonId IS NULL, 1, 0) AS FromReporter, w.Name AS WrittenBy, m.Body
            FROM ConcernMessage m LEFT JOIN Person w ON w.Id = m.PersonId WHERE m.ConcernId = @ConcernId ORDER BY m.Id
            """,
            "SELECT f.Id FROM ConcernPhoto f WHERE f.ConcernId = @ConcernId ORDER BY f.Id",
            """
            SELECT c.ReporterName AS Name, c.Email, IIF(c.VerifiedAt IS NULL, 0, 1) AS IsConfirmed, c.Phone, c.MayCall, c.MayAnswer,
                c.MayAttach
            FROM Concern c WHERE c.Id = @ConcernId
            """,
            "SELECT m.Id, m.Number FROM Concern m WHERE m.MergedIntoId = @ConcernId ORDER BY m.Id",
            """
            SELECT COUNT(*) FROM Concern c JOIN ProblemMember m ON m.ProblemId = c.ProblemId AND m.PersonId = @ActorId
            WHERE c.Id = @ConcernId
            """,
            LegalHoldList.On(ConcernRetention.Kind),
        ];
        return await db.Read(statements, new { query.ConcernId, Id = query.ConcernId, ActorId = actor.PersonId }, async results =>
        {
            var concern = await results.ReadSingleOrDefaultAsync<ConcernDetails>() ?? throw new NotFound();
            concern = concern with
            {
                Messages = [.. await results.ReadAsync<ConcernMessage>()],
                Photos = [.. await results.ReadAsync<long>()],
            };
            var reporter = await results.ReadSingleAsync<ConcernReporter>();
            concern = concern with { Merged = [.. await results.ReadAsync<MergedConcern>()] };
            var onTeam = await results.ReadSingleAsync<int>() > 0;
            concern = concern with { Holds = [.. await results.ReadAsync<LegalHoldRow>()] };
            // Who took the call knows the caller.
            var handled = actor.PersonId is { } reader && (concern.AcknowledgedById == reader || concern.EnteredById == reader);
            return concern.HasReporter && actor.MayNameReporter(handled, onTeam) ? concern with { Reporter = reporter } : concern;
        }, ct);
    }
}

internal static class ReadConcernEndpoint
{
    /// <summary>Sends a command about a concern and answers with the concern as it is then.</summary>
    public static async Task<ConcernDetails> Changed(this IMediator mediator, long id, ICommand<Done> command, CancellationToken ct)
    {
        await mediator.Send(command, ct);
        return await mediator.Send(new ReadConcern(id), ct);
    }

    public static void MapReadConcern(this RouteGroupBuilder concerns)
    {
        concerns.MapGet("/{id:long}", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadConcern(id), ct))
            .WithName("ReadConcern").WithSummary("Read a resident's concern with its conversation");
    }
}
