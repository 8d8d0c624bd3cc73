using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain;

public sealed class ObjectiveOutcomeTests
{
    [TestCase(Direction.Decrease, 41.0, 20.0, 17.0, true, true, 58.54)]
    [TestCase(Direction.Decrease, 41.0, 20.0, 30.0, true, false, 26.83)]
    [TestCase(Direction.Decrease, 41.0, 20.0, 50.0, false, false, -21.95)]
    [TestCase(Direction.Increase, 31.0, 45.0, 48.5, true, true, 56.45)]
    [TestCase(Direction.Increase, 31.0, 45.0, 31.0, false, false, 0.0)]
    [TestCase(Direction.Increase, -4.0, 0.0, -2.0, true, false, 50.0)]
    public void Improvement_is_positive_in_either_direction(Direction direction, double before, double target, double after,
        bool moved, bool reached, double percent)
    {
        var outcome = new ObjectiveOutcome(direction, before, target, after);

        Assert.That((outcome.MovedAsIntended, outcome.ReachedTarget), Is.EqualTo(((bool?)moved, (bool?)reached)));
        Assert.That(outcome.PercentBetter, Is.EqualTo(percent).Within(0.005));
    }

    [Test]
    public void Outcome_without_a_number_or_a_direction_is_not_measured()
    {
        foreach (var outcome in new ObjectiveOutcome[] { new(null, 1, 1, 1), new(Direction.Decrease, null, 1, 1),
            new(Direction.Increase, 1, 1, null) })
        {
            Assert.That(outcome.IsMeasured, Is.False);
            Assert.That((outcome.MovedAsIntended, outcome.ReachedTarget, outcome.PercentBetter),
                Is.EqualTo(((bool?)null, (bool?)null, (double?)null)));
        }
    }

    [Test]
    public void Zero_baseline_has_no_percentage()
    {
        var outcome = new ObjectiveOutcome(Direction.Increase, 0, 5, 7);
        Assert.That((outcome.PercentBetter, outcome.MovedAsIntended, outcome.ReachedTarget),
            Is.EqualTo(((double?)null, (bool?)true, (bool?)true)));
    }

    /// <summary>Reversing a measure ("quiet nights" instead of "loud nights") gives the same result.</summary>
    [FsCheck.NUnit.Property(Replay = Any.Seed)]
    public bool Reversed_measure_gives_the_same_result(int before, int target, int after)
    {
        var told = new ObjectiveOutcome(Direction.Decrease, before, target, after);
        var mirrored = new ObjectiveOutcome(Direction.Increase, -before, -target, -after);
        return told.MovedAsIntended == mirrored.MovedAsIntended && told.ReachedTarget == mirrored.ReachedTarget
            && told.PercentBetter == mirrored.PercentBetter;
    }

    [FsCheck.NUnit.Property(Replay = Any.Seed)]
    public bool Percentage_is_positive_exactly_if_the_measure_moved_as_wanted(bool increase, int before, int target, int after)
    {
        var outcome = new ObjectiveOutcome(increase ? Direction.Increase : Direction.Decrease, before, target, after);
        return outcome.PercentBetter is null ? before == 0 : outcome.PercentBetter > 0 == outcome.MovedAsIntended;
    }

    [FsCheck.NUnit.Property(Replay = Any.Seed)]
    public bool Moving_further_in_the_wanted_direction_is_never_worse(bool increase, int before, int target, short after)
    {
        var direction = increase ? Direction.Increase : Direction.Decrease;
        var (one, other) = (new ObjectiveOutcome(direction, before, target, after),
            new ObjectiveOutcome(direction, before, target, after + (increase ? 1 : -1)));
        return !(one.MovedAsIntended is true && other.MovedAsIntended is false) && !(one.ReachedTarget is true && other.ReachedTarget
            is false)
            && !(other.PercentBetter < one.PercentBetter);
    }
}
