using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Ical.Net.CalendarComponents;
using ProblemTracker.Accounts;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Partners;

namespace ProblemTracker.Tests.Calendars;

public sealed partial class CalendarTests
{
    private TrackerHost _host = null!;
    private long _officer;

    [SetUp]
    public void Start()
    {
        _host = new();
        _officer = _host.IdOf(Role.Officer);
    }

    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Calendar_has_the_due_dates_of_what_one_leads_and_owns()
    {
        var problem = await _host.Problem();
        await problem.Add(new() { Description = "Light the alley; ask the owner, too", OwnerId = _officer, DueOn = new(2026, 3, 12) });
        var held = new GivenProblem(_host, await _host.OpenProblem("Thefts from cars"));
        await (await held.Hold("2026-03-20")).Ok();
        var closed = new GivenProblem(_host, await _host.OpenProblem("Closed early"));
        await (await closed.Move(Stage.Closed, by: closed.Supervisor, closingReason: "ReferredElsewhere")).Ok();
        await _host.OpenProblem("Led by no one", led: false);
        var client = _host.SignIn(Role.Officer);
        await (await client.PostAsJsonAsync("/api/v1/engagements",
            new { kind = "Conversation", people = 2, minutes = 5, neighborhoodId = await _host.Neighborhood() })).Ok();
        await (await client.PostAsJsonAsync("/api/v1/engagements/1/commitments",
            new { description = "Call the school", dueOn = "2026-03-25" })).Ok();

        var events = await Events(await Address());

        var number = (await problem.Read()).GetProperty("number").GetString();
        var other = (await held.Read()).GetProperty("number").GetString();
        var third = (await closed.Read()).GetProperty("number").GetString();
        Assert.That(events.Select(e => $"{e.Start!.Date:yyyy-MM-dd} {e.Summary}"), Is.EqualTo(new[]
        {
            $"2026-03-12 Action due: Light the alley; ask the owner, too ({number})",
            $"2026-03-16 Scanning due: {number} Noise behind the bar",
            $"2026-03-20 Hold ends: {other} Thefts from cars",
            "2026-03-25 Commitment due: Call the school",
            $"2026-04-03 Scanning due: {other} Thefts from cars",
            $"2026-09-02 Six-month follow-up due: {third} Closed early",
        }));
        Assert.That(events.Select(e => (e.IsAllDay, e.Alarms.Count, e.Class, e.Transparency)),
            Is.All.EqualTo((true, 0, "PRIVATE", "TRANSPARENT")));
        Assert.That(events.Select(e => e.Uid), Is.Unique);
        Assert.That(events[1].Url!.AbsoluteUri, Does.EndWith($"/problems/{problem.Id}"));
    }

    [Test]
    public async Task Moved_date_keeps_the_uid_and_what_is_done_leaves_the_calendar()
    {
        var problem = await _host.Problem();
        var action = await problem.Add(new() { Description = "Light the alley", OwnerId = _officer, DueOn = new(2026, 3, 12) });
        var address = await Address();
        var before = await Events(address);
        await (await problem.Extend("2026-04-06")).Ok();
        await problem.Change(action, new()
        {
            Description = "Light the alley",
            OwnerId = _officer,
            DueOn = new(2026, 3, 12),
            Status = ActionStatus.Done,
            DoneOn = new(2026, 3, 2),
        });

        var after = (await Events(address)).Single();

        Assert.That(after.Uid, Is.EqualTo(before[1].Uid));
        Assert.That((before[1].Start!.Date, after.Start!.Date), Is.EqualTo((new DateOnly(2026, 3, 16), new DateOnly(2026, 4, 6))));
    }

    [Test]
    public async Task Confidential_problem_has_only_its_number_and_only_while_one_can_view_it()
    {
        var secret = new GivenProblem(_host, await _host.OpenProblem("Drugs at the school gate", confidential: true));
        await secret.Add(new() { Description = "Watch the gate", OwnerId = _officer, DueOn = new(2026, 3, 12) });
        var address = await Address();
        var number = (await secret.Read()).GetProperty("number").GetString();

        Assert.That((await Events(address)).Select(e => e.Summary),
            Is.EqualTo(new[] { $"Action due: {number}", $"Scanning due: {number}" }));

        await _host.Query(db => db.Execute("DELETE FROM ProblemMember WHERE PersonId = @_officer", new { _officer }, default));
        Assert.That(await Events(address), Is.Empty);
    }

    [Test]
    public async Task Partner_gets_only_their_own_actions()
    {
        var made = await PartnerCase.Make(_host);
        await made.Partner.GetAsync("/api/v1/me");
        var partner = _host.IdOf("partner", Role.Partner);
        await _host.Query(db => db.Execute("""
            INSERT INTO CalendarAddress (PersonId, Digest, CreatedAt) VALUES (@partner, @Digest, '2026-03-02T14:00:00.0000000Z')
            """, new { partner, Digest = Secrets.Digest("token of the partner") }, default));

        var only = (await Events("/calendar/token of the partner.ics")).Single();

        Assert.That(only.Summary, Does.StartWith($"Action due: {PartnerCase.Task} (P-"));
        Assert.That(only.Url!.AbsolutePath, Is.EqualTo($"/partner/actions/{made.Action}"));
    }

