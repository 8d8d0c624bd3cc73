using ProblemTracker.Domain;
using ProblemTracker.Maps;
using ProblemTracker.Tests.Concerns;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.Tests.Portal;

/// <summary>The maps of the public site: without scripts, and never the only way to say or learn where.</summary>
public sealed class PublicMapTests
{
    private TrackerHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await Resident.Open(_host);
        await _host.Import(Boundaries.Collection(Boundaries.Feature("Alder Hill", Boundaries.Square(-77.55, 43.5, 0.05)),
            Boundaries.Feature("East & West", Boundaries.Square(-77.5, 43.5, 0.05))));
    }

    [TearDown] public void Stop() => _host.Dispose();

    private async Task<string> Publish(double latitude, double longitude, bool confidential = false)
    {
        var officer = _host.SignIn(Role.Officer);
        var id = await _host.OpenProblem();
        await _host.Query(db => db.Execute("UPDATE Problem SET Latitude = @latitude, Longitude = @longitude WHERE Id = @id",
            new { latitude, longitude, id }, default));
        await (await officer.IfMatch(0).PutAsJsonAsync($"/api/v1/problems/{id}/publication", new
        {
            texts = new[] { new { language = "en", title = $"Problem {id}", place = "Tanner Street", youSaid = "Loud." } },
            isNews = false,
        })).Ok();
        if (confidential) await _host.Query(db => db.Execute("UPDATE Problem SET Confidential = 1 WHERE Id = @id", new { id }, default));
        return (await (await officer.GetAsync($"/api/v1/problems/{id}")).Ok()).GetProperty("number").GetString()!;
    }

    [Test]
    public async Task Map_of_the_city_leads_to_each_neighborhood_as_the_list_beside_it_does()
    {
        var page = await new Resident(_host).Get("/city");
        var id = await _host.Neighborhood("Alder Hill");
        var map = page[page.IndexOf("<svg", StringComparison.Ordinal)..page.IndexOf("</svg>", StringComparison.Ordinal)];
        Assert.That(map, Does.Contain($"href=\"/city/neighborhoods/{id}?lang=en\"").And.Contain("tabindex=\"-1\"")
            .And.Contain("aria-hidden=\"true\"").And.Contain("Alder Hill").And.Contain("East &").And.Not.Contain("style"));
        Assert.That(page.Split($"/city/neighborhoods/{id}?lang=en"), Has.Length.EqualTo(3), "in the map and in the list");
    }

    [Test]
    public async Task Problems_are_on_the_map_of_their_neighborhood_by_block_and_with_the_number_of_the_list()
    {
        var (one, other) = (await Publish(43.5252, -77.5304), await Publish(43.5254, -77.5297));
        await Publish(43.51, -77.51, confidential: true);
        var page = await new Resident(_host).Get($"/city/neighborhoods/{await _host.Neighborhood("Alder Hill")}");
        Assert.That(page, Does.Contain(">1, 2</text>"), "both are on one block");
        Assert.That(page.Split("class=\"mark\""), Has.Length.EqualTo(2), "the confidential one is nowhere");
        Assert.That(page.Split("class=\"number\""), Has.Length.EqualTo(3));

        string Circle(string html) => html[html.IndexOf("class=\"about\"", StringComparison.Ordinal)..].Split("/>")[0];
        var pages = (await new Resident(_host).Get($"/city/problems/{one}"), await new Resident(_host).Get($"/city/problems/{other}"));
        Assert.That(Circle(pages.Item1), Is.EqualTo(Circle(pages.Item2)), "both houses are the same block");
    }

    [Test]
    public async Task Problem_without_a_point_has_no_map_and_a_city_without_boundaries_none_either()
    {
        var problem = await _host.OpenProblem();
        await (await _host.SignIn(Role.Officer).IfMatch(0).PutAsJsonAsync($"/api/v1/problems/{problem}/publication", new
        {
            texts = new[] { new { language = "en", title = "Somewhere", place = "Tanner Street", youSaid = "Loud." } },
            isNews = false,
        })).Ok();
        var read = await _host.SignIn(Role.Officer).Read($"/api/v1/problems/{problem}");
        Assert.That(await new Resident(_host).Get($"/city/problems/{read.GetProperty("number").GetString()}"),
            Does.Contain("Somewhere").And.Not.Contain("class=\"map\""));
        using var plain = new TrackerHost();
        await Resident.Open(plain);
        Assert.That(await new Resident(plain).Get("/city"), Does.Not.Contain("class=\"map\""));
    }

    [FsCheck.NUnit.Property(MaxTest = 50)]
    public bool Names_on_a_map_cover_neither_each_other_nor_a_mark_and_are_not_cut_off(int seed)
    {
        const int side = 3200;
        var random = new Random(seed);
        var mark = (random.Next(side), random.Next(side));
        var labels = new MapLabels(side, [mark]);
        var taken = new List<(double Left, double Top, double Right, double Bottom)>
            { (mark.Item1 - 100, mark.Item2 - 100, mark.Item1 + 100, mark.Item2 + 100) };
        for (var i = 0; i < 30; i++)
        {
            var name = new string('x', random.Next(3, 14));
            var (x, y) = (random.Next(side), random.Next(side));
            // A street from left to right or from top to bottom.
            var isLevel = random.Next(2) == 0;
            if (labels.Along([(x, y), isLevel ? (x + 1500, y) : (x, y + 1500)], name) is not { } at) continue;
            var (width, height) = (name.Length * 50.0, 80.0);
            if (!isLevel) (width, height) = (height, width);
            taken.Add((at.X - width / 2, at.Y - height / 2, at.X + width / 2, at.Y + height / 2));
        }
        return taken.Skip(1).All(box => box is { Left: >= 0, Top: >= 0, Right: <= side, Bottom: <= side })
            && taken.SelectMany((one, i) => taken.Skip(i + 1).Select(other => (one, other)))
                .All(pair => pair.one.Right <= pair.other.Left || pair.other.Right <= pair.one.Left
                    || pair.one.Bottom <= pair.other.Top || pair.other.Bottom <= pair.one.Top);
    }

    [TestCase("Bellfounders Hill", "Bellfounders|Hill")]
    [TestCase("Old Mill", "Old Mill")]
    [TestCase("Eastgate", "Eastgate")]
    public void Name_of_a_neighborhood_is_broken_between_words(string name, string lines) =>
        Assert.That(string.Join('|', MapLabels.Lines(name)), Is.EqualTo(lines));
}
