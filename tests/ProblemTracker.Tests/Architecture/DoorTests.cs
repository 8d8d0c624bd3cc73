using System.Net.Http.Headers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing.Patterns;
using ProblemTracker.Accounts;
using ProblemTracker.Domain;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Contract;

namespace ProblemTracker.Tests.Architecture;

/// <summary>Which doors are open to whom: everything is shut unless it was opened by name.</summary>
public sealed class DoorTests
{
    /// <summary>The API without an account: trading a password for a token, and nothing else.</summary>
    private static readonly string[] OpenApiRoutes = ["/api/v1/me/tokens"];

    /// <summary>
    /// Outside the API: health, the API's documents, signing in, a one-purpose link, and the page that says what went wrong.
    /// </summary>
    private static readonly string[] OpenElsewhere = ["/docs/", "/openapi/{documentName}.json", "/health/live", "/health/ready",
        "/status/{code:int}", "/sign-in", "/sign-out", "/link/{token}"];

    private TrackerHost _host = null!;

    [OneTimeSetUp] public void Start() => _host = new();
    [OneTimeTearDown] public void Stop() => _host.Dispose();

    [Test]
    public void The_API_is_shut_but_for_one_route() =>
        Assert.That(Open().Where(IsApi).Select(e => e.Route), Is.EqualTo(OpenApiRoutes));

    [Test]
    public void Pages_are_shut_but_for_those_listed() =>
        Assert.That(
            Open()
                .Where(e => !IsApi(e)
                    && !OpenElsewhere.Any(o => e.Route == o || (o.EndsWith('/') && e.Route.StartsWith(o, StringComparison.Ordinal))))
                    .Select(e => e.Route), Is.Empty);

    [Test]
    public async Task Nobody_gets_anything_from_the_API_without_a_token()
    {
        foreach (var endpoint in ContractTests.Endpoints(_host).Where(e => IsApi(e) && !OpenApiRoutes.Contains(e.Route)))
            foreach (var method in endpoint.Methods)
            {
                using var reply = await _host.Anonymous.SendAsync(new(new(method), Path(endpoint)));
                Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), $"{method} {endpoint.Route}");
                Assert.That(reply.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"),
                    $"{method} {endpoint.Route}");
            }
    }

    [Test]
    public async Task No_page_opens_for_a_bearer_token()
    {
        var client = _host.SignIn(Role.Administrator);
        foreach (var endpoint in ContractTests.Endpoints(_host)
            .Where(e => !IsApi(e) && e.Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null))
        {
            using var reply = await client.GetAsync(Path(endpoint));
            Assert.That(reply.StatusCode,
                Is.EqualTo(HttpStatusCode.Redirect).Or.EqualTo(HttpStatusCode.NotFound).Or.EqualTo(HttpStatusCode.MethodNotAllowed),
                endpoint.Route);
            if (reply.Headers.Location is { } to) Assert.That(to.ToString(), Does.Contain("/sign-in"), endpoint.Route);
        }
    }

    [Test]
    public async Task No_API_route_opens_for_a_session_cookie()
    {
        var session = await Sessions.Cookie(_host, Role.Officer);
        foreach (var endpoint in ContractTests.Endpoints(_host).Where(e => IsApi(e) && e.Methods.Contains("GET")))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Path(endpoint));
            request.Headers.Add("Cookie", session);
            using var reply = await _host.Anonymous.SendAsync(request);
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), endpoint.Route);
        }
    }

    [Test]
    public async Task A_token_that_can_only_read_changes_nothing()
    {
        var made = await _host.Send(new CreateToken($"{Name(Role.Administrator)}@test.example", "reading", 1, ReadOnly: true));
        foreach (var endpoint in ContractTests.Endpoints(_host).Where(e => IsApi(e) && !OpenApiRoutes.Contains(e.Route)))
            foreach (var method in endpoint.Methods.Where(m => m is not "GET"))
            {
                using var request = new HttpRequestMessage(new(method), Path(endpoint));
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", made.Token);
                using var reply = await _host.Anonymous.SendAsync(request);
                Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden), $"{method} {endpoint.Route}");
            }
    }

    private string Name(Role role)
    {
        _host.IdOf(role);
        return role.ToString().ToLowerInvariant();
    }

    private IEnumerable<ContractTests.Mapped> Open() =>
        ContractTests.Endpoints(_host).Where(e => e.Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null);

    private static bool IsApi(ContractTests.Mapped endpoint) => endpoint.Route.StartsWith("/api/", StringComparison.Ordinal);

    private static string Path(ContractTests.Mapped endpoint) => string.Concat(endpoint.Endpoint.RoutePattern.PathSegments.Select(s =>
        "/" + string.Concat(s.Parts.Select(p => p is RoutePatternLiteralPart literal ? literal.Content
            : p is RoutePatternParameterPart { IsCatchAll: true } ? "nothing.txt" : "1"))));
}
