using MediatR;
using Microsoft.Extensions.Localization;
using ProblemTracker.Concerns;
using ProblemTracker.Links;

namespace ProblemTracker.Portal;

/// <summary>Reads the subscription of a link. Changes nothing, because email scanners follow links.</summary>
[AllowEveryone]
public sealed record ReadSubscription(string Token) : IQuery<SubscriptionDetails>;

/// <summary>Confirms that whoever has the link wants the news.</summary>
[AllowEveryone]
public sealed record ConfirmSubscription(string Token) : ICommand<Done>;

/// <summary>Ends a subscription. Nothing of it is kept, the address neither.</summary>
[AllowEveryone]
public sealed record StopSubscription(string Token) : ICommand<Done>;

public sealed record SubscriptionDetails
{
    public long Id { get; init; }
    public string EmailKey { get; init; } = "";
    public long? NeighborhoodId { get; init; }
    public string? Neighborhood { get; init; }
    public string? CategoryCode { get; init; }
    /// <summary>In the language of the request; null for all.</summary>
    public string? Category { get; init; }
    internal string? CategoryNames { get; init; }
    public NewsPace Pace { get; init; }
    public bool IsConfirmed { get; init; }
}

internal sealed class FollowNewsHandler(Db db, TimeProvider clock, IStringLocalizer<ConcernTexts> words)
    : IRequestHandler<ReadSubscription, SubscriptionDetails>, IRequestHandler<ConfirmSubscription, Done>,
        IRequestHandler<StopSubscription, Done>
{
    private const int LongestToken = 100;

    public async Task<SubscriptionDetails> Handle(ReadSubscription query, CancellationToken ct) => await Find(query.Token, ct);

    public async Task<Done> Handle(ConfirmSubscription command, CancellationToken ct)
    {
        var one = await Find(command.Token, ct);
        if (one.IsConfirmed) return Done.Instance;
        var now = clock.GetUtcNow();
        await db.Execute(
        [
            new("UPDATE Subscription SET ConfirmedAt = @now, SentUpTo = @now WHERE Id = @Id", new { one.Id, now }),
            Audit.Entry(ConcernSql.Resident, now, "news.confirmed", null, one.Id, null, null, null),
        ], ct);
        // Whoever asks again for the same news changes how soon they come.
        var before = await db.List<long>("""
            SELECT s.Id FROM Subscription s WHERE s.EmailKey = @EmailKey AND s.Id <> @Id
                AND COALESCE(s.NeighborhoodId, 0) = COALESCE(@NeighborhoodId, 0)
                AND COALESCE(s.CategoryCode, '') = COALESCE(@CategoryCode, '')
            """, new { one.EmailKey, one.Id, one.NeighborhoodId, one.CategoryCode }, ct);
        await SubscriptionSql.Delete(db, before, ct);
        return Done.Instance;
    }

    public async Task<Done> Handle(StopSubscription command, CancellationToken ct)
    {
        var one = await Find(command.Token, ct);
        await SubscriptionSql.Delete(db, [one.Id], ct);
        await db.Record(ConcernSql.Resident, clock.GetUtcNow(), "news.stopped", null, one.Id, null, null, null, ct);
        return Done.Instance;
    }

    private async Task<SubscriptionDetails> Find(string token, CancellationToken ct)
    {
        var found = token.Length > LongestToken ? null : await db.Find<SubscriptionDetails>($"""
            SELECT s.Id, s.EmailKey, s.NeighborhoodId, n.Name AS Neighborhood, s.CategoryCode, k.Name AS Category, k.Names AS CategoryNames,
                s.Pace, IIF(s.ConfirmedAt IS NULL, 0, 1) AS IsConfirmed
            FROM OneTimeLink l JOIN Subscription s ON s.Id = l.SubjectId LEFT JOIN Neighborhood n ON n.Id = s.NeighborhoodId
            LEFT JOIN Category k ON k.Code = s.CategoryCode
            WHERE {OneTimeLinks.IsOpen}
            """, OneTimeLinks.OpenArgs(token, LinkPurpose.News, clock.GetUtcNow()), ct);
        if (found is null) throw new NotFound();
        return found.CategoryCode is not { } code ? found : found with
        {
            Category = ConcernWords.Category(words, code, found.Category!, LocalNames.Read(found.CategoryNames)),
        };
    }
}
