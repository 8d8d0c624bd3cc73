namespace ProblemTracker.Demo;

/// <summary>The demo city's eight problems, in the order in which they were opened. Numbers are days before today.</summary>
internal static class DemoProblems
{
    private static readonly DemoAccount Dana = DemoCity.Officer, Theo = DemoCity.SecondOfficer, Ruth = DemoCity.Supervisor, Priya = DemoCity.Analyst;

    private const string PublicWorks = "Public Works, traffic engineering";

    public static async Task Tell(DemoCity city, CancellationToken ct)
    {
        await TheBar(city, ct);
        await TheCrossing(city, ct);
        await TheRacers(city, ct);
        await TheTrailhead(city, ct);
        await TheHouse(city, ct);
        await TheGarages(city, ct);
        await TheSteps(city, ct);
        await TheEmptyHouse(city, ct);
    }

    /// <summary>Closed: improved, with a test that was written down before.</summary>
    private static async Task TheBar(DemoCity city, CancellationToken ct)
    {
        var before = Span(city, 575, 395);
        var after = Span(city, 210, 30);
        var story = await DemoStory.Open(city, 340, Dana, new("Fights and noise behind the Copper Anchor",
            "On Friday and Saturday nights guests of the Copper Anchor gather at its back door on Tanner Street. There is shouting until three, bottles are thrown, and now and then there is a fight.",
            "noise", IdentifiedBy.Resident, Priority.High, Confidential: false, city.Neighborhood("Lantern Quay"), "Tanner Street 40", 43.5612, -77.5481, city.IdOf(Dana)), ct);
        await story.Link(338, Dana, DemoPattern.Bar);
        await story.Save(336, Dana, new ScanningSheet
        {
            Statement = "Nearly every weekend, guests leaving the Copper Anchor by its back door shout, break glass and sometimes fight on Tanner Street between 11 p.m. and 3 a.m.",
            Cheers = Yes(
                "Nine households on Tanner Street and the bakery at number 44, which opens at four.",
                "Two people treated for cuts since winter; residents sleep in back rooms; glass on the sidewalk in the morning.",
                "Sixty-two calls in half a year, and it was the first item at two neighborhood meetings.",
                "Single disturbances, each with a time and a call number.",
                "Two or three on most weekends, without a quiet month.",
                "Same door, same hours, the same kind of crowd: people waiting for a ride."),
            Harms = "Lost sleep, cuts, broken windows at the bakery. A car is tied up for about six hours of every weekend.",
            HowOften = "Two or three times a weekend",
            HowLong = "Since the bar began to close its front door at eleven",
        });
        await story.Join(334, Ruth, Dana, Theo);
        await story.Note(332, Theo, "Stood on Ropewalk from one to three on Saturday: thirty people at the back door, nobody at the front.");
        await story.Move(330, Dana, Stage.Analysis, "It is a real problem, and the same one every weekend.");
        var owner = await story.Attach(328, Dana, "The Copper Anchor (owner)", StakeholderKind.Business, StakeholderRole.PlaceManager);
        var neighbors = await story.Attach(328, Dana, "Tanner Street neighbors", StakeholderKind.Resident, StakeholderRole.Affected);
        var bus = await story.Attach(327, Dana, "Harbor night bus", StakeholderKind.ServiceProvider, StakeholderRole.Partner);
        await story.Save(315, Priya, new AnalysisSheet
        {
            Triangle = new()
            {
                Offender = Found("Guests between 20 and 30 who wait for a ride. Few names come up twice; most are harmless one by one."),
                Target = Found("Residents of numbers 36 to 44, whose bedrooms face the back door."),
                Place = Found("The back door opens on a dead-end without light; nobody inside can see it, and there is nowhere else to wait."),
            },
            Controllers = new()
            {
                Handler = NotRelevant("The crowd changes every week; nobody has a hold on it."),
                Guardian = Found("Neighbors call, but by the time a car arrives it is quiet."),
                Manager = Found("The owner has door staff in front only and did not know how bad the back is."),
            },
            SuperControllers = "Liquor licensing",
            Sources =
            [
                new() { Name = "Calls for service", WhatItShows = "Four of five calls come between 11:30 p.m. and 2:30 a.m." },
                new() { Name = "Log kept by the neighbors", OutsidePolice = true, WhatItShows = "A third of the nights was never called in." },
            ],
            Consulted =
            [
                new() { AttachmentId = owner, On = city.Day(322), WhatTheySaid = "Closed the front at eleven because of an old complaint; would open it again if nobody minds." },
                new() { AttachmentId = neighbors, On = city.Day(320), WhatTheySaid = "It is the waiting that is loud, not the music." },
            ],
            CurrentResponse = "A car drives by on request. It is quiet while it is there.",
            Hypothesis = "It happens because the only way out at night leads into a dark dead end where people wait up to forty minutes for a ride and nobody watches.",
            Baselines = [new() { Name = "Calls about the back door", Value = 62, Unit = "calls in 26 weeks", Period = before, Source = "Dispatch log" }],
        });
        await story.Move(310, Dana, Stage.Response, "We know where and why. Now we need the owner.");
        var plan = new ResponseSheet
        {
            Objectives =
            [
                new()
                {
                    Key = "o1", Measure = "Calls about the back door of the Copper Anchor", Kind = MeasureKind.Calls, Unit = "calls in 26 weeks", Direction = Direction.Decrease,
                    Baseline = 62, BaselinePeriod = before, Target = 31, TargetDate = city.Day(30),
                },
            ],
            Options =
            [
                new() { Description = "A fixed post on weekend nights", Enforcement = true, Weighed = "Works while it stands there; costs twelve hours a weekend." },
                new() { Description = "Let people leave by the lit front door, and bring the night bus there", Weighed = "Costs little; depends on the owner and the bus company.", Chosen = true },
            ],
            Evaluation = new()
            {
                Design = EvaluationDesign.BeforeAfter,
                ResponseArea = "Tanner Street 30 to 50",
                BufferArea = "Ropewalk and Customs Lane",
                WhyNoComparison = "No other bar of this size stays open until two, so there is no control area.",
                Measure = "Calls about the back door",
                Before = before,
                After = after,
                DecisionRule = "Improved at 31 calls or fewer, worse at 75 or more, no change in between.",
            },
        };
        await story.Save(307, Dana, plan);
        var door = await story.Plan(306, Dana, new("Keep the front door open until closing, with staff at both doors", Enforcement: false,
            OwnerAttachmentId: owner, DueOn: city.Day(285), Technique: Technique.UsePlaceManagers, Side: TriangleSide.Place));
        var stop = await story.Plan(306, Dana, new("Move the stop of the last night bus to the front door", Enforcement: false,
            OwnerAttachmentId: bus, DueOn: city.Day(265), Technique: Technique.AvoidDisputes, Side: TriangleSide.Offender));
        var light = await story.Plan(306, Dana, new("Have the dead end lit, and the walls painted light", Enforcement: false,
            OwnerId: city.IdOf(Dana), DueOn: city.Day(245), Technique: Technique.AssistNaturalSurveillance, Side: TriangleSide.Place));
        await story.Start(300, Ruth, "The plan is clear and cheap, and the owner has agreed in writing.");
        await story.Finish(286, Dana, door);
        await story.Finish(262, Dana, stop);
        await story.Finish(244, Dana, light);
        await story.Move(240, Dana, Stage.Assessment, "Everything agreed has been done. Now we count.");
        await story.Save(26, Priya, new AssessmentSheet
        {
            Process =
            [
                new() { ActionId = door.Answer.Id, CarriedOut = CarriedOut.Fully, Note = "Checked on six nights; staff was there each time." },
                new() { ActionId = stop.Answer.Id, CarriedOut = CarriedOut.Fully },
                new() { ActionId = light.Answer.Id, CarriedOut = CarriedOut.Partly, Note = "Two of three lamps; the walls were not painted." },
            ],
            Outcomes = [new() { ObjectiveKey = "o1", After = 17, Period = after }],
            Displacement = new() { LookedFor = true, Finding = "Calls on Ropewalk and Customs Lane stayed as they were: 9 before, 8 after." },
            Informed = new() { On = city.Day(27), How = "At the neighborhood meeting, and by a letter to the owner and the bus company." },
            Verdict = Verdict.Improved,
            VerdictBecause = "17 calls against 62 in the same weeks of the year before; the rule asked for 31.",
            Lessons = "Ask first why people stand where they stand. Moving a bus stop did more than a year of drive-bys.",
            Scores = new()
            {
                Scanning = new() { Points = 8, Because = "Calls, neighbors and our own nights on Ropewalk told the same story." },
                Analysis = new() { Points = 7, Because = "We found the way out early; where the guests come from we never asked." },
                Response = new() { Points = 7, Because = "Cheap and agreed, but one lamp and the paint are still missing." },
                Assessment = new() { Points = 6, Because = "The rule was written before; there was nothing to compare with." },
            },
        });
        await story.Move(20, Dana, Stage.Closed, "The street is quiet and the neighbors say so.", ClosingReason.ObjectivesAchieved);
        await story.Note(12, Ruth, "The owner asks whether we could tell the other bars how it was done.");
    }

