using static ProblemTracker.Demo.Sheets;

namespace ProblemTracker.Demo;

/// <summary>Two stories about theft: a trailhead on weekends, and garages in the early morning. Numbers are days before today.</summary>
internal static class TheftStories
{
    private static readonly DemoAccount Dana = DemoCity.Officer, Ruth = DemoCity.Supervisor, Priya = DemoCity.Analyst;

    /// <summary>In Response: the plan is complete, and a request to start it is waiting.</summary>
    public static async Task TheTrailhead(DemoCity city, CancellationToken ct)
    {
        var before = Span(city, 100, 44);
        var thefts = city.Count(DemoSpots.Trailhead, 100, 44);
        var story = await DemoStory.Open(city, 70, Priya, new("Thefts from cars at the Heron Trail lot",
            "On weekends, the windows of hikers' cars are broken, mostly around noon. Bags are taken and later found empty on the trail.",
            "theft-from-vehicle", ProblemSource.Data, Priority.Normal, Confidential: false, city.Neighborhood("Gull Ridge"),
            "Heron Trail lot", 43.5921, -77.5324, city.IdOf(Dana)), ct);
        await story.Link(69, Priya, DemoSpots.Trailhead);
        await story.Save(68, Dana, new ScanningSheet
        {
            Statement =
                "On Saturdays and Sundays between ten and four, car windows are broken in the Heron Trail lot and bags left in sight "
                    + "are stolen.",
            Cheers = Yes(
                "Hikers from all over the city, and the people who run the kiosk.",
                "A window and a bag each time; visitors stay away.",
                "Reported nearly every time, and in letters to the editor.",
                "Separate thefts, each with a car and a time window.",
                "Most weekends since spring.",
                "One lot, same hours, bags in sight."),
            Harms = "About $400 each time, and a feeling that the trail isn't safe.",
            HowOften = "Two or three on a good-weather weekend",
        });
        await story.Move(60, Dana, Stage.Analysis, "The incident list shows one lot and one time window.");
        var parks = await story.Attach(58, Dana, DemoDirectory.Parks, StakeholderKind.Agency, StakeholderRole.PlaceManager);
        var friends = await story.Attach(57, Dana, "Friends of the Heron Trail", StakeholderKind.Other, StakeholderRole.Guardian);
        await story.Save(40, Priya, new AnalysisSheet
        {
            Triangle = new()
            {
                Offender = Found("One or two people on foot who come in on the trail, not the road."),
                Target = Found("Cars with bags in sight; four out of five had one on a seat."),
                Place = Found("The far half of the lot can't be seen from the kiosk or the road."),
            },
            Controllers = new()
            {
                Handler = NotRelevant("No one has been identified."),
                Guardian = Found("Hikers are on the trail for two hours; the Friends have volunteers there on Sundays."),
                Manager = Found("Parks owns the lot and trims the hedge once a year."),
            },
            Sources =
            [
                new() { Name = "Theft reports", WhatItShows = "Where in the lot, and at what time." },
                new() { Name = "Survey of hikers by the Friends of the Heron Trail", OutsidePolice = true,
                    WhatItShows = "Half didn't know about the thefts." },
            ],
            Consulted =
            [
                new() { AttachmentId = parks, On = city.Day(50),
                    WhatTheySaid = "Could cut the hedge to three feet and open the near half first." },
            ],
            CurrentResponse = "A small, faded sign. A patrol car drives by once a day.",
            Hypothesis =
                "It happens because the far half of the lot is hidden, cars sit there for two hours, and people leave bags in sight "
                    + "because no one tells them not to.",
            Baselines =
            [
                new() { Name = "Thefts from cars in the lot", Value = thefts, Unit = "thefts in 8 weeks", Period = before,
                    Source = "Incident list" },
            ],
        });
        await story.Move(12, Dana, Stage.Response, "Parks is ready to help.");
        await story.Save(9, Dana, new ResponseSheet
        {
            Objectives =
            [
                new()
                {
                    Key = "o1", Measure = "Thefts from cars in the Heron Trail lot", Kind = MeasureKind.Crime, Unit = "thefts in 8 weeks",
                    Direction = Direction.Decrease,
                    Baseline = thefts, BaselinePeriod = before, Target = 8, TargetDate = city.Day(-95),
                },
            ],
            Alternatives =
            [
                new() { Description = "Plainclothes watch on two weekends", Enforcement = true,
                    ProsAndCons = "Might catch someone; won't deter the next one." },
                new() { Description = "Cut the hedge, open the near half first, put a sign at every row",
                    ProsAndCons = "Cheap, and works as long as Parks keeps it up.", Chosen = true },
            ],
            Evaluation = new()
            {
                Design = EvaluationDesign.BeforeAfterWithControl,
                ResponseArea = "Heron Trail lot",
                ControlArea = "Mill Pond lot",
                BufferArea = "Roadside parking on Ridge Road",
                Measure = "Thefts from cars",
                Before = before,
                After = Span(city, -39, -95),
                DecisionRule = "Improved at 8 thefts or fewer, if the Mill Pond lot doesn't drop as much.",
            },
        });
        await story.Plan(9, Dana, new("Cut the hedge to three feet", Enforcement: false, OwnerAttachmentId: parks, DueOn: city.Day(-14),
            Technique: Technique.AssistNaturalSurveillance, Side: TriangleSide.Place));
        await story.Plan(9, Dana,
            new("Have volunteers greet drivers on weekend mornings", Enforcement: false, OwnerAttachmentId: friends, DueOn: city.Day(-21),
                Technique: Technique.ExtendGuardianship, Side: TriangleSide.Target));
        await story.Plan(8, Dana,
            new("Put a sign at every row: nothing in sight, nothing in the trunk", Enforcement: false,
                OwnerId: city.IdOf(Dana), DueOn: city.Day(-28),
                Technique: Technique.PostInstructions, Side: TriangleSide.Target));
        await story.Ask(2, Dana, RequestKind.Start, "The plan is complete, and Parks can cut the hedge next week.");
    }

