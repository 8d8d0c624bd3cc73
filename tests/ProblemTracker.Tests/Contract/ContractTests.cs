using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Contract;

/// <summary>Checks what API clients rely on against the recorded files in this folder, so that every change shows as a diff.</summary>
public sealed class ContractTests
{
    private TrackerHost _host = null!;

    [OneTimeSetUp] public void Start() => _host = new();
    [OneTimeTearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task API_matches_the_record() => MatchesRecord("api.txt", ApiSummary.Of((await ApiDocument.Of(_host)).Root));

    [Test]
    public void Endpoints_match_the_record()
    {
        var lines = new StringBuilder();
        foreach (var endpoint in Endpoints(_host))
        {
            var access = endpoint.Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null ? "signed in" : "anybody";
            lines.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"{string.Join(',', endpoint.Methods),-8} {endpoint.Route,-50} {endpoint.Name,-30} {access}").Append('\n');
        }
        MatchesRecord("endpoints.txt", lines.ToString());
    }

    [Test]
    public async Task Every_operation_has_a_summary_and_documents_its_errors()
    {
        foreach (var operation in (await ApiDocument.Of(_host)).Operations)
        {
            var statuses = operation.Json.GetProperty("responses").EnumerateObject().Select(r => r.Name).ToList();
            Assert.Multiple(() =>
            {
                Assert.That(operation.Json.TryGetProperty("summary", out var summary) ? summary.GetString() : "", Is.Not.Empty,
                    $"{operation} has no summary");
                Assert.That(operation.Json.TryGetProperty("operationId", out _), $"{operation} has no name");
                Assert.That(statuses, Has.Some.StartsWith("2"), $"{operation}");
                if (!operation.AllowsEveryone) Assert.That(statuses, Is.SupersetOf(new[] { "401", "403" }), $"{operation}");
                if (operation.TakesVersion) Assert.That(statuses, Is.SupersetOf(new[] { "412", "428" }), $"{operation}");
                if (operation.Method is "POST") Assert.That(operation.TakesKey, $"{operation} does not mention Idempotency-Key");
                if (operation.Method is "PUT" or "PATCH" && operation.Route.Contains('{'))
                    Assert.That(operation.TakesVersion, $"{operation} does not mention If-Match");
                if (operation.Route.Contains('{')) Assert.That(statuses, Does.Contain("404"), $"{operation}");
                if (operation.Method is not "GET") Assert.That(statuses, Does.Contain("400"), $"{operation}");
            });
        }
    }

    [Test]
    public async Task Every_successful_response_has_a_schema()
    {
        foreach (var operation in (await ApiDocument.Of(_host)).Operations)
            foreach (var reply in operation.Json.GetProperty("responses").EnumerateObject().Where(r => r.Name is "200" or "201"))
                Assert.That(reply.Value.TryGetProperty("content", out var content) && content.EnumerateObject().Any(),
                    $"{operation} does not describe the body of its {reply.Name} response");
    }

    [Test]
    public async Task Errors_are_documented_with_codes_fields_and_shortfalls()
    {
        var schemas = (await ApiDocument.Of(_host)).Root.GetProperty("components").GetProperty("schemas");
        var problem = schemas.GetProperty("ProblemDetails").GetProperty("properties");

        Assert.That(problem.GetProperty("shortfalls").GetProperty("items").GetProperty("properties").EnumerateObject().Select(p => p.Name),
            Is.EquivalentTo(new[] { "code", "message", "field" }));
        Assert.That(problem.TryGetProperty("code", out _));
        Assert.That(schemas.GetProperty("HttpValidationProblemDetails").GetProperty("properties").TryGetProperty("errors", out _));
    }

    [Test]
    public async Task Enums_are_strings_that_list_their_values()
    {
        var schemas = (await ApiDocument.Of(_host)).Root.GetProperty("components").GetProperty("schemas").EnumerateObject().ToList();
        var enums = schemas.Where(s => s.Value.TryGetProperty("enum", out _)).ToList();

        Assert.That(enums.Select(e => e.Name), Is.SupersetOf(new[] { "Stage", "Priority", "ClosingReason" }));
        foreach (var schema in enums)
        {
            Assert.That(schema.Value.GetProperty("type").GetString(), Is.EqualTo("string"), schema.Name);
            Assert.That(schema.Value.GetProperty("enum").EnumerateArray().Select(v => v.ValueKind),
                Is.All.EqualTo(JsonValueKind.String), schema.Name);
        }
    }

    [Test]
    public async Task Enums_in_query_strings_list_their_values()
    {
        var list = (await ApiDocument.Of(_host)).Operations.Single(o => o.Name == "ListProblems");
        var stage = list.Parameters.Single(p => p.GetProperty("name").GetString() == "stage");

        Assert.That(stage.GetProperty("schema").GetProperty("enum").EnumerateArray().Select(v => v.GetString()), Does.Contain("Scanning"));
        Assert.That(list.Parameters.Select(p => p.GetProperty("name").GetString()), Is.All.Matches("^[a-z]"));
    }

    [Test]
    public async Task Body_schemas_have_unique_names()
    {
        var schemas = (await ApiDocument.Of(_host)).Root.GetProperty("components").GetProperty("schemas");
        Assert.That(schemas.EnumerateObject().Select(s => s.Name), Has.None.Match(@"^Body\d*$").And.None.Match(@"\D2$"));
    }

    internal sealed record Mapped(IReadOnlyList<string> Methods, string Route, string Name, RouteEndpoint Endpoint);

    /// <summary>The endpoints of pages and the API, without static files.</summary>
    internal static IReadOnlyList<Mapped> Endpoints(TrackerHost host) =>
        [.. host.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
        .Select(e => new Mapped([.. e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["any"]],
            "/" + e.RoutePattern.RawText?.TrimStart('/'),
            e.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? "", e))
        .Where(e => !e.Endpoint.Metadata.Any(m => m.GetType().Name == "StaticAssetDescriptor"))
        .OrderBy(e => e.Route, StringComparer.Ordinal).ThenBy(e => string.Join(',', e.Methods), StringComparer.Ordinal)];

    internal static void MatchesRecord(string file, string actual)
    {
        var path = Path.Combine(Repository.Root, "tests/ProblemTracker.Tests/Contract", file);
        if (Environment.GetEnvironmentVariable("ACCEPT_SNAPSHOTS") == "1") File.WriteAllText(path, actual);
        var recorded = File.Exists(path) ? File.ReadAllText(path) : "";
        if (recorded == actual) return;
        var (was, now) = (recorded.Split('\n'), actual.Split('\n'));
        var first = Enumerable.Range(0, Math.Max(was.Length, now.Length))
            .First(i => i >= was.Length || i >= now.Length || was[i] != now[i]);
        Assert.Fail($"""
            {file} differs, beginning at line {first + 1}.
            recorded: {was.ElementAtOrDefault(first)}
            now:      {now.ElementAtOrDefault(first)}
            If the change is intended, run ACCEPT_SNAPSHOTS=1 ./scripts/test and commit the file with the change.
            """);
    }
}
