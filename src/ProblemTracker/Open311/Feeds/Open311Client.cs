using System.Net.Http.Headers;
using ProblemTracker.Webhooks;

namespace ProblemTracker.Open311;

/// <summary>What another city's server did wrong, as a sentence.</summary>
internal sealed class FeedFault(string message) : Exception(message);

/// <summary>Reads requests from another city's server, by the same guards as webhooks: no proxy, no redirect, checked addresses.</summary>
internal sealed class Open311Client(TrackerOptions options) : IDisposable
{
    /// <summary>Bytes; 1,000 requests have about 1 MB.</summary>
    private const int Largest = 10 * 1024 * 1024;

    /// <summary>From the question to the answer's last byte.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        MaxResponseHeadersLength = 16,
        ConnectCallback = (context, ct) => Receivers.Connect(context.DnsEndPoint,
            context.InitialRequestMessage.RequestUri!.Scheme == "https", options.WebhookNetworks, ct),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <exception cref="FeedFault">There was no answer, or none that can be read.</exception>
    public async Task<IReadOnlyList<FedRequest>> Requests(Open311FeedDetails feed, DateTimeOffset from, DateTimeOffset to,
        CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Longest);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Question(feed, from, to));
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("ProblemTracker", null));
            request.Headers.Accept.ParseAdd(feed.IsJson ? "application/json" : "text/xml");
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var body = await Read(answer, limit.Token);
            var status = (int)answer.StatusCode;
            if (status is >= 300 and < 400)
                throw new FeedFault($"The server answered {status}, a redirect, which is not followed. Enter the final address.");
            if (status != StatusCodes.Status200OK)
                throw new FeedFault($"The server answered {status}.{(FedRequests.ErrorIn(body) is { } said ? $" It says: {said}" : "")}");
            return FedRequests.Read(body);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new FeedFault($"The server did not answer within {Longest.TotalSeconds:0} seconds.");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new FeedFault(error.InnerException is ReceiverRefused refused ? refused.Message
                : $"No connection to the server: {error.GetBaseException().Message.Split('\n')[0].TrimEnd('.')}.");
        }
    }

    private static string Question(Open311FeedDetails feed, DateTimeOffset from, DateTimeOffset to)
    {
        var codes = Uri.EscapeDataString(string.Join(',', feed.Services.Select(service => service.Code)));
        var jurisdiction = feed.JurisdictionId is { } id ? $"jurisdiction_id={Uri.EscapeDataString(id)}&" : "";
        return $"{feed.Address}/requests.{(feed.IsJson ? Open311Answer.Json : Open311Answer.Xml)}?{jurisdiction}service_code={codes}"
            + $"&status=open&start_date={Open311Answer.Time(from)}&end_date={Open311Answer.Time(to)}";
    }

    private static async Task<byte[]> Read(HttpResponseMessage answer, CancellationToken ct)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(ct);
        using var body = new MemoryStream();
        var block = new byte[81920];
        int read;
        while ((read = await stream.ReadAsync(block, ct)) > 0)
        {
            if (body.Length + read > Largest)
                throw new FeedFault($"The server's answer is larger than {Largest / 1024 / 1024} MB. Choose fewer services.");
            body.Write(block, 0, read);
        }
        return body.ToArray();
    }

    public void Dispose() => _client.Dispose();
}
