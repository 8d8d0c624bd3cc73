using FsCheck.NUnit;
using ProblemTracker.Domain;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace ProblemTracker.Tests.Domain;

/// <summary>The rule that gives a due date, in words. 2026-03-02 is a Monday.</summary>
[Properties(Arbitrary = [typeof(Any)], QuietOnSuccess = true)]
public sealed class DueRuleTests
{
    private static readonly DeadlineSettings Defaults = new();
    private static readonly HashSet<DateOnly> NoHolidays = [];
    private static readonly DateTimeOffset At = new(2026, 3, 3, 14, 0, 0, TimeSpan.Zero);

    [TestCase(Stage.Scanning, "2 weeks after Scanning began on Mar 2, 2026")]
    [TestCase(Stage.Analysis, "30 days after Analysis began on Mar 2, 2026")]
    [TestCase(Stage.Response, "60 days after Response began on Mar 2, 2026")]
    [TestCase(Stage.Assessment, "90 days after Assessment began on Mar 2, 2026")]
    [TestCase(Stage.Closed, null)]
    public void Each_stage_has_its_days(Stage stage, string? expected)
    {
        // The days of Assessment end on a Sunday.
        var onWorkingDay = stage == Stage.Assessment ? ", moved to a working day" : "";
        Assert.That(Rule(In(stage)), Is.EqualTo(expected is null ? null : expected + onWorkingDay));
    }

    [Test]
    public void Response_follows_its_last_action()
    {
        var action = new ResponseAction { Id = 1, DueOn = new(2026, 12, 7) };
        Assert.That(Rule(In(Stage.Response) with { Actions = [action] }), Is.EqualTo("2 weeks after the last action, due Dec 7, 2026"));
        Assert.That(Rule(In(Stage.Response) with { Actions = [action with { DueOn = new(2026, 12, 5) }] }),
            Is.EqualTo("2 weeks after the last action, due Dec 5, 2026, moved to a working day"));
    }

    [Test]
    public void Days_on_hold_are_added()
    {
        var hold = new Hold { FromOn = new(2026, 3, 4), UntilOn = new(2026, 3, 11), HeldAt = At };
        Assert.That(Rule(In(Stage.Scanning) with { Holds = [hold] }),
            Is.EqualTo("2 weeks after Scanning began on Mar 2, 2026, and 1 week on hold"));
    }

    [Test]
    public void A_later_date_from_a_supervisor_is_the_rule_and_an_earlier_one_is_not()
    {
        var extension = new Extension { DueOn = new(2026, 4, 1), GrantedAt = At };
        Assert.That(Rule(In(Stage.Scanning) with { Extensions = [extension] }), Is.EqualTo("extended by a supervisor"));
        Assert.That(Rule(In(Stage.Scanning) with { Extensions = [extension with { DueOn = new(2026, 3, 5) }] }),
            Is.EqualTo("2 weeks after Scanning began on Mar 2, 2026"));
    }

    [Property]
    public void There_is_a_rule_where_there_is_a_due_date(Dossier d) =>
        Assert.That(Rule(d) is null, Is.EqualTo(Deadlines.DueOn(d, Defaults, NoHolidays) is null));

    private static Dossier In(Stage stage) => new() { Stage = stage, EnteredOn = new(2026, 3, 2), Today = new(2026, 3, 3) };

    private static string? Rule(Dossier d) => Deadlines.RuleOf(d, Defaults, NoHolidays);
}
