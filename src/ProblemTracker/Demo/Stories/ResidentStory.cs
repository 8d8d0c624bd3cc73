using System.Globalization;
using ProblemTracker.Concerns;
using ProblemTracker.Open311;

namespace ProblemTracker.Demo;

/// <summary>What residents reported in the last month, in English and in Spanish, and what became of it.</summary>
internal static class ResidentStory
{
    private static readonly DemoAccount Dana = DemoCity.Officer, Theo = DemoCity.SecondOfficer, Ruth = DemoCity.Supervisor;
    private static readonly CultureInfo English = Languages.English, Spanish = CultureInfo.GetCultureInfo("es");

    public static async Task TheConcerns(DemoCity city, CancellationToken ct)
    {
        await city.Timeline.Until(34, 17, 40);
        var dogs = (await city.Send(Theo, new EnterConcern(ConcernChannel.Phone, "noise", "The dogs of the workshop bark all night.",
            "112 Foundry Street", city.Neighborhood("Union Yards"), TimesOfDay: "From eleven at night", Name: "M. Okafor",
            Phone: "555-0164", MayCall: true), ct)).Id;
        await city.Timeline.Until(33, 9, 10);
        await Acknowledge(city, Theo, dogs, ct);
        await city.Timeline.Until(31, 15, 0);
        await city.Send(Theo, new CloseConcern(dogs, 2, "The owner of the workshop takes the dogs inside at night from today on."), ct);
        await city.Timeline.Until(27, 21, 15);
        var noise = await Report(city, English, "noise", "Loud music from the bar until three in the morning. My kids can't sleep.",
            "Tanner Street, by the Copper Anchor", "Lantern Quay", Frequency.EveryWeek, "Friday and Saturday nights", ct);
        await city.Timeline.Until(26, 9, 30);
        await Acknowledge(city, Dana, noise, ct);
        await city.Timeline.Until(24, 10, 0);
        await city.Send(Dana, new LinkConcerns(city.Problems["Fights and noise behind the Copper Anchor"], [noise]), ct);

        await city.Timeline.Until(22, 16, 5);
        var trucks = (await city.Send(Dana, new EnterConcern(ConcernChannel.Patrol, "parking",
            "Two delivery trucks on the sidewalk in front of the market, both sides.", "318 Weaver Street",
            city.Neighborhood("Old Millrace"), Frequency: Frequency.Once), ct)).Id;
        await city.Timeline.Until(21, 9, 0);
        await city.Send(Dana, new CloseConcern(trucks, 1, "The drivers moved the trucks."), ct);
        await city.Timeline.Until(20, 8, 30);
        var strollers = await Report(city, English, "parking", "A truck blocked the sidewalk on market day again.",
            "Weaver Street, 300 block", "Old Millrace", Frequency.SeveralTimes, "Saturday mornings", ct);
        await city.Timeline.Until(18, 12, 40);
        var dump = await Report(city, English, "other", "Somebody dumped two mattresses behind the laundromat.",
            "Ropewalk, behind the laundromat", "Lantern Quay", Frequency.Once, null, ct);
        await city.Timeline.Until(17, 8, 50);
        await city.Send(Theo, new ReferConcern(dump, 1, "Sanitation department"), ct);
        await city.Timeline.Until(15, 11, 20);
        await city.Send(Theo, new RecordReferralAnswer(dump, 2, "The mattresses were picked up this morning. For dumped things, 311 is "
            + "faster than we are.", Settles: true), ct);

        await city.Timeline.Until(14, 9, 0);
        // Whoever sees these calls 911.
        await city.Send(DemoCity.Administrator, new ChangeOpen311Settings(0, "harbor-city.example", null, ["assault", "robbery"]), ct);
        var app = await city.Send(DemoCity.Administrator, new CreateOpen311Key("Harbor City app", "apps@harbor-city.example"), ct);
        await city.Send(DemoCity.Administrator, new CreateOpen311Feed("Rivertown", "https://rivertown.example/open311/v2",
            [new("traffic-speeding", "racing")], IsOn: false), ct);
        await city.Timeline.Until(12, 17, 20);
        await SendByApp(city, app.Key, English, "parking", "Trucks park on the sidewalk, and people with strollers walk in the street.",
            "Weaver Street, 300 block", ct);

        await city.Timeline.Until(11, 11, 0);
        await Acknowledge(city, Ruth, strollers, ct);
        if (await city.Read(db => db.Find<long?>("""
            SELECT x.RepeatId FROM RepeatComplaintConcern x WHERE x.ConcernId = @trucks
            """, new { trucks }, ct)) is { } repeat)
            await city.Send(Ruth, new DecideRepeatComplaint(repeat, 1,
                "The market's deliveries during the roadworks. They end this week, and the market got its loading bay back."), ct);
        await city.Timeline.Until(10, 14, 20);
        var forgotten = await Report(city, English, "other", "I keep seeing the same man at the bus stop, he asks everyone for money.",
            "21 Ropewalk", "Lantern Quay", Frequency.SeveralTimes, null, ct);
        await city.Timeline.Until(9, 10, 0);
        // Asked for by phone.
        await city.Send(Ruth, new EraseReporter(forgotten, 1, Photos: true), ct);
        await city.Send(Ruth, new CloseConcern(forgotten, 2, "The outreach team of the city talked to him."), ct);
        await city.Timeline.Until(9, 19, 5);
        var racing = await Report(city, Spanish, "racing",
            "Los autos corren por la avenida cuando los niños salen de la escuela. Ayer casi atropellan a una señora.",
            "Weaver Street, frente a la escuela", "Old Millrace", Frequency.EveryDay, "De lunes a viernes, a las 3 de la tarde", ct);
        await city.Timeline.Until(8, 10, 20);
        await Acknowledge(city, Ruth, racing, ct);
        await city.Send(Ruth, new AnswerConcern(racing, "Gracias por avisarnos. ¿En qué lado de la avenida esperan los niños?"), ct);
        await city.Timeline.Until(7, 18, 45);
        await city.SendAsResident(new ReplyAsReporter(Tokens[racing], "Del lado de la panadería, donde no hay semáforo."), Spanish, ct);

        await city.Timeline.Until(6, 23, 50);
        await city.SendAsResident(new ReplyAsReporter(Tokens[noise], "It was quiet last weekend, for the first time this year."),
            English, ct);
        await city.Send(Dana, new EnterConcern(ConcernChannel.Counter, "noise", "Barking behind the workshop, each night since Monday.",
            "Foundry Street, 100 block", city.Neighborhood("Union Yards"), Frequency: Frequency.EveryDay, TimesOfDay: "Midnight"), ct);
        await city.Timeline.Until(5, 22, 30);
        await Report(city, English, "theft-from-vehicle", "My car window was broken at the trail lot, and my neighbor's the week before.",
            "Heron Trail lot", null, Frequency.SeveralTimes, "Weekday mornings", ct);
        await city.Timeline.Until(4, 12, 15);
        await city.Send(Theo, new EnterConcern(ConcernChannel.Patrol, "theft-from-vehicle",
            "A hiker came back to a broken window. Her bag was under the seat.", "Heron Trail lot", city.Neighborhood("Gull Ridge"),
            43.5921, -77.5324, Frequency.Once), ct);
        await city.Timeline.Until(3, 8, 5);
        await SendByApp(city, app.Key, Spanish, "noise", "Los perros del taller ladran toda la noche.", "Foundry Street, 100 block", ct);
        await city.Timeline.Until(2, 16, 45);
        await city.Send(Dana, new EnterConcern(ConcernChannel.Phone, "theft-from-vehicle",
            "Broken glass on the lot again, and two cars without side windows.", "Heron Trail lot", city.Neighborhood("Gull Ridge"),
            43.5921, -77.5324, Frequency.SeveralTimes, Name: "L. Whitcomb", Phone: "555-0147", MayCall: true), ct);
        await city.Timeline.Until(1, 20, 10);
        await Report(city, Spanish, "neglected-property",
            "La casa vacía de la esquina está llena de basura y hay gente que entra por la noche.", "Foundry Street, en la esquina",
            "Union Yards", Frequency.EveryWeek, "De noche", ct);
    }

