using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.DataProtection;

namespace ProblemTracker.Webhooks;

/// <summary>A webhook and what its signatures need.</summary>
internal sealed record Receiver
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
    public string Address { get; init; } = "";
    public string Secret { get; init; } = "";
    public string? SecretBefore { get; init; }
    public DateTimeOffset? SecretBeforeUntil { get; init; }
    public DateTimeOffset? WarnedAt { get; init; }
}

/// <summary>A row of WebhookDelivery that is being sent.</summary>
internal sealed record OutgoingDelivery
{
    public long Id { get; init; }
    public string MessageId { get; init; } = "";
    public string Type { get; init; } = "";
    public long? ProblemId { get; init; }
    public DateTimeOffset OccurredAt { get; init; }
    public string Data { get; init; } = "{}";
    public int Attempts { get; init; }
}

/// <param name="Error">Why it did not arrive, as a sentence; null if it did.</param>
/// <param name="IsOutage">Whether the receiver is at fault, not this delivery, so that others would fail too.</param>
internal sealed record SendOutcome(string? Error, bool IsOutage = false)
{
    public static readonly SendOutcome Arrived = new((string?)null);
}

/// <summary>
/// Sends one delivery, signed by the Standard Webhooks specification 1.0: headers <c>webhook-id</c>, <c>webhook-timestamp</c> (seconds
/// since 1970) and <c>webhook-signature</c>, <c>v1,</c> and the HMAC-SHA256 of <c>id.timestamp.body</c> in Base64, one per secret.
/// </summary>
internal sealed class WebhookSender(TrackerOptions options, TrackerClock clock, IDataProtectionProvider protection) : IDisposable
{
    private const string SecretPrefix = "whsec_";
    private const int SecretBytes = 32;

    /// <summary>From the first byte sent to the receiver's answer.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    // No proxy, no redirect and no cookie: each could lead to an address that was not checked.
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
    { Timeout = Longest };

    private IDataProtector Protector => protection.CreateProtector("Webhook");

    /// <returns>A new secret as the receiver gets it, and encrypted as it is stored.</returns>
    public (string Shown, string Stored) NewSecret()
    {
        var shown = SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));
        return (shown, Protector.Protect(shown));
    }

    public async Task<SendOutcome> Send(Receiver receiver, OutgoingDelivery delivery, CancellationToken ct)
    {
        var body = Body(delivery);
        var now = clock.Real.GetUtcNow();
        var seconds = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        List<string> secrets = [receiver.Secret];
        if (receiver.SecretBefore is { } before && receiver.SecretBeforeUntil > now) secrets.Add(before);
        using var request = new HttpRequestMessage(HttpMethod.Post, receiver.Address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("ProblemTracker", null));
        request.Headers.Add("webhook-id", delivery.MessageId);
        request.Headers.Add("webhook-timestamp", seconds);
        request.Headers.Add("webhook-signature",
            string.Join(' ', secrets.Select(secret => Signature(Protector.Unprotect(secret), delivery.MessageId, seconds, body))));
        try
        {
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            return Judge(answer.StatusCode);
        }
        catch (TaskCanceledException) when (!ct.IsCancellationRequested)
        {
            return new($"The receiver did not answer within {Longest.TotalSeconds:0} seconds.", IsOutage: true);
        }
        catch (HttpRequestException error)
        {
            return new(error.InnerException is ReceiverRefused refused ? refused.Message
                : $"No connection to the receiver: {error.GetBaseException().Message.Split('\n')[0].TrimEnd('.')}.", IsOutage: true);
        }
    }

    private static SendOutcome Judge(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => SendOutcome.Arrived,
        >= 300 and < 400 => new($"The receiver answered {(int)status}, a redirect, which is not followed. Enter the final address."),
        // Too early, too often, or broken: the next delivery would fare the same.
        408 or 425 or 429 or >= 500 => new($"The receiver answered {(int)status}.", IsOutage: true),
        _ => new($"The receiver answered {(int)status}."),
    };

    /// <summary>The body is worked out from the row alone, so that every attempt sends the same.</summary>
    private byte[] Body(OutgoingDelivery delivery)
    {
        var data = JsonNode.Parse(delivery.Data)!.AsObject();
        if (delivery.ProblemId is { } id) data["url"] = string.Create(CultureInfo.InvariantCulture, $"{options.PublicUrl}/problems/{id}");
        var body = new JsonObject
        {
            ["type"] = delivery.Type,
            ["timestamp"] = JsonSerializer.SerializeToNode(delivery.OccurredAt),
            ["data"] = data,
        };
        return Encoding.UTF8.GetBytes(body.ToJsonString(Json.Options));
    }

    private static string Signature(string secret, string id, string seconds, byte[] body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{seconds}."), .. body];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[SecretPrefix.Length..]), signed));
    }

    public void Dispose() => _client.Dispose();
}
