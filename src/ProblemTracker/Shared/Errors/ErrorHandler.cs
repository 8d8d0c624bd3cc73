using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace ProblemTracker.Shared;

/// <summary>Turns all exceptions into RFC 9457 problem details. Unexpected ones become a 500 with only a trace ID.</summary>
internal sealed partial class ErrorHandler(DatabaseSettings database, ILogger<ErrorHandler> log) : IExceptionHandler
{
    // Handlers check for duplicates first. This is for one inserted after the check, which a unique index rejected.
    private static readonly Conflict Raced = new("conflict.raced",
        "Someone else made the same change at the same moment. Reload, then try again.");

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken ct)
    {
        if (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = 499;
            return true;
        }
        if (Unavailable.Of(exception, database.Dialect) is { } outage)
        {
            log.LogError(exception, "Unavailable, trace {TraceId}", Trace(context));
            context.Response.Headers.RetryAfter = $"{Unavailable.RetryAfter}";
            exception = outage;
        }
        var details = exception is System.Data.Common.DbException raced && database.Dialect.IsDuplicate(raced)
            ? Problem(Raced) : Describe(exception, context.Features.Get<IExceptionHandlerFeature>()?.Endpoint);
        if (details.Status == 500) log.LogError(exception, "Unexpected error, trace {TraceId}", Trace(context));
        context.Response.StatusCode = details.Status!.Value;
        // For pages, leave the body empty: the status page fills it.
        if (!context.Request.Path.StartsWithSegments("/api")) return true;
        details.Extensions["traceId"] = Trace(context);
        await context.Response.WriteAsJsonAsync(details, details.GetType(), Json.Options, "application/problem+json", ct);
        return true;
    }

    private static string Trace(HttpContext context) => Activity.Current?.Id ?? context.TraceIdentifier;

    private static ProblemDetails Describe(Exception exception, Endpoint? endpoint) => exception switch
    {
        Invalid invalid => Refusal(invalid.Errors),
        RuleBroken { BlockedBy.Count: > 0 } rule => Problem(rule, ("shortfalls", rule.Shortfalls), ("blockedBy", rule.BlockedBy)),
        RuleBroken rule => Problem(rule, ("shortfalls", rule.Shortfalls)),
        Conflict { Field: { } field } duplicate => Problem(duplicate, ("field", field)),
        TrackerException known => Problem(known),
        BadHttpRequestException { StatusCode: 400 } bad =>
            Refusal(FieldsIn(bad).ToDictionary(field => field, _ => new[] { SentenceFor(bad, endpoint) })),
        BadHttpRequestException bad => new ProblemDetails { Status = bad.StatusCode, Title = bad.Message }.WithCode(),
        _ => new ProblemDetails { Status = 500, Title = "Something went wrong on the server. Give your administrator the trace ID." }
            .WithCode(),
    };

    private static ProblemDetails Problem(TrackerException error, params ReadOnlySpan<(string Name, object Value)> more)
    {
        var details = new ProblemDetails { Status = error.Status, Title = error.Message };
        details.Extensions["code"] = error.Code;
        foreach (var (name, value) in more) details.Extensions[name] = value;
        return details;
    }

    private static HttpValidationProblemDetails Refusal(IReadOnlyDictionary<string, string[]> errors)
    {
        var details = new HttpValidationProblemDetails(errors.ToDictionary(e => e.Key, e => e.Value))
        {
            Status = 400,
            Title = Invalid.Title,
        };
        details.Extensions["code"] = "validation";
        return details;
    }

    private static IEnumerable<string> FieldsIn(BadHttpRequestException error)
    {
        if (error.InnerException is not JsonException json)
            return [BoundParameter().Match(error.Message) is { Success: true } bound ? FieldPath.Of(bound.Groups[1].Value) : "body"];
        var path = (json.Path ?? "$").TrimStart('$').TrimStart('.');
        var within = path.Length > 0 ? path + "." : "";
        if (MissingMember().Match(json.Message) is { Success: true } missing)
            return Quoted().Matches(missing.Value).Select(m => within + m.Groups[1].Value).Distinct();
        if (UnknownMember().Match(json.Message) is { Success: true } unknown) return [path.Length > 0 ? path : unknown.Groups[1].Value];
        return [path.Length > 0 ? path : "body"];
    }

    private static string SentenceFor(BadHttpRequestException error, Endpoint? endpoint) => error.InnerException switch
    {
        JsonException json when MissingMember().IsMatch(json.Message) => "This is required.",
        JsonException json when UnknownMember().IsMatch(json.Message) => "There is no field with this name. Remove it.",
        JsonException json when json.Message.Contains("Duplicate", StringComparison.Ordinal) => "This field appears twice. Remove one.",
        JsonException json when json.Path is null or "$" => "Send a JSON object as /docs describes it.",
        JsonException json => ExpectedValue.InBody(endpoint, json.Path!),
        _ when BoundParameter().Match(error.Message) is { Success: true } bound =>
            ExpectedValue.OfParameter(endpoint, bound.Groups[1].Value),
        _ => "The body is missing or is not JSON.",
    };

    [GeneratedRegex("missing required propert(?:y|ies) including: .*")]
    private static partial Regex MissingMember();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex("JSON property '([^']+)' could not be mapped")]
    private static partial Regex UnknownMember();

    [GeneratedRegex("parameter \"[^\"]* ([^\" ]+)\"")]
    private static partial Regex BoundParameter();
}
