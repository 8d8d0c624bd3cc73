using ProblemTracker.Domain;
using ProblemTracker.Tests.Domain;

namespace ProblemTracker.Tests.Evidence;

/// <summary>A problem's report: prefilled from the records, edited section by section.</summary>
public sealed class ReportTests
{
    private TrackerHost _host = null!;
    private GivenProblem _problem = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _problem = await GivenReport.Make(_host);
    }

    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Every_section_begins_with_what_the_records_say()
    {
        var report = await _problem.Report();

        Assert.That(report.GetProperty("sections").EnumerateArray().Select(part => part.GetProperty("section").GetString()),
            Is.EqualTo(Enum.GetNames<ReportSection>()));
        Assert.That(report.Section(ReportSection.Summary).Text(), Does.StartWith("Scanning: Shouting, fights")
            .And.Contain("\n\nAnalysis: It happens").And.Contain("\n\nResponse: "));
        Assert.That(report.Section(ReportSection.Summary).GetProperty("words").GetInt32(), Is.InRange(30, ReportWords.MostInSummary));
        Assert.That(report.Section(ReportSection.Scanning).Text(), Does.Contain("- Community: Twelve households")
            .And.Contain("- Events counted elsewhere: Complaint log kept by the Alder Street residents: 23 events, Jun 1, 2025 to Aug 31"));
        Assert.That(report.Section(ReportSection.Analysis).Text(), Does.Contain("- Place: An unlit alley")
            .And.Contain("Working hypothesis: It happens").And.Contain("- Consulted Affected (name not shown): The rear exit"));
        Assert.That(report.Section(ReportSection.Response).Table("Objectives").Rows()[0], Does.StartWith(
            "Disturbance calls from the block | Calls for service | 41 calls in a summer | 20 calls in a summer"));
        Assert.That(report.Section(ReportSection.Assessment).Table("Results").Rows()[0], Does.Contain("41 calls in a summer"));
        var plan = report.GetProperty("plans")[0];
        Assert.That(plan.GetProperty("hash").GetString(), Has.Length.EqualTo(64));
        Assert.That(report.GetProperty("sources").Rows(), Has.Some.Contains("Residents' complaint log | Yes"));
    }

    [Test]
    public async Task Months_and_places_are_counted_and_their_tables_say_what_the_pictures_show()
    {
        var report = await _problem.Report();

        var months = report.Section(ReportSection.Assessment).GetProperty("figures")[0];
        Assert.That(months.GetProperty("numbers").GetProperty("columns").EnumerateArray()
            .Select(column => column.GetProperty("name").GetString()), Is.EqualTo(new[] { "Month", "2025", "2026" }));
        Assert.That(months.GetProperty("numbers").Rows(), Is.EqualTo(new[]
        {
            "January | – | 6", "February | – | 6", "March | – | 6", "April | – | 6 (response started)", "May | – | 3", "June | – | 3",
            "July | – | 3", "August | – | 3", "September | 6 | 0", "October | 6 | –", "November | 6 | –", "December | 6 | –",
        }));
        Assert.That(months.GetProperty("caption").GetString(), Is.EqualTo("Linked incidents, 2025-09 to Sep 10, 2026; dark since the "
            + "response started on Apr 15, 2026. Only what was linked counts; the last linked incident is from 2026-08."));
        Assert.That(months.GetProperty("svg").GetString(), Does.StartWith("<svg").And.Contain(">2025-09<").And.Contain("Response started")
            .And.Not.Contain("style=").And.Not.Contain("<script"));
        Assert.That(months.GetProperty("svg").GetString()!.Split("<rect"), Has.Length.EqualTo(13), "a column for each such month");

        Assert.That(months.GetProperty("points").EnumerateArray().Sum(point => point.GetProperty("incidents").GetInt32()), Is.EqualTo(60));
        var csv = await new Browser(_host, Role.Officer).Get($"/problems/{_problem.Id}/report?handler=Csv&figure=months");
        Assert.That(csv, Does.Contain("month,incidents").And.Contain("2025-09,6").And.Contain("2026-09,0"));

        var places = report.Section(ReportSection.Analysis).GetProperty("figures")[0];
        Assert.That(places.GetProperty("numbers").Rows(), Is.EqualTo(new[]
        {
            "1 | 112 Tanner Street | 20", "2 | 12 Tanner Street | 20", "3 | 212 Tanner Street | 20",
        }));
        Assert.That(places.GetProperty("svg").GetString()!.Split("class=\"spot\""), Has.Length.EqualTo(4));
    }

    [Test]
    public async Task An_edited_section_keeps_its_text_and_the_others_follow_the_worksheets()
    {
        await (await _problem.Edit(ReportSection.Scanning, "Our own words.\r\n")).Ok();
        await _problem.Save(SheetKind.Assessment, Sample.Assessment with
        {
            Process = [],
            Lessons = "Talk to the owner first.",
            OtherExplanations = "A shop hired a guard.",
        });

        var report = await _problem.Report();
        var scanning = report.Section(ReportSection.Scanning);
        Assert.That((scanning.Text(), scanning.GetProperty("isEdited").GetBoolean(), scanning.GetProperty("version").GetInt32()),
            Is.EqualTo(("Our own words.", true, 1)));
        Assert.That(scanning.GetProperty("sheetText").GetString(), Does.StartWith("Shouting, fights"));
        Assert.That(report.Section(ReportSection.Assessment).Text(), Does.Contain("- Lessons learned: Talk to the owner first.")
            .And.Contain("- What else could explain it: A shop hired a guard."));

        await (await _problem.Edit(ReportSection.Scanning, null, version: 1)).Ok();
        scanning = (await _problem.Report()).Section(ReportSection.Scanning);
        Assert.That((scanning.GetProperty("isEdited").GetBoolean(), scanning.GetProperty("version").GetInt32()), Is.EqualTo((false, 2)));
        Assert.That(scanning.Text(), Does.StartWith("Shouting, fights"));
    }

    [Test]
    public async Task Two_people_edit_different_sections_but_not_the_same_version_of_one()
    {
        await (await _problem.Edit(ReportSection.Analysis, "One.")).Ok();
        await (await _problem.Edit(ReportSection.Response, "Two.")).Ok();

        var stale = await _problem.Edit(ReportSection.Analysis, "Three.", by: _problem.Supervisor);
        Assert.That(stale.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That((await _problem.Officer.PutAsJsonAsync($"{_problem.Url}/report", new { section = "Analysis", text = "x" })).StatusCode,
            Is.EqualTo(HttpStatusCode.PreconditionRequired));
        var saved = await _problem.Edit(ReportSection.Analysis, "Three.", version: 1, by: _problem.Supervisor);
        Assert.That(saved.Headers.ETag!.Tag, Is.EqualTo("\"2\""));
    }

    [Test]
    public async Task A_summary_of_more_than_400_words_is_refused()
    {
        var words = string.Join(' ', Enumerable.Repeat("word", 401));

        var refused = await _problem.Edit(ReportSection.Summary, words);
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("The summary has 401 words. Shorten it to 400."));
        await (await _problem.Edit(ReportSection.Summary, words[5..])).Ok();
        await (await _problem.Edit(ReportSection.Scanning, words)).Ok();
        Assert.That((await _problem.Edit(ReportSection.Scanning, new string('x', 20_001), version: 1)).StatusCode,
            Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task The_first_summary_has_at_most_400_words_however_long_the_worksheets_are()
    {
        var longest = string.Concat(Enumerable.Repeat("One two three four five. ", 160));
        await _problem.Save(SheetKind.Scanning, Sample.Scanning with { Statement = longest });
        await _problem.Save(SheetKind.Analysis, Sample.Analysis with { Hypothesis = longest, Consulted = [] });
        await _problem.Save(SheetKind.Assessment, Sample.Assessment with { Process = [], VerdictReason = longest });

        var summary = (await _problem.Report()).Section(ReportSection.Summary);
        Assert.That(summary.GetProperty("words").GetInt32(), Is.InRange(250, ReportWords.MostInSummary));
        Assert.That((await _problem.Edit(ReportSection.Summary, summary.Text())).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_closed_problems_report_is_edited_by_those_who_worked_on_it()
    {
        await (await _problem.Move(Stage.Closed, closingReason: "ObjectivesAchieved")).Ok();

        await (await _problem.Edit(ReportSection.Summary, "It worked.")).Ok();
        await (await _problem.Edit(ReportSection.Summary, "It worked well.", 1, _host.SignIn(Role.Analyst))).Ok();
        foreach (var (by, status) in new[]
        {
            (_host.SignIn(Role.Command), HttpStatusCode.Forbidden), (_host.SignInAs("other", Role.Officer), HttpStatusCode.Forbidden),
        })
            Assert.That((await _problem.Edit(ReportSection.Summary, "x", 2, by)).StatusCode, Is.EqualTo(status));

        var history = await new Browser(_host, Role.Supervisor).Get($"/problems/{_problem.Id}/audit");
        Assert.That(history, Does.Contain("Edited the report").And.Contain("It worked well."));
    }

    [Test]
    public async Task A_new_problem_has_a_report_without_figures()
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem("Quiet"));

        var report = await problem.Report();
        Assert.That(report.Section(ReportSection.Summary).Text(), Is.EqualTo("Scanning: Every Friday night."));
        Assert.That(report.GetProperty("sections").EnumerateArray().Select(part => part.GetProperty("figures").GetArrayLength()),
            Is.All.Zero);
        Assert.That(report.GetProperty("plans").GetArrayLength() + report.GetProperty("sources").Rows().Count, Is.Zero);
    }

    [Test]
    public async Task Without_a_counted_baseline_incidents_near_the_problem_are_counted_before_and_after_the_start()
    {
        await _host.Query(db => db.Execute("UPDATE Problem SET Latitude = 43.52, Longitude = -77.53 WHERE Id = @Id", new { _problem.Id },
            default));

        var assessment = (await _problem.Report()).Section(ReportSection.Assessment);
        Assert.That(assessment.GetProperty("statements").EnumerateArray().Select(line => line.GetString()),
            Does.Contain("Incidents of Noise within 150 meters: 14 in 7 months (2.0 a month) before the month of the start, "
                + "4 in 4 months (1.0 a month) after it. These numbers alone do not show that the response caused the difference."));
    }

    [Test]
    public async Task What_the_baseline_counted_is_named_also_if_it_is_of_another_category_and_neighborhood()
    {
        var elsewhere = await _host.Neighborhood("Elm Park");
        await _host.Query(db => db.Execute("""
            UPDATE Incident SET NeighborhoodId = @elsewhere, CategoryCode = 'burglary' WHERE Address LIKE '212 %'
            """, new { elsewhere }, default));
        var problem = new GivenProblem(_host, await _host.OpenProblem("Loud"));
        await problem.Save(SheetKind.Analysis, new AnalysisSheet
        {
            Baselines = [new() { Name = "All", Counted = new() { Filter = $"categoryCode=burglary&neighborhoodId={elsewhere}" } }],
        });

        Assert.That((await problem.Report()).Section(ReportSection.Assessment).GetProperty("figures")[0].GetProperty("caption").GetString(),
            Does.StartWith("Incidents of Burglary in Elm Park, counted as the baseline was, 2025-09 to Sep 10, 2026"));
    }

    [Test]
    public async Task Incidents_are_counted_as_the_baseline_was()
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem("Loud"));
        await problem.Save(SheetKind.Analysis, new AnalysisSheet
        {
            Baselines = [new() { Name = "Noise", Value = 4, Counted = new()
            {
                Filter = "categoryCode=noise&latitude=43.52&longitude=-77.53&radius=100",
            } }],
        });

        var caption = (await problem.Report()).Section(ReportSection.Assessment).GetProperty("figures")[0];
        Assert.That(caption.GetProperty("caption").GetString(),
            Does.StartWith("Incidents of Noise within 100 meters, counted as the baseline was, 2025-09 to Sep 10, 2026"));
        Assert.That(caption.GetProperty("numbers").Rows(), Does.Contain("September | 2 | 0").And.Contain("May | – | 1"));
    }
}
