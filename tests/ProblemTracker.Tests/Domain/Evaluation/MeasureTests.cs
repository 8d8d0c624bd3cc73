using FsCheck;
using FsCheck.Fluent;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain;

/// <summary>Measures other than counted incidents: how they are named, typed and judged.</summary>
public sealed class MeasureTests
{
    [TestCase("surveyId=3&question=q4", TestMeasure.Survey)]
    [TestCase(" checklist=40 Tanner Street ", TestMeasure.Checklist)]
    [TestCase("seriesId=5", TestMeasure.Numbers)]
    [TestCase("categoryCode=noise", TestMeasure.Incidents)]
    [TestCase("seriesId=5&categoryCode=noise", TestMeasure.Incidents)]
    [TestCase(null, TestMeasure.Incidents)]
    public void Measure_is_known_by_its_text(string? kept, TestMeasure expected)
    {
        Assert.That(new ResponseTest { Filter = kept }.Measure, Is.EqualTo(expected));
        if (MeasureBasis.Read(kept) is { } basis) Assert.That(basis.ToString(), Is.EqualTo(kept!.Trim()));
    }

    [Test]
    public void Numbers_are_read_as_people_paste_them()
    {
        var (numbers, wrong) = SeriesNumbers.Read("month,bags\r\n2026-02,7\r\n2026-01 12.5\n\n3/1/2026\t3\n\"4/2026\";\"8\"\n");

        Assert.That(wrong, Is.Null);
        Assert.That(numbers, Is.EqualTo(new SeriesNumber[]
        {
            new(new(2026, 1, 1), 12.5), new(new(2026, 2, 1), 7), new(new(2026, 3, 1), 3), new(new(2026, 4, 1), 8),
        }));
    }

    [TestCase("2026-01 12\n2026-01-01 13", "Line 2 has 2026-01-01 for the second time.")]
    [TestCase("2026-01 12\nlater 13", "Line 2 must be a month or a day and a number of 0 or more, such as 2026-01 12.")]
    [TestCase("2026-01", "Line 1 must be")]
    [TestCase("2026-13 4", "Line 1 must be")]
    [TestCase("2026-01 -4", "Line 1 must be")]
    [TestCase("0001-01 4", "Line 1 must be")]
    [TestCase("Month\n", "Enter at least one number")]
    [TestCase("2026-01 1,234", "Line 1 must be")]
    [TestCase("2026-01 NaN", "Line 1 must be")]
    [TestCase("2026-01 1e9", "Line 1 must be")]
    public void Line_that_is_wrong_is_named(string text, string expected) =>
        Assert.That(SeriesNumbers.Read(text).Wrong, Does.StartWith(expected));

    [Test]
    public void Series_too_long_is_refused() => Assert.That(SeriesNumbers.Read(string.Join('\n', Enumerable.Range(0, 501)
        .Select(day => $"{new DateOnly(2026, 1, 1).AddDays(day):yyyy-MM-dd} 1"))).Wrong, Does.Contain("at most 500"));

    [FsCheck.NUnit.Property(Replay = Any.Seed)]
    public Property Numbers_written_are_read_again() =>
        Prop.ForAll(Gen.Choose(0, 1_000_000).ListOf(5).ToArbitrary(), drawn =>
        {
            SeriesNumber[] numbers = [.. drawn.Select((number, i) => new SeriesNumber(new(2026, 1, 1 + i), number / 100.0))];
            return SeriesNumbers.Read(SeriesNumbers.Text(numbers)).Numbers.SequenceEqual(numbers);
        });

    [Test]
    public void Rise_of_what_is_good_is_judged_and_worded_as_such()
    {
        var test = new ResponseTest
        {
            Filter = "surveyId=3&question=q4",
            Counted = "“Do you feel safe?” (Tanner Street)",
            MoreIsBetter = true,
            Rule = new() { Statistic = TestStatistic.BeforeAfter, Confidence = 95, ImprovedBy = 10, NoChangeWithin = 5 },
        };

        Assert.That(test.Judge(new(14, 2, 26)), Is.EqualTo(Verdict.Improved));
        Assert.That(test.Judge(new(8, 2, 14)), Is.EqualTo(Verdict.PartlyImproved));
        Assert.That(test.Judge(new(-14, -26, -2)), Is.EqualTo(Verdict.Worse));
        Assert.That(test.Judge(new(3, -9, 15)), Is.EqualTo(Verdict.CannotTell));
        Assert.That(test.Judge(new(1, -4, 5)), Is.EqualTo(Verdict.NoChange));
        Assert.That(TestWords.Rule(test), Does.StartWith("Improved: the share of the top two answers rose by 10 points or more, and the "
            + "whole 95% interval is a rise.").And.Contain("Worse: the whole 95% interval is a fall."));
        Assert.That(TestWords.Result(test, new(14, 1, 26), Verdict.Improved), Is.EqualTo("“Do you feel safe?” (Tanner Street), compared "
            + "with before: a rise of 14 points (95% interval: a rise of 1 point to a rise of 26 points). By the rule set beforehand: "
            + "improved."));
        Assert.That(TestWords.Prospect(test, "84 answers before and as many after", 20.4), Is.EqualTo("With 84 answers before and as many "
            + "after, only a rise of 21 points or more would probably show. The rule already calls a rise of 10 points improved; one "
            + "between that and 21 points would probably end with “cannot tell”."));
        Assert.That(TestWords.Prospect(test, "3 answers", null), Does.Contain("no rise would probably show"));
    }
}
