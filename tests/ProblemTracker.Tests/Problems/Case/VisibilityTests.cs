using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Evidence;

namespace ProblemTracker.Tests.Problems;

/// <summary>Only its team, supervisors and analysts can view a confidential problem.</summary>
public sealed partial class VisibilityTests
{
    private const string Problem = "/api/v1/problems/{id:long}";
    private const long Absent = 999_999;

    private TrackerHost _host = null!;
    private long _secret;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _secret = await _host.OpenProblem("Drugs at the school gate", confidential: true);
    }

    [TearDown] public void Stop() => _host.Dispose();

    /// <summary>A valid body for each endpoint that takes one, so that the reply is about access and not about the body.</summary>
    private static readonly Dictionary<string, object> Bodies = new()
    {
        ["PATCH "] = new { title = "Seen" },
        ["POST /stage"] = new { to = "Analysis", note = "Ready to move on." },
        ["POST /follow-up"] = new { finding = "Recurred", evidence = "Noise again." },
        ["POST /notes"] = new { text = "Hello." },
        ["POST /files"] = new { },
        ["POST /assignment"] = new { leadId = 1, reason = "Why not." },
        ["POST /stakeholders"] = new { stakeholderId = 1, role = "Partner" },
        ["POST /incidents"] = new { incidentIds = new[] { 1 } },
        ["POST /concerns"] = new { concernIds = new[] { 1 } },
        ["POST /actions"] = new { description = "Fix the lamp", enforcement = false },
        ["POST /actions/from-alternatives"] = new { },
        ["POST /watch"] = new { },
        ["POST /response/start"] = new { note = "Read and agreed." },
        ["POST /response/amendments"] = new { reason = "New facts.", sheet = new { } },
        ["POST /extension"] = new { dueOn = "2026-06-01", reason = "Winter." },
        ["POST /hold"] = new { untilOn = "2026-03-20", reason = "Winter." },
        ["POST /resume"] = new { note = "Spring." },
        ["POST /undo"] = new { },
        ["POST /requests"] = new { kind = "Hold", untilOn = "2026-03-20", reason = "Winter." },
        ["PUT /partner-summary"] = new { summary = "About noise." },
        ["PUT /open-to-partners"] = new { open = true },
        ["PUT /publication"] = new { texts = new[] { new { language = "en", title = "Noise", place = "Elm Street", youSaid = "Loud." } } },
        ["POST /publication/withdraw"] = new { },
        ["PUT /report"] = new { section = "Summary", text = "Quiet again." },
        ["POST /evidence/set"] = new { categoryCode = "noise" },
        ["POST /evidence/citations"] = new { panel = "Total" },
        ["POST /evidence/citations/{citationId:long}/update"] = new { },
        ["POST /checklists"] = Walk,
        ["PUT /checklists/{number:int}"] = Walk,
        ["POST /checklists/{number:int}/withdraw"] = new { reason = "Wrong lot." },
        ["POST /checklists/{number:int}/files"] = new { },
        ["POST /evidence/hypotheses"] = new { statement = "The rear exit is open." },
        ["PUT /evidence/hypotheses/{hypothesisId:long}"] = new { statement = "The rear exit is open." },
        ["POST /evidence/hypotheses/{hypothesisId:long}/citations/{citationId:long}"] = new { stance = "For" },
        ["POST /evidence/hypotheses/{hypothesisId:long}/carry"] = new { },
        ["PUT /scanning"] = new { },
        ["PUT /analysis"] = new { },
        ["PUT /response"] = new { },
        ["PUT /assessment"] = new { },
        ["POST /evaluation"] = new { },
        ["POST /measures/series"] = new { name = "Bags", source = "Parks", numbers = "2026-01 3" },
        ["PUT /measures/series/{seriesId:long}"] = new { name = "Bags", source = "Parks", numbers = "2026-01 3" },
        ["PUT /evaluation/test"] = new
        {
            test = new
            {
                filter = "categoryCode=noise",
                response = new { latitude = 40.5, longitude = -89.5, radius = 100 },
                before = new { from = "2025-01-01", to = "2025-12-31" },
                after = new { from = "2026-06-01", to = "2027-05-31" },
                rule = new { statistic = "BeforeAfter", confidence = 95, improvedBy = 20 },
            },
        },
    };

    private static object Walk => new { site = "The gate", residents = 1, items = new[] { new { itemId = 1, extent = "Some" } } };

    [TestCase(Role.Officer)]
    [TestCase(Role.Command)]
    public async Task For_everyone_else_every_endpoint_replies_as_if_it_did_not_exist(Role role)
    {
        var stranger = _host.SignInAs("stranger", role);
        var endpoints = Endpoints();
        Assert.That(endpoints, Has.Count.GreaterThan(20));

        foreach (var (method, rest) in endpoints)
        {
            var secret = await Send(stranger, method, rest, _secret);
            var absent = await Send(stranger, method, rest, Absent);
            // Command staff get 403 for what they may not do to any problem, whether or not it exists.
            Assert.That(secret.Status, Is.EqualTo(404).Or.EqualTo(role == Role.Officer && !NeedsSupervisor(rest) ? 404 : 403),
                $"{method} {rest} {secret.Body}");
            Assert.That(secret, Is.EqualTo(absent), $"{method} {rest}");
        }
    }

    [TestCase(Role.Supervisor)]
    [TestCase(Role.Analyst)]
    public async Task Supervisors_and_analysts_can_read_all_of_it(Role role)
    {
        await _host.SignIn(Role.Officer).Fill(_secret, null, "None");
        foreach (var (method, rest) in Endpoints().Where(e => e.Method == "GET" && !e.Path.EndsWith(".csv", StringComparison.Ordinal)))
            Assert.That((await Send(_host.SignIn(role), method, rest, _secret)).Status, Is.EqualTo(200), rest);
    }

    [Test]
    public async Task The_team_can_read_it_and_new_members_once_they_join()
    {
        var member = _host.SignInAs("member", Role.Officer);
        var before = await member.GetAsync($"/api/v1/problems/{_secret}");
        await _host.Join(_secret, _host.IdOf("member"));

        Assert.That(before.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await member.GetAsync($"/api/v1/problems/{_secret}")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await _host.SignIn(Role.Officer).GetAsync($"/api/v1/problems/{_secret}")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Lists_leave_it_out_of_rows_and_totals()
    {
        await _host.OpenProblem("Noise behind the bar");
        foreach (var (reader, expected) in new[]
        {
            (_host.SignIn(Role.Officer), 2), (_host.SignIn(Role.Supervisor), 2), (_host.SignIn(Role.Analyst), 2),
            (_host.SignInAs("stranger", Role.Officer), 1), (_host.SignIn(Role.Command), 1),
        })
            foreach (var query in new[] { "", "?size=1", "?sort=due", "?sort=newest" })
            {
                var list = await reader.Read($"/api/v1/problems{query}");
                Assert.That(list.GetProperty("total").GetInt32(), Is.EqualTo(expected), query);
                if (expected == 1) Assert.That(list.Each("title"), Is.EqualTo(new[] { "Noise behind the bar" }), query);
            }
        foreach (var text in new[] { "P-2026-0001", "Drugs" })
        {
            Assert.That((await _host.SignIn(Role.Officer).Read($"/api/v1/problems?text={text}")).GetProperty("total").GetInt32(),
                Is.EqualTo(1), text);
            Assert.That(
                (await _host.SignInAs("stranger", Role.Officer).Read($"/api/v1/problems?text={text}")).GetProperty("total").GetInt32(),
                Is.Zero, text);
        }
    }

    [Test]
    public async Task Closing_as_a_duplicate_does_not_reveal_a_confidential_problem()
    {
        var stranger = _host.SignInAs("stranger", Role.Officer);
        var own = await _host.OpenProblem(by: stranger, led: false);
        async Task<string> Close(long related) => await Text(await stranger.IfMatch(1).PostAsJsonAsync($"/api/v1/problems/{own}/stage",
            new { to = "Closed", note = "The same.", closingReason = "Duplicate", relatedProblemId = related }));

        Assert.That(await Close(_secret), Is.EqualTo(await Close(Absent)));
    }

    /// <summary>A child id in a route, such as <c>{attachmentId:long}</c>.</summary>
    [GeneratedRegex(@"\{\w+:(long|int)\}")]
    private static partial Regex ChildId();

    private static bool NeedsSupervisor(string rest) => rest is "/response/start" or "/extension" or "/hold";

    private List<(string Method, string Path)> Endpoints() =>
    [
        .. from endpoint in _host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           let pattern = endpoint.RoutePattern.RawText!
           where pattern == Problem || pattern.StartsWith(Problem + "/", StringComparison.Ordinal)
           from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
           select (method, pattern[Problem.Length..]),
    ];

    private static async Task<(int Status, string Body)> Send(HttpClient client, string method, string rest, long problem)
    {
        var request = new HttpRequestMessage(new(method), $"/api/v1/problems/{problem}{ChildId().Replace(rest, "1")}");
        if (method is "POST" or "PUT" or "PATCH")
        {
            Assert.That(Bodies.TryGetValue($"{method} {rest}", out var body),
                $"Add a body for {method} {rest}, so that this test covers it.");
            request.Content = JsonContent.Create(body);
        }
        if (method != "GET") request.Headers.IfMatch.Add(new("\"1\""));
        var reply = await client.SendAsync(request);
        return ((int)reply.StatusCode, await Text(reply));
    }

    /// <summary>The reply without its trace id; of a document only what it is.</summary>
    private static async Task<string> Text(HttpResponseMessage reply)
    {
        if (reply.Content.Headers.ContentType?.MediaType is { } type && !type.EndsWith("json", StringComparison.Ordinal)) return type;
        var body = JsonNode.Parse(await reply.Content.ReadAsStringAsync())!;
        if (body is JsonObject answer) answer.Remove("traceId");
        return body.ToJsonString();
    }
}
