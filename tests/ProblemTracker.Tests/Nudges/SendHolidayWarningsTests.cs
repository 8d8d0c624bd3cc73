using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Domain;
using ProblemTracker.Jobs;
using ProblemTracker.Nudges;

namespace ProblemTracker.Tests.Nudges;

/// <summary>The email to administrators when the list of holidays runs out. Today is March 2, 2026, in the morning.</summary>
public sealed class SendHolidayWarningsTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private sealed record Row
    {
        public string Recipient { get; init; } = "";
        public string Subject { get; init; } = "";
        public string Body { get; init; } = "";
        public string? Unsubscribe { get; init; }
    }

    private Task<IReadOnlyList<Row>> Emails() => _host.Query(db => db.List<Row>(
        "SELECT Recipient, Subject, Body, Unsubscribe FROM Outbox WHERE DedupeKey LIKE 'holidays:%' ORDER BY Id", null, default));

    private async Task<int> Sent() => (await _host.Send(new SendHolidayWarnings())).Emails;

    private async Task Holidays(int version, params string[] days) =>
        await (await _host.SignIn(Role.Administrator).IfMatch(version).PutAsJsonAsync("/api/v1/settings/holidays",
            new { items = days.Select(date => new { date, name = "Holiday" }) })).Ok();

    [Test]
    public async Task Administrators_get_one_email_sixty_days_before_the_last_holiday()
    {
        Assert.That(await Sent(), Is.Zero, "no list, none to run out");
        await Holidays(0, "2026-03-17", "2026-05-25");
        Assert.That(await Sent(), Is.Zero);
        _host.Until(2026, 3, 26);
        Assert.That(await Sent(), Is.EqualTo(1));

        var email = (await Emails()).Single();
        Assert.That((email.Recipient, email.Subject, email.Unsubscribe),
            Is.EqualTo(("administrator@test.example", "The list of holidays ends on Monday, May 25, 2026", "/me")));
        Assert.That(email.Body, Does.Contain("Due dates after that day can fall on a holiday.").And.Contain("/settings/holidays"));

        // Sent emails are deleted after some time.
        await _host.Query(db => db.Execute("DELETE FROM Outbox", null, default));
        _host.Until(2026, 6, 1);
        Assert.That(await Sent(), Is.Zero, "once, not daily");

        await Holidays(1, "2026-03-17", "2026-06-19");
        Assert.That(await Sent(), Is.EqualTo(1), "another list that runs out");
    }

    [TestCase("EscalationsOnly")]
    [TestCase("InAppOnly")]
    public async Task Administrators_who_chose_fewer_emails_get_none(string choice)
    {
        await Holidays(0, "2026-03-17");
        await _host.Query(db => db.Execute("UPDATE Person SET EmailChoice = @choice", new { choice }, default));
        Assert.That(await Sent(), Is.Zero);
    }

    [Test]
    public async Task Job_of_the_morning_sends_it_and_says_if_the_list_has_ended()
    {
        await Holidays(0, "2026-02-16");
        _host.Time.Advance(TimeSpan.FromHours(4));
        Assert.That(await Sent(), Is.Zero, "after noon");
        _host.Time.Advance(TimeSpan.FromHours(20));
        await _host.Services.GetServices<RecurringJob>().Single(job => job.Id == "nudges")
            .Work(_host.Services.GetRequiredService<JobMessages>(), default);
        Assert.That((await Emails()).Single().Subject, Is.EqualTo("The list of holidays ended on Monday, February 16, 2026"));
    }
}
