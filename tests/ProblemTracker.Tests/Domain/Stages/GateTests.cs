using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Domain;

/// <summary>Tests each requirement alone: breaks one part of a complete dossier, then fixes it.</summary>
public sealed class GateTests
{
    private static readonly Gate[] Gates = Enum.GetValues<Gate>();

    [TestCaseSource(nameof(Gates))]
    public void Sample_meets_all_requirements_of_each_gate(Gate gate) =>
        Assert.That(Sara.ShortfallsBefore(gate, Sample.ReadyFor(gate)), Is.Empty);

    [Test]
    public void Empty_dossier_fails_every_requirement() =>
        Assert.That(Gates.SelectMany(gate => Sara.ShortfallsBefore(gate, new Dossier())).Select(s => s.Code).Distinct(),
            Is.EquivalentTo(Sara.Codes));

    [Test]
    public void Every_code_has_a_cure_and_a_test_case() => Assert.Multiple(() =>
    {
        Assert.That(Cures.ByCode.Keys, Is.EquivalentTo(Sara.Codes));
        Assert.That(Missing.Select(missing => missing.Code).Distinct(), Is.EquivalentTo(Sara.Codes));
    });

    [TestCaseSource(nameof(Gates))]
    public void Gate_checks_exactly_its_requirements_in_the_catalog(Gate gate) =>
        Assert.That(Sara.ShortfallsBefore(gate, new Dossier()).Select(s => s.Code).Distinct(),
            Is.EquivalentTo(Requirements.All.Where(r => r.Gate == gate).Select(r => r.Code)));

    [Test]
    public void Requirement_codes_are_unique() => Assert.That(Requirements.All.Select(r => r.Code), Is.Unique);

    [TestCaseSource(nameof(Missing))]
    public void Broken_dossier_fails_one_requirement_until_cured(Case missing)
    {
        var broken = missing.Break(Sample.ReadyFor(missing.Gate));

        var found = Sara.ShortfallsBefore(missing.Gate, broken);

        Assert.That(found.Select(s => s.Code).Distinct(), Is.EqualTo(new[] { missing.Code }));
        Assert.That(found.Select(s => s.Field), Is.EqualTo(missing.Fields));
        Assert.That(Sara.ShortfallsBefore(missing.Gate, Cures.ByCode[missing.Code](broken)), Is.Empty, "cured");
    }

    [TestCaseSource(nameof(Enough))]
    public void Accepts_allowed_variation(Fine fine) =>
        Assert.That(Sara.ShortfallsBefore(fine.Gate, fine.Change(Sample.ReadyFor(fine.Gate))), Is.Empty);

    [Test]
    public void Messages_name_the_action_and_cut_long_descriptions()
    {
        var ready = Sample.ReadyFor(Gate.Start);
        var broken = WithAction(ready, 12, action => action with { DueOn = null, Description = $"  {new string('x', 59)}🚗 and more " });
        var nameless = WithAction(ready, 12, action => action with { DueOn = null, Description = " " });

        Assert.That(Sara.ShortfallsBefore(Gate.Start, broken)[0].Message,
            Is.EqualTo($"Set a due date for \"{new string('x', 59)}...\"."));
        Assert.That(Sara.ShortfallsBefore(Gate.Start, nameless)[0].Message, Is.EqualTo("Set a due date for action 12."));
    }

    [Test]
    [SetCulture("th-TH")]
    public void Dates_in_messages_do_not_depend_on_the_culture()
    {
        var late = WithAction(Sample.ReadyFor(Gate.Closed), 12, action => action with { DoneOn = new(2026, 6, 1) });

        Assert.That(Sara.ShortfallsBefore(Gate.Closed, late)[0].Message, Does.EndWith("done on June 1, 2026."));
    }

    [Test]
    public void Outcome_shortfalls_point_to_existing_rows_or_to_rows_to_add()
    {
        var ready = Sample.ReadyFor(Gate.Closed);
        var onlySecond = WithOutcomes(ready, ready.Assessment.Outcomes[1] with { After = null });

        Assert.That(Sara.ShortfallsBefore(Gate.Closed, onlySecond).Select(s => s.Field), Is.EqualTo(new[]
        {
            "assessment.outcomes[1].after", "assessment.outcomes[1].period", "assessment.outcomes[0].after",
        }));
    }

