using ProblemTracker.Domain;
using ProblemTracker.Tests.Concerns;

namespace ProblemTracker.Tests.Surveys;

/// <summary>Residents answer by a link, once, in their language and without scripts.</summary>
public sealed class AnsweringTests
{
    private TrackerHost _host = null!;
    private long _survey, _wave;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _survey = await _host.NewSurvey();
        _wave = await _host.NewWave(_survey);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private async Task<string> Slip() => (await _host.Slips(_survey, _wave, 1))[0];

    private Task<long> Count(string sql) => _host.Query(db => db.Single<long>(sql, null, default));

    [TestCase("en", "To what extent", "To a great extent")]
    [TestCase("es", "¿En qué medida", "En gran medida")]
    public async Task Resident_answers_in_their_language_and_is_thanked(string language, string question, string answer)
    {
        var link = await Slip();
        var page = await new Resident(_host, language).Get(link);
        Assert.That(page, Does.Contain(question).And.Contain(answer).And.Not.Contain("<script"));
        await _host.Answer(link, 4, language);

        Assert.That(await Count("SELECT COUNT(*) FROM SurveyAnswer WHERE Body LIKE '%\"q15\":4%'"), Is.EqualTo(1));
        Assert.That(await new Resident(_host, language).Get("/city/survey/thanks"),
            Does.Contain(language == "es" ? "Gracias" : "Thank you"));
    }

    [Test]
    public async Task Draft_survives_and_steps_go_back_and_forth()
    {
        var link = await Slip();
        await new Resident(_host).Post($"{link}?step=1", ("Answers[q1]", "2"), ("Answers[q2]", "5"), ("go", "next"));
        var (back, _) = await new Resident(_host).Post($"{link}?step=2", ("Answers[q4]", "3"), ("go", "back"));
        var first = await new Resident(_host).Get(back!);
        await new Resident(_host).Post($"{link}?step=1", ("Answers[q1]", ""), ("Answers[q2]", "5"), ("go", "next"));

        Assert.That(back, Does.Contain("step=1"));
        Assert.That(first, Does.Match("value=\"2\" checked|checked=\"checked\"[^>]*value=\"2\"|value=\"2\"[^>]*checked"));
        Assert.That(await Count("SELECT COUNT(*) FROM SurveyDraft WHERE Body = '{\"q2\":5,\"q4\":3}'"), Is.EqualTo(1));
    }

    [Test]
    public async Task Every_question_can_be_skipped()
    {
        await _host.Answer(await Slip(), 0);
        Assert.That(await Count("SELECT COUNT(*) FROM SurveyAnswer WHERE Body = '{}'"), Is.EqualTo(1));
    }

    [TestCase("9")]
    [TestCase("0")]
    [TestCase("-1")]
    [TestCase("<script>alert(1)</script>")]
    [TestCase("4; DROP TABLE SurveyAnswer")]
    public async Task What_is_not_on_the_scale_counts_as_skipped(string answer)
    {
        var link = await Slip();
        await new Resident(_host).Post($"{link}?step=1", ("Answers[q1]", answer), ("Answers[q99]", "4"), ("Answers[q15]", "4"),
            ("go", "next"));
        Assert.That(await Count("SELECT COUNT(*) FROM SurveyDraft WHERE Body = '{}'"), Is.EqualTo(1));
    }

