using System.Text.RegularExpressions;
using MimeKit;
using ProblemTracker.Accounts;
using ProblemTracker.Assignments;
using ProblemTracker.AuditLog;
using ProblemTracker.Domain;
using ProblemTracker.Mail;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Nudges;
using ProblemTracker.Reports;
using ProblemTracker.Tests.AuditLog;
using ProblemTracker.Tests.Concerns;
using ProblemTracker.Tests.Partners;
using ProblemTracker.Webhooks;

namespace ProblemTracker.Tests.Mail;

/// <summary>Name, logo, sender and phone of the agency in every email.</summary>
public sealed partial class LetterheadTests
{
    private const string Name = "Springfield Police & Fire", Phone = "(217) 555-0142";
    private const string Sender = "Problem team <problems@springfield.example>";

    /// <summary>Which emails are sent shows in the beginnings of their keys.</summary>
    private static IReadOnlyList<string> Kinds { get; } =
    [
        .. Repository.Files("src/ProblemTracker", "*.cs").Select(Repository.Read)
            .Where(text => text.Contains("new EmailText(", StringComparison.Ordinal)
                || text.Contains("ActionEmail.Compose(", StringComparison.Ordinal))
            .SelectMany(text => Key().Matches(text).Select(match => match.Groups[1].Value)).Distinct().Order(StringComparer.Ordinal),
    ];

    [Test]
    public async Task Every_kind_of_email_has_it_in_both_parts()
    {
        using var host = new TrackerHost();
        await Describe(host);
        await QueueAll(host);
        using var withProvider = new TrackerHost(settings: new Dictionary<string, string?>
        {
            ["SignOn:Authority"] = "https://login.test.example",
            ["SignOn:ClientId"] = "tracker",
            ["SignOn:Name"] = "City login",
            ["SignOn:PasswordsOff"] = "true",
            ["SignOn:BreakGlass"] = "administrator@test.example",
        });
        await Describe(withProvider);
        await withProvider.Send(new CreatePerson("new@test.example", "New", [Role.Officer]));

        var queued = (await Queued(host)).Concat(await Queued(withProvider)).Distinct().Order(StringComparer.Ordinal);
        Assert.That(Kinds, Has.Count.GreaterThan(10));
        Assert.That(queued, Is.EqualTo(Kinds), "Each kind must be sent here.");

        await host.Send(new DeliverMail());
        await withProvider.Send(new DeliverMail());
        await host.SendAs(host.IdOf(Role.Administrator), [Role.Administrator], new SendTestMail());
        var emails = new[] { host, withProvider }.SelectMany(one => Directory.GetFiles(Path.Combine(one.Folder, "mail"), "*.eml"))
            .Select(file => MimeMessage.Load(file)).ToList();
        Assert.That(emails, Has.Count.GreaterThan(Kinds.Count));
        Assert.That(emails.Select(email => email.Subject), Has.One.EqualTo("Test email"));
        foreach (var email in emails) Check(email);
    }

    private static void Check(MimeMessage email) => Assert.Multiple(() =>
    {
        Assert.That(email.From.ToString(), Is.EqualTo("\"Problem team\" <problems@springfield.example>").Or.EqualTo(Sender));
        var text = email.TextBody!.ReplaceLineEndings("\n");
        Assert.That(text, Does.StartWith($"{Name}\n\n").And.EndsWith($"\n{Name}\n{Phone}\n{Sender}\n"), email.Subject);
        Assert.That(Occurrences().Matches(text), Has.Count.EqualTo(1), "once");
        var html = email.HtmlBody!.ReplaceLineEndings("\n");
        Assert.That(html, Does.Contain("<body>\n<p><img src=\"cid:agency-logo\" alt=\"\" width=\"56\" height=\"56\">"
            + "<strong>Springfield Police &amp; Fire</strong></p>"), email.Subject);
        Assert.That(html, Does.Contain($"<p>Springfield Police &amp; Fire<br>{Phone}<br>{WebUtility.HtmlEncode(Sender)}</p>\n</body>"));
        var logo = email.BodyParts.OfType<MimePart>().Single(part => part.ContentId == "agency-logo");
        Assert.That((logo.ContentType.MimeType, logo.ContentDisposition?.Disposition), Is.EqualTo(("image/jpeg", "inline")));
        using var content = new MemoryStream();
        logo.Content!.DecodeTo(content);
        Assert.That(content.Length, Is.GreaterThan(100).And.LessThan(50_000));
    });

    [Test]
    public async Task Agency_without_a_profile_has_none()
    {
        using var host = new TrackerHost();
        await host.SendAs(host.IdOf(Role.Administrator), [Role.Administrator], new SendTestMail());

        var email = MimeMessage.Load(Directory.GetFiles(Path.Combine(host.Folder, "mail"), "*.eml").Single());
        Assert.That(email.TextBody, Does.StartWith("Test email"));
        Assert.That(email.HtmlBody, Does.Contain("<body>\n<h1>").Or.Contain("<body>\r\n<h1>").And.Not.Contain("<hr>"));
        Assert.That(email.BodyParts.Count(), Is.EqualTo(2));
    }

    /// <summary>Nothing else writes an email, so nothing gets around the letterhead.</summary>
    [Test]
    public void Only_one_place_composes_messages()
    {
        var composers = Repository.Files("src/ProblemTracker", "*.cs")
            .Where(file => Repository.Read(file).Contains("new MimeMessage", StringComparison.Ordinal));
        Assert.That(composers.Select(Path.GetFileName), Is.EqualTo(new[] { "OutgoingEmail.cs" }));
    }

