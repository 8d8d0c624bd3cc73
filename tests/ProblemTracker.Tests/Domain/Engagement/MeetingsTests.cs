using FsCheck;
using FsCheck.Fluent;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain.Engagement;

/// <summary>Where meetings stand, and when the owners of commitments are reminded.</summary>
public sealed class MeetingsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 14, 0, 0, TimeSpan.Zero);

    private static readonly DateOnly Due = new(2026, 3, 12);

    private static CommitmentCase Case(bool owner = true, bool giver = true) => new(7, Due, 1, owner, 2, giver);

    [TestCase(false, false, 1, MeetingStatus.Planned)]
    [TestCase(false, false, 0, MeetingStatus.NotRecorded)]
    [TestCase(false, true, -1, MeetingStatus.Held)]
    [TestCase(true, false, 1, MeetingStatus.Canceled)]
    public void Meeting_that_began_and_is_neither_canceled_nor_held_is_not_recorded(bool canceled, bool held, int hours,
        MeetingStatus expected) =>
        Assert.That(Meetings.Status(canceled, held, Now.AddHours(hours), Now), Is.EqualTo(expected));

    [TestCase(MeetingKind.Meeting, EngagementKind.Meeting)]
    [TestCase(MeetingKind.Event, EngagementKind.Event)]
    public void Held_meeting_is_a_contact_of_its_kind(MeetingKind kind, EngagementKind expected) =>
        Assert.That(kind.AsContact(), Is.EqualTo(expected));

    [TestCase(-4, null)]
    [TestCase(-3, NudgeKind.CommitmentDueSoon)]
    [TestCase(0, NudgeKind.CommitmentDueSoon)]
    [TestCase(1, NudgeKind.CommitmentOverdue)]
    [TestCase(90, NudgeKind.CommitmentOverdue)]
    public void Owner_is_reminded_three_days_before_and_the_day_after(int days, NudgeKind? expected) =>
        Assert.That(CommitmentLadder.Due(Case(), Due.AddDays(days))?.Kind, Is.EqualTo(expected));

    [Test]
    public void After_the_owner_left_who_gave_it_is_reminded_and_else_nobody()
    {
        Assert.That(CommitmentLadder.Due(Case(), Due)!.Recipients, Is.EqualTo(new[] { 1L }));
        Assert.That(CommitmentLadder.Due(Case(owner: false), Due)!.Recipients, Is.EqualTo(new[] { 2L }));
        Assert.That(CommitmentLadder.Due(Case(owner: false, giver: false), Due), Is.Null);
        Assert.That(CommitmentLadder.NextLook(Case(owner: false, giver: false), Due), Is.EqualTo(Due.AddDays(1)));
    }

    /// <summary>Looking only on the days that the ladder names raises the same reminders as looking every day.</summary>
    [FsCheck.NUnit.Property]
    public Property No_reminder_is_missed_between_two_looks() => Prop.ForAll(Gen.Choose(-30, 30).ToArbitrary(), start =>
    {
        var first = Due.AddDays(start);
        var daily = Enumerable.Range(0, 90)
            .Select(day => CommitmentLadder.Due(Case(), first.AddDays(day))?.Key).OfType<string>().ToHashSet();
        HashSet<string> looked = [];
        for (DateOnly? day = first; day is { } on; day = CommitmentLadder.NextLook(Case(), on))
            if (CommitmentLadder.Due(Case(), on) is { } nudge) looked.Add(nudge.Key);
        return looked.SetEquals(daily);
    });

    /// <summary>The rungs are those of an action's owner.</summary>
    [FsCheck.NUnit.Property]
    public Property Owner_of_a_commitment_is_reminded_on_the_days_of_an_action() => Prop.ForAll(Gen.Choose(-30, 60).ToArbitrary(), days =>
    {
        var today = Due.AddDays(days);
        var action = Ladder.Due(new()
        {
            ProblemId = 1,
            Stage = Stage.Response,
            LastActivityOn = today,
            Actions = [new() { Id = 3, DueOn = Due, Owner = new(1, true, true) }],
        }, today).Where(nudge => nudge.ActionId == 3).Select(nudge => nudge.Kind).ToList();
        NudgeKind[] expected = CommitmentLadder.Due(Case(), today)?.Kind switch
        {
            NudgeKind.CommitmentDueSoon => [NudgeKind.ActionDueSoon],
            NudgeKind.CommitmentOverdue => [NudgeKind.ActionOverdue],
            _ => [],
        };
        return action.SequenceEqual(expected);
    });
}
