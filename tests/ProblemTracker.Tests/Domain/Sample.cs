using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Domain;

/// <summary>
/// One plausible problem, complete in every part: noise and fights behind a bar on weekend nights. The baseline is summer 2025, the
/// response runs in spring 2026, and the after period is summer 2026.
/// </summary>
public static class Sample
{
    public const long Lead = 7;
    public const long BarOwner = 31;
    public const long Residents = 32;

    public static ScanningSheet Scanning { get; } = new()
    {
        Statement =
            "Shouting, fights and broken glass behind the Blue Lantern bar on Friday and Saturday nights between midnight and 3 a.m.",
        Cheers = new()
        {
            Community = new()
            {
                Answer = YesNo.Yes,
                Evidence = "Twelve households on Alder Street behind the bar, and two shops that open early."
            },
            Harmful = new()
            {
                Answer = YesNo.Yes,
                Evidence = "Three people injured since May, residents losing sleep, broken glass on the way to school."
            },
            Expectation = new() { Answer = YesNo.Yes, Evidence = "41 calls in one summer; brought up at the March neighborhood meeting." },
            Events = new() { Answer = YesNo.Yes, Evidence = "Each is a separate disturbance with a time and a call number." },
            Recurring = new() { Answer = YesNo.Yes, Evidence = "Almost every weekend since the bar extended its hours." },
            Similarity = new() { Answer = YesNo.Yes, Evidence = "Same alley, same hours, patrons leaving by the same door." },
        },
        CountedSource = new()
        {
            Description = "Complaint log kept by the Alder Street residents",
            Count = 23,
            Period = new() { From = new(2025, 6, 1), To = new(2025, 8, 31) },
        },
        Harms = "Residents lose sleep and avoid the alley; patrol spends about nine hours a month on it.",
        HowOften = "Two or three times on a weekend",
        HowLong = "Since May 2025",
    };

    public static AnalysisSheet Analysis { get; } = new()
    {
        Triangle = new()
        {
            Offender = new() { Found = "Patrons who leave drunk at closing time and wait in the alley for rides; few names repeat." },
            Target = new() { Found = "Residents whose bedrooms face the alley." },
            Place = new() { Found = "An unlit alley with the bar's rear exit, out of sight of the street." },
        },
        Controllers = new()
        {
            Handler = new() { NotRelevantReason = "The patrons change every week; no one has influence over them." },
            Guardian = new() { Found = "Residents call, but no one is in the alley at that time." },
            Manager = new() { Found = "The owner has security only at the front door and wants to keep the liquor license." },
        },
        SuperControllers = "State liquor authority",
        Sources =
        [
            new() { Key = "s1", Name = "Calls for service", WhatItShows = "Peak on Fridays at 1 a.m." },
            new() { Key = "s2", Name = "Residents' complaint log", OutsidePolice = true,
                WhatItShows = "About half of the nights are never called in." },
        ],
        Consulted = [
            new() { Key = "c1", AttachmentId = Residents, On = new(2026, 3, 12),
                WhatTheySaid = "The rear exit is the problem, not the music." }],
        CurrentResponse = "Patrol drives by when called; it is quiet while they are there.",
        Hypothesis = "It happens because the rear exit lets drunk patrons gather where no one is watching.",
        Baselines = [Calls(41)],
    };

    public static ResponseSheet Response { get; } = new()
    {
        Objectives =
        [
            new()
            {
                Key = "o1",
                Measure = "Disturbance calls from the block",
                Kind = MeasureKind.Calls,
                Unit = "calls in a summer",
                Direction = Direction.Decrease,
                Baseline = 41,
                BaselinePeriod = Summer(2025),
                Target = 20,
                TargetDate = new(2026, 8, 31),
            },
            new()
            {
                Key = "o2",
                Measure = "Residents who feel safe in the alley at night",
                Kind = MeasureKind.Fear,
                Unit = "percent",
                Direction = Direction.Increase,
                Baseline = 22.5m,
                BaselinePeriod = Summer(2025),
                Target = 50,
                TargetDate = new(2026, 8, 31),
            },
        ],
        Alternatives =
        [
            new() { Key = "a1", Description = "Close the rear exit after 11 p.m. and light the alley",
                ProsAndCons = "Cheap and addresses the cause; needs the fire marshal's approval.", Chosen = true },
            new() { Key = "a2", Description = "Tickets for noise every Friday", Enforcement = true,
                ProsAndCons = "Quick, but the patrons change every week." },
        ],
        Evaluation = new()
        {
            Design = EvaluationDesign.BeforeAfterWithControl,
            ResponseArea = "The block of the bar",
            ControlArea = "The block of the Red Door bar on 5th Street",
            BufferArea = "The four surrounding blocks",
            Measure = "Disturbance calls",
            Before = Summer(2025),
            After = Summer(2026),
            DecisionRule =
                "Improved: at least a third fewer calls than the control area would predict. Worse: more calls. Otherwise: no change.",
        },
    };

