using System.Collections.Concurrent;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Architecture;
using ProblemTracker.Tests.Contract;

namespace ProblemTracker.Tests.BadInput;

/// <summary>
/// Sends made-up requests to every endpoint and page of the demo city over a real port, as several people and as nobody. None may end with
/// a 5xx. The same seed makes the same requests.
/// </summary>
public sealed class HostileRequestTests
{
    /// <summary>After so many requests come other people, since requests also end sessions, take roles away and change passwords.</summary>
    private const int PerPerson = 250;

    [TestCase(1, 300)]
    [TestCase(2, 25_000, Category = "Soak")]
    [TestCase(3, 25_000, Category = "Soak")]
    [TestCase(4, 25_000, Category = "Soak")]
    [TestCase(5, 25_000, Category = "Soak")]
    public async Task No_request_ends_with_an_error_of_the_server(int seed, int requests)
    {
        using var host = new TrackerHost(demo: true, listens: true);
        using var client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.Latin1,
        })
        { BaseAddress = host.Address };
        var random = new Random(seed);
        var requestsOf = new HostileRequests(random, await ApiDocument.Of(host), ContractTests.Endpoints(host), client);
        var (answers, faults) = (new ConcurrentDictionary<int, int>(), new SortedDictionary<string, string>(StringComparer.Ordinal));
        IReadOnlyList<Caller> callers = [];

        for (var i = 0; i < requests; i++)
        {
            if (i % PerPerson == 0) callers = await Callers(host, i / PerPerson);
            // All requests together are more than one address may send.
            if (i % 10 == 0) host.ChangeAddress();
            var (message, said) = await requestsOf.Next(callers[random.Next(callers.Count)]);
            using (message)
            {
                var status = await Status(client, message);
                answers.AddOrUpdate(status, 1, (_, count) => count + 1);
                if (status is 0 or >= 500 && !IsReadiness(status, message))
                    faults.TryAdd($"{status} {said.Route}", $"request {i}: {said.Text}");
            }
        }

        var summary = string.Join(", ", answers.OrderBy(a => a.Key).Select(a => $"{a.Value} × {a.Key}"));
        TestContext.Out.WriteLine($"Seed {seed}: {summary}");
        Assert.That(faults.Count, Is.Zero, $"Seed {seed}: {summary}\n{string.Join("\n\n", faults.Select(f => $"{f.Key}\n{f.Value}"))}");
        Assert.That(answers.Where(a => a.Key is >= 200 and < 300).Sum(a => a.Value), Is.GreaterThan(requests / 10),
            "Enough requests get past the first checks.");
    }

    // It says 503 on purpose when a part of the server is not well; in tests no jobs run.
    private static bool IsReadiness(int status, HttpRequestMessage message) =>
        status == 503 && message.RequestUri!.OriginalString.Contains("health", StringComparison.OrdinalIgnoreCase);

    /// <returns>The status, or 0 if there was no answer.</returns>
    private static async Task<int> Status(HttpClient client, HttpRequestMessage message)
    {
        try
        {
            using var reply = await client.SendAsync(message);
            return (int)reply.StatusCode;
        }
        // The server may refuse a body by closing the connection before it was sent.
        catch (HttpRequestException error) when (message.Content is not null && error.InnerException is IOException)
        {
            return 400;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return 0;
        }
    }

    private static async Task<IReadOnlyList<Caller>> Callers(TrackerHost host, int round)
    {
        var made = new List<Caller> { new(null, null) };
        foreach (var (name, roles) in new (string, Role[])[]
            { ("all", TrackerHost.AllOfTheDepartment), ("all", TrackerHost.AllOfTheDepartment), ("officer", [Role.Officer]) })
        {
            using var client = host.SignInAs($"{name}{round}", roles);
            made.Add(new(client.DefaultRequestHeaders.Authorization, await SessionCookies.Cookie(host, host.IdOf($"{name}{round}"))));
        }
        // Hostile requests merge stakeholders too.
        var stakeholder = await host.Query(db => db.Single<long>(
            "SELECT MIN(Id) FROM Stakeholder WHERE MergedIntoId IS NULL AND Id > @least", new { least = round % 20 }, default));
        using var partner = host.SignInPartner(stakeholder, $"partner{round}");
        made.Add(new(partner.DefaultRequestHeaders.Authorization, await SessionCookies.Cookie(host, host.IdOf($"partner{round}"))));
        return made;
    }
}
