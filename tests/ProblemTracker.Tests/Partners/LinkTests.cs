using MimeKit;
using ProblemTracker.Domain;
using ProblemTracker.Mail;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Architecture;

namespace ProblemTracker.Tests.Partners;

/// <summary>One-time links, used like a browser without cookies or scripts.</summary>
public sealed class LinkTests
{
    private TrackerHost _host = null!;
    private PartnerCase _case = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _case = await PartnerCase.Make(_host);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private Task<HttpResponseMessage> Post(string token, string handler, params (string Name, string Value)[] fields) =>
        _host.Anonymous.PostAsync($"/link/{token}?handler={handler}",
            new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));

    private async Task<string> Page(string token, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var reply = await _host.Anonymous.GetAsync($"/link/{token}");
        Assert.That(reply.StatusCode, Is.EqualTo(expected));
        return await reply.Content.ReadAsStringAsync();
    }

    [Test]
    public async Task Email_subject_is_only_the_number_and_the_outbox_holds_no_plain_token()
    {
        var token = await _case.Link("Call me if the pole is too high.");
        var email = await _host.Query(db => db.Single<Row>(
            "SELECT Recipient, Subject, Body, Html, Secret, Unsubscribe, StakeholderId FROM Outbox", null, default));

        Assert.Multiple(async () =>
        {
            Assert.That(email.Subject, Is.EqualTo("P-2026-0001"));
            Assert.That(email.Recipient, Is.EqualTo("works@city.example"));
            Assert.That(email.StakeholderId, Is.EqualTo(_case.Stakeholder));
            Assert.That(email.Body,
                Does.Contain(PartnerCase.Task).And.Contain("Friday, March 20, 2026").And.Contain($"/link/{Outbox.SecretMark}")
                    .And.Contain("Call me"));
            Assert.That(email.Html, Does.Contain(PartnerCase.Task).And.Contain($"/link/{Outbox.SecretMark}\""));
            Assert.That(email.Unsubscribe, Is.EqualTo($"/link/{Outbox.SecretMark}"));
            Assert.That(email.Body + email.Html + email.Secret, Does.Not.Contain(token).And.Not.Contain("Noise behind"));
            Assert.That(await _host.Query(db => db.Single<string>("SELECT CONCAT(Digest, '') FROM OneTimeLink", null, default)),
                Does.Not.Contain(token).And.Length.EqualTo(64));
        });
        Assert.That(await Page(token), Does.Contain("Call me if the pole is too high."));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Link_holder_reads_the_public_title_on_the_page_and_in_the_email_of_an_open_problem(bool confidential)
    {
        using var host = new TrackerHost();
        var asked = await PartnerCase.Make(host, confidential);
        await (await asked.Officer.IfMatch(1).PutAsJsonAsync($"/api/v1/problems/{asked.Problem}/partner-summary",
            new { publicTitle = "Light at the lot", summary = "" })).Ok();
        var token = await asked.Link();
        using var reply = await host.Anonymous.GetAsync($"/link/{token}");

        Assert.That(await reply.Content.ReadAsStringAsync(), Does.Contain("Light at the lot").And.Not.Contain("Noise behind"));
        Assert.That(await host.Query(db => db.Single<string>("SELECT Body FROM Outbox", null, default)),
            confidential ? Does.Not.Contain("Light at the lot") : Does.Contain("It is about: Light at the lot"));
    }

    [Test]
    public async Task Delivered_email_contains_the_link_and_an_unsubscribe_header()
    {
        var token = await _case.Link();
        await _host.Send(new DeliverMail());

        var email = await MimeMessage.LoadAsync(Directory.GetFiles(Path.Combine(_host.Folder, "mail"), "*.eml").Single());
        Assert.That(email.TextBody, Does.Contain($"/link/{token}\n").Or.Contain($"/link/{token}\r\n"));
        Assert.That(email.HtmlBody, Does.Contain($"/link/{token}\""));
        Assert.That(email.Headers[HeaderId.ListUnsubscribe], Does.EndWith($"/link/{token}>"));
        Assert.That(await _case.Count("SELECT COUNT(*) FROM Outbox WHERE Secret IS NULL"), Is.EqualTo(1),
            "The secret is deleted once the email is sent.");
    }

    [Test]
    public async Task Email_about_a_confidential_problem_gives_no_details()
    {
        var secret = await PartnerCase.Make(_host, confidential: true);
        await secret.Link();

        Assert.That(await _host.Query(db => db.Single<string>("SELECT CONCAT(Body, Html) FROM Outbox", null, default)),
            Does.Not.Contain(PartnerCase.Task));
    }

    [Test]
    public async Task Sending_needs_consent_an_email_address_and_a_planned_action()
    {
        var neither = await _case.Officer.PostAsJsonAsync($"{_case.TeamUrl}/link", new { });
        await _case.Consent(email: null);
        var noAddress = await _case.Officer.PostAsJsonAsync($"{_case.TeamUrl}/link", new { });
        await _case.Consent();
        await _host.Query(db => db.Execute("UPDATE Stakeholder SET ConsentWithdrawnOn = '2026-03-02'", null, default));
        var withdrawn = await _case.Officer.PostAsJsonAsync($"{_case.TeamUrl}/link", new { });
        var stranger = await _host.SignInAs("stranger", Role.Officer).PostAsJsonAsync($"{_case.TeamUrl}/link", new { });
        await _case.Consent();
        await (await _case.Report()).Ok();
        await (await _case.Officer.IfMatch(2).PostAsync($"{_case.TeamUrl}/confirm", null)).Ok();
        var done = await _case.Officer.PostAsJsonAsync($"{_case.TeamUrl}/link", new { });

        Assert.Multiple(async () =>
        {
            Assert.That(await neither.ShortfallCodes(), Is.EqualTo(new[] { "stakeholder.noConsent", "stakeholder.noEmail" }));
            Assert.That(await noAddress.ShortfallCodes(), Is.EqualTo(new[] { "stakeholder.noEmail" }));
            Assert.That(await withdrawn.ShortfallCodes(), Is.EqualTo(new[] { "stakeholder.noConsent" }));
            Assert.That(stranger.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That(await done.ShortfallCodes(), Is.EqualTo(new[] { "action.notPlanned" }));
            Assert.That(await _case.Count("SELECT COUNT(*) FROM Outbox"), Is.Zero);
        });
    }

    [Test]
    public async Task Who_sends_the_link_of_a_problem_without_a_public_title_can_give_it_one()
    {
        await _case.Consent();
        var officer = new Browser(_host, Role.Officer);
        var form = $"/actions/{_case.Action}";
        Assert.That(await officer.Get(form), Does.Contain("Public title of the problem"));

        await officer.Post($"{form}?handler=Link", new() { ["Send.PublicTitle"] = " Dark corner of Elm Street " }, form, formOn: form);

        Assert.That(await _host.Query(db => db.Single<string>("SELECT Body FROM Outbox", null, default)),
            Does.Contain("Dark corner of Elm Street"));
        Assert.That(await officer.Get(form), Does.Not.Contain("Public title of the problem"));
        var tooLong = await _case.Officer.PostAsJsonAsync($"{_case.TeamUrl}/link", new { publicTitle = new string('x', 201) });
        Assert.That(await tooLong.WrongFields(), Is.EqualTo(new[] { "publicTitle" }));
        await (await _case.Officer.PostAsJsonAsync($"{_case.TeamUrl}/link", new { })).Ok();
        Assert.That(await _host.Query(db => db.Single<string>("SELECT PublicTitle FROM Problem", null, default)),
            Is.EqualTo("Dark corner of Elm Street"));
    }

    [Test]
    public async Task Opening_a_link_changes_nothing()
    {
        var token = await _case.Link();
        var before = await AuditEntries();
        for (var i = 0; i < 3; i++) await Page(token);
        foreach (var handler in new[] { "Accept", "Decline", "Report", "Comment", "Stop" })
            await _host.Anonymous.GetAsync($"/link/{token}?handler={handler}&Decline.Reason=x&Version=1");

        Assert.That(await AuditEntries(), Is.EqualTo(before));
        Assert.That((await _case.Read()).GetProperty("version").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task Link_holder_accepts_comments_and_reports_done_and_sees_it_recorded()
    {
        var token = await _case.Link();

        var accept = await Post(token, "Accept", ("Version", "1"));
        var accepted = await _host.Anonymous.GetStringAsync(accept.Headers.Location!.ToString());
        var comment = await Post(token, "Comment", ("Say.Text", "Two poles."));
        var report = await Post(token, "Report", ("Version", "2"), ("Report.DoneOn", "2026-03-02"), ("Report.Note", "Both work."));
        var reported = await _host.Anonymous.GetStringAsync(report.Headers.Location!.ToString());
        var action = await _case.Read();

        Assert.Multiple(async () =>
        {
            Assert.That(accept.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
            Assert.That(accepted, Does.Contain("You accepted this action. Thank you."));
            Assert.That(comment.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
            Assert.That(reported, Does.Contain("You reported this action done on Monday, March 2, 2026."));
            Assert.That(action.GetProperty("reportedDoneOn").GetString(), Is.EqualTo("2026-03-02"));
            Assert.That(action.GetProperty("ownerAnswer").GetString(), Is.EqualTo("Accepted"));
            Assert.That(
                (await _case.Officer.Read($"{_case.TeamUrl}/conversation")).GetProperty("comments").EnumerateArray()
                    .Select(c => c.GetProperty("text").GetString()),
                Is.EqualTo(new[] { "Two poles.", "Both work." }));
            var entry = (await _host.SignIn(Role.Supervisor).Read($"/api/v1/problems/{_case.Problem}/audit")).GetProperty("items")[0];
            Assert.That(entry.GetProperty("origin").GetString(), Is.EqualTo("link"));
            Assert.That(entry.GetProperty("who").GetString(), Is.EqualTo("By link"));
        });
    }

    [Test]
    public async Task Invalid_input_is_kept_with_an_error_beside_the_field()
    {
        var token = await _case.Link();

        var decline = await (await Post(token, "Decline", ("Version", "1"), ("Decline.Reason", ""))).Content.ReadAsStringAsync();
        var report = await (await Post(token, "Report", ("Version", "1"), ("Report.DoneOn", "2026-03-09"),
            ("Report.Note", "Nearly there"))).Content.ReadAsStringAsync();
        var unreadable = await (await Post(token, "Report", ("Version", "1"), ("Report.DoneOn", "soon"))).Content.ReadAsStringAsync();
        var stale = await (await Post(token, "Accept", ("Version", "0"))).Content.ReadAsStringAsync();

        Assert.Multiple(() =>
        {
            Assert.That(decline, Does.Contain("Explain why you can&#x27;t do this action."));
            Assert.That(report, Does.Contain("This date is in the future.").And.Contain("Nearly there"));
            Assert.That(unreadable, Does.Contain("is not a date"));
            Assert.That(stale, Does.Contain("Someone else saved this"));
        });
        await Post(token, "Decline", ("Version", "1"), ("Decline.Reason", "No crane."));
        Assert.That(await Page(token), Does.Contain("You declined: No crane."));
    }

    [Test]
    public async Task All_links_that_do_not_work_look_the_same()
    {
        var unknown = await Page("nonsense", HttpStatusCode.NotFound);
        Assert.That(unknown, Does.Contain("ask the officer you work with"));
        foreach (var ending in new Func<string, Task>[]
        {
            async token => await _case.Officer.DeleteAsync($"{_case.TeamUrl}/links"),
            _ => { _host.Time.Advance(TimeSpan.FromDays(30)); return Task.CompletedTask; },
            _ => Sql("UPDATE ProblemStakeholder SET DetachedAt = '2026-03-02T00:00:00.0000000Z'"),
            _ => Sql("UPDATE ProblemStakeholder SET DetachedAt = NULL; UPDATE Stakeholder SET MergedIntoId = Id"),
            _ => Sql("UPDATE Stakeholder SET MergedIntoId = NULL; UPDATE ProblemAction SET OwnerAttachmentId = NULL"),
            _ => Sql("UPDATE ProblemAction SET OwnerAttachmentId = (SELECT Id FROM ProblemStakeholder); "
                + "UPDATE Problem SET Stage = 'Closed'"),
        })
        {
            await Sql("UPDATE Problem SET Stage = 'Scanning'");
            await Sql("UPDATE Stakeholder SET MergedIntoId = NULL");
            await Sql("UPDATE ProblemStakeholder SET DetachedAt = NULL");
            await Sql($"UPDATE ProblemAction SET OwnerAttachmentId = {_case.Attachment}");
            var token = await _case.Link();
            await Page(token);
            await ending(token);

            Assert.That((await Page(token, HttpStatusCode.NotFound)).Replace(token, "nonsense"), Is.EqualTo(unknown));
            foreach (var handler in new[] { "Accept", "Decline", "Report", "Comment", "Stop" })
            {
                var reply = await Post(token, handler, ("Version", "1"), ("Decline.Reason", "x"),
                    ("Report.DoneOn", "2026-03-02"), ("Say.Text", "x"));
                Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.NotFound), handler);
            }
        }
    }

    [Test]
    public async Task Link_page_sends_no_referrer_and_is_not_cached_or_indexed()
    {
        var token = await _case.Link();
        foreach (var path in new[] { $"/link/{token}", "/link/nonsense" })
        {
            using var reply = await _host.Anonymous.GetAsync(path);
            Assert.That(reply.Headers.GetValues("Referrer-Policy"), Is.EqualTo(new[] { "no-referrer" }));
            Assert.That(reply.Headers.GetValues("X-Robots-Tag"), Is.EqualTo(new[] { "noindex" }));
            Assert.That(reply.Headers.CacheControl!.NoStore, Is.True);
        }
    }

    [Test]
    public async Task Signed_in_officer_who_opens_a_link_acts_only_as_its_holder()
    {
        var token = await _case.Link();
        var cookie = await SessionCookies.Cookie(_host, Role.Officer);
        using var get = new HttpRequestMessage(HttpMethod.Get, $"/link/{token}");
        get.Headers.Add("Cookie", cookie);
        var page = await (await _host.Anonymous.SendAsync(get)).Content.ReadAsStringAsync();
        using var post = new HttpRequestMessage(HttpMethod.Post, $"/link/{token}?handler=Comment")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("Say.Text", "From the owner")])
        };
        post.Headers.Add("Cookie", cookie);
        await _host.Anonymous.SendAsync(post);

        Assert.That(page, Does.Not.Contain("Sign out").And.Not.Match("data-person=\"\\d"));
        var said = (await _case.Officer.Read($"{_case.TeamUrl}/conversation")).GetProperty("comments")[0];
        Assert.That(said.GetProperty("fromTeam").GetBoolean(), Is.False);
        Assert.That(
            await _host.Query(db => db.Single<int>(
                "SELECT COUNT(*) FROM AuditEntry WHERE Event = 'action.commented' AND PersonId IS NULL AND Origin = 'link'", null,
                    default)),
                Is.EqualTo(1));
    }

    [Test]
    public async Task Opting_out_withdraws_consent_and_discards_queued_email()
    {
        var token = await _case.Link();
        await Post(token, "Stop");
        await Post(token, "Stop");

        Assert.That(await _case.Count("SELECT COUNT(*) FROM Stakeholder WHERE ConsentWithdrawnOn = '2026-03-02'"), Is.EqualTo(1));
        Assert.That(await _case.Count("SELECT COUNT(*) FROM Outbox WHERE DiscardedAt IS NOT NULL AND Secret IS NULL"), Is.EqualTo(1));
        Assert.That(await _case.Count("SELECT COUNT(*) FROM AuditEntry WHERE Event = 'stakeholder.consentWithdrawn'"), Is.EqualTo(1));
        Assert.That(await Page(token), Does.Contain("We no longer email you."));
        Assert.That(await (await _case.Officer.PostAsJsonAsync($"{_case.TeamUrl}/link", new { })).ShortfallCodes(),
            Is.EqualTo(new[] { "stakeholder.noConsent" }));
    }

    [Test]
    public async Task Too_many_attempts_are_rate_limited()
    {
        HttpResponseMessage last = null!;
        for (var i = 0; i < 61; i++) last = await Post("nonsense", "Accept", ("Version", "1"));

        Assert.That((int)last.StatusCode, Is.EqualTo(429));
    }

    private Task<int> AuditEntries() => _case.Count("SELECT COUNT(*) FROM AuditEntry");

    private async Task Sql(string sql)
    {
        foreach (var one in sql.Split(';')) await _host.Query(db => db.Execute(one, null, default));
    }

    private sealed record Row
    {
        public string Recipient { get; init; } = "";
        public string Subject { get; init; } = "";
        public string Body { get; init; } = "";
        public string Html { get; init; } = "";
        public string Secret { get; init; } = "";
        public string Unsubscribe { get; init; } = "";
        public long StakeholderId { get; init; }
    }
}
