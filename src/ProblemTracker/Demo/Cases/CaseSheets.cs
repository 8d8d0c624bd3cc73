using System.Globalization;
using static ProblemTracker.Demo.Sheets;

namespace ProblemTracker.Demo;

/// <summary>The worksheets of a generated case, built from its texts and the incident counts.</summary>
internal sealed class CaseSheets(DemoCity city, DemoCase of, CaseText text, int before)
{
    // One row per SARA stage, ordered from poor to good.
    private static readonly string[][] Judgments =
    [
        ["It took us two tries to see that it was one problem and not three.", "We had the numbers, but talked to too few people.",
            "The statement says what, where, when and to whom.", "Calls and residents told the same story."],
        ["We stopped at the first idea that fit.", "Good on the place, thin on the people.",
            "The source outside the police changed how we saw it.",
            "We looked at all three sides, and the hypothesis could have been proved wrong."],
        ["We planned more than three people can do.", "Half of it depended on one partner.",
            "Two of the three measures last without us.", "Cheap, agreed on, and no one had to be watched."],
        ["There was nothing to compare with.", "A different season, so the number says less than it seems to.",
            "We wrote the rule beforehand and stuck to it.", "We looked around the corner too, and said what we don't know."],
    ];

    private Period Before => Span(city, of.Opened + 7 * of.Weeks, of.Opened + 1);
    private Period After => Span(city, of.Opened - of.AfterBegins, of.Opened - of.AfterEnds);
    private string Unit => $"reports in {of.Weeks} weeks";
    private int Target => before / 2;
    private bool AsksResidents => of.Number % 3 == 0;

    public ScanningSheet Scanning() => new()
    {
        Statement = text.Statement,
        Cheers = Yes(text.Community, text.Harmful, text.Expectation, text.Events, text.Recurring, text.Similarity),
        // A quarter of the cases also cite a residents' log; the rest rely on linked incidents alone.
        CountedSource = of.Number % 4 == 0 ? new() { Description = "Log kept by residents", Count = before + 3, Period = Before } : new(),
        Harms = of.Overridden == "scanning.harms" ? null : text.Harms,
        HowOften = $"{before} times in {of.Weeks} weeks",
    };

    public ScanningSheet HalfScanned() =>
        new() { Statement = text.Statement, Cheers = new() { Recurring = new() { Answer = YesNo.Yes, Evidence = text.Recurring } } };

    public AnalysisSheet HalfAnalyzed() => new()
    {
        Triangle = new() { Offender = Found(text.Offender), Place = Found(text.Where) },
        Sources = [new() { Name = "Incident list", WhatItShows = text.Records }],
        CurrentResponse = text.CurrentResponse,
    };

    public AnalysisSheet Analysis(long? manager, long? affected) => new()
    {
        Triangle = new() { Offender = Found(text.Offender), Target = Found(text.Target), Place = Found(text.Where) },
        Controllers = new()
        {
            Handler = text.Handler is { } handler ? Found(handler) : NotRelevant("No known handler."),
            Guardian = Found(text.Guardian),
            Manager = Found(text.Manager),
        },
        Sources = of.Overridden == "analysis.sources" ? [new() { Name = "Incident list", WhatItShows = text.Records }] :
        [
            new() { Name = "Incident list", WhatItShows = text.Records },
            new() { Name = text.OutsideSource, OutsidePolice = true, WhatItShows = text.OutsideShows },
        ],
        Consulted =
        [
            new() { AttachmentId = manager, On = city.Day(of.Opened - of.AnalysisDone + 6), WhatTheySaid = text.PlaceManager.Says },
            new() { AttachmentId = affected, On = city.Day(of.Opened - of.AnalysisDone + 3), WhatTheySaid = text.Affected.Says },
        ],
        CurrentResponse = text.CurrentResponse,
        Hypothesis = text.Hypothesis,
        Baselines = of.Overridden == "analysis.baseline" ? [] :
            [new() { Name = $"Reports of {text.Counted}", Value = before, Unit = Unit, Period = Before, Source = "Incident list" }],
    };

