using FsCheck;
using FsCheck.Fluent;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain;

/// <summary>The decision rule that is set before the response, and what is said before and after.</summary>
public sealed class TestRuleTests
{
    private static readonly TestRule Rule =
        new() { Statistic = TestStatistic.BeforeAfter, Confidence = 95, ImprovedBy = 20, NoChangeWithin = 10 };

    [TestCase(-30, -45, -12, Verdict.Improved)]
    [TestCase(-20, -30, -0.1, Verdict.Improved)]
    [TestCase(-19, -30, -1, Verdict.PartlyImproved)]
    [TestCase(-30, -60, 5, Verdict.CannotTell)]
    [TestCase(0, -40, 40, Verdict.CannotTell)]
    [TestCase(1, -9, 10, Verdict.NoChange)]
    [TestCase(-5, -9, -1, Verdict.NoChange)]
    [TestCase(25, 3, 60, Verdict.Worse)]
    [TestCase(5, 1, 11, Verdict.Worse)]
    public void Rule_gives_one_verdict(double percent, double low, double high, Verdict expected) =>
        Assert.That(Rule.Judge(new(percent, low, high)), Is.EqualTo(expected));

    [Test]
    public void Result_without_figure_or_interval_cannot_be_told()
    {
        Assert.That(Rule.Judge(default), Is.EqualTo(Verdict.CannotTell));
        Assert.That(Rule.Judge(new(-50, null, null)), Is.EqualTo(Verdict.CannotTell));
        Assert.That(Rule.Judge(new(300, 20, null)), Is.EqualTo(Verdict.CannotTell), "An interval without an upper end.");
    }

    [FsCheck.NUnit.Property(Replay = Any.Seed)]
    public Property A_rule_without_margin_never_says_no_change_and_says_better_only_of_falls() =>
        Prop.ForAll(Gen.Choose(-100, 200).ListOf(3).Select(ends => ends.Order().ToArray()).ToArbitrary(), ends =>
        {
            var verdict = (Rule with { NoChangeWithin = null }).Judge(new(ends[1], ends[0], ends[2]));
            return verdict != Verdict.NoChange
                && (verdict is Verdict.Improved or Verdict.PartlyImproved) == (ends[2] < 0) && (verdict == Verdict.Worse) == (ends[0] > 0);
        });

    [Test]
    public void Rule_is_read_back_with_every_verdict()
    {
        var text = TestWords.Rule(new() { Rule = Rule });

        foreach (var part in new[] { "Improved: incidents in the response area fell by 20% or more", "95% interval", "Partly improved",
            "No change", "within 10%", "Worse", "cannot tell" })
            Assert.That(text, Does.Contain(part));
        Assert.That(TestWords.Rule(new() { Rule = Rule with { NoChangeWithin = null } }), Does.Not.Contain("No change"));
    }

    [Test]
    public void Prospect_says_what_would_show_and_what_would_not()
    {
        Assert.That(TestWords.Prospect(12, 12, 0.3921, Rule), Does.StartWith(
            "With about 12 incidents a month over a year on each side, only a fall of 40% or more would probably show."));
        Assert.That(TestWords.Prospect(12, 12, 0.3921, Rule), Does.Contain("cannot tell"));
        Assert.That(TestWords.Prospect(90, 6, 0.15, Rule), Does.Not.Contain("cannot tell"));
        Assert.That(TestWords.Prospect(0.5, 6, null, Rule), Does.Contain("use a survey or a site checklist"));
    }

    [Test]
    public void Result_names_fall_interval_and_verdict()
    {
        var test = new ResponseTest { Counted = "Noise", Rule = Rule };

        Assert.That(TestWords.Result(test, new(-31.4, -48, -9), Verdict.Improved), Is.EqualTo("Noise in the response area, compared with "
            + "before: a fall of 31% (95% interval: a fall of 48% to a fall of 9%). By the rule set beforehand: improved."));
        Assert.That(TestWords.Result(test, new(-10, -40, 30), Verdict.CannotTell),
            Does.EndWith("nobody can tell whether the problem changed."));
        Assert.That(TestWords.Effect(new(40, 2, null), 90), Does.Contain("from a rise of 2%, without an upper end"));
        Assert.That(TestWords.Effect(new(0.2, -9, 10), 95), Does.StartWith("no change ("));
    }

    [Test]
    public void Texts_of_the_plan_come_from_its_test()
    {
        var plan = new EvaluationPlan
        {
            ResponseArea = "typed",
            NoComparisonReason = "No bar like it.",
            Test = new()
            {
                Counted = "Noise",
                Response = new() { Name = "40 Tanner Street", Latitude = 1, Longitude = 2, Radius = 150 },
                Ring = 200,
                Before = new() { From = new(2025, 1, 1), To = new(2025, 12, 31) },
                Rule = Rule with { Statistic = TestStatistic.LevelChange },
            },
        }.WithTestTexts();

        Assert.That(plan.ResponseArea, Is.EqualTo("40 Tanner Street, within 150 m"));
        Assert.That(plan.BufferArea, Does.Contain("200 m"));
        Assert.That((plan.ControlArea, plan.NoComparisonReason), Is.EqualTo(((string?)null, "No bar like it.")));
        Assert.That((plan.Design, plan.Before.Days), Is.EqualTo((EvaluationDesign.TimeSeries, 365)));
        Assert.That(new EvaluationPlan { ResponseArea = "typed" }.WithTestTexts().ResponseArea, Is.EqualTo("typed"));
    }

    [Test]
    public void Hash_of_a_plan_without_a_test_is_as_before_and_with_one_covers_its_areas()
    {
        var sheet = Sample.Response;
        ResponseSheet With(double radius) =>
            sheet with { Evaluation = sheet.Evaluation with { Test = new() { Response = new() { Radius = radius } } } };

        Assert.That(PlanSeal.Canonical(sheet, []), Does.Not.Contain("test"));
        Assert.That(new[] { sheet, With(3), With(4) }.Select(one => PlanSeal.Hash(one, [])).Distinct().Count(), Is.EqualTo(3));
    }
}
