using FsCheck;
using FsCheck.Fluent;
using ProblemTracker.Domain;
using ProblemTracker.Shared;
using Outcome = ProblemTracker.Domain.Outcome;

namespace ProblemTracker.Tests.Domain;

/// <summary>A stage change that someone tries, with the problem's dossier at that moment.</summary>
public sealed record Step(Stage To, ClosingReason? Reason, HashSet<string> Overridden, Dossier Dossier);

/// <summary>
/// Random dossiers as they might come from the database: partly filled, with blank texts, incomplete periods and rows in every state.
/// A third are complete dossiers with a few parts replaced, so that nearly ready ones are common too.
/// </summary>
public static class Any
{
    /// <summary>The seed of every property, so that runs are repeatable. Change it to try other data; a failure reports its seed.</summary>
    public const string Seed = "(16810393378074802770,17894847748991359099)";

    public static Arbitrary<Dossier> Dossiers() => AnyDossier.ToArbitrary();
    public static Arbitrary<ScanningSheet> ScanningSheets() => Scanning.ToArbitrary();
    public static Arbitrary<AnalysisSheet> AnalysisSheets() => Analysis.ToArbitrary();
    public static Arbitrary<ResponseSheet> ResponseSheets() => Response.ToArbitrary();
    public static Arbitrary<AssessmentSheet> AssessmentSheets() => Assessment.ToArbitrary();
    public static Arbitrary<Period> Periods() => AnyPeriod.ToArbitrary();
    public static Arbitrary<DateOnly> Dates() => Date.ToArbitrary();
    public static Arbitrary<IReadOnlyList<ResponseAction>> ActionLists() => Actions.ToArbitrary();
    public static Arbitrary<HashSet<string>> OverrideCodes() => Codes.ToArbitrary();

    public static Arbitrary<Step> Steps() => AnyStep.ToArbitrary();

    private static readonly Gen<string?> Text =
        Gen.Elements<string?>(null, "", "  ", "\t\n", " padded ", "It happens on Fridays.", "<b>'; DROP TABLE Problem; --", "Straße 🚗");

    private static readonly Gen<DateOnly> Date = Gen.Choose(0, 1500).Select(days => new DateOnly(2024, 1, 1).AddDays(days));

    private static readonly Gen<DateOnly?> MaybeDate = Maybe(Date);

    private static readonly Gen<decimal?> Number = Maybe(Gen.Elements(0m, 1m, 1.0m, 1.50m, -3m, 41m, 0.333333m, 1e9m));

    private static readonly Gen<bool> Bool = Gen.Elements(true, false);

    private static readonly Gen<long?> MaybeId = Maybe(Gen.Choose(1, 9).Select(id => (long)id));

    private static readonly Gen<Period> AnyPeriod = Gen.Frequency(
        (2, from start in MaybeDate from end in MaybeDate select new Period { From = start, To = end }),
        (3,
            from start in Date
            from days in Gen.Elements(0, 1, 27, 30, 89, 91, 364, 365, 730)
            select new Period { From = start, To = start.AddDays(days) }));

    private static readonly Gen<CheersAnswer> Answer =
        from answer in Maybe(Gen.Elements(YesNo.Yes, YesNo.Yes, YesNo.No))
        from evidence in Text
        select new CheersAnswer { Answer = answer, Evidence = evidence };

    private static readonly Gen<ScanningSheet> Scanning =
        from texts in Text.ListOf(5)
        from answers in Answer.ListOf(6)
        from count in Maybe(Gen.Choose(-1, 3))
        from period in AnyPeriod
        select new ScanningSheet
        {
            Statement = texts[0],
            Harms = texts[1],
            HowOften = texts[2],
            HowLong = texts[3],
            CountedSource = new() { Description = texts[4], Count = count, Period = period },
            Cheers = new()
            {
                Community = answers[0],
                Harmful = answers[1],
                Expectation = answers[2],
                Events = answers[3],
                Recurring = answers[4],
                Similarity = answers[5]
            },
        };

