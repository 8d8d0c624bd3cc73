using static ProblemTracker.Demo.Sheets;
using static ProblemTracker.Domain.DisorderExtent;

namespace ProblemTracker.Demo;

/// <summary>Two stories about nights out: a bar, and the steps by the ferry. Numbers are days before today.</summary>
internal static class NightStories
{
    private static readonly DemoAccount Dana = DemoCity.Officer, Theo = DemoCity.SecondOfficer, Ruth = DemoCity.Supervisor,
        Priya = DemoCity.Analyst;

    private const string BackDoor = "40 Tanner Street, back door";

    /// <summary>Closed as improved, with a pre-set test.</summary>
    public static async Task TheBar(DemoCity city, CancellationToken ct)
    {
        var before = Span(city, 575, 395);
        var after = Span(city, 210, 30);
        var story = await DemoStory.Open(city, 340, Dana, new("Fights and noise behind the Copper Anchor",
            "On Friday and Saturday nights, customers of the Copper Anchor gather at its back door on Tanner Street. There's shouting "
                + "until three, bottles get thrown, and now and then there's a fight.",
            "noise", ProblemSource.Resident, Priority.High, Confidential: false, city.Neighborhood("Lantern Quay"), "40 Tanner Street",
            43.5612, -77.5481, city.IdOf(Dana)), ct);
        await story.Link(338, Dana, DemoSpots.Bar);
        await story.Save(336, Dana, new ScanningSheet
        {
            Statement =
                "Nearly every weekend, customers leaving the Copper Anchor by its back door shout, break glass and sometimes fight on "
                    + "Tanner Street between 11 p.m. and 3 a.m.",
            Cheers = Yes(
                "Nine households on Tanner Street and the bakery at number 44, which opens at four.",
                "Two people treated for cuts since winter; residents sleeping in back rooms; glass on the sidewalk in the morning.",
                "Sixty-two calls in half a year; first on the agenda at two neighborhood meetings.",
                "Separate disturbances, each with a time and a call number.",
                "Two or three on most weekends, and never a quiet month.",
                "Same door, same hours, same kind of crowd: people waiting for a ride."),
            Harms = "Lost sleep, cuts, broken windows at the bakery. It ties up a car for about six hours every weekend.",
            HowOften = "Two or three times a weekend",
            HowLong = "Since the bar started closing its front door at eleven",
        });
        await story.Join(334, Ruth, Dana, Theo);
        await story.Note(332, Theo,
            "Stood on Ropewalk from one to three on Saturday: thirty people at the back door, no one at the front.",
            DemoPictures.Street("Back door 0140.jpg", night: true, people: 9, bottles: 3));
        await story.Move(330, Dana, Stage.Analysis, "It's a real problem, and the same one every weekend.");
        var owner = await story.Attach(328, Dana, "The Copper Anchor (owner)", StakeholderKind.Business, StakeholderRole.PlaceManager);
        var neighbors = await story.Attach(328, Dana, "Tanner Street neighbors", StakeholderKind.Resident, StakeholderRole.Affected);
        var bus = await story.Attach(327, Dana, "Harbor night bus", StakeholderKind.ServiceProvider, StakeholderRole.Partner);
        await story.Files(319, Dana, "Log kept by the neighbors, three weekends", null, DemoPictures.Letter("Log of the neighbors.pdf",
            "Tanner Street, nights we were woken", "Fri 11:50 p.m. shouting, glass", "Sat 1:30 a.m. fight, not called in",
            "Sat 2:20 a.m. singing"));
        await story.Walk(317, Dana, BackDoor, 4, "The neighbors showed where people wait: you can't see the door from the street.",
            Some, ALittle, ALot, DoesNotApply, ALot, ALittle, None, ALot, Some, ALittle);
        await story.Photos(317, Dana, 1, "The dead end: no lamp works",
            DemoPictures.Street("Dead end without light.jpg", night: true, bottles: 4));
        await story.Save(315, Priya, new AnalysisSheet
        {
            Triangle = new()
            {
                Offender = Found("Customers between 20 and 30 waiting for a ride. Few names come up twice; most are harmless alone."),
                Target = Found("Residents of numbers 36 to 44, whose bedrooms face the back door."),
                Place = Found(
                    "The back door opens onto an unlit dead end. No one inside can see it, and there's nowhere else to wait."),
            },
            Controllers = new()
            {
                Handler = NotRelevant("The crowd changes every week; no one has any influence on it."),
                Guardian = Found("Neighbors call, but it's quiet by the time a car gets there."),
                Manager = Found("The owner only has door staff in front and didn't know how bad it is in back."),
            },
            SuperControllers = "Liquor licensing",
            Sources =
            [
                new() { Name = "Calls for service", WhatItShows = "Four out of five calls come between 11:30 p.m. and 2:30 a.m." },
                new() { Name = "Log kept by the neighbors", OutsidePolice = true,
                    WhatItShows = "A third of the nights were never called in." },
            ],
            Consulted =
            [
                new() { AttachmentId = owner, On = city.Day(322),
                    WhatTheySaid = "Closed the front at eleven because of an old complaint; would open it again if no one minds." },
                new() { AttachmentId = neighbors, On = city.Day(320), WhatTheySaid = "It's the waiting that's loud, not the music." },
            ],
            CurrentResponse = "A car drives by on request. It's quiet while the car is there.",
            Hypothesis =
                "It happens because the only way out at night leads to a dark dead end where people wait up to forty minutes for a ride "
                    + "and no one is watching.",
            Baselines =
            [
                new() { Name = "Calls about the back door", Value = 62, Unit = "calls in 26 weeks", Period = before,
                    Source = "Dispatch log" },
            ],
        });
        await story.CiteChecklist(314, Priya);
        await story.Move(310, Dana, Stage.Response, "We know where and why. Now we need the owner.");
        var plan = new ResponseSheet
        {
            Objectives =
            [
                new()
                {
                    Key = "o1", Measure = "Calls about the back door of the Copper Anchor", Kind = MeasureKind.Calls,
                    Unit = "calls in 26 weeks", Direction = Direction.Decrease,
                    Baseline = 62, BaselinePeriod = before, Target = 31, TargetDate = city.Day(30),
                },
                new()
                {
                    Key = "o2", Measure = "Noise within 100 m of the back door", Kind = MeasureKind.Disorder,
                    Direction = Direction.Decrease,
                },
            ],
            Alternatives =
            [
                new() { Description = "A fixed post on weekend nights", Enforcement = true,
                    ProsAndCons = "Works while it's there; costs twelve hours a weekend." },
                new() { Description = "Let people leave by the lighted front door, and bring the night bus there",
                    ProsAndCons = "Costs little; depends on the owner and the bus company.", Chosen = true },
            ],
            Evaluation = new() { NoComparisonReason = "No other bar this size stays open until two, so there is no control area." },
        };
        await story.Save(307, Dana, plan);
        await story.Test(307, Dana, new()
        {
            Filter = "categoryCode=noise",
            ObjectiveKey = "o2",
            Response = new() { Name = "40 Tanner Street", Latitude = 43.5612, Longitude = -77.5481, Radius = 100 },
            Ring = 150,
            Before = before,
            After = after,
            Rule = new() { Statistic = TestStatistic.BeforeAfter, Confidence = 90, ImprovedBy = 20, NoChangeWithin = 10 },
        });
        var door = await story.Plan(306, Dana, new("Keep the front door open until closing, with staff at both doors", Enforcement: false,
            OwnerAttachmentId: owner, DueOn: city.Day(285), Technique: Technique.UsePlaceManagers, Side: TriangleSide.Place));
        var stop = await story.Plan(306, Dana, new("Move the stop of the last night bus to the front door", Enforcement: false,
            OwnerAttachmentId: bus, DueOn: city.Day(265), Technique: Technique.AvoidDisputes, Side: TriangleSide.Offender));
        var light = await story.Plan(306, Dana, new("Get lights in the dead end, and paint the walls a light color", Enforcement: false,
            OwnerId: city.IdOf(Dana), DueOn: city.Day(245), Technique: Technique.AssistNaturalSurveillance, Side: TriangleSide.Place));
        await story.Start(300, Ruth, "The plan is clear and cheap, and the owner agreed to it in writing.");
        await story.Finish(286, Dana, door);
        await story.Finish(262, Dana, stop);
        await story.Finish(244, Dana, light);
        await story.Files(243, Dana, "Two of the three lights, on the first night", light,
            DemoPictures.Street("Dead end with lights.jpg", night: true, lamps: 2));
        await story.Walk(242, Dana, BackDoor, 3, "Two of the three lights are up. The hedge at number 38 still hides the door.",
            Some, ALittle, ALittle, DoesNotApply, Some, ALittle, None, Some, ALittle, ALittle);
        await story.Move(240, Dana, Stage.Assessment, "Everything we agreed on is done. Now we count.");
        await story.Walk(60, Theo, BackDoor, 5, "The bakery's owner came along. She finds glass about once a month now.",
            ALittle, ALittle, ALittle, DoesNotApply, ALittle, None, None, ALittle, ALittle, None);
        await story.Evaluate(27, Priya);
        await story.Save(26, Priya, new AssessmentSheet
        {
            Process =
            [
                new() { ActionId = door.Id, CarriedOut = CarriedOut.Fully, Note = "Checked on six nights; staff were there each time." },
                new() { ActionId = stop.Id, CarriedOut = CarriedOut.Fully },
                new() { ActionId = light.Id, CarriedOut = CarriedOut.Partly, Note = "Two of the three lights; the walls weren't painted." },
            ],
            Outcomes = [new() { ObjectiveKey = "o1", After = 17, Period = after }, await story.Outcome("o2")],
            Displacement = new()
            {
                Checked = true,
                Finding = "Calls on Ropewalk and Customs Lane stayed about the same: 9 before, 8 after."
            },
            Informed = new() { On = city.Day(27), How = "At the neighborhood meeting, and by letter to the owner and the bus company." },
            Verdict = Verdict.Improved,
            VerdictReason = "17 calls about the back door, compared with 62 in the same weeks a year earlier, and less noise around it.",
            Lessons = "First ask why people are standing where they are. Moving a bus stop did more than a year of patrol checks.",
            Scores = new()
            {
                Scanning = new() { Points = 8, Reason = "Calls, neighbors and our own nights on Ropewalk told the same story." },
                Analysis = new() { Points = 7, Reason = "We found the way out early, but never asked where the customers come from." },
                Response = new() { Points = 7, Reason = "Cheap and agreed on, but one light and the paint are still missing." },
                Assessment = new() { Points = 6, Reason = "We wrote the rule beforehand, but had nothing to compare with." },
            },
        });
        await story.Move(20, Dana, Stage.Closed, "The street is quiet, and the neighbors say so.", ClosingReason.ObjectivesAchieved);
        await story.Note(12, Ruth, "The owner asked if we could tell the other bars how we did it.");
    }