    public sealed record Case(string Code, string What, Gate Gate, Func<Dossier, Dossier> Break, params string[] Fields)
    {
        public override string ToString() => $"{Code}: {What}";
    }

    public sealed record Fine(string What, Gate Gate, Func<Dossier, Dossier> Change)
    {
        public override string ToString() => What;
    }

    private static IEnumerable<Case> Missing =>
    [
        new("scanning.statement", "blank", Gate.Analysis,
            d => d with { Scanning = d.Scanning with { Statement = " \n" } }, "scanning.statement"),
        new("scanning.lead", "no lead officer", Gate.Analysis, d => d with { LeadId = null }, "leadId"),
        .. CheersCases(),
        new("scanning.events", "one incident", Gate.Analysis,
            d => d with { LinkedEvents = 1, Scanning = d.Scanning with { CountedSource = new() } }, "incidents"),
        new("scanning.events", "a count of one", Gate.Analysis,
            d => d with { LinkedEvents = 1, Scanning = d.Scanning with { CountedSource = new() { Description = "Log", Count = 1 } } },
            "incidents"),
        new("scanning.events", "a count without a description", Gate.Analysis,
            d => d with { LinkedEvents = 1, Scanning = d.Scanning with { CountedSource = new() { Description = " ", Count = 9 } } },
            "incidents"),
        new("scanning.harms", "blank", Gate.Analysis, d => d with { Scanning = d.Scanning with { Harms = null } }, "scanning.harms"),

        .. SideCases(),
        new("analysis.sources", "one source", Gate.Response,
            d => d with { Analysis = d.Analysis with { Sources = [d.Analysis.Sources[1]] } }, "analysis.sources"),
        new("analysis.sources", "second source without a name", Gate.Response,
            d => d with { Analysis = d.Analysis with { Sources = [d.Analysis.Sources[1], new() { WhatItShows = "x" }] } },
            "analysis.sources"),
        new("analysis.sources", "none outside the police", Gate.Response,
            d => d with { Analysis = d.Analysis with { Sources = [d.Analysis.Sources[0], d.Analysis.Sources[0]] } }, "analysis.sources"),
        new("analysis.sources", "outside source without a name", Gate.Response,
            d => d with { Analysis = d.Analysis with { Sources = [d.Analysis.Sources[0], d.Analysis.Sources[0],
                new() { OutsidePolice = true }] } }, "analysis.sources"),
        new("analysis.consulted", "no stakeholder", Gate.Response,
            d => d with { Analysis = d.Analysis with { Consulted = [new() { WhatTheySaid = "Hearsay" }] } }, "analysis.consulted"),
        new("analysis.currentResponse", "blank", Gate.Response, d => d with { Analysis = d.Analysis with { CurrentResponse = "" } },
            "analysis.currentResponse"),
        new("analysis.hypothesis", "blank", Gate.Response,
            d => d with { Analysis = d.Analysis with { Hypothesis = " " } }, "analysis.hypothesis"),
        new("analysis.baseline", "no name", Gate.Response, d => WithBaseline(d, b => b with { Name = " " }), "analysis.baselines"),
        new("analysis.baseline", "no value", Gate.Response, d => WithBaseline(d, b => b with { Value = null }), "analysis.baselines"),
        new("analysis.baseline", "incomplete period", Gate.Response,
            d => WithBaseline(d, b => b with { Period = b.Period with { To = null } }), "analysis.baselines"),
        new("analysis.baseline", "period ends before it starts", Gate.Response,
            d => WithBaseline(d, b => b with { Period = new() { From = b.Period.To, To = b.Period.From } }), "analysis.baselines"),

        new("response.objectives", "none", Gate.Start,
            d => d with { Response = d.Response with { Objectives = [] } }, "response.objectives"),
        new("response.objectives", "empty second objective", Gate.Start,
            d => d with { Response = d.Response with { Objectives = [d.Response.Objectives[0], new()] } },
            [.. new[] { "measure", "kind", "unit", "direction", "baseline", "baselinePeriod", "target", "targetDate" }
                .Select(part => $"response.objectives[1].{part}")]),
        new("response.alternatives", "one alternative", Gate.Start, d => WithAlternatives(d, options => [options[0]]),
            "response.alternatives"),
        new("response.alternatives", "one without pros and cons", Gate.Start,
            d => WithAlternatives(d, options => [options[0], options[1] with { ProsAndCons = " " }]), "response.alternatives"),
        new("response.alternatives", "one without a description", Gate.Start,
            d => WithAlternatives(d, options => [options[0], options[1] with { Description = null }]), "response.alternatives"),
        new("response.alternatives", "enforcement only", Gate.Start,
            d => WithAlternatives(d, options => [options[1], options[1]]), "response.alternatives"),
        new("response.owners", "no owner", Gate.Start, d => WithAction(d, 12, a => a with { OwnerId = null }), "actions[12].owner"),
        new("response.owners", "no date", Gate.Start, d => WithAction(d, 12, a => a with { DueOn = null }), "actions[12].dueOn"),
        new("response.owners", "no owner and no date", Gate.Start, d => WithAction(d, 12, a => a with { OwnerId = null, DueOn = null }),
            "actions[12].owner", "actions[12].dueOn"),
        new("response.technique", "no technique", Gate.Start, d => WithAction(d, 12, a => a with { Technique = null }),
            "actions[12].technique"),
        new("response.combined", "no outside owner and no reason", Gate.Start,
            d => WithAction(d, 11, a => a with { OwnerId = 8, OwnerAttachmentId = null }), "response.noOutsideActionReason"),
        new("response.combined", "outside action dropped", Gate.Start,
            d => WithAction(d, 11, a => a with { Status = ActionStatus.Dropped }), "response.noOutsideActionReason"),
        new("response.combined", "outside action not part of the plan", Gate.Start, d => WithAction(d, 11, a
            => a with { UrgentSafetyMeasure = true }),
            "response.noOutsideActionReason"),
        .. EvaluationCases(),

        new("response.started", "plan not frozen", Gate.Assessment, d => d with { Plan = null }, "response"),
        new("response.open", "action still planned", Gate.Assessment,
            d => WithAction(d, 12, a => a with { Status = ActionStatus.Planned }), "actions[12].status"),
        new("response.open", "urgent safety measure still planned", Gate.Assessment,
            d => WithAction(d, 13, a => a with { Status = ActionStatus.Planned }), "actions[13].status"),
        new("response.open", "dropped without a reason", Gate.Assessment,
            d => WithAction(d, 12, a => a with { Status = ActionStatus.Dropped, DroppedReason = " " }), "actions[12].droppedReason"),
        new("response.open", "urgent safety measures only", Gate.Assessment,
            d => d with { Actions = [.. d.Actions.Where(a => a.UrgentSafetyMeasure)] }, "actions"),

        new("assessment.process", "no finding for an action", Gate.Closed,
            d => WithProcess(d, d.Assessment.Process[0]), "assessment.process"),
        new("assessment.process", "finding without an answer", Gate.Closed,
            d => WithProcess(d, d.Assessment.Process[0], new() { ActionId = 12, Note = "?" }), "assessment.process"),
        new("assessment.process", "urgent safety measures only", Gate.Closed,
            d => d with { Actions = [.. d.Actions.Where(a => a.UrgentSafetyMeasure)] }, "actions"),
        new("assessment.outcomes", "no objective", Gate.Closed,
            d => d with { Response = d.Response with { Objectives = [] } }, "response.objectives"),
        new("assessment.outcomes", "no rows", Gate.Closed, d => WithOutcomes(d), "assessment.outcomes[0].after",
            "assessment.outcomes[0].period", "assessment.outcomes[1].after", "assessment.outcomes[1].period"),
        new("assessment.outcomes", "blank key matches no row", Gate.Closed,
            d => d with { Response = d.Response with { Objectives = [d.Response.Objectives[0] with { Key = null }] },
                Assessment = d.Assessment with { Outcomes = [d.Assessment.Outcomes[0] with { ObjectiveKey = null }] } },
            "assessment.outcomes[1].after", "assessment.outcomes[1].period"),
        new("assessment.outcomes", "no value after", Gate.Closed, d => WithOutcome(d, o => o with { After = null }),
            "assessment.outcomes[0].after"),
        new("assessment.outcomes", "incomplete period", Gate.Closed,
            d => WithOutcome(d, o => o with { Period = o.Period with { From = null } }), "assessment.outcomes[0].period"),
        new("assessment.outcomes", "period ends today", Gate.Closed, d => d with { Today = new(2026, 8, 31) },
            "assessment.outcomes[0].period", "assessment.outcomes[1].period"),
        new("assessment.outcomes", "period begins on the day of the last action", Gate.Closed,
            d => WithAction(d, 12, a => a with { DoneOn = new(2026, 6, 1) }), "assessment.outcomes[0].period",
            "assessment.outcomes[1].period"),
        new("assessment.outcomes", "another season", Gate.Closed,
            d => WithOutcome(d with { Today = new(2027, 1, 4) },
                o => o with { Period = new() { From = new(2026, 9, 1), To = new(2026, 11, 30) } }),
            "assessment.outcomes[0].comparableReason"),
        new("assessment.outcomes", "a shorter period", Gate.Closed,
            d => WithOutcome(d, o => o with { Period = o.Period with { To = new(2026, 8, 20) }, ComparableReason = " " }),
            "assessment.outcomes[0].comparableReason"),
        new("assessment.outcomes", "a baseline without a period", Gate.Closed,
            d => d with { Response = d.Response with { Objectives = [d.Response.Objectives[0] with { BaselinePeriod = new() }] } },
            "assessment.outcomes[0].comparableReason"),
        new("assessment.outcomes", "a reason excuses only the mismatch", Gate.Closed,
            d => WithOutcome(d with { Today = new(2026, 8, 20) },
                o => o with { Period = o.Period with { To = new(2026, 8, 20) }, ComparableReason = "The bar closed." }),
            "assessment.outcomes[0].period", "assessment.outcomes[1].period"),
        new("assessment.displacement", "no answer", Gate.Closed, d => WithDisplacement(d, new() { Finding = "x", NotCheckedReason = "y" }),
            "assessment.displacement"),
        new("assessment.displacement", "looked for, no finding", Gate.Closed,
            d => WithDisplacement(d, new() { Checked = true, NotCheckedReason = "y" }), "assessment.displacement"),
        new("assessment.displacement", "not looked for, no reason", Gate.Closed,
            d => WithDisplacement(d, new() { Checked = false, Finding = "x" }), "assessment.displacement"),
        new("assessment.informed", "no date", Gate.Closed,
            d => d with { Assessment = d.Assessment with { Informed = new() { How = "By letter" } } }, "assessment.informed"),
        new("assessment.informed", "no method", Gate.Closed,
            d => d with { Assessment = d.Assessment with { Informed = new() { On = new(2026, 9, 8), How = " " } } }, "assessment.informed"),
        new("assessment.verdict", "no verdict", Gate.Closed,
            d => d with { Assessment = d.Assessment with { Verdict = null } }, "assessment.verdict"),
        new("assessment.lessons", "blank", Gate.Closed,
            d => d with { Assessment = d.Assessment with { Lessons = " " } }, "assessment.lessons"),
        new("assessment.scores", "no scores", Gate.Closed, d => WithScores(d, _ => new()),
            [.. new[] { "scanning", "analysis", "response", "assessment" }.Select(stage => $"assessment.scores.{stage}.points")]),
        new("assessment.scores", "above ten", Gate.Closed, d => WithScores(d, s => s with { Analysis = s.Analysis with { Points = 11 } }),
            "assessment.scores.analysis.points"),
        new("assessment.scores", "below zero", Gate.Closed, d => WithScores(d, s => s with { Response = s.Response with { Points = -1 } }),
            "assessment.scores.response.points"),
        new("assessment.scores", "no reason", Gate.Closed,
            d => WithScores(d, s => s with { Assessment = s.Assessment with { Reason = " " } }), "assessment.scores.assessment.reason"),
    ];

