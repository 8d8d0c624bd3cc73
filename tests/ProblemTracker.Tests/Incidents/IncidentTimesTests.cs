using System.Globalization;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Incidents are shown to the minute, from their start to their end, by the agency's clock.</summary>
public sealed class IncidentTimesTests
{
    [TestCase("2026-03-02T22:15", "2026-03-02T22:15", TimePrecision.Minute, "Mar 2, 2026, 10:15 PM")]
    [TestCase("2026-03-02T22:15", "2026-03-03T06:00", TimePrecision.Minute, "Mar 2, 2026, 10:15 PM to Mar 3, 6:00 AM")]
    [TestCase("2026-03-02T22:15", "2026-03-02T23:40", TimePrecision.Minute, "Mar 2, 2026, 10:15 PM to 11:40 PM")]
    [TestCase("2025-12-31T22:15", "2026-01-01T00:05", TimePrecision.Minute, "Dec 31, 2025, 10:15 PM to Jan 1, 2026, 12:05 AM")]
    [TestCase("2026-03-02", "2026-03-02", TimePrecision.Day, "Mar 2, 2026")]
    [TestCase("2026-03-07", "2026-03-09", TimePrecision.Day, "Mar 7, 2026 to Mar 9", Description = "with a day of 23 hours")]
    [TestCase("2026-03-01", "2026-03-31", TimePrecision.Month, "Mar 2026")]
    [TestCase("2026-03-01", "2026-04-30", TimePrecision.Month, "Mar 2026 to Apr")]
    [TestCase("2025-12-01", "2026-01-31", TimePrecision.Month, "Dec 2025 to Jan 2026")]
    public void A_time_is_as_exact_as_its_source(string from, string to, TimePrecision precision, string expected)
    {
        var (start, end) = (DateTime.Parse(from, CultureInfo.InvariantCulture), DateTime.Parse(to, CultureInfo.InvariantCulture));
        Assert.That(IncidentTimes.When(DateOnly.FromDateTime(start), Instant(start), Instant(end), precision, Reading.NewYork),
            Is.EqualTo(expected));
    }

    [Test]
    public void A_day_stays_the_same_in_another_time_zone() => Assert.That(IncidentTimes.When(new(2026, 3, 2),
        Instant(new(2026, 3, 2)), Instant(new(2026, 3, 2)), TimePrecision.Day, TimeZoneInfo.FindSystemTimeZoneById("America/Chicago")),
        Is.EqualTo("Mar 2, 2026"));

    [Test]
    public async Task Pages_show_minutes_and_the_end()
    {
        using var host = new TrackerHost();
        await host.ImportCsv("no,at,until,kind,lat,lon\nno.1,2026-01-05T22:15,2026-01-06T06:00,burglary,40.5,-89.5\n");
        var problem = await host.OpenProblem("Break-ins");
        await host.SignIn(Role.Analyst).PostAsJsonAsync($"/api/v1/problems/{problem}/incidents", new { incidentIds = new[] { 1 } });
        const string expected = "Jan 5, 2026, 10:15 PM to Jan 6, 6:00 AM";
        var page = new Browser(host, Role.Analyst);
        Assert.That(await page.Get("/incidents?all=true"),
            Does.Match("Jan 5, 2026, 10:15 PM\\s+<span class=\"until\">to Jan 6, 6:00 AM</span>"));
        Assert.That(await page.Get("/incidents/1/history"), Does.Contain(expected));
        Assert.That(await page.Get($"/problems/{problem}/incidents"), Does.Contain(expected));
    }

    private static DateTimeOffset Instant(DateTime local) => new(local, Reading.NewYork.GetUtcOffset(local));
}
