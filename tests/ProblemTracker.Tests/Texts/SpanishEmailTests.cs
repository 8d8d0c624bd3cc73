using MimeKit;
using ProblemTracker.Domain;
using ProblemTracker.Mail;
using ProblemTracker.Nudges;
using ProblemTracker.Tests.Partners;
using ProblemTracker.Tests.Stakeholders;

namespace ProblemTracker.Tests.Texts;

/// <summary>Emails to partners and holders of a link, in the language chosen for them.</summary>
public sealed class SpanishEmailTests
{
    private TrackerHost _host = null!;
    private PartnerCase _case = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _case = await PartnerCase.Make(_host);
        await _case.Consent();
    }

    [TearDown] public void Stop() => _host.Dispose();

    private async Task Choose(string? language)
    {
        var entry = await _case.Officer.Read($"/api/v1/stakeholders/{_case.Stakeholder}");
        await (await _case.Officer.IfMatch(entry.GetProperty("version").GetInt32()).PutAsJsonAsync(
            $"/api/v1/stakeholders/{_case.Stakeholder}",
            new { name = "Public Works", kind = "Agency", email = "works@city.example", emailLanguage = language })).Ok();
    }

    private Task<int> Remind(string dueOn) => _host.Query(db => db.Execute("""
        INSERT INTO Nudge (DedupeKey, Kind, ProblemId, Visit, DueOn, RaisedAt, ActionId, AttachmentId)
        VALUES (@Key, 'PartnerDueSoon', @Problem, 1, @dueOn, @Start, @Action, @Attachment)
        """, new { Key = $"{Guid.NewGuid()}", _case.Problem, dueOn, TrackerHost.Start, _case.Action, _case.Attachment }, default));

    /// <summary>Sends every email that a partner or the holder of a link gets.</summary>
    private async Task<IReadOnlyList<MimeMessage>> All(string? language)
    {
        await Choose(language);
        await (await _case.Officer.PostAsJsonAsync($"{_case.TeamUrl}/link", new { })).Ok();
        await Remind("2026-03-20");
        await _host.Send(new SendOutsideReminders());
        await _host.Query(db => db.Execute("UPDATE ProblemAction SET DueOn = '2026-02-20'", null, default));
        await Remind("2026-02-20");
        await _host.Send(new SendOutsideReminders());

        _host.SignInPartner(_case.Stakeholder);
        var partner = _host.IdOf("partner", Role.Partner);
        foreach (var (kind, dueOn) in new[] { ("PartnerDueSoon", "2026-03-02"), ("PartnerDueSoon", "2026-03-03"),
            ("PartnerDueSoon", "2026-03-05"), ("PartnerOverdue", "2026-03-01"), ("PartnerOverdue", "2026-02-20") })
        {
            await Remind(dueOn);
            await _host.Query(db => db.Execute("""
                UPDATE Nudge SET Kind = @kind, AttachmentId = NULL, MailedAt = @Start WHERE Id = (SELECT MAX(Id) FROM Nudge);
                """, new { kind, TrackerHost.Start }, default));
            await _host.Query(db => db.Execute(
                "INSERT INTO NudgeRecipient (NudgeId, PersonId) SELECT MAX(Id), @partner FROM Nudge", new { partner }, default));
        }
        await (await _case.Officer.PostAsJsonAsync($"{_case.TeamUrl}/comments", new { text = "x" })).Ok();
        await (await _case.Officer.PostAsJsonAsync($"{_case.TeamUrl}/comments", new { text = "y" })).Ok();
        _host.Time.Advance(UndoRules.SettledAfter);
        await _host.Send(new SendMorningMail());
        await _host.Query(db => db.Execute(
            "INSERT INTO UpdateChoice (PersonId, Kind, Way) VALUES (@partner, 'MyAction', 'AtOnce')", new { partner }, default));
        await (await _case.Officer.PostAsJsonAsync($"{_case.TeamUrl}/comments", new { text = "z" })).Ok();
        await (await _case.Officer.PostAsJsonAsync($"{_case.TeamUrl}/comments", new { text = "z" })).Ok();
        _host.Time.Advance(UndoRules.SettledAfter);
        await _host.Send(new SendUpdateMail());
        await _host.Send(new DeliverMail());
        return
        [
            .. Directory.GetFiles(Path.Combine(_host.Folder, "mail"), "*.eml").Order(StringComparer.Ordinal)
                .Select(file => MimeMessage.Load(file))
                .Where(email => email.To.ToString() is "works@city.example" or "partner@test.example"),
        ];
    }

    [Test]
    public async Task No_English_is_left_in_any_email_to_a_partner()
    {
        var spanish = await All("es");
        IReadOnlyList<MimeMessage> english;
        using (var other = new TrackerHost())
        {
            var tests = new SpanishEmailTests { _host = other, _case = await PartnerCase.Make(other) };
            await tests._case.Consent();
            english = await tests.All(null);
        }

        Assert.That((spanish.Count, english.Count), Is.EqualTo((5, 5)));
        foreach (var (one, two) in english.Zip(spanish))
        {
            string[] typed = [PartnerCase.Task, "P-2026-0001"];
            Assert.That(ShownTexts.Of(one.HtmlBody!).Intersect(ShownTexts.Of(two.HtmlBody!)).Except(typed), Is.Empty, two.HtmlBody);
            Assert.That(two.HtmlBody, Does.Contain("<html lang=\"es\">"));
            Assert.That(one.HtmlBody, Does.Contain("<html lang=\"en\">"));
            Assert.That(two.Body!.Headers[HeaderId.ContentLanguage], Is.EqualTo("es"));
            var same = Lines(one).Intersect(Lines(two)).Except(typed)
                .Where(line => !line.StartsWith("http", StringComparison.Ordinal) && line != "- P-2026-0001");
            Assert.That(same, Is.Empty, two.TextBody);
        }
    }

    private static IEnumerable<string> Lines(MimeMessage email) =>
        email.TextBody!.Split('\n').Select(line => line.Trim()).Where(line => line.Any(char.IsLetter));

    [Test]
    public async Task Link_in_the_email_opens_the_page_in_the_chosen_language()
    {
        await Choose("es");
        await (await _case.Officer.PostAsJsonAsync($"{_case.TeamUrl}/link", new { note = "Call me." })).Ok();
        var email = await _host.Query(db => db.Single<string>("SELECT Body FROM Outbox", null, default));

        Assert.That(email, Does.Contain($"/link/{Outbox.SecretMark}?lang=es\n").And.Contain("Call me.")
            .And.Contain("Fecha límite: viernes, 20 de marzo de 2026."));
    }

    [Test]
    public async Task Without_a_choice_emails_are_English_and_the_page_goes_by_the_browser()
    {
        var token = await _case.Link();

        Assert.That(await _host.Query(db => db.Single<string>("SELECT Body FROM Outbox", null, default)),
            Does.Contain($"/link/{Outbox.SecretMark}\n").And.Contain("Due Friday, March 20, 2026."));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/link/{token}");
        request.Headers.Add("Accept-Language", "es-MX");
        Assert.That(await (await _host.Anonymous.SendAsync(request)).Content.ReadAsStringAsync(), Does.Contain("Aceptar la tarea"));
    }

    [TestCase("xx")]
    [TestCase("ES")]
    [TestCase("español")]
    public async Task Unknown_language_is_refused_at_its_field(string language)
    {
        var reply = await _case.Officer.IfMatch(1).PutAsJsonAsync($"/api/v1/stakeholders/{_case.Stakeholder}",
            new { name = "Public Works", kind = "Agency", emailLanguage = language });

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await reply.Content.ReadAsStringAsync(), Does.Contain("\"emailLanguage\"").And.Contain("Choose one of: en, es."));
    }

    [Test]
    public async Task Merged_entry_keeps_a_chosen_language()
    {
        var other = await _case.Officer.Entry("Public Works, lights", new() { ["kind"] = "Agency", ["emailLanguage"] = "es" });
        var supervisor = _host.SignIn(Role.Supervisor);

        var kept = await (await supervisor.IfMatch(1).PostAsJsonAsync($"/api/v1/stakeholders/{other}/merge",
            new { intoId = _case.Stakeholder, reason = "The same office." })).Ok();

        Assert.That(kept.GetProperty("emailLanguage").GetString(), Is.EqualTo("es"));
    }
}
