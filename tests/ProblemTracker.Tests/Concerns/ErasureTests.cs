using System.Text;
using ProblemTracker.Concerns;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Architecture;

namespace ProblemTracker.Tests.Concerns;

/// <summary>A reporter who wants to be forgotten is, with a record that it happened, unless a legal hold stands.</summary>
public sealed class ErasureTests
{
    private TrackerHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await Resident.Open(_host);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Supervisor => _host.SignIn(Role.Supervisor);

    private HttpClient Command => _host.SignIn(Role.Command);

    private async Task<string> Report()
    {
        var resident = new Resident(_host);
        await resident.Write(description: "Rosa says: loud until three.", address: "412 Tanner Street, Rosa's house");
        var page = await resident.Send(("Name", "Rosa Quill"), ("Email", "rosa@home.example"), ("MayAnswer", "true"),
            ("Phone", "555-0111"), ("MayCall", "true"));
        await resident.Post($"{page}?handler=reply", ("Text", "Rosa here again."));
        await _host.Query(db => db.Execute("UPDATE Concern SET Latitude = 43.51234, Longitude = -77.51234", null, default));
        return page;
    }

    private Task<HttpResponseMessage> Erase(int version = 1, bool photos = false) =>
        Supervisor.IfMatch(version).PostAsJsonAsync("/api/v1/concerns/1/erase-reporter", new { photos });

    [Test]
    public async Task Nothing_that_the_reporter_gave_is_left_and_the_concern_stays()
    {
        var page = await Report();
        await _host.Query(db => db.Execute("INSERT INTO Street (Name, Line) VALUES ('Tanner Street', '{}')", null, default));
        await _host.Send(new FindRepeatComplaints());
        var after = await (await Erase()).Ok();
        Assert.Multiple(async () =>
        {
            Assert.That(after.GetProperty("hasReporter").GetBoolean(), Is.False);
            Assert.That(after.GetProperty("address").GetString(), Is.EqualTo("400 block of Tanner Street"));
            Assert.That(after.GetProperty("latitude").GetDouble(), Is.EqualTo(43.512));
            Assert.That(after.GetProperty("categoryCode").GetString(), Is.EqualTo("noise"));
            Assert.That(after.GetProperty("description").GetString(), Is.EqualTo("Erased at the reporter's request."));
            Assert.That(await new Resident(_host).Get(page, HttpStatusCode.NotFound), Does.Contain("This link doesn't work"));
            foreach (var (table, columns) in new[]
            {
                ("Concern", "Description, Address, PlaceKey, ReporterName, Email, EmailKey, Phone, TimesOfDay"),
                ("ConcernMessage", "Body"), ("ConcernDraft", "Body"), ("ConcernText", "Words"), ("Outbox", "Recipient, Body"),
                ("AuditEntry", "Summary, BeforeJson, AfterJson"),
            })
                foreach (var column in columns.Split(", "))
                    Assert.That(await Left(table, column), Is.Zero, $"{table}.{column}");
        });

        Task<int> Left(string table, string column) => _host.Query(db => db.Single<int>(
            $"/* SQLite only */ SELECT COUNT(*) FROM {table} WHERE UPPER(\"{column}\") LIKE '%ROSA%'", null, default));
    }

