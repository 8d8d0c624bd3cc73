using ProblemTracker.Domain;
using ProblemTracker.Reports;
using ProblemTracker.Tests.Data;
using ProblemTracker.Tests.Surveys;

namespace ProblemTracker.Tests.Reports;

/// <summary>The quality of life by neighborhood, counted by hand.</summary>
public sealed class QualityOfLifeTests
{
    private TrackerHost _host = null!;
    private long _alder;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _alder = await _host.Neighborhood();
    }

    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Incidents_are_compared_to_the_same_months_a_year_before()
    {
        await _host.ImportsEverything();
        await _host.HasPopulation(_alder, 5000);
        await _host.Happened(_alder, "2025-01-15", 40);
        await _host.Happened(_alder, "2025-12-01", 5);
        await _host.Happened(_alder, "2026-02-28", 5);
        // After the last complete month, and of an import that is still running.
        await _host.Happened(_alder, "2026-03-01", 7);
        await _host.Happened(_alder, "2026-01-10", 3, isFinished: false);

        var topic = (await _host.Life()).Place("Alder Hill").Topic("Incidents");
        Assert.That(topic.Points(), Has.Count.EqualTo(8));
        // Garwood's interval of 10 and 40 counts, per 1,000 of 5,000 people.
        Assert.That(topic.Points()[^1], Is.EqualTo("Dec 2025 to Feb 2026 10 2 0.96 3.68"));
        Assert.That(topic.Points()[^5], Is.EqualTo("Dec 2024 to Feb 2025 40 8 5.72 10.89"));
        Assert.That(topic.Sentence(), Is.EqualTo("2 incidents per 1,000 residents in Dec 2025 to Feb 2026 (likely 1 to 3.7), "
            + "8 a year before. They fell."));
        Assert.That((await _host.Life()).Place("Alder Hill").GetProperty("answer").GetString(), Is.EqualTo("Incidents fell."));
    }

    [Test]
    public async Task Differences_that_can_be_chance_are_not_called_changes()
    {
        await _host.ImportsEverything();
        await _host.Happened(_alder, "2025-01-15", 6);
        await _host.Happened(_alder, "2026-01-15", 3);
        var place = (await _host.Life()).Place("Alder Hill");
        Assert.That(place.Topic("Incidents").Sentence(), Is.EqualTo("3 incidents in Dec 2025 to Feb 2026 (likely 0.6 to 8.8), "
            + "6 a year before. The difference can be chance, so you cannot tell."));
        Assert.That(place.GetProperty("answer").GetString(),
            Is.EqualTo("Cannot tell whether quality of life changed: every difference can be chance."));
    }

    [Test]
    public async Task Periods_that_were_not_imported_whole_or_lie_before_the_neighborhood_are_left_out()
    {
        var place = (await _host.Life()).Place("Alder Hill");
        Assert.That(place.Topic("Incidents").Sentence(),
            Is.EqualTo("Cannot tell: the incidents of Dec 2025 to Feb 2026 are not all imported."));
        Assert.That(place.GetProperty("answer").GetString(),
            Is.EqualTo("Cannot tell whether quality of life changed: there is nothing to compare yet."));

        await _host.ImportsEverything();
        await _host.Happened(_alder, "2026-01-15", 3);
        await _host.Query(db => db.Execute("UPDATE Neighborhood SET FirstDay = '2025-02-01' WHERE Id = @_alder", new { _alder }, default));
        var topic = (await _host.Life()).Place("Alder Hill").Topic("Incidents");
        // Only their names.
        Assert.That((topic.Points()[0], topic.Points()[3]), Is.EqualTo(("Mar to May 2024", "Dec 2024 to Feb 2025")));
        Assert.That(topic.Points()[4], Does.StartWith("Mar to May 2025 0 0 0 3.69"));
        Assert.That(topic.Sentence(), Does.EndWith("There is no complete period a year before to compare to."));
    }

    [Test]
    public async Task Concerns_are_counted_and_answered_in_time_of_those_that_were_due()
    {
        await _host.Came(_alder, "2025-01-10", 6, decided: "2025-01-25");
        await _host.Came(_alder, "2026-01-10", 8, decided: "2026-01-12");
        await _host.Came(_alder, "2026-01-10", 1);
        await _host.Came(_alder, "2026-02-27", 2);
        var place = (await _host.Life()).Place("Alder Hill");
        // Wilson's interval of 8 of 9 and of 0 of 6.
        Assert.That(place.Topic("Concerns").Points(1)[^1], Is.EqualTo("Jan to Mar 2026 8 9 88.9 56.5 98"));
        Assert.That(place.Topic("Concerns").Points(1)[^5], Is.EqualTo("Jan to Mar 2025 0 6 0 0 39"));
        Assert.That(place.Topic("Concerns").Sentence(), Is.EqualTo("11 concerns came in Jan to Mar 2026. 8 of 9 due were decided in "
            + "time (89%, likely 57% to 98%). A year before, 0%: the share rose."));
        Assert.That(place.GetProperty("answer").GetString(),
            Is.EqualTo("Concerns acknowledged in time rose and concerns decided in time rose."));
    }

    [Test]
    public async Task Few_concerns_have_no_percentage()
    {
        await _host.Came(_alder, "2026-01-10", 4, decided: "2026-01-12");
        var topic = (await _host.Life()).Place("Alder Hill").Topic("Concerns");
        Assert.That(topic.Points(1)[^1], Is.EqualTo("Jan to Mar 2026 4 4"));
        Assert.That(topic.Sentence(), Does.EndWith("4 of 4 due were decided in time: too few for a percentage."));
    }

    [Test]
    public async Task Open_problems_are_those_that_the_reader_can_view_at_the_end_of_each_month()
    {
        // Opened today, so they are open only now. Command staff can't view the confidential one.
        await _host.OpenProblem("One");
        await _host.OpenProblem("Two", confidential: true, by: _host.SignIn(Role.Supervisor), led: false);
        var closed = await _host.OpenProblem("Three");
        await _host.Query(db => db.Execute("""
            UPDATE Problem SET Stage = 'Closed', OpenedAt = '2025-02-10T17:00:00.0000000Z' WHERE Id = @closed
            """, new { closed }, default));
        await _host.Query(db => db.Execute("""
            INSERT INTO StageMove (ProblemId, FromStage, ToStage, Note, MovedAt) VALUES
                (@closed, 'Scanning', 'Closed', 'Done.', '2025-04-10T17:00:00.0000000Z'),
                (@closed, 'Closed', 'Scanning', 'Again.', '2025-06-10T17:00:00.0000000Z'),
                (@closed, 'Scanning', 'Closed', 'Done.', '2025-07-10T17:00:00.0000000Z')
            """, new { closed }, default));
        var topic = (await _host.Life()).Place("Alder Hill").Topic("OpenProblems");
        Assert.That(topic.Points(), Is.EqualTo(new[]
        {
            "Mar 31, 2025 1 1", "Apr 30, 2025 0 0", "May 31, 2025 0 0", "Jun 30, 2025 1 1", "Jul 31, 2025 0 0", "Aug 31, 2025 0 0",
            "Sep 30, 2025 0 0", "Oct 31, 2025 0 0", "Nov 30, 2025 0 0", "Dec 31, 2025 0 0", "Jan 31, 2026 0 0", "Feb 28, 2026 0 0",
            "Mar 2, 2026 1 1",
        }));
        Assert.That(topic.Sentence(), Is.EqualTo("1 problem is open today, as many as a year ago."));
        Assert.That((await _host.Life(by: Role.Supervisor)).Place("Alder Hill").Topic("OpenProblems").Sentence(),
            Is.EqualTo("2 problems are open today, 1 more than a year ago."));
    }

    [Test]
    public async Task Survey_compares_the_latest_wave_to_the_one_before_and_hides_few_people()
    {
        var survey = await _host.NewSurvey();
        async Task Wave(string opens, string closed, params int[] answers)
        {
            var wave = await _host.NewWave(survey);
            await _host.Sent(wave, SurveyMode.Tablet, answers);
            await _host.Query(db => db.Execute(
                "UPDATE SurveyWave SET OpensOn = @opens, ClosesOn = @closed, ClosedOn = @closed WHERE Id = @wave",
                new { wave, opens, closed }, default));
        }
        await Wave("2025-05-01", "2025-05-10", [.. Enumerable.Repeat(2, 30), .. Enumerable.Repeat(5, 10)]);
        var first = (await _host.Life()).Place("Alder Hill").Topic("Survey");
        Assert.That(first.Sentence(), Is.EqualTo("In May 2025: safety 25%, quality of life 25% and trust 25%. "
            + "There is no earlier wave to compare to."));

        await Wave("2025-11-01", "2025-11-10", [.. Enumerable.Repeat(2, 10), .. Enumerable.Repeat(5, 30)]);
        var place = (await _host.Life()).Place("Alder Hill");
        Assert.That(place.Topic("Survey").Points(), Is.EqualTo(new[] { "May 2025 40 25 14.2 40.2", "Nov 2025 40 75 59.8 85.8" }));
        Assert.That(place.Topic("Survey").Sentence(), Is.EqualTo("In Nov 2025, compared to the wave before: safety rose to 75%, quality of "
            + "life rose to 75% and trust rose to 75%."));
        Assert.That(place.GetProperty("answer").GetString(), Is.EqualTo("Safety rose, quality of life rose and trust rose."));

        await Wave("2026-01-01", "2026-01-10", 5, 5, 5, 5);
        var few = (await _host.Life()).Place("Alder Hill").Topic("Survey");
        Assert.That(few.Points()[^1], Is.EqualTo("Jan 2026"));
        Assert.That(few.Sentence(), Is.EqualTo("Too few people answered in Jan 2026 to show figures."));
    }

    [Test]
    public async Task Neighborhoods_are_alphabetical_and_one_can_be_chosen()
    {
        var beech = await _host.Neighborhood("Beech");
        await _host.Neighborhood("Aspen");
        await _host.ImportsEverything();
        await _host.Happened(beech, "2026-01-15", 9);
        var names = (await _host.Life()).GetProperty("neighborhoods").EnumerateArray()
            .Select(place => place.GetProperty("neighborhood").GetString());
        Assert.That(names, Is.EqualTo(new[] { "Alder Hill", "Aspen", "Beech" }));
        Assert.That((await _host.Life($"?neighborhoodId={beech}")).GetProperty("neighborhoods").GetArrayLength(), Is.EqualTo(1));
        Assert.That(await (await _host.SignIn(Role.Command).GetAsync("/api/v1/reports/quality-of-life?neighborhoodId=99")).WrongFields(),
            Is.EqualTo(new[] { "neighborhoodId" }));
        var file = await _host.SignIn(Role.Command).GetStringAsync($"/api/v1/reports/quality-of-life.csv?neighborhoodId={beech}");
        Assert.That(file.Split('\n')[0].Trim(), Is.EqualTo("neighborhood,topic,series,unit,period,from,to,count,of,value,low,high"));
        Assert.That(file, Does.Contain("Beech,Incidents,Incidents,incidents,Dec 2025 to Feb 2026,2025-12-01,2026-02-28,9,,9,"));
    }

    [Test]
    public async Task Number_of_statements_does_not_depend_on_the_number_of_neighborhoods()
    {
        async Task<int> Sent() => (await Statements.Of(() => _host.Send(new ReadQualityOfLife()))).Count;
        await Sent();
        var one = await Sent();
        for (var i = 0; i < 20; i++) await _host.Neighborhood($"Place {i}");
        Assert.That(await Sent(), Is.EqualTo(one));
    }

    [Test]
    public async Task Page_shows_sentences_series_and_tables_and_asks_for_populations()
    {
        await _host.ImportsEverything();
        await _host.Happened(_alder, "2026-01-15", 9);
        var beech = await _host.Neighborhood("Beech");
        await _host.HasPopulation(beech, 4000);
        var page = await new Browser(_host, Role.Command).Get("/quality-of-life");
        Assert.That(page.IndexOf(">Alder Hill</h2>", StringComparison.Ordinal),
            Is.GreaterThan(0).And.LessThan(page.IndexOf(">Beech</h2>", StringComparison.Ordinal)));
        Assert.That(page, Does.Contain("9 incidents in Dec 2025 to Feb 2026 (likely 4.1 to 17)").And.Contain("class=\"small-series\"")
            .And.Contain("Population is not known for Alder Hill, so").And.Not.Contain("Enter populations"));
        Assert.That(await new Browser(_host, Role.Command).Get($"/quality-of-life?neighborhoodId={beech}"),
            Does.Contain("<details class=\"more\" open").And.Not.Contain(">Alder Hill</h2>").And.Not.Contain("Population is not known"));
        Assert.That(await new Browser(_host, Role.Command).Get("/quality-of-life?neighborhoodId=99"),
            Does.Contain("There is no such neighborhood. Choose one."));
        Assert.That(await new Browser(_host, Role.Command).Get("/quality-of-life?handler=csv"), Does.StartWith("neighborhood,topic"));
    }

    [Test]
    public async Task Briefing_has_the_same_sentences()
    {
        await _host.OpenProblem();
        await _host.ImportsEverything();
        await _host.Happened(_alder, "2025-01-15", 40);
        await _host.Happened(_alder, "2026-01-15", 9);
        var briefing = await _host.SignIn(Role.Command).Read("/api/v1/reports/briefing");
        Assert.That(briefing.GetProperty("life")[0].GetProperty("answer").GetString(), Is.EqualTo("Incidents fell."));
        Assert.That(await new Browser(_host, Role.Command).Get("/briefing"),
            Does.Contain("<strong>Alder Hill</strong><br>Incidents fell.").And.Contain("40 a year before. They fell."));
        var email = BriefingEmail.Compose(1, "edith@pd.example", new(2026, 3, 2), await _host.Send(new ReadBriefing()),
            "https://tracker");
        Assert.That(email.Text, Does.Contain("Alder Hill: Incidents fell.").And.Contain("https://tracker/quality-of-life?neighborhoodId="));
    }
}
