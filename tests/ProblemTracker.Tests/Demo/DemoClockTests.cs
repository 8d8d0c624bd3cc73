using ProblemTracker.Agency;
using ProblemTracker.Demo;
using ProblemTracker.Domain;
using ProblemTracker.Nudges;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Demo;

public sealed class DemoClockTests
{
    private TrackerHost _host = null!;
    private HttpClient _admin = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new(demo: true);
        _admin = await _host.SignInDemo(DemoCity.Administrator.Email);
    }

    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Moving_the_clock_raises_each_nudge_at_once_and_only_once()
    {
        await _host.Send(new RaiseNudges());
        var (before, told) = (await Count("Nudge"), await Count("NudgeRecipient"));

        await (await Move(new { days = 8 })).Ok();
        // Due dates fall within these days, among them the Analysis of the garages.
        var after = await Count("Nudge");
        Assert.That(after, Is.GreaterThan(before));
        Assert.That(await Count("NudgeRecipient"), Is.GreaterThan(told));

        await _host.Send(new RaiseNudges());
        Assert.That(await Count("Nudge"), Is.EqualTo(after));
    }

    [Test]
    public async Task Moving_the_clock_makes_the_emails_of_that_day_at_any_hour()
    {
        // In the evening, when a real day's emails have gone out.
        _host.Time.SetUtcNow(TrackerHost.Start.AddHours(12));
        await _host.Send(new RaiseNudges());
        Assert.That((await _host.Send(new SendMorningMail())).Emails, Is.Zero);

        foreach (var days in new[] { 1, 7 })
        {
            var before = await Count("Outbox");
            await (await Move(new { days })).Ok();
            Assert.That(await Count("Outbox"), Is.GreaterThan(before), $"{days} days later");
        }
    }

    [Test]
    public async Task Clock_moves_to_the_same_time_of_day_on_a_later_date()
    {
        // Daylight saving time starts on March 8 in between: 9 a.m. stays 9 a.m.
        var moved = await (await Move(new { to = "2026-03-20" })).Ok();

        Assert.That(moved.GetProperty("today").GetString(), Is.EqualTo("2026-03-20"));
        Assert.That(moved.GetProperty("now").GetDateTimeOffset(), Is.EqualTo(new DateTimeOffset(2026, 3, 20, 13, 0, 0, TimeSpan.Zero)));
        var read = await (await _admin.GetAsync("/api/v1/demo/clock")).Ok();
        Assert.That(read.GetProperty("now").GetDateTimeOffset(), Is.EqualTo(moved.GetProperty("now").GetDateTimeOffset()));
    }

    [Test]
    public async Task A_later_start_keeps_the_clock_offset()
    {
        await (await Move(new { days = 20 })).Ok();
        using var second = new TrackerHost(demo: true, beside: _host);

        Assert.That((await second.Send(new ReadDemoClock())).Today, Is.EqualTo(new DateOnly(2026, 3, 22)));
    }

    [TestCase("""{"days":0}""", "days")]
    [TestCase("""{"days":-3}""", "days")]
    [TestCase("""{"to":"2026-03-01"}""", "to")]
    [TestCase("""{"to":"2026-03-02"}""", "to")]
    [TestCase("""{"to":"0001-01-01"}""", "to")]
    public async Task Clock_never_moves_back(string body, string field)
    {
        var reply = await Post(body);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        var shortfall = (await reply.Json()).GetProperty("shortfalls")[0];
        Assert.That((shortfall.GetProperty("code").GetString(), shortfall.GetProperty("field").GetString()),
            Is.EqualTo(("clock.backward", field)));
    }

    [TestCase("{}", "days")]
    [TestCase("""{"days":3,"to":"2026-03-20"}""", "to")]
    [TestCase("""{"days":4000}""", "days")]
    [TestCase("""{"days":2147483647}""", "days")]
    [TestCase("""{"to":"9999-12-31"}""", "to")]
    [TestCase("""{"days":"three"}""", "days")]
    [TestCase("""{"days":99999999999}""", "days")]
    [TestCase("""{"to":"soon"}""", "to")]
    [TestCase("""{"hours":3}""", "hours")]
    public async Task Invalid_fields_are_named(string body, string field)
    {
        var reply = await Post(body);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { field }));
    }

    [Test]
    public async Task Ten_year_limit_counts_from_real_time()
    {
        await (await Move(new { days = 3000 })).Ok();

        Assert.That((await Move(new { days = 1000 })).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Repeated_request_moves_the_clock_once()
    {
        _admin.DefaultRequestHeaders.Add("Idempotency-Key", "one-click");
        await (await Move(new { days = 20 })).Ok();
        await (await Move(new { days = 20 })).Ok();

        Assert.That((await _host.Send(new ReadDemoClock())).Today, Is.EqualTo(new DateOnly(2026, 3, 22)));
    }

    [Test]
    public async Task Tokens_stay_valid_when_the_clock_moves_by_years()
    {
        await (await Move(new { days = 3000 })).Ok();

        Assert.That((await _admin.GetAsync("/api/v1/me")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Only_an_administrator_moves_the_clock()
    {
        var officer = await _host.SignInDemo(DemoCity.Officer.Email);

        var reply = await officer.PostAsJsonAsync("/api/v1/demo/clock", new { days = 1 });

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await reply.Json()).GetProperty("title").GetString(), Does.Contain("administrator"));
    }

    [Test]
    public async Task Clock_does_not_exist_outside_the_demo()
    {
        using var real = new TrackerHost();
        var admin = real.SignIn(Role.Administrator);

        Assert.That((await admin.PostAsJsonAsync("/api/v1/demo/clock", new { days = 1 })).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await admin.GetAsync("/api/v1/demo/clock")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.ThrowsAsync<NotFound>(() => real.Send(new MoveDemoClock(Days: 1)));
        Assert.That(
            await real.Query(db => db.Single<int>("SELECT COUNT(*) FROM Setting WHERE Name = @Name",
                new { Name = SettingNames.ClockOffset }, default)), Is.Zero);
    }

    private Task<HttpResponseMessage> Move(object body) => _admin.PostAsJsonAsync("/api/v1/demo/clock", body);

    private Task<HttpResponseMessage> Post(string body) =>
        _admin.PostAsync("/api/v1/demo/clock", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

    private Task<int> Count(string table) => _host.Query(db => db.Single<int>($"SELECT COUNT(*) FROM {table}", null, default));
}
