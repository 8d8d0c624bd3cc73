using ProblemTracker.Engagement;
using ProblemTracker.Portal;

namespace ProblemTracker.Demo;

/// <summary>
/// A month of meetings, in English and in Spanish: two were held, and of what was promised one thing is done, one overdue and one due
/// soon; two are to come; one was canceled; one waits to be recorded.
/// </summary>
internal static class MeetingStory
{
    private static readonly DemoAccount Dana = DemoCity.Officer, Theo = DemoCity.SecondOfficer, Ruth = DemoCity.Supervisor;

    private static readonly MeetingText Trail = new()
    {
        Language = "en",
        Title = "Gull Ridge neighborhood meeting",
        Agenda = "What changed at the Heron Trail lot.\nWhat worries you now.\nWho your officers are.",
    };

    private static readonly MeetingText Tanner = new()
    {
        Language = "en",
        Title = "Quiet nights on Tanner Street",
        Agenda = "What the bar and the bus company did.\nWhat you still hear at night.",
    };

    private static readonly MeetingText Noches = new()
    {
        Language = "es",
        Title = "Noches tranquilas en Tanner Street",
        Agenda = "Qué hicieron el bar y la compañía de autobuses.\nQué se oye todavía de noche.",
    };

    private static readonly MeetingText Market = new()
    {
        Language = "en",
        Title = "Coffee with your officers",
        Agenda = "No speeches. Come by, and ask what you like.",
    };

    private static readonly MeetingText Cafe = new()
    {
        Language = "es",
        Title = "Un café con sus agentes",
        Agenda = "Sin discursos. Venga y pregunte lo que quiera.",
    };

    public static async Task TheMeetings(DemoCity city, CancellationToken ct)
    {
        await city.Timeline.Until(33, 10, 0);
        var ridge = await city.Send(Ruth, Plan(city, 26, 18, "Gull Ridge", "Heron Trail community room, 5 Heron Trail", Trail), ct);
        await city.Timeline.Until(26, 20, 0);
        await city.Send(Ruth, new HoldMeeting(ridge.Id, ridge.Version, 23, 90,
            "The lot is calmer. The lamp at its entrance has been dark for weeks. Somebody should walk there on Monday mornings.",
            "theft-from-vehicle"), ct);
        var lamp = await city.Send(Ruth, Promise(city, ridge, "Ask the city to repair the lamp at the entrance of the lot", Dana, 12), ct);
        await city.Send(Ruth, Promise(city, ridge, "Walk the lot on Monday mornings, and write to the residents", Theo, -2), ct);

        await city.Timeline.Until(24, 9, 30);
        var quay = await city.Send(Dana,
            Plan(city, 13, 19, "Lantern Quay", "Quay Library, 40 Tanner Street", Tanner, Noches), ct);
        await city.Timeline.Until(14, 10, 15);
        await city.Send(Dana, new KeepCommitment(lamp.Id, lamp.Version, "The city replaced the lamp on Tuesday. It works."), ct);
        await city.Timeline.Until(13, 21, 0);
        await city.Send(Dana, new HoldMeeting(quay.Id, quay.Version, 19, 180,
            "It is quieter since the back door stays shut. The delivery trucks come too early.", "noise"), ct);
        await city.Send(Dana, Promise(city, quay, "Ask the brewery when its trucks deliver", Dana, 3), ct);

        await city.Timeline.Until(12, 9, 0);
        var yards = await city.Send(Theo, Plan(city, -3, 18, "Union Yards", "School cafeteria, 12 Yard Road", new MeetingText
        {
            Language = "en",
            Title = "Safe crossing at Union Yards",
            Agenda = "What the traffic count says.",
        }, new MeetingText
        {
            Language = "es",
            Title = "Un cruce seguro en Union Yards",
            Agenda = "Qué dice el conteo de tráfico.",
        }), ct);
        await city.Timeline.Until(10, 14, 0);
        await city.Send(Ruth, Plan(city, -6, 18, "Lantern Quay", "Quay Library, 40 Tanner Street", Tanner, Noches), ct);
        await city.Timeline.Until(9, 9, 0);
        await city.Send(Dana, Plan(city, 1, 17, "Old Millrace", "Mill Cafe, 2 Race Street", new MeetingText
        {
            Language = "en",
            Title = "Old Millrace after school",
            Agenda = "Where children cross.",
        }), ct);
        await city.Timeline.Until(7, 10, 0);
        await city.Send(Theo, Plan(city, -12, 10, null, "Saturday market, Founders Square", Market, Cafe) with { Kind = MeetingKind.Event },
            ct);
        await city.Timeline.Until(2, 11, 0);
        await city.Send(Theo, new CancelMeeting(yards.Id, yards.Version, "The school needs the room. We will announce a new day."), ct);
    }

    /// <param name="daysAgo">The day of the meeting; negative for days to come.</param>
    private static PlanMeeting Plan(DemoCity city, int daysAgo, int hour, string? neighborhood, string place, params MeetingText[] texts) =>
        new(new()
        {
            Kind = MeetingKind.Meeting,
            NeighborhoodId = neighborhood is null ? null : city.Neighborhood(neighborhood),
            StartsAt = city.At(city.Day(daysAgo), hour, 0),
            EndsAt = city.At(city.Day(daysAgo), hour + 1, 30),
            Place = place,
            Texts = texts,
            IsPublic = true,
        });

    private static GiveCommitment Promise(DemoCity city, MeetingRow meeting, string description, DemoAccount owner, int dueDaysAgo) =>
        new(new() { Description = description, OwnerId = city.IdOf(owner), DueOn = city.Day(dueDaysAgo) }) { MeetingId = meeting.Id };
}