    /// <summary>In Analysis and on hold, with a half-filled worksheet.</summary>
    public static async Task TheGarages(DemoCity city, CancellationToken ct)
    {
        var story = await DemoStory.Open(city, 35, Dana, new("Break-ins at the Sable Court garages",
            "Garages behind Sable Court are broken into in the early morning hours. Bicycles and tools are taken.",
            "burglary", ProblemSource.Officer, Priority.Normal, Confidential: false, city.Neighborhood("Gull Ridge"), "Sable Court garages",
            43.5832, -77.5138, city.IdOf(Dana)), ct);
        await story.Link(34, Dana, DemoSpots.Garages);
        await story.Save(33, Dana, new ScanningSheet
        {
            Statement =
                "In the early morning hours, someone forces the side doors of the garages behind Sable Court and takes bicycles and "
                    + "tools.",
            Cheers = Yes(
                "38 households with garages in two rows.",
                "A bicycle or a set of tools each time, and the door.",
                "Every one was reported; the tenants' council wrote to us.",
                "Separate break-ins, each with a date.",
                "Several in two months.",
                "Side doors, the rear row, between one and four."),
            CountedSource = new() { Description = "The housing company's repair bills", Count = 8, Period = Span(city, 62, 36) },
            Harms = "Losses, and worry that the front door is next.",
        });
        await story.Move(24, Dana, Stage.Analysis, "Same row, same tool marks.");
        await story.Attach(20, Dana, "Sable Court housing company", StakeholderKind.Landlord, StakeholderRole.PlaceManager);
        await story.Save(10, Priya, new AnalysisSheet
        {
            Triangle = new()
            {
                Offender = Found("Same tool marks on most of the doors: probably one or two people."),
                Place = Found("The rear row is unlit and backs onto a footpath."),
            },
            Sources = [new() { Name = "Burglary reports", WhatItShows = "Rear row only; side doors only." }],
            CurrentResponse = "Patrol drives by on the street side, where you can't see the rear row.",
        });
        await story.Hold(6, Ruth, city.Day(-20),
            "The housing company is replacing the rear-row doors this month. What's left to do depends on whether they hold up.");
    }
}
