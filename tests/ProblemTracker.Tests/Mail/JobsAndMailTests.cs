using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Domain;
using ProblemTracker.Jobs;
using ProblemTracker.Mail;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Architecture;

namespace ProblemTracker.Tests.Mail;

public sealed class JobsAndMailTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Admin => _host.SignIn(Role.Administrator);

    private Task<long> Email(string recipient, bool parked = false, bool outside = false, string? error = null) =>
        _host.Query(db => db.Write(async () =>
        {
            var stakeholder = outside
                ? await db.Insert(
                    "INSERT INTO Stakeholder (Name, NameKey, Kind, CreatedAt) VALUES ('Jo Field', 'JO FIELD', 'Resident', @now)",
                    new { now = TrackerHost.Start }, default)
                : (long?)null;
            return await db.Insert("""
                INSERT INTO Outbox (DedupeKey, Recipient, Subject, Body, StakeholderId, Secret, CreatedAt, NextAttemptAt, Attempts,
                    LastError, ParkedAt)
                VALUES (@recipient, @recipient, '2026-0001', 'The text', @stakeholder, 'secret', @now, @now, @attempts, @error, @parkedAt)
                """,
                new
                {
                    recipient,
                    stakeholder,
                    now = TrackerHost.Start,
                    attempts = parked ? 8 : 0,
                    error,
                    parkedAt = parked ? TrackerHost.Start : (DateTimeOffset?)null,
                }, default);
        }, default));

    [Test]
    public async Task Parked_email_is_listed_with_its_error_but_not_its_text()
    {
        await Email("lee@test.example", parked: true, error: "550 no such user");
        await Email("kim@test.example");
        var reply = await Admin.GetAsync("/api/v1/mail?state=parked");
        var text = await reply.Content.ReadAsStringAsync();
        Assert.That(text,
            Does.Contain("lee@test.example").And.Contain("550 no such user").And.Not.Contain("kim@").And.Not.Contain("The text"));
    }

    [Test]
    public async Task Outside_address_is_masked_also_in_the_error()
    {
        await Email("jo.field@mail.example", parked: true, outside: true, error: "550 <Jo.Field@mail.example> no such user");
        var text = await Admin.GetStringAsync("/api/v1/mail?state=parked");
        Assert.That(text, Does.Contain("@mail.example").And.Not.Contain("field").IgnoreCase);
    }

    [Test]
    public async Task Retried_email_is_sent_at_the_next_run()
    {
        var id = await Email("lee@test.example", parked: true, error: "550 no such user");
        Assert.That((await Admin.PostAsync($"/api/v1/mail/{id}/retry", null)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await _host.Send(new DeliverMail())).Sent, Is.EqualTo(1));
        Assert.That((await Admin.PostAsync($"/api/v1/mail/{id}/retry", null)).StatusCode, Is.EqualTo(HttpStatusCode.Conflict),
            "already sent");
    }

    [Test]
    public async Task Discarded_email_cannot_be_retried_and_its_secret_is_deleted()
    {
        var id = await Email("lee@test.example", parked: true);
        Assert.That((await Admin.PostAsync($"/api/v1/mail/{id}/discard", null)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await Admin.PostAsync($"/api/v1/mail/{id}/retry", null)).StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That((await Admin.PostAsync($"/api/v1/mail/{id}/discard", null)).StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await Admin.GetStringAsync("/api/v1/mail?state=parked"), Does.Contain("\"total\":0"));
        Assert.That(await _host.Query(db => db.Find<string>("SELECT Secret FROM Outbox WHERE Id = @id", new { id }, default)), Is.Null);
    }

    [Test]
    public async Task Email_that_is_being_sent_cannot_be_discarded()
    {
        var id = await Email("lee@test.example");
        await _host.Query(db =>
            db.Write(() => db.Execute("UPDATE Outbox SET LeaseUntil = @until WHERE Id = @id",
                new { id, until = TrackerHost.Start.AddMinutes(5) }, default), default));
        Assert.That((await Admin.PostAsync($"/api/v1/mail/{id}/discard", null)).StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
    }

    [TestCase("parked")]
    [TestCase("waiting")]
    public async Task Paging_returns_every_email_once(string state)
    {
        for (var i = 0; i < 5; i++) await Email($"p{i}@test.example", parked: state == "parked");
        var seen = new List<long>();
        string? after = null;
        do
        {
            var page = await Admin.GetFromJsonAsync<Page<MailRow>>(
                $"/api/v1/mail?state={state}&size=2{(after is null ? "" : $"&after={after}")}", Json.Options);
            seen.AddRange(page!.Items.Select(m => m.Id));
            after = page.Next;
        } while (after is not null);
        Assert.That(seen, Has.Count.EqualTo(5).And.Unique);
    }

    [TestCase("GET", "/api/v1/mail")]
    [TestCase("GET", "/api/v1/jobs")]
    [TestCase("POST", "/api/v1/mail/1/retry")]
    [TestCase("POST", "/api/v1/mail/1/discard")]
    public async Task Endpoints_are_for_administrators_only(string method, string path)
    {
        using var request = new HttpRequestMessage(new(method), path);
        Assert.That((await _host.SignIn(Role.Supervisor).SendAsync(request)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Jobs_are_listed_with_descriptions()
    {
        _host.Services.GetRequiredService<RecurringJobs>().Register(_host.Services.GetRequiredService<Hangfire.IRecurringJobManager>());
        var reply = await Admin.GetFromJsonAsync<JobList>("/api/v1/jobs", Json.Options);
        Assert.That(reply!.Jobs.Select(j => j.Description), Has.None.EqualTo("mail").And.Some.EqualTo("Sends waiting emails"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Every_job_does_its_work_whether_there_is_any_or_not(bool demo)
    {
        using var host = new TrackerHost(demo);
        var messages = host.Services.GetRequiredService<JobMessages>();
        foreach (var job in host.Services.GetServices<RecurringJob>())
            Assert.That(async () => await job.Work(messages, default), Throws.Nothing, job.Id);
    }

    [Test]
    public async Task Status_shows_since_when_delivery_has_failed()
    {
        await Email("lee@test.example");
        // A file in place of the folder makes every write fail.
        if (Directory.Exists(Path.Combine(_host.Folder, "mail"))) Directory.Delete(Path.Combine(_host.Folder, "mail"), recursive: true);
        await File.WriteAllTextAsync(Path.Combine(_host.Folder, "mail"), "");
        await _host.Send(new DeliverMail());
        _host.Time.Advance(TimeSpan.FromHours(1));
        await _host.Send(new DeliverMail());
        var outage = (await Admin.GetFromJsonAsync<MailStatus>("/api/v1/mail/status", Json.Options))!.Outage;
        Assert.That((outage!.Since, outage.At), Is.EqualTo((TrackerHost.Start, TrackerHost.Start.AddHours(1))));
    }

    [Test]
    public async Task Jobs_survive_another_server_in_the_same_process()
    {
        _host.Services.GetRequiredService<RecurringJobs>().Register(_host.Services.GetRequiredService<Hangfire.IRecurringJobManager>());
        using (var other = new TrackerHost(settings: new Dictionary<string, string?>()))
            Assert.That((await other.SignIn(Role.Administrator).GetFromJsonAsync<JobList>("/api/v1/jobs", Json.Options))!.Jobs, Is.Empty);
        Assert.That((await Admin.GetFromJsonAsync<JobList>("/api/v1/jobs", Json.Options))!.Jobs,
            Has.Count.EqualTo(_host.Services.GetServices<RecurringJob>().Count()));
    }

    [TestCase(Role.Administrator, HttpStatusCode.OK)]
    [TestCase(Role.Supervisor, HttpStatusCode.Forbidden)]
    [TestCase(Role.Command, HttpStatusCode.Forbidden)]
    public async Task Dashboard_is_for_administrators_only(Role role, HttpStatusCode expected)
    {
        using var reply = await Dashboard(HttpMethod.Get, "/hangfire/recurring", await SessionCookies.Cookie(_host, role));
        Assert.That(reply.StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task Dashboard_requires_sign_in()
    {
        using var reply = await _host.Anonymous.GetAsync("/hangfire");
        Assert.That((reply.StatusCode, reply.Headers.Location?.ToString()),
            Is.EqualTo((HttpStatusCode.Redirect, "/sign-in?returnUrl=%2Fhangfire")));
    }

    [Test]
    public async Task Dashboard_refuses_changes_without_an_antiforgery_token()
    {
        using var reply = await Dashboard(HttpMethod.Post, "/hangfire/recurring/trigger",
            await SessionCookies.Cookie(_host, Role.Administrator));
        Assert.That((int)reply.StatusCode, Is.InRange(400, 403));
    }

    private async Task<HttpResponseMessage> Dashboard(HttpMethod method, string path, string session)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { "Cookie", session } } };
        if (method == HttpMethod.Post) request.Content = new FormUrlEncodedContent([new("jobs[]", "mail")]);
        return await _host.Anonymous.SendAsync(request);
    }
}
