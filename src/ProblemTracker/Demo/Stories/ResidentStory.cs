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
        await city.Timeline.Until(27, 21, 15);
        var noise = await Report(city, English, "noise", "Loud music from the bar until three in the morning. My kids can't sleep.",
            "Tanner Street, by the Copper Anchor", "Lantern Quay", Frequency.EveryWeek, "Friday and Saturday nights", ct);
        await city.Timeline.Until(26, 9, 30);
        await Acknowledge(city, Dana, noise, ct);
        await city.Timeline.Until(24, 10, 0);
        await city.Send(Dana, new LinkConcerns(city.Problems["Fights and noise behind the Copper Anchor"], [noise]), ct);

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

        await city.Timeline.Until(9, 19, 5);
        var racing = await Report(city, Spanish, "racing",
            "Los autos corren por la avenida cuando los niños salen de la escuela. Ayer casi atropellan a una señora.",
            "Weaver Street, frente a la escuela", "Old Millrace", Frequency.EveryDay, "De lunes a viernes, a las 3 de la tarde", ct);
        await city.Timeline.Until(8, 10, 20);
        await Acknowledge(city, Ruth, racing, ct);
        await city.Send(Ruth, new AnswerConcern(racing, "Gracias por avisarnos. ¿En qué lado de la avenida esperan los niños?"), ct);
        await city.Timeline.Until(7, 18, 45);
        await city.SendAsResident(new ReplyAsReporter(Tokens[racing], "Del lado de la panadería, donde no hay semáforo."), Spanish, ct);

        await city.Timeline.Until(5, 22, 30);
        await Report(city, English, "theft-from-vehicle", "My car window was broken at the trail lot, and my neighbor's the week before.",
            "Heron Trail lot", null, Frequency.SeveralTimes, "Weekday mornings", ct);
        await city.Timeline.Until(3, 8, 5);
        await SendByApp(city, app.Key, Spanish, "noise", "Los perros del taller ladran toda la noche.", "Foundry Street, 100 block", ct);
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