    private static IEnumerable<Fine> Enough =>
    [
        new("two incidents and no counted source", Gate.Analysis,
            d => d with { LinkedEvents = 2, Scanning = d.Scanning with { CountedSource = new() } }),
        new("a counted source and no incident", Gate.Analysis,
            d => d with { LinkedEvents = 0,
                Scanning = d.Scanning with { CountedSource = new() { Description = "Complaint log", Count = 2 } } }),
        new("every side set aside with a reason", Gate.Response,
            d => Sides.Aggregate(d, (set, side) => side.With(set, new() { NotRelevantReason = "No one lives there." }))),
        new("one good baseline among bad ones", Gate.Response,
            d => d with { Analysis = d.Analysis with { Baselines = [new(), .. d.Analysis.Baselines] } }),
        new("no action owned outside, with a reason", Gate.Start,
            d => WithAction(d, 11, a => a with { OwnerId = 8, OwnerAttachmentId = null })
                with { Response = d.Response with { NoOutsideActionReason = "No one runs the place." } }),
        new("an urgent action without date, technique or owner", Gate.Start,
            d => WithAction(d, 13, a => a with { OwnerId = null, DueOn = null, Technique = null })),
        new("a dropped action without date, technique or owner", Gate.Start,
            d => WithAction(d, 12, a => a with { OwnerId = null, DueOn = null, Technique = null, Status = ActionStatus.Dropped })),
        new("an action done before the start", Gate.Start,
            d => WithAction(d, 12, a => a with { Status = ActionStatus.Done, DoneOn = new(2026, 4, 1) })),
        new("no comparison areas, with a reason", Gate.Start,
            d => WithEvaluation(d,
                e => e with { Design = EvaluationDesign.TimeSeries, ControlArea = null, BufferArea = null,
                    NoComparisonReason = "There is no second bar." })),
        new("a control area without a buffer area, with a reason", Gate.Start,
            d => WithEvaluation(d, e => e with { BufferArea = null, NoComparisonReason = "The river is behind it." })),
        new("an action dropped with a reason", Gate.Assessment,
            d => WithAction(d, 12, a => a with { Status = ActionStatus.Dropped, DroppedReason = "The city lit it." })),
        new("only a dropped action in the plan", Gate.Assessment,
            d => d with { Actions = [d.Actions[0] with { Status = ActionStatus.Dropped, DroppedReason = "The bar closed." }] }),
        new("a dropped action without a finding", Gate.Closed,
            d => WithProcess(WithAction(d, 12, a => a with { Status = ActionStatus.Dropped }), d.Assessment.Process[0])),
        new("an urgent action done later", Gate.Closed, d => WithAction(d, 13, a => a with { DoneOn = new(2026, 7, 1) })),
        new("a period that ended yesterday", Gate.Closed, d => d with { Today = new(2026, 9, 1) }),
        new("a period that begins the day after the last action", Gate.Closed,
            d => WithAction(d, 12, a => a with { DoneOn = new(2026, 5, 31) })),
        new("another season, with a reason", Gate.Closed,
            d => WithOutcome(d with { Today = new(2027, 1, 4) },
                o => o with { Period = new() { From = new(2026, 9, 1), To = new(2026, 11, 30) },
                    ComparableReason = "The bar was shut all summer." })),
        new("displacement not looked for, with a reason", Gate.Closed,
            d => WithDisplacement(d, new() { Checked = false, NotCheckedReason = "Nowhere near to go." })),
        new("a score of zero, with a reason", Gate.Closed,
            d => WithScores(d, s => s with { Scanning = new() { Points = 0, Reason = "We looked at the wrong street." } })),
        new("the verdict cannot tell", Gate.Closed, d => d with { Assessment = d.Assessment with { Verdict = Verdict.CannotTell } }),
    ];