    private static readonly Gen<Finding> Side = from found in Text
                                                from not in Text
                                                select new Finding { Found = found, NotRelevantReason = not };

    private static readonly Gen<InformationSource> Source =
        from name in Text
        from outside in Bool
        from shows in Text
        select new InformationSource { Name = name, OutsidePolice = outside, WhatItShows = shows };

    private static readonly Gen<Consultation> Talk =
        from id in MaybeId
        from date in MaybeDate
        from said in Text
        select new Consultation { AttachmentId = id, On = date, WhatTheySaid = said };

    private static readonly Gen<Measurement> Measure =
        from texts in Text.ListOf(3)
        from value in Number
        from period in AnyPeriod
        select new Measurement { Name = texts[0], Unit = texts[1], Source = texts[2], Value = value, Period = period };

    private static readonly Gen<AnalysisSheet> Analysis =
        from sides in Side.ListOf(6)
        from sources in Few(Source)
        from talks in Few(Talk)
        from baselines in Few(Measure)
        from texts in Text.ListOf(3)
        select new AnalysisSheet
        {
            Triangle = new() { Offender = sides[0], Target = sides[1], Place = sides[2] },
            Controllers = new() { Handler = sides[3], Guardian = sides[4], Manager = sides[5] },
            Sources = sources,
            Consulted = talks,
            Baselines = baselines,
            SuperControllers = texts[0],
            CurrentResponse = texts[1],
            Hypothesis = texts[2],
        };

    private static readonly Gen<string?> Key = Gen.Elements<string?>(null, "", " ", "o1", "o1", " o2 ", "o3", "o03", "o999999",
        "o99999999999", "noise");

    private static readonly Gen<Objective> AnyObjective =
        from key in Key
        from texts in Text.ListOf(2)
        from kind in Maybe(Gen.Elements(Enum.GetValues<MeasureKind>()))
        from direction in Maybe(Gen.Elements(Enum.GetValues<Direction>()))
        from numbers in Number.ListOf(2)
        from period in AnyPeriod
        from date in MaybeDate
        select new Objective
        {
            Key = key,
            Measure = texts[0],
            Unit = texts[1],
            Kind = kind,
            Direction = direction,
            Baseline = numbers[0],
            Target = numbers[1],
            BaselinePeriod = period,
            TargetDate = date,
        };

    private static readonly Gen<Objective> EmptyObjective = Key.Select(key => new Objective { Key = key, Measure = " " });

    private static readonly Gen<Alternative> Option =
        from texts in Text.ListOf(2)
        from enforcement in Bool
        from chosen in Bool
        select new Alternative { Description = texts[0], ProsAndCons = texts[1], Enforcement = enforcement, Chosen = chosen };

    private static readonly Gen<ResponseTest> Test =
        from key in Key
        from text in Text
        from ring in Maybe(Gen.Elements(0.0, 100.0))
        from rule in Maybe(Gen.Elements(Enum.GetValues<TestStatistic>()))
        from before in AnyPeriod
        from after in AnyPeriod
        select new ResponseTest
        {
            ObjectiveKey = key,
            Filter = text,
            Counted = text,
            Ring = ring,
            Before = before,
            After = after,
            Rule = new() { Statistic = rule },
        };

    private static readonly Gen<ComputedTest> Computed =
        from final in Bool
        from moved in Bool
        from verdict in Maybe(Gen.Elements(Enum.GetValues<Verdict>()))
        select new ComputedTest { IsFinal = final, HasDisplacement = moved, Verdict = verdict };

    private static readonly Gen<EvaluationPlan> Evaluation =
        from design in Maybe(Gen.Elements(Enum.GetValues<EvaluationDesign>()))
        from texts in Text.ListOf(6)
        from before in AnyPeriod
        from after in AnyPeriod
        from test in Gen.Frequency((3, Gen.Constant<ResponseTest?>(null)), (1, Test.Select(one => (ResponseTest?)one)))
        select new EvaluationPlan
        {
            Test = test,
            Design = design,
            ResponseArea = texts[0],
            ControlArea = texts[1],
            BufferArea = texts[2],
            NoComparisonReason = texts[3],
            Measure = texts[4],
            DecisionRule = texts[5],
            Before = before,
            After = after,
        };

