using ProblemTracker.Concerns;
using ProblemTracker.Engagement;

namespace ProblemTracker.Demo;

/// <summary>Where residents were met in the last three months. Nobody was at Quarry Bank or in the Weir Meadows.</summary>
internal static class ContactStory
{
    private static readonly DemoAccount Dana = DemoCity.Officer, Theo = DemoCity.SecondOfficer, Ruth = DemoCity.Supervisor;

    private sealed record Met(int DaysAgo, int Hour, DemoAccount By, EngagementKind Kind, string Neighborhood, int People, int Minutes,
        string? Heard = null, string? Category = null)
    {
        /// <summary>What came of it.</summary>
        public Func<DemoCity, EngagementRow, CancellationToken, Task>? Then { get; init; }
    }

    private static readonly IReadOnlyList<Met> All =
    [
        new(88, 18, Dana, EngagementKind.Meeting, "Lantern Quay", 31, 90, "Weekend nights are loud, the last bus most of all.", "noise"),
        new(85, 10, DemoPeople.Nadia, EngagementKind.BusinessCheck, "Old Millrace", 4, 35),
        new(81, 15, Theo, EngagementKind.SchoolVisit, "Union Yards", 60, 75, "Children are afraid of the crossing.", "traffic-hazard"),
        new(77, 16, DemoPeople.Ray, EngagementKind.FootPatrol, "Ferry Point", 12, 60),
        new(74, 11, DemoPeople.Beth, EngagementKind.Conversation, "Eastgate", 2, 15, "The alley is dark since the lamp broke."),
        new(70, 19, Ruth, EngagementKind.Meeting, "Gull Ridge", 24, 90, "Windows of cars are broken at the trail.", "theft-from-vehicle"),
        new(66, 9, DemoPeople.Cole, EngagementKind.BusinessCheck, "Saltmarsh Landing", 5, 40),
        new(62, 17, DemoPeople.Imani, EngagementKind.FootPatrol, "Tidewater Gardens", 9, 45),
        new(59, 13, Dana, EngagementKind.BusinessCheck, "Lantern Quay", 6, 50, "Two bars want a common rule for closing time.", "noise"),
        new(55, 10, DemoPeople.Nadia, EngagementKind.Event, "Orchard Terrace", 120, 180),
        new(51, 14, Theo, EngagementKind.FootPatrol, "Union Yards", 15, 60),
        new(47, 18, Ruth, EngagementKind.Meeting, "Bellfounders Hill", 18, 75, "Nobody knows whom to call about the empty house."),
        new(43, 16, DemoPeople.Ray, EngagementKind.FootPatrol, "Old Millrace", 11, 50, "Cars race after school.", "racing"),
        new(40, 12, DemoPeople.Beth, EngagementKind.BusinessCheck, "Eastgate", 7, 45),
        new(36, 9, DemoPeople.Cole, EngagementKind.SchoolVisit, "Ferry Point", 45, 60),
        new(31, 17, Dana, EngagementKind.FootPatrol, "Lantern Quay", 14, 55),
        new(27, 15, DemoPeople.Imani, EngagementKind.Conversation, "Tidewater Gardens", 3, 20, "The playground is better with light."),
        new(24, 11, DemoPeople.Nadia, EngagementKind.FootPatrol, "Orchard Terrace", 8, 40),
        new(21, 18, Ruth, EngagementKind.Meeting, "Gull Ridge", 27, 80, "Fewer windows are broken now.", "theft-from-vehicle"),
        new(17, 10, DemoPeople.Cole, EngagementKind.FootPatrol, "Saltmarsh Landing", 6, 45),
        new(14, 16, Theo, EngagementKind.BusinessCheck, "Union Yards", 5, 30),
        new(11, 13, DemoPeople.Beth, EngagementKind.Conversation, "Eastgate", 2, 10),
        new(8, 15, Dana, EngagementKind.SchoolVisit, "Old Millrace", 52, 60, "Parents ask for a crossing guard.", "racing")
        {
            Then = PromiseAGuard,
        },
        new(6, 17, DemoPeople.Ray, EngagementKind.FootPatrol, "Ferry Point", 10, 50,
            "A van has been parked on the boat ramp for two weeks.", "parking")
        {
            Then = EnterTheVan,
        },
        new(4, 18, Ruth, EngagementKind.Meeting, "Bellfounders Hill", 22, 75),
        new(2, 16, Dana, EngagementKind.FootPatrol, "Lantern Quay", 9, 40, "The back door of the bar stays shut. It is quieter.", "noise"),
    ];

    public static async Task TheContacts(DemoCity city, CancellationToken ct)
    {
        foreach (var met in All)
        {
            await city.Timeline.Until(met.DaysAgo, met.Hour, 20);
            var logged = await city.Send(met.By, new LogEngagement(new()
            {
                Kind = met.Kind,
                Minutes = met.Minutes,
                NeighborhoodId = city.Neighborhood(met.Neighborhood),
                CategoryCode = met.Category,
                People = met.People,
                Heard = met.Heard,
            }), ct);
            if (met.Then is { } then) await then(city, logged, ct);
        }
    }

    /// <summary>A promise that became an action of a problem.</summary>
    private static async Task PromiseAGuard(DemoCity city, EngagementRow visit, CancellationToken ct)
    {
        var given = await city.Send(Dana, new GiveCommitment(new()
        {
            Description = "Ask the school to post a crossing guard on Meridian Avenue at three",
            OwnerId = city.IdOf(Dana),
            DueOn = city.Day(-7),
        })
        { EngagementId = visit.Id }, ct);
        await city.Send(Dana, new MakeCommitmentAction(given.Id, given.Version, city.Problems["Street racing on Meridian Avenue"],
            AmendmentReason: "Parents asked for it at the school. The measure stays the same."), ct);
    }

    private static Task<ConcernEntered> EnterTheVan(DemoCity city, EngagementRow patrol, CancellationToken ct) =>
        city.Send(DemoPeople.Ray, new EnterConcernAfterContact(patrol.Id, new(ConcernChannel.Patrol, "parking",
            "A van has been parked on the boat ramp for two weeks.", "Ferry Point boat ramp", city.Neighborhood("Ferry Point"),
            Frequency: Frequency.EveryDay)), ct);
}
