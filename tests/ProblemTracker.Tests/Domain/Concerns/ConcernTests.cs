using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain.Concerns;

public sealed class ConcernTests
{
    private static readonly ConcernPair Apart = new(null, false, false, false, 90, 0);

    private static readonly HashSet<DateOnly> Holidays = [new(2026, 3, 4)];

    [Test]
    public void Clock_counts_working_days_after_the_day_of_receipt()
    {
        var monday = new DateOnly(2026, 3, 2);
        Assert.Multiple(() =>
        {
            Assert.That(ConcernClock.Standard.AcknowledgeBy(monday, new HashSet<DateOnly>()), Is.EqualTo(new DateOnly(2026, 3, 4)));
            Assert.That(ConcernClock.Standard.AcknowledgeBy(monday, Holidays), Is.EqualTo(new DateOnly(2026, 3, 5)));
            Assert.That(ConcernClock.Standard.AcknowledgeBy(new(2026, 3, 7), Holidays), Is.EqualTo(new DateOnly(2026, 3, 10)),
                "Received on a Saturday.");
            Assert.That(ConcernClock.Standard.DecideBy(monday, Holidays), Is.EqualTo(new DateOnly(2026, 3, 17)));
            Assert.That(Deadlines.WorkingDaysAfter(DateOnly.MaxValue, 3, Holidays), Is.EqualTo(DateOnly.MaxValue));
        });
    }

    [FsCheck.NUnit.Property(MaxTest = 200)]
    public bool Every_working_day_counts_once(ushort start, byte days)
    {
        var day = new DateOnly(2020, 1, 1).AddDays(start);
        var last = Deadlines.WorkingDaysAfter(day, days, Holidays);
        var counted = Enumerable.Range(1, last.DayNumber - day.DayNumber).Select(day.AddDays)
            .Count(one => Deadlines.NextWorkingDay(one, Holidays) == one);
        return counted == days && (days == 0 || Deadlines.NextWorkingDay(last, Holidays) == last);
    }

    [Test]
    public void No_single_reason_makes_two_concerns_alike() => Assert.That(new[]
    {
        Apart with { Meters = 5 }, Apart with { SameBlock = true }, Apart with { SameCategory = true },
        Apart with { SameNeighborhood = true }, Apart with { DaysApart = 0 }, Apart with { SharedWords = 1 },
    }.Select(ConcernLikeness.Points), Is.All.LessThan(ConcernLikeness.Enough));

    [Test]
    public void Place_with_category_or_words_does() => Assert.That(new[]
    {
        Apart with { Meters = 200, SameCategory = true }, Apart with { SameBlock = true, SameCategory = true },
        Apart with { Meters = 200, SharedWords = 0.3 },
    }.Select(ConcernLikeness.Points), Is.All.GreaterThanOrEqualTo(ConcernLikeness.Enough));

    [TestCase("Loud music at night", "MUSIC, at night: loud!", 1)]
    [TestCase("Loud music", "A truck in the alley", 0)]
    [TestCase("", "Loud music", 0)]
    [TestCase("Música fuerte", "música", 1)]
    [TestCase("one two six", "one two six", 0)]
    public void Words_of_the_shorter_text_are_compared(string one, string other, double expected) =>
        Assert.That(ConcernLikeness.SharedWords(one, other), Is.EqualTo(expected));
}