    private static readonly Gen<ResponseSheet> Response =
        from objectives in Few(Gen.Frequency((4, AnyObjective), (1, EmptyObjective)))
        from options in Few(Option)
        from why in Text
        from evaluation in Evaluation
        select new ResponseSheet { Objectives = objectives, Alternatives = options, NoOutsideActionReason = why, Evaluation = evaluation };

    private static readonly Gen<ProcessFinding> Process =
        from id in MaybeId
        from carriedOut in Maybe(Gen.Elements(Enum.GetValues<CarriedOut>()))
        from note in Text
        select new ProcessFinding { ActionId = id, CarriedOut = carriedOut, Note = note };

    private static readonly Gen<Outcome> AnyOutcome =
        from key in Key
        from after in Number
        from period in AnyPeriod
        from why in Text
        from typed in Text
        select new Outcome { ObjectiveKey = key, After = after, Period = period, ComparableReason = why, TypedReason = typed };

    private static readonly Gen<Score> AnyScore =
        from points in Maybe(Gen.Choose(-1, 11))
        from because in Text
        select new Score { Points = points, Reason = because };

    private static readonly Gen<SelfScores> AnyScores =
        from scores in AnyScore.ListOf(4)
        select new SelfScores { Scanning = scores[0], Analysis = scores[1], Response = scores[2], Assessment = scores[3] };

    private static readonly Gen<AssessmentSheet> Assessment =
        from process in Few(Process)
        from outcomes in Few(AnyOutcome)
        from lookedFor in Maybe(Bool)
        from texts in Text.ListOf(5)
        from informedOn in MaybeDate
        from verdict in Maybe(Gen.Elements(Enum.GetValues<Verdict>()))
        from scores in AnyScores
        select new AssessmentSheet
        {
            Process = process,
            Outcomes = outcomes,
            Displacement = new() { Checked = lookedFor, Finding = texts[0], NotCheckedReason = texts[1] },
            Informed = new() { On = informedOn, How = texts[2] },
            Verdict = verdict,
            VerdictReason = texts[3],
            Lessons = texts[4],
            Scores = scores,
        };

    private static readonly Gen<ResponseAction> Action =
        from text in Text
        from owner in MaybeId
        from outside in Bool
        from due in MaybeDate
        from done in Date
        from technique in Maybe(Gen.Elements(Enum.GetValues<Technique>()))
        from side in Maybe(Gen.Elements(Enum.GetValues<TriangleSide>()))
        from enforcement in Bool
        from interim in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        from status in Gen.Elements(Enum.GetValues<ActionStatus>())
        from why in Text
        select new ResponseAction
        {
            Description = text ?? "",
            OwnerId = outside ? null : owner,
            OwnerAttachmentId = outside ? owner : null,
            DueOn = due,
            DoneOn = status == ActionStatus.Done ? done : null,
            Technique = technique,
            Side = side,
            Enforcement = enforcement,
            UrgentSafetyMeasure = interim,
            Status = status,
            DroppedReason = status == ActionStatus.Dropped ? why : null,
        };

    private static readonly Gen<IReadOnlyList<ResponseAction>> Actions =
        Few(Action).Select(actions => (IReadOnlyList<ResponseAction>)[.. actions.Select((action, i) => action with { Id = i + 1 })]);

    private static readonly Gen<Hold> AnyHold =
        from visit in Gen.Choose(1, 2)
        from start in Date
        from days in Gen.Choose(1, HoldRules.Longest)
        from ended in Maybe(Gen.Choose(0, HoldRules.Longest))
        select new Hold
        {
            Visit = visit,
            FromOn = start,
            UntilOn = start.AddDays(days),
            EndedOn = ended < days ? start.AddDays(ended.Value) : null,
            HeldAt = Midnight(start),
        };

