using FsCheck;
using FsCheck.NUnit;
using ProblemTracker.Domain;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace ProblemTracker.Tests.Domain;

[Properties(Arbitrary = [typeof(Any)], QuietOnSuccess = true)]
public sealed class HoldsTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);
    private static readonly DeadlineSettings Defaults = new();
    private static readonly HashSet<DateOnly> NoHolidays = [];

    // 2026-03-02 is a Monday; Scanning is due on 2026-03-16.
    private static readonly Dossier Scanning = new() { Stage = Stage.Scanning, Visit = 1, EnteredOn = Today };

    [TestCase(7, null, "2026-03-23", TestName = "Running_hold_adds_its_planned_days")]
    [TestCase(7, 2, "2026-03-18", TestName = "Hold_ended_early_adds_its_actual_days")]
    [TestCase(7, 0, "2026-03-16", TestName = "Hold_ended_on_its_first_day_adds_nothing")]
    [TestCase(5, null, "2026-03-23", TestName = "Hold_that_leads_to_a_Saturday_moves_to_Monday")]
    public void Due(int days, int? endedAfter, string expected) =>
        Assert.That(DueOn(Scanning with { Holds = [Hold(0, days, endedAfter)] }), Is.EqualTo(Day(expected)));

    [Test]
    public void Holds_and_extensions_of_an_earlier_visit_add_nothing() => Assert.That(DueOn(Scanning with
    {
        Visit = 2,
        Holds = [Hold(0, 30, null)],
        Extensions = [new() { Visit = 1, DueOn = new(2026, 6, 1) }],
    }), Is.EqualTo(Day("2026-03-16")));

    [TestCase("2026-04-01", "2026-04-01", TestName = "Later_granted_date_counts")]
    [TestCase("2026-04-04", "2026-04-06", TestName = "Granted_Saturday_moves_to_Monday")]
    [TestCase("2026-03-10", "2026-03-16", TestName = "Granted_date_before_the_computed_one_does_not_count")]
    public void Granted(string granted, string expected) =>
        Assert.That(DueOn(Scanning with { Extensions = [Extension(granted)] }), Is.EqualTo(Day(expected)));

    [Test]
    public void Only_holds_granted_after_an_extension_are_added_to_it()
    {
        var before = Hold(0, 10, null);
        var after = Hold(0, 10, null) with { HeldAt = GrantedAt.AddMinutes(1) };

        Assert.That(DueOn(Scanning with { Holds = [before], Extensions = [Extension("2026-04-20")] }), Is.EqualTo(Day("2026-04-20")));
        Assert.That(DueOn(Scanning with { Holds = [after], Extensions = [Extension("2026-04-20")] }), Is.EqualTo(Day("2026-04-30")));
    }

    [TestCase(-1, "hold.past")]
    [TestCase(0, "hold.past")]
    [TestCase(1, null)]
    [TestCase(90, null)]
    [TestCase(91, "hold.tooLong")]
    public void Hold_ends_after_today_and_within_90_days(int days, string? code) =>
        Assert.That(HoldRules.AgainstHold(Today.AddDays(days), Today, [])?.Code, Is.EqualTo(code));

    [TestCase(30, null)]
    [TestCase(31, "hold.tooLongInAll")]
    public void All_holds_together_last_at_most_180_days(int days, string? code) =>
        Assert.That(
            HoldRules.AgainstHold(Today.AddDays(days), Today,
                [Hold(-300, 90, null) with { Visit = 1 }, Hold(-200, 90, 60) with { Visit = 2 }])?.Code, Is.EqualTo(code));

    [Test]
    public void Holds_do_not_overlap()
    {
        Assert.That(HoldRules.AgainstHold(Today.AddDays(5), Today, [Hold(-3, 4, null)])?.Code, Is.EqualTo("hold.running"));
        Assert.That(HoldRules.AgainstHold(Today.AddDays(5), Today, [Hold(-3, 3, null)]), Is.Null, "work resumes today");
        Assert.That(HoldRules.AgainstHold(Today.AddDays(5), Today, [Hold(-3, 40, 1)]), Is.Null, "the hold was ended");
    }

    [TestCase("2026-03-16", "extension.notLater")]
    [TestCase("2026-03-17", null)]
    [TestCase("2027-03-02", null)]
    [TestCase("2027-03-03", "extension.tooFar")]
    public void Extension_is_later_than_the_due_date_and_within_a_year(string dueOn, string? code) =>
        Assert.That(HoldRules.AgainstExtension(Day(dueOn), new(2026, 3, 16), Today)?.Code, Is.EqualTo(code));

    [Test]
    public void Extension_to_a_past_date_is_refused() =>
        Assert.That(HoldRules.AgainstExtension(Today.AddDays(-1), new(2026, 1, 5), Today)?.Code, Is.EqualTo("extension.past"));

    [Test]
    public void Extension_without_a_due_date_is_refused() =>
        Assert.That(HoldRules.AgainstExtension(Today.AddDays(9), null, Today)?.Code, Is.EqualTo("extension.noDate"));

    [TestCase(1, false)]
    [TestCase(0, true)]
    [TestCase(null, true)]
    public void Problem_is_not_overdue_before_the_day_work_resumes(int? heldDays, bool expected) =>
        Assert.That(Deadlines.IsOverdue(Today.AddDays(-1), heldDays is { } days ? Today.AddDays(days) : null, Today), Is.EqualTo(expected));

    [Property(Replay = Any.Seed, MaxTest = 500)]
    public bool Hold_moves_the_due_date_by_at_least_its_days_and_never_back(Dossier dossier, Hold more)
    {
        if (DueOn(dossier) is not { } before) return dossier.Stage == Stage.Closed;
        var hold = more with { Visit = dossier.Visit };
        // Check a single hold: with several, their days are added up before the date moves past a weekend.
        var alone = dossier with { Holds = [], Extensions = [] };

        return DueOn(dossier with { Holds = [.. dossier.Holds, hold] }) >= before
            && DueOn(alone with { Holds = [hold] }) >= DueOn(alone)!.Value.AddDays(hold.Days);
    }

    [Property(Replay = Any.Seed, MaxTest = 500)]
    public bool Extension_never_makes_it_due_earlier_and_is_always_honored(Dossier dossier, Extension more)
    {
        if (DueOn(dossier) is not { } before) return dossier.Stage == Stage.Closed;
        var extended = DueOn(dossier with { Extensions = [.. dossier.Extensions, more with { Visit = dossier.Visit }] });

        return extended >= before && extended >= more.DueOn;
    }

    [Property(Replay = Any.Seed, MaxTest = 500)]
    public bool Ending_a_hold_early_never_makes_it_due_later(Dossier dossier, Hold more, NonNegativeInt after)
    {
        var hold = more with { Visit = dossier.Visit, EndedOn = null };
        var ended = hold with { EndedOn = hold.FromOn.AddDays(Math.Min(after.Get, hold.Days)) };

        return dossier.Stage == Stage.Closed
            || DueOn(dossier with { Holds = [.. dossier.Holds, ended] }) <= DueOn(dossier with { Holds = [.. dossier.Holds, hold] });
    }

    /// <summary>Grants every hold that the rules allow, one after the other, then checks overlaps and limits.</summary>
    [Property(Replay = Any.Seed, MaxTest = 500)]
    public bool Granted_holds_never_overlap_or_exceed_the_limits((int Wait, int Days, int? EndsAfter)[] wishes)
    {
        List<Hold> granted = [];
        var today = Today;
        foreach (var (wait, days, endsAfter) in wishes)
        {
            today = today.AddDays(Math.Abs(wait % 120));
            var until = today.AddDays(days % 100);
            if (HoldRules.AgainstHold(until, today, granted) is not null) continue;
            var hold = new Hold { Visit = 1, FromOn = today, UntilOn = until };
            if (endsAfter is { } after && Math.Abs(after % 100) < hold.Days)
            {
                today = today.AddDays(Math.Abs(after % 100));
                hold = hold with { EndedOn = today };
            }
            granted.Add(hold);
        }
        return granted.All(h => h.Days is >= 0 and <= HoldRules.Longest) && granted.Sum(h => h.Days) <= HoldRules.LongestInAll
            && granted.Zip(granted.Skip(1)).All(pair => (pair.First.EndedOn ?? pair.First.UntilOn) <= pair.Second.FromOn);
    }

    private static readonly DateTimeOffset GrantedAt = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    private static Hold Hold(int from, int days, int? endedAfter) => new()
    {
        Visit = 1,
        FromOn = Today.AddDays(from),
        UntilOn = Today.AddDays(from + days),
        EndedOn = endedAfter is { } after ? Today.AddDays(from + after) : null,
        HeldAt = GrantedAt.AddMinutes(-1),
    };

    private static Extension Extension(string dueOn) => new() { Visit = 1, DueOn = Day(dueOn), GrantedAt = GrantedAt };

    private static DateOnly? DueOn(Dossier d) => Deadlines.DueOn(d, Defaults, NoHolidays);

    private static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", null);
}
