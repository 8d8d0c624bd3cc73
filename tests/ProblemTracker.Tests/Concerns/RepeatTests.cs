using ProblemTracker.Concerns;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Concerns;

/// <summary>Three concerns about one place within six months wait for a decision about the place.</summary>
public sealed class RepeatTests
{
    private TrackerHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await Resident.Open(_host);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Officer => _host.SignIn(Role.Officer);

    private HttpClient Supervisor => _host.SignIn(Role.Supervisor);

    private Task<RepeatComplaintsFound> Find() => _host.Send(new FindRepeatComplaints());

    private async Task Report(params string[] addresses)
    {
        foreach (var address in addresses)
        {
            var resident = new Resident(_host);
            await resident.Write(address: address);
            await resident.Send();
        }
    }

    private async Task<int> Waiting() =>
        (await (await Officer.GetAsync("/api/v1/concerns/repeats?waiting=true")).Json()).GetProperty("total").GetInt32();

    [Test]
    public async Task Two_concerns_are_no_case_and_the_third_raises_one_by_block()
    {
        await Report("412 Tanner Street", "Tanner Street, 400 block", "Fell Lane");
        await Find();
        Assert.That(await Waiting(), Is.Zero);
        await Report("450 tanner street");
        Assert.That((await Find()).Raised, Is.EqualTo(1));
        Assert.That((await Find()).Raised, Is.Zero, "Nothing new.");

        var repeat = await (await Officer.GetAsync("/api/v1/concerns/repeats/1")).Json();
        Assert.That(repeat.GetProperty("place").GetString(), Is.EqualTo("400 block of Tanner Street"), "as most wrote it");
        Assert.That(repeat.GetProperty("concerns").EnumerateArray().Select(row => row.GetProperty("number").GetString()),
            Is.EqualTo(new[] { "C-2026-0004", "C-2026-0002", "C-2026-0001" }));
        Assert.That(await new Browser(_host, Role.Officer).Get("/concerns?open=true"), Does.Contain("1 place waits for a decision"));
    }

    [Test]
    public async Task Concerns_that_were_merged_or_are_part_of_a_problem_raise_nothing()
    {
        await Report("412 Tanner Street", "412 Tanner Street", "412 Tanner Street", "412 Tanner Street");
        await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/concerns/2/merge", new { intoId = 1 })).Ok();
        var problem = await _host.OpenProblem();
        await (await Officer.PostAsJsonAsync($"/api/v1/problems/{problem}/concerns", new { concernIds = new[] { 3 } })).Ok();
        await Find();
        Assert.That(await Waiting(), Is.Zero);
    }

    [Test]
    public async Task Form_that_opens_a_problem_is_filled_in_and_its_address_has_no_words_of_the_reporter()
    {
        await Report("412 Tanner Street", "412 Tanner Street", "412 Tanner Street");
        await Find();
        var officer = new Browser(_host, Role.Officer);
        foreach (var page in new[] { "/concerns/1", "/concerns/repeats/1" })
            Assert.That(await officer.Get(page), Does.Contain("name=\"ConcernIds\"").And.Not.Contain("Form.Description"), page);
        Assert.That(await officer.Get("/problems/open?ConcernIds=1"),
            Does.Contain("Loud music until three in the morning.").And.Contain("412 Tanner Street"));
        Assert.That(await officer.Get("/problems/open?ConcernIds=99"), Does.Not.Contain("412 Tanner Street"));
    }

    [Test]
    public async Task Points_near_each_other_are_one_place_and_others_are_not()
    {
        for (var i = 0; i < 3; i++) await Report($"Corner {i}");
        await _host.Query(db => db.Execute("UPDATE Concern SET Latitude = 43.5, Longitude = -77.5 + Id * 0.0003", null, default));
        await Find();
        Assert.That(await Waiting(), Is.EqualTo(1));
        Assert.That(await new Browser(_host, Role.Officer).Get("/concerns/repeats/1"), Does.Contain("Concerns about this place"));
    }

    [Test]
    public async Task Further_concern_joins_those_that_wait()
    {
        await Report("412 Tanner Street", "412 Tanner Street", "412 Tanner Street");
        await Find();
        await Report("412 Tanner Street");
        Assert.That((await Find()).Raised, Is.Zero);
        var list = await (await Officer.GetAsync("/api/v1/concerns/repeats?waiting=true")).Json();
        Assert.That(list.GetProperty("items")[0].GetProperty("concerns").GetInt32(), Is.EqualTo(4));
    }