    private static readonly Dictionary<long, string> Tokens = [];

    private static Task<Done> Acknowledge(DemoCity city, DemoAccount by, long concern, CancellationToken ct) =>
        city.Send(by, new AcknowledgeConcern(concern, 1), ct);

    private static Task<Open311Receipt> SendByApp(DemoCity city, string key, CultureInfo language, string category, string description,
        string address, CancellationToken ct) => city.SendAsResident(new PostOpen311Request
        {
            ApiKey = key,
            ServiceCode = category,
            Description = description,
            AddressString = address,
        }, language, ct);

    private static async Task<long> Report(DemoCity city, CultureInfo language, string category, string description, string address,
        string? neighborhood, Frequency frequency, string? times, CancellationToken ct)
    {
        var key = Guid.NewGuid().ToString("N");
        await city.SendAsResident(new SayWhat(key, category, description), language, ct);
        await city.SendAsResident(
            new SayWhere(key, address, neighborhood is null ? null : city.Neighborhood(neighborhood)), language, ct);
        await city.SendAsResident(new SayWhen(key, frequency, null, times), language, ct);
        var sent = await city.SendAsResident(new SubmitReport(key), language, ct);
        var id = await city.Read(db => db.Single<long>("SELECT Id FROM Concern WHERE Number = @Number", new { sent.Number }, ct));
        Tokens[id] = sent.Token;
        return id;
    }
}
