using System.Text.Json;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Surveys;

/// <summary>What the department reads of the answers: figures with their uncertainty, never single answers.</summary>
public sealed class SurveyResultsTests
{
    private TrackerHost _host = null!;
    private long _survey, _wave;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _survey = await _host.NewSurvey();
        _wave = await _host.NewWave(_survey, population: 400);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private async Task<JsonElement> Results() =>
        await (await _host.SignIn(Role.Command).GetAsync($"/api/v1/surveys/{_survey}/results")).Ok();

    private static JsonElement Figure(JsonElement wave, string key) =>
        wave.GetProperty("figures").EnumerateArray().Single(figure => figure.GetProperty("key").GetString() == key);

    [Test]
    public async Task Figures_are_counted_from_the_answers_with_their_intervals()
    {
        await _host.Answers(_survey, _wave, 1, 2, 4, 5, 5, 0);
        await _host.Slips(_survey, _wave, 4);
        await _host.CloseWave(_survey, _wave);
        var wave = (await Results()).GetProperty("waves")[0];
        var (question, component) = (Figure(wave, "q4"), Figure(wave, "Safety"));
        var slips = wave.GetProperty("reached")[0];

        Assert.Multiple(() =>
        {
            Assert.That(question.GetProperty("topTwoPercent").GetDouble(), Is.EqualTo(60).Within(1e-9));
            // Wilson, 3 of 5: 0.2307 to 0.8824.
            Assert.That(question.GetProperty("topTwoLow").GetDouble(), Is.EqualTo(23.07).Within(0.01));
            Assert.That(question.GetProperty("topTwoHigh").GetDouble(), Is.EqualTo(88.24).Within(0.01));
            Assert.That(question.GetProperty("mean").GetDouble(), Is.EqualTo(3.4).Within(1e-9));
            Assert.That((question.GetProperty("people").GetInt32(), question.GetProperty("skipped").GetInt32()), Is.EqualTo((5, 1)));
            Assert.That(question.GetProperty("measure").GetString(), Is.EqualTo("Fear"));
            Assert.That(component.GetProperty("people").GetInt32(), Is.EqualTo(5), "Intervals count people, not answers.");
            Assert.That(component.GetProperty("topTwoLow").GetDouble(), Is.EqualTo(23.07).Within(0.01));
            Assert.That(component.GetProperty("alpha").GetDouble(), Is.EqualTo(1).Within(1e-9), "All questions got the same.");
            Assert.That((wave.GetProperty("answers").GetInt32(), slips.GetProperty("invited").GetInt32()), Is.EqualTo((6, 10)));
            Assert.That(slips.GetProperty("percent").GetDouble(), Is.EqualTo(60).Within(1e-9));
        });
    }

    [Test]
    public async Task Open_wave_has_no_figures_so_that_nobody_can_read_before_and_after_one_answer()
    {
        await _host.Sent(_wave, SurveyMode.Slip, 1, 2, 3, 4, 5, 5);
        Assert.That((await Results()).GetProperty("waves")[0].GetProperty("figures").GetArrayLength(), Is.Zero);
        Assert.That(await new Browser(_host, Role.Command).Get($"/surveys/{_survey}/results"), Does.Contain("Results appear when"));
        _host.Time.Advance(TimeSpan.FromDays(14));
        await _host.Send(new ProblemTracker.Surveys.CloseEndedWaves());
        Assert.That((await Results()).GetProperty("waves")[0].GetProperty("figures").GetArrayLength(), Is.EqualTo(20));
    }

    [Test]
    public async Task Figures_of_fewer_than_five_people_are_hidden()
    {
        await _host.Sent(_wave, SurveyMode.Slip, 1, 2, 3, 4);
        await _host.CloseWave(_survey, _wave);
        var figures = (await Results()).GetProperty("waves")[0].GetProperty("figures").EnumerateArray().ToList();

        Assert.That(figures.Select(figure => figure.GetProperty("isHidden").GetBoolean()), Has.All.True);
        Assert.That(figures.SelectMany(figure => new[] { "people", "skipped", "topTwoPercent", "mean", "alpha" }
            .Select(name => figure.GetProperty(name).ValueKind)), Has.All.EqualTo(JsonValueKind.Null));
        Assert.That(await new Browser(_host, Role.Command).Get($"/surveys/{_survey}/results"), Does.Contain("Hidden"));
    }

    [Test]
    public async Task Mode_with_few_people_takes_another_with_it_since_the_total_is_shown()
    {
        await _host.Sent(_wave, SurveyMode.Slip, 1, 2, 3, 4, 5, 1, 2, 3);
        await _host.Sent(_wave, SurveyMode.Poster, 5, 5, 5);
        await _host.Sent(_wave, SurveyMode.Tablet, 2, 2, 2, 2, 2, 2);
        await _host.CloseWave(_survey, _wave);
        var byMode = (await Results()).GetProperty("waves")[0].GetProperty("figuresByMode").EnumerateArray()
            .Where(figure => !figure.GetProperty("isHidden").GetBoolean()).Select(figure => figure.GetProperty("mode").GetString());

        Assert.That(byMode.Distinct(), Is.EqualTo(new[] { "Slip" }));
    }

