using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Next month's file lacks a column of the saved map: that is said, and nothing is imported without it by mistake.</summary>
public sealed class LackingColumnTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Analyst => _host.SignIn(Role.Analyst);

    private async Task<long> Saved()
    {
        var id = await Analyst.Upload("no,at,type\nK-1,2026-01-05 22:10,NOISE\n");
        var map = (await Analyst.Preview(id)).GetProperty("map");
        (await Analyst.Start(id, new { map, saveMapAs = "Calls" })).EnsureSuccessStatusCode();
        await _host.Work();
        return await Analyst.Upload("no,at,nature\nK-2,2026-02-05 22:10,NOISE\n", "next.csv");
    }

    [Test]
    public async Task Preview_names_the_column_and_reads_the_rest()
    {
        var preview = await Analyst.Preview(await Saved(), "?savedMap=Calls");

        var lacking = preview.GetProperty("lacking")[0];
        Assert.That((lacking.GetProperty("field").GetString(), lacking.GetProperty("column").GetString()),
            Is.EqualTo(("category", "type")));
        Assert.That((preview.GetProperty("rowsChecked").GetInt32(), preview.GetProperty("objections").GetArrayLength()),
            Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task Page_asks_once_and_does_not_offer_to_replace_the_saved_map()
    {
        var id = await Saved();
        var browser = new Browser(_host, Role.Analyst);
        var page = await browser.Get($"/imports/{id}?savedMap=Calls");
        Assert.That(page, Does.Contain("The column map has the category in the column \"type\", which this file doesn't have.")
            .And.Not.Contain("value=\"Calls\" id=\"SaveMapAs"));

        var fields = new Dictionary<string, string> { ["Form.Number"] = "no", ["Form.Occurred"] = "at", ["Lacking"] = "category" };
        page = await browser.Post($"/imports/{id}?handler=Start", fields, formOn: $"/imports/{id}");
        Assert.That(page, Does.Contain("Choose another, or start again to import without it."));
        Assert.That(await Analyst.StateOf(id), Is.EqualTo("Uploaded"));

        fields.Remove("Lacking");
        await browser.Post($"/imports/{id}?handler=Start", fields, $"/imports/{id}", formOn: $"/imports/{id}");
    }

    [Test]
    public async Task Result_in_a_city_without_neighborhoods_says_so_and_draws_no_map_without_places()
    {
        var id = await Analyst.Upload("no,at,type\nK-1,2026-01-05 22:10,NOISE\n");
        (await Analyst.Start(id, new { map = (await Analyst.Preview(id)).GetProperty("map") })).EnsureSuccessStatusCode();
        await _host.Work();
        Assert.That(await new Browser(_host, Role.Analyst).Get($"/imports/{id}"), Does.Contain("You have no neighborhoods yet.")
            .And.Not.Contain("No incident has a neighborhood").And.Not.Contain("Map of the incidents that this import added"));
    }
}
