using MediatR;
using ProblemTracker.Problems;
using ProblemTracker.Retention;

namespace ProblemTracker.Concerns;

/// <summary>A concern with its conversation, photos and log.</summary>
[Needs(Permission.WorkConcerns)]
public sealed record ReadConcern(long ConcernId) : IQuery<ConcernDetails>;

public sealed record ConcernDetails : IVersioned
{
    public long Id { get; init; }
    public string Number { get; init; } = "";
    public ConcernStatus Status { get; init; }
    public string CategoryCode { get; init; } = "";
    public string Category { get; init; } = "";
    public string Description { get; init; } = "";
    public string? Address { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public long? NeighborhoodId { get; init; }
    public string? Neighborhood { get; init; }
    public Frequency? Frequency { get; init; }
    /// <summary>The last local day on which it happened.</summary>
    public DateOnly? HappenedOn { get; init; }
    public string? TimesOfDay { get; init; }
    /// <summary>The code of the language in which it was reported.</summary>
    public string Language { get; init; } = "";
    /// <summary>How the department heard of it; null if the reporter or a program sent it.</summary>
    public ConcernChannel? Channel { get; init; }
    /// <summary>Who entered it; null if the reporter or a program sent it.</summary>
    public string? EnteredBy { get; init; }
    public long? EnteredById { get; init; }
    /// <summary>Whether the reporter has a private page, where they read decisions and messages.</summary>
    public bool HasLink { get; init; }
    /// <summary>When what names its reporter was erased at the reporter's request.</summary>
    public DateTimeOffset? ErasedAt { get; init; }
    /// <summary>The program that sent it by Open311, such as FixMyStreet; null for the public site.</summary>
    public string? SentBy { get; init; }
    /// <summary>The address of a photo at the sender's, as it was sent. The tracker never fetches it.</summary>
    public string? MediaUrl { get; init; }
    public DateTimeOffset ReceivedAt { get; init; }
    public DateOnly AcknowledgeBy { get; init; }
    public DateOnly DecideBy { get; init; }
    public DateOnly? DueOn { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; init; }
    public long? AcknowledgedById { get; init; }
    public string? AcknowledgedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public string? DecidedBy { get; init; }
    /// <summary>What the reporter reads about the decision.</summary>
    public string? Reason { get; init; }
    /// <summary>The agency that has it, or had it; null if it was never referred.</summary>
    public string? ReferredTo { get; init; }
    public DateTimeOffset? ReferredAt { get; init; }
    /// <summary>What the agency answered.</summary>
    public string? ReferralAnswer { get; init; }
    /// <summary>The problem it is part of; null if there is none or the reader can't view it.</summary>
    public long? ProblemId { get; init; }
    public string? ProblemNumber { get; init; }
    public string? ProblemTitle { get; init; }
    /// <summary>The concern with which this one is handled.</summary>
    public long? MergedIntoId { get; init; }
    public string? MergedInto { get; init; }
    /// <summary>The problem that the reporter says affects them too; null if there is none or the reader can't view it.</summary>
    public long? SaysProblemId { get; init; }
    public string? SaysProblemNumber { get; init; }
    public string? SaysProblemTitle { get; init; }
    /// <summary>The concern that the reporter says affects them too; null if there is none or the reader can't view it.</summary>
    public long? SaysConcernId { get; init; }
    public string? SaysConcernNumber { get; init; }
    /// <summary>Whether the reporter gave a name or a way to reach them.</summary>
    public bool HasReporter { get; init; }
    /// <summary>Null if the reader may not know who reported it, or nobody said.</summary>
    public ConcernReporter? Reporter { get; init; }
    public IReadOnlyList<ConcernMessage> Messages { get; init; } = [];
    /// <summary>Ids, in the order in which they were added.</summary>
    public IReadOnlyList<long> Photos { get; init; } = [];
    /// <summary>Concerns that were merged into this one.</summary>
    public IReadOnlyList<MergedConcern> Merged { get; init; } = [];
    /// <summary>Standing legal holds that cover it: its own and that of its problem.</summary>
    public IReadOnlyList<LegalHoldRow> Holds { get; init; } = [];
    public int Version { get; init; }

    public bool IsOpen => DueOn is not null;
}

public sealed record MergedConcern(long Id, string Number);

public sealed record ConcernReporter
{
    public string? Name { get; init; }
    public string? Email { get; init; }
    /// <summary>Whether the reporter confirmed the address, so that emails go there.</summary>
    public bool IsConfirmed { get; init; }
    public string? Phone { get; init; }
    public bool MayCall { get; init; }
    public bool MayAnswer { get; init; }
    public bool MayAttach { get; init; }
}

public sealed record ConcernMessage
{
    public long Id { get; init; }
    public DateTimeOffset SentAt { get; init; }
    public bool FromReporter { get; init; }
    /// <summary>Who of the department wrote it.</summary>
    public string? WrittenBy { get; init; }
    public string Body { get; init; } = "";
}

internal sealed class ReadConcernHandler(Db db, Actor actor)
    : IRequestHandler<ReadConcern, ConcernDetails>
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
                s.Number AS SaysConcernNumber, c.Version, c.Channel, y.Name AS EnteredBy, c.EnteredBy AS EnteredById, c.ErasedAt,
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
