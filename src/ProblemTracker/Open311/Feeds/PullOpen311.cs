using System.Text.Json;
using MediatR;
using ProblemTracker.Concerns;

namespace ProblemTracker.Open311;

/// <summary>
/// Makes concerns of open requests of other cities' servers, each once. Not a command, because a request to another program takes part in
/// no transaction: each piece of time is asked for, its requests become concerns one by one, and then it is noted. After a failure, or
/// when the process dies, the next run goes on from there.
/// </summary>
/// <param name="FeedId">Null for all that are on.</param>
[Needs(Permission.Administer)]
public sealed record PullOpen311(long? FeedId = null) : IRequest<Open311PullDone>;

/// <param name="Added">Concerns that the run added.</param>
/// <param name="Failed">Servers that could not be read to the end.</param>
public sealed record Open311PullDone(int Added, int Failed);

internal sealed class PullOpen311Handler(Db db, Actor actor, ConcernIntake intake, Open311Client client, TrackerClock clock)
    : IRequestHandler<PullOpen311, Open311PullDone>
{
    /// <summary>Requests of a city that come late into its list, because somebody looks at them first.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromDays(2);

    private static readonly TimeSpan First = TimeSpan.FromDays(7), Piece = TimeSpan.FromDays(30), Smallest = TimeSpan.FromMinutes(10);

    /// <summary>From this number on, a server may have left some out, as the standard allows.</summary>
    private const int MayBeCut = 1000;

    /// <summary>Questions in one run; the next run goes on.</summary>
    private const int MostQuestions = 50;

    private const int LongestError = 1000, LongestId = 200, LongestDescription = 4000, LongestAddress = 300;

    public async Task<Open311PullDone> Handle(PullOpen311 message, CancellationToken ct)
    {
        var feeds = message.FeedId is { } id ? [await Open311FeedSql.Find(db, id, ct)]
            : (await Open311FeedSql.All(db, ct)).Where(feed => feed.IsOn).ToList();
        var done = new Open311PullDone(0, 0);
        foreach (var feed in feeds)
        {
            if (ct.IsCancellationRequested) break;
            var run = new Run(feed);
            try
            {
                await Pull(run, ct);
            }
            catch (FeedFault fault)
            {
                run.Error = fault.Message;
                done = done with { Failed = done.Failed + 1 };
            }
            await Note(run, ct);
            done = done with { Added = done.Added + run.Added };
        }
        return done;
    }

    private sealed class Run(Open311FeedDetails feed)
    {
        public Open311FeedDetails Feed => feed;
        public DateTimeOffset? Until { get; set; } = feed.PulledUntil;
        public int Added { get; set; }
        public int LeftOut { get; set; }
        public string? Error { get; set; }
    }

    private async Task Pull(Run run, CancellationToken ct)
    {
        if (await Open311FeedSql.Retired(db, run.Feed.Services, ct) is ({ } service, _))
            throw new FeedFault($"The category {service.CategoryCode} is retired. Choose another for the service {service.Code}.");
        // Real time, which the other server has too.
        var now = clock.Real.GetUtcNow();
        var from = run.Until is { } until ? until - Overlap : now - First;
        var piece = Piece;
        for (var asked = 0; from < now && asked < MostQuestions; asked++)
        {
            var to = now - from <= piece ? now : from + piece;
            var requests = await client.Requests(run.Feed, from, to, ct);
            if (requests.Count >= MayBeCut && to - from > Smallest)
            {
                piece = (to - from) / 2;
                continue;
            }
            await Take(run, requests, ct);
            // The overlap alone is no progress.
            if (run.Until is null || to > run.Until) run.Until = to;
            await Note(run, ct);
            from = to;
        }
    }

    private async Task Take(Run run, IReadOnlyList<FedRequest> requests, CancellationToken ct)
    {
        var categories = run.Feed.Services.ToDictionary(service => service.Code, service => service.CategoryCode);
        var wanted = requests.Where(request => request.IsOpen && request.ServiceCode is { } code && categories.ContainsKey(code)).ToList();
        foreach (var odd in wanted.Where(request => request.Id is not { Length: <= LongestId }))
            LeaveOut(run, odd, $"its service_request_id is missing or longer than {LongestId} characters");
        var named = wanted.Where(request => request.Id is { Length: <= LongestId }).DistinctBy(request => request.Id).ToList();
        var known = (await db.List<string>($"""
            SELECT u.ExternalId FROM Open311Pulled u WHERE u.FeedId = @Id AND u.ExternalId IN {db.Dialect.Texts("@Ids")}
            """, new { run.Feed.Id, Ids = JsonSerializer.Serialize(named.Select(request => request.Id)) }, ct)).ToHashSet();
        foreach (var request in named.Where(request => !known.Contains(request.Id!)).Reverse())
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                if (await db.Write(() => Receive(run.Feed, request, categories[request.ServiceCode!], ct), ct) is { } why)
                    LeaveOut(run, request, why);
                else run.Added++;
            }
            catch (System.Data.Common.DbException error) when (db.IsDuplicate(error))
            {
                // Another process took it a moment ago.
            }
            catch (TrackerException refusal)
            {
                LeaveOut(run, request, refusal.Message.TrimEnd('.'));
            }
        }
    }

    /// <returns>Why it can't become a concern; null if it did.</returns>
    private async Task<string?> Receive(Open311FeedDetails feed, FedRequest request, string category, CancellationToken ct)
    {
        await db.Execute("INSERT INTO Open311Pulled (FeedId, ExternalId) VALUES (@FeedId, @ExternalId)",
            new { FeedId = feed.Id, ExternalId = request.Id }, ct);
        var report = new ConcernReport
        {
            CategoryCode = category,
            Description = Texts.Cut(request.Description ?? request.ServiceName ?? category, LongestDescription),
            Address = request.Address is { } address ? Texts.Cut(address, LongestAddress) : null,
            Latitude = request.Latitude,
            Longitude = request.Longitude,
        };
        if (!report.HasWhere) return "it has no place";
        var received = await intake.Receive(report, new(actor, feed.Name), ct);
        await db.Execute("UPDATE Open311Pulled SET ConcernId = @ConcernId WHERE FeedId = @FeedId AND ExternalId = @ExternalId",
            new { ConcernId = received.Id, FeedId = feed.Id, ExternalId = request.Id }, ct);
        return null;
    }

    private static void LeaveOut(Run run, FedRequest request, string why)
    {
        if (run.LeftOut++ == 0) run.Error = $"Request {(request.Id is { } id ? Texts.Cut(id, 50) : "without an id")} was left out: {why}.";
    }

    private Task<int> Note(Run run, CancellationToken ct)
    {
        var error = run.LeftOut > 1 ? $"{run.Error} {run.LeftOut - 1:N0} more were left out." : run.Error;
        var row = new
        {
            run.Feed.Id,
            run.Until,
            Now = clock.Real.GetUtcNow(),
            Error = error is null ? null : Texts.Cut(error, LongestError),
            run.Added,
        };
        return db.Write(() => db.Execute("""
            UPDATE Open311Feed SET PulledUntil = @Until, LastRunAt = @Now, LastError = @Error, LastAdded = @Added WHERE Id = @Id
            """, row, ct), ct);
    }
}

internal static class PullOpen311Endpoint
{
    public static void MapPullOpen311(this RouteGroupBuilder feeds) => feeds
        .MapPost("/{id:long}/pull", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new PullOpen311(id), ct))
        .WithName("PullOpen311").WithSummary("Get open requests of another city's server now");
}
