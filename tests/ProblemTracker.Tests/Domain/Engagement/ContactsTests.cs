using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain.Engagement;

/// <summary>Where nobody was met, and for how long.</summary>
public sealed class ContactsTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    [TestCase(0, false)]
    [TestCase(30, false)]
    [TestCase(31, true)]
    [TestCase(null, true)]
    public void Neighborhood_is_unmet_without_a_contact_today_and_on_the_30_days_before(int? daysAgo, bool expected) =>
        Assert.That(Contacts.IsUnmet(daysAgo is { } days ? Today.AddDays(-days) : null, Today), Is.EqualTo(expected));

    // Months back from March 2: from Feb 3, from Jan 3, from Dec 3.
    [TestCase("2025-12-03", 3)]
    [TestCase("2025-12-03", 2, "2026-02-03")]
    [TestCase("2025-12-03", 1, "2026-02-02", "2026-03-02")]
    [TestCase("2025-12-03", 0, "2025-12-03", "2026-01-03", "2026-02-03")]
    [TestCase("2025-12-04", 2)]
    [TestCase("2026-02-20", 0)]
    public void Months_are_counted_back_from_the_last_day(string from, int expected, params string[] days) => Assert.That(
        Contacts.MonthsWithNone([.. days.Select(day => DateOnly.Parse(day, null))], DateOnly.Parse(from, null), Today),
        Is.EqualTo(expected));

    [FsCheck.NUnit.Property]
    public bool Another_contact_fills_at_most_one_month(ushort length, ushort[] days, ushort another)
    {
        var from = Today.AddDays(-(length % 366));
        List<DateOnly> met = [.. days.Select(day => Today.AddDays(-(day % 400)))];
        var before = Contacts.MonthsWithNone(met, from, Today);
        var after = Contacts.MonthsWithNone([.. met, Today.AddDays(-(another % 400))], from, Today);
        return before - after is 0 or 1 && before is >= 0 and <= 12;
    }
}
