using System.Text;
using Microsoft.AspNetCore.Routing.Patterns;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Architecture;

namespace ProblemTracker.Tests.Contract;

/// <summary>
/// Calls every endpoint and page as nobody and as each role, for records that don't exist and with an empty body, and compares the answers
/// with <c>access.txt</c>. An endpoint without a row there fails, and so does a row whose answers changed. 401 and 403 (or 302 to the
/// sign-in page) refuse; any other answer shows that this role gets past the permission.
/// </summary>
/// <remarks>Pages are only opened: a form without its antiforgery token is refused for everyone, and sends a message of the API.</remarks>
public sealed class AccessTests
{
    private const string Absent = "999999999";

    private TrackerHost _host = null!;

    [OneTimeSetUp] public void Start() => _host = new();
    [OneTimeTearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Every_endpoint_and_page_answers_nobody_and_each_role_as_recorded()
    {
        Role[] roles = Enum.GetValues<Role>();
        var clients = roles.ToDictionary(role => role, role => role == Role.Partner ? null : _host.SignIn(role));
        clients[Role.Partner] = _host.SignInPartner(await _host.SignIn(Role.Officer).Stakeholder());
        var partner = await _host.Query(db => db.Single<long>("SELECT PersonId FROM PersonRole WHERE Role = 'Partner'", null, default));
        var cookies = new Dictionary<Role, string>();
        foreach (var role in roles) cookies[role] = await SessionCookies.Cookie(_host, role == Role.Partner ? partner : _host.IdOf(role));

        var table = new StringBuilder();
        Row(table, "", "", ["nobody", .. roles.Select(role => $"{role}")]);
        foreach (var endpoint in ContractTests.Endpoints(_host).Where(e => e.Route != "/sign-out"))
            foreach (var method in endpoint.Methods.Select(m => m == "any" ? "GET" : m))
            {
                var (isApi, path) = (endpoint.Route.StartsWith("/api/", StringComparison.Ordinal), Path(endpoint));
                List<string> answers = [await Answer(_host.Anonymous, method, path, null)];
                foreach (var role in roles)
                    answers.Add(isApi ? await Answer(clients[role]!, method, path, null)
                        : await Answer(_host.Anonymous, method, path, cookies[role]));
                Row(table, method, endpoint.Route, answers);
            }
        ContractTests.MatchesRecord("access.txt", table.ToString());
    }

    private static void Row(StringBuilder table, string method, string route, IEnumerable<string> cells) =>
        table.Append($"{method,-6} {route,-78} {string.Concat(cells.Select(c => $"{c,-14}"))}".TrimEnd()).Append('\n');

    private static async Task<string> Answer(HttpClient client, string method, string path, string? cookie)
    {
        using var request = new HttpRequestMessage(new(method), path);
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        if (method is "POST" or "PUT" or "PATCH") request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var reply = await client.SendAsync(request);
        return $"{(int)reply.StatusCode}";
    }

    private static string Path(ContractTests.Mapped endpoint) => string.Concat(endpoint.Endpoint.RoutePattern.PathSegments.Select(segment =>
        "/" + string.Concat(segment.Parts.Select(part => part is RoutePatternLiteralPart literal ? literal.Content : Absent))));
}
