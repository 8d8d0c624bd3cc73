using System.Text.Json;
using System.Xml.Linq;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Concerns;

namespace ProblemTracker.Tests.Open311;

/// <summary>A program that reports and reads by Open311, as curl would.</summary>
internal sealed class Client(TrackerHost host, string key = "")
{
    public string Key => key;

    /// <summary>Turns the public site on, and issues a key.</summary>
    public static async Task<Client> Of(TrackerHost host, int perMinute = 60, string name = "FixMyStreet")
    {
        if (await host.Query(db => db.Single<int>("SELECT COUNT(*) FROM Setting WHERE Name = 'publicSite'", null, default)) == 0)
            await Resident.Open(host);
        var made = await (await host.SignIn(Role.Administrator).PostAsJsonAsync("/api/v1/open311/keys",
            new { name, contact = "dev@fixmystreet.example", perMinute })).Ok();
        return new(host, made.GetProperty("key").GetString()!);
    }

    public async Task<(int Status, string Body)> Get(string path, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/open311{path}");
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        using var reply = await host.WithoutCookies().SendAsync(request);
        return ((int)reply.StatusCode, await reply.Content.ReadAsStringAsync());
    }

    public async Task<JsonElement> Json(string path, int expected = 200)
    {
        var (status, body) = await Get(path);
        Assert.That(status, Is.EqualTo(expected), body);
        return JsonDocument.Parse(body).RootElement;
    }

    public async Task<XElement> Xml(string path, int expected = 200)
    {
        var (status, body) = await Get(path);
        Assert.That(status, Is.EqualTo(expected), body);
        return XDocument.Parse(body).Root!;
    }

    /// <summary>Sends a form, with the key.</summary>
    public async Task<(int Status, string Body)> Post(string path, params IEnumerable<(string Name, string Value)> fields)
    {
        using var form = new FormUrlEncodedContent([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
            .. key.Length > 0 ? new[] { KeyValuePair.Create("api_key", key) } : []]);
        using var reply = await host.WithoutCookies().PostAsync($"/open311{path}", form);
        return ((int)reply.StatusCode, await reply.Content.ReadAsStringAsync());
    }

    /// <summary>Reports noise at a place.</summary>
    /// <returns>The receipt number.</returns>
    public async Task<string> Report(params IEnumerable<(string Name, string Value)> more)
    {
        (string, string)[] usual = [("service_code", "noise"), ("lat", "39.10123"), ("long", "-84.50789"), ("description", "Loud music")];
        var (status, body) = await Post("/v2/requests.json", more.Concat(usual).DistinctBy(field => field.Item1));
        Assert.That(status, Is.EqualTo(201), body);
        return JsonDocument.Parse(body).RootElement[0].GetProperty("service_request_id").GetString()!;
    }
}
