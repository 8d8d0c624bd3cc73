using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ProblemTracker.Tests.Contract;

namespace ProblemTracker.Tests.BadInput;

/// <summary>Somebody who sends requests; null for both is nobody.</summary>
internal sealed record Caller(AuthenticationHeaderValue? Token, string? Cookie);

/// <summary>
/// Makes requests from what endpoints and pages really take: most parts of a request are right, so that it gets far, and some are hostile.
/// </summary>
internal sealed partial class HostileRequests(
    Random random, ApiDocument api, IReadOnlyList<ContractTests.Mapped> endpoints, HttpClient client)
{
    private static readonly string[] Texts =
    [
        "", " ", "0", "-1", "1", "7", "1.5", "9223372036854775807", "99999999999999999999999", "-2147483649", "1e400", "NaN", "null",
        "\0", "a\0b", "\r\n", "\u202e\u0301", "\ud83d\ude00", "\ufffe", "'; DROP TABLE Problem; --", "\" OR 1=1",
        "<script>alert(1)</script>", "true",
        "../../etc/passwd", "%", "%00", "%_[]", "{0}", "@Model", "2026-03-09", "2026-02-30", "0001-01-01", "9999-12-31",
        "9999-12-31T23:59:59Z", "2026-03-09T25:00", "12:61", "noise", "Officer", "Scanning", "someone@test.example", "a@b@c", "[]", "{}",
        "[[[[[[[[", "{\"a\":", "\"", "\\", "eyJhIjoxfQ==", "AAAA", "-0", "+1", "٣", "１", "i̇", "ß",
        new('x', 300), new('x', 9_000), new('9', 400),
    ];

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"];

    private static readonly string[] Types =
    [
        "application/json", "application/json; charset=utf-7", "text/plain", "text/csv", "application/xml", "application/octet-stream",
        "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x", "image/jpeg", "a/b; c",
    ];

    private static readonly string[] Headers =
    [
        "If-Match", "If-None-Match", "Idempotency-Key", "Accept", "Accept-Language", "Accept-Encoding", "Range", "HX-Request", "HX-Target",
        "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Referer", "User-Agent", "Cookie", "Content-Encoding", "Origin",
        "X-HTTP-Method-Override", "RequestVerificationToken", "If-Modified-Since", "traceparent", "Authorization",
    ];

    private readonly Dictionary<string, Operation> _operations =
        api.Operations.ToDictionary(o => $"{o.Method} {o.Route.TrimEnd('/')}", StringComparer.OrdinalIgnoreCase);

    /// <summary>The next request, with its route and a text that shows it.</summary>
    public async Task<(HttpRequestMessage Message, (string Route, string Text) Said)> Next(Caller caller)
    {
        var endpoint = endpoints[random.Next(endpoints.Count)];
        var isApi = endpoint.Route.StartsWith("/api/", StringComparison.Ordinal);
        var method = Chance(8) ? One(Methods) : endpoint.Methods[0] != "any" ? endpoint.Methods[0] : Chance(45) ? "POST" : "GET";
        var operation = _operations.GetValueOrDefault($"{endpoint.Methods[0]} {Constraint().Replace(endpoint.Route, "}").TrimEnd('/')}");
        var path = Path(endpoint.Route);
        var (body, handler, cookies) = ("", "", caller.Cookie);
        if (!isApi && method == "POST" && !Chance(10)) (body, handler, cookies) = await Form(path, caller);
        var query = Query(operation, endpoint.Route, handler);

        var message = new HttpRequestMessage(new(method), new Uri(path + query, new UriCreationOptions
        { DangerousDisablePathAndQueryCanonicalization = true }));
        if (isApi && caller.Token is not null) message.Headers.Authorization = caller.Token;
        else if (cookies is not null) message.Headers.TryAddWithoutValidation("Cookie", cookies);
        if (method is not ("GET" or "HEAD" or "TRACE" or "OPTIONS") || Chance(3))
        {
            if (isApi) body = Json(operation);
            message.Content = new StringContent(body, Encoding.UTF8);
            message.Content.Headers.Remove("Content-Type");
            var type = Chance(5) ? One(Types) : isApi ? "application/json" : "application/x-www-form-urlencoded";
            message.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }
        if (operation is { TakesVersion: true } && !Chance(10))
            message.Headers.TryAddWithoutValidation("If-Match", $"\"{random.Next(4)}\"");
        if (operation is { TakesKey: true } && Chance(30)) message.Headers.TryAddWithoutValidation("Idempotency-Key", $"{random.Next(50)}");
        for (var n = Chance(25) ? random.Next(1, 4) : 0; n > 0; n--)
            // The client refuses to send what would be two requests.
            message.Headers.TryAddWithoutValidation(One(Headers), Newlines().Replace(Text(), " "));
        return (message, ($"{method} {endpoint.Route}", Cookies().Replace($"{message}\n{Short(body)}", "Cookie: …")));
    }

    private string Path(string route)
    {
        var path = Hole().Replace(route, hole => hole.Value.Contains("Name", StringComparison.Ordinal) ? "v1"
            : Chance(80) ? $"{random.Next(1, 40)}" : Escape(Text()));
        if (Chance(4)) path += One(["/", "//", "/.", "/..", "/%2e%2e", "%00", "%", "%ff", ";a", "/1", ".json", "\\"]);
        // The client takes the address apart, so the path must be one for it.
        return new Uri(client.BaseAddress!, "/").ToString().TrimEnd('/') + (Chance(2) ? path.ToUpperInvariant() : path);
    }

    private string Query(Operation? operation, string route, string handler)
    {
        var parts = new List<string>();
        if (handler.Length > 0) parts.Add($"handler={handler}");
        else if (Chance(3)) parts.Add($"handler={Escape(Text())}");
        var names = operation?.Parameters.Where(p => p.GetProperty("in").GetString() == "query")
            .Select(p => p.GetProperty("name").GetString()!).ToArray() ?? Given(route);
        foreach (var name in names.Where(_ => Chance(names.Length > 8 ? 10 : 30))) parts.Add($"{name}={Escape(Text())}");
        if (names.Length > 0 && Chance(5)) parts.Add($"{One(names)}[0]={Escape(Text())}");
        if (Chance(4)) parts.Add(One(["&&&", "=", "%=%", "a", "a=%ff%fe", "[]=", "?", "a=1&a=2", "%00=%00"]));
        return parts.Count == 0 ? "" : $"?{string.Join('&', parts)}";
    }

    // Pages take these in their addresses.
    private static string[] Given(string route) => route.StartsWith("/health", StringComparison.Ordinal) ? []
        : ["text", "after", "size", "from", "to", "kind", "sort", "stage", "open", "neighborhoodId", "categoryCode", "returnUrl", "code",
            "on", "id", "view", "tab", "leadId", "q", "month"];

    private string Json(Operation? operation)
    {
        if (operation?.BodySchema is not { } schema) return Chance(50) ? "" : Text();
        var body = api.Sample(schema)!;
        if (Chance(4)) return body.ToJsonString()[..random.Next(3)] + Text();
        for (var n = random.Next(3); n > 0 && operation.Fields.Count > 0; n--) Replace(body, One(operation.Fields).Path);
        return body.ToJsonString();
    }

    private void Replace(JsonNode body, string path)
    {
        var steps = path.Replace("[0]", ".0", StringComparison.Ordinal).Split('.');
        JsonNode? at = body;
        foreach (var step in steps[..^1])
            at = at is JsonArray rows ? (rows.Count > 0 ? rows[0] : null) : (at as JsonObject)?[step];
        if (at is not JsonObject parent) return;
        if (Chance(15)) parent.Remove(steps[^1]);
        else parent[steps[^1]] = random.Next(6) switch
        {
            0 => random.Next(-2, 60),
            1 => random.NextDouble() * Math.Pow(10, random.Next(300)),
            2 => new JsonArray(Text(), null, 1),
            3 => null,
            _ => Text(),
        };
    }

    /// <summary>A page's own forms with some values replaced, sent to one of their handlers.</summary>
    private async Task<(string Body, string Handler, string? Cookies)> Form(string path, Caller caller)
    {
        using var get = new HttpRequestMessage(HttpMethod.Get, new Uri(path, new UriCreationOptions
        { DangerousDisablePathAndQueryCanonicalization = true }));
        if (caller.Cookie is not null) get.Headers.TryAddWithoutValidation("Cookie", caller.Cookie);
        using var reply = await client.SendAsync(get);
        var html = await reply.Content.ReadAsStringAsync();
        var cookies = string.Join("; ", new[] { caller.Cookie }.Concat(reply.Headers.TryGetValues("Set-Cookie", out var set)
            ? set.Select(c => c.Split(';')[0]) : []).Where(c => !string.IsNullOrEmpty(c)));
        var handlers = Handler().Matches(html).Select(m => m.Groups[1].Value).Distinct().ToArray();
        var fields = new List<string>();
        foreach (Match field in Field().Matches(html))
        {
            var name = WebUtility.HtmlDecode(Name().Match(field.Value).Groups[1].Value);
            var value = WebUtility.HtmlDecode(Value().Match(field.Value).Groups[1].Value);
            if (name.Length == 0 || (name != "__RequestVerificationToken" && Chance(10))) continue;
            fields.Add($"{Escape(name)}={Escape(name != "__RequestVerificationToken" && Chance(35) ? Text() : value)}");
        }
        if (Chance(3)) fields.Add($"{Escape(Text())}={Escape(Text())}");
        return (string.Join('&', fields), handlers.Length > 0 && Chance(70) ? One(handlers) : "", cookies);
    }

    private string Text() => One(Texts);

    private T One<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    private bool Chance(int percent) => random.Next(100) < percent;

    // Half of a surrogate pair has no form in UTF-8.
    private static string Escape(string text) => Uri.EscapeDataString(text.Length > 2_000 ? text[..2_000] : text);

    private static string Short(string text) => text.Length <= 1_000 ? text : string.Create(CultureInfo.InvariantCulture,
        $"{text[..1_000]}… ({text.Length} characters)");

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@":[a-z]+\}")]
    private static partial Regex Constraint();

    [GeneratedRegex("Cookie: .*")]
    private static partial Regex Cookies();

    [GeneratedRegex(@"[\r\n\0]")]
    private static partial Regex Newlines();

    [GeneratedRegex(@"[?&;]handler=(\w+)")]
    private static partial Regex Handler();

    [GeneratedRegex("<(?:input|select|textarea|button)\\b[^>]*\\bname=\"[^>]*>")]
    private static partial Regex Field();

    [GeneratedRegex("\\bname=\"([^\"]*)\"")]
    private static partial Regex Name();

    [GeneratedRegex("\\bvalue=\"([^\"]*)\"")]
    private static partial Regex Value();
}