    [Test]
    public async Task File_of_the_database_no_longer_holds_what_was_erased()
    {
        await Report();
        await (await Erase(photos: true)).Ok();
        await _host.Send(new OverwriteErased());
        Assert.That(await _host.Query(db => db.Single<DateTimeOffset?>("SELECT OverwrittenAt FROM Concern", null, default)), Is.Not.Null);
        foreach (var file in Directory.GetFiles(_host.Folder, "tracker.db*"))
        {
            var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file));
            Assert.That(text, Does.Not.Contain("Rosa").And.Not.Contain("ROSA").And.Not.Contain("rosa@"), file);
        }
    }

    [TestCase("Mill yard", "Erased at the reporter's request.")]
    [TestCase("Rosa's house", "Rosa's house")]
    public async Task Name_of_a_place_that_it_alone_gave_is_forgotten_and_one_that_others_gave_too_is_kept(string others, string left)
    {
        foreach (var address in new[] { "Rosa's house", others, "By the mill" })
        {
            var resident = new Resident(_host);
            await resident.Write(address: address);
            await resident.Send();
        }
        await _host.Query(db => db.Execute("UPDATE Concern SET Latitude = 43.51234, Longitude = -77.51234", null, default));
        await _host.Send(new FindRepeatComplaints());
        await (await Supervisor.IfMatch(1).PostAsJsonAsync("/api/v1/concerns/1/erase-reporter", new { photos = false })).Ok();
        Assert.That(await _host.Query(db => db.Single<string>("SELECT Place FROM RepeatComplaint", null, default)), Is.EqualTo(left));
    }

    [Test]
    public async Task It_is_recorded_by_whom()
    {
        await Report();
        await (await Erase()).Ok();
        Assert.That(await _host.Query(db => db.List<long>(
            "SELECT PersonId FROM AuditEntry WHERE Event = 'concern.erased' AND SubjectId = '1'", null, default)),
            Is.EqualTo(new[] { _host.IdOf(Role.Supervisor) }));
        Assert.That(await new Browser(_host, Role.Officer).Get("/concerns/1"), Does.Contain("Erased at the reporter's request,"));
    }

    [Test]
    public async Task Legal_hold_on_the_concern_refuses_it_and_says_why()
    {
        await Report();
        await (await Command.PostAsJsonAsync("/api/v1/retention/holds",
            new { covers = "Concern", subjectId = (long?)null, number = "C-2026-0001", reason = "Subpoena", reference = "" })).Ok();
        foreach (var role in new[] { Role.Officer, Role.Supervisor })
            Assert.That(await new Browser(_host, role).Get("/concerns/1"),
                Does.Contain("Nothing of this concern is deleted while it stands.").And.Contain("Subpoena")
                    .And.Not.Contain("/retention/holds"));
        Assert.That(await Holds(1), Is.EqualTo(1));
        var refused = await Erase();
        Assert.That(await refused.ShortfallCodes(), Is.EqualTo(new[] { "hold.stands" }));
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("A legal hold covers this"));
        Assert.That((await (await Supervisor.GetAsync("/api/v1/concerns/1")).Json()).GetProperty("hasReporter").GetBoolean(), Is.True);

        (await Command.PostAsJsonAsync("/api/v1/retention/holds/1/end", new { reason = "Over" })).EnsureSuccessStatusCode();
        Assert.That(await Holds(1), Is.Zero);
        await (await Erase()).Ok();
    }

    private async Task<int> Holds(int concern) =>
        (await (await Supervisor.GetAsync($"/api/v1/concerns/{concern}")).Json()).GetProperty("holds").GetArrayLength();

    [Test]
    public async Task Who_may_end_holds_is_led_to_them()
    {
        await Report();
        await (await Command.PostAsJsonAsync("/api/v1/retention/holds",
            new { covers = "Everything", subjectId = (long?)null, reason = "Lawsuit", reference = "" })).Ok();
        var session = await SessionCookies.Cookie(_host, _host.IdOf("both", Role.Supervisor, Role.Administrator));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/concerns/1") { Headers = { { "Cookie", session } } };
        using var page = await _host.WithoutCookies().SendAsync(request);
        Assert.That(await page.Content.ReadAsStringAsync(), Does.Contain("/retention/holds"));
    }

    [Test]
    public async Task Hold_names_the_concern_and_one_on_an_unknown_number_is_refused()
    {
        await Report();
        var unknown = await Command.PostAsJsonAsync("/api/v1/retention/holds",
            new { covers = "Concern", subjectId = (long?)null, number = "C-2020-0001", reason = "Subpoena", reference = "" });
        var browser = new Browser(_host, Role.Command);
        await browser.Post("/retention/holds", new() { ["Covers"] = "Concern", ["Subject"] = "C-2026-0001", ["Reason"] = "Subpoena" },
            "/retention/holds", "/retention/holds");
        Assert.That(await unknown.WrongFields(), Is.EqualTo(new[] { "number" }));
        Assert.That(await browser.Get("/retention/holds"), Does.Contain("C-2026-0001"));
    }

    [Test]
    public async Task Hold_on_the_problem_of_a_concern_refuses_it_too()
    {
        await Report();
        var problem = await _host.OpenProblem();
        await (await _host.SignIn(Role.Officer)
            .PostAsJsonAsync($"/api/v1/problems/{problem}/concerns", new { concernIds = new[] { 1 } })).Ok();
        await (await Command.PostAsJsonAsync("/api/v1/retention/holds",
            new { covers = "Problem", subjectId = problem, reason = "Subpoena", reference = "" })).Ok();
        Assert.That(await Holds(1), Is.EqualTo(1));
        Assert.That(await (await Erase(2)).ShortfallCodes(), Is.EqualTo(new[] { "hold.stands" }));
    }

    [Test]
    public async Task Only_supervisors_erase_and_an_old_version_changes_nothing()
    {
        await Report();
        var officer = await _host.SignIn(Role.Officer).IfMatch(1)
            .PostAsJsonAsync("/api/v1/concerns/1/erase-reporter", new { photos = true });
        Assert.That(officer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await Erase(7)).StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
    }

    [Test]
    public async Task Photos_go_only_if_asked()
    {
        await Report();
        await _host.Query(db => db.Execute("INSERT INTO ConcernPhoto (ConcernId, AddedAt, Width, Height, Content) "
            + "SELECT 1, ReceivedAt, 1, 1, @Content FROM Concern", new { Content = new byte[] { 1 } }, default));
        await (await Erase()).Ok();
        Assert.That(await Photos(), Is.EqualTo(1));
        await (await Erase(2, photos: true)).Ok();
        Assert.That(await Photos(), Is.Zero);

        Task<int> Photos() => _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM ConcernPhoto", null, default));
    }

    [Test]
    public async Task Page_asks_whether_the_reporter_asked()
    {
        await Report();
        var browser = new Browser(_host, Role.Supervisor);
        var refused = await browser.Post("/concerns/1?handler=Erase", new() { ["Version"] = "1" }, formOn: "/concerns/1");
        await browser.Post("/concerns/1?handler=Erase", new() { ["Version"] = "1", ["Asked"] = "true" }, "/concerns/1", "/concerns/1");
        Assert.That(refused, Does.Contain("Confirm that the reporter asked for it."));
        Assert.That(await browser.Get("/concerns/1"), Does.Contain("Erased at the reporter's request,").And.Not.Contain("Rosa"));
    }
}