    [Test]
    public async Task Supervisor_gets_the_due_dates_of_public_records_requests_without_names()
    {
        await (await _host.SignIn(Role.Supervisor).PostAsJsonAsync("/api/v1/records-requests",
            new { requester = "The Courier", wording = "Everything", receivedOn = "2026-03-02", dueOn = "2026-03-09" })).Ok();

        var only = (await Events(await Address(new Browser(_host, Role.Supervisor)))).Single();

        Assert.That($"{only.Start!.Date:yyyy-MM-dd} {only.Summary}", Is.EqualTo("2026-03-09 Public records due: R-2026-0001"));
    }

    [Test]
    public async Task Program_that_has_the_current_version_gets_304()
    {
        await _host.OpenProblem();
        var address = await Address();
        var first = await _host.Anonymous.GetAsync(address);
        Assert.That(first.Content.Headers.ContentType!.ToString(), Is.EqualTo("text/calendar; charset=utf-8"));
        Assert.That(first.Headers.CacheControl!.ToString(), Is.EqualTo("no-cache, private"));
        Assert.That(await first.Content.ReadAsStringAsync(), Does.Contain("REFRESH-INTERVAL;VALUE=DURATION:PT1H"));

        Assert.That((await Again()).StatusCode, Is.EqualTo(HttpStatusCode.NotModified));

        await _host.OpenProblem("Another one");
        Assert.That((await Again()).StatusCode, Is.EqualTo(HttpStatusCode.OK));

        async Task<HttpResponseMessage> Again()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(first.Headers.ETag!.Tag));
            return await _host.Anonymous.SendAsync(request);
        }
    }

    [Test]
    public async Task Address_ends_when_it_is_replaced_revoked_or_the_account_deactivated()
    {
        var browser = new Browser(_host, Role.Officer);
        var (first, second) = (await Address(browser), await Address(browser));
        Assert.That((await Status(first), await Status(second)), Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.OK)));

        Assert.That(await browser.Get("/me"), Does.Contain("private calendar address, made on"));
        await browser.Post($"/people/{_officer}/access?handler=RevokeCalendar", new() { ["from"] = "/me" }, redirect: "/me", formOn: "/me");
        Assert.That(await Status(second), Is.EqualTo(HttpStatusCode.NotFound));

        var third = await Address(browser);
        var admin = _host.SignIn(Role.Administrator);
        foreach (var (version, active) in new[] { (1, false), (2, true) })
        {
            await (await admin.IfMatch(version).PutAsJsonAsync($"/api/v1/people/{_officer}",
                new { name = "officer", roles = new[] { "Officer" }, active })).Ok();
            Assert.That(await Status(third), Is.EqualTo(HttpStatusCode.NotFound), $"active: {active}");
        }
    }

    [Test]
    public async Task Person_and_administrators_see_and_revoke_an_address_by_the_API_but_not_read_it()
    {
        var address = await Address();
        var (own, admin, other) = (_host.SignIn(Role.Officer), _host.SignIn(Role.Administrator), _host.SignIn(Role.Analyst));
        var path = $"/api/v1/people/{_officer}/calendar-address";

        var read = await admin.GetStringAsync(path);

        Assert.That(read, Does.Contain("createdAt").And.Not.Contain(Token(address)));
        Assert.That((await other.GetAsync(path)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await other.DeleteAsync(path)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await own.DeleteAsync(path)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await own.DeleteAsync(path)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await Status(address), Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Address_is_made_only_soon_after_signing_in_and_only_its_digest_is_stored()
    {
        var browser = new Browser(_host, Role.Officer);
        var address = await Address(browser);
        var stored = await _host.Query(db => db.Single<string>("SELECT Digest FROM CalendarAddress", null, default));
        Assert.That(stored, Has.Length.EqualTo(64).And.Not.Contain(Token(address)));

        await _host.Query(db => db.Execute("UPDATE Session SET CreatedAt = @At",
            new { At = TimeProvider.System.GetUtcNow().AddMinutes(-20) }, default));
        Assert.That(await browser.Get("/me/calendar"), Does.Contain("sign in again").And.Not.Contain("Replace the address"));
        Assert.That((await browser.TryPost("/me/calendar", "/me/calendar", [])).Html, Does.Contain("To make a calendar address, sign in"));
        Assert.That(await Status(address), Is.EqualTo(HttpStatusCode.OK), "the address that was there");
    }

    [Test]
    public async Task Guessing_addresses_is_limited()
    {
        var replies = new List<HttpStatusCode>();
        for (var i = 0; i < 70; i++) replies.Add(await Status($"/calendar/guess{i}.ics"));

        Assert.That(replies[0], Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(replies[^1], Is.EqualTo(HttpStatusCode.TooManyRequests));
    }

    private Task<string> Address() => Address(new Browser(_host, Role.Officer));

    private static async Task<string> Address(Browser browser) =>
        new Uri(Shown().Match(await browser.Post("/me/calendar", [])).Groups[1].Value).AbsolutePath;

    private static string Token(string address) => address.Split('/')[^1].Replace(".ics", "", StringComparison.Ordinal);

    private async Task<HttpStatusCode> Status(string address) => (await _host.Anonymous.GetAsync(address)).StatusCode;

    private async Task<IReadOnlyList<CalendarEvent>> Events(string address) =>
        [.. Ical.Net.Calendar.Load(await _host.Anonymous.GetStringAsync(address))!.Events.OrderBy(e => e.Start!.Date)];

    [GeneratedRegex("<code class=\"typed-key\">([^<]+)</code>")]
    private static partial Regex Shown();
}
