using ProblemTracker.Domain;
using ProblemTracker.Evidence;

namespace ProblemTracker.Tests.Evidence;

/// <summary>What a test says of the counts of its areas.</summary>
public sealed class EvaluatorTests
{
    private static readonly Period Before = new() { From = new(2024, 1, 1), To = new(2024, 12, 30) };
    private static readonly Period After = new() { From = new(2025, 1, 1), To = new(2025, 12, 31) };

    private static ResponseTest Test(TestStatistic statistic, bool control = true, double? ring = 100) => new()
    {
        Filter = "categoryCode=noise",
        Counted = "Noise",
        Response = new() { Latitude = 43.5, Longitude = -77.5, Radius = 100 },
        Control = control ? new() { Latitude = 43.6, Longitude = -77.5, Radius = 100 } : null,
        Ring = ring,
        Before = Before,
        After = After,
        Rule = new() { Statistic = statistic, Confidence = 95, ImprovedBy = 20, NoChangeWithin = 10 },
    };

    /// <summary>So many events in each period, spread evenly.</summary>
    private static TestCounts Counts(params (TestCell Cell, int Before, int After)[] cells) => new(cells.ToDictionary(cell => cell.Cell,
        cell => (IReadOnlyList<DateOnly>)[.. Spread(Before, cell.Before), .. Spread(After, cell.After)]));

    private static IEnumerable<DateOnly> Spread(Period period, int count) =>
        Enumerable.Range(0, count).Select(i => period.From!.Value.AddDays(i * period.Days / count));

    private static TestResults Final(ResponseTest test, TestCounts counts) => Evaluator.Evaluate(test, counts, true, After.To!.Value, "");

    // Wheeler and Ratcliffe 2018, table 2: WDD -118, standard error 39.598, 95% interval -196 to -40; in percent of 207 before.
    private static readonly TestCounts Published = Counts((TestCell.Response, 207, 110), (TestCell.Control, 308, 318),
        (TestCell.Ring, 178, 157), (TestCell.ControlRing, 150, 140));

    [Test]
    public void Displacement_difference_is_the_published_one_in_percent_of_the_response_area()
    {
        var results = Final(Test(TestStatistic.Displacement), Published);

        var found = results.Statistics[0];
        Assert.That(found.Statistic, Is.EqualTo(TestStatistic.Displacement));
        Assert.That(found.Change, Is.EqualTo(-118 / 2.07).Within(1e-9));
        Assert.That(found.Low, Is.EqualTo((-118 - 1.959964 * 39.59798) / 2.07).Within(1e-4));
        Assert.That(found.High, Is.EqualTo((-118 + 1.959964 * 39.59798) / 2.07).Within(1e-4));
        Assert.That(found.How, Does.Contain("-118 incidents, standard error 39.6, in percent of 207"));
        Assert.That(results.ByRule, Is.EqualTo(Verdict.Improved));
        Assert.That(results.Displacement!.Sentence, Does.Contain("nobody can tell whether it moved there"));
        Assert.That(results.Displacement.Quotient, Is.Not.Null);
        Assert.That(results.Statistics.Select(one => one.Statistic), Is.EquivalentTo(Enum.GetValues<TestStatistic>()));
    }

    [Test]
    public void Each_statistic_can_be_recomputed_by_hand()
    {
        var results = Final(Test(TestStatistic.AgainstControl), Published);

        Assert.That(results.Statistics[0].Change, Is.EqualTo(100 * (110.0 / 207 / (318.0 / 308) - 1)).Within(1e-9));
        var plain = results.Statistics.Single(one => one.Statistic == TestStatistic.BeforeAfter);
        Assert.That(plain.Change, Is.EqualTo(100 * (110.0 / 207 - 1)).Within(1e-9));
        Assert.That(plain.How, Does.StartWith("(110 ÷ 365 days) ÷ (207 ÷ 365 days)"));
        Assert.That(results.Cells.Select(cell => (cell.Cell, cell.Before, cell.After)), Does.Contain((TestCell.Response, 207, 110)));
        var moved = results.Displacement!;
        Assert.That(moved.How, Is.EqualTo("Quotient: (157 ÷ 318 - 178 ÷ 308) ÷ (110 ÷ 318 - 207 ÷ 308). "
            + "Prevented: (207 + 178) × 318 ÷ 308 - 110 - 157."));
        Assert.That(moved.Quotient, Is.EqualTo((157 / 318.0 - 178 / 308.0) / (110 / 318.0 - 207 / 308.0)).Within(1e-9));
        Assert.That(moved.TotalNetEffect, Is.EqualTo((207 + 178) * 318 / 308.0 - 110 - 157).Within(1e-9));
    }

