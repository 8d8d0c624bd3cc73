using System.Net.Http.Headers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing.Patterns;
using ProblemTracker.Accounts;
using ProblemTracker.Domain;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Contract;

namespace ProblemTracker.Tests.Architecture;

/// <summary>Every route requires authentication unless it is listed here.</summary>
public sealed class AuthenticationRequiredTests
{
    /// <summary>API routes that need no token: only exchanging a password for one.</summary>
    private static readonly string[] OpenApiRoutes = ["/api/v1/me/tokens"];

    /// <summary>
    /// Public routes outside the API: health, the API's documentation, signing in and out, one-time links, the agency's logo,
    /// calendars by private address, the public site, the Open311 server, and the error page.
    /// </summary>
    private static readonly string[] OpenElsewhere = ["/docs/", "/openapi/{documentName}.json", "/health/live", "/health/ready",
        "/status/{code:int}", "/sign-in", "/sign-in/code", "/sign-out", "/link/{token}",
        "/password/{token}", "/email-address/{token}", "/forgot-password", "/first-administrator/{token}", "/sign-on",
        "/agency-logo/{digest}", "/calendar/{token}.ics", "/city", "/city/", "/open311/"];

    private TrackerHost _host = null!;

    [OneTimeSetUp] public void Start() => _host = new();
    [OneTimeTearDown] public void Stop() => _host.Dispose();

    [Test]
    public void API_requires_authentication_except_for_one_route() =>
        Assert.That(Open().Where(IsApi).Select(e => e.Route), Is.EqualTo(OpenApiRoutes));

    [Test]
    public void Pages_require_authentication_except_for_those_listed() =>
        Assert.That(
            Open()
                .Where(e => !IsApi(e)
                    && !OpenElsewhere.Any(o => e.Route == o || (o.EndsWith('/') && e.Route.StartsWith(o, StringComparison.Ordinal))))
                    .Select(e => e.Route), Is.Empty);

    [Test]
    public async Task API_rejects_requests_without_a_token()
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
    public async Task Pages_do_not_accept_bearer_tokens()
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
    public async Task API_does_not_accept_session_cookies()
    {
        var session = await SessionCookies.Cookie(_host, Role.Officer);
        foreach (var endpoint in ContractTests.Endpoints(_host).Where(e => IsApi(e) && e.Methods.Contains("GET")))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Path(endpoint));
            request.Headers.Add("Cookie", session);
            using var reply = await _host.Anonymous.SendAsync(request);
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), endpoint.Route);
        }
    }

    [Test]
    public async Task Read_only_token_cannot_change_anything()
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
