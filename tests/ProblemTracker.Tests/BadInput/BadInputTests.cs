using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProblemTracker.Domain;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Contract;
using ProblemTracker.Webhooks;

namespace ProblemTracker.Tests.BadInput;

/// <summary>
/// Sends bad input to every writing endpoint in the API's document. Each must respond with an error that names the field, never with a
/// 500. New endpoints are covered automatically.
/// </summary>
public sealed class BadInputTests
{
    private const string Sql = "'; DROP TABLE Problem; --";
    private const string Html = "<script>alert(\"1\")</script>";

    private TrackerHost _host = null!;
    private ApiDocument _api = null!;
    private HttpClient _client = null!;
    private HttpClient _partner = null!;
    private long _problem;
    private readonly ConcurrentBag<string> _faults = [];

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = new();
        _api = await ApiDocument.Of(_host);
        // A person with all permissions, so that requests are rejected only for their content.
        _client = _host.SignInAs("everybody", TrackerHost.AllOfTheDepartment);
        _problem = await _host.OpenProblem();
        await _host.Send(new CreateWebhook("Dashboard", "https://dashboard.test.example", Moves: true, Nudges: false));
        _partner = _host.SignInPartner(await _host.SignIn(Role.Officer).Stakeholder());
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _client.Dispose();
        _partner.Dispose();
        _host.Dispose();
    }

    // All tests together send more requests than one address may.
    [SetUp] public void ComeFromElsewhere() => _host.ChangeAddress();

    [TearDown]
    public void NothingIsLost()
    {
        var found = _faults.Order(StringComparer.Ordinal).ToList();
        _faults.Clear();
        Assert.That(found, Is.Empty, string.Join('\n', found));
    }

    /// <summary>The partner for partner endpoints, since the role Partner can't be combined with others.</summary>
    private HttpClient For(Operation operation) =>
        operation.Route.StartsWith("/api/v1/partner/", StringComparison.Ordinal) ? _partner : _client;

    private IEnumerable<Operation> Writers => _api.Operations.Where(o => o.Method is "POST" or "PUT" or "PATCH" or "DELETE");
    private IEnumerable<Operation> WithBody => Writers.Where(o => o.BodySchema is not null);

    [Test]
    public void Endpoints_with_a_body_are_found() => Assert.That(WithBody.Count(), Is.GreaterThan(8));

    [Test]
    public Task Malformed_JSON_is_rejected() => Each(WithBody, operation => Refused(operation, "{\"", 400, "body"));

    [Test]
    public Task Empty_body_is_rejected() => Each(WithBody, operation => Refused(operation, "", 400, "body"));

    [Test]
    public Task Null_body_is_rejected() => Each(WithBody, operation => Refused(operation, "null", 400, "body"));

    [Test]
    public Task Array_instead_of_an_object_is_rejected() => Each(WithBody, operation => Refused(operation, "[]", 400, "body"));

    [Test]
    public Task Duplicate_field_is_rejected() => Each(WithBody.Where(o => o.Fields.Count > 0), operation =>
    {
        var name = operation.Fields[0].Path;
        return Refused(operation, $"{{\"{name}\": null, \"{name}\": null, {Sample(operation)[1..]}", 400);
    });

    [Test]
    public Task Unknown_field_is_rejected_by_name() => Each(WithBody, operation =>
    {
        var body = (JsonObject)JsonNode.Parse(Sample(operation))!;
        body["color"] = "blue";
        return Refused(operation, body.ToJsonString(), 400, "color");
    });

    [Test]
    public Task Each_missing_required_field_is_reported() => Each(WithBody, async operation =>
    {
        foreach (var field in operation.Fields.Where(f => f.Required && !f.Path.Contains('.')))
        {
            var body = (JsonObject)JsonNode.Parse(Sample(operation))!;
            body.Remove(field.Path);
            await Refused(operation, body.ToJsonString(), 400, field.Path);
        }
    });

    [Test]
    public Task Null_is_rejected_for_non_nullable_fields() => EachField(f => !_api.AllowsNull(f.Schema), _ => null);

    [Test]
    public Task Null_is_rejected_as_an_item_of_a_list() =>
        EachField(f => _api.Kind(f.Schema) is "array", _ => new JsonArray((JsonNode?)null));

    [Test]
    public Task Value_of_the_wrong_type_is_rejected() => EachField(_ => true, field => _api.Kind(field.Schema) switch
    {
        "string" => 5,
        "array" => new JsonObject(),
        "object" => new JsonArray(),
        _ => "five",
    });

    [Test]
    public Task Array_is_rejected_for_a_single_value() => EachField(f => _api.Kind(f.Schema) is not "array", _ => new JsonArray(1));

    [Test]
    public Task Number_is_rejected_for_an_enum() => EachField(IsEnum, _ => 0);

    [Test]
    public Task Unknown_name_is_rejected_for_an_enum() => EachField(IsEnum, _ => "Nonesuch");

    [Test]
    public Task Fraction_is_rejected_for_a_whole_number() => EachField(f => _api.Kind(f.Schema) is "integer", _ => 1.5);

    [Test]
    public Task Number_out_of_range_is_rejected() =>
        EachField(f => _api.Kind(f.Schema) is "integer", _ => JsonNode.Parse("99999999999999999999999"));

    [Test]
    public Task Text_that_is_not_a_date_is_rejected_for_a_date() =>
        EachField(f => Format(f) is "date" or "date-time", _ => "the day after tomorrow");

    /// <summary>These dates are well formed and may or may not be valid, so any response except a 500 will do.</summary>
    [TestCase("0001-01-01")]
    [TestCase("9999-12-31")]
    public Task Extreme_date_never_causes_an_error_500(string date) =>
        EachField(f => Format(f) is "date" or "date-time", field => Format(field) is "date" ? date : $"{date}T00:00:00Z", clear: true);

    [TestCase(-1)]
    [TestCase(0)]
    [TestCase(int.MaxValue)]
    public Task Extreme_integer_never_causes_an_error_500(int number) =>
        EachField(f => _api.Kind(f.Schema) is "integer" or "number", _ => number, clear: true);

    [TestCase(1e308)]
    [TestCase(-1e15)]
    public Task Extreme_measure_never_causes_an_error_500(double number) =>
        EachField(f => _api.Kind(f.Schema) is "number", _ => number, clear: true);

    [Test]
    public Task Megabyte_of_text_is_rejected_by_field() =>
        EachField(IsText, _ => new string('x', 1_000_000));

    [TestCase("")]
    [TestCase("   ")]
    [TestCase("\0")]
    [TestCase("\u202e\ud83d\ude00\u0301")]
    public Task Odd_text_never_causes_an_error_500(string text) =>
        EachField(IsText, _ => text, clear: true);

    [TestCase("a\0b")]
    [TestCase("list of\n un\uFFFEfinished")]
    [TestCase("\uFFFF")]
    public Task Text_that_can_not_be_stored_is_rejected_by_field(string text) => EachField(IsText, _ => text);

    /// <summary>Half a surrogate pair can't be stored, and SQLite and SQL Server handle it differently.</summary>
    [Test]
    public Task Half_a_surrogate_pair_is_rejected_by_field() => Each(WithBody, async operation =>
    {
        foreach (var field in operation.Fields.Where(IsText))
            await Refused(operation, With(operation, field.Path, "MARK").Replace("\"MARK\"", "\"\\ud83d\""), 400, field.Path);
    });

    [Test]
    public Task Half_a_surrogate_pair_in_a_name_is_rejected() => Each(WithBody, async operation =>
    {
        foreach (var name in new[] { "\\ud83d", "\\ufffe", "\\u0000" })
            await Refused(operation, $"{{\"{name}\": 1, {Sample(operation)[1..]}", 400);
    });

    /// <summary>Whether there is such a category is decided when the file is read.</summary>
    private const string DefaultCategory = "map.categoryDefault";

    [Test]
    public Task Text_that_nobody_can_see_is_rejected_wherever_spaces_are() => Each(WithBody, async operation =>
    {
        foreach (var field in operation.Fields.Where(field => IsText(field) && field.Path != DefaultCategory))
        {
            using var request = Request(operation, With(operation, field.Path, "   "));
            using var reply = await For(operation).SendAsync(request);
            if (reply.StatusCode == HttpStatusCode.BadRequest && Names(await reply.Content.ReadAsStringAsync(), field.Path))
                await Refused(operation, With(operation, field.Path, "\u200b \u2060\u00ad\u3164\u0007"), 400, field.Path);
        }
    });

    [TestCase("\0")]
    [TestCase("a\uFFFE")]
    [TestCase("\uFFFF")]
    public async Task Text_that_can_not_be_stored_is_rejected_in_an_address(string text)
    {
        foreach (var operation in _api.Operations.Where(o => o.Method is "GET"))
            foreach (var parameter in operation.Parameters.Where(p => p.GetProperty("in").GetString() is "query"))
                if (_api.Kind(parameter.GetProperty("schema")) is "string")
                    await Expect(400, await For(operation).GetAsync(
                        $"{operation.At(_problem)}?{parameter.GetProperty("name").GetString()}={Uri.EscapeDataString(text)}"),
                        $"{operation}", parameter.GetProperty("name").GetString());
    }

    [Test]
    public async Task SQL_and_HTML_are_treated_as_text()
    {
        var problems = await Count("SELECT COUNT(*) FROM Problem");
        foreach (var text in new[] { Sql, Html })
            await EachField(IsText, _ => text, clear: true);

        Assert.That(await Count("SELECT COUNT(*) FROM Problem"), Is.GreaterThanOrEqualTo(problems));
    }

    [TestCase(Sql)]
    [TestCase(Html)]
    [TestCase("100% [sure] _ ! \\ ' \"")]
    public async Task Text_is_returned_unchanged_and_can_be_found(string text)
    {
        var id = await _host.OpenProblem(text, by: _client);

        Assert.That((await _client.GetFromJsonAsync<JsonElement>($"/api/v1/problems/{id}")).GetProperty("title").GetString(),
            Is.EqualTo(text));
        var found = await _client.GetFromJsonAsync<JsonElement>($"/api/v1/problems?text={Uri.EscapeDataString(text)}");
        // Other problems may contain the text in a note or worksheet.
        Assert.That(found.GetProperty("items").EnumerateArray().Select(p => p.GetProperty("id").GetInt64()), Does.Contain(id));
    }

    [Test]
    public Task Missing_version_is_428() =>
        Each(Writers.Where(o => o.TakesVersion), operation => Refused(operation, Sample(operation), 428, version: null));

    [TestCase("three")]
    [TestCase("\"-1\"")]
    [TestCase("*")]
    [TestCase("\"99999999999\"")]
    [TestCase("\"1\", \"2\"")]
    public Task Malformed_version_is_rejected(string version) =>
        Each(Writers.Where(o => o.TakesVersion), operation => Refused(operation, Sample(operation), 400, "If-Match", version));

    [Test]
    public async Task Stale_version_is_412()
    {
        foreach (var sheet in new[] { "scanning", "analysis", "response", "assessment" })
        {
            var body = await _client.GetStringAsync($"/api/v1/problems/{_problem}/{sheet}");
            await Expect(412, await Send(HttpMethod.Put, $"/api/v1/problems/{_problem}/{sheet}", body, "\"77\""), $"PUT {sheet}");
        }
        await Expect(412,
            await Send(HttpMethod.Post, $"/api/v1/problems/{_problem}/stage", "{\"to\":\"Analysis\",\"note\":\"On.\"}", "\"77\""), "stage");
    }

    [Test]
    public Task Wrong_media_type_is_415() => Each(WithBody, async operation =>
    {
        using var request = Request(operation, Sample(operation));
        request.Content!.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        await Expect(415, await For(operation).SendAsync(request), $"{operation}");
    });

    [Test]
    public Task Form_body_is_415() => Each(WithBody, async operation =>
    {
        using var request = Request(operation, "");
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["title"] = "x" });
        await Expect(415, await For(operation).SendAsync(request), $"{operation}");
    });

    [Test]
    public Task Writing_without_a_token_is_401() => Each(Writers.Where(o => !o.AllowsEveryone), async operation =>
    {
        using var request = Request(operation, Sample(operation));
        await Expect(401, await _host.Anonymous.SendAsync(request), $"{operation}");
    });

    [TestCase("Bearer nonsense")]
    [TestCase("Bearer ")]
    [TestCase("Basic b2ZmaWNlcjpvZmZpY2Vy")]
    [TestCase("Bearer ' OR 1 = 1 --")]
    public async Task Invalid_token_is_401(string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/problems");
        request.Headers.TryAddWithoutValidation("Authorization", header);
        await Expect(401, await _host.Anonymous.SendAsync(request), header);
    }

    [TestCase("/api/v1/nonesuch")]
    [TestCase("/api/v1/problems/abc")]
    [TestCase("/api/v1/problems/99999999999999999999")]
    [TestCase("/api/v2/problems")]
    [TestCase("/api")]
    public async Task Unknown_route_is_404(string route)
    {
        await Expect(404, await _client.GetAsync(route), route);
        // For routes of readable records, routing checks the method before the id.
        if (!route.StartsWith("/api/v1/problems/", StringComparison.Ordinal))
            await Expect(404, await _client.PostAsJsonAsync(route, new { }), route);
    }

    [Test]
    public Task Unknown_id_is_404() => Each(_api.Operations.Where(o => o.Route.Contains('{') && o.Method is "GET"), async operation =>
    {
        foreach (var id in new[] { long.MaxValue, 0, -1 })
            await Expect(404, await For(operation).GetAsync(operation.At(id)), $"{operation} {id}");
    });

    [Test]
    public async Task Wrong_method_is_405()
    {
        foreach (var route in _api.Operations.GroupBy(o => o.At(_problem)))
            foreach (var method in new[] { "GET", "POST", "PUT", "PATCH", "DELETE" }.Except(route.Select(o => o.Method)))
            {
                using var request = new HttpRequestMessage(new(method), route.Key);
                await Expect(405, await _client.SendAsync(request), $"{method} {route.Key}");
            }
    }

    [Test]
    public async Task Invalid_query_string_is_rejected_by_field()
    {
        foreach (var operation in _api.Operations.Where(o => o.Method is "GET"))
            foreach (var parameter in operation.Parameters.Where(p => p.GetProperty("in").GetString() is "query"))
            {
                var name = parameter.GetProperty("name").GetString()!;
                var schema = parameter.GetProperty("schema");
                var kind = _api.Kind(schema);
                if (kind is "string" && !schema.TryGetProperty("enum", out _) && !schema.TryGetProperty("format", out _))
                {
                    foreach (var text in new[] { Sql, Html, "%", new string('x', 10_000), "\0", "\uFFFE" })
                        await NoAccident(await For(operation).GetAsync($"{operation.At(_problem)}?{name}={Uri.EscapeDataString(text)}"),
                            $"{operation} {name}");
                    continue;
                }
                foreach (var text in kind is "string" ? new[] { "nonesuch", "0" } : ["nonsense", "99999999999999999999999"])
                    await Expect(400, await For(operation).GetAsync($"{operation.At(_problem)}?{name}={text}"),
                        $"{operation} {name}={text}", name);
                foreach (var text in new[] { "-1", "0", "2147483647", "0001-01-01", "9999-12-31", "" })
                    await NoAccident(await For(operation).GetAsync($"{operation.At(_problem)}?{name}={text}"),
                        $"{operation} {name}={text}");
            }
    }

    [TestCase("size", "0")]
    [TestCase("size", "-5")]
    [TestCase("size", "201")]
    [TestCase("after", "nonsense")]
    [TestCase("after", "eA")]
    public async Task Invalid_page_is_rejected(string name, string value)
    {
        foreach (var operation in _api.Operations.Where(o => o.Method is "GET"
            && o.Parameters.Any(p => p.GetProperty("name").GetString() == name)))
            await Expect(400, await For(operation).GetAsync($"{operation.At(_problem)}?{name}={value}"),
                $"{operation} {name}={value}", name);
    }

    [Test]
    public async Task Same_idempotency_key_gives_the_same_response_and_one_row()
    {
        var body = Json(
            new
            {
                title = "Once only",
                description = "d",
                categoryCode = "noise",
                neighborhoodId = await _host.Neighborhood(),
                source = "Officer",
                priority = "Low",
                confidential = false
            });

        var first = await Send(HttpMethod.Post, "/api/v1/problems", body, key: "once");
        var second = await Send(HttpMethod.Post, "/api/v1/problems", body, key: "once");

        Assert.That(await second.Content.ReadAsStringAsync(), Is.EqualTo(await first.Content.ReadAsStringAsync()));
        Assert.That(second.StatusCode, Is.EqualTo(first.StatusCode).And.EqualTo(HttpStatusCode.Created));
        Assert.That(await Count("SELECT COUNT(*) FROM Problem WHERE Title = 'Once only'"), Is.EqualTo(1));
        await Expect(422, await Send(HttpMethod.Post, "/api/v1/problems", body.Replace("Low", "High"), key: "once"), "different body");
    }

    [Test]
    public async Task Double_click_creates_one_row()
    {
        var body = Json(
            new
            {
                title = "Twice at once",
                description = "d",
                categoryCode = "noise",
                neighborhoodId = await _host.Neighborhood(),
                source = "Officer",
                priority = "Low",
                confidential = false
            });

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => Send(HttpMethod.Post, "/api/v1/problems", body, key: "double")));

        Assert.That(replies.Select(r => (int)r.StatusCode), Is.All.EqualTo(201).Or.EqualTo(409));
        Assert.That(await Count("SELECT COUNT(*) FROM Problem WHERE Title = 'Twice at once'"), Is.EqualTo(1));
        var made = await Task.WhenAll(
            replies.Where(r => r.StatusCode == HttpStatusCode.Created).Select(r => r.Content.ReadAsStringAsync()));
        Assert.That(made.Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Odd_idempotency_key_never_causes_an_error_500()
    {
        foreach (var key in new[] { Sql, Html, new string('k', 101), new string('k', 100), "é" })
        {
            using var reply = await Send(HttpMethod.Post, "/api/v1/problems", "{}", key: key);
            await Expect(400, reply, key);
        }
    }

    [Test]
    public async Task Oversized_body_is_rejected()
    {
        using var reply = await Send(HttpMethod.Post, "/api/v1/problems", Json(new { title = new string('x', 3_000_000) }));
        await Expect(400, reply, "3 MB");
    }

    [Test]
    public async Task Deeply_nested_JSON_is_rejected()
    {
        using var reply = await Send(HttpMethod.Post, "/api/v1/problems", string.Concat(Enumerable.Repeat("{\"title\":", 2000)));
        await Expect(400, reply, "nested");
    }

    private static bool IsEnumSchema(ApiDocument api, JsonElement schema) => api.Resolve(schema).TryGetProperty("enum", out _);

    private bool IsEnum(ApiDocument.Field field) => IsEnumSchema(_api, field.Schema);

    private bool IsText(ApiDocument.Field field) => _api.Kind(field.Schema) is "string" && !IsEnum(field) && Format(field) is null;

    private string? Format(ApiDocument.Field field) =>
        _api.Resolve(field.Schema).TryGetProperty("format", out var format) ? format.GetString() : null;

    private string Sample(Operation operation) => operation.BodySchema is { } schema ? _api.Sample(schema)!.ToJsonString() : "";

    /// <summary>The sample body with one value replaced, at a field path as in error responses.</summary>
    private string With(Operation operation, string path, JsonNode? value)
    {
        var body = _api.Sample(operation.BodySchema!.Value)!;
        var steps = path.Replace("[0]", ".0").Split('.');
        var at = body;
        foreach (var step in steps[..^1]) at = at is JsonArray rows ? rows[int.Parse(step, CultureInfo.InvariantCulture)]! : at[step]!;
        at[steps[^1]] = value;
        return body.ToJsonString();
    }

    /// <param name="clear">Whether the value may also be accepted, so that any response except a 500 will do.</param>
    private Task EachField(Func<ApiDocument.Field, bool> which, Func<ApiDocument.Field, JsonNode?> value, bool clear = false) =>
        Each(WithBody, async operation =>
    {
        foreach (var field in operation.Fields.Where(which))
        {
            var body = With(operation, field.Path, value(field));
            if (clear) await Clear(operation, body, field.Path);
            else await Refused(operation, body, 400, field.Path);
        }
    });

    private static async Task Each(IEnumerable<Operation> operations, Func<Operation, Task> check)
    {
        foreach (var operation in operations) await check(operation);
    }

    private async Task Clear(Operation operation, string body, string what)
    {
        using var request = Request(operation, body);
        using var reply = await For(operation).SendAsync(request);
        await NoAccident(reply, $"{operation} {what}");
    }

    /// <summary>Expects this status and an error for this field, possibly among others.</summary>
    private async Task Refused(Operation operation, string body, int status, string? field = null, string? version = "\"0\"")
    {
        using var request = Request(operation, body, version);
        using var reply = await For(operation).SendAsync(request);
        await Expect(status, reply, $"{operation} {field}", field);
    }

    private async Task Expect(int status, HttpResponseMessage reply, string what, string? field = null)
    {
        var text = await reply.Content.ReadAsStringAsync();
        if ((int)reply.StatusCode != status) Fault($"{what}: status is {(int)reply.StatusCode} instead of {status}: {text}");
        else if (reply.Content.Headers.ContentType?.MediaType != "application/problem+json")
            Fault($"{what}: content type of {status} is {reply.Content.Headers.ContentType} instead of problem+json: {text}");
        else if (status == 400 && !HasFields(text)) Fault($"{what}: no field in errors: {text}");
        else if (field is not null && !Names(text, field)) Fault($"{what}: {field} is not in errors: {text}");
    }

    private async Task NoAccident(HttpResponseMessage reply, string what)
    {
        var text = await reply.Content.ReadAsStringAsync();
        if ((int)reply.StatusCode >= 500) Fault($"{what}: {(int)reply.StatusCode} {text}");
        else if ((int)reply.StatusCode == 400 && !HasFields(text)) Fault($"{what}: no field in errors: {text}");
    }

    private void Fault(string fault) => _faults.Add(fault.Length > 500 ? fault[..500] + "…" : fault);

    private static bool HasFields(string json) =>
        JsonDocument.Parse(json).RootElement.TryGetProperty("errors", out var errors)
            && errors.EnumerateObject().Any(e => e.Name.Length > 0);

    private static bool Names(string json, string field) => JsonDocument.Parse(json).RootElement.TryGetProperty("errors", out var errors)
        && errors.EnumerateObject()
            .Any(e => e.Name == field || e.Name.StartsWith(field + ".", StringComparison.Ordinal)
                || e.Name.StartsWith(field + "[", StringComparison.Ordinal));

    private HttpRequestMessage Request(Operation operation, string body, string? version = "\"0\"") =>
        Request(new(operation.Method), operation.At(_problem), body, operation.TakesVersion ? version : null);

    private static HttpRequestMessage Request(HttpMethod method, string route, string body, string? version)
    {
        var request = new HttpRequestMessage(method, route) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (version is not null) request.Headers.TryAddWithoutValidation("If-Match", version);
        return request;
    }

    private async Task<HttpResponseMessage> Send(HttpMethod method, string route, string body, string? version = null, string? key = null)
    {
        using var request = Request(method, route, body, version);
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await _client.SendAsync(request);
    }

    private static string Json(object body) => JsonSerializer.Serialize(body);

    private Task<int> Count(string sql) => _host.Query(db => db.Single<int>(sql, null, default));
}
