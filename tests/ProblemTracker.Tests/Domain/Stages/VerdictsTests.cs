using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Domain;

public sealed class VerdictsTests
{
    [TestCase(Verdict.Improved, true, "Improved")]
    [TestCase(Verdict.Improved, false, "Improved (no pre-set test)")]
    [TestCase(Verdict.PartlyImproved, true, "Partly improved")]
    [TestCase(Verdict.PartlyImproved, false, "Partly improved (no pre-set test)")]
    [TestCase(Verdict.NoChange, true, "No change")]
    [TestCase(Verdict.NoChange, false, "No change")]
    [TestCase(Verdict.Worse, true, "Worse")]
    [TestCase(Verdict.Worse, false, "Worse")]
    [TestCase(Verdict.CannotTell, true, "Cannot tell")]
    [TestCase(Verdict.CannotTell, false, "Cannot tell")]
    public void Only_improved_verdicts_mention_a_missing_pre_set_test(Verdict verdict, bool preset, string expected) =>
        Assert.That(Verdicts.Describe(verdict, preset), Is.EqualTo(expected));

    [Test]
    public void Plan_frozen_before_any_action_was_done_is_a_preset_test() =>
        Assert.That(Verdicts.HasPresetTest(Sample.ReadyFor(Gate.Closed)), Is.True);

    [Test]
    public void No_preset_test_without_a_frozen_plan_and_a_start()
    {
        var assessed = Sample.ReadyFor(Gate.Closed);

        Assert.That(Verdicts.HasPresetTest(assessed with { Plan = null }), Is.False);
        Assert.That(Verdicts.HasPresetTest(assessed with { FirstStartedOn = null }), Is.False);
    }

    // The response started on 2026-04-15; the urgent foot patrol before that doesn't count.
    [TestCase("2026-04-14", false)]
    [TestCase("2026-04-15", true)]
    public void Action_done_before_the_first_start_rules_out_a_preset_test(string doneOn, bool expected)
    {
        var assessed = Sample.ReadyFor(Gate.Closed);
        var done = assessed with
        {
            Actions =
            [
                .. assessed.Actions.Select(a => a.Id == 12 ? a with { DoneOn = DateOnly.ParseExact(doneOn, "yyyy-MM-dd", null) } : a),
            ],
        };

        Assert.That(Verdicts.HasPresetTest(done), Is.EqualTo(expected));
    }

    [Test]
    public void Second_start_does_not_restore_the_preset_test()
    {
        var assessed = Sample.ReadyFor(Gate.Closed);
        var again = assessed with { Plan = Sample.Plan with { StartedOn = new(2026, 4, 1) }, FirstStartedOn = new(2026, 5, 10) };

        Assert.That(Verdicts.HasPresetTest(again), Is.False);
    }

    [Test]
    public void Plan_is_enforcement_only_if_every_planned_action_is() => Assert.Multiple(() =>
    {
        ResponseAction ticket = new() { Enforcement = true }, light = new();

        Assert.That(Verdicts.IsEnforcementOnly([ticket, ticket]), Is.True);
        Assert.That(Verdicts.IsEnforcementOnly([ticket, light]), Is.False);
        Assert.That(Verdicts.IsEnforcementOnly([ticket, light with { Status = ActionStatus.Dropped }]), Is.True);
        Assert.That(Verdicts.IsEnforcementOnly([ticket, light with { UrgentSafetyMeasure = true }]), Is.True);
        Assert.That(Verdicts.IsEnforcementOnly([ticket with { UrgentSafetyMeasure = true }]), Is.False,
            "urgent measures are not in the plan");
        Assert.That(Verdicts.IsEnforcementOnly([]), Is.False);
    });
}
