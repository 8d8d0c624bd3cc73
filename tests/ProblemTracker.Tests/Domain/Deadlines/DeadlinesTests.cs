using FsCheck.NUnit;
using ProblemTracker.Domain;
using ProblemTracker.Shared;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace ProblemTracker.Tests.Domain;

[Properties(Arbitrary = [typeof(Any)], QuietOnSuccess = true)]
public sealed class DeadlinesTests
{
    private static readonly DeadlineSettings Defaults = new();
    private static readonly HashSet<DateOnly> NoHolidays = [];

    // 2026-03-02 is a Monday.
    [TestCase(Stage.Scanning, "2026-03-02", "2026-03-16", TestName = "Scanning_is_due_14_days_after_it_was_entered")]
    [TestCase(Stage.Scanning, "2026-03-07", "2026-03-23", TestName = "Saturday_moves_to_Monday")]
    [TestCase(Stage.Scanning, "2026-03-08", "2026-03-23", TestName = "Sunday_moves_to_Monday")]
    [TestCase(Stage.Analysis, "2026-03-02", "2026-04-01", TestName = "Analysis_is_due_30_days_after_it_was_entered")]
    [TestCase(Stage.Response, "2026-03-02", "2026-05-01", TestName = "Response_without_actions_is_due_60_days_after_it_was_entered")]
    [TestCase(Stage.Assessment, "2026-03-03", "2026-06-01", TestName = "Assessment_without_a_plan_is_due_90_days_after_it_was_entered")]
    [TestCase(Stage.Closed, "2026-03-02", null, TestName = "Closed_problem_has_no_due_date")]
    public void Due(Stage stage, string entered, string? expected) =>
        Assert.That(DueOn(new() { Stage = stage, EnteredOn = Day(entered) }),
            Is.EqualTo(expected is null ? null : (DateOnly?)Day(expected)));

    [Test]
    public void Holiday_moves_to_the_next_working_day_past_a_weekend()
    {
        HashSet<DateOnly> holidays = [new(2026, 3, 16), new(2026, 3, 17), new(2026, 12, 25)];

        Assert.That(Deadlines.NextWorkingDay(new(2026, 3, 14), holidays), Is.EqualTo(new DateOnly(2026, 3, 18)));
        Assert.That(Deadlines.NextWorkingDay(new(2026, 12, 25), holidays), Is.EqualTo(new DateOnly(2026, 12, 28)));
        Assert.That(Deadlines.NextWorkingDay(new(2026, 3, 18), holidays), Is.EqualTo(new DateOnly(2026, 3, 18)));
    }

    [Test]
    public void Response_is_due_two_weeks_after_its_last_action()
    {
        var d = Response(Action("2026-05-01"), Action("2026-06-15"), Action(null));

        Assert.That(DueOn(d), Is.EqualTo(new DateOnly(2026, 6, 29)));
    }

    [Test]
    public void Urgent_safety_measures_count_as_actions() =>
        Assert.That(DueOn(Response(Action("2026-05-01"), Action("2026-06-15") with { UrgentSafetyMeasure = true })),
            Is.EqualTo(new DateOnly(2026, 6, 29)));

    [Test]
    public void Dropped_actions_do_not_count() =>
        Assert.That(DueOn(Response(Action("2026-05-01"), Action("2026-06-15") with { Status = ActionStatus.Dropped })),
            Is.EqualTo(new DateOnly(2026, 5, 15)));

    [Test]
    public void Actions_done_in_an_earlier_visit_do_not_count()
    {
        var earlier = Action("2026-02-20") with { Status = ActionStatus.Done, DoneOn = new(2026, 3, 1) };
        var onTheDay = earlier with { DoneOn = new(2026, 3, 2) };

        Assert.That(DueOn(Response(earlier)), Is.EqualTo(new DateOnly(2026, 5, 1)), "60 days after entry");
        Assert.That(DueOn(Response(onTheDay)), Is.EqualTo(new DateOnly(2026, 3, 6)), "14 days after the action");
    }

    [Test]
    public void Assessment_is_due_30_days_after_the_frozen_after_period_not_the_edited_one()
    {
        var d = Sample.ReadyFor(Gate.Closed) with { Response = new() { Evaluation = new() { After = new() { To = new(2030, 1, 1) } } } };

        Assert.That(DueOn(d), Is.EqualTo(new DateOnly(2026, 9, 30)));
    }

