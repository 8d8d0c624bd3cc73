using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Numbers that unrelated files share.</summary>
public sealed class OtherSourceTests : UpdateTests
{
    private const string Fire = "no,at,kind\nK-1,2026-02-05 10:00,ARSON\nK-2,2026-02-06 10:00,ARSON\n";

    [Test]
    public async Task A_file_of_another_source_is_named_in_the_preview_and_adds_its_own_incidents()
    {
        await Import(First, UpdateRule.Update);
        var id = await Analyst.Upload(Fire, "fire_2026-02.csv");
        var map = Imports.Map("no,at,kind");
        var preview = await (await Analyst.PostAsJsonAsync($"/api/v1/imports/{id}/preview", new { map }, Json.Options)).Ok();
        var answer = preview.GetProperty("questions").EnumerateArray().Single(q => q.GetProperty("kind").GetString() == "updates")
            .GetProperty("answers")[3];
        Assert.That(answer.GetProperty("label").GetString(), Is.EqualTo("It is another source: \"fire\""));

        var refused = await (await Analyst.Start(id, map)).Content.ReadAsStringAsync();
        Assert.That(refused, Does.Contain("If the file is of another source, enter a source name instead."));
        (await Analyst.Start(id, new { map = answer.GetProperty("map") })).EnsureSuccessStatusCode();
        await _host.Work();
        Assert.That((await Analyst.Import(id)).Counts(), Is.EqualTo((2, 2, 0, 0, 2)));
        Assert.That(await Single("SELECT COUNT(*) FROM Incident WHERE SourceNumber = 'K-1'"), Is.EqualTo(2));
        // The numbers are known by the source from now on.
        Assert.That((await Import(Fire, null, map => map with { Source = "fire" })).Repeats, Is.EqualTo(2));
    }

    [Test]
    public async Task The_page_offers_it_and_shows_the_name()
    {
        await Import(First, UpdateRule.Update);
        var id = await Analyst.Upload(Fire, "Fire (2).csv");
        var browser = new Browser(_host, Role.Analyst);
        Dictionary<string, string> columns = new()
        {
            ["Form.Occurred"] = "at",
            ["Form.Number"] = "no",
            ["Form.Category"] = "kind",
            ["Form.CategoryDefault"] = "other",
        };
        Assert.That(await browser.Post($"/imports/{id}?handler=Look", columns, formOn: $"/imports/{id}"),
            Does.Contain("It is another source: \"Fire\""));
        Assert.That(await browser.Post($"/imports/{id}?handler=Look", new(columns) { ["answer"] = "updates:3" }, formOn: $"/imports/{id}"),
            Does.Contain("numbers of the source \"Fire\"").And.Contain("value=\"Fire\"").And.Not.Contain("It is another source"));
    }

    [Test]
    public async Task A_source_whose_name_is_taken_gets_another()
    {
        await Import(First, UpdateRule.Update, map => map with { Source = "fire" });
        var id = await Analyst.Upload(Fire, "fire.csv");
        var map = Imports.Map("no,at,kind") with { Source = "fire" };
        var preview = await (await Analyst.PostAsJsonAsync($"/api/v1/imports/{id}/preview", new { map }, Json.Options)).Ok();
        Assert.That(preview.GetProperty("questions")[0].GetProperty("answers")[3].GetProperty("map").GetProperty("source").GetString(),
            Is.EqualTo("fire 2"));
    }

    [TestCase("calls_2026-02.csv", "calls")]
    [TestCase("Fire March 2026.xlsx", "Fire")]
    [TestCase("calls (3).csv.gz", "calls")]
    [TestCase("District 7.csv", "District 7")]
    [TestCase("Calls of Mayfair.csv", "Calls of Mayfair")]
    [TestCase("January.csv", "January")]
    [TestCase("20260305.csv", "20260305")]
    [TestCase(".csv", "Other source")]
    public void A_source_is_named_by_its_file_without_dates(string file, string name) => Assert.That(SourceName.Of(file), Is.EqualTo(name));
}
