using ProblemTracker.Agency;

namespace ProblemTracker.Demo;

/// <summary>The police department of the demo city, as its letterhead shows it. The phone number is reserved for fiction.</summary>
internal static class DemoAgency
{
    public static async Task Add(DemoCity city, CancellationToken ct)
    {
        await city.Send(DemoCity.Administrator, new ChangeAgency(0, "Harbor City Police Department", "(585) 555-0100",
            "Harbor City problem-solving team", "problem-solving@harbor-city.example"), ct);
        await city.Send(DemoCity.Administrator, new ChangePublicSite(0, true, "311", 2, 10, CityTopics:
        [
            Topic("Potholes", "Baches", "Harbor City Public Works", null, "https://harbor-city.example/potholes"),
            Topic("Street lights", "Alumbrado público", "Harbor City Public Works", null, null),
            Topic("Trash and recycling", "Basura y reciclaje", "Harbor City Sanitation", "(585) 555-0160", null),
            Topic("Water and sewers", "Agua y alcantarillado", "Harbor City Water", "(585) 555-0170", "https://harbor-city.example/water"),
        ]), ct);
        await using var file = typeof(DemoAgency).Assembly.GetManifestResourceStream("demo/logo.png")!;
        using var content = new MemoryStream();
        await file.CopyToAsync(content, ct);
        await city.Send(DemoCity.Administrator, new ReplaceLogo(new(content.ToArray(), ReplaceLogo.LongestSide)), ct);
    }

    private static CityTopic Topic(string name, string spanish, string office, string? phone, string? link) =>
        new(name, office, phone, link, new Dictionary<string, string> { ["es"] = spanish });
}
