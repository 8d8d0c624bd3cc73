using System.IO.Compression;
using System.Text.Json;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.PublicRecords;

/// <summary>A public-records request under test. One supervisor reviews, another releases.</summary>
internal sealed class GivenRecords(TrackerHost host, long id)
{
    public long Id => id;
    public string Url => $"/api/v1/records-requests/{id}";
    public HttpClient Reviewer => host.SignIn(Role.Supervisor);
    public HttpClient Releaser => host.SignInAs("releaser", Role.Supervisor);

    public static async Task<GivenRecords> Make(TrackerHost host, params long[] problems)
    {
        var created = await (await host.SignIn(Role.Supervisor).PostAsJsonAsync("/api/v1/records-requests", new
        {
            requester = "The Valley Courier",
            wording = "Everything about the bar.",
            receivedOn = "2026-03-01",
            dueOn = "2026-03-08",
        })).Ok();
        var records = new GivenRecords(host, created.GetProperty("id").GetInt64());
        if (problems.Length > 0)
            await (await records.Add([.. await host.Query(db =>
                db.List<string>("SELECT Number FROM Problem WHERE Id IN @problems", new { problems }, default))])).Ok();
        return records;
    }

    public Task<HttpResponseMessage> Add(string[] numbers, HttpClient? by = null) =>
        (by ?? Reviewer).PostAsJsonAsync($"{Url}/problems", new { numbers });

    public async Task<IReadOnlyList<JsonElement>> Fields(long problemId) =>
        [.. (await (await Reviewer.GetAsync($"{Url}/problems/{problemId}/fields")).Ok()).GetProperty("items").EnumerateArray()];

    public async Task<HttpResponseMessage> Decide(long problemId, IEnumerable<object> items, HttpClient? by = null) =>
        await (by ?? Reviewer).PostAsJsonAsync($"{Url}/problems/{problemId}/decisions", new { items });

    /// <summary>Redacts the fields with these keys, and releases everything else.</summary>
    public async Task Review(long problemId, params string[] redacted) =>
        await (await Decide(problemId, (await Fields(problemId)).Select(field => Choice(field, redacted.Contains(Key(field)))))).Ok();

    public static object Choice(JsonElement field, bool redact) => new
    {
        key = Key(field),
        digest = field.GetProperty("digest").GetString(),
        choice = redact ? "Redact" : "Release",
        reasonCode = redact ? "PRIVACY" : null,
    };

    public static object Passages(JsonElement field, params string[] passages) => new
    {
        key = Key(field),
        digest = field.GetProperty("digest").GetString(),
        choice = "Passages",
        passages = passages.Select(text => new { text, reasonCode = "PRIVACY" }),
    };

    public static string Key(JsonElement field) => field.GetProperty("key").GetString()!;

    public async Task<JsonElement> Check() => await (await Reviewer.GetAsync($"{Url}/check")).Ok();

    public Task<HttpResponseMessage> Release(HttpClient? by = null, bool alone = false, bool lookedAtNames = true) =>
        (by ?? Releaser).PostAsJsonAsync($"{Url}/releases", new { alone, lookedAtNames });

    public async Task<Dictionary<string, byte[]>> Download(long releaseId)
    {
        using var archive = new ZipArchive(new MemoryStream(await Releaser.GetByteArrayAsync($"{Url}/releases/{releaseId}")));
        return archive.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var content = new MemoryStream();
            using var packed = entry.Open();
            packed.CopyTo(content);
            return content.ToArray();
        });
    }
}
