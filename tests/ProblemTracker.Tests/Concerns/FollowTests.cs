using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Domain;
using ProblemTracker.Mail;
using ProblemTracker.Tests.Partners;

namespace ProblemTracker.Tests.Concerns;

/// <summary>A resident follows a concern by its private link.</summary>
public sealed class FollowTests
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

    private HttpClient Officer => _host.SignIn(Role.Officer);

    private Task<IReadOnlyList<Sent>> Emails() => _host.Query(db =>
        db.List<Sent>("SELECT Recipient, Subject, Body, Secret FROM Outbox ORDER BY Id", null, default));

    private sealed record Sent
    {
        public string Recipient { get; init; } = "";
        public string Subject { get; init; } = "";
        public string Body { get; init; } = "";
        public string? Secret { get; init; }
    }

    /// <summary>The address of the private page in the latest email.</summary>
    private async Task<string> Mailed() => "/city/follow/"
        + _host.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector(Outbox.SecretPurpose)
            .Unprotect((await Emails())[^1].Secret!);

    [Test]
    public async Task Resident_reads_who_acknowledged_what_was_asked_and_what_was_decided()
    {
        var page = await _resident.Report();
        await (await Officer.IfMatch(1).PostAsync("/api/v1/concerns/1/acknowledge", null)).Ok();
        var acknowledged = await _resident.Get(page);
        await (await Officer.PostAsJsonAsync("/api/v1/concerns/1/messages", new { text = "Which bar <b>is</b> it?" })).Ok();
        await _resident.Post($"{page}?handler=reply", ("Text", "The Copper Anchor."));
        var answered = await _resident.Get($"{page}?said=reply");
        await (await Officer.IfMatch(2).PostAsJsonAsync("/api/v1/concerns/1/close", new { reason = "We spoke with the owner." })).Ok();
        var closed = await _resident.Get(page);

        Assert.Multiple(() =>
        {
            Assert.That(acknowledged, Does.Contain("Every week, Saturday, February 28, 2026, Friday nights"));
            Assert.That(acknowledged, Does.Contain("An officer read it on Monday, March 2, 2026")
                .And.Contain("by Monday, March 16, 2026 what was decided"));
            Assert.That(answered, Does.Contain("Which bar <b>is</b> it?").And.Contain("The Copper Anchor.")
                .And.Contain("Your message was sent."));
            Assert.That(closed, Does.Contain("it was closed").And.Contain("We spoke with the owner."));
            Assert.That(closed, Does.Not.Contain("officer@").And.Not.Contain("test.example"));
        });
    }

    [Test]
    public async Task Public_name_of_theOfficer_is_shown_and_no_other()
    {
        await _host.Query(db => db.Execute("UPDATE Person SET PublicName = 'Officer Lee' WHERE Id = @Id",
            new { Id = _host.IdOf(Role.Officer) }, default));
        var page = await _resident.Report();
        await (await Officer.IfMatch(1).PostAsync("/api/v1/concerns/1/acknowledge", null)).Ok();
        Assert.That(await _resident.Get(page), Does.Contain("Officer Lee read it"));
    }

    [Test]
    public async Task Nothing_more_is_mailed_until_the_address_is_confirmed_by_the_mailed_link()
    {
        var page = await _resident.Report(("Email", "rosa@home.example"), ("MayAnswer", "true"));
        await (await Officer.IfMatch(1).PostAsync("/api/v1/concerns/1/acknowledge", null)).Ok();
        Assert.That((await Emails()).Select(email => email.Subject), Is.EqualTo(new[] { "C-2026-0001: we received your concern" }));
        Assert.That(await _resident.Get(page), Does.Not.Contain("Confirm my email address"), "This link was never mailed.");
        Assert.That((await _resident.Post($"{page}?handler=confirm")).Html, Does.Contain("This link doesn't work"));

        var mailed = await Mailed();
        Assert.That(await _resident.Get(mailed), Does.Contain("Confirm my email address"));
        await _resident.Post($"{mailed}?handler=confirm");
        await (await Officer.PostAsJsonAsync("/api/v1/concerns/1/messages", new { text = "Which bar is it?" })).Ok();
        var emails = await Emails();

        Assert.Multiple(async () =>
        {
            Assert.That(emails, Has.Count.EqualTo(2));
            Assert.That(emails[1].Body, Does.Contain("The department wrote to you").And.Not.Contain("Which bar"));
            Assert.That(emails[1].Recipient, Is.EqualTo("rosa@home.example"));
            Assert.That(await _resident.Get(await Mailed()), Does.Contain("Which bar is it?"));
        });
    }

    [Test]
    public async Task Resident_stops_the_emails()
    {
        await _resident.Report(("Email", "rosa@home.example"), ("MayAnswer", "true"));
        var mailed = await Mailed();
        await _resident.Post($"{mailed}?handler=confirm");
        await _resident.Post($"{mailed}?handler=stop");
        await (await Officer.PostAsJsonAsync("/api/v1/concerns/1/messages", new { text = "Which bar is it?" })).Ok();
        Assert.That(await Emails(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Unknown_expired_and_overlong_links_get_the_same_answer()
    {
        var page = await _resident.Report();
        var unknown = await _resident.Get("/city/follow/" + new string('x', 43), HttpStatusCode.NotFound);
        var overlong = await _resident.Get("/city/follow/" + new string('x', 2000), HttpStatusCode.NotFound);
        _host.Time.Advance(TimeSpan.FromDays(731));
        var expired = await _resident.Get(page, HttpStatusCode.NotFound);
        Assert.That(new[] { overlong, expired }.Select(Main), Is.All.EqualTo(Main(unknown)));

        // The links to other languages have the address itself.
        static string Main(string html) => html[html.IndexOf("<main", StringComparison.Ordinal)..];
    }

    [Test]
    public async Task Private_page_is_not_kept_or_indexed()
    {
        var page = await _resident.Report();
        using var reply = await _host.Anonymous.GetAsync(page);
        Assert.Multiple(() =>
        {
            Assert.That(reply.Headers.CacheControl?.NoStore, Is.True);
            Assert.That(reply.Headers.GetValues("X-Robots-Tag"), Is.EqualTo(new[] { "noindex" }));
            Assert.That(reply.Headers.GetValues("Referrer-Policy"), Is.EqualTo(new[] { "no-referrer" }));
        });
    }

    [Test]
    public async Task Message_about_a_closed_concern_shows_at_the_desk_and_it_can_be_reopened()
    {
        var page = await _resident.Report();
        await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/concerns/1/close", new { reason = "The bar has a new owner." })).Ok();
        await _resident.Post($"{page}?handler=reply", ("Text", "It began again."));
        var browser = new Browser(_host, Role.Officer);
        Assert.That(await browser.Get("/concerns?open=true"), Does.Contain("1 decided concern has a new message"));
        Assert.That(await browser.Get("/concerns?open=false&awaitsReply=true"), Does.Contain("C-2026-0001"));
        var stale = await Officer.IfMatch(1).PostAsync("/api/v1/concerns/1/reopen", null);
        await browser.Post("/concerns/1?handler=Reopen", new() { ["Version"] = "2" }, "/concerns/1", "/concerns/1");
        var again = await Officer.IfMatch(3).PostAsync("/api/v1/concerns/1/reopen", null);
        await (await Officer.PostAsJsonAsync("/api/v1/concerns/1/messages", new { text = "We look again." })).Ok();

        Assert.Multiple(async () =>
        {
            Assert.That(stale.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
            Assert.That(await again.ShortfallCodes(), Is.EqualTo(new[] { "concern.notClosed" }));
            Assert.That(await _resident.Get(page), Does.Contain("what was decided").And.Not.Contain("new owner"));
            Assert.That(await browser.Get("/concerns?open=true"), Does.Contain("C-2026-0001").And.Not.Contain("has a new message"));
        });
    }

    [Test]
    public async Task Eleventh_message_in_a_row_is_refused()
    {
        var page = await _resident.Report();
        for (var i = 0; i < 10; i++) await _resident.Post($"{page}?handler=reply", ("Text", $"Again {i}"));
        Assert.That((await _resident.Post($"{page}?handler=reply", ("Text", "Again 10"))).Html, Does.Contain("Wait for an answer"));
        await (await Officer.PostAsJsonAsync("/api/v1/concerns/1/messages", new { text = "We read it." })).Ok();
        Assert.That((await _resident.Post($"{page}?handler=reply", ("Text", "Thank you"))).To, Does.Contain("said=reply"));
    }

    [Test]
    public async Task Photo_is_read_by_its_own_link_alone()
    {
        await _resident.Write();
        await _resident.PostPhotos("/city/report/photos", PhotoTests.Png());
        var page = await _resident.Send();
        var other = await new Resident(_host).Report();
        using var own = await _host.Anonymous.GetAsync($"{page}?handler=photo&photoId=1");
        using var foreign = await _host.Anonymous.GetAsync($"{other}?handler=photo&photoId=1");
        Assert.That((own.StatusCode, foreign.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.NotFound)));
    }

    [Test]
    public async Task Every_page_is_in_Spanish_for_those_who_choose_it()
    {
        var spanish = new Resident(_host, "es");
        var home = await spanish.Get("/city");
        await spanish.Write();
        var page = await spanish.Send(("Email", "rosa@home.example"), ("MayAnswer", "true"));
        var shown = await spanish.Get($"{page}?said=sent");
        Assert.Multiple(async () =>
        {
            Assert.That(home, Does.Contain("lang=\"es\"").And.Contain("Reportar un problema").And.Contain("Llame al 911"));
            Assert.That(shown, Does.Contain("Recibimos su reporte C-2026-0001").And.Contain("miércoles, 4 de marzo de 2026")
                .And.Contain("Ruido, como música alta"));
            Assert.That((await Emails())[0].Subject, Is.EqualTo("C-2026-0001: recibimos su reporte"));
        });
    }
}
