using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Concerns;

/// <summary>Concerns are found by what the desk reads of them, never by who reported them.</summary>
public sealed class ConcernSearchTests
{
    private TrackerHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await Resident.Open(_host);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private async Task<int> Found(Role role, string words) =>
        (await (await _host.SignIn(role).GetAsync($"/api/v1/search?kind=Concern&q={Uri.EscapeDataString(words)}")).Json())
            .GetProperty("total").GetInt32();

    [Test]
    public async Task Those_at_the_desk_find_a_concern_by_its_number_words_place_and_messages()
    {
        var resident = new Resident(_host);
        var page = await resident.Report();
        await resident.Post($"{page}?handler=reply", ("Text", "A xylophone too."));
        await (await _host.SignIn(Role.Officer).PostAsJsonAsync("/api/v1/concerns/1/messages", new { text = "Which marimba?" })).Ok();
        await (await _host.SignIn(Role.Officer).IfMatch(1)
            .PostAsJsonAsync("/api/v1/concerns/1/close", new { reason = "Harmonica gone." })).Ok();
        foreach (var words in new[] { "C-2026-0001", "loud music", "tanner", "xylophone", "marimba", "harmonica" })
            Assert.That(await Found(Role.Officer, words), Is.EqualTo(1), words);
        Assert.That(await new Browser(_host, Role.Supervisor).Get("/search?q=xylophone"),
            Does.Contain("href=\"/concerns/1\"").And.Contain("C-2026-0001"));
        Assert.That(await new Browser(_host, Role.Officer).Get("/search?handler=suggest&q=xyloph"), Does.Contain("/concerns/1"));
    }

    [Test]
    public async Task Nobody_finds_a_concern_by_the_name_or_contact_of_its_reporter()
    {
        await new Resident(_host).Report(("Name", "Zelda Quimby"), ("Email", "zelda@home.example"), ("MayAnswer", "true"),
            ("Phone", "555-0111"), ("MayCall", "true"));
        foreach (var role in new[] { Role.Officer, Role.Supervisor })
            foreach (var words in new[] { "zelda", "quimby", "zelda@home.example", "555-0111" })
                Assert.That(await Found(role, words), Is.Zero, $"{role} {words}");
    }

    [TestCase(Role.Analyst)]
    [TestCase(Role.Command)]
    public async Task Others_find_no_concerns(Role role)
    {
        await new Resident(_host).Report();
        Assert.That(await Found(role, "loud"), Is.Zero);
        Assert.That(await Found(Role.Officer, "loud"), Is.EqualTo(1));
    }
}

/// <summary>Open concerns are on the inside map by block, for those who work at the desk.</summary>
public sealed class ConcernMapTests
{
    [Test]
    public async Task Concerns_of_a_block_are_one_mark_and_no_house_is_shown()
    {
        using var host = new TrackerHost();
        var officer = host.SignIn(Role.Officer);
        foreach (var latitude in new[] { 43.51234, 43.5121 })
            await (await officer.PostAsJsonAsync("/api/v1/concerns",
                new { channel = "Phone", categoryCode = "noise", description = "Loud.", latitude, longitude = -77.51234 })).Ok();
        await (await officer.PostAsJsonAsync("/api/v1/concerns",
            new { channel = "Phone", categoryCode = "noise", description = "Loud.", address = "Fell Lane" })).Ok();
        var map = await (await officer.GetAsync("/api/v1/concerns/map")).Json();
        var spots = map.GetProperty("spots").EnumerateArray().ToList();
        var page = await new Browser(host, Role.Officer).Get("/incidents/map");
        Assert.Multiple(async () =>
        {
            Assert.That(spots, Has.Count.EqualTo(1));
            Assert.That((spots[0].GetProperty("latitude").GetDouble(), spots[0].GetProperty("concernIds").GetArrayLength()),
                Is.EqualTo((43.512, 2)));
            Assert.That(map.GetProperty("withoutPoint").GetInt32(), Is.EqualTo(1));
            Assert.That(page, Does.Contain("2 open concerns: Noise").And.Contain("1 open concern has only an")
                .And.Contain("href=\"/concerns?open=true&hasPoint=false\""));
            Assert.That(await new Browser(host, Role.Officer).Get("/concerns?open=true&hasPoint=false"),
                Does.Contain("Fell Lane").And.Contain("Without coordinates.").And.Not.Contain("C-2026-0001"));
            Assert.That(await new Browser(host, Role.Analyst).Get("/incidents/map"), Does.Not.Contain("open concern"));
        });
    }
}
