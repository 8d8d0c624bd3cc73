using MediatR;

namespace ProblemTracker.Open311;

/// <summary>Other cities' Open311 servers, by name, each with its last run.</summary>
[Needs(Permission.Administer)]
public sealed record ListOpen311Feeds : IQuery<Page<Open311FeedDetails>>;

/// <summary>One of them.</summary>
[Needs(Permission.Administer)]
public sealed record ReadOpen311Feed(long FeedId) : IQuery<Open311FeedDetails>;

internal sealed class ListOpen311FeedsHandler(Db db)
    : IRequestHandler<ListOpen311Feeds, Page<Open311FeedDetails>>, IRequestHandler<ReadOpen311Feed, Open311FeedDetails>
{
    public async Task<Page<Open311FeedDetails>> Handle(ListOpen311Feeds query, CancellationToken ct)
    {
        var feeds = await Open311FeedSql.All(db, ct);
        return new(feeds, feeds.Count, false, null);
    }

    public Task<Open311FeedDetails> Handle(ReadOpen311Feed query, CancellationToken ct) => Open311FeedSql.Find(db, query.FeedId, ct);
}

internal static class ListOpen311FeedsEndpoint
{
    public static void MapListOpen311Feeds(this RouteGroupBuilder feeds)
    {
        feeds.MapGet("/", (IMediator mediator, CancellationToken ct) => mediator.Send(new ListOpen311Feeds(), ct))
            .WithName("ListOpen311Feeds").WithSummary("List other cities' Open311 servers with their last runs");
        feeds.MapGet("/{id:long}", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadOpen311Feed(id), ct))
            .WithName("ReadOpen311Feed").WithSummary("Read another city's Open311 server with its last run");
    }
}
