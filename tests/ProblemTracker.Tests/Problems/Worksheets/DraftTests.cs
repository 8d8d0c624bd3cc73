using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Domain;

namespace ProblemTracker.Tests.Problems;

public sealed class DraftTests
{
    private TrackerHost _host = null!;
    private GivenProblem _problem = null!;
    private Browser _browser = null!;
    private string _page = "";

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _problem = new(_host, await _host.OpenProblem());
        _browser = new(_host, Role.Officer);
        _page = $"/problems/{_problem.Id}/scanning";
    }

    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Draft_changes_nothing_but_itself()
    {
        var before = await State();

        var answer = await Keep(("Version", "0"), ("Sheet.Statement", "Noise"), ("Sheet.CountedSource.Count", "many"));

        Assert.That(answer.GetProperty("kept").GetString(), Does.StartWith("Draft kept at"));
        Assert.That(answer.GetProperty("left").GetProperty("statement").GetString(), Is.EqualTo("complete"));
        Assert.That(answer.GetProperty("needs").GetProperty("Sheet.Harms").GetString(), Does.Contain("Describe the harm"));
        Assert.That(await State(), Is.EqualTo(before));
        Assert.That((await _problem.Read()).GetProperty("scanning").GetProperty("statement").ValueKind, Is.EqualTo(JsonValueKind.Null));
        var page = await _browser.Get(_page);
        Assert.That(page, Does.Contain(">\nNoise</textarea>").And.Contain("value=\"many\"").And.Contain("is not a whole number"));

        Task<(int, int, string)> State() => _host.Query(async db => (
            await db.Single<int>("SELECT COUNT(*) FROM AuditEntry", null, default),
            await db.Single<int>("SELECT COUNT(*) FROM Worksheet", null, default),
            await db.Single<string>(
                "SELECT CONCAT(LastActivityAt, ' ', TouchedAt, ' ', DueOn, ' ', Version, ' ', LookOn) FROM Problem", null, default)));
    }

    [Test]
    public async Task Each_person_has_one_draft_that_only_they_see()
    {
        await Keep(("Version", "0"), ("Sheet.Statement", "Shouting"));
        await Keep(("Version", "0"), ("Sheet.Statement", "Shouting at night"));
        var supervisor = new Browser(_host, Role.Supervisor);

        Assert.That(await supervisor.Get(_page), Does.Not.Contain("Shouting"));
        Assert.That((await _problem.Read()).GetRawText(), Does.Not.Contain("Shouting"));
        Assert.That(await Drafts(), Is.EqualTo(1));
        Assert.That(await _browser.Get(_page), Does.Contain("Shouting at night").And.Contain("Only you can see it."));
    }

    [Test]
    public async Task Draft_goes_when_its_author_saves_the_page_or_discards_it_but_not_when_the_API_saves()
    {
        await Keep(("Version", "0"), ("Sheet.Statement", "Noise"));
        await _problem.Save(SheetKind.Scanning, new ScanningSheet { Harms = "Sleep" });
        Assert.That(await Drafts(), Is.EqualTo(1), "after a save by the API");

        await _browser.Post($"{_page}?handler=DiscardDraft", [], redirect: _page, formOn: _page);
        Assert.That(await Drafts(), Is.Zero, "after discarding");

        await Keep(("Version", "1"), ("Sheet.Statement", "Noise"));
        await _browser.Post(_page, new() { ["Version"] = "1", ["Sheet.Statement"] = "Noise" }, redirect: $"/problems/{_problem.Id}");
        Assert.That(await Drafts(), Is.Zero, "after saving");
    }

    [Test]
    public async Task Draft_of_what_is_saved_already_is_not_shown()
    {
        await _problem.Save(SheetKind.Scanning, new ScanningSheet { Statement = "Noise" });
        await Keep(("Version", "0"), ("Sheet.Statement", "Noise"));

        Assert.That(await _browser.Get(_page), Does.Not.Contain("your draft"));
    }

    [Test]
    public async Task Draft_that_is_too_long_or_of_somebody_who_may_not_work_here_is_refused()
    {
        var (status, _) = await _browser.TryPost($"{_page}?handler=Draft", _page,
            new() { ["Version"] = "0", ["Sheet.Statement"] = new('x', 200_001) });
        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        (status, _) = await new Browser(_host, Role.Analyst).TryPost($"{_page}?handler=Draft", _page.Replace("scanning", "analysis"),
            new() { ["Version"] = "0", ["Sheet.Statement"] = "Noise" });
        Assert.That(status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await Drafts(), Is.Zero);
    }

    [Test]
    public async Task Changes_to_different_fields_are_saved_together_and_the_page_says_so()
    {
        await _problem.Save(SheetKind.Scanning, new ScanningSheet { Statement = "Noise" });
        await _browser.Get(_page);
        await _problem.TrySave(SheetKind.Scanning, new ScanningSheet { Statement = "Noise", Harms = "Sleep" }, by: _problem.Supervisor);

        await _browser.Post(_page, new() { ["Version"] = "1", ["Sheet.Statement"] = "Noise at night" },
            redirect: $"/problems/{_problem.Id}");

        var sheet = (await _problem.Read()).GetProperty("scanning");
        Assert.That((sheet.GetProperty("statement").GetString(), sheet.GetProperty("harms").GetString()),
            Is.EqualTo(("Noise at night", "Sleep")));
        Assert.That(await _browser.Get($"/problems/{_problem.Id}"),
            Does.Contain("supervisor saved it at").And.Contain("changes of both of you"));
    }

    [TestCase("Mine", "Noise at night")]
    [TestCase("Theirs", "Shouting")]
    public async Task Field_that_both_changed_is_asked_and_kept_as_chosen(string keep, string expected)
    {
        await _problem.Save(SheetKind.Scanning, new ScanningSheet { Statement = "Noise" });
        await _problem.Save(SheetKind.Scanning, new ScanningSheet { Statement = "Shouting" });

        var asked = await _browser.Post(_page, new() { ["Version"] = "1", ["Sheet.Statement"] = "Noise at night" });
        Assert.That(asked, Does.Contain("Problem statement: choose which version to keep.").And.Contain("value=\"2\""));
        var fields = new Dictionary<string, string>
        {
            ["Version"] = "2",
            ["Sheet.Statement"] = "Noise at night",
            ["Choices[0].Path"] = "statement",
        };
        Assert.That(await _browser.Post(_page, fields), Does.Contain("choose which version to keep"), "without a choice");
        await _browser.Post(_page, new(fields) { ["Choices[0].Keep"] = keep }, redirect: $"/problems/{_problem.Id}");

        Assert.That((await _problem.Read()).GetProperty("scanning").GetProperty("statement").GetString(), Is.EqualTo(expected));
    }

    [Test]
    public async Task Undecided_fields_of_a_draft_are_asked_again()
    {
        await _problem.Save(SheetKind.Scanning, new ScanningSheet { Statement = "Shouting" });
        await Keep(("Version", "1"), ("Sheet.Statement", "Noise"), ("Choices[0].Path", "statement"));

        Assert.That(await _browser.Get(_page), Does.Contain("Changed by you and by officer").And.Contain("Shouting"));
    }

    [Test]
    public async Task A_version_that_is_not_kept_anymore_is_compared_by_the_person()
    {
        for (var i = 0; i <= 21; i++) await _problem.Save(SheetKind.Scanning, new ScanningSheet { Harms = $"{i}" });
        Assert.That(await _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM WorksheetVersion", null, default)), Is.EqualTo(20));

        var page = await _browser.Post(_page, new() { ["Version"] = "1", ["Sheet.Statement"] = "Noise" });

        Assert.That(page, Does.Contain("Saving overwrites the current version.").And.Contain("name=\"Version\" value=\"22\""));
    }

    [Test]
    public async Task Version_that_a_draft_began_from_is_kept_as_long_as_the_draft()
    {
        await _problem.Save(SheetKind.Scanning, new ScanningSheet { Harms = "0" });
        await Keep(("Version", "1"), ("Sheet.Statement", "Noise"), ("Sheet.Harms", "0"));
        for (var i = 1; i <= 25; i++) await _problem.Save(SheetKind.Scanning, new ScanningSheet { Harms = $"{i}" });

        await _browser.Post(_page, new() { ["Version"] = "1", ["Sheet.Statement"] = "Noise", ["Sheet.Harms"] = "0" },
            redirect: $"/problems/{_problem.Id}");

        Assert.That((await _problem.Read()).GetProperty("scanning").GetProperty("harms").GetString(), Is.EqualTo("25"));
    }

    [Test]
    public async Task Rows_are_added_on_demand_without_scripts()
    {
        var page = $"/problems/{_problem.Id}/analysis";

        Assert.That(Before(await _browser.Get(page)), Does.Not.Contain("Sheet.Sources[0].Name"));
        Assert.That(Before(await _browser.Get($"{page}?add=Sources")), Does.Contain("Sheet.Sources[0].Name"));
        var added = await _browser.Post($"{page}?handler=AddRow&add=sources",
            new() { ["Version"] = "0", ["Sheet.Sources[0].Name"] = "Calls" }, formOn: page);
        Assert.That(Before(added), Does.Contain("value=\"Calls\"").And.Contain("Sheet.Sources[1].Name"));

        // What comes before the spare row, which only scripts use.
        static string Before(string html) => html[..html.IndexOf("<template>", StringComparison.Ordinal)];
    }

    [Test]
    public async Task API_still_answers_412_to_an_older_version()
    {
        await _problem.Save(SheetKind.Analysis, Sample.Analysis with { Consulted = [] });

        Assert.That((await _problem.TrySave(SheetKind.Analysis, new AnalysisSheet(), version: 0)).StatusCode,
            Is.EqualTo(HttpStatusCode.PreconditionFailed));
    }

    private async Task<JsonElement> Keep(params (string Name, string Value)[] fields)
    {
        var (status, json) = await _browser.TryPost($"{_page}?handler=Draft", _page, fields.ToDictionary(f => f.Name, f => f.Value));
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), json);
        return JsonDocument.Parse(json).RootElement;
    }

    private Task<int> Drafts() => _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM WorksheetDraft", null, default));
}
