using FsCheck;
using FsCheck.Fluent;
using FsCheck.NUnit;
using ProblemTracker.Domain;
using ProblemTracker.Shared;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace ProblemTracker.Tests.Domain;

/// <summary>What must hold of the ladder in every life that a problem may have.</summary>
[Properties(Arbitrary = [typeof(AnyHistory)], QuietOnSuccess = true)]
public sealed class LadderPropertyTests
{
    /// <summary>
    /// Never twice; never after closing or on hold; never to somebody who may not see it; at most two reminders outside per action; to the
    /// right person; nothing missed for longer than one run; and the day of the next look skips nothing.
    /// </summary>
    [Property(Replay = Any.Seed, MaxTest = 600)]
    public Property In_every_history_each_nudge_comes_once_in_time_and_to_the_right_person(Event[] events)
    {
        var history = LadderHistory.Of(events);
        return (history.Faults.Count == 0).Label(string.Join('\n', history.Faults.Take(5)));
    }

    /// <summary>The property above would prove little if random lives never climbed.</summary>
    [Test]
    public void Random_histories_reach_every_rung_and_spend_both_reminders()
    {
        var histories = Gen.ArrayOf(AnyHistory.Events().Generator).Sample(numberOfSamples: 400, size: 60).Select(LadderHistory.Of).ToList();
        var raised = histories.SelectMany(h => h.Raised).ToList();

        Assert.That(raised.Select(n => n.Rung).Distinct(), Is.EquivalentTo(Enum.GetValues<Rung>()));
        Assert.That(raised.Max(n => n.Occurrence), Is.GreaterThan(3));
        Assert.That(histories.Exists(h => h.Raised.Where(n => n.Rung.IsForPartner()).GroupBy(n => n.ActionId).Any(g => g.Count() == 2)),
            Is.True);
        Assert.That(
            histories.Exists(h => h.Raised.Exists(n => n.AttachmentId is not null)
                && h.Raised.Exists(n => n.Rung.IsForPartner() && n.Recipients.Count == 2)), Is.True);
    }
}
