using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Evidence;
using ProblemTracker.Tests.Incidents;
using ProblemTracker.Tests.Neighborhoods;
using ProblemTracker.Tests.PublicRecords;

namespace ProblemTracker.Tests.Evidence;

/// <summary>From the incidents of a problem to figures in its worksheets that stay linked, and to hypotheses that weigh them.</summary>
public sealed class EvidenceTests
{
    private TrackerHost _host = null!;
    private long _problem;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await _host.Import(Boundaries.Two);
        await _host.ImportCsv(LoudBar.Year());
        _problem = await _host.OpenProblem();
        await (await Officer.PostAsJsonAsync($"/api/v1/problems/{_problem}/incidents", new { filter = AtTheBar })).Ok();
    }

    [TearDown] public void Stop() => _host.Dispose();

    private static readonly object AtTheBar = new { address = "40 Tanner Street" };

    private HttpClient Officer => _host.SignIn(Role.Officer);

    private string Evidence => $"/api/v1/problems/{_problem}/evidence";

    private async Task<JsonElement> Panel(string panel, string query = "") =>
        (await Officer.Read(Evidence + query)).GetProperty("panels").EnumerateArray()
            .Single(one => one.GetProperty("panel").GetString() == panel);

    private async Task<long> Cite(string panel, string? field = null, HttpClient? by = null) =>
        (await (await (by ?? Officer).PostAsJsonAsync($"{Evidence}/citations", new { panel, field })).Ok()).GetProperty("id").GetInt64();

    private async Task<JsonElement> Citation(string query = "") =>
        (await Officer.Read($"{Evidence}/citations{query}")).EnumerateArray().Single();

    [Test]
    public async Task Linked_incidents_are_the_set_until_another_is_chosen()
    {
        var linked = await Officer.Read(Evidence);
        Assert.That(linked.GetProperty("incidents").GetInt32(), Is.EqualTo(24));
        Assert.That(linked.GetProperty("words").GetString(), Is.EqualTo("Incidents linked to this problem"));
        Assert.That(linked.GetProperty("isChosen").GetBoolean());
        Assert.That((await Panel("TopPlaces")).GetProperty("sentence").GetString(), Does.StartWith("40 Tanner Street has 24 of the 24"));

        var asked = await Officer.Read($"{Evidence}?categoryCode=noise");
        Assert.That(asked.GetProperty("incidents").GetInt32(), Is.EqualTo(624));
        Assert.That(asked.GetProperty("isChosen").GetBoolean(), Is.False);

        var chosen = await (await Officer.PostAsJsonAsync($"{Evidence}/set", new { categoryCode = "noise" })).Ok();
        Assert.That(chosen.GetProperty("words").GetString(), Is.EqualTo("Noise"));
        Assert.That((await Officer.Read(Evidence)).GetProperty("incidents").GetInt32(), Is.EqualTo(624));
        await _host.ImportCsv($"no,at,kind,where,lat,lon\n{LoudBar.Rows(24, 26)}");
        Assert.That((await Officer.Read(Evidence)).GetProperty("incidents").GetInt32(), Is.EqualTo(626), "A set keeps up with new data.");
        await (await Officer.PostAsJsonAsync($"{Evidence}/set", new { })).Ok();
        Assert.That((await Officer.Read(Evidence)).GetProperty("incidents").GetInt32(), Is.EqualTo(24));
    }

    [Test]
    public async Task Every_panel_has_a_sentence_or_a_reason_and_its_table_as_a_file()
    {
        foreach (var panel in Enum.GetNames<EvidencePanel>())
        {
            var shown = await Panel(panel, "?categoryCode=noise");
            var (sentence, none) = (shown.GetProperty("sentence").GetString(), shown.GetProperty("none").GetString());
            Assert.That(sentence is null, Is.EqualTo(none is not null), panel);
            var csv = await Officer.GetStringAsync($"{Evidence}.csv?panel={panel}&categoryCode=noise");
            var rows = csv.Trim().Split('\n').Length - 1;
            Assert.That(rows, Is.EqualTo(shown.GetProperty("rows").GetArrayLength()), panel);
        }
        Assert.That((await Panel("Months", "?categoryCode=noise")).GetProperty("rows").EnumerateArray()
            .Sum(row => row.GetProperty("values")[0].GetInt32()), Is.EqualTo(624), "Months add up to the set.");
    }

    [Test]
    public async Task Cited_figure_stands_in_its_field_and_shows_when_it_has_changed()
    {
        await Cite("Months");
        var recurring = (await Officer.Read($"/api/v1/problems/{_problem}/scanning")).GetProperty("cheers").GetProperty("recurring");
        Assert.That(recurring.GetProperty("answer").GetString(), Is.EqualTo("Yes"));
        Assert.That(recurring.GetProperty("evidence").GetString(), Does.StartWith("24 incidents in ")
            .And.Contain("(Source: Incidents linked to this problem, Feb 3, 2026 to Feb 26, 2026; counted Mar 2, 2026.)"));
        var before = await Citation();
        Assert.That(before.GetProperty("hasChanged").GetBoolean(), Is.False);

        await _host.ImportCsv($"no,at,kind,where,lat,lon\n{LoudBar.Rows(24, 31)}");
        await (await Officer.PostAsJsonAsync($"/api/v1/problems/{_problem}/incidents", new { filter = AtTheBar })).Ok();
        var changed = await Citation("?sheet=Scanning");
        Assert.That(changed.GetProperty("hasChanged").GetBoolean());
        Assert.That(changed.GetProperty("figure").GetDouble(), Is.EqualTo(24));
        Assert.That(changed.GetProperty("now").GetDouble(), Is.EqualTo(31));
        var page = await new Browser(_host, Role.Officer).Get($"/problems/{_problem}/scanning");
        Assert.That(page, Does.Contain("24 incidents when cited on Mar 2, 2026; 31 now"));

        await (await Officer.PostAsJsonAsync($"{Evidence}/citations/{changed.GetProperty("id")}/update", new { })).Ok();
        var text = (await Officer.Read($"/api/v1/problems/{_problem}/scanning")).GetProperty("cheers").GetProperty("recurring")
            .GetProperty("evidence").GetString();
        Assert.That(text, Does.StartWith("31 incidents in ").And.Not.Contain("24 incidents"));
        Assert.That((await Citation()).GetProperty("hasChanged").GetBoolean(), Is.False);
        Assert.That((await (await Officer.DeleteAsync($"{Evidence}/citations/{changed.GetProperty("id")}"))
            .Content.ReadAsStringAsync()), Is.Empty);
        Assert.That((await Officer.Read($"{Evidence}/citations")).GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Total_becomes_a_baseline_that_can_be_counted_again()
    {
        await (await Officer.PostAsJsonAsync($"{Evidence}/set",
            new { categoryCode = "noise", from = "2025-03-01", to = "2026-02-28" })).Ok();
        await Cite("Total");
        var baseline = (await Officer.Read($"/api/v1/problems/{_problem}/analysis")).GetProperty("baselines").EnumerateArray().Single();
        Assert.That(baseline.GetProperty("name").GetString(), Is.EqualTo("Noise"));
        var counted = await Officer.Read("/api/v1/incidents/count?from=2025-03-01&to=2026-02-28&"
            + baseline.GetProperty("counted").GetProperty("filter").GetString());
        Assert.That(baseline.GetProperty("value").GetDecimal(), Is.EqualTo(counted.GetProperty("incidents").GetDecimal()));
        Assert.That(baseline.GetProperty("period").GetProperty("from").GetString(), Is.EqualTo("2025-03-01"));
        Assert.That((await Citation()).GetProperty("rowKey").GetString(), Is.EqualTo(baseline.GetProperty("key").GetString()));

        await _host.ImportCsv($"no,at,kind,where,lat,lon\n{LoudBar.Rows(24, 30)}");
        await (await Officer.PostAsJsonAsync($"{Evidence}/citations/{(await Citation()).GetProperty("id")}/update", new { })).Ok();
        var after = (await Officer.Read($"/api/v1/problems/{_problem}/analysis")).GetProperty("baselines").EnumerateArray().Single();
        Assert.That(after.GetProperty("value").GetDecimal(), Is.EqualTo(baseline.GetProperty("value").GetDecimal() + 6));
        Assert.That(after.GetProperty("key").GetString(), Is.EqualTo(baseline.GetProperty("key").GetString()));
    }

    [Test]
    public async Task Figures_that_do_not_fit_or_do_not_exist_are_refused()
    {
        var wrong = await Officer.PostAsJsonAsync($"{Evidence}/citations", new { panel = "Months", field = "Place" });
        Assert.That(await wrong.Content.ReadAsStringAsync(), Does.Contain("does not fit this field"));
        await Cite("Total");
        var again = await Officer.PostAsJsonAsync($"{Evidence}/citations", new { panel = "Total" });
        Assert.That(await again.Content.ReadAsStringAsync(), Does.Contain("This figure is cited in this field already."));
        var sheet = await Officer.Read($"/api/v1/problems/{_problem}/analysis");
        Assert.That(sheet.GetProperty("baselines").GetArrayLength(), Is.EqualTo(1), "No second row.");
        await Cite("Total", "HowOften");
        var none = await Officer.PostAsJsonAsync($"{Evidence}/citations", new { panel = "Hours" });
        Assert.That(none.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(await none.Content.ReadAsStringAsync(), Does.Contain("The source gives no time of day for these incidents."));
        var other = await _host.OpenProblem("Noise at the school");
        var foreign = await Officer.PostAsJsonAsync($"{Evidence}/set", new { problemId = other });
        Assert.That(foreign.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), "Not everyone who views this problem may view the other.");
        var analyst = await _host.SignIn(Role.Analyst).PostAsJsonAsync($"{Evidence}/citations", new { panel = "Months" });
        Assert.That(analyst.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden), "Analysts don't fill in Scanning.");
        await Cite("TopPlaces", by: _host.SignIn(Role.Analyst));
    }

    [Test]
    public async Task Incidents_of_another_problem_can_not_be_its_set()
    {
        var other = await _host.OpenProblem("Loud park");

        var set = await Officer.PostAsJsonAsync($"{Evidence}/set", new { problemId = other });
        var cited = await Officer.PostAsJsonAsync($"{Evidence}/citations", new { panel = "Total", filter = new { problemId = other } });

        Assert.That(await set.WrongFields(), Is.EqualTo(new[] { "problemId" }));
        Assert.That(await cited.WrongFields(), Is.EqualTo(new[] { "filter.problemId" }));
    }

    [Test]
    public async Task Hypothesis_weighs_figures_and_can_become_the_working_hypothesis()
    {
        var citation = await Cite("TopPlaces");
        var hypotheses = $"{Evidence}/hypotheses";
        var written = await (await Officer.PostAsJsonAsync(hypotheses, new { statement = "The rear exit is open until four." })).Ok();
        var one = $"{hypotheses}/{written.GetProperty("id")}";
        await (await Officer.PostAsJsonAsync($"{one}/citations/{citation}", new { stance = "For" })).Ok();
        var weighed = await (await Officer.PostAsJsonAsync($"{one}/citations/{citation}", new { stance = "Against" })).Ok();
        Assert.That(weighed.GetProperty("evidence").EnumerateArray().Single().GetProperty("stance").GetString(), Is.EqualTo("Against"));
        Assert.That((await Officer.PostAsJsonAsync($"{one}/citations/{citation + 1}", new { stance = "For" })).StatusCode,
            Is.EqualTo(HttpStatusCode.BadRequest));
        await (await Officer.IfMatch(1).PutAsJsonAsync(one, new { statement = "The rear exit is open all night." })).Ok();
        Assert.That((await Officer.IfMatch(1).PutAsJsonAsync(one, new { statement = "Again." })).StatusCode,
            Is.EqualTo(HttpStatusCode.PreconditionFailed));
        (await Officer.PostAsJsonAsync($"{one}/carry", new { })).EnsureSuccessStatusCode();
        Assert.That((await Officer.Read($"/api/v1/problems/{_problem}/analysis")).GetProperty("hypothesis").GetString(),
            Is.EqualTo("The rear exit is open all night."));
        var browser = new Browser(_host, Role.Officer);
        Assert.That(await browser.Get($"/problems/{_problem}/evidence"), Does.Contain("The rear exit is open all night.")
            .And.Contain("of the Analysis").And.Not.Contain("Make it the working hypothesis"));
        Assert.That(await browser.Get($"/problems/{_problem}/print"),
            Does.Contain("Against: 40 Tanner Street has 24").And.Contain("24 incidents when cited on Mar 2, 2026; unchanged"));
        Assert.That(await browser.Get($"/problems/{_problem}/audit"), Does.Contain("Weighed a figure for or against a hypothesis"));

        await (await Officer.PostAsJsonAsync($"/api/v1/problems/{_problem}/measures/series",
            new { name = "Bags of litter", source = "Parks department", numbers = "2026-01 12" })).Ok();
        var exported = (await (await GivenRecords.Make(_host, _problem)).Fields(_problem))
            .Where(field => field.GetProperty("key").GetString()!.Split('[')[0] is "hypotheses" or "series")
            .Select(field => field.GetProperty("value").GetString()).ToList();
        Assert.That(exported, Does.Contain("The rear exit is open all night.").And.Contain("Against").And.Contain("Parks department"));

        (await Officer.PostAsJsonAsync($"{one}/citations/{citation}", new { stance = (string?)null })).EnsureSuccessStatusCode();
        Assert.That((await Officer.Read(hypotheses))[0].GetProperty("evidence").GetArrayLength(), Is.Zero);
        (await Officer.DeleteAsync(one)).EnsureSuccessStatusCode();
        Assert.That((await Officer.Read(hypotheses)).GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Problem_without_incidents_says_what_the_page_is_for_and_the_next_step()
    {
        var bare = await _host.OpenProblem("Noise at the school");
        var officer = await new Browser(_host, Role.Officer).Get($"/problems/{bare}/evidence");
        var command = await new Browser(_host, Role.Command).Get($"/problems/{bare}/evidence");

        Assert.That(officer, Does.Contain("class=\"empty-state\"").And.Contain($"href=\"/incidents?problemId={bare}\""));
        Assert.That(command, Does.Contain("class=\"empty-state\"").And.Not.Contain($"href=\"/incidents?problemId={bare}\""));
    }

    [Test]
    public async Task Set_that_is_too_large_says_so_instead_of_being_cut()
    {
        var csv = new System.Text.StringBuilder("no,at,kind,where,lat,lon\n");
        for (var i = 0; i < EvidenceReader.Most; i++)
            csv.Append(FormattableString.Invariant($"many{i},{new DateOnly(2024, 1, 1).AddDays(i % 700):yyyy-MM-dd},loud music,"))
                .Append(i).Append(" Oak Street,40.2,-89.8\n");
        await _host.ImportCsv(csv.ToString());

        var many = await Officer.Read($"{Evidence}?categoryCode=noise");
        Assert.That(many.GetProperty("none").GetString(), Does.StartWith("This set has more than 20,000 incidents"));
        Assert.That(many.GetProperty("panels").EnumerateArray().Select(panel => panel.GetProperty("panel").GetString()),
            Is.EqualTo(new[] { "SiteChecklist" }), "It needs no incidents.");
        Assert.That((await Officer.Read($"{Evidence}?categoryCode=noise&from=2025-06-01")).GetProperty("incidents").GetInt32(),
            Is.GreaterThan(1000));
    }

    [Test]
    public void Guides_are_found_by_the_words_of_a_category()
    {
        string[] Titles(string category) => [.. GuideTable.For(category).Select(guide => guide.Title)];

        Assert.That(Titles("Noise"), Does.Contain("Loud Car Stereos"));
        Assert.That(Titles("Racing and speeding"), Is.EqualTo(new[] { "Street Racing", "Speeding in Residential Areas" }));
        Assert.That(Titles("Theft from vehicle")[0], Is.EqualTo("Thefts of and from Cars in Parking Facilities"));
        Assert.That(Titles("Burglary"), Does.Not.Contain("Shoplifting"));
        Assert.That(Titles("Other"), Is.Empty);
        foreach (var category in new[]
        {
            "Noise", "Disorder", "Drugs", "Alcohol", "Vandalism", "Burglary", "Theft", "Theft from vehicle", "Robbery", "Assault",
            "Racing and speeding", "Traffic hazard", "Parking", "Neglected property",
        })
        {
            Assert.That(Titles(category), Is.Not.Empty, category);
            Assert.That(GuideTable.For(category).Select(guide => guide.Summary.Split(". ").Length), Is.All.EqualTo(2), category);
        }
    }

    [Test]
    public async Task Page_shows_every_panel_with_its_table_and_guides_for_the_category()
    {
        var page = await new Browser(_host, Role.Officer).Get($"/problems/{_problem}/evidence?set=categoryCode%3Dnoise");

        foreach (var panel in Enum.GetNames<EvidencePanel>()) Assert.That(page, Does.Contain($"id=\"panel-{panel}\""), panel);
        Assert.That(page, Does.Contain("Use these as the problem").And.Contain("Loud Car Stereos"));
        var command = await new Browser(_host, Role.Command).Get($"/problems/{_problem}/evidence");
        Assert.That(command, Does.Not.Contain("Cite in the worksheet").And.Not.Contain("Add hypothesis"));
    }
}