    private static async Task Describe(TrackerHost host)
    {
        var administrator = host.SignIn(Role.Administrator);
        await (await administrator.IfMatch(0).PutAsJsonAsync("/api/v1/settings/agency",
            new { name = Name, phone = Phone, senderName = "Problem team", senderAddress = "problems@springfield.example" })).Ok();
        await administrator.PostAsync("/api/v1/settings/agency/logo",
            new ByteArrayContent(PhotoTests.Make(ImageMagick.MagickFormat.Png, 300, 300, _ => { })));
    }

    private static async Task QueueAll(TrackerHost host)
    {
        var partner = await PartnerCase.Make(host);
        await partner.Link();
        var officer = host.IdOf(Role.Officer);
        var supervisor = host.SignIn(Role.Supervisor);
        await host.Query(db => db.Execute("""
            INSERT INTO Nudge (DedupeKey, Kind, ProblemId, Visit, DueOn, RaisedAt, ActionId, AttachmentId)
            VALUES ('x', 'PartnerDueSoon', @Problem, 1, '2026-03-20', @Start, @Action, @Attachment)
            """, new { partner.Problem, TrackerHost.Start, partner.Action, partner.Attachment }, default));
        await host.Send(new SendOutsideReminders());

        await host.Query(db => db.Execute("INSERT INTO UpdateChoice (PersonId, Kind, Way) VALUES (@officer, 'NoteWritten', 'Daily')",
            new { officer }, default));
        foreach (var text in new[] { "The bar has a new owner.", "@officer, please look at the lights." })
            await (await supervisor.PostAsJsonAsync($"/api/v1/problems/{partner.Problem}/notes", new { text })).Ok();
        host.Time.Advance(UndoRules.SettledAfter);
        await host.Send(new SendUpdateMail());
        await host.Send(new SendMorningMail());

        await (await host.SignIn(Role.Command).PutAsJsonAsync("/api/v1/me/settings",
            new { emailChoice = "Digest", weeklyBriefing = true })).Ok();
        await host.Send(new SendBriefings());
        await host.Send(new AddAssignment(officer, null, new(2026, 3, 1), null));
        var beat = (await host.Send(new CreateNeighborhood("Old Beat"))).Id;
        await host.Send(new AddAssignment(officer, beat, new(2026, 1, 1)));
        await host.Send(new RetireNeighborhood(beat, 1, new(2026, 3, 1)));
        await (await host.SignIn(Role.Administrator).IfMatch(0).PutAsJsonAsync("/api/v1/settings/seal-recipients",
            new { addresses = "records@city.example" })).Ok();
        await host.Seal();
        await host.Send(new SendSealEmails());
        await host.Query(db => db.Execute("INSERT INTO Holiday (OnDate, Name) VALUES ('2026-03-17', 'Founders'' Day')", null, default));
        await host.Send(new SendHolidayWarnings());

        await Resident.Open(host);
        await new Resident(host).Report(("Email", "rosa@home.example"), ("MayAnswer", "true"));
        var place = await host.Neighborhood();
        await new Resident(host).Post($"/city/neighborhoods/{place}/news", ("Email", "rosa@home.example"), ("Pace", "Weekly"));
        var bulletin = await (await host.SignIn(Role.Officer).PostAsJsonAsync("/api/v1/bulletins",
            new { texts = new[] { new { language = "en", title = "Lock your car", body = "Thefts rose." } } })).Ok();
        await (await supervisor.IfMatch(1).PostAsync($"/api/v1/bulletins/{bulletin.GetProperty("id").GetInt64()}/approve", null)).Ok();
        var meeting = await (await host.SignIn(Role.Officer).PostAsJsonAsync("/api/v1/meetings", new
        {
            kind = "Meeting",
            startsAt = TrackerHost.Start,
            endsAt = TrackerHost.Start.AddHours(1),
            place = "Library",
            texts = new[] { new { language = "en", title = "Quiet nights" } },
        })).Ok();
        var promised = await (await supervisor.PostAsJsonAsync($"/api/v1/meetings/{meeting.GetProperty("id").GetInt64()}/commitments",
            new { description = "Ask for a street light", ownerId = host.IdOf(Role.Officer), dueOn = "2026-04-01" })).Ok();
        await (await host.SignIn(Role.Officer).IfMatch(1).PostAsJsonAsync(
            $"/api/v1/commitments/{promised.GetProperty("id").GetInt64()}/done", new { outcome = "It was put up." })).Ok();
        await (await supervisor.IfMatch(1).PostAsJsonAsync($"/api/v1/meetings/{meeting.GetProperty("id").GetInt64()}/cancel",
            new { reason = "Storm" })).Ok();

        await host.Send(new RequestPasswordLink("officer@test.example"));
        await host.Send(new RequestEmailChange(officer, "officer2@test.example", "The old address is gone."));

        await host.Send(new CreateWebhook("Dashboard", "https://hooks.example.org/", Moves: true, Nudges: false));
        var problem = new GivenProblem(host, partner.Problem);
        await (await problem.Move(Stage.Closed, by: problem.Supervisor, closingReason: "NotAProblem")).Ok();
        await host.Query(db => db.Execute("UPDATE Webhook SET Address = 'https://127.0.0.1/'", null, default));
        await host.Query(db => db.Execute("UPDATE WebhookDelivery SET Attempts = @Last", new { Last = Outbox.ParkedAfter - 1 }, default));
        host.Time.Advance(UndoRules.SettledAfter);
        await host.Send(new DeliverWebhooks());
    }

    private static async Task<IEnumerable<string>> Queued(TrackerHost host) =>
        (await host.Query(db => db.List<string>("SELECT DedupeKey FROM Outbox", null, default))).Select(key => key.Split(':')[0]);

    [GeneratedRegex(@"""(?!cid)([a-z-]+):\{")]
    private static partial Regex Key();

    [GeneratedRegex(@"\(217\) 555-0142")]
    private static partial Regex Occurrences();
}