    public ResponseSheet Response(DemoNeighborhood neighborhood)
    {
        List<Alternative> options =
        [
            new() { Description = text.ByPlaceManager.What, ProsAndCons = text.ChosenWeighed, Chosen = !of.EnforcementOnly },
            new() { Description = text.Enforcement.What, Enforcement = true, ProsAndCons = text.EnforcementWeighed,
                Chosen = of.EnforcementOnly || of.Number % 4 == 1 },
        ];
        return new()
        {
            Objectives = AsksResidents ? [Reports, Fear] : [Reports],
            Alternatives = of.Overridden == "response.alternatives" ? [options[0]] : options,
            NoOutsideActionReason = of.EnforcementOnly
                ? "The owner hasn't answered two letters, so we're starting with what we can do ourselves." : null,
            Evaluation = new()
            {
                Design = EvaluationDesign.BeforeAfter,
                ResponseArea = $"{of.Street} and the buildings facing it",
                BufferArea = string.Join(" and ",
                    neighborhood.Streets.Select(s => s.Name).Where(name => name != of.Street).Skip(of.Number % 3).Take(2)),
                NoComparisonReason = $"No other place in {of.Neighborhood} is like it, so there is no control area.",
                Measure = $"Reports of {text.Counted}",
                Before = Before,
                After = After,
                DecisionRule = of.Overridden == "response.evaluation" ? null
                    : string.Create(CultureInfo.InvariantCulture,
                        $"Improved at {Target} or fewer, partly improved below {before * 8 / 10}, "
                            + $"worse above {before * 12 / 10}, no change in between."),
            },
        };
    }

    private Objective Reports => new()
    {
        Key = "o1",
        Measure = $"Reports of {text.Counted} on {of.Street}",
        Kind = text.Measure,
        Unit = Unit,
        Direction = Direction.Decrease,
        Baseline = before,
        BaselinePeriod = Before,
        Target = Target,
        TargetDate = After.To,
    };

    private Objective Fear => new()
    {
        Key = "o2",
        Measure = $"Residents who feel safe on {of.Street} after dark",
        Kind = MeasureKind.Fear,
        Unit = "percent of respondents",
        Direction = Direction.Increase,
        Baseline = 28 + of.Number % 11,
        BaselinePeriod = Before,
        Target = 55,
        TargetDate = After.To,
    };

    public AssessmentSheet HalfAssessed(IReadOnlyList<long> done) => new()
    {
        Process = [.. done.Take(1)
            .Select(id => new ProcessFinding { ActionId = id, CarriedOut = CarriedOut.Fully, Note = "Seen in place on three visits." })],
    };

    /// <param name="done">The actions that were carried out.</param>
    /// <param name="after">Incidents in the period after the response.</param>
    /// <param name="elsewhere">Incidents on the surrounding streets, before and after.</param>
    public AssessmentSheet Assessment(IReadOnlyList<long> done, int after, (int Before, int After) elsewhere)
    {
        var why = of.IsLong ? null : "Different season, but the same people use the place all year, indoors and out.";
        List<Outcome> outcomes = [new() { ObjectiveKey = "o1", After = after, Period = After, ComparableReason = why }];
        if (AsksResidents) outcomes.Add(new() { ObjectiveKey = "o2", After = Safe, Period = After, ComparableReason = why });
        return new()
        {
            Process = [.. done.Select((id, i) => new ProcessFinding
            {
                ActionId = id,
                CarriedOut = (of.Number + i) % 4 == 3 ? CarriedOut.Partly : CarriedOut.Fully,
                Note = (of.Number + i) % 4 == 3 ? "Done later than agreed, and not all of it." : "Checked on site.",
            })],
            Outcomes = outcomes,
            Displacement = of.Overridden == "assessment.displacement" ? new() : new()
            {
                Checked = true,
                Finding = string.Create(CultureInfo.InvariantCulture,
                    $"Same category on the other streets of {of.Neighborhood}: {elsewhere.Before} before, {elsewhere.After} after."),
            },
            Informed = new()
            {
                On = city.Day(of.Opened - of.AfterEnds - 4),
                How = of.Number % 2 == 0 ? "At the neighborhood meeting, and by letter to everyone who took part."
                    : "By phone to everyone who took part, and on the neighborhood bulletin board."
            },
            Verdict = of.Verdict,
            VerdictReason = Because(after),
            Lessons = text.Lesson,
            Scores = new()
            {
                Scanning = Judged(0),
                Analysis = Judged(1),
                Response = Judged(2),
                Assessment = Judged(3),
            },
        };
    }

    private int Safe =>
        of.Verdict switch { Verdict.Improved => 57, Verdict.PartlyImproved => 48, Verdict.Worse => 26, _ => 38 } + of.Number % 5;

    private string Because(int after) =>
        string.Create(CultureInfo.InvariantCulture, $"{after} reports, compared with {before} before; the rule called for {Target}.")
            + of.Verdict switch
            {
                Verdict.CannotTell => " The numbers are small, and the street was torn up half the time.",
                Verdict.NoChange => " The response didn't reach the people causing it.",
                Verdict.Worse => " It grew, and not just here.",
                Verdict.PartlyImproved => " Better, but not by as much as we said it would be.",
                _ => " Residents say the same.",
            };

    private Score Judged(int stage)
    {
        var better = of.Verdict is Verdict.Improved ? 2 : of.Verdict is Verdict.PartlyImproved ? 1 : 0;
        var points = 3 + better + (of.Number * 7 + stage * 3) % 5;
        return new() { Points = points, Reason = Judgments[stage][Math.Clamp(points - 3, 0, 7) / 2] };
    }
}
