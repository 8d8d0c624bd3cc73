using FsCheck;
using FsCheck.Fluent;
using FsCheck.NUnit;
using ProblemTracker.Domain;
using ProblemTracker.Shared;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace ProblemTracker.Tests.Domain;

/// <summary>Properties of the ladder that hold in every problem's history.</summary>
[Properties(Arbitrary = [typeof(AnyHistory)], QuietOnSuccess = true)]
public sealed class LadderPropertyTests
{
    /// <summary>
    /// Each nudge is raised only once; never after closing or on hold; never to someone who may not see it; at most two outside reminders
    /// per action; always to the right person; at the latest in the next run; and never on a day before the next look.
    /// </summary>
    [Property(Replay = Any.Seed, MaxTest = 600)]
    public Property Each_nudge_is_raised_once_on_time_and_to_the_right_person(Event[] events)
    {
        var history = LadderHistory.Of(events);
        return (history.Faults.Count == 0).Label(string.Join('\n', history.Faults.Take(5)));
    }

    /// <summary>Without this, the property above could pass on histories that raise few nudges.</summary>
    [Test]
    public void Random_histories_reach_every_rung_and_use_both_reminders()
    {
        var histories = Gen.ArrayOf(AnyHistory.Events().Generator).Sample(numberOfSamples: 400, size: 60).Select(LadderHistory.Of).ToList();
        var raised = histories.SelectMany(h => h.Raised).ToList();

        Assert.That(raised.Select(n => n.Kind).Distinct(),
            Is.EquivalentTo(Enum.GetValues<NudgeKind>().Where(kind => !kind.IsAboutCommitment())));
        Assert.That(raised.Max(n => n.Occurrence), Is.GreaterThan(3));
        Assert.That(histories.Exists(h => h.Raised.Where(n => n.Kind.IsForPartner()).GroupBy(n => n.ActionId).Any(g => g.Count() == 2)),
            Is.True);
        Assert.That(
            histories.Exists(h => h.Raised.Exists(n => n.AttachmentId is not null)
                && h.Raised.Exists(n => n.Kind.IsForPartner() && n.Recipients.Count == 2)), Is.True);
    }
}