    [Test]
    public void Words_name_no_fall_of_more_than_everything_and_warn_of_a_test_that_begins_before_the_actions_are_done()
    {
        Assert.That(TestWords.Effect(new(-85, -135, -36), 95),
            Is.EqualTo("a fall of 85% (95% interval: a fall of more than 100% to a fall of 36%)"));
        Assert.That((TestWords.Cell(-0.3), TestWords.Cell(14_642)), Is.EqualTo(("0", "14,642")));
        var test = Test(TestStatistic.BeforeAfter);
        Assert.That(TestWords.Early(test, new(2025, 1, 20)), Is.EqualTo("The period after begins on January 1, 2025, but the last action "
            + "is due on January 20, 2025. What happens in between would count as after the response."));
        Assert.That((TestWords.Early(test, new(2024, 12, 31)), TestWords.Early(test, null)), Is.EqualTo(((string?)null, (string?)null)));
    }

    [Test]
    public void Events_that_moved_next_door_are_named()
    {
        var moved = Final(Test(TestStatistic.AgainstControl), Counts((TestCell.Response, 200, 100), (TestCell.Control, 200, 200),
            (TestCell.Ring, 100, 190), (TestCell.ControlRing, 100, 100)));
        Assert.That(moved.Displacement!.Sentence, Does.Contain("may have moved there"));
        var spread = Final(Test(TestStatistic.AgainstControl), Counts((TestCell.Response, 200, 100), (TestCell.Control, 200, 200),
            (TestCell.Ring, 100, 40), (TestCell.ControlRing, 100, 100)));
        Assert.That(spread.Displacement!.Sentence, Does.Contain("spread there"));
        var alone = Final(Test(TestStatistic.BeforeAfter, control: false), Counts((TestCell.Response, 200, 100), (TestCell.Ring, 0, 0)));
        Assert.That(alone.Displacement!.Sentence, Does.Contain("too few incidents"));
        Assert.That(alone.Displacement.WhyNoQuotient, Does.Contain("control area"));
    }

    [TestCase(TestStatistic.BeforeAfter)]
    [TestCase(TestStatistic.AgainstControl)]
    [TestCase(TestStatistic.Displacement)]
    [TestCase(TestStatistic.LevelChange)]
    public void Areas_without_events_say_why_there_is_no_figure(TestStatistic statistic)
    {
        var results = Final(Test(statistic), Counts((TestCell.Response, 0, 0), (TestCell.Control, 0, 0), (TestCell.Ring, 0, 0),
            (TestCell.ControlRing, 0, 0)));

        Assert.That((results.Statistics[0].Change, results.ByRule), Is.EqualTo(((double?)null, Verdict.CannotTell)));
        Assert.That(results.Statistics[0].Why, Is.Not.Null.And.Not.Empty);
        Assert.That(results.PlannedPower, Does.Contain("No incident was counted"));
    }

    [Test]
    public void Before_the_end_there_are_counts_and_limits_but_no_statistic()
    {
        var results = Evaluator.Evaluate(Test(TestStatistic.BeforeAfter, false, null), Counts((TestCell.Response, 120, 20)), false,
            new(2025, 3, 31), "Wait.");

        Assert.That((results.Statistics.Count, results.ByRule, results.Sentence), Is.EqualTo((0, (Verdict?)null, "Wait.")));
        Assert.That(results.Months.Count(month => month.IsAfter), Is.EqualTo(3));
        Assert.That(results.Months[^1].HighLimit, Is.GreaterThan(10));
    }

    [Test]
    public void Months_expect_the_trend_before_to_go_on_and_leave_out_the_response()
    {
        var test = Test(TestStatistic.LevelChange, false, null) with { After = new() { From = new(2025, 4, 1), To = new(2026, 3, 31) } };
        var counts = new TestCounts(new Dictionary<TestCell, IReadOnlyList<DateOnly>>
        {
            [TestCell.Response] = [.. Spread(Before, 240), .. Spread(test.After, 120)],
        });

        var results = Evaluator.Evaluate(test, counts, true, test.After.To!.Value, "");

        Assert.That(results.Months, Has.Count.EqualTo(24));
        Assert.That(results.Months.Select(month => month.From), Does.Not.Contain(new DateOnly(2025, 2, 1)));
        Assert.That(results.Statistics[0].Change, Is.EqualTo(-50).Within(6));
        Assert.That(results.Months[^1].Expected, Is.EqualTo(20).Within(3));
    }

    [Test]
    public void Prospect_is_the_reference_value_at_twelve_a_month()
    {
        // 144 a cell: 39.3% by exact power, as in the reference; the rule's one-sided level for 90% is 5%.
        var rule = new TestRule { Statistic = TestStatistic.Displacement, Confidence = 90, ImprovedBy = 40 };
        var counts = Counts((TestCell.Response, 144, 0), (TestCell.Control, 144, 0), (TestCell.Ring, 0, 0), (TestCell.ControlRing, 0, 0));

        var fall = Prospects.SmallestFall(Test(TestStatistic.Displacement) with { Rule = rule }, counts).Value!;

        Assert.That(fall.Share, Is.EqualTo(0.393).Within(0.001));
        Assert.That(Prospects.Sentence(Test(TestStatistic.Displacement) with { Rule = rule }, counts),
            Does.Contain("a fall of 40% or more"));
    }
}