    private static IEnumerable<Case> CheersCases()
    {
        (string Name, Func<Cheers, CheersAnswer, Cheers> With)[] questions =
        [
            ("community", (c, a) => c with { Community = a }), ("harmful", (c, a) => c with { Harmful = a }),
            ("expectation", (c, a) => c with { Expectation = a }), ("events", (c, a) => c with { Events = a }),
            ("recurring", (c, a) => c with { Recurring = a }), ("similarity", (c, a) => c with { Similarity = a }),
        ];
        foreach (var (name, with) in questions)
        {
            Func<Dossier, Dossier> Answered(CheersAnswer answer) =>
                d => d with { Scanning = d.Scanning with { Cheers = with(d.Scanning.Cheers, answer) } };
            yield return new($"scanning.cheers.{name}", "no answer", Gate.Analysis, Answered(new() { Evidence = "x" }),
                $"scanning.cheers.{name}.answer");
            yield return new($"scanning.cheers.{name}", "answered no", Gate.Analysis, Answered(new() { Answer = YesNo.No, Evidence = "x" }),
                $"scanning.cheers.{name}.answer");
            yield return new($"scanning.cheers.{name}", "no evidence", Gate.Analysis,
                Answered(new() { Answer = YesNo.Yes, Evidence = " " }),
                $"scanning.cheers.{name}.evidence");
        }
    }

