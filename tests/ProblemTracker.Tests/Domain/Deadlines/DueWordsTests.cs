using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain;

public sealed class DueWordsTests
{
    private static readonly DateOnly Today = new(2026, 11, 25);
    private static readonly HashSet<DateOnly> Holidays = [new(2026, 11, 26)];

    [TestCase(-1, "1 day overdue")]
    [TestCase(-5, "5 days overdue")]
    public void Overdue_says_for_how_many_days(int days, string expected) =>
        Assert.That(DueWords.Overdue(Today.AddDays(days), Today), Is.EqualTo(expected));

    [TestCase(-5, "was due on Nov 20, 2026, 5 days ago")]
    [TestCase(-1, "was due yesterday, Nov 24, 2026")]
    [TestCase(0, "is due today, Nov 25, 2026")]
    [TestCase(1, "is due tomorrow, Nov 26, 2026")]
    [TestCase(2, "is due on Nov 27, 2026, in 2 days")]
    public void Due_date_is_said_in_relation_to_today(int days, string expected) =>
        Assert.That(DueWords.Due(Today.AddDays(days), Today), Is.EqualTo(expected));

    [TestCase("2026-11-25", "Wednesday, November 25, 2026")]
    [TestCase("2026-11-26", "Friday, November 27, 2026, since Thursday, November 26 is a holiday")]
    [TestCase("2026-11-29", "Monday, November 30, 2026, since Sunday, November 29 is not a working day")]
    public void Day_that_applies_has_its_reason_if_it_is_another(string date, string expected) =>
        Assert.That(DueWords.WorkingDay(DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture), Holidays),
            Is.EqualTo(expected));
}
