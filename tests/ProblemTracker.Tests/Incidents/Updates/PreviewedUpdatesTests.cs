using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Incidents;

/// <summary>What preview and pages say of rows whose number was imported before, and what they ask.</summary>
public sealed class PreviewedUpdatesTests : UpdateTests
{
    [Test]
    public async Task Proposal_counts_with_the_categories_that_it_proposes()
    {
        const string text = "Case Number,Date Occurred,Offense\nK-1,2026-01-05 22:10,LARCENY\nK-2,2026-01-06 22:10,BURGLARY";
        var first = await Analyst.Upload(text);
        (await Analyst.Start(first, (await Analyst.Preview(first)).GetProperty("map").Deserialize<IncidentMap>(Json.Options)!))
            .EnsureSuccessStatusCode();
        await _host.Work();

        var preview = await Analyst.Preview(await Analyst.Upload(text, "again.csv"));

        Assert.That((preview.GetProperty("known").GetInt32(), preview.GetProperty("changed").GetInt32()), Is.EqualTo((2, 0)));
        Assert.That(preview.GetProperty("words").EnumerateArray().Select(w => w.GetProperty("categoryCode").GetString()),
            Has.None.Null);
    }

    [Test]
    public async Task Preview_counts_what_was_imported_before_and_asks_about_other_content()
    {
        await Import(First, UpdateRule.Update);
        var id = await Analyst.Upload(Corrected);
        var map = Imports.Map(Corrected.Split('\n')[0]);

        var preview = await (await Analyst.PostAsJsonAsync($"/api/v1/imports/{id}/preview", new { map }, Json.Options)).Ok();

        Assert.That((preview.GetProperty("known").GetInt32(), preview.GetProperty("changed").GetInt32()), Is.EqualTo((1, 1)));
        Assert.That(preview.GetProperty("changes")[0].GetProperty("reason").GetString(),
            Does.Contain("Category: LOUD MUSIC, now BURGLARY"));
        var question = preview.GetProperty("questions").EnumerateArray().Single(q => q.GetProperty("kind").GetString() == "updates");
        Assert.That(question.GetProperty("answers").EnumerateArray().Select(a => a.GetProperty("map").GetProperty("updates").GetString()),
            Is.EqualTo(new[] { "Update", "Add", "Report", null }), "the last names another source");

        var refused = await Analyst.Start(id, map);
        Assert.That((int)refused.StatusCode, Is.EqualTo(400));
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("map.updates").And.Contain("Line 3"));

        var chosen = question.GetProperty("answers")[0].GetProperty("map").Deserialize<IncidentMap>(Json.Options)!;
        (await Analyst.Start(id, chosen)).EnsureSuccessStatusCode();
        await _host.Work();
        var import = await Analyst.Import(id);
        Assert.That(import.GetProperty("changed").GetInt32(), Is.EqualTo(1));
        Assert.That(import.GetProperty("updated")[0].GetProperty("number").GetString(), Is.EqualTo("K-2"));
    }

    [Test]
    public async Task Analyst_answers_by_page_and_finds_what_changed()
    {
        await Import(First, UpdateRule.Update);
        var id = await Analyst.Upload(Corrected);
        var browser = new Browser(_host, Role.Analyst);
        var columns = new Dictionary<string, string>
        {
            ["Form.Occurred"] = "at",
            ["Form.Number"] = "no",
            ["Form.Category"] = "kind",
            ["Form.Address"] = "where",
            ["Form.CategoryDefault"] = "other",
        };

        var page = await browser.Post($"/imports/{id}?handler=Start", columns, formOn: $"/imports/{id}");
        Assert.That(page, Does.Contain("Choose what happens to such rows.").And.Contain("Update the incidents"));

        page = await browser.Post($"/imports/{id}?handler=Look", new(columns) { ["answer"] = "updates:0" }, formOn: $"/imports/{id}");
        Assert.That(page, Does.Contain("would update an incident").And.Not.Contain("Only list them in the result"));

        await browser.Post($"/imports/{id}?handler=Start", new(columns) { ["Form.Updates"] = "Update" }, redirect: $"/imports/{id}",
            formOn: $"/imports/{id}");
        await _host.Work();
        page = await browser.Get($"/imports/{id}");
        Assert.That(page, Does.Contain("Updated incidents").And.Contain("LOUD MUSIC").And.Contain("BURGLARY"));

        var incident = await Single("SELECT Id FROM Incident WHERE SourceNumber = 'K-2'");
        Assert.That(await browser.Get("/incidents?all=true"), Does.Contain($"/incidents/{incident}/history\">Updated</a>"));
        Assert.That(await browser.Get($"/incidents/{incident}/history"), Does.Contain("Incident K-2").And.Contain("LOUD MUSIC"));
    }

    [Test]
    public async Task File_is_previewed_without_an_upload()
    {
        await Import(First, UpdateRule.Update);
        using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Corrected));

        var preview = await _host.Send(new PreviewFile("calls.csv", content, Imports.Map(Corrected.Split('\n')[0])));

        Assert.That((preview.RowsChecked, preview.IsWhole, preview.Known, preview.Changed), Is.EqualTo((3, true, 1, 1)));
        var unusable = Imports.Map("at") with { DateFormat = "HH:mm" };
        Assert.ThrowsAsync<Invalid>(() => _host.Send(new PreviewFile("calls.csv", content, unusable)));
    }

    [Test]
    public async Task Saved_map_keeps_its_rule_and_names_new_columns()
    {
        var first = await Analyst.Upload(First);
        (await Analyst.Start(first, new
        {
            map = Imports.Map(First.Split('\n')[0]) with { Updates = UpdateRule.Report },
            saveMapAs = "Monthly",
        })).EnsureSuccessStatusCode();
        await _host.Work();

        var next = await Analyst.Upload(First.Replace("where", "where,beat", StringComparison.Ordinal).Replace("Oak St", "Oak St,7",
            StringComparison.Ordinal) + "\nK-9,2026-01-08 10:00,ARSON,9 Oak St,7\nK-8,2026-01-08 10:00,VANDALISM,8 Oak St,7");
        var preview = await Analyst.Preview(next, "?savedMap=monthly");

        Assert.That(preview.GetProperty("newColumns").EnumerateArray().Select(c => c.GetString()), Is.EqualTo(new[] { "beat" }));
        Assert.That(preview.GetProperty("newWords").EnumerateArray().Select(c => c.GetString()),
            Is.EquivalentTo(new[] { "ARSON", "VANDALISM" }), "also those with a proposal");
        Assert.That(preview.GetProperty("map").GetProperty("updates").GetString(), Is.EqualTo("Report"));
        Assert.That(preview.GetProperty("known").GetInt32(), Is.EqualTo(2));
    }
}