    [Test]
    public async Task No_case_is_recorded_with_its_reason_and_asked_again_only_when_a_further_concern_comes()
    {
        await Report("412 Tanner Street", "412 Tanner Street", "412 Tanner Street");
        await Find();
        var url = "/api/v1/concerns/repeats/1/decide";
        var officer = await Officer.IfMatch(1).PostAsJsonAsync(url, new { reason = "One party." });
        var blank = await Supervisor.IfMatch(1).PostAsJsonAsync(url, new { reason = " " });
        var stale = await Supervisor.IfMatch(7).PostAsJsonAsync(url, new { reason = "One party." });
        var missing = await Supervisor.IfMatch(1).PostAsJsonAsync("/api/v1/concerns/repeats/9/decide", new { reason = "One party." });
        await (await Supervisor.IfMatch(1).PostAsJsonAsync(url, new { reason = "One party, now over." })).Ok();
        var again = await Supervisor.IfMatch(2).PostAsJsonAsync(url, new { reason = "Still no case." });
        await Find();
        Assert.That(await Waiting(), Is.Zero);
        await Report("412 Tanner Street");
        await Find();

        Assert.Multiple(async () =>
        {
            Assert.That(officer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That(await blank.WrongFields(), Is.EqualTo(new[] { "reason" }));
            Assert.That(stale.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
            Assert.That(missing.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(await again.ShortfallCodes(), Is.EqualTo(new[] { "repeatComplaint.decided" }));
            Assert.That(await Waiting(), Is.EqualTo(1));
            Assert.That(await new Browser(_host, Role.Supervisor).Get("/concerns/repeats/2"),
                Does.Contain("Decided before").And.Contain("One party, now over."));
        });
    }

    [Test]
    public async Task Linking_one_of_the_concerns_to_a_problem_decides()
    {
        await Report("412 Tanner Street", "412 Tanner Street", "412 Tanner Street");
        await Find();
        var problem = await _host.OpenProblem();
        await (await Officer.PostAsJsonAsync($"/api/v1/problems/{problem}/concerns", new { concernIds = new[] { 2 } })).Ok();
        var repeat = await (await Officer.GetAsync("/api/v1/concerns/repeats/1")).Json();
        Assert.That((repeat.GetProperty("decision").GetString(), repeat.GetProperty("problemId").GetInt64()),
            Is.EqualTo(("Problem", problem)));
    }

    [Test]
    public async Task Concern_told_of_long_after_and_old_ones_raise_nothing()
    {
        await Report("412 Tanner Street", "412 Tanner Street", "412 Tanner Street");
        await _host.Query(db => db.Execute("UPDATE Concern SET HappenedOn = '2026-01-15' WHERE Id = 1", null, default));
        await Find();
        Assert.That(await Waiting(), Is.Zero);
        await _host.Query(db => db.Execute("UPDATE Concern SET HappenedOn = NULL, IsPlaced = 0 WHERE Id > 0", null, default));
        _host.Time.Advance(TimeSpan.FromDays(200));
        await Find();
        Assert.That(await Waiting(), Is.Zero, "Nobody looked for half a year.");
    }

    [Test]
    public async Task Page_records_no_case_links_and_offers_a_problem()
    {
        await Report("412 Tanner Street", "412 Tanner Street", "412 Tanner Street");
        await Find();
        var browser = new Browser(_host, Role.Supervisor);
        var page = await browser.Get("/concerns/repeats/1");
        var wrong = await browser.Post("/concerns/repeats/1?handler=Link", new() { ["ProblemNumber"] = "P-2020-0001", ["Version"] = "1" },
            formOn: "/concerns/repeats/1");
        await browser.Post("/concerns/repeats/1?handler=NoCase", new() { ["Version"] = "1", ["Reason"] = "One party." },
            "/concerns/repeats/1", "/concerns/repeats/1");
        Assert.Multiple(async () =>
        {
            Assert.That(page,
                Does.Contain("The 3 open concerns become part of the problem.").And.Contain("name=\"ConcernIds\" value=\"1\""));
            Assert.That(wrong, Does.Contain("There is no problem you can view with this number."));
            Assert.That(await browser.Get("/concerns/repeats/1"), Does.Contain("No case").And.Contain("One party."));
            Assert.That(await browser.Get("/concerns/repeats?waiting=true"), Does.Contain("No repeat complaints wait for a decision."));
            Assert.That(await browser.Get("/concerns/repeats?handler=csv"), Does.Contain("412 Tanner Street").Or.Contain("400 block of"));
        });
    }

    [Test]
    public async Task Page_asks_for_a_reason_alone_where_every_concern_is_decided()
    {
        await Report("412 Tanner Street", "412 Tanner Street", "412 Tanner Street");
        await Find();
        for (var id = 1; id <= 3; id++)
            await (await Officer.IfMatch(1).PostAsJsonAsync($"/api/v1/concerns/{id}/close", new { reason = "Solved." })).Ok();
        Assert.That(await new Browser(_host, Role.Supervisor).Get("/concerns/repeats/1"),
            Does.Contain("No case").And.Not.Contain("Link to a problem").And.Not.Contain("Open a problem"));
    }

    [Test]
    public async Task Numbers_are_a_setting()
    {
        await (await _host.SignIn(Role.Administrator).IfMatch(1).PutAsJsonAsync("/api/v1/settings/public-site",
            new { isOn = true, acknowledgeDays = 2, decideDays = 10, repeatConcerns = 2, repeatMonths = 3 })).Ok();
        var wrong = await _host.SignIn(Role.Administrator).IfMatch(2).PutAsJsonAsync("/api/v1/settings/public-site",
            new { isOn = true, acknowledgeDays = 2, decideDays = 10, repeatConcerns = 1, repeatMonths = 99 });
        await Report("412 Tanner Street", "412 Tanner Street");
        await Find();
        Assert.That(await wrong.WrongFields(), Is.EquivalentTo(new[] { "repeatConcerns", "repeatMonths" }));
        Assert.That(await new Browser(_host, Role.Officer).Get("/concerns/repeats"),
            Does.Contain("2 or more concerns about one place within 3 months"));
        Assert.That(await Waiting(), Is.EqualTo(1));
    }
}
