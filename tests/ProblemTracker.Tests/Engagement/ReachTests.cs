using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Surveys;

namespace ProblemTracker.Tests.Engagement;

/// <summary>Where residents were met, counted by hand. The test's day is 2026-03-02.</summary>
public sealed class ReachTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Officer => _host.SignIn(Role.Officer);

    private async Task Log(long place, int daysAgo, int people, int minutes) =>
        await (await Officer.PostAsJsonAsync("/api/v1/engagements", new
        {
            kind = "Meeting",
            people,
            minutes,
            neighborhoodId = place,
            happenedAt = TrackerHost.Start.AddDays(-daysAgo),
        })).Ok();

    private async Task<(JsonElement Reach, IReadOnlyList<string> Rows)> Read(string query = "")
    {
        var reach = await Officer.Read($"/api/v1/engagements/reach{query}");
        return (reach, [.. reach.GetProperty("neighborhoods").EnumerateArray().Select(row => string.Join(' ', new[]
        {
            "neighborhood", "contacts", "people", "hours", "lastOn", "monthsWithNone", "isUnmet",
        }.Select(name => row.GetProperty(name).ToString())))]);
    }

    [Test]
    public async Task Contacts_are_counted_by_neighborhood_and_unmet_ones_come_first()
    {
        var (alder, beech) = (await _host.Neighborhood("Alder"), await _host.Neighborhood("Beech"));
        var cedar = await _host.Neighborhood("Cedar");
        await _host.Neighborhood("Dogwood");
        // In the last month (from Feb 3) and in the one before (from Jan 3).
        await Log(alder, 0, 10, 30);
        await Log(alder, 40, 5, 45);
        await Log(beech, 31, 7, 60);
        // Before the period.
        await Log(cedar, 200, 99, 99);
        await Log(cedar, 30, 1, 6);

        var (reach, rows) = await Read();
        Assert.That((reach.GetProperty("from").GetString(), reach.GetProperty("to").GetString()),
            Is.EqualTo(("2025-12-03", "2026-03-02")));
        Assert.That(rows, Is.EqualTo(new[]
        {
            "Dogwood 0 0 0  3 True",
            "Beech 1 7 1 2026-01-30 2 True",
            "Alder 2 15 1.3 2026-03-02 1 False",
            "Cedar 1 1 0.1 2026-01-31 2 False",
        }));
        Assert.That(reach.GetProperty("months").EnumerateArray().Select(month => string.Join(' ', month.GetProperty("month"),
            month.GetProperty("contacts"), month.GetProperty("people"), month.GetProperty("hours"),
            month.GetProperty("kinds").GetArrayLength())),
            Is.EqualTo(new[] { "2025-12-01 0 0 0 0", "2026-01-01 3 13 1.9 1", "2026-02-01 0 0 0 0", "2026-03-01 1 10 0.5 1" }));
    }

    [Test]
    public async Task Period_can_be_chosen_and_ended_neighborhoods_count_where_they_were_met()
    {
        var (alder, old, older) = (await _host.Neighborhood("Alder"), await _host.Neighborhood("Old"), await _host.Neighborhood("Older"));
        await Log(alder, 1, 10, 60);
        await Log(old, 60, 3, 90);
        await Log(older, 300, 3, 90);
        await _host.Query(db => db.Execute("UPDATE Neighborhood SET LastDay = '2026-02-01' WHERE Id IN @ids",
            new { ids = new[] { old, older } }, default));

        Assert.That((await Read("?from=2025-12-15&to=2026-02-14")).Rows, Is.EqualTo(new[]
        {
            "Alder 0 0 0 2026-03-01 2 False", "Old 1 3 1.5 2026-01-01 1 False",
        }));
    }

    [Test]
    public async Task People_stand_beside_the_population_and_trust_of_the_latest_wave()
    {
        var survey = await _host.NewSurvey();
        var (alder, beech) = (await _host.Neighborhood(), await _host.Neighborhood("Beech"));
        await _host.Query(db => db.Execute("UPDATE Neighborhood SET Population = 4000 WHERE Id = @alder", new { alder }, default));
        await Log(alder, 1, 30, 60);
        await Log(beech, 1, 30, 60);
        foreach (var (closed, agree) in new[] { ("2025-05-01", 40), ("2025-11-10", 10), ("2026-03-20", 40) })
        {
            var wave = await _host.NewWave(survey);
            await _host.Sent(wave, SurveyMode.Tablet, [.. Enumerable.Repeat(5, agree), .. Enumerable.Repeat(1, 40 - agree)]);
            await _host.Query(db => db.Execute("UPDATE SurveyWave SET ClosedOn = @closed WHERE Id = @wave", new { wave, closed }, default));
        }
        var rows = (await Read()).Reach.GetProperty("neighborhoods").EnumerateArray().ToList();
        Assert.That((rows[0].GetProperty("population").GetInt32(), rows[0].GetProperty("peoplePerThousand").GetDecimal()),
            Is.EqualTo((4000, 7.5m)));
        Assert.That(rows[0].GetProperty("trust").ToString(), Is.EqualTo(
            $"{{\"surveyId\":{survey},\"closedOn\":\"2025-11-10\",\"people\":40,\"percent\":25,\"low\":14.2,\"high\":40.2}}"));
        Assert.That((rows[1].GetProperty("peoplePerThousand").ValueKind, rows[1].GetProperty("trust").ValueKind),
            Is.EqualTo((JsonValueKind.Null, JsonValueKind.Null)));
        var page = await new Browser(_host, Role.Officer).Get("/engagement/reach");
        Assert.That(page, Does.Contain("25% (14 to 40%), 40 people, Nov 10, 2025").And.Contain("7.5").And.Contain("Not known")
            .And.Not.Contain("data-map>"));
    }

    [Test]
    public async Task Map_and_the_list_beside_it_say_where_nobody_was_met()
    {
        var (alder, beech) = (await _host.Neighborhood(), await _host.Neighborhood("Beech"));
        await _host.Query(db => db.Execute("UPDATE Neighborhood SET Boundary = @Shape", new
        {
            Shape = """{"type":"Polygon","coordinates":[[[-84.5,39.1],[-84.4,39.1],[-84.4,39.2],[-84.5,39.1]]]}""",
        }, default));
        await Log(alder, 1, 30, 60);
        await Log(beech, 60, 30, 60);
        var page = await new Browser(_host, Role.Officer).Get("/engagement/reach");
        Assert.That(page, Does.Contain($"{{\"id\":{alder},\"shade\":1,\"text\":\"last contact Mar 1, 2026\"")
            .And.Contain($"{{\"id\":{beech},\"shade\":4,\"text\":\"last contact Jan 1, 2026\"")
            .And.Contain("<li>Beech: last contact Jan 1, 2026</li>"));
    }

    [TestCase("from=2026-03-03", "from")]
    [TestCase("from=2026-02-02&to=2026-02-01", "from")]
    [TestCase("from=2025-03-01", "from")]
    [TestCase("to=0001-01-01", "to")]
    [TestCase("from=1999-12-31&to=2000-01-01", "from")]
    public async Task Period_is_at_most_a_year_and_ends_today_at_the_latest(string query, string field) =>
        Assert.That(await (await Officer.GetAsync($"/api/v1/engagements/reach?{query}")).WrongFields(), Is.EqualTo(new[] { field }));

    [Test]
    public async Task Later_last_day_is_today() =>
        Assert.That((await Read("?to=9999-12-31")).Reach.GetProperty("to").GetString(), Is.EqualTo("2026-03-02"));

    [Test]
    public async Task Page_names_where_nobody_was_met_and_leads_to_the_list()
    {
        Assert.That(await new Browser(_host, Role.Officer).Get("/engagement/reach"), Does.Contain("There are no neighborhoods yet."));
        var alder = await _host.Neighborhood("Alder");
        foreach (var name in new[] { "Beech", "Cedar", "Dogwood" }) await _host.Neighborhood(name);
        await Log(alder, 1, 10, 60);
        var browser = new Browser(_host, Role.Command);
        Assert.That(await browser.Get("/engagement/reach"), Does.Contain("Nobody was met in the last 30 days in Beech, Cedar and Dogwood.")
            .And.Contain($"/engagement?neighborhoodId={alder}&from=2025-12-03&to=2026-03-02"));
        await _host.Query(db => db.Execute("UPDATE Neighborhood SET Active = 0 WHERE Id <> @alder", new { alder }, default));
        Assert.That(await browser.Get("/engagement/reach"), Does.Contain("Residents of every neighborhood were met in the last 30 days."));
        Assert.That(await browser.Get("/engagement/reach?From=2027-01-01"), Does.Contain("not in the future"));
    }
}
