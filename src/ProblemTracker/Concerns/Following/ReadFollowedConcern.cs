using MediatR;
using Microsoft.Extensions.Localization;

namespace ProblemTracker.Concerns;

/// <summary>Reads the concern of a private link. Changes nothing, because email scanners follow links.</summary>
[AllowEveryone]
public sealed record ReadFollowedConcern(string Token) : IQuery<FollowedConcern>;

/// <summary>A concern as its reporter reads it: without names of the department's people but their public ones.</summary>
public sealed record FollowedConcern
{
    public string Number { get; init; } = "";
    public ConcernStatus Status { get; init; }
    /// <summary>In the language of the request.</summary>
    public string Category { get; init; } = "";
    public string Description { get; init; } = "";
    public string? Address { get; init; }
    public string? Neighborhood { get; init; }
    public Frequency? Frequency { get; init; }
    /// <summary>The last local day on which it happened.</summary>
    public DateOnly? HappenedOn { get; init; }
    public string? TimesOfDay { get; init; }
    public DateTimeOffset ReceivedAt { get; init; }
    public DateOnly AcknowledgeBy { get; init; }
    public DateOnly DecideBy { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; init; }
    /// <summary>The public name of the officer; null if they have none.</summary>
    public string? AcknowledgedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    /// <summary>What the department says about its decision.</summary>
    public string? Reason { get; init; }
    /// <summary>The number of the problem it is part of; null if there is none, or it is confidential.</summary>
    public string? ProblemNumber { get; init; }
    /// <summary>The agency that has it now; null if none does.</summary>
    public string? ReferredTo { get; init; }
    /// <summary>The last day for what comes next; null once decided.</summary>
    public DateOnly? DueOn { get; init; }
    /// <summary>Whether it is handled together with another concern; what happened is then what happened to that one.</summary>
    public bool IsMerged { get; init; }
    /// <summary>Whether the department may email the reporter.</summary>
    public bool HasEmail { get; init; }
    /// <summary>Whether the reporter confirmed the address.</summary>
    public bool IsConfirmed { get; init; }
    /// <summary>Whether this link can confirm the address, since it was mailed there.</summary>
    public bool CanConfirm { get; init; }
    public IReadOnlyList<FollowedMessage> Messages { get; init; } = [];
    public IReadOnlyList<long> Photos { get; init; } = [];
}

public sealed record FollowedMessage
{
    public bool FromReporter { get; init; }
    public DateTimeOffset SentAt { get; init; }
    public string Body { get; init; } = "";
}

/// <summary>A photo of the concern of a private link.</summary>
[AllowEveryone]
public sealed record ReadFollowedPhoto(string Token, long PhotoId) : IQuery<ConcernPhotoFile>;

internal sealed class ReadFollowedConcernHandler(Db db, TimeProvider clock, IStringLocalizer<ConcernTexts> words)
    : IRequestHandler<ReadFollowedConcern, FollowedConcern>, IRequestHandler<ReadFollowedPhoto, ConcernPhotoFile>
{
    private sealed record Named
    {
        public string Code { get; init; } = "";
        public string Name { get; init; } = "";
        public string? Names { get; init; }
    }

    public async Task<FollowedConcern> Handle(ReadFollowedConcern query, CancellationToken ct)
    {
        var link = await ConcernLinks.Find(db, query.Token, clock.GetUtcNow(), ct);
        string[] statements =
        [
            """
            SELECT c.Number, o.Status, c.Description, c.Address, n.Name AS Neighborhood, c.Frequency, c.HappenedOn, c.TimesOfDay,
                c.ReceivedAt, o.AcknowledgeBy, o.DecideBy, o.AcknowledgedAt,
                w.PublicName AS AcknowledgedBy, o.DecidedAt, o.Reason, o.DueOn, p.Number AS ProblemNumber,
                IIF(o.Status = 'Referred', o.ReferredTo, NULL) AS ReferredTo, IIF(c.MergedIntoId IS NULL, 0, 1) AS IsMerged,
                IIF(c.Email IS NOT NULL AND c.MayAnswer = 1, 1, 0) AS HasEmail, IIF(c.VerifiedAt IS NULL, 0, 1) AS IsConfirmed
            FROM Concern c JOIN Concern o ON o.Id = COALESCE(c.MergedIntoId, c.Id)
            LEFT JOIN Neighborhood n ON n.Id = c.NeighborhoodId LEFT JOIN Person w ON w.Id = o.AcknowledgedBy
            LEFT JOIN Problem p ON p.Id = o.ProblemId AND p.Confidential = 0
            WHERE c.Id = @ConcernId
            """,
            "SELECT k.Code, k.Name, k.Names FROM Concern c JOIN Category k ON k.Code = c.CategoryCode WHERE c.Id = @ConcernId",
            """
            SELECT IIF(m.PersonId IS NULL, 1, 0) AS FromReporter, m.SentAt, m.Body FROM ConcernMessage m
            WHERE m.ConcernId = @ConcernId ORDER BY m.Id
            """,
            "SELECT f.Id FROM ConcernPhoto f WHERE f.ConcernId = @ConcernId ORDER BY f.Id",
        ];
        return await db.Read(statements, new { link.ConcernId }, async results =>
        {
            var concern = await results.ReadSingleAsync<FollowedConcern>();
            var category = await results.ReadSingleAsync<Named>();
            return concern with
            {
                Category = ConcernWords.Category(words, category.Code, category.Name, LocalNames.Read(category.Names)),
                CanConfirm = link.ByMail && concern is { HasEmail: true, IsConfirmed: false },
                Messages = [.. await results.ReadAsync<FollowedMessage>()],
                Photos = [.. await results.ReadAsync<long>()],
            };
        }, ct);
    }

    public async Task<ConcernPhotoFile> Handle(ReadFollowedPhoto query, CancellationToken ct)
    {
        var link = await ConcernLinks.Find(db, query.Token, clock.GetUtcNow(), ct);
        return await db.Find<ConcernPhotoFile>(
            "SELECT f.Content FROM ConcernPhoto f WHERE f.Id = @PhotoId AND f.ConcernId = @ConcernId",
            new { query.PhotoId, link.ConcernId }, ct) ?? throw new NotFound();
    }
}
