using System.Globalization;
using ProblemTracker.Agency;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Agency;

public sealed class FederalHolidaysTests
{
    /// <summary>As published by the US Office of Personnel Management, with New Year's Day of 2028 on the last day of 2027.</summary>
    [TestCase(2024, "01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25")]
    [TestCase(2025, "01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25")]
    [TestCase(2026, "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25")]
    [TestCase(2027, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31")]
    [TestCase(2028, "01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25")]
    [TestCase(2029, "01-01 01-15 02-19 05-28 06-19 07-04 09-03 10-08 11-12 11-22 12-25")]
    [TestCase(2030, "01-01 01-21 02-18 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25")]
    public void Days_off_are_those_published(int year, string days) =>
        Assert.That(string.Join(' ', FederalHolidays.Observed(year).Select(day => $"{day.Date:MM-dd}")), Is.EqualTo(days));

    [TestCase("2026-07-03", "Independence Day (observed)")]
    [TestCase("2027-12-31", "New Year's Day (observed)")]
    [TestCase("2029-11-12", "Veterans Day (observed)")]
    [TestCase("2026-06-19", "Juneteenth National Independence Day")]
    [TestCase("2026-01-19", "Birthday of Martin Luther King, Jr.")]
    public void Holiday_on_a_weekend_says_that_it_is_observed(string date, string name)
    {
        var day = DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture);

        Assert.That(FederalHolidays.Observed(day.Year).Single(holiday => holiday.Date == day).Name, Is.EqualTo(name));
    }

    [Test]
    public async Task Administrator_adds_and_removes_them_with_one_button_and_keeps_local_holidays()
    {
        using var host = new TrackerHost();
        var administrator = new Browser(host, Role.Administrator);
        await (await host.SignIn(Role.Administrator).IfMatch(0).PutAsJsonAsync("/api/v1/settings/holidays",
            new { items = new[] { new { date = "2026-03-17", name = "Founders' Day" } } })).Ok();

        await administrator.Post("/settings/holidays?handler=AddFederal", new() { ["Version"] = "1" }, "/settings/holidays",
            formOn: "/settings/holidays");
        var added = await Days(host);
        await administrator.Post("/settings/holidays?handler=RemoveFederal", new() { ["Version"] = "2" }, "/settings/holidays",
            formOn: "/settings/holidays");

        Assert.That(added, Has.Count.EqualTo(24).And.Contains("2026-07-03").And.Contains("2027-12-24").And.Contains("2026-03-17"));
        Assert.That(await Days(host), Is.EqualTo(new[] { "2026-03-17" }));
    }

    [TestCase("2026-04-30", false)]
    [TestCase("2026-05-01", true)]
    [TestCase("2026-05-02", true)]
    public void List_is_running_out_sixty_days_before_its_last_holiday(string today, bool isRunningOut)
    {
        HashSet<DateOnly> holidays = [new(2026, 1, 1), new(2026, 6, 30)];
        var coverage = HolidayCoverage.Of(holidays, DateOnly.ParseExact(today, "yyyy-MM-dd", CultureInfo.InvariantCulture));

        Assert.That(coverage, Is.EqualTo(new HolidayCoverage(new(2026, 6, 30), new(2026, 5, 1), isRunningOut)));
        Assert.That(HolidayCoverage.Of(new HashSet<DateOnly>(), new(2026, 5, 1)).IsRunningOut, Is.False);
    }

    [Test]
    public async Task Administrator_hears_that_the_list_of_holidays_ends_until_more_are_added()
    {
        using var host = new TrackerHost();
        var administrator = new Browser(host, Role.Administrator);
        await (await host.SignIn(Role.Administrator).IfMatch(0).PutAsJsonAsync("/api/v1/settings/holidays",
            new { items = new[] { new { date = "2026-05-25", name = "Memorial Day" } } })).Ok();
        Assert.That(await administrator.Get("/"), Does.Not.Contain("last holiday"));

        host.Until(2026, 4, 1);
        Assert.That(await administrator.Get("/"), Does.Contain("The last holiday in the list is Monday, May 25, 2026"));
        Assert.That(await new Browser(host, Role.Officer).Get("/"), Does.Not.Contain("last holiday"));
        Assert.That(await administrator.Get("/settings/holidays"), Does.Contain("This list ends on Monday, May 25, 2026"));
        Assert.That((await host.SignIn(Role.Officer).Read("/api/v1/settings/holidays/coverage")).GetProperty("isRunningOut").GetBoolean());
        host.Until(2026, 6, 1);
        Assert.That(await administrator.Get("/"), Does.Contain("The last holiday in the list was Monday, May 25, 2026"));

        await administrator.Post("/settings/holidays?handler=AddFederal", new() { ["Version"] = "1" }, "/settings/holidays",
            formOn: "/settings/holidays");
        Assert.That(await administrator.Get("/"), Does.Not.Contain("last holiday"));
        Assert.That(await administrator.Get("/settings/holidays"), Does.Not.Contain("This list ends"));
    }

    private static async Task<List<string>> Days(TrackerHost host) =>
        [.. (await host.SignIn(Role.Officer).Read("/api/v1/settings/holidays")).GetProperty("items").EnumerateArray()
            .Select(day => day.GetProperty("date").GetString()!)];
}