    /// <summary>In Scanning, and overdue.</summary>
    public static async Task TheSteps(DemoCity city, CancellationToken ct)
    {
        var story = await DemoStory.Open(city, 30, Dana, new("Drinking and shouting on the Quay steps",
            "In the evening, groups drink on the steps by the ferry. They throw bottles in the water and shout at passengers.",
            "alcohol", ProblemSource.Partner, Priority.Normal, Confidential: false, city.Neighborhood("Lantern Quay"), "Quay steps",
                43.5568,
            -77.5523, city.IdOf(Dana)), ct);
        await story.Link(28, Dana, DemoSpots.Steps);
        await story.Save(28, Dana, new ScanningSheet
        {
            Statement = "On warm evenings, groups drink on the Quay steps, shout at ferry passengers and throw bottles into the harbor.",
            Cheers = new()
            {
                Community = new() { Answer = YesNo.Yes, Evidence = "Passengers on the evening ferries, and the crew." },
                Recurring = new() { Answer = YesNo.Yes, Evidence = "Most evenings since the season started." },
            },
            HowOften = "Most evenings",
        });
        await story.Files(26, Dana, "The steps at nine in the evening: no light, and glass", null,
            DemoPictures.Street("Quay steps.jpg", night: true, people: 4, bottles: 9));
        await story.Files(25, Dana, "The next morning, before the crew swept", null,
            DemoPictures.Street("Quay steps next morning.jpg", night: false, bottles: 12));
        await story.Plan(22, Dana, new("Borrow a light tower from Public Works until the steps have lights",
            Enforcement: false, UrgentSafetyMeasure: true,
            UrgentSafetyReason: "A passenger slipped on glass in the dark.", OwnerId: city.IdOf(Dana),
            Status: ActionStatus.Done, DoneOn: city.Day(22)));
        var works = await story.Attach(21, Dana, DemoDirectory.PublicWorks, StakeholderKind.Agency, StakeholderRole.Resource);
        await story.Tell(20, Dana, "People slip on the Quay steps in the dark. Until there are lights, we need your light tower.",
            "No light on the Quay steps");
        await story.Plan(20, Dana,
            new("Keep the light tower running every evening until the lights are in", Enforcement: false, UrgentSafetyMeasure: true,
                UrgentSafetyReason: "A passenger slipped on glass in the dark.", OwnerAttachmentId: works, DueOn: city.Day(-9)));
    }
}
