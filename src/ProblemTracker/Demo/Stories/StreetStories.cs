using static ProblemTracker.Demo.Sheets;

namespace ProblemTracker.Demo;

/// <summary>Two stories about traffic: a school crossing, and racing on an avenue. Numbers are days before today.</summary>
internal static class StreetStories
{
    private static readonly DemoAccount Dana = DemoCity.Officer, Theo = DemoCity.SecondOfficer, Ruth = DemoCity.Supervisor,
        Priya = DemoCity.Analyst;

    /// <summary>In Assessment, with a gate passed by override.</summary>
    public static async Task TheCrossing(DemoCity city, CancellationToken ct)
    {
        var before = Span(city, 184, 171);
        var after = Span(city, 20, 7);
        var story = await DemoStory.Open(city, 220, Theo, new("Trucks blocking the Kiln Road crossing",
            "Delivery trucks stop on the crossing at Kiln Road before and after school. Children walk around them into traffic.",
            "traffic-hazard", ProblemSource.Meeting, Priority.Urgent, Confidential: false, city.Neighborhood("Old Millrace"),
            "Kiln Road at Weaver Street", 43.5571, -77.5089, city.IdOf(Theo)), ct);
        await story.Link(218, Theo, DemoSpots.Crossing);
        await story.Save(217, Theo, new ScanningSheet
        {
            Statement =
                "On school days, trucks unloading for the shops on Kiln Road block the crossing between 7:30 and 8:30 and again around "
                    + "2:30.",
            Cheers = Yes(
                "About 140 children who cross here, and the crossing guards.",
                "A child was hit by a side mirror in the fall; guards step into the road to be seen.",
                "Parents raised it at two meetings, and the school in a letter.",
                "Each blocked crossing can be seen and timed.",
                "Most school days.",
                "Same three delivery companies, same hour."),
            CountedSource = new() { Description = "Photos dated by the parents", Count = 19, Period = Span(city, 250, 222) },
            Harms = "Danger to children; parents drive them instead, which adds to the traffic.",
            HowOften = "Most school days",
        });
        await story.Move(210, Theo, Stage.Analysis, "Confirmed on three mornings.");
        var school = await story.Attach(208, Theo, "Millrace School", StakeholderKind.School, StakeholderRole.Partner);
        var shops = await story.Attach(207, Theo, "Kiln Road shops", StakeholderKind.Business, StakeholderRole.PlaceManager);
        await story.Save(190, Theo, new AnalysisSheet
        {
            Triangle = new()
            {
                Offender = Found("Drivers from three companies, under time pressure, who find the loading bay taken."),
                Target = Found("Children between 6 and 11, arriving in waves."),
                Place = Found("Shop staff park in the loading bay from seven on."),
            },
            Controllers = new()
            {
                Handler = Found("The companies' dispatchers set the delivery times."),
                Guardian = Found("Two crossing guards, with no authority over the trucks."),
                Manager = Found("The shops could keep the bay free and take deliveries later."),
            },
            Sources =
            [
                new() { Name = "Parking citations", WhatItShows = "Eleven in a year, none between 7 and 9." },
                new() { Name = "The school and its crossing guards", OutsidePolice = true,
                    WhatItShows = "Which companies, down to the minute." },
            ],
            Consulted =
            [
                new() { AttachmentId = school, On = city.Day(200),
                    WhatTheySaid = "Can't move the first bell, but could open the side gate." },
                new() { AttachmentId = shops, On = city.Day(196),
                    WhatTheySaid = "Staff park in the bay because the lot in back is locked until nine." },
            ],
            CurrentResponse = "Citations now and then; drivers see them as a cost of doing business.",
            Hypothesis =
                "It happens because shop staff's cars fill the loading bay at the one hour when trucks and children are there together.",
        });
        await story.Move(186, Ruth, Stage.Response, "This can't wait for statistics.",
            overridden: new(["analysis.baseline"],
                "No one ever counted. The crossing guards start a tally tomorrow; waiting for it would cost two weeks of mornings."));
        await story.Save(170, Theo, new ResponseSheet
        {
            Objectives =
            [
                new()
                {
                    Key = "o1", Measure = "Mornings when the crossing was blocked", Kind = MeasureKind.TrafficSafety,
                    Unit = "blocked mornings in two weeks", Direction = Direction.Decrease,
                    Baseline = 9, BaselinePeriod = before, Target = 2, TargetDate = city.Day(7),
                },
            ],
            Alternatives =
            [
                new() { Description = "Cite every truck for a month", Enforcement = true,
                    ProsAndCons = "Quick, but it just moves the trucks to the bus stop." },
                new() { Description = "Free up the loading bay and move deliveries to after nine",
                    ProsAndCons = "Needs the shops and the delivery companies, but it lasts.", Chosen = true },
            ],
            Evaluation = new()
            {
                Design = EvaluationDesign.BeforeAfter,
                ResponseArea = "Kiln Road between Weaver Street and Sluice Lane",
                BufferArea = "The bus stop on Weaver Street",
                NoComparisonReason = "There is only one crossing like this in the city.",
                Measure = "Blocked mornings in the crossing guards' tally",
                Before = before,
                After = after,
                DecisionRule = "Improved at 2 or fewer, no change at 7 or more.",
            },
        });
        var bay = await story.Plan(170, Theo,
            new("Unlock the lot behind the shops at seven and keep the bay for trucks", Enforcement: false,
                OwnerAttachmentId: shops, DueOn: city.Day(158), Technique: Technique.AssistCompliance, Side: TriangleSide.Place));
        var gate = await story.Plan(170, Theo, new("Open the school's side gate on Weaver Street", Enforcement: false,
            OwnerAttachmentId: school, DueOn: city.Day(150), Technique: Technique.DeflectOffenders, Side: TriangleSide.Target));
        var cite = await story.Plan(169, Theo, new("Cite trucks on the crossing for two weeks", Enforcement: true,
            OwnerId: city.IdOf(Theo), DueOn: city.Day(145), Technique: Technique.StrengthenFormalSurveillance,
            Side: TriangleSide.Offender));
        await story.Start(168, Ruth, "Read it and talked it over with the school. Go ahead.");
        await story.Finish(160, Theo, bay);
        await story.Finish(150, Theo, gate);
        await story.Drop(142, Theo, cite, "Not needed: with the bay free, no trucks stopped on the crossing.");
        await story.Move(138, Theo, Stage.Assessment, "Done as agreed. We'll count again the same way.");
        await story.Save(5, Priya, new AssessmentSheet
        {
            Process =
            [
                new() { ActionId = bay.Id, CarriedOut = CarriedOut.Fully },
                new() { ActionId = gate.Id, CarriedOut = CarriedOut.Partly, Note = "Opened on dry days only." },
            ],
            Outcomes =
            [
                new() { ObjectiveKey = "o1", After = 3, Period = after,
                    ComparableReason = "Different season, but school days and delivery hours are the same all year." },
            ],
        });
        var time = await story.Ask(4, Theo, RequestKind.Extension,
            "The school wants to count for two more weeks after the break before saying it's better.", dueOn: city.Day(-45));
        await story.Approve(3, Ruth, time, "Worth the wait. Tell the parents why.");
    }