    private sealed record Side(string Name, Func<Dossier, Finding, Dossier> With);

    private static IEnumerable<Side> Sides =>
    [
        new("triangle.offender", (d, f) => d with { Analysis = d.Analysis with { Triangle = d.Analysis.Triangle with { Offender = f } } }),
        new("triangle.target", (d, f) => d with { Analysis = d.Analysis with { Triangle = d.Analysis.Triangle with { Target = f } } }),
        new("triangle.place", (d, f) => d with { Analysis = d.Analysis with { Triangle = d.Analysis.Triangle with { Place = f } } }),
        new("controllers.handler",
            (d, f) => d with { Analysis = d.Analysis with { Controllers = d.Analysis.Controllers with { Handler = f } } }),
        new("controllers.guardian",
            (d, f) => d with { Analysis = d.Analysis with { Controllers = d.Analysis.Controllers with { Guardian = f } } }),
        new("controllers.manager",
            (d, f) => d with { Analysis = d.Analysis with { Controllers = d.Analysis.Controllers with { Manager = f } } }),
    ];

    private static IEnumerable<Case> SideCases() => Sides.Select(side =>
        new Case($"analysis.{side.Name}", "blank", Gate.Response, d => side.With(d, new() { Found = " ", NotRelevantReason = "" }),
            $"analysis.{side.Name}.found"));

