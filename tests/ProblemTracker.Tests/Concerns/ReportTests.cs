using ProblemTracker.Concerns;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Partners;

namespace ProblemTracker.Tests.Concerns;

/// <summary>A resident reports a concern on the public site.</summary>
public sealed class ReportTests
{
    private TrackerHost _host = null!;
    private Resident _resident = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await Resident.Open(_host);
        _resident = new(_host);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private Task<long> Count(string sql) => _host.Query(db => db.Single<long>(sql, null, default));

    [Test]
    public async Task Public_site_does_not_exist_while_it_is_off()
    {
        using var host = new TrackerHost();
        foreach (var path in new[] { "/city", "/city/report", "/city/report/who", "/city/follow/x" })
        {
            using var reply = await host.Anonymous.GetAsync(path);
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.NotFound), path);
        }
        Assert.That(await Browser.Anonymous(host).Get("/sign-in"), Does.Not.Contain("/city"));
        Assert.That(await Browser.Anonymous(_host).Get("/sign-in"), Does.Contain("href=\"/city\""));
    }

    [Test]
    public async Task Resident_reports_in_five_steps_and_reads_what_happens_next()
    {
        await _resident.Write();
        var check = await _resident.Get("/city/report/who");
        var page = await _resident.Send(("Name", "Rosa Quill"));
        var sent = await _resident.Get($"{page}?said=sent");

        Assert.Multiple(() =>
        {
            Assert.That(check, Does.Contain("Loud music until three in the morning.").And.Contain("Tanner Street, 400 block"));
            Assert.That(sent, Does.Contain("We received your concern C-2026-0001")
                .And.Contain("Someone will read it by Wednesday, March 4, 2026"));
        });
        var concern = await (await _host.SignIn(Role.Supervisor).GetAsync("/api/v1/concerns/1")).Json();
        Assert.Multiple(() =>
        {
            Assert.That(concern.GetProperty("frequency").GetString(), Is.EqualTo("EveryWeek"));
            Assert.That(concern.GetProperty("happenedOn").GetString(), Is.EqualTo("2026-02-28"));
            Assert.That(concern.GetProperty("decideBy").GetString(), Is.EqualTo("2026-03-16"));
            Assert.That(concern.GetProperty("reporter").GetProperty("name").GetString(), Is.EqualTo("Rosa Quill"));
        });
    }

    [Test]
    public async Task Log_says_that_a_resident_did_it_and_not_from_where()
    {
        var page = await _resident.Report(("Name", "Rosa Quill"), ("Email", "rosa@home.example"), ("MayAnswer", "true"));
        await _resident.Post($"{page}?handler=reply", ("Text", "Again last night."));
        var entries = await _host.Query(db => db.List<string>(
            "SELECT CONCAT(Event, ' ', Origin, ' ', AfterJson) FROM AuditEntry WHERE Event LIKE 'concern.%' ORDER BY Id", null, default));
        Assert.That(entries, Has.Count.EqualTo(2).And.All.Contain("public site"));
        Assert.That(entries, Has.None.Contains("Rosa").And.None.Contains("rosa@").And.None.Contains("last night"));
    }

    [Test]
    public async Task What_was_written_is_there_again_after_a_lost_connection()
    {
        await _resident.Post("/city/report", ("CategoryCode", "noise"), ("Description", "Loud music."));

        Assert.Multiple(async () =>
        {
            Assert.That(await _resident.Get("/city"), Does.Contain("Continue your report"));
            Assert.That(await _resident.Get("/city/report"), Does.Contain("Loud music."));
            Assert.That(await new Resident(_host).Get("/city/report"), Does.Not.Contain("Loud music."));
        });
    }

    [Test]
    public async Task Report_that_is_sent_twice_is_one_concern()
    {
        await _resident.Write();
        var first = await _resident.Send();
        var key = _resident.Cookie!.Split('=')[1];
        var again = await _host.SendFrom("test", new SubmitReport(key));

        Assert.Multiple(async () =>
        {
            Assert.That(again.Number, Is.EqualTo("C-2026-0001"));
            Assert.That(await Count("SELECT COUNT(*) FROM Concern"), Is.EqualTo(1));
            Assert.That(await _resident.Get($"/city/follow/{again.Token}"), Does.Contain("C-2026-0001"));
            Assert.That(await _resident.Get(first), Does.Contain("C-2026-0001"));
            Assert.That(await _resident.Get("/city/report"), Does.Not.Contain("Loud music"), "The next report begins empty.");
        });
    }

    [Test]
    public async Task Each_step_says_beside_its_field_what_is_wrong_and_keeps_what_was_typed()
    {
        var what = (await _resident.Post("/city/report", ("CategoryCode", ""), ("Description", "Music"))).Html;
        var where = (await _resident.Post("/city/report/where", ("Address", "​"))).Html;
        var when = (await _resident.Post("/city/report/when", ("HappenedOn", "2026-03-03"), ("TimesOfDay", "at night"))).Html;
        var date = (await _resident.Post("/city/report/when", ("HappenedOn", "yesterday"))).Html;
        await _resident.Write();
        var who = (await _resident.Post("/city/report/who", ("Email", "rosa@"), ("MayCall", "true"))).Html;
        var robot = (await _resident.Post("/city/report/who", ("Website", "https://spam.example"))).Html;

        Assert.Multiple(async () =>
        {
            Assert.That(what, Does.Contain("Choose what it is about.").And.Contain("Music</textarea>"));
            Assert.That(where, Does.Contain("Enter a street, corner or place"));
            Assert.That(when, Does.Contain("This date is in the future").And.Contain("at night"));
            Assert.That(date, Does.Contain("usa-error-message").And.Contain("yesterday"));
            Assert.That(who, Does.Contain("Enter an email address").And.Contain("Enter the phone number to call"));
            Assert.That(robot, Does.Contain("Leave the field “Website” empty"));
            Assert.That(await Count("SELECT COUNT(*) FROM Concern"), Is.Zero);
        });
    }

    [Test]
    public async Task Form_without_the_browsers_own_proof_changes_nothing_and_keeps_what_was_typed()
    {
        await _resident.Get("/city/report");
        using var reply = await _resident.Request(new(HttpMethod.Post, "/city/report")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["CategoryCode"] = "noise",
                ["Description"] = "From another site",
                ["Proof"] = "wrong",
            }),
        });
        Assert.That(WebUtility.HtmlDecode(await reply.Content.ReadAsStringAsync()),
            Does.Contain("send them again").And.Contain("From another site"));
        Assert.That(await Count("SELECT COUNT(*) FROM ConcernDraft"), Is.Zero);
    }

    [Test]
    public async Task Sixth_concern_of_one_email_address_in_a_day_is_refused()
    {
        for (var i = 0; i < 5; i++) await new Resident(_host).Report(("Email", "rosa@home.example"));
        await _resident.Write();
        var refused = await _resident.Post("/city/report/who", ("Email", "ROSA@home.example"));

        Assert.That(refused.Html, Does.Contain("Five concerns with this email address arrived in a day."));
        _host.Time.Advance(TimeSpan.FromDays(1));
        await _resident.Send(("Email", "ROSA@home.example"));
    }

    [Test]
    public async Task Photos_are_encoded_anew_and_can_be_taken_out_again()
    {
        await _resident.Write();
        var photo = PhotoTests.Png();
        await _resident.PostPhotos("/city/report/photos?handler=add", photo, photo);
        var ids = await _host.Query(db => db.List<long>("SELECT Id FROM ConcernPhoto ORDER BY Id", null, default));
        await _resident.Post("/city/report/photos?handler=remove", ("PhotoId", $"{ids[0]}"));
        var refused = (await _resident.PostPhotos("/city/report/photos", "not a photo"u8.ToArray())).Html;
        using var own = await _resident.Request(new(HttpMethod.Get, $"/city/report/photos?handler=photo&photoId={ids[1]}"));
        using var stranger = await new Resident(_host).Request(new(HttpMethod.Get, $"/city/report/photos?handler=photo&photoId={ids[1]}"));
        var check = await _resident.Get("/city/report/who");
        var others = await new Resident(_host).Get("/city/report/photos");
        await _resident.Send();
        using var sent = await _resident.Request(new(HttpMethod.Get, $"/city/report/photos?handler=photo&photoId={ids[1]}"));

        Assert.Multiple(async () =>
        {
            Assert.That(ids, Has.Count.EqualTo(2));
            Assert.That(check, Does.Contain($"<img src=\"/city/report/photos?handler=photo&photoId={ids[1]}\" alt=\"Photo 1\"")
                .And.Contain("href=\"/city/report/photos?lang=en\"").And.Not.Contain($"photoId={ids[0]}"));
            Assert.That(others, Does.Not.Contain("photoId="));
            Assert.That(own.Headers.CacheControl?.NoStore, Is.True);
            Assert.That(sent.StatusCode, Is.EqualTo(HttpStatusCode.NotFound), "It is no draft's any more.");
            Assert.That(refused, Does.Contain("This file is not a photo that can be read."));
            Assert.That(own.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(stranger.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(await Count("SELECT COUNT(*) FROM ConcernPhoto WHERE ConcernId = 1 AND DraftId IS NULL"), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task Last_step_that_is_sent_twice_leads_to_the_same_concern_both_times()
    {
        await _resident.Write();
        await _resident.Send(("Name", "Rosa"));
        var again = await _resident.PostFrom("/city/report", "/city/report/who", ("Name", "Rosa"));
        Assert.That(again.To, Does.Match("^/city/follow/[^?]+"), again.Html);
        Assert.That(await _resident.Get(again.To!), Does.Contain("C-2026-0001").And.Contain("Loud music until three"));
        Assert.That(await Count("SELECT COUNT(*) FROM Concern"), Is.EqualTo(1));
        Assert.That((await _resident.Post("/city/report", ("CategoryCode", "noise"), ("Description", "Another."))).To,
            Does.Contain("/where"), "Another report begins anew.");
    }

    [Test]
    public async Task Phone_and_number_for_city_services_must_have_digits()
    {
        await _resident.Write();
        Assert.That((await _resident.Post("/city/report/who", ("Phone", "abc"), ("MayCall", "true"))).Html,
            Does.Contain("Enter a phone number, such as 555-0142."));
        var reply = await _host.SignIn(Role.Administrator).IfMatch(1).PutAsJsonAsync("/api/v1/settings/public-site",
            new { isOn = true, cityServices = "<b>", acknowledgeDays = 2, decideDays = 10 });
        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { "cityServices" }));
    }

    [Test]
    public async Task Step_of_the_photos_offers_no_more_once_there_are_as_many_as_it_takes()
    {
        await _resident.Write();
        await _resident.PostPhotos("/city/report/photos?handler=add", [.. Enumerable.Repeat(PhotoTests.Png(), 4)]);
        Assert.That(await _resident.Get("/city/report/photos"), Does.Contain("type=\"file\""));
        await _resident.PostPhotos("/city/report/photos?handler=add", PhotoTests.Png());
        Assert.That(await _resident.Get("/city/report/photos"), Does.Contain("Photo 5").And.Not.Contain("type=\"file\""));
    }

    [Test]
    public async Task Reports_that_nobody_sends_are_deleted_after_two_weeks_with_their_photos()
    {
        await _resident.Write();
        await _resident.PostPhotos("/city/report/photos", PhotoTests.Png());
        _host.Time.Advance(TimeSpan.FromDays(13));
        await _host.Send(new DeleteOldDrafts());
        Assert.That(await Count("SELECT COUNT(*) FROM ConcernPhoto"), Is.EqualTo(1));
        _host.Time.Advance(TimeSpan.FromDays(2));
        await _host.Send(new DeleteOldDrafts());
        Assert.That(await Count("SELECT COUNT(*) FROM ConcernPhoto") + await Count("SELECT COUNT(*) FROM ConcernDraft"), Is.Zero);
    }

    [Test]
    public async Task Unknown_address_of_the_site_is_not_found_in_its_own_layout() =>
        Assert.That(await _resident.Get("/city/nothing/here", HttpStatusCode.NotFound),
            Does.Contain("/css/city").And.Not.Contain("/css/site").And.Contain("Call 911").And.Not.Contain("Sign in"));

    [Test]
    public async Task Page_sets_one_cookie_and_no_script()
    {
        using var reply = await _host.Anonymous.GetAsync("/city/report");
        var html = await reply.Content.ReadAsStringAsync();
        Assert.Multiple(() =>
        {
            Assert.That(reply.Headers.GetValues("Set-Cookie").Single(),
                Does.StartWith("report=").And.Contain("path=/city").And.Contain("httponly").And.Contain("samesite=lax"));
            Assert.That(html, Does.Not.Contain("<script").And.Not.Contain("/lib/"));
        });
    }
}