    [Test]
    public async Task Question_with_few_answers_hides_the_total_of_its_component()
    {
        await _host.Sent(_wave, SurveyMode.Slip, 1, 2, 3, 4, 5, 5);
        await _host.Query(db => db.Execute("UPDATE SurveyAnswer SET Body = '{\"q1\":4,\"q5\":3,\"q6\":2}' WHERE Body LIKE '%:5%'", null,
            default));
        await _host.CloseWave(_survey, _wave);
        var wave = (await Results()).GetProperty("waves")[0];

        Assert.That((Hidden("q4"), Hidden("q5"), Hidden("Safety"), Hidden("q1")), Is.EqualTo((true, false, true, false)));

        bool Hidden(string key) => Figure(wave, key).GetProperty("isHidden").GetBoolean();
    }

    [Test]
    public async Task Waves_are_compared_by_area_and_response_against_control()
    {
        // Newcombe (1998), Statistics in Medicine 17:873, method 10: 56 of 70 against 48 of 80, 0.0524 to 0.3339.
        await Wave("Before", "Response", 48, 80, first: true);
        await Wave("After", "Response", 56, 70);
        await Wave("Before", "Control", 30, 60);
        await Wave("After", "Control", 30, 60);
        var changes = (await Results()).GetProperty("comparisons").EnumerateArray()
            .Where(change => change.GetProperty("key").GetString() == "q4").ToList();
        var page = await new Browser(_host, Role.Command).Get($"/surveys/{_survey}/results");

        Assert.Multiple(() =>
        {
            Assert.That(changes.Select(change => change.GetProperty("area").GetString()),
                Is.EqualTo(new[] { "Response", "Control", null }));
            Assert.That(changes[0].GetProperty("points").GetDouble(), Is.EqualTo(20).Within(1e-9));
            Assert.That(changes[0].GetProperty("low").GetDouble(), Is.EqualTo(5.24).Within(0.005));
            Assert.That(changes[0].GetProperty("high").GetDouble(), Is.EqualTo(33.39).Within(0.005));
            Assert.That(changes.Select(change => change.GetProperty("cannotTell").GetBoolean()), Is.EqualTo(new[] { false, true, true }));
            Assert.That(changes[2].GetProperty("points").GetDouble(), Is.EqualTo(20).Within(1e-9));
            Assert.That(page, Does.Contain("Rose: community involvement").And.Contain("Cannot tell, since the interval includes zero")
                .And.Contain("Response against control"));
        });

        async Task Wave(string phase, string area, int high, int all, bool first = false)
        {
            var wave = first ? _wave : await _host.NewWave(_survey, phase, area);
            await _host.Sent(wave, SurveyMode.Slip, Enumerable.Repeat(5, high).Concat(Enumerable.Repeat(2, all - high)));
            await _host.CloseWave(_survey, wave);
        }
    }

    [Test]
    public async Task Questions_are_compared_where_the_component_is_hidden()
    {
        foreach (var phase in new[] { "Before", "After" })
        {
            var wave = phase == "Before" ? _wave : await _host.NewWave(_survey, phase);
            await _host.Sent(wave, SurveyMode.Slip, 2, 2, 2, 5, 5, 5);
            await _host.Query(db => db.Execute("UPDATE SurveyAnswer SET Body = '{\"q5\":3}' WHERE Body LIKE '%:5%'", null, default));
            await _host.CloseWave(_survey, wave);
        }
        var page = await new Browser(_host, Role.Command).Get($"/surveys/{_survey}/results");

        Assert.That(page, Does.Contain("Too few people answered to compare components.").And.Contain("Figures by component and question")
            .And.Contain("To what extent do you feel safe at home?"));
    }

    [Test]
    public async Task File_has_figures_with_their_number_of_people_and_no_single_answer()
    {
        await _host.Sent(_wave, SurveyMode.Slip, 1, 2, 4, 5, 5);
        await _host.CloseWave(_survey, _wave);
        var file = await new Browser(_host, Role.Analyst).Get($"/surveys/{_survey}/results?handler=csv");
        var lines = file.Trim().Split("\r\n");

        Assert.That(lines, Has.Length.EqualTo(1 + 20 + 5));
        Assert.That(lines[1],
            Does.StartWith("Before,Response area,Tanner Street,2026-03-02,2026-03-02,All,Community involvement,,5,0,60,"));
        Assert.That(await new Browser(_host, Role.Analyst).Get("/surveys?handler=csv"),
            Does.Contain("How do you feel here?,Alder Hill,,1,0,5"));
    }

    [Test]
    public async Task Partner_reads_no_survey() => Assert.That((await _host.SignInPartner((await _host.Send(
            new ProblemTracker.Stakeholders.CreateStakeholder("City Parks", StakeholderKind.Agency))).Id)
        .GetAsync($"/api/v1/surveys/{_survey}/results")).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
}