    private static IEnumerable<Case> EvaluationCases()
    {
        Case Part(string field, string what, Func<EvaluationPlan, EvaluationPlan> change) =>
            new("response.evaluation", what, Gate.Start, d => WithEvaluation(d, change), $"response.evaluation.{field}");
        return
        [
            Part("design", "no design", e => e with { Design = null }),
            Part("responseArea", "no response area", e => e with { ResponseArea = " " }),
            Part("controlArea", "a controlled design without a control area",
                e => e with { ControlArea = null, NoComparisonReason = "None like it." }),
            Part("controlArea", "a controlled series without a control area",
                e => e with { Design = EvaluationDesign.TimeSeriesWithControl, ControlArea = " ", NoComparisonReason = "None like it." }),
            Part("noComparisonReason", "no buffer area and no reason", e => e with { BufferArea = null }),
            Part("noComparisonReason", "no control area and no reason",
                e => e with { Design = EvaluationDesign.BeforeAfter, ControlArea = null }),
            Part("measure", "no measure", e => e with { Measure = null }),
            Part("before", "incomplete before period", e => e with { Before = e.Before with { From = null } }),
            Part("after", "incomplete after period", e => e with { After = e.After with { To = null } }),
            Part("after", "after period ends with before period", e => e with { After = e.Before }),
            Part("decisionRule", "no decision rule", e => e with { DecisionRule = "" }),
            new("response.evaluation", "empty plan", Gate.Start, d => WithEvaluation(d, _ => new()),
                [.. new[] { "design", "responseArea", "noComparisonReason", "measure", "before", "after", "decisionRule" }
                    .Select(part => $"response.evaluation.{part}")]),
        ];
    }

    private static Dossier WithAction(Dossier d, long id, Func<ResponseAction, ResponseAction> change) =>
        d with { Actions = [.. d.Actions.Select(action => action.Id == id ? change(action) : action)] };

    private static Dossier WithBaseline(Dossier d, Func<Measurement, Measurement> change) =>
        d with { Analysis = d.Analysis with { Baselines = [.. d.Analysis.Baselines.Select(change)] } };

    private static Dossier WithAlternatives(Dossier d, Func<IReadOnlyList<Alternative>, IReadOnlyList<Alternative>> change) =>
        d with { Response = d.Response with { Alternatives = change(d.Response.Alternatives) } };

    private static Dossier WithEvaluation(Dossier d, Func<EvaluationPlan, EvaluationPlan> change) =>
        d with { Response = d.Response with { Evaluation = change(d.Response.Evaluation) } };

    private static Dossier WithProcess(Dossier d, params ProcessFinding[] rows) =>
        d with { Assessment = d.Assessment with { Process = rows } };

    private static Dossier WithOutcomes(Dossier d, params Outcome[] rows) => d with { Assessment = d.Assessment with { Outcomes = rows } };

    private static Dossier WithOutcome(Dossier d, Func<Outcome, Outcome> change) =>
        WithOutcomes(d, change(d.Assessment.Outcomes[0]), d.Assessment.Outcomes[1]);

    private static Dossier WithScores(Dossier d, Func<SelfScores, SelfScores> change) =>
        d with { Assessment = d.Assessment with { Scores = change(d.Assessment.Scores) } };

    private static Dossier WithDisplacement(Dossier d, Displacement displacement) =>
        d with { Assessment = d.Assessment with { Displacement = displacement } };
}
