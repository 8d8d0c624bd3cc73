using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Evidence;

/// <summary>How often a night finds something where nothing but chance is at work: at most one night in twenty.</summary>
public sealed class FalseSignalTests
{
    /// <summary>A fixed seed; the bound is what one night in twenty exceeds in three runs of a thousand.</summary>
    [TestCase(20, 4)]
    [TestCase(1_000, 72, Category = "Soak")]
    public void City_of_pure_noise_has_a_false_signal_in_at_most_one_night_of_twenty(int nights, int most)
    {
        var found = Enumerable.Range(0, nights).Select(night => NoiseCity.Find(NoiseCity.Night(1000 + night)).ToList()).ToList();

        foreach (var kind in Enum.GetValues<SignalKind>().Except([SignalKind.RiskyFacility]))
            Assert.That(found.Average(night => night.Single(one => one.Kind == kind).Tests), Is.GreaterThan(10),
                $"{kind} must be looked for.");
        var wrong = found.Count(night => night.Any(kind => kind.Signals.Count > 0));
        TestContext.Out.WriteLine($"{wrong} of {nights} nights with false signals: "
            + string.Join(", ", found.SelectMany(night => night).SelectMany(kind => kind.Signals).CountBy(signal => signal.Kind)));
        Assert.That(wrong, Is.LessThanOrEqualTo(most));
    }

    [Test]
    public void Budgets_of_the_kinds_add_up_to_one_night_in_twenty() =>
        Assert.That(Enum.GetValues<SignalKind>().Sum(SignalRules.Budget), Is.EqualTo(0.05).Within(1e-12));
}
