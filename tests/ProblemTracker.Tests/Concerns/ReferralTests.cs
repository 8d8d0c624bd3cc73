using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Concerns;

/// <summary>A concern is referred to an agency, which should answer by a day.</summary>
public sealed class ReferralTests
{
    private TrackerHost _host = null!;
    private string _page = "";

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await Resident.Open(_host);
        _page = await new Resident(_host).Report();
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Officer => _host.SignIn(Role.Officer);

    private Task<HttpResponseMessage> Refer(int version, string agency = "Sanitation department", string? answerBy = null) =>
        Officer.IfMatch(version).PostAsJsonAsync("/api/v1/concerns/1/referral", new { agency, answerBy });

    private Task<HttpResponseMessage> Answer(int version, bool settles, string answer = "Picked up on Friday.") =>
        Officer.IfMatch(version).PostAsJsonAsync("/api/v1/concerns/1/referral/answer", new { answer, settles });

    [Test]
    public async Task Reporter_reads_who_has_it_and_by_when_and_then_the_answer()
    {
        var referred = await (await Refer(1)).Ok();
        Assert.That((referred.GetProperty("status").GetString(), referred.GetProperty("dueOn").GetString()),
            Is.EqualTo(("Referred", "2026-03-16")));
        Assert.That(await new Resident(_host).Get(_page),
            Does.Contain("Sanitation department takes care of this. We ask them for an answer by Monday, March 16, 2026"));
        await (await Answer(2, settles: true)).Ok();
        Assert.That(await new Resident(_host, "es").Get(_page), Does.Contain("Sanitation department: Picked up on Friday."));
    }

    [Test]
    public async Task Referral_without_an_answer_becomes_overdue_on_the_desk_and_counts_in_the_menu()
    {
        await (await Refer(1, answerBy: "2026-03-05")).Ok();
        Assert.That(await new Browser(_host, Role.Officer).Get("/problems?open=true"), Does.Not.Contain("due or waiting for an answer"));
        _host.Time.Advance(TimeSpan.FromDays(4));
        var browser = new Browser(_host, Role.Officer);
        Assert.That(await browser.Get("/concerns?overdue=true"), Does.Contain("Answer of the agency by Mar 5, 2026"));
        Assert.That(await browser.Get("/problems?open=true"), Does.Contain("due or waiting for an answer"));
    }

    [Test]
    public async Task Answer_that_does_not_settle_it_leaves_it_to_decide()
    {
        await (await Refer(1)).Ok();
        var open = await (await Answer(2, settles: false)).Ok();
        Assert.That((open.GetProperty("status").GetString(), open.GetProperty("referralAnswer").GetString()),
            Is.EqualTo(("Acknowledged", "Picked up on Friday.")));
        Assert.That(await new Resident(_host).Get(_page), Does.Contain("Sanitation department: Picked up on Friday."));
        await (await Refer(3, agency: "Parks department")).Ok();
        Assert.That(await new Browser(_host, Role.Officer).Get("/concerns/1"), Does.Contain("Sanitation department: Picked up on Friday."));
    }

    [Test]
    public async Task What_makes_no_sense_is_refused_at_its_field()
    {
        Assert.That(await (await Refer(1, agency: " ")).Content.ReadAsStringAsync(), Does.Contain("Enter the name of the agency."));
        Assert.That(await (await Refer(1, answerBy: "2026-03-01")).Content.ReadAsStringAsync(), Does.Contain("answerBy"));
        Assert.That(await (await Answer(1, settles: true)).ShortfallCodes(), Is.EqualTo(new[] { "concern.notReferred" }));
        Assert.That((await Refer(9)).StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
    }

    [Test]
    public async Task Page_refers_and_records_the_answer()
    {
        var browser = new Browser(_host, Role.Officer);
        await browser.Post("/concerns/1?handler=Refer", new() { ["Version"] = "1", ["Agency"] = "Sanitation" },
            "/concerns/1", "/concerns/1");
        Assert.That(await browser.Get("/concerns/1"), Does.Contain("Record the agency's answer").And.Contain("Sanitation"));
        await browser.Post("/concerns/1?handler=Answered",
            new() { ["Version"] = "2", ["Answer"] = "Done.", ["Settles"] = "true" }, "/concerns/1", "/concerns/1");
        Assert.That(await browser.Get("/concerns/1"), Does.Contain("Reopen").And.Contain("Done."));
    }
}
