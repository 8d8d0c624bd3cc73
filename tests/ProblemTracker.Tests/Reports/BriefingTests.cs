using System.Text.Json;
using MimeKit;
using ProblemTracker.Domain;
using ProblemTracker.Mail;
using ProblemTracker.Reports;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Reports;

/// <summary>The briefing on Monday, June 1, 2026, for two years of random problems in three neighborhoods.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class BriefingTests
{
    private static readonly DateOnly Today = new(2026, 6, 1);

    private TrackerHost _host = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = new();
        _host.IdOf(Role.Officer);
        long[] places = [await _host.Neighborhood("Alder Hill"), await _host.Neighborhood("Birch Flats"),
            await _host.Neighborhood("Cedar Point")];
        var random = new Random(11);
        for (var i = 0; i < 90; i++)
        {
            var id = await _host.OpenProblem($"Problem {i}", confidential: i % 6 == 0,
                by: _host.SignIn(i % 6 == 0 ? Role.Supervisor : Role.Officer), led: false);
            // All hours of the day, so that local and UTC dates differ for some.
            var opened = new DateTimeOffset(2024, 6, 1, 0, 0, 0, TimeSpan.Zero).AddDays(random.Next(730)).AddHours(random.Next(24));
            var closed = random.Next(2) == 0 ? (DateTimeOffset?)opened.AddDays(random.Next(1, 200)) : null;
            if (closed > _host.Time.GetUtcNow().AddDays(90)) closed = null;
            var row = new
            {
                id,
                opened,
                closed,
                Stage = closed is null ? "Analysis" : "Closed",
                Place = places[random.Next(3)],
                DueOn = closed is null ? Today.AddDays(random.Next(-20, 20)) : (DateOnly?)null,
                OnHoldUntil = random.Next(6) == 0 ? Today.AddDays(4) : (DateOnly?)null,
                Verdict = closed is not null && random.Next(6) is var v && v < 5 ? ((Verdict)v).ToString() : null,
            };
            await _host.Query(db => db.Write(async () =>
            {
                await db.Execute("""
                    UPDATE Problem SET OpenedAt = @opened, ClosedAt = @closed, Stage = @Stage, NeighborhoodId = @Place, DueOn = @DueOn,
                        OnHoldUntil = @OnHoldUntil, Verdict = @Verdict WHERE Id = @id
                    """, row, default);
                if (closed is not null)
                    await db.Execute(
                        "INSERT INTO StageMove (ProblemId, FromStage, ToStage, Note, MovedAt) "
                            + "VALUES (@id, 'Analysis', 'Closed', 'Done.', @closed)", row, default);
                if (row.DueOn < Today && i % 2 == 0)
                    await db.Execute(
                        "INSERT INTO Nudge (DedupeKey, Kind, ProblemId, Visit, DueOn, RaisedAt) "
                            + "VALUES (@id, 'EscalatedToSupervisor', @id, 1, @DueOn, @At)",
                        new { id, row.DueOn, At = new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero).AddDays(-random.Next(14)) },
                        default);
                if (closed is not null && i % 3 == 0)
                    await db.Execute(
                        "INSERT INTO DurabilityCheck (ProblemId, Visit, Finding, Evidence, CheckedAt) "
                            + "VALUES (@id, 1, @Finding, 'Seen.', @At)",
                        new
                        {
                            id,
                            Finding = i % 2 == 0 ? "Sustained" : "Recurred",
                            At = new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero).AddDays(-random.Next(14))
                        }, default);
                return await db.Execute("""
                    INSERT INTO ProblemObjective (ProblemId, ObjectiveKey, Kind, Direction, BaselineValue, AfterValue)
                    VALUES (@id, 'o1', @Kind, @Direction, @Before, @After)
                    """,
                    new
                    {
                        id,
                        Kind = ((MeasureKind)(i % 7)).ToString(),
                        Direction = ((Direction)(i % 2)).ToString(),
                        Before = (double)random.Next(5),
                        After = closed is null ? (double?)null : random.Next(5)
                    }, default);
            }, default));
        }
        _host.Until(2026, 6, 1);
    }

    [OneTimeTearDown] public void Stop() => _host.Dispose();

    [TestCase(Role.Supervisor)]
    [TestCase(Role.Command)]
    [TestCase(Role.Officer)]
    public async Task Every_figure_equals_the_number_of_rows_in_its_list(Role role)
    {
        var figures = await _host.SignIn(role).Follow(await Read(role));
        Assert.That(figures.Count(f => f.Value > 0), Is.GreaterThan(20));
    }

    [Test]
    public async Task Months_follow_the_local_calendar()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        var rows = await _host.Query(db => db.List<Row>("SELECT OpenedAt, ClosedAt FROM Problem", null, default));
        string Month(DateTimeOffset at) =>
            TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);

        var months = (await Read(Role.Supervisor)).GetProperty("months").EnumerateArray().ToList();

        Assert.That(months.Select(m => m.GetProperty("month").GetProperty("name").GetString()),
            Is.EqualTo(
                Enumerable.Range(0, 12)
                    .Select(i => new DateOnly(2025, 7, 1).AddMonths(i)
                        .ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture))));
        foreach (var month in months)
        {
            var name = month.GetProperty("month").GetProperty("name").GetString();
            Assert.That(month.Value("opened"), Is.EqualTo(rows.Count(r => Month(r.OpenedAt) == name)), name);
            Assert.That(month.Value("closed"), Is.EqualTo(rows.Count(r => r.ClosedAt is { } at && Month(at) == name)), name);
        }
    }

    [Test]
    public async Task Quarters_of_a_neighborhood_add_up_to_its_share()
    {
        var places = (await Read(Role.Supervisor)).GetProperty("places").EnumerateArray().ToList();

        Assert.That(places, Has.Count.EqualTo(3));
        foreach (var place in places)
        {
            var quarters = place.GetProperty("quarters").EnumerateArray().ToList();
            Assert.That(quarters, Has.Count.EqualTo(8));
            int Sum(string name) => quarters.Sum(q => q.GetProperty(name).GetInt32());
            Assert.That((Sum("improved"), Sum("closed")),
                Is.EqualTo((place.GetProperty("improved").Value("part"), place.GetProperty("improved").Value("whole"))));
            Assert.That((Sum("better"), Sum("measured")),
                Is.EqualTo((place.GetProperty("better").Value("part"), place.GetProperty("better").Value("whole"))));
        }
        Assert.That(places.Sum(p => p.GetProperty("better").Value("whole")), Is.GreaterThan(3));
    }

    [Test]
    public async Task Week_lines_are_singular_or_plural_to_match_their_number()
    {
        var week = (await Read(Role.Supervisor)).GetProperty("week").EnumerateArray().ToList();

        Assert.That(week, Is.Not.Empty);
        foreach (var line in week)
        {
            var (value, sentence) = (line.Value("figure"), line.GetProperty("sentence").GetString()!);
            Assert.That(value, Is.GreaterThan(0));
            Assert.That(
                sentence.Split(' ').Any(word => word is "was" or "has") || sentence.StartsWith("problem became", StringComparison.Ordinal),
                Is.EqualTo(value == 1), sentence);
            Assert.That(line.GetProperty("problems").GetArrayLength(), Is.EqualTo(Math.Min(value, 3)));
        }
    }

    [Test]
    public async Task Week_includes_reopenings_returns_and_closings_without_a_verdict()
    {
        using var host = new TrackerHost();
        var problem = await host.Problem(readyFor: Gate.Response);
        await (await problem.Move(Stage.Scanning, problem.Supervisor)).Ok();
        await (await problem.Move(Stage.Closed, problem.Supervisor, closingReason: "ReferredElsewhere")).Ok();
        await (await problem.Move(Stage.Scanning, problem.Supervisor)).Ok();
        var client = host.SignIn(Role.Command);
        var briefing = await client.Read("/api/v1/reports/briefing");

        Assert.That(briefing.Rows("week").Select(line => (line.Value("figure"), line.Text("sentence"))), Is.SupersetOf(new[]
        {
            (1, "closed problem was reopened"), (1, "problem was moved back to an earlier stage"),
        }));
        await client.Follow(briefing);
        await (await problem.Move(Stage.Closed, problem.Supervisor, closingReason: "ReferredElsewhere")).Ok();
        Assert.That((await client.Read("/api/v1/reports/briefing")).Rows("week").Select(line => line.Text("sentence")),
            Does.Contain("problem was closed without a verdict"));
    }

    [Test]
    public async Task Without_problems_all_figures_are_zero_and_the_week_is_empty()
    {
        using var empty = new TrackerHost();
        var briefing = await empty.SignIn(Role.Command).Read("/api/v1/reports/briefing");

        Assert.That(Figures.Of(briefing).Select(f => f.Value), Is.All.Zero);
        Assert.That(briefing.GetProperty("week").GetArrayLength() + briefing.GetProperty("places").GetArrayLength(), Is.Zero);
        Assert.That(await new Browser(empty, Role.Command).Get("/briefing"),
            Does.Contain("No problems were opened, closed, reopened, moved back, escalated or followed up, and none became overdue."));
    }

    private Task<JsonElement> Read(Role role) => _host.SignIn(role).Read("/api/v1/reports/briefing");

    private sealed record Row
    {
        public DateTimeOffset OpenedAt { get; init; }
        public DateTimeOffset? ClosedAt { get; init; }
    }
}

