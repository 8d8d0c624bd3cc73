using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain;

public sealed class TimeLeftTests
{
    [Test]
    public void Estimates_the_rest_at_the_pace_so_far() =>
        Assert.That(TimeLeft.Of(25, 100, TimeSpan.FromSeconds(10)), Is.EqualTo(TimeSpan.FromSeconds(30)));

    [TestCase(0, 100, 10)]
    [TestCase(50, 0, 10)]
    [TestCase(50, 100, 1)]
    public void No_estimate_if_it_is_too_early(long done, long whole, int seconds) =>
        Assert.That(TimeLeft.Of(done, whole, TimeSpan.FromSeconds(seconds)), Is.Null);

    [Test]
    public void No_time_is_left_if_more_than_everything_is_done() =>
        Assert.That(TimeLeft.Of(120, 100, TimeSpan.FromSeconds(10)), Is.EqualTo(TimeSpan.Zero));

    [TestCase(3, "a few seconds")]
    [TestCase(31, "about 35 seconds")]
    [TestCase(601, "about 11 minutes")]
    [TestCase(20_000, "about 6 hours")]
    public void Time_is_rounded_in_words(int seconds, string words) =>
        Assert.That(TimeLeft.InWords(TimeSpan.FromSeconds(seconds)), Is.EqualTo(words));
}
