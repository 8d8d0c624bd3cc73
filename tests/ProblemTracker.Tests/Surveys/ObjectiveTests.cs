using ProblemTracker.Domain;
using ProblemTracker.Tests.Concerns;

namespace ProblemTracker.Tests.Surveys;

/// <summary>Objectives of kind fear, quality of life and trust take their values from the waves of a survey.</summary>
public sealed class ObjectiveTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();

    [TearDown] public void Stop() => _host.Dispose();

    private async Task<string> Measures(long problem, string phase, Role role = Role.Command) =>
        await (await _host.SignIn(role).GetAsync($"/api/v1/problems/{problem}/survey-measures?phase={phase}")).Content.ReadAsStringAsync();

    [Test]
    public async Task Baseline_and_value_after_come_from_the_waves_with_their_people()
    {
        await Resident.Open(_host);
        var problem = await _host.Problem(readyFor: Gate.Closed);
        var survey = (await (await _host.SignIn(Role.Supervisor).PostAsJsonAsync("/api/v1/surveys",
            new { title = "Safe here?", problemId = problem.Id })).Ok()).GetProperty("id").GetInt64();
        Assert.That(await Measures(problem.Id, "Before"), Does.Contain("\"items\":[]"));
        var today = DateOnly.FromDateTime(_host.Time.GetUtcNow().UtcDateTime).AddDays(-1);
        foreach (var (phase, high) in new[] { ("Before", 4), ("After", 9) })
        {
            var wave = await _host.NewWave(survey, phase, opensOn: $"{today:yyyy-MM-dd}", closesOn: $"{today.AddDays(9):yyyy-MM-dd}",
                by: Role.Supervisor);
            await _host.Sent(wave, SurveyMode.Slip, Enumerable.Repeat(5, high).Concat(Enumerable.Repeat(2, 12 - high)));
            await _host.CloseWave(survey, wave, Role.Supervisor);
        }
        Assert.That(await Measures(problem.Id, "Before"), Does.Contain("\"percent\":33.3").And.Contain("\"people\":12")
            .And.Contain("\"kind\":\"Fear\"").And.Contain($"\"basis\":\"surveyId={survey}&question=q4\""));
        Assert.That(await Measures(problem.Id, "After"), Does.Contain("\"percent\":75"));
    }

    [Test]
    public async Task Objectives_form_fills_in_value_source_and_number_of_people()
    {
        var survey = await _host.NewSurvey("Safe here?");
        var problem = await _host.OpenProblem();
        var wave = await _host.NewWave(survey);
        await _host.Sent(wave, SurveyMode.Slip, 5, 5, 4, 2, 2, 1);
        await _host.CloseWave(survey, wave);
        var officer = new Browser(_host, Role.Officer);
        var page = $"/problems/{problem}/response";
        Assert.That(await officer.Get(page), Does.Contain("value=\"surveyId=1&question=q4\""));
        Dictionary<string, string> form = new()
        {
            ["Version"] = "0",
            ["Sheet.Objectives[0].Counted.Filter"] = "surveyId=1&question=q4",
        };
        var filled = await officer.Post($"{page}?handler=Count&row=Sheet.Objectives[0]", form, formOn: page);
        var refused = await officer.Post($"{page}?handler=Count&row=Sheet.Objectives[0]", new()
        {
            ["Version"] = "0",
            ["Sheet.Objectives[0].Counted.Filter"] = "surveyId=9&question=q4",
        }, formOn: page);

        Assert.Multiple(() =>
        {
            Assert.That(filled, Does.Contain("value=\"50\"").And.Contain("% top two answers").And.Contain("Survey results, 6 people")
                .And.Contain("href=\"/surveys/1/results\"").And.Contain("To what extent do you feel safe walking alone"));
            Assert.That(filled, Does.Match("<option selected=\"selected\" value=\"Fear\""));
            Assert.That(refused, Does.Contain("No wave before the response is closed"));
        });
    }

    [Test]
    public async Task Assessment_takes_the_value_after_as_the_baseline_was_taken()
    {
        var problem = await _host.Problem(readyFor: Gate.Closed);
        await Resident.Open(_host);
        var survey = (await (await _host.SignIn(Role.Supervisor).PostAsJsonAsync("/api/v1/surveys",
            new { title = "Safe here?", problemId = problem.Id })).Ok()).GetProperty("id").GetInt64();
        await _host.Query(db => db.Execute("""
            UPDATE Worksheet SET Body = REPLACE(Body, '"counted":null',
                '"counted":{"filter":"surveyId=1&question=q4","on":"2026-03-02","people":12}') WHERE Kind = 'Response'
            """, null, default));
        var browser = new Browser(_host, Role.Supervisor);
        var page = $"/problems/{problem.Id}/assessment";
        Assert.That(await Count(), Does.Contain("No wave after the response is closed"));
        var today = DateOnly.FromDateTime(_host.Time.GetUtcNow().UtcDateTime).AddDays(-1);
        var wave = await _host.NewWave(survey, "After", opensOn: $"{today:yyyy-MM-dd}", closesOn: $"{today.AddDays(9):yyyy-MM-dd}",
            by: Role.Supervisor);
        await _host.Sent(wave, SurveyMode.Slip, 5, 5, 4, 4, 2);
        await _host.CloseWave(survey, wave, Role.Supervisor);

        Assert.That(await Count(), Does.Contain("value=\"80\"").And.Contain("Survey results, 5 people"));

        Task<string> Count() => browser.Post($"{page}?handler=Count&row=Sheet.Outcomes[0]", new()
        {
            ["Version"] = "1",
            ["Sheet.Outcomes[0].ObjectiveKey"] = "o1",
        }, formOn: page);
    }
}