    [Test]
    public async Task Used_ended_malformed_and_foreign_links_get_the_same_answer_which_nobody_keeps()
    {
        var (used, ended) = (await Slip(), await Slip());
        await _host.Answer(used, 3);
        var concern = (await new Resident(_host).Report()).Replace("/follow/", "/survey/");
        var answers = new List<string>();
        foreach (var link in new[] { used, "/city/survey/never", $"/city/survey/{new string('x', 3000)}", concern,
            "/city/survey/start/never", "/city/survey/..%2f", "/city/survey/%f0%9f%92%a9" })
            answers.Add(await Nowhere(link));
        _host.Time.Advance(TimeSpan.FromDays(20));
        answers.Add(await Nowhere(ended));
        using var late = await _host.WithoutCookies().PostAsync($"{ended}?step=1", new FormUrlEncodedContent([new("Answers[q1]", "4")]));
        answers.Add(WebUtility.HtmlDecode(await late.Content.ReadAsStringAsync()));

        Assert.That(answers.Select(html => html[html.IndexOf("<main", StringComparison.Ordinal)..]).Distinct().Count(), Is.EqualTo(1),
            string.Join("\n----\n", answers.Select(html => html[html.IndexOf("<main", StringComparison.Ordinal)..]).Distinct()));
        Assert.That(await Count("SELECT COUNT(*) FROM SurveyAnswer"), Is.EqualTo(1));
        Assert.That(await Count("SELECT COUNT(*) FROM SurveyDraft"), Is.Zero);

        async Task<string> Nowhere(string path)
        {
            using var reply = await _host.WithoutCookies().GetAsync(path);
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.NotFound), path);
            return WebUtility.HtmlDecode(await reply.Content.ReadAsStringAsync());
        }
    }

    [Test]
    public async Task Form_is_kept_by_no_cache_no_robot_and_no_cookie()
    {
        using var reply = await _host.WithoutCookies().GetAsync(await Slip());
        Assert.Multiple(() =>
        {
            Assert.That(reply.Headers.CacheControl!.NoStore);
            Assert.That(reply.Headers.GetValues("X-Robots-Tag"), Is.EqualTo(new[] { "noindex" }));
            Assert.That(reply.Headers.GetValues("Referrer-Policy"), Is.EqualTo(new[] { "no-referrer" }));
            Assert.That(reply.Headers.Contains("Set-Cookie"), Is.False);
        });
    }

    [Test]
    public async Task One_link_takes_one_answer_even_if_it_is_sent_twice_at_once()
    {
        var link = await Slip();
        // From another page, since the form is gone once the first is through.
        var sent = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            new Resident(_host).PostFrom("/city", $"{link}?step=5", ("Answers[q15]", "4"), ("go", "send"))));

        Assert.That(sent.Count(one => one.To?.Contains("/thanks") == true), Is.EqualTo(1));
        Assert.That(await Count("SELECT COUNT(*) FROM SurveyAnswer"), Is.EqualTo(1));
    }

    [Test]
    public async Task Poster_makes_a_link_for_each_start_and_its_answers_are_counted_apart()
    {
        var poster = (await (await _host.SignIn(Role.Officer).GetAsync($"/api/v1/surveys/{_survey}")).Json())
            .GetProperty("waves")[0].GetProperty("posterPath").GetString()!;
        Assert.That(await new Resident(_host, "es").Get(poster), Does.Contain("Empezar la encuesta"));
        Assert.That(await Count("SELECT COUNT(*) FROM SurveyInvitation"), Is.Zero, "A GET changes nothing.");
        var (first, _) = await new Resident(_host).Post(poster);
        var (second, _) = await new Resident(_host).Post(poster);
        await _host.Answer(first!.Split('?')[0], 5);

        Assert.That(second, Is.Not.EqualTo(first));
        var mode = (await (await _host.SignIn(Role.Officer).GetAsync($"/api/v1/surveys/{_survey}")).Json())
            .GetProperty("waves")[0].GetProperty("modes")[1];
        Assert.That((mode.GetProperty("mode").GetString(), mode.GetProperty("invited").GetInt32(), mode.GetProperty("answers").GetInt32()),
            Is.EqualTo(("Poster", 2, 1)));
    }

    [Test]
    public async Task Closing_deletes_unused_links_and_drafts_and_keeps_answers_and_counts()
    {
        var links = await _host.Slips(_survey, _wave, 3);
        await _host.Answer(links[0], 3);
        await new Resident(_host).Post($"{links[1]}?step=1", ("Answers[q1]", "2"), ("go", "next"));
        await _host.CloseWave(_survey, _wave);

        Assert.Multiple(async () =>
        {
            Assert.That(await Count("SELECT COUNT(*) FROM SurveyInvitation"), Is.Zero);
            Assert.That(await Count("SELECT COUNT(*) FROM SurveyDraft"), Is.Zero);
            Assert.That(await Count("SELECT COUNT(*) FROM SurveyAnswer"), Is.EqualTo(1));
            Assert.That(await Count("SELECT Slips FROM SurveyWave"), Is.EqualTo(3));
            await new Resident(_host).Get(links[2], HttpStatusCode.NotFound);
        });
    }
}
