using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain;

/// <summary>What the gate before closing takes over from the test that the program carried out.</summary>
public sealed class ComputedGateTests
{
    private static readonly ResponseTest Test = new() { ObjectiveKey = Sample.Response.Objectives[0].Key, Filter = "categoryCode=noise" };

    private static readonly Dossier Tested = WithTest(Sample.ReadyFor(Gate.Closed));

    private static readonly ComputedTest Final = new() { IsFinal = true, Verdict = Verdict.Improved, HasDisplacement = true };

    private static Dossier WithTest(Dossier d)
    {
        var sheet = d.Plan!.Sheet with { Evaluation = d.Plan.Sheet.Evaluation with { Test = Test } };
        return d with { Plan = d.Plan with { Sheet = sheet }, Response = sheet };
    }

    private static Dossier Without(Dossier d, Func<AssessmentSheet, AssessmentSheet> change) =>
        d with { Assessment = change(d.Assessment) };

    private static IEnumerable<Outcome> Others(AssessmentSheet sheet) => sheet.Outcomes.Where(row => row.ObjectiveKey != Test.ObjectiveKey);

    private static IEnumerable<string> Codes(Dossier d) => Sara.ShortfallsBefore(Gate.Closed, d).Select(shortfall => shortfall.Code);

    [Test]
    public void Response_starts_only_before_the_period_after_of_its_test_and_measures_of_one_place_need_no_areas()
    {
        var ready = Sample.ReadyFor(Gate.Start);
        var test = new ResponseTest { Filter = "seriesId=5", After = new() { From = ready.Today, To = ready.Today.AddDays(90) } };
        Dossier With(ResponseTest planned) => ready with
        {
            Response = ready.Response with
            {
                Evaluation = ready.Response.Evaluation with
                {
                    Test = planned,
                    ResponseArea = null,
                    ControlArea = null,
                    BufferArea = null,
                    NoComparisonReason = null,
                },
            },
        };
        IEnumerable<string> Before(Dossier d) =>
            Sara.ShortfallsBefore(Gate.Start, d).Where(one => one.Code == "response.evaluation").Select(one => one.Message);

        Assert.That(Before(With(test)), Is.Empty);
        Assert.That(Before(With(test with { Filter = "categoryCode=noise" })), Is.Not.Empty);
        Assert.That(Before(With(test with { After = test.After with { From = ready.Today.AddDays(-1) } })),
            Has.One.Contains("before the response. Choose a later one."));
    }

    [Test]
    public void Final_result_meets_outcome_and_displacement()
    {
        var bare = Without(Tested, sheet => sheet with { Outcomes = [.. Others(sheet)], Displacement = new() });

        Assert.That(Codes(bare), Is.SupersetOf(new[] { "assessment.outcomes", "assessment.displacement" }));
        Assert.That(Codes(bare with { Computed = Final }).Intersect(["assessment.outcomes", "assessment.displacement"]), Is.Empty);
        Assert.That(Codes(bare with { Computed = Final with { HasDisplacement = false } }), Does.Contain("assessment.displacement"));
    }

    [Test]
    public void Until_the_period_after_is_over_a_typed_outcome_needs_a_reason()
    {
        var typed = Tested.Assessment.Outcomes[0] with { Counted = null };
        var running = Tested with { Computed = Final with { IsFinal = false } };
        var dossier = Without(running, sheet => sheet with { Outcomes = [typed, .. Others(sheet)] });

        Assert.That(Codes(dossier), Does.Contain("assessment.outcomes"));
        var reasoned = Without(dossier,
            sheet => sheet with { Outcomes = [typed with { TypedReason = "The source stopped." }, .. Others(sheet)] });
        Assert.That(Codes(reasoned), Does.Not.Contain("assessment.outcomes"));
    }

    [Test]
    public void Typed_outcome_of_a_counted_baseline_needs_a_reason()
    {
        var ready = Sample.ReadyFor(Gate.Closed);
        var counted = ready with
        {
            Response = ready.Response with
            {
                Objectives = [.. ready.Response.Objectives.Select(row => row with { Counted = new() { Filter = "categoryCode=noise" } })],
            },
            Assessment = ready.Assessment with { Outcomes = [.. ready.Assessment.Outcomes.Select(row => row with { Counted = null })] },
        };

        Assert.That(Sara.ShortfallsBefore(Gate.Closed, counted).Where(s => s.Code == "assessment.outcomes").Select(s => s.Field),
            Is.Not.Empty.And.All.EndsWith(".typedReason"));
        var reasoned = Without(counted,
            sheet => sheet with { Outcomes = [.. sheet.Outcomes.Select(row => row with { TypedReason = "By hand." })] });
        Assert.That(Codes(reasoned), Does.Not.Contain("assessment.outcomes"));
    }

    [Test]
    public void Verdict_that_differs_from_its_rule_needs_a_reason()
    {
        var dossier = Without(Tested with { Computed = Final }, sheet => sheet with { Verdict = Verdict.NoChange, VerdictReason = " " });

        var missing = Sara.ShortfallsBefore(Gate.Closed, dossier).Single(s => s.Code == "assessment.verdict");
        Assert.That((missing.Field, missing.Message), Is.EqualTo(("assessment.verdictReason",
            "The rule set beforehand says: improved. Give the reason why your verdict differs.")));
        Assert.That(Codes(Without(dossier, sheet => sheet with { VerdictReason = "Winter." })), Does.Not.Contain("assessment.verdict"));
        Assert.That(Codes(Without(dossier, sheet => sheet with { Verdict = Verdict.Improved })), Does.Not.Contain("assessment.verdict"));
    }
}