    [Test]
    public void Settings_override_the_defaults() => Assert.Multiple(() =>
    {
        var settings = new DeadlineSettings
        {
            ScanningDays = 1,
            AnalysisDays = 2,
            ResponseDays = 3,
            ResponseGraceDays = 4,
            AssessmentDays = 8,
            AssessmentGraceDays = 9
        };
        DateOnly? With(Dossier d) => Deadlines.DueOn(d with { EnteredOn = new(2026, 3, 2) }, settings, NoHolidays);

        Assert.That(With(new() { Stage = Stage.Scanning }), Is.EqualTo(new DateOnly(2026, 3, 3)));
        Assert.That(With(new() { Stage = Stage.Analysis }), Is.EqualTo(new DateOnly(2026, 3, 4)));
        Assert.That(With(new() { Stage = Stage.Response }), Is.EqualTo(new DateOnly(2026, 3, 5)));
        Assert.That(With(Response(Action("2026-05-01"))), Is.EqualTo(new DateOnly(2026, 5, 5)));
        Assert.That(With(new() { Stage = Stage.Assessment }), Is.EqualTo(new DateOnly(2026, 3, 10)));
        Assert.That(With(Sample.ReadyFor(Gate.Closed)), Is.EqualTo(new DateOnly(2026, 9, 9)));
    });

    [TestCase(null, false)]
    [TestCase("2026-03-15", true)]
    [TestCase("2026-03-16", false)]
    [TestCase("2026-03-17", false)]
    public void Overdue_means_due_before_today(string? due, bool expected) =>
        Assert.That(Deadlines.IsOverdue(due is null ? null : Day(due), null, new(2026, 3, 16)), Is.EqualTo(expected));

    [TestCase("9999-12-31", int.MaxValue, "9999-12-31")]
    [TestCase("9999-12-20", 14, "9999-12-31")]
    [TestCase("0001-01-01", int.MinValue, "0001-01-01")]
    [TestCase("0001-01-01", 0, "0001-01-01")]
    public void Due_dates_stay_within_the_calendar(string entered, int days, string expected) => Assert.That(
        Deadlines.DueOn(new() { EnteredOn = Day(entered) }, Defaults with { ScanningDays = days }, NoHolidays), Is.EqualTo(Day(expected)));

    [Test]
    public void Holiday_on_the_last_day_of_the_calendar_stays_there() =>
        Assert.That(Deadlines.NextWorkingDay(DateOnly.MaxValue, new HashSet<DateOnly> { DateOnly.MaxValue }),
            Is.EqualTo(DateOnly.MaxValue));

    [Property(Replay = Any.Seed, MaxTest = 300)]
    public bool Never_due_on_a_weekend_or_a_holiday(Dossier dossier, DateOnly[] days)
    {
        var plain = DueOn(dossier);
        // Add holidays around the computed due date, where they matter.
        var holidays = days.Concat(plain is { } on ? Enumerable.Range(0, days.Length).Select(i => on.AddDays(i)) : []).ToHashSet();

        return Deadlines.DueOn(dossier, Defaults, holidays) is not { } due
            ? dossier.Stage == Stage.Closed
            : due >= plain && due.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.Contains(due);
    }

    [Property(Replay = Any.Seed, MaxTest = 300)]
    public bool More_days_never_make_it_due_earlier(Dossier dossier, int less, FsCheck.NonNegativeInt more)
    {
        var tight = Every(less);
        var loose = Every((int)Math.Min(int.MaxValue, (long)less + more.Get));

        return dossier.Stage == Stage.Closed
            || Deadlines.DueOn(dossier, tight, NoHolidays) <= Deadlines.DueOn(dossier, loose, NoHolidays);
    }

    private static DeadlineSettings Every(int days) => new()
    {
        ScanningDays = days,
        AnalysisDays = days,
        ResponseDays = days,
        ResponseGraceDays = days,
        AssessmentDays = days,
        AssessmentGraceDays = days,
    };

    private static DateOnly? DueOn(Dossier d) => Deadlines.DueOn(d, Defaults, NoHolidays);

    private static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", null);

    private static ResponseAction Action(string? due) => new() { DueOn = due is null ? null : Day(due) };

    private static Dossier Response(params ResponseAction[] actions) =>
        new() { Stage = Stage.Response, EnteredOn = new(2026, 3, 2), Actions = actions };
}
