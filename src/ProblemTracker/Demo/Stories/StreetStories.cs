using static ProblemTracker.Demo.Sheets;

namespace ProblemTracker.Demo;

/// <summary>Two stories of traffic: a crossing before a school, and racing on an avenue. Numbers are days before today.</summary>
internal static class StreetStories
{
    private static readonly DemoAccount Dana = DemoCity.Officer, Theo = DemoCity.SecondOfficer, Ruth = DemoCity.Supervisor,
        Priya = DemoCity.Analyst;

    /// <summary>In Assessment, with a gate passed by an override.</summary>
    public static async Task TheCrossing(DemoCity city, CancellationToken ct)
    {
        var before = Span(city, 184, 171);
        var after = Span(city, 20, 7);
        var story = await DemoStory.Open(city, 220, Theo, new("Trucks blocking the Kiln Road crossing",
            "Delivery trucks stop on the crossing at Kiln Road before and after school. Children walk around them into the traffic.",
            "traffic-hazard", IdentifiedBy.Meeting, Priority.Urgent, Confidential: false, city.Neighborhood("Old Millrace"),
            "Kiln Road at Weaver Street", 43.5571, -77.5089, city.IdOf(Theo)), ct);
        await story.Link(218, Theo, DemoSpots.Crossing);
        await story.Save(217, Theo, new ScanningSheet
        {
            Statement =
                "On school days trucks unloading for the shops on Kiln Road stand on the crossing between 7:30 and 8:30 and again around "
                    + "2:30.",
            Cheers = Yes(
                "About 140 children cross here, and the crossing guards stand here.",
                "A child was hit by a mirror in the fall; guards step into the road to be seen.",
                "Raised by the parents at two meetings and by the school in a letter.",
                "Each blocked crossing can be seen and timed.",
                "Most school days.",
                "The same three delivery firms, the same hour."),
            CountedSource = new() { Description = "Photographs dated by the parents", Count = 19, Period = Span(city, 250, 222) },
            Harms = "Danger to children; parents drive them instead, which makes the street fuller.",
            HowOften = "Most school days",
        });
        await story.Move(210, Theo, Stage.Analysis, "Confirmed on three mornings.");
        var school = await story.Attach(208, Theo, "Millrace School", StakeholderKind.School, StakeholderRole.Partner);
        var shops = await story.Attach(207, Theo, "Kiln Road shops", StakeholderKind.Business, StakeholderRole.PlaceManager);
        await story.Save(190, Theo, new AnalysisSheet
        {
            Triangle = new()
            {
                Offender = Found("Drivers of three firms, under time pressure, who find the loading bay taken."),
                Target = Found("Children between 6 and 11, arriving in waves."),
                Place = Found("The loading bay is used as parking by shop staff from seven on."),
            },
            Controllers = new()
            {
                Handler = Found("The firms' dispatchers set the delivery times."),
                Guardian = Found("Two crossing guards, without any power over the trucks."),
                Manager = Found("The shops could keep the bay free and take deliveries later."),
            },
            Sources =
            [
                new() { Name = "Parking citations", WhatItShows = "Eleven in a year, none between 7 and 9." },
                new() { Name = "The school and its crossing guards", OutsidePolice = true, WhatItShows = "Which firms, at which minute." },
            ],
            Consulted =
            [
                new() { AttachmentId = school, On = city.Day(200),
                    WhatTheySaid = "The first bell could not be moved, but the side gate could be opened." },
                new() { AttachmentId = shops, On = city.Day(196),
                    WhatTheySaid = "Staff parks in the bay because the lot behind is locked until nine." },
            ],
            CurrentResponse = "Citations now and then; drivers see them as a cost.",
            Hypothesis =
                "It happens because the loading bay is full of shop staff's cars at the one hour when trucks and children come together.",
        });
        await story.Move(186, Ruth, Stage.Response, "This must not wait for statistics.",
            overridden: new(["analysis.baseline"],
                "Nobody ever counted. The crossing guards begin a tally tomorrow; waiting for it would cost two weeks of mornings."));
        await story.Save(170, Theo, new ResponseSheet
        {
            Objectives =
            [
                new()
                {
                    Key = "o1", Measure = "Mornings on which the crossing was blocked", Kind = MeasureKind.TrafficSafety,
                    Unit = "blocked mornings in two weeks", Direction = Direction.Decrease,
                    Baseline = 9, BaselinePeriod = before, Target = 2, TargetDate = city.Day(7),
                },
            ],
            Options =
            [
                new() { Description = "Cite every truck for a month", Enforcement = true,
                    Weighed = "Quick, but it moves the trucks to the bus stop." },
                new() { Description = "Free the loading bay and move deliveries to after nine",
                    Weighed = "Needs the shops and the firms; lasts.", Chosen = true },
            ],
            Evaluation = new()
            {
                Design = EvaluationDesign.BeforeAfter,
                ResponseArea = "Kiln Road between Weaver Street and Sluice Lane",
                BufferArea = "The bus stop on Weaver Street",
                WhyNoComparison = "There is only one crossing like this in the city.",
                Measure = "Blocked mornings in the crossing guards' tally",
                Before = before,
                After = after,
                DecisionRule = "Improved at 2 or fewer, no change from 7 up.",
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
        await story.Start(168, Ruth, "Read and discussed with the school. Go.");
        await story.Finish(160, Theo, bay);
        await story.Finish(150, Theo, gate);
        await story.Drop(142, Theo, cite, "Not needed: with the bay free no truck stood on the crossing.");
        await story.Move(138, Theo, Stage.Assessment, "Done as agreed. We count again in the same way.");
        await story.Save(5, Priya, new AssessmentSheet
        {
            Process =
            [
                new() { ActionId = bay.Id, CarriedOut = CarriedOut.Fully },
                new() { ActionId = gate.Id, CarriedOut = CarriedOut.Partly, Note = "Opened on dry days only." },
            ],
            Outcomes = [
                new() { ObjectiveKey = "o1", After = 3, Period = after,
                    WhyNotComparable = "Another season, but school days and delivery hours are the same all year." }],
        });
        var time = await story.Ask(4, Theo, ApprovalKind.Extension,
            "The school wants to count two more weeks after the break before it says that it is better.", dueOn: city.Day(-45));
        await story.Approve(3, Ruth, time, "Worth the wait. Tell the parents why.");
    }

    /// <summary>In Response: started, with a frozen plan, an amendment, one action done and two to come.</summary>
    public static async Task TheRacers(DemoCity city, CancellationToken ct)
    {
        var before = Span(city, 150, 94);
        var after = Span(city, -30, -86);
        var races = city.Count(DemoSpots.Racing, 150, 94);
        var story = await DemoStory.Open(city, 150, Dana, new("Street racing on Meridian Avenue",
            "On weekend evenings groups of cars race from the gas station to the bridge and back. Residents film it; two parked cars were "
                + "hit.",
            "racing", IdentifiedBy.Resident, Priority.High, Confidential: false, city.Neighborhood("Old Millrace"),
            "Meridian Avenue 1 to 120", 43.5633, -77.5142, city.IdOf(Theo)), ct);
        await story.Link(148, Dana, DemoSpots.Racing);
        await story.Save(146, Theo, new ScanningSheet
        {
            Statement =
                "On weekend evenings between eight and midnight ten to thirty cars meet at the Meridian gas station and race in pairs to "
                    + "the bridge.",
            Cheers = Yes(
                "Residents along the avenue and everybody who drives or walks there in the evening.",
                "Two parked cars hit, one resident hurt, sleepless nights.",
                "A petition with 88 names, and calls every weekend.",
                "Each race has a time and a place and usually a film of it.",
                "Every dry weekend.",
                "Same start, same stretch, the same cars."),
            Harms = "Crashes, fear of crossing the avenue, noise until midnight.",
            HowOften = "Every dry weekend",
            HowLong = "Since the avenue was resurfaced",
        });
        await story.Move(140, Theo, Stage.Analysis, "Seen on two weekends by two cars; there is no doubt.");
        var works = await story.Attach(138, Theo, DemoDirectory.PublicWorks, StakeholderKind.Agency, StakeholderRole.Resource);
        await story.Attach(138, Theo, "Harbor Night-Bus Co.", StakeholderKind.ServiceProvider, StakeholderRole.Resource);
        var station = await story.Attach(137, Theo, "Meridian gas station", StakeholderKind.Business, StakeholderRole.PlaceManager);
        await story.Save(120, Priya, new AnalysisSheet
        {
            Triangle = new()
            {
                Offender = Found("About forty regulars between 18 and 25, most from outside; they agree on the evening by phone."),
                Target = Found("Other traffic, parked cars, residents' sleep."),
                Place = Found("900 meters, straight and newly paved, without a light; a lit forecourt to gather on and be seen."),
            },
            Controllers = new()
            {
                Handler = Found("A tuning club knows most of them and wants a legal place."),
                Guardian = Found("Residents film, but stay indoors."),
                Manager = Found("The gas station sells them food and asks nobody to leave."),
            },
            Sources =
            [
                new() { Name = "Calls and crash reports", WhatItShows = "Nine of ten on Saturdays and Sundays, 8 to 12 p.m." },
                new() { Name = "Speed counters of Public Works", OutsidePolice = true,
                    WhatItShows = "On weekend evenings 4% drive more than 60 mph; on weekdays nobody." },
            ],
            Consulted = [
                new() { AttachmentId = station, On = city.Day(130),
                    WhatTheySaid = "Would close the forecourt to parking at nine if somebody puts up the signs." }],
            CurrentResponse = "Patrols break it up; it begins again twenty minutes later.",
            Hypothesis =
                "It happens because the avenue offers a start, an audience and a straight half mile, and nothing that slows a car down.",
            Baselines = [
                new() { Name = "Racing incidents", Value = races, Unit = "incidents in 8 weeks", Period = before,
                    Source = "Incident list" }],
        });
        await story.Move(115, Theo, Stage.Response, "Slowing the road down is worth more than chasing cars.");
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
                    Unit = "percent of those asked", Direction = Direction.Increase,
                    Baseline = 31, BaselinePeriod = before, Target = 60, TargetDate = city.Day(-86),
                },
            ],
            Options =
            [
                new() { Description = "Checkpoints on four weekends", Enforcement = true,
                    Weighed = "Seen by everybody, forgotten in a month.", Chosen = true },
                new() { Description = "Speed cushions and a narrowed lane",
                    Weighed = "Costs the city money once; works every night.", Chosen = true },
                new() { Description = "Close the forecourt to parking at nine",
                    Weighed = "Takes away the audience; needs the owner.", Chosen = true },
            ],
            Evaluation = new()
            {
                Design = EvaluationDesign.BeforeAfter,
                ResponseArea = "Meridian Avenue from the gas station to the bridge",
                BufferArea = "Weaver Street and the bridge road",
                WhyNoComparison = "No other street in the city is raced on, so there is no control area.",
                Measure = "Racing incidents",
                Before = before,
                After = after,
                DecisionRule = "Improved at 5 incidents or fewer, worse if there are more than before.",
            },
        };
        await story.Save(94, Theo, sheet);
        var checkpoints = await story.Plan(93, Theo, new("Checkpoints on four weekends, announced in the press", Enforcement: true,
            OwnerId: city.IdOf(Theo), DueOn: city.Day(60), Technique: Technique.StrengthenFormalSurveillance, Side: TriangleSide.Offender));
        var cushions = await story.Plan(93, Theo, new("Speed cushions at three places and a narrowed lane", Enforcement: false,
            OwnerAttachmentId: works, DueOn: city.Day(-12), Technique: Technique.HardenTargets, Side: TriangleSide.Place));
        await story.Plan(92, Theo, new("Forecourt closed to parking after nine, with signs", Enforcement: false,
            OwnerAttachmentId: station, DueOn: city.Day(-20), Technique: Technique.SetRules, Side: TriangleSide.Place));
        await story.Start(90, Ruth, "Checked with Public Works; the money is there.");
        await story.Tell(89, Theo,
            "Racing on Meridian Avenue at night. We make the avenue slower and take the audience away; you build the cushions.");
        await story.Accept(88, cushions, "We can build two before the winter and the third in spring. Who tells the bus company?");
        await story.Finish(62, Theo, checkpoints);
        await story.Note(55, Dana, "Quiet for two weekends after the checkpoints, then as before. The cushions are what we wait for.");
        await story.Amend(45, Theo, "The petitioners asked us to watch the harbor road as well.",
            sheet with { Evaluation = sheet.Evaluation with { BufferArea = "Weaver Street, the bridge road and the harbor road" } });
    }
}