/// <summary>The briefing as an email.</summary>
public sealed class BriefingEmailTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    /// <summary>The clock starts at 9 a.m. on Monday, March 2, 2026.</summary>
    [Test]
    public async Task Email_is_sent_once_a_week_to_people_who_asked_for_it()
    {
        await _host.OpenProblem();
        await Want(Role.Command);
        _host.SignIn(Role.Supervisor);

        Assert.That((await _host.Send(new SendBriefings())).Emails, Is.EqualTo(1));
        Assert.That((await _host.Send(new SendBriefings())).Emails, Is.Zero, "the same morning");
        _host.Until(2026, 3, 5);
        Assert.That((await _host.Send(new SendBriefings())).Emails, Is.Zero, "later in the week");
        _host.Until(2026, 3, 10);
        Assert.That((await _host.Send(new SendBriefings())).Emails, Is.EqualTo(1), "on Tuesday, because the job did not run on Monday");
    }

    [Test]
    public async Task Email_covers_the_last_calendar_week_even_if_sent_on_Tuesday()
    {
        await _host.OpenProblem("On the first Monday");
        _host.Time.SetUtcNow(new(2026, 3, 9, 20, 0, 0, TimeSpan.Zero));
        await _host.OpenProblem("On the second Monday in the afternoon");
        await Want(Role.Command);
        foreach (var (day, included, excluded) in new[]
        {
            (10, "On the first Monday", "On the second Monday"), (16, "On the second Monday", "On the first Monday"),
        })
        {
            _host.Until(2026, 3, day);
            await _host.Send(new SendBriefings());
            var body = await _host.Query(db => db.Single<string>($"SELECT Body FROM Outbox ORDER BY Id DESC {db.Dialect.First("1")}",
                null, default));
            Assert.That(body, Does.Contain(included).And.Not.Contain(excluded), $"March {day}");
            Assert.That(body,
                Does.Contain(day == 10 ? "openedFrom=2026-03-02&openedTo=2026-03-08" : "openedFrom=2026-03-09&openedTo=2026-03-15"));
        }
    }

    [Test]
    public async Task Email_is_sent_only_in_the_morning()
    {
        await Want(Role.Command);
        _host.Time.SetUtcNow(new(2026, 3, 9, 17, 0, 0, TimeSpan.Zero));
        Assert.That((await _host.Send(new SendBriefings())).Emails, Is.Zero);
    }

    [Test]
    public async Task Pictures_are_embedded_and_deleted_after_sending()
    {
        await _host.OpenProblem("Noise behind the bar");
        await Want(Role.Command);
        _host.Until(2026, 3, 9);
        await _host.Send(new SendBriefings());
        Assert.That(await Pictures(), Is.EqualTo(1));
        await _host.Send(new DeliverMail());

        var email = MimeMessage.Load(Directory.GetFiles(Path.Combine(_host.Folder, "mail"), "*.eml").Single());
        Assert.That(email.Subject, Is.EqualTo("Weekly briefing for the week ending Sunday, March 8, 2026"));
        Assert.That(email.TextBody, Does.Contain("1 open").And.Contain("1 problem was opened").And.Contain("Noise behind the bar"));
        Assert.That(email.HtmlBody, Does.Contain("<img src=\"cid:flow\""));
        var picture = email.BodyParts.OfType<MimePart>().Single(part => part.ContentId == "flow");
        Assert.That(picture.ContentType.MimeType, Is.EqualTo("image/png"));
        using var bytes = new MemoryStream();
        await picture.Content!.DecodeToAsync(bytes);
        Assert.That(bytes.ToArray()[..4], Is.EqualTo(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G' }));
        Assert.That(await Pictures(), Is.Zero);

        Task<int> Pictures() => _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM OutboxPicture", null, default));
    }

    [Test]
    public async Task Email_counts_only_visible_problems_and_omits_titles_of_confidential_ones()
    {
        await _host.OpenProblem("A house no one may know about", confidential: true, by: _host.SignIn(Role.Supervisor));
        await Want(Role.Command);
        await Want(Role.Supervisor);
        _host.Until(2026, 3, 9);
        await _host.Send(new SendBriefings());

        Task<string> Body(Role reader) =>
            _host.Query(db => db.Single<string>("SELECT Body FROM Outbox WHERE PersonId = @Id", new { Id = _host.IdOf(reader) }, default));
        Assert.That(await Body(Role.Command), Does.Contain("0 open").And.Not.Contain("P-2026"));
        Assert.That(await Body(Role.Supervisor), Does.Contain("1 open").And.Contain("P-2026-0001").And.Not.Contain("no one may know"));
    }

    [Test]
    public async Task Improved_without_a_pre_set_test_is_marked_on_the_page_and_in_the_email()
    {
        var id = await _host.OpenProblem("Noise behind the bar");
        await _host.Query(db => db.Write(() => db.Execute(
            "UPDATE Problem SET Stage = 'Closed', ClosedAt = @Now, Verdict = 'Improved', PresetTest = 0 WHERE Id = @id",
            new { Now = _host.Time.GetUtcNow(), id }, default), default));
        await Want(Role.Command);
        var page = await new Browser(_host, Role.Command).Get("/briefing");
        Assert.That(page, Does.Contain("Noise behind the bar</a> (no pre-set test)").And.Contain("with no pre-set test"));
        _host.Until(2026, 3, 9);
        await _host.Send(new SendBriefings());

        var email = await _host.Query(db => db.Single<string>("SELECT Body FROM Outbox", null, default));
        Assert.That(email,
            Does.Contain("Noise behind the bar (no pre-set test)")
                .And.Contain("1 of 1 closed problems improved\n  1 with no pre-set test"));
    }

    [Test]
    public async Task Partner_cannot_read_or_subscribe_to_the_briefing()
    {
        var partner = _host.SignInPartner(await _host.SignIn(Role.Officer).Stakeholder("Public Works", StakeholderKind.Agency));
        Assert.That((await partner.GetAsync("/api/v1/reports/briefing")).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await partner.PutAsJsonAsync("/api/v1/me/settings", new { emailChoice = "Digest", weeklyBriefing = true })).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));
    }

    private async Task Want(Role role) =>
        await (await _host.SignIn(role).PutAsJsonAsync("/api/v1/me/settings", new { emailChoice = "Digest", weeklyBriefing = true })).Ok();
}
