using System.Globalization;
using System.Text.RegularExpressions;
using ProblemTracker.Domain;
using ProblemTracker.Mail;
using ProblemTracker.Nudges;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Mail;
using ProblemTracker.Tests.Partners;
using ProblemTracker.Tests.Stakeholders;

namespace ProblemTracker.Tests.Nudges;

/// <summary>
/// Runs a dozen problems through a year, day by day: jobs run shortly after midnight and after seven, people act on some days, and the mail
/// server is down for a week in June. The tests then check the nudges raised and the emails sent in that year.
/// </summary>
public sealed partial class YearTests
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
    private static readonly DateOnly First = new(2026, 3, 2);
    private static readonly DateOnly Last = new(2027, 3, 2);
    private static readonly (DateOnly From, DateOnly To) Outage = (new(2026, 6, 10), new(2026, 6, 17));

    private TrackerHost _host = null!;
    private MailServerProcess? _server;
    private string _emails = null!;
    private readonly Dictionary<string, long> _problems = [];
    private PartnerCase _partner = null!;
    private IReadOnlyList<Raised> _raised = [];
    private IReadOnlyList<Sent> _sent = [];

    private sealed record Raised
    {
        public long Id { get; init; }
        public long ProblemId { get; init; }
        public NudgeKind Kind { get; init; }
        public DateOnly DueOn { get; init; }
        public int Occurrence { get; init; }
        public long? ActionId { get; init; }
        public long? AttachmentId { get; init; }
        public DateTimeOffset RaisedAt { get; init; }
        public string? Recipient { get; init; }

        public DateOnly On => Local(RaisedAt);
    }

    private sealed record Sent
    {
        public long Id { get; init; }
        public string DedupeKey { get; init; } = "";
        public string Recipient { get; init; } = "";
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset? SentAt { get; init; }
        public long? StakeholderId { get; init; }
    }

    [OneTimeSetUp]
    public async Task Live_through_the_year()
    {
        await MailServerProcess.MustBeInstalled();
        _emails = Directory.CreateTempSubdirectory("tracker-year-").FullName;
        _server = await MailServerProcess.Start(_emails);
        var port = _server.Port;
        _host = new(settings: new Dictionary<string, string?>
        {
            ["Mail:Server"] = "127.0.0.1",
            ["Mail:Port"] = $"{port}",
            ["Mail:Security"] = "None",
            ["Mail:Timeout"] = "5",
            ["PublicUrl"] = "https://tracker.test.example",
        });
        await Begin();
        for (var day = First; day <= Last; day = day.AddDays(1))
        {
            if (day == Outage.From) _server!.Dispose();
            if (day == Outage.To) _server = await MailServerProcess.Start(_emails, "--port", $"{port}");
            At(day, new(0, 10));
            await Run();
            At(day, new(7, 10));
            await Run();
            At(day, new(9, 0));
            await Do(day);
        }
        _raised = await _host.Query(db => db.List<Raised>("""
            SELECT n.Id, n.ProblemId, n.Kind, n.DueOn, n.Occurrence, n.ActionId, n.AttachmentId, n.RaisedAt, w.Name AS Recipient
            FROM Nudge n LEFT JOIN NudgeRecipient r ON r.NudgeId = n.Id LEFT JOIN Person w ON w.Id = r.PersonId ORDER BY n.Id, w.Name
            """, null, default));
        _sent = await _host.Query(db => db.List<Sent>(
            "SELECT Id, DedupeKey, Recipient, CreatedAt, SentAt, StakeholderId FROM Outbox ORDER BY CreatedAt, Id", null, default));
    }

    [OneTimeTearDown]
    public void End()
    {
        _host?.Dispose();
        _server?.Dispose();
        if (_emails is not null) Directory.Delete(_emails, recursive: true);
    }

    [Test]
    public void Every_rung_was_raised() =>
        Assert.That(_raised.Select(n => n.Kind).Distinct(),
            Is.EquivalentTo(Enum.GetValues<NudgeKind>().Where(kind => !kind.IsAboutCommitment())));

    [Test]
    public void Problem_without_activity_goes_through_the_whole_ladder_on_schedule()
    {
        // In Scanning since March 2, so due on March 16. Its only action, owned by the officer, is due on March 20.
        (DateOnly, NudgeKind, int, string?)[] expected =
        [
            (new(2026, 3, 13), NudgeKind.DueSoon, 0, "officer"), (new(2026, 3, 16), NudgeKind.DueToday, 0, "officer"),
            (new(2026, 3, 17), NudgeKind.ActionDueSoon, 0, "officer"), (new(2026, 3, 17), NudgeKind.Overdue, 0, "officer"),
            (new(2026, 3, 21), NudgeKind.ActionOverdue, 0, "officer"), (new(2026, 3, 21), NudgeKind.NoActivity, 0, "officer"),
            (new(2026, 3, 23), NudgeKind.EscalatedToSupervisor, 0, "supervisor"), (new(2026, 4, 6), NudgeKind.EscalatedToCommander, 0,
                "command"),
            .. Enumerable.Range(1, 50)
                .Select(week => (new DateOnly(2026, 3, 16).AddDays(7 * week), NudgeKind.Overdue, week, (string?)"officer")),
        ];
        Assert.That(Of("stalled").Select(n => (n.On, n.Kind, n.Occurrence, n.Recipient)), Is.EquivalentTo(expected));
    }

    [Test]
    public void No_nudge_is_raised_twice() =>
        Assert.That(_raised.Select(n => (n.ProblemId, n.ActionId, n.Kind, n.DueOn, n.Occurrence, n.Recipient)), Is.Unique);

    [Test]
    public void Without_a_lead_the_supervisor_gets_the_lead_s_nudges() => Assert.Multiple(() =>
    {
        Assert.That(Of("leaderless").Select(n => n.Kind),
            Is.SupersetOf(new[] { NudgeKind.DueSoon, NudgeKind.DueToday, NudgeKind.Overdue, NudgeKind.NoActivity,
                NudgeKind.EscalatedToSupervisor, NudgeKind.EscalatedToCommander }));
        Assert.That(Of("leaderless").Where(n => n.Kind != NudgeKind.EscalatedToCommander).Select(n => n.Recipient).Distinct(),
            Is.EqualTo(new[] { "supervisor" }));
    });

    [Test]
    public void Supervisor_is_notified_after_the_lead_has_left() => Assert.Multiple(() =>
    {
        var weekly = Of("left").Where(n => n.Kind == NudgeKind.Overdue).ToList();
        Assert.That(weekly.Where(n => n.On < new DateOnly(2026, 5, 1)).Select(n => n.Recipient).Distinct(), Is.EqualTo(new[] { "kim" }));
        Assert.That(weekly.Where(n => n.On > new DateOnly(2026, 5, 1)).Select(n => n.Recipient).Distinct(),
            Is.EqualTo(new[] { "supervisor" }));
    });

    [Test]
    public void Extension_restarts_the_ladder_at_the_new_due_date() => Assert.Multiple(() =>
    {
        Assert.That(Of("extended").Select(n => n.DueOn), Has.None.EqualTo(new DateOnly(2026, 3, 16)), "granted before the first rung");
        Assert.That(Of("extended").Single(n => n.Kind == NudgeKind.DueSoon).On, Is.EqualTo(new DateOnly(2026, 4, 28)));
        Assert.That(Of("extended").Single(n => n.Kind == NudgeKind.EscalatedToSupervisor).On, Is.EqualTo(new DateOnly(2026, 5, 8)));
    });

    [Test]
    public void Hold_pauses_nudges_and_moves_the_due_date() => Assert.Multiple(() =>
    {
        // On hold from March 6 until May 15, which is 70 days: the due date moves from March 16 to May 25, a Monday.
        Assert.That(Of("held").Min(n => n.On), Is.GreaterThanOrEqualTo(new DateOnly(2026, 5, 15)));
        Assert.That(Of("held").Single(n => n.Kind == NudgeKind.DueToday).On, Is.EqualTo(new DateOnly(2026, 5, 25)));
    });

    [Test]
    public void Closed_as_not_a_problem_raises_no_nudges() => Assert.That(Of("closed"), Is.Empty);

    [Test]
    public void Follow_up_is_raised_once_after_six_months() => Assert.That(Of("durable").Select(n => (n.On, n.Kind, n.Recipient)),
        Is.EqualTo(new[] { (new DateOnly(2026, 9, 6), NudgeKind.FollowUp, "officer") }));

    [Test]
    public void Supervisor_is_notified_once_of_a_request_after_three_days() =>
        Assert.That(Of("asked").Where(n => n.Kind == NudgeKind.RequestWaiting).Select(n => (n.On, n.Recipient)),
            Is.EqualTo(new[] { (new DateOnly(2026, 3, 8), "supervisor") }));

    [Test]
    public async Task Confidential_problem_does_not_leak()
    {
        var number = await NumberOf("secret");
        Assert.That(Of("secret").Select(n => n.Recipient).Distinct(), Is.EquivalentTo(new[] { "officer", "supervisor" }));
        Assert.That(Of("secret").Single(n => n.Kind == NudgeKind.SupervisorAskedToEscalate).Recipient, Is.EqualTo("supervisor"));
        Assert.That(Of("secret").Select(n => n.Kind), Has.None.EqualTo(NudgeKind.EscalatedToCommander));
        var emails = _server!.Emails;
        Assert.That(emails.Where(l => $"{l.Subject} {l.TextBody} {l.HtmlBody}".Contains("Hidden matter", StringComparison.Ordinal)),
            Is.Empty);
        Assert.That(
            emails.Where(l => $"{l.Subject} {l.TextBody} {l.HtmlBody}".Contains(number, StringComparison.Ordinal))
                .SelectMany(l => l.To.Mailboxes).Select(m => m.Address).Distinct(),
            Is.EquivalentTo(new[] { "officer@test.example", "supervisor@test.example" }));
    }

    [Test]
    public void No_one_gets_more_than_one_digest_a_day() => Assert.Multiple(() =>
    {
        var digests = _sent.Where(m => m.DedupeKey.StartsWith("digest:", StringComparison.Ordinal)).ToList();
        Assert.That(digests, Has.Count.GreaterThan(100));
        Assert.That(digests.Select(m => (m.Recipient, Local(m.CreatedAt))), Is.Unique);
        Assert.That(_sent.Select(m => TimeZoneInfo.ConvertTime(m.CreatedAt, NewYork).TimeOfDay),
            Has.All.GreaterThanOrEqualTo(TimeSpan.FromHours(7)), "nothing at midnight");
    });

    [Test]
    public void Outside_owners_get_at_most_two_reminders_per_action_and_only_with_consent() => Assert.Multiple(() =>
    {
        var outside = _raised.Where(n => n.Kind.IsForPartner()).ToList();
        Assert.That(outside.GroupBy(n => n.ActionId).Max(g => g.Count()), Is.EqualTo(2));
        Assert.That(Of("silent").Where(n => n.ActionId is not null).Select(n => (n.On, n.Kind, n.Recipient)), Is.EquivalentTo(new[]
        {
            (new DateOnly(2026, 5, 1), NudgeKind.PartnerDueSoon, (string?)null), (new(2026, 5, 5), NudgeKind.PartnerOverdue, null),
            (new(2026, 5, 11), NudgeKind.ActionUnanswered, "officer"), (new(2026, 5, 5), NudgeKind.ActionUnreachable, "officer"),
        }));
        Assert.That(_server!.Emails.Where(l => l.To.ToString().Contains("unasked", StringComparison.Ordinal)), Is.Empty);
    });

    [Test]
    public async Task Partner_finishes_an_action_by_account_and_resident_by_link()
    {
        Assert.That((await _partner.Read()).GetProperty("status").GetString(), Is.EqualTo("Done"));
        var byLink = (await _host.SignIn(Role.Supervisor).Read($"/api/v1/problems/{_problems["link"]}/actions")).GetProperty("items")
            .EnumerateArray().Single();
        Assert.That((byLink.GetProperty("status").GetString(), byLink.GetProperty("doneOn").GetString()),
            Is.EqualTo(("Done", "2026-04-17")));
        Assert.That(_server!.Emails.Where(l => l.To.ToString() == "jo.field@mail.example").Select(l => l.Subject).Distinct(),
            Is.EqualTo(new[] { await NumberOf("link") }), "only the number");
    }

    [Test]
    public async Task After_a_week_long_outage_every_email_arrived_once_and_in_order()
    {
        Assert.That(_sent.Where(m => m.SentAt is null), Is.Empty);
        Assert.That(_sent.Count(m => Local(m.CreatedAt) >= Outage.From && Local(m.CreatedAt) < Outage.To), Is.GreaterThan(1),
            "emails were queued during the outage");
        var arrived = _server!.Emails.Select(l => long.Parse(l.MessageId!.Split('.')[1], CultureInfo.InvariantCulture)).ToList();
        Assert.That(arrived, Is.EqualTo(_sent.Select(m => m.Id)));
        Assert.That(await _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM Outbox WHERE Attempts <> 1", null, default)), Is.Zero,
            "an outage does not count as an attempt");
    }

    private static DateOnly Local(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, NewYork).DateTime);

    private IEnumerable<Raised> Of(string problem) => _raised.Where(n => n.ProblemId == _problems[problem]);

    private async Task<string> NumberOf(string problem) =>
        (await _host.SignIn(Role.Supervisor).Read($"/api/v1/problems/{_problems[problem]}")).GetProperty("number").GetString()!;

    private void At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        var at = new DateTimeOffset(local, NewYork.GetUtcOffset(local));
        if (at > _host.Time.GetUtcNow()) _host.Time.SetUtcNow(at);
    }

    private async Task Run()
    {
        while ((await _host.Send(new RaiseNudges())).HasMore) { }
        for (var next = (await _host.Send(new SendMorningMail())).Next; next is not null;)
            next = (await _host.Send(new SendMorningMail(next.Value))).Next;
        while ((await _host.Send(new SendOutsideReminders())).HasMore) { }
        await _host.Send(new DeliverMail());
    }

    private async Task Begin()
    {
        var (officer, supervisor) = (_host.SignIn(Role.Officer), _host.SignIn(Role.Supervisor));
        foreach (var name in new[] { "stalled", "extended", "held", "closed", "durable", "asked", "link", "silent" })
            _problems[name] = await _host.OpenProblem($"The {name} one");
        _problems["secret"] = await _host.OpenProblem("Hidden matter", confidential: true);
        _problems["leaderless"] = await _host.OpenProblem("The leaderless one", led: false);
        _problems["left"] = await _host.OpenProblem("The left one");
        await _host.Lead(_problems["left"], _host.IdOf("kim", Role.Officer));
        _partner = await PartnerCase.Make(_host);
        await _partner.Consent();
        _problems["partner"] = _partner.Problem;

        var admin = _host.SignIn(Role.Administrator);
        await (await admin.IfMatch(0).PutAsJsonAsync("/api/v1/settings/responsibility", new
        {
            neighborhoods = new[] { new { neighborhoodId = await _host.Neighborhood(), supervisorId = _host.IdOf(Role.Supervisor) } },
            supervisors = new[] { new { supervisorId = _host.IdOf(Role.Supervisor), commanderId = _host.IdOf(Role.Command) } },
        })).Ok();

        await (await officer.PostAsJsonAsync($"/api/v1/problems/{_problems["stalled"]}/actions",
            new { description = "Talk to the owner", enforcement = false, ownerId = _host.IdOf(Role.Officer), dueOn = "2026-03-20" })).Ok();
        await (await supervisor.IfMatch(await _host.VersionOf(_problems["closed"]))
            .PostAsJsonAsync($"/api/v1/problems/{_problems["closed"]}/stage",
                new { to = "Closed", note = "It was a film crew.", closingReason = "NotAProblem" })).Ok();

        await Owned("link", "Jo Field", "jo.field@mail.example", "2026-04-20", consents: true);
        await Owned("silent", "Lee Marsh", "lee.marsh@mail.example", "2026-05-04", consents: true);
        await Owned("silent", "Max Orr", "unasked@mail.example", "2026-05-04", consents: false);
    }

    private async Task Owned(string problem, string name, string email, string dueOn, bool consents)
    {
        var officer = _host.SignIn(Role.Officer);
        var entry = await officer.Entry(name, new() { ["kind"] = "Resident", ["isAdult"] = true, ["email"] = email });
        if (consents) await (await officer.Consent(entry)).Ok();
        var attachment = await officer.Attach(_problems[problem], entry, StakeholderRole.Guardian);
        await (await officer.PostAsJsonAsync($"/api/v1/problems/{_problems[problem]}/actions",
            new { description = $"{name} keeps the log", enforcement = false, ownerAttachmentId = attachment, dueOn })).Ok();
    }

    /// <summary>What people do on the given day.</summary>
    private async Task Do(DateOnly day)
    {
        var (officer, supervisor) = (_host.SignIn(Role.Officer), _host.SignIn(Role.Supervisor));
        async Task<HttpClient> Decides(string problem) => supervisor.IfMatch(await _host.VersionOf(_problems[problem]));
        switch (day.ToString("MM-dd", CultureInfo.InvariantCulture))
        {
            case "03-05" when day.Year == 2026:
                await (await officer.PostAsJsonAsync($"/api/v1/problems/{_problems["asked"]}/requests",
                    new { kind = "Hold", untilOn = "2026-04-30", reason = "The bar is closed for repairs." })).Ok();
                break;
            case "03-06" when day.Year == 2026:
                await (await (await Decides("held")).PostAsJsonAsync($"/api/v1/problems/{_problems["held"]}/hold",
                    new { untilOn = "2026-05-15", reason = "The street is dug up." })).Ok();
                await (await (await Decides("durable")).PostAsJsonAsync($"/api/v1/problems/{_problems["durable"]}/stage",
                    new { to = "Closed", note = "The housing office takes it.", closingReason = "ReferredElsewhere" })).Ok();
                break;
            case "03-10" when day.Year == 2026:
                await (await (await Decides("extended")).PostAsJsonAsync($"/api/v1/problems/{_problems["extended"]}/extension",
                    new { dueOn = "2026-05-01", reason = "The survey is late." })).Ok();
                var waiting = (await supervisor.Read("/api/v1/requests")).GetProperty("items").EnumerateArray().Single();
                await (await supervisor.IfMatch(waiting.GetProperty("version").GetInt32())
                    .PostAsJsonAsync($"/api/v1/requests/{waiting.GetProperty("id").GetInt64()}/approve", new { note = "Agreed." })).Ok();
                break;
            case "03-12" when day.Year == 2026:
                var declined = await _partner.Plan("Cut the hedge", _partner.Attachment, "2026-04-30");
                var version = (await supervisor.Read($"/api/v1/actions/{declined}")).GetProperty("version").GetInt32();
                await (await _partner.Partner.IfMatch(version)
                    .PostAsJsonAsync($"/api/v1/partner/actions/{declined}/answer",
                        new { answer = "Declined", reason = "The hedge is private." })).Ok();
                break;
            case "03-18" when day.Year == 2026:
                await (await _partner.Answer("Accepted")).Ok();
                break;
            case "03-19" when day.Year == 2026:
                await (await _partner.Report("2026-03-19", "Two lamps.")).Ok();
                await (await officer.IfMatch(await _partner.Version()).PostAsync($"{_partner.TeamUrl}/confirm", null)).Ok();
                break;
            case "04-17" when day.Year == 2026:
                await FinishByLink();
                break;
            case "05-01" when day.Year == 2026:
                var kim = (await _host.SignIn(Role.Administrator).Read("/api/v1/people")).GetProperty("items").EnumerateArray()
                    .Single(p => p.GetProperty("name").GetString() == "kim");
                await (await _host.SignIn(Role.Administrator).IfMatch(kim.GetProperty("version").GetInt32())
                    .PutAsJsonAsync($"/api/v1/people/{kim.GetProperty("id").GetInt64()}",
                    new { name = "kim", roles = new[] { "Officer" }, active = false })).Ok();
                break;
            case "09-20":
                await (await officer.PostAsJsonAsync($"/api/v1/problems/{_problems["durable"]}/follow-up",
                    new { finding = "Sustained", evidence = "No call since." })).Ok();
                break;
        }
    }

    /// <summary>Accepts the action and reports it done through the link in this morning's email.</summary>
    private async Task FinishByLink()
    {
        var email = _server!.Emails.Last(l => l.To.ToString() == "jo.field@mail.example");
        var path = LinkInText().Match(email.TextBody!).Value;
        Assert.That(path, Is.Not.Empty, email.TextBody);
        foreach (var (handler, fields) in new (string, (string, string)[])[] { ("Accept", []),
            ("Report", [("Report.DoneOn", "2026-04-17"), ("Report.Note", "Every night of the week.")]) })
        {
            var page = await _host.Anonymous.GetStringAsync(path);
            var version = VersionInForm().Match(page).Groups[1].Value;
            using var reply = await _host.Anonymous.PostAsync($"{path}?handler={handler}",
                new FormUrlEncodedContent(fields.Append(("Version", version)).Select(f => KeyValuePair.Create(f.Item1, f.Item2))));
            Assert.That((int)reply.StatusCode, Is.EqualTo(302), await reply.Content.ReadAsStringAsync());
        }
        var action = (await _host.SignIn(Role.Officer).Read($"/api/v1/problems/{_problems["link"]}/actions")).GetProperty("items")
            .EnumerateArray().Single();
        await (await _host.SignIn(Role.Officer).IfMatch(action.GetProperty("version").GetInt32())
            .PostAsync($"/api/v1/actions/{action.GetProperty("id").GetInt64()}/confirm", null)).Ok();
    }

    [GeneratedRegex("/link/[A-Za-z0-9_-]+")]
    private static partial Regex LinkInText();

    [GeneratedRegex("name=\"Version\"[^>]*value=\"([0-9]+)\"")]
    private static partial Regex VersionInForm();
}