    /// <summary>In Response and started, with a frozen plan, an amendment, one action done and two planned.</summary>
    public static async Task TheRacers(DemoCity city, CancellationToken ct)
    {
        var before = Span(city, 150, 94);
        var after = Span(city, -30, -86);
        var races = city.Count(DemoSpots.Racing, 150, 94);
        var story = await DemoStory.Open(city, 150, Dana, new("Street racing on Meridian Avenue",
            "On weekend evenings, groups of cars race from the gas station to the bridge and back. Residents have videos of it. Two parked "
                + "cars were hit.",
            "racing", ProblemSource.Resident, Priority.High, Confidential: false, city.Neighborhood("Old Millrace"),
            "1 to 120 Meridian Avenue", 43.5633, -77.5142, city.IdOf(Theo)), ct);
        await story.Link(148, Dana, DemoSpots.Racing);
        await story.Save(146, Theo, new ScanningSheet
        {
            Statement =
                "On weekend evenings between eight and midnight, ten to thirty cars meet at the Meridian gas station and race in pairs "
                    + "to the bridge.",
            Cheers = Yes(
                "Residents along the avenue, and everyone who drives or walks there in the evening.",
                "Two parked cars hit, one resident hurt, sleepless nights.",
                "A petition with 88 names, and calls every weekend.",
                "Each race has a time and a place, and usually a video.",
                "Every dry weekend.",
                "Same start, same stretch, same cars."),
            Harms = "Crashes, fear of crossing the avenue, noise until midnight.",
            HowOften = "Every dry weekend",
            HowLong = "Since the avenue was resurfaced",
        });
        await story.Move(140, Theo, Stage.Analysis, "Two patrol cars saw it on two weekends. No doubt about it.");
        var works = await story.Attach(138, Theo, DemoDirectory.PublicWorks, StakeholderKind.Agency, StakeholderRole.Resource);
        await story.Attach(138, Theo, "Harbor Night-Bus Co.", StakeholderKind.ServiceProvider, StakeholderRole.Resource);
        var station = await story.Attach(137, Theo, "Meridian gas station", StakeholderKind.Business, StakeholderRole.PlaceManager);
        await story.Save(120, Priya, new AnalysisSheet
        {
            Triangle = new()
            {
                Offender = Found("About forty regulars between 18 and 25, most from out of town; they set the evening by phone."),
                Target = Found("Other traffic, parked cars, residents' sleep."),
                Place = Found("900 meters, straight and newly paved, with no traffic light; a lighted lot to meet and be seen in."),
            },
            Controllers = new()
            {
                Handler = Found("A car club knows most of them and wants a legal place to race."),
                Guardian = Found("Residents take videos, but stay indoors."),
                Manager = Found("The gas station sells them food and asks no one to leave."),
            },
            Sources =
            [
                new() { Name = "Calls and crash reports", WhatItShows = "Nine out of ten on Saturdays and Sundays, 8 p.m. to midnight." },
                new() { Name = "Public Works speed counters", OutsidePolice = true,
                    WhatItShows = "On weekend evenings, 4% of drivers go over 60 mph; on weekdays, no one does." },
            ],
            Consulted =
            [
                new() { AttachmentId = station, On = city.Day(130),
                    WhatTheySaid = "Would close the lot to parking at nine if someone puts up the signs." },
            ],
            CurrentResponse = "Patrol breaks it up; it starts again twenty minutes later.",
            Hypothesis =
                "It happens because the avenue has a starting point, an audience, a straight half mile, and nothing to slow a car down.",
            Baselines =
            [
                new() { Name = "Racing incidents", Value = races, Unit = "incidents in 8 weeks", Period = before,
                    Source = "Incident list" },
            ],
        });
        await story.Move(115, Theo, Stage.Response, "Slowing down the road is worth more than chasing cars.");
        var sheet = new ResponseSheet
        {
            Objectives =
            [
                new()
                {
                    Key = "o1", Measure = "Racing incidents on Meridian Avenue", Kind = MeasureKind.TrafficSafety,
                    Unit = "incidents in 8 weeks", Direction = Direction.Decrease,
                    Baseline = races, BaselinePeriod = before, Target = 5, TargetDate = city.Day(-86),
                },
                new()
                {
                    Key = "o2", Measure = "Residents who feel safe crossing the avenue after dark", Kind = MeasureKind.Fear,
                    Unit = "percent of respondents", Direction = Direction.Increase,
                    Baseline = 31, BaselinePeriod = before, Target = 60, TargetDate = city.Day(-86),
                },
            ],
            Alternatives =
            [
                new() { Description = "Checkpoints on four weekends", Enforcement = true,
                    ProsAndCons = "Everyone sees it, and it's forgotten in a month.", Chosen = true },
                new() { Description = "Speed cushions and a narrowed lane",
                    ProsAndCons = "One-time cost for the city; works every night.", Chosen = true },
                new() { Description = "Close the gas station lot to parking at nine",
                    ProsAndCons = "Takes away the audience; needs the owner.", Chosen = true },
            ],
            Evaluation = new()
            {
                Design = EvaluationDesign.BeforeAfter,
                ResponseArea = "Meridian Avenue from the gas station to the bridge",
                BufferArea = "Weaver Street and the bridge road",
                NoComparisonReason = "No one races on any other street in the city, so there is no control area.",
                Measure = "Racing incidents",
                Before = before,
                After = after,
                DecisionRule = "Improved at 5 incidents or fewer, worse if there are more than before.",
            },
        };
        await story.Save(94, Theo, sheet);
        var checkpoints = await story.Plan(93, Theo, new("Checkpoints on four weekends, announced in the press", Enforcement: true,
            OwnerId: city.IdOf(Theo), DueOn: city.Day(60), Technique: Technique.StrengthenFormalSurveillance, Side: TriangleSide.Offender));
        var cushions = await story.Plan(93, Theo, new("Speed cushions in three places and a narrowed lane", Enforcement: false,
            OwnerAttachmentId: works, DueOn: city.Day(-12), Technique: Technique.HardenTargets, Side: TriangleSide.Place));
        await story.Plan(92, Theo, new("Close the gas station lot to parking after nine, with signs", Enforcement: false,
            OwnerAttachmentId: station, DueOn: city.Day(-20), Technique: Technique.SetRules, Side: TriangleSide.Place));
        await story.Start(90, Ruth, "Checked with Public Works; the money is there.");
        await story.Tell(89, Theo,
            "Racing on Meridian Avenue at night. We'll slow down the avenue and take away the audience; you build the cushions.",
            "Racing on Meridian Avenue");
        await story.Files(90, Theo, "Where the three cushions go", cushions, DemoPictures.Letter("Speed cushions.pdf",
            "Three speed cushions and a narrowed lane", "1. Before the gas station", "2. At the school", "3. Before the bridge"));
        await story.Accept(88, cushions, "We can build two before winter and the third in spring. Who's telling the bus company?");
        await story.Finish(62, Theo, checkpoints);
        await story.Note(55, Dana, "Quiet for two weekends after the checkpoints, then back to how it was. We're waiting on the cushions.",
            DemoPictures.Street("Gas station lot.jpg", night: true, lamps: 3, people: 5));
        await story.Amend(45, Theo, "The petitioners asked us to watch the harbor road as well.",
            sheet with { Evaluation = sheet.Evaluation with { BufferArea = "Weaver Street, the bridge road and the harbor road" } });
    }
}