    private static readonly Gen<Extension> AnyExtension =
        from visit in Gen.Choose(1, 2)
        from due in Date
        from granted in Date
        select new Extension { Visit = visit, DueOn = due, GrantedAt = Midnight(granted) };

    public static Arbitrary<Hold> Holds() => AnyHold.ToArbitrary();
    public static Arbitrary<Extension> Extensions() => AnyExtension.ToArbitrary();

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private static readonly Gen<Dossier> RandomDossier =
        from stage in Gen.Elements(Enum.GetValues<Stage>())
        from lead in MaybeId
        from events in Gen.Choose(0, 4)
        from scanning in Scanning
        from analysis in Analysis
        from response in Response
        from assessment in Assessment
        from actions in Actions
        from started in MaybeDate
        from keepsPlan in Bool
        from today in Date
        from entered in Date
        from visit in Gen.Choose(1, 2)
        from holds in Few(AnyHold)
        from extensions in Few(AnyExtension)
        from computed in Gen.Frequency((2, Gen.Constant<ComputedTest?>(null)), (1, Computed.Select(one => (ComputedTest?)one)))
        select new Dossier
        {
            Computed = computed,
            Visit = visit,
            Holds = holds,
            Extensions = extensions,
            Stage = stage,
            LeadId = lead,
            LinkedEvents = events,
            Scanning = scanning,
            Analysis = analysis,
            Response = response,
            Assessment = assessment,
            Actions = actions,
            Plan = keepsPlan && started is { } startedOn
                ? new()
                {
                    StartedOn = startedOn,
                    Sheet = response,
                    Actions = [.. actions.Where(action => action.IsPlanned)],
                    Hash = PlanSeal.Hash(response, actions)
                }
                : null,
            FirstStartedOn = started,
            Today = today,
            EnteredOn = entered,
        };

    private static readonly Gen<Dossier> AlmostReady =
        from stage in Gen.Elements(Enum.GetValues<Stage>())
        from other in RandomDossier
        from torn in Gen.Frequency((6, Gen.Constant(false)), (1, Gen.Constant(true))).ListOf(7)
        select Sample.ReadyFor(Gate.Closed) with
        {
            Stage = stage,
            LeadId = torn[0] ? other.LeadId : Sample.Lead,
            Scanning = torn[1] ? other.Scanning : Sample.Scanning,
            Analysis = torn[2] ? other.Analysis : Sample.Analysis,
            Response = torn[3] ? other.Response : Sample.Response,
            Assessment = torn[4] ? other.Assessment : Sample.Assessment,
            Actions = torn[5] ? other.Actions : Sample.DoneActions,
            Plan = torn[6] ? other.Plan : Sample.Plan,
        };

    private static readonly Gen<Dossier> AnyDossier = Gen.Frequency((2, RandomDossier), (1, AlmostReady));

    private static readonly Gen<HashSet<string>> Codes = Gen.OneOf(
        Gen.Constant(new HashSet<string>()),
        Gen.Constant(Sara.Codes.ToHashSet()),
        Gen.SubListOf(Sara.Codes.Append(Sara.NotAllowed).Append("no.such.code")).Select(codes => codes.ToHashSet()));

    private static readonly Gen<Step> AnyStep =
        from to in Gen.Elements(Enum.GetValues<Stage>())
        from reason in Maybe(Gen.Elements(Enum.GetValues<ClosingReason>()))
        from overridden in Codes
        from dossier in AnyDossier
        select new Step(to, to == Stage.Closed ? reason : null, overridden, dossier);

    private static Gen<T?> Maybe<T>(Gen<T> gen) where T : struct =>
        Gen.Frequency((1, Gen.Constant<T?>(null)), (3, gen.Select(value => (T?)value)));

    private static Gen<List<T>> Few<T>(Gen<T> gen) => Gen.Choose(0, 3).SelectMany(n => gen.ListOf(n)).Select(rows => rows.ToList());
}
