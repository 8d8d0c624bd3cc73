using static ProblemTracker.Demo.Sheets;
using static ProblemTracker.Domain.DisorderExtent;

namespace ProblemTracker.Demo;

/// <summary>Two stories about houses: a confidential drug house and a vacant house. Numbers are days before today.</summary>
internal static class HouseStories
{
    private static readonly DemoAccount Dana = DemoCity.Officer, Theo = DemoCity.SecondOfficer, Ruth = DemoCity.Supervisor;

    /// <summary>Confidential, in Response. Its plan is enforcement only, which shows a warning.</summary>
    public static async Task TheHouse(DemoCity city, CancellationToken ct)
    {
        var story = await DemoStory.Open(city, 60, Ruth, new("Suspected drug sales from a house on Fell Lane",
            "Neighbors report short visits at all hours to one rental house. They are afraid to be named.",
            "drugs", ProblemSource.Resident, Priority.High, Confidential: true, city.Neighborhood("Gull Ridge"), "Fell Lane", 43.5868,
            -77.5402, city.IdOf(Theo)), ct);
        await story.Save(58, Theo, new ScanningSheet
        {
            Statement = "Short visits at all hours to one rental house on Fell Lane, with arguments at the door.",
            Cheers = Yes(
                "Six households nearby, two with small children.",
                "Threats at the door, needles in two front yards.",
                "Told to officers in confidence by four neighbors.",
                "Visits and arguments, each with a time in the neighbors' notes.",
                "Every day for three months.",
                "One door, visits of less than five minutes."),
            CountedSource = new() { Description = "Notes kept by two neighbors", Count = 46, Period = Span(city, 80, 61) },
            Harms = "Fear; children are kept indoors.",
        });
        await story.Move(50, Theo, Stage.Analysis, "The two sets of notes match.");
        await story.Attach(49, Theo, "Ilse Varga", StakeholderKind.Resident, StakeholderRole.Reporter);
        var landlord = await story.Attach(48, Theo, "Landlord of the house", StakeholderKind.Landlord, StakeholderRole.PlaceManager);
        await story.Attach(47, Theo, DemoDirectory.PublicWorks, StakeholderKind.Agency, StakeholderRole.Resource);
        await story.Save(30, Theo, new AnalysisSheet
        {
            Triangle = new()
            {
                Offender = Found("Two people renting by the week."),
                Target = Found("Neighbors, who are afraid and find needles in their yards."),
                Place = Found("The last house on the lane, with a second way out to the ridge."),
            },
            Controllers = new()
            {
                Handler = NotRelevant("No known family or probation officer."),
                Guardian = Found("Neighbors watch, but don't want to be seen watching."),
                Manager = Found("The landlord lives out of town and hasn't been to the house in a year."),
            },
            Sources =
            [
                new() { Name = "Observation on six evenings", WhatItShows = "9 to 14 visits an evening, most under five minutes." },
                new() { Name = "Neighbors' notes", OutsidePolice = true, WhatItShows = "Busiest on Thursdays and Fridays." },
            ],
            Consulted = [new() { AttachmentId = landlord, On = city.Day(35), WhatTheySaid = "Didn't know; the rent comes in cash." }],
            CurrentResponse = "Nothing visible, so we don't give the neighbors away.",
            Hypothesis = "It happens because no one with a say over the house ever goes there.",
            Baselines =
            [
                new() { Name = "Short visits", Value = 11, Unit = "visits an evening", Period = Span(city, 45, 40),
                    Source = "Observation" },
            ],
        });
        await story.Move(20, Theo, Stage.Response, "The landlord will work with us.");
        await story.Plan(18, Theo,
            new("Targeted patrol on Thursday and Friday evenings", Enforcement: true, OwnerId: city.IdOf(Theo), DueOn: city.Day(-10),
                Technique: Technique.StrengthenFormalSurveillance, Side: TriangleSide.Offender));
        await story.Plan(18, Theo,
            new("Search warrant, if surveillance supports it", Enforcement: true, OwnerId: city.IdOf(Theo), DueOn: city.Day(-17),
                Technique: Technique.DenyBenefits, Side: TriangleSide.Offender));
        await story.Ask(1, Theo, RequestKind.Override,
            "A neighbor was threatened at her door. Patrol has to start before the rest of the plan is written.",
            gate: Gate.Start, codes: ["response.objectives", "response.alternatives", "response.combined", "response.evaluation"]);
    }

    /// <summary>Just opened, without a lead.</summary>
    public static async Task TheEmptyHouse(DemoCity city, CancellationToken ct)
    {
        var story = await DemoStory.Open(city, 3, Dana, new("Vacant house on Cooper Street",
            "The house on the corner has been vacant for a year. Windows are broken, trash is dumped in the yard, and children get in.",
            "neglected-property", ProblemSource.Resident, Priority.Low, Confidential: false, city.Neighborhood("Gull Ridge"),
            "12 Cooper Street", 43.5879, -77.5211), ct);
        await story.Walk(2, Dana, "12 Cooper Street", 2, "The neighbors on both sides came along. The cellar door stands open.",
            ALot, ALittle, Some, ALittle, Some, ALot, ALot, Some, ALot, None);
    }
}
