using ProblemTracker.Domain;
using ProblemTracker.Tests.Concerns;
using ProblemTracker.Tests.Retention;

namespace ProblemTracker.Tests.Surveys;

/// <summary>Officers, analysts and supervisors build surveys and invite people.</summary>
public sealed class BuildingTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Officer => _host.SignIn(Role.Officer);

    private static object Question(string? key = null, string english = "To what extent do you like it here?",
        string? measure = "QualityOfLife") =>
        new { key, component = "Safety", measure, texts = new { en = english, es = "¿En qué medida le gusta estar aquí?" } };

    [Test]
    public async Task Survey_begins_with_three_questions_for_each_component_in_both_languages()
    {
        var survey = await (await Officer.GetAsync($"/api/v1/surveys/{await _host.NewSurvey()}")).Json();
        var questions = survey.GetProperty("questions").EnumerateArray().ToList();

        Assert.Multiple(() =>
        {
            Assert.That(questions.CountBy(question => question.GetProperty("component").GetString()!)
                .Select(component => component.Value), Is.EqualTo(new[] { 3, 3, 3, 3, 3 }));
            Assert.That(questions.Select(question => question.GetProperty("texts").GetProperty("es").GetString()),
                Has.All.Contains("medida"));
            Assert.That(questions.Select(question => question.GetProperty("measure").GetString()).OfType<string>().Distinct(),
                Is.EquivalentTo(new[] { "Fear", "QualityOfLife", "Trust" }));
        });
    }

    [Test]
    public async Task Questions_can_be_replaced_until_someone_is_invited()
    {
        var survey = await _host.NewSurvey();
        var changed = await (await Officer.IfMatch(1).PutAsJsonAsync($"/api/v1/surveys/{survey}",
            new { title = "New", questions = new[] { Question("q4"), Question() } })).Ok();
        Assert.That(changed.GetProperty("questions").EnumerateArray().Select(question => question.GetProperty("key").GetString()),
            Is.EqualTo(new[] { "q4", "q1" }));
        await _host.Slips(survey, await _host.NewWave(survey), 1);

        var late = await Officer.IfMatch(2).PutAsJsonAsync($"/api/v1/surveys/{survey}",
            new { title = "T", questions = new[] { Question() } });
        Assert.That(late.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(await late.Content.ReadAsStringAsync(), Does.Contain("survey.locked"));
    }

    [Test]
    public async Task Questions_need_both_languages_a_component_and_keys_of_their_own()
    {
        var survey = await _host.NewSurvey();
        var refused = await Officer.IfMatch(1).PutAsJsonAsync($"/api/v1/surveys/{survey}", new
        {
            title = " ",
            questions = new[]
            {
                Question("q1"), Question("q1"), Question("x"), Question(english: " "), Question(measure: "Crime"),
                new { component = (string?)null, texts = new { en = "A", es = "", vi = "B" } },
            },
        });
        var errors = (await refused.Json()).GetProperty("errors");

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(errors.EnumerateObject().Select(error => error.Name), Is.EquivalentTo(new[]
        {
            "title", "questions[1].key", "questions[2].key", "questions[3].texts[en]", "questions[4].measure", "questions[5].component",
            "questions[5].texts[es]", "questions[5].texts",
        }));
        Assert.That((await Officer.IfMatch(7).PutAsJsonAsync($"/api/v1/surveys/{survey}",
            new { title = "T", questions = new[] { Question() } })).StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
    }

    [Test]
    public async Task Survey_is_for_a_neighborhood_or_a_problem_and_not_both()
    {
        var neighborhood = await _host.Neighborhood();
        var problem = await _host.OpenProblem(by: Officer);
        Assert.That(await Status(new { title = "A", neighborhoodId = neighborhood, problemId = problem }),
            Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await Status(new { title = "A" }), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await Status(new { title = "A", neighborhoodId = 999 }), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await Status(new { title = "A", problemId = problem }), Is.EqualTo(HttpStatusCode.Created));

        async Task<HttpStatusCode> Status(object survey) => (await Officer.PostAsJsonAsync("/api/v1/surveys", survey)).StatusCode;
    }

    [Test]
    public async Task Survey_of_a_confidential_problem_is_shown_to_those_who_see_the_problem()
    {
        var teammate = _host.SignInAs("teammate", Role.Officer);
        var problem = await _host.OpenProblem(by: teammate, confidential: true, led: false);
        var survey = (await (await teammate.PostAsJsonAsync("/api/v1/surveys", new { title = "Quiet", problemId = problem })).Ok())
            .GetProperty("id").GetInt64();

        Assert.Multiple(async () =>
        {
            Assert.That((await teammate.GetAsync($"/api/v1/surveys/{survey}")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That((await Officer.GetAsync($"/api/v1/surveys/{survey}")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await Officer.GetAsync($"/api/v1/surveys/{survey}/results")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await Officer.PostAsync($"/api/v1/surveys/{survey}/waves/1/close", null)).StatusCode,
                Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(await (await Officer.GetAsync("/api/v1/surveys")).Content.ReadAsStringAsync(), Does.Not.Contain("Quiet"));
            Assert.That(await new Browser(_host, Role.Officer).Get("/surveys"), Does.Not.Contain("Quiet"));
            Assert.That(await (await _host.SignIn(Role.Analyst).GetAsync("/api/v1/surveys")).Content.ReadAsStringAsync(),
                Does.Contain("Quiet"));
        });
    }

    [Test]
    public async Task Survey_of_a_problem_is_worked_on_by_its_team()
    {
        var problem = await _host.OpenProblem(by: _host.SignInAs("teammate", Role.Officer), led: false);
        Assert.That((await Officer.PostAsJsonAsync("/api/v1/surveys", new { title = "A", problemId = problem })).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await _host.SignIn(Role.Command).PostAsJsonAsync("/api/v1/surveys", new { title = "A", problemId = problem }))
            .StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        await (await _host.SignIn(Role.Supervisor).PostAsJsonAsync("/api/v1/surveys", new { title = "Lights", problemId = problem })).Ok();

        Assert.That(await new Browser(_host, Role.Supervisor).Get($"/problems/{problem}"), Does.Contain("Created the survey \"Lights\"."));
    }

    [Test]
    public async Task Waves_open_and_close_by_date_and_by_hand()
    {
        var survey = await _host.NewSurvey();
        var wave = await _host.NewWave(survey, opensOn: "2026-03-10", closesOn: "2026-03-15");
        Assert.That(await Open(), Is.EqualTo((false, 0)));
        Assert.That((await Officer.PostAsync($"/api/v1/surveys/{survey}/waves/{wave}/tablet", null)).StatusCode,
            Is.EqualTo(HttpStatusCode.UnprocessableEntity), "Not open yet.");
        await (await Officer.PostAsync($"/api/v1/surveys/{survey}/waves/{wave}/open", null)).Ok();
        await (await Officer.PostAsync($"/api/v1/surveys/{survey}/waves/{wave}/open", null)).Ok();
        Assert.That(await Open(), Is.EqualTo((true, 1)));

        _host.Time.Advance(TimeSpan.FromDays(14));
        Assert.That(await Open(), Is.EqualTo((false, 0)));
        Assert.That((await _host.Send(new ProblemTracker.Surveys.CloseEndedWaves())).Count, Is.EqualTo(1));
        Assert.That((await Officer.PostAsJsonAsync($"/api/v1/surveys/{survey}/waves/{wave}/slips", new { count = 1 })).StatusCode,
            Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That((await Officer.PostAsJsonAsync($"/api/v1/surveys/{survey}/waves", new
        {
            phase = "After",
            area = "Response",
            place = "A",
            opensOn = "2026-03-02",
            closesOn = "2026-03-04",
        })).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), "Its last day is over.");

        async Task<(bool, int)> Open() => ((await (await Officer.GetAsync($"/api/v1/surveys/{survey}")).Json())
            .GetProperty("waves")[0].GetProperty("isOpen").GetBoolean(),
            (await (await Officer.GetAsync("/api/v1/surveys?open=true")).Json()).GetProperty("items").GetArrayLength());
    }

    [Test]
    public async Task Pages_build_a_survey_and_print_slips_and_a_poster()
    {
        await Resident.Open(_host);
        var neighborhood = await _host.Neighborhood();
        var officer = new Browser(_host, Role.Officer);
        await officer.Post("/surveys/new", new() { ["Title"] = "", ["ProblemNumber"] = "P-1999-0001" });
        await officer.Post("/surveys/new", new() { ["Title"] = "Safe here?", ["NeighborhoodId"] = $"{neighborhood}" }, "/surveys/1");
        await officer.Post("/surveys/1/questions", new()
        {
            ["Version"] = "1",
            ["Title"] = "Safe here?",
            ["Questions[0].Position"] = "2",
            ["Questions[0].Component"] = "Safety",
            ["Questions[0].Texts[en]"] = "Second",
            ["Questions[0].Texts[es]"] = "Segunda",
            ["Questions[1].Position"] = "1",
            ["Questions[1].Component"] = "Contact",
            ["Questions[1].Texts[en]"] = "First",
            ["Questions[1].Texts[es]"] = "Primera",
        }, "/surveys/1");
        await officer.Post("/surveys/1?handler=Add", new()
        {
            ["Phase"] = "Before",
            ["Area"] = "Response",
            ["Place"] = "Tanner Street",
            ["OpensOn"] = "2026-03-02",
            ["ClosesOn"] = "2026-03-15",
        }, "/surveys/1", formOn: "/surveys/1");
        var slips = await officer.Post("/surveys/1/waves/1/slips", new() { ["Count"] = "3", ["Paper"] = "A4" });
        var poster = await officer.Get("/surveys/1/waves/1/poster?paper=Letter");
        var page = await officer.Get("/surveys/1");

        Assert.Multiple(() =>
        {
            Assert.That(slips.Split("<svg").Length - 1, Is.EqualTo(3));
            Assert.That(slips, Does.Contain("sheet-a4").And.Contain("March 15, 2026").And.Contain("Este papel sirve una vez"));
            Assert.That(poster, Does.Contain("/city/survey/start/").And.Contain("sheet-letter").And.Contain("<svg"));
            Assert.That(page.IndexOf("First", StringComparison.Ordinal), Is.LessThan(page.IndexOf("Second", StringComparison.Ordinal)));
            Assert.That(page, Does.Contain("3 printed").And.Contain("the questions stay as they are"));
        });
        await officer.Post("/surveys/1?handler=Close&waveId=1", [], "/surveys/1", formOn: "/surveys/1");
        Assert.That(await officer.Get("/surveys/1/results"), Does.Contain("Too few people answered"));
    }

    [Test]
    public async Task Officer_starts_the_survey_on_a_tablet_and_the_resident_sees_nothing_of_the_session()
    {
        var survey = await _host.NewSurvey();
        var wave = await _host.NewWave(survey);
        var officer = new Browser(_host, Role.Officer);
        var (status, _) = await officer.TryPost($"/surveys/{survey}?handler=Tablet&waveId={wave}", $"/surveys/{survey}", []);
        Assert.That(status, Is.EqualTo(HttpStatusCode.Redirect));
        var started = await (await Officer.PostAsync($"/api/v1/surveys/{survey}/waves/{wave}/tablet", null)).Ok();
        var page = await officer.Get($"/city/survey/{started.GetProperty("token").GetString()}");

        Assert.That(page, Does.Contain("To what extent").And.Not.Contain("officer@").And.Not.Contain("/surveys/")
            .And.Not.Contain("Sign out"));
        Assert.That((await (await Officer.GetAsync($"/api/v1/surveys/{survey}")).Json()).GetProperty("waves")[0].GetProperty("modes")[2]
            .GetProperty("invited").GetInt32(), Is.EqualTo(2));
    }

    [Test]
    public async Task Surveys_of_a_problem_are_purged_with_it()
    {
        await Resident.Open(_host);
        var problem = await _host.OpenProblem(by: Officer);
        var survey = (await (await Officer.PostAsJsonAsync("/api/v1/surveys", new { title = "A", problemId = problem })).Ok())
            .GetProperty("id").GetInt64();
        await _host.Answers(survey, await _host.NewWave(survey, closesOn: "2039-01-01"), 3, 4);
        var link = (await _host.Slips(survey, 1, 1))[0];
        await new Resident(_host).Post($"{link}?step=1", ("Answers[q1]", "4"), ("go", "next"));
        await _host.Close(problem);
        await _host.Keep5Years("problem");
        _host.Until(2032, 3, 2);
        await _host.Agree(problem);
        await _host.RunPurges();

        foreach (var table in new[] { "Survey", "SurveyWave", "SurveyInvitation", "SurveyDraft", "SurveyAnswer" })
            Assert.That(await _host.Query(db => db.Single<long>($"SELECT COUNT(*) FROM {table}", null, default)), Is.Zero, table);
    }
}