    /// <summary>Two planned actions, one of them owned outside the police, and an urgent safety measure outside the plan.</summary>
    public static IReadOnlyList<ResponseAction> PlannedActions { get; } =
    [
        new()
        {
            Id = 11,
            Description = "Close the rear exit after 11 p.m.",
            OwnerAttachmentId = BarOwner,
            DueOn = new(2026, 5, 1),
            Technique = Technique.UsePlaceManagers,
            Side = TriangleSide.Place,
        },
        new()
        {
            Id = 12,
            Description = "Have the alley lit",
            OwnerId = Lead,
            DueOn = new(2026, 5, 15),
            Technique = Technique.AssistNaturalSurveillance,
            Side = TriangleSide.Place,
        },
        new()
        {
            Id = 13,
            Description = "Foot patrol at closing time until the plan starts",
            OwnerId = Lead,
            DueOn = new(2026, 4, 10),
            Technique = Technique.StrengthenFormalSurveillance,
            Side = TriangleSide.Offender,
            Enforcement = true,
            UrgentSafetyMeasure = true,
        },
    ];

    /// <summary>The same actions, all done by mid-May 2026.</summary>
    public static IReadOnlyList<ResponseAction> DoneActions { get; } =
    [
        .. PlannedActions.Select(action => action with { Status = ActionStatus.Done,
            DoneOn = action.UrgentSafetyMeasure ? new(2026, 4, 10) : action.DueOn }),
    ];

    public static AssessmentSheet Assessment { get; } = new()
    {
        Process =
        [
            new() { ActionId = 11, CarriedOut = CarriedOut.Fully, Note = "Closed on every weekend checked." },
            new() { ActionId = 12, CarriedOut = CarriedOut.Partly, Note = "Two of three lights." },
        ],
        Outcomes =
        [
            new() { ObjectiveKey = "o1", After = 17, Period = Summer(2026) },
            new() { ObjectiveKey = "o2", After = 48.5m, Period = Summer(2026) },
        ],
        Displacement = new() { Checked = true, Finding = "Calls did not increase in the four surrounding blocks." },
        Informed = new() { On = new(2026, 9, 8), How = "At the neighborhood meeting and by a letter to the bar." },
        Verdict = Verdict.Improved,
        VerdictReason = "Calls fell by 59%, compared with 4% in the control area.",
        Lessons = "Get the rear exit closed before asking for more patrol.",
        Scores = new()
        {
            Scanning = new() { Points = 8, Reason = "Residents' reports and calls matched from the first week." },
            Analysis = new() { Points = 7, Reason = "We understood the rear exit early, but never the patrons." },
            Response = new() { Points = 6, Reason = "One of three lights is still missing." },
            Assessment = new() { Points = 9, Reason = "A control area, and a decision rule written in advance." },
        },
    };

    public static FrozenPlan Plan { get; } = new()
    {
        StartedOn = new(2026, 4, 15),
        Hash = PlanSeal.Hash(Response, PlannedActions),
        Sheet = Response,
        Actions = [.. PlannedActions.Where(action => action.IsPlanned)],
    };

    /// <summary>A dossier that meets all requirements of the gate and contains nothing from later stages.</summary>
    public static Dossier ReadyFor(Gate gate)
    {
        var scanned = new Dossier
        {
            Stage = Stage.Scanning,
            LeadId = Lead,
            LinkedEvents = 41,
            Scanning = Scanning,
            EnteredOn = new(2026, 3, 2),
            Today = new(2026, 3, 9),
        };
        var analyzed = scanned with { Stage = Stage.Analysis, Analysis = Analysis, EnteredOn = new(2026, 3, 9), Today = new(2026, 3, 30) };
        var planned = analyzed with
        {
            Stage = Stage.Response,
            Response = Response,
            Actions = PlannedActions,
            EnteredOn = new(2026, 3, 30),
            Today = new(2026, 4, 15)
        };
        var acted = planned with { Plan = Plan, FirstStartedOn = Plan.StartedOn, Actions = DoneActions, Today = new(2026, 5, 20) };
        var assessed = acted with
        {
            Stage = Stage.Assessment,
            Assessment = Assessment,
            EnteredOn = new(2026, 5, 20),
            Today = new(2026, 9, 10)
        };
        return gate switch
        {
            Gate.Analysis => scanned,
            Gate.Response => analyzed,
            Gate.Start => planned,
            Gate.Assessment => acted,
            Gate.Closed => assessed,
            _ => throw new ArgumentOutOfRangeException(nameof(gate), gate, null),
        };
    }

    private static Measurement Calls(decimal value) => new()
    {
        Key = "b1",
        Name = "Disturbance calls",
        Value = value,
        Unit = "calls",
        Period = Summer(2025),
        Source = "Calls for service",
    };

    private static Period Summer(int year) => new() { From = new(year, 6, 1), To = new(year, 8, 31) };
}