    /// <summary>In Assessment, with a gate passed by an override.</summary>
    private static async Task TheCrossing(DemoCity city, CancellationToken ct)
    {
        var before = Span(city, 184, 171);
        var after = Span(city, 20, 7);
        var story = await DemoStory.Open(city, 220, Theo, new("Trucks blocking the Kiln Road crossing",
            "Delivery trucks stop on the crossing at Kiln Road before and after school. Children walk around them into the traffic.",
            "traffic-hazard", IdentifiedBy.Meeting, Priority.Urgent, Confidential: false, city.Neighborhood("Old Millrace"), "Kiln Road at Weaver Street", 43.5571, -77.5089, city.IdOf(Theo)), ct);
        await story.Link(218, Theo, DemoPattern.Crossing);
        await story.Save(217, Theo, new ScanningSheet
        {
            Statement = "On school days trucks unloading for the shops on Kiln Road stand on the crossing between 7:30 and 8:30 and again around 2:30.",
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
                new() { AttachmentId = school, On = city.Day(200), WhatTheySaid = "The first bell could not be moved, but the side gate could be opened." },
                new() { AttachmentId = shops, On = city.Day(196), WhatTheySaid = "Staff parks in the bay because the lot behind is locked until nine." },
            ],
            CurrentResponse = "Citations now and then; drivers see them as a cost.",
            Hypothesis = "It happens because the loading bay is full of shop staff's cars at the one hour when trucks and children come together.",
        });
        await story.Move(186, Ruth, Stage.Response, "This must not wait for statistics.",
            waived: new(["analysis.baseline"], "Nobody ever counted. The crossing guards begin a tally tomorrow; waiting for it would cost two weeks of mornings."));
        await story.Save(170, Theo, new ResponseSheet
        {
            Objectives =
            [
                new()
                {
                    Key = "o1", Measure = "Mornings on which the crossing was blocked", Kind = MeasureKind.TrafficSafety, Unit = "blocked mornings in two weeks", Direction = Direction.Decrease,
                    Baseline = 9, BaselinePeriod = before, Target = 2, TargetDate = city.Day(7),
                },
            ],
            Options =
            [
                new() { Description = "Cite every truck for a month", Enforcement = true, Weighed = "Quick, but it moves the trucks to the bus stop." },
                new() { Description = "Free the loading bay and move deliveries to after nine", Weighed = "Needs the shops and the firms; lasts.", Chosen = true },
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
        var bay = await story.Plan(170, Theo, new("Unlock the lot behind the shops at seven and keep the bay for trucks", Enforcement: false,
            OwnerAttachmentId: shops, DueOn: city.Day(158), Technique: Technique.AssistCompliance, Side: TriangleSide.Place));
        var gate = await story.Plan(170, Theo, new("Open the school's side gate on Weaver Street", Enforcement: false,
            OwnerAttachmentId: school, DueOn: city.Day(150), Technique: Technique.DeflectOffenders, Side: TriangleSide.Target));
        var cite = await story.Plan(169, Theo, new("Cite trucks on the crossing for two weeks", Enforcement: true,
            OwnerId: city.IdOf(Theo), DueOn: city.Day(145), Technique: Technique.StrengthenFormalSurveillance, Side: TriangleSide.Offender));
        await story.Start(168, Ruth, "Read and discussed with the school. Go.");
        await story.Finish(160, Theo, bay);
        await story.Finish(150, Theo, gate);
        await story.Drop(142, Theo, cite, "Not needed: with the bay free no truck stood on the crossing.");
        await story.Move(138, Theo, Stage.Assessment, "Done as agreed. We count again in the same way.");
        await story.Save(5, Priya, new AssessmentSheet
        {
            Process =
            [
                new() { ActionId = bay.Answer.Id, CarriedOut = CarriedOut.Fully },
                new() { ActionId = gate.Answer.Id, CarriedOut = CarriedOut.Partly, Note = "Opened on dry days only." },
            ],
            Outcomes = [new() { ObjectiveKey = "o1", After = 3, Period = after, WhyNotComparable = "Another season, but school days and delivery hours are the same all year." }],
        });
        var time = await story.Ask(4, Theo, ApprovalKind.Extension, "The school wants to count two more weeks after the break before it says that it is better.", dueOn: city.Day(-45));
        await story.Approve(3, Ruth, time, "Worth the wait. Tell the parents why.");
    }

    /// <summary>In Response: started, with a frozen plan, an amendment, one action done and two to come.</summary>
    private static async Task TheRacers(DemoCity city, CancellationToken ct)
    {
        var before = Span(city, 150, 94);
        var after = Span(city, -30, -86);
        var races = city.Count(DemoPattern.Racing, 150, 94);
        var story = await DemoStory.Open(city, 150, Dana, new("Street racing on Meridian Avenue",
            "On weekend evenings groups of cars race from the gas station to the bridge and back. Residents film it; two parked cars were hit.",
            "racing", IdentifiedBy.Resident, Priority.High, Confidential: false, city.Neighborhood("Old Millrace"), "Meridian Avenue 1 to 120", 43.5633, -77.5142, city.IdOf(Theo)), ct);
        await story.Link(148, Dana, DemoPattern.Racing);
        await story.Save(146, Theo, new ScanningSheet
        {
            Statement = "On weekend evenings between eight and midnight ten to thirty cars meet at the Meridian gas station and race in pairs to the bridge.",
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
        var works = await story.Attach(138, Theo, PublicWorks, StakeholderKind.Agency, StakeholderRole.Resource);
        await city.Employ(PublicWorks, ct);
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
                new() { Name = "Speed counters of Public Works", OutsidePolice = true, WhatItShows = "On weekend evenings 4% drive more than 60 mph; on weekdays nobody." },
            ],
            Consulted = [new() { AttachmentId = station, On = city.Day(130), WhatTheySaid = "Would close the forecourt to parking at nine if somebody puts up the signs." }],
            CurrentResponse = "Patrols break it up; it begins again twenty minutes later.",
            Hypothesis = "It happens because the avenue offers a start, an audience and a straight half mile, and nothing that slows a car down.",
            Baselines = [new() { Name = "Racing incidents", Value = races, Unit = "incidents in 8 weeks", Period = before, Source = "Incident list" }],
        });
        await story.Move(115, Theo, Stage.Response, "Slowing the road down is worth more than chasing cars.");
        var sheet = new ResponseSheet
        {
            Objectives =
            [
                new()
                {
                    Key = "o1", Measure = "Racing incidents on Meridian Avenue", Kind = MeasureKind.TrafficSafety, Unit = "incidents in 8 weeks", Direction = Direction.Decrease,
                    Baseline = races, BaselinePeriod = before, Target = 5, TargetDate = city.Day(-86),
                },
                new()
                {
                    Key = "o2", Measure = "Residents who feel safe crossing the avenue after dark", Kind = MeasureKind.Fear, Unit = "percent of those asked", Direction = Direction.Increase,
                    Baseline = 31, BaselinePeriod = before, Target = 60, TargetDate = city.Day(-86),
                },
            ],
            Options =
            [
                new() { Description = "Checkpoints on four weekends", Enforcement = true, Weighed = "Seen by everybody, forgotten in a month.", Chosen = true },
                new() { Description = "Speed cushions and a narrowed lane", Weighed = "Costs the city money once; works every night.", Chosen = true },
                new() { Description = "Close the forecourt to parking at nine", Weighed = "Takes away the audience; needs the owner.", Chosen = true },
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
        await story.Tell(89, Theo, "Racing on Meridian Avenue at night. We make the avenue slower and take the audience away; you build the cushions.");
        await story.Accept(88, cushions, "We can build two before the winter and the third in spring. Who tells the bus company?");
        await story.Finish(62, Theo, checkpoints);
        await story.Note(55, Dana, "Quiet for two weekends after the checkpoints, then as before. The cushions are what we wait for.");
        await story.Amend(45, Theo, "The petitioners asked us to watch the harbor road as well.",
            sheet with { Evaluation = sheet.Evaluation with { BufferArea = "Weaver Street, the bridge road and the harbor road" } });
    }

    /// <summary>In Response: the plan is complete and waits for a supervisor to start it.</summary>
    private static async Task TheTrailhead(DemoCity city, CancellationToken ct)
    {
        var before = Span(city, 100, 44);
        var thefts = city.Count(DemoPattern.Trailhead, 100, 44);
        var story = await DemoStory.Open(city, 70, Priya, new("Thefts from cars at the Heron Trail lot",
            "On weekends windows are broken in hikers' cars, mostly around noon. Bags are taken, and found empty along the trail.",
            "theft-from-vehicle", IdentifiedBy.Data, Priority.Normal, Confidential: false, city.Neighborhood("Gull Ridge"), "Heron Trail lot", 43.5921, -77.5324, city.IdOf(Dana)), ct);
        await story.Link(69, Priya, DemoPattern.Trailhead);
        await story.Save(68, Dana, new ScanningSheet
        {
            Statement = "On Saturdays and Sundays between ten and four, car windows are broken in the Heron Trail lot and bags left in sight are taken.",
            Cheers = Yes(
                "Hikers from the whole city and the people who run the kiosk.",
                "A window and a bag each time; visitors stay away.",
                "Reported nearly every time, and in the letters page.",
                "Separate thefts, each with a car and a span of time.",
                "Most weekends since spring.",
                "One lot, the same hours, bags in sight."),
            Harms = "About 400 dollars each time, and the feeling that the trail is not safe.",
            HowOften = "Two or three on a good-weather weekend",
        });
        await story.Move(60, Dana, Stage.Analysis, "The list shows it: one lot, one window of time.");
        var parks = await story.Attach(58, Dana, "Parks Department", StakeholderKind.Agency, StakeholderRole.PlaceManager);
        var friends = await story.Attach(57, Dana, "Friends of the Heron Trail", StakeholderKind.Other, StakeholderRole.Guardian);
        await story.Save(40, Priya, new AnalysisSheet
        {
            Triangle = new()
            {
                Offender = Found("One or two people on foot, who come along the trail and not by the road."),
                Target = Found("Cars with bags in sight; four of five had one on a seat."),
                Place = Found("The far half of the lot can't be seen from kiosk or road."),
            },
            Controllers = new()
            {
                Handler = NotRelevant("Nobody has been identified."),
                Guardian = Found("Hikers are on the trail for two hours; the Friends have volunteers on Sundays."),
                Manager = Found("Parks owns the lot and cuts the hedge once a year."),
            },
            Sources =
            [
                new() { Name = "Theft reports", WhatItShows = "Where in the lot, and at what time." },
                new() { Name = "Survey of hikers by the Friends of the Heron Trail", OutsidePolice = true, WhatItShows = "Half did not know about the thefts." },
            ],
            Consulted = [new() { AttachmentId = parks, On = city.Day(50), WhatTheySaid = "Could cut the hedge to three feet and open the near half first." }],
            CurrentResponse = "A sign, small and faded. A car passes once a day.",
            Hypothesis = "It happens because the far half of the lot is hidden, cars stand there for two hours, and people leave bags in sight because nobody tells them.",
            Baselines = [new() { Name = "Thefts from cars in the lot", Value = thefts, Unit = "thefts in 8 weeks", Period = before, Source = "Incident list" }],
        });
        await story.Move(12, Dana, Stage.Response, "Parks is ready to help.");
        await story.Save(9, Dana, new ResponseSheet
        {
            Objectives =
            [
                new()
                {
                    Key = "o1", Measure = "Thefts from cars in the Heron Trail lot", Kind = MeasureKind.Crime, Unit = "thefts in 8 weeks", Direction = Direction.Decrease,
                    Baseline = thefts, BaselinePeriod = before, Target = 8, TargetDate = city.Day(-95),
                },
            ],
            Options =
            [
                new() { Description = "Plain-clothes watch on two weekends", Enforcement = true, Weighed = "May catch somebody; says nothing to the next one." },
                new() { Description = "Cut the hedge, open the near half first, put a sign at every row", Weighed = "Cheap, and lasts as long as Parks keeps it up.", Chosen = true },
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
                DecisionRule = "Improved at 8 thefts or fewer while the Mill Pond lot does not fall as much.",
            },
        });
        await story.Plan(9, Dana, new("Cut the hedge to three feet", Enforcement: false, OwnerAttachmentId: parks, DueOn: city.Day(-14),
            Technique: Technique.AssistNaturalSurveillance, Side: TriangleSide.Place));
        await story.Plan(9, Dana, new("Volunteers greet cars on weekend mornings", Enforcement: false, OwnerAttachmentId: friends, DueOn: city.Day(-21),
            Technique: Technique.ExtendGuardianship, Side: TriangleSide.Target));
        await story.Plan(8, Dana, new("A sign at every row: nothing in sight, nothing in the trunk", Enforcement: false, OwnerId: city.IdOf(Dana), DueOn: city.Day(-28),
            Technique: Technique.PostInstructions, Side: TriangleSide.Target));
        await story.Ask(2, Dana, ApprovalKind.Start, "The plan is complete, and Parks can cut the hedge next week.");
    }

    /// <summary>Confidential, in Response: its plan is enforcement only, which carries a warning.</summary>
    private static async Task TheHouse(DemoCity city, CancellationToken ct)
    {
        var story = await DemoStory.Open(city, 60, Ruth, new("Suspected drug sales from a house on Fell Lane",
            "Neighbors report short visits at all hours to one rented house. They are afraid to be named.",
            "drugs", IdentifiedBy.Resident, Priority.High, Confidential: true, city.Neighborhood("Gull Ridge"), "Fell Lane", 43.5868, -77.5402, city.IdOf(Theo)), ct);
        await story.Save(58, Theo, new ScanningSheet
        {
            Statement = "Short visits at all hours to one rented house on Fell Lane, with arguments at the door.",
            Cheers = Yes(
                "Six households nearby, two with small children.",
                "Threats at the door, needles in two front yards.",
                "Told to officers in confidence by four neighbors.",
                "Visits and arguments, each with a time in the neighbors' notes.",
                "Every day for three months.",
                "One door, visits of under five minutes."),
            CountedSource = new() { Description = "Notes kept by two neighbors", Count = 46, Period = Span(city, 80, 61) },
            Harms = "Fear; children are kept indoors.",
        });
        await story.Move(50, Theo, Stage.Analysis, "The notes agree with each other.");
        await story.Attach(49, Theo, "Ilse Varga", StakeholderKind.Resident, StakeholderRole.Reporter);
        var landlord = await story.Attach(48, Theo, "Landlord of the house", StakeholderKind.Landlord, StakeholderRole.PlaceManager);
        await story.Attach(47, Theo, PublicWorks, StakeholderKind.Agency, StakeholderRole.Resource);
        await story.Save(30, Theo, new AnalysisSheet
        {
            Triangle = new()
            {
                Offender = Found("Two people who rent by the week."),
                Target = Found("Neighbors, by fear and by what is left in their yards."),
                Place = Found("The last house of the lane, with a second way out to the ridge."),
            },
            Controllers = new()
            {
                Handler = NotRelevant("No family or probation known."),
                Guardian = Found("Neighbors watch, but won't be seen to."),
                Manager = Found("The landlord lives elsewhere and has not been to the house for a year."),
            },
            Sources =
            [
                new() { Name = "Observation on six evenings", WhatItShows = "9 to 14 visits an evening, most under five minutes." },
                new() { Name = "Neighbors' notes", OutsidePolice = true, WhatItShows = "Busiest on Thursdays and Fridays." },
            ],
            Consulted = [new() { AttachmentId = landlord, On = city.Day(35), WhatTheySaid = "Did not know; the rent comes in cash." }],
            CurrentResponse = "None that could be seen, so as not to give the neighbors away.",
            Hypothesis = "It happens because nobody who has a say over the house ever comes there.",
            Baselines = [new() { Name = "Short visits", Value = 11, Unit = "visits an evening", Period = Span(city, 45, 40), Source = "Observation" }],
        });
        await story.Move(20, Theo, Stage.Response, "The landlord will work with us.");
        await story.Plan(18, Theo, new("Targeted patrol on Thursday and Friday evenings", Enforcement: true, OwnerId: city.IdOf(Theo), DueOn: city.Day(-10),
            Technique: Technique.StrengthenFormalSurveillance, Side: TriangleSide.Offender));
        await story.Plan(18, Theo, new("Search warrant, if the observation bears it out", Enforcement: true, OwnerId: city.IdOf(Theo), DueOn: city.Day(-17),
            Technique: Technique.DenyBenefits, Side: TriangleSide.Offender));
        await story.Ask(1, Theo, ApprovalKind.Override, "A neighbor was threatened at her door. The patrol has to begin before the rest of the plan is written.",
            gate: Gate.Start, codes: ["response.objectives", "response.options", "response.combined", "response.evaluation"]);
    }

    /// <summary>In Analysis, half filled in.</summary>
    private static async Task TheGarages(DemoCity city, CancellationToken ct)
    {
        var story = await DemoStory.Open(city, 35, Dana, new("Break-ins at the Sable Court garages",
            "Garages behind Sable Court are broken into in the small hours; bicycles and tools are taken.",
            "burglary", IdentifiedBy.Officer, Priority.Normal, Confidential: false, city.Neighborhood("Gull Ridge"), "Sable Court garages", 43.5832, -77.5138, city.IdOf(Dana)), ct);
        await story.Link(34, Dana, DemoPattern.Garages);
        await story.Save(33, Dana, new ScanningSheet
        {
            Statement = "In the small hours somebody forces the side doors of the garages behind Sable Court and takes bicycles and tools.",
            Cheers = Yes(
                "38 households whose garages stand in two rows.",
                "A bicycle or a set of tools each time, and the door.",
                "Every one reported; the tenants' council wrote to us.",
                "Single break-ins with a date.",
                "Several in two months.",
                "Side doors, the rear row, between one and four."),
            CountedSource = new() { Description = "Repair bills of the housing company", Count = 8, Period = Span(city, 62, 36) },
            Harms = "Loss, and the worry that the house door is next.",
        });
        await story.Move(24, Dana, Stage.Analysis, "The same row, the same tool marks.");
        await story.Attach(20, Dana, "Sable Court housing company", StakeholderKind.Landlord, StakeholderRole.PlaceManager);
        await story.Save(10, Priya, new AnalysisSheet
        {
            Triangle = new()
            {
                Offender = Found("The same tool marks on most doors: probably one or two people."),
                Place = Found("The rear row is unlit and backs on a footpath."),
            },
            Sources = [new() { Name = "Burglary reports", WhatItShows = "Rear row only; side doors only." }],
            CurrentResponse = "Patrol passes on the street side, from which the rear row can't be seen.",
        });
        await story.Hold(6, Ruth, city.Day(-20), "The housing company replaces the doors of the rear row this month; whether they hold decides what is left to do.");
    }

    /// <summary>In Scanning, and overdue.</summary>
    private static async Task TheSteps(DemoCity city, CancellationToken ct)
    {
        var story = await DemoStory.Open(city, 30, Dana, new("Drinking and shouting on the Quay steps",
            "In the evening groups drink on the steps by the ferry; bottles end up in the water and passengers are shouted at.",
            "alcohol", IdentifiedBy.Partner, Priority.Normal, Confidential: false, city.Neighborhood("Lantern Quay"), "Quay steps", 43.5568, -77.5523, city.IdOf(Dana)), ct);
        await story.Link(28, Dana, DemoPattern.Steps);
        await story.Save(28, Dana, new ScanningSheet
        {
            Statement = "On warm evenings groups drink on the Quay steps, shout at ferry passengers and throw bottles into the harbor.",
            Cheers = new()
            {
                Community = new() { Answer = YesNo.Yes, Evidence = "Passengers of the evening ferries and the crew." },
                Recurring = new() { Answer = YesNo.Yes, Evidence = "Most evenings since the season began." },
            },
            HowOften = "Most evenings",
        });
        await story.Plan(22, Dana, new("A light tower lent by Public Works until the steps have lamps", Enforcement: false, Interim: true,
            InterimReason: "A passenger slipped on glass in the dark.", OwnerId: city.IdOf(Dana), Status: ActionStatus.Done, DoneOn: city.Day(22)));
        var works = await story.Attach(21, Dana, PublicWorks, StakeholderKind.Agency, StakeholderRole.Resource);
        await story.Tell(20, Dana, "People slip on the Quay steps in the dark. Until there are lamps we need your light tower.");
        await story.Plan(20, Dana, new("Keep the light tower running every evening until the lamps stand", Enforcement: false, Interim: true,
            InterimReason: "A passenger slipped on glass in the dark.", OwnerAttachmentId: works, DueOn: city.Day(-9)));
    }

    /// <summary>Just opened; nobody leads it yet.</summary>
    private static async Task TheEmptyHouse(DemoCity city, CancellationToken ct) => await DemoStory.Open(city, 3, Dana, new(
        "Empty house on Cooper Street",
        "The house at the corner has stood empty for a year. Windows are broken, trash is dumped in the yard, and children get in.",
        "neglected-property", IdentifiedBy.Resident, Priority.Low, Confidential: false, city.Neighborhood("Gull Ridge"), "Cooper Street 12", 43.5879, -77.5211), ct);

    private static Period Span(DemoCity city, int fromDaysAgo, int toDaysAgo) => new() { From = city.Day(fromDaysAgo), To = city.Day(toDaysAgo) };

    private static Finding Found(string what) => new() { Found = what };

    private static Finding NotRelevant(string because) => new() { NotRelevantBecause = because };

    private static Cheers Yes(string community, string harmful, string expectation, string events, string recurring, string similarity) => new()
    {
        Community = new() { Answer = YesNo.Yes, Evidence = community },
        Harmful = new() { Answer = YesNo.Yes, Evidence = harmful },
        Expectation = new() { Answer = YesNo.Yes, Evidence = expectation },
        Events = new() { Answer = YesNo.Yes, Evidence = events },
        Recurring = new() { Answer = YesNo.Yes, Evidence = recurring },
        Similarity = new() { Answer = YesNo.Yes, Evidence = similarity },
    };
}
