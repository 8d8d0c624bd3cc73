using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain;

public sealed class NudgeRulesTests
{
    [Test]
    [SetCulture("th-TH")]
    public void The_key_is_the_same_in_every_culture() =>
        Assert.That(NudgeRules.OverdueKey(42, 1, new(2026, 3, 2)), Is.EqualTo("overdue:42:1:2026-03-02"));

    [Test]
    public void Another_problem_visit_or_due_date_is_another_nudge()
    {
        var day = new DateOnly(2026, 3, 2);
        string[] keys = [NudgeRules.OverdueKey(1, 11, day), NudgeRules.OverdueKey(11, 1, day), NudgeRules.OverdueKey(1, 1, day), NudgeRules.OverdueKey(1, 1, day.AddDays(1))];

        Assert.That(keys, Is.Unique);
    }

    [Test]
    public void The_lead_is_nudged_alone() => Assert.That(NudgeRules.Recipients(7, [7, 8, 9]), Is.EqualTo(new long[] { 7 }));

    [Test]
    public void Without_a_lead_everybody_on_the_team_is_nudged_once() =>
        Assert.That(NudgeRules.Recipients(null, [8, 9, 8]), Is.EqualTo(new long[] { 8, 9 }));

    [Test]
    public void Nobody_is_nudged_where_nobody_works() => Assert.That(NudgeRules.Recipients(null, []), Is.Empty);
}
