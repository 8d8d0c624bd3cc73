using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Open311;

/// <summary>Words that nobody may read are planted in concerns, and every address of the server is read.</summary>
public sealed class PlantedWordsTests
{
    private TrackerHost _host = null!;
    private Client _client = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _client = await Client.Of(_host);
    }

    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Neither_reporter_nor_what_was_typed_is_public()
    {
        await _client.Report(("description", "Planted Jonas Reed sells drugs <script>"), ("email", "planted@home.example"),
            ("first_name", "Planted"), ("last_name", "Quill"), ("phone", "555-0111-planted"),
            ("address_string", "12 Planted Street, behind Planted's house"), ("attribute[TIMES]", "planted at night"),
            ("attribute[fixmystreet_id]", "planted"), ("media_url", "https://planted.example/1.jpg"), ("device_id", "planted"));
        await (await Officer.IfMatch(1).PostAsync("/api/v1/concerns/1/acknowledge", null)).Ok();
        await (await Officer.PostAsJsonAsync("/api/v1/concerns/1/messages", new { text = "Planted question" })).Ok();
        await (await Officer.IfMatch(2).PostAsJsonAsync("/api/v1/concerns/1/close", new { reason = "Planted reason" })).Ok();

        var all = await Walk("C-2026-0001");

        Assert.That(all, Has.Some.Contains("C-2026-0001"), "the walk sees it");
        Assert.That(all, Has.None.Contains("planted").IgnoreCase);
        Assert.That(all, Has.None.Contains("39.10123").And.None.Contains("84.50789"));
    }

    [Test]
    public async Task Concerns_of_confidential_problems_and_private_categories_never_appear()
    {
        await _client.Report();
        await _client.Report();
        await _client.Report(("service_code", "drugs"));
        await _client.Report(("service_code", "racing"));
        await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/concerns/2/merge", new { intoId = 1 })).Ok();
        var problem = await _host.OpenProblem(confidential: true);
        await (await Officer.PostAsJsonAsync($"/api/v1/problems/{problem}/concerns", new { concernIds = new[] { 1 } })).Ok();
        await (await _host.SignIn(Role.Administrator).IfMatch(0).PutAsJsonAsync("/api/v1/settings/open311",
            new { privateCategories = new[] { "drugs" } })).Ok();

        var refused = await _client.Post("/v2/requests.json", ("service_code", "drugs"), ("lat", "39.1"), ("long", "-84.5"),
            ("description", "x"));
        var all = await Walk("C-2026-0001", "C-2026-0002", "C-2026-0003");

        Assert.Multiple(async () =>
        {
            Assert.That((await _client.Json("/v2/requests.json")).GetArrayLength(), Is.EqualTo(1));
            Assert.That(all.Where(answer => answer.Contains("C-2026-0001") || answer.Contains("C-2026-0002")
                || answer.Contains("C-2026-0003")), Is.All.Contains("There is no public request"));
            Assert.That(all.Where(answer => answer.Contains("drugs")), Is.All.Contains("There is no service"));
            Assert.That(refused.Body, Does.Contain("There is no service with the service_code drugs"));
        });
    }

    [Test]
    public async Task Address_is_the_block_of_a_known_street_or_the_neighborhood()
    {
        await _host.Query(db => db.Execute("INSERT INTO Street (Name, Line) VALUES ('TANNER STREET', '{}')", null, default));
        var neighborhood = await _host.Neighborhood("Lantern Quay");
        string[] addresses = ["412 Tanner Street, where Rosa lives", "Tanner Street, 400 block", "tanner street", "Rosa's house"];
        foreach (var typed in addresses)
            await _client.Report(("address_string", typed));
        await _host.Query(db => db.Execute("UPDATE Concern SET NeighborhoodId = @neighborhood WHERE Id > 2", new { neighborhood },
            default));

        Assert.That((await _client.Json("/v2/requests.json")).EnumerateArray().Select(one => one.GetProperty("address").GetString()),
            Is.EqualTo(new[]
            {
                "Lantern Quay", "TANNER STREET, Lantern Quay", "400 block of TANNER STREET", "400 block of TANNER STREET",
            }));
    }

    [Test]
    public async Task Hostile_text_in_a_categorys_name_is_text_in_both_formats()
    {
        const string name = "</service_name><x a=\"&'\u0001\u2028> 🎺";
        await _host.Query(db => db.Execute("UPDATE Category SET Name = @name WHERE Code = 'noise'", new { name }, default));
        await _client.Report();
        var xml = (await _client.Xml("/v2/requests.xml")).Element("request")!;
        var json = (await _client.Json("/v2/requests.json"))[0];
        Assert.That(xml.Element("service_name")!.Value, Is.EqualTo(name.Replace("\u0001", "", StringComparison.Ordinal)));
        Assert.That(json.GetProperty("service_name").GetString(), Is.EqualTo(name));
    }

    private HttpClient Officer => _host.SignIn(Role.Officer);

    private async Task<IReadOnlyList<string>> Walk(params IReadOnlyList<string> numbers)
    {
        var paths = new List<string> { "/discovery", "/v2/services", "/v2/requests", "/v2/nothing" };
        paths.AddRange(new[] { "noise", "drugs", "racing" }.Select(code => $"/v2/services/{code}"));
        foreach (var number in numbers) paths.AddRange([$"/v2/requests/{number}", $"/v2/tokens/{number}"]);
        var answers = new List<string>();
        foreach (var path in paths)
            foreach (var end in new[] { ".json", ".xml", ".json?lang=es", ".json?status=closed", ".xml?service_code=noise,drugs" })
                answers.Add((await _client.Get(path + end)).Body);
        foreach (var number in numbers) answers.Add((await _client.Get($"/v2/requests.json?service_request_id={number}")).Body);
        return answers;
    }
}
