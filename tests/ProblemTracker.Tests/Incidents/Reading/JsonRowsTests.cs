using System.Text;
using ProblemTracker.Domain;
using ProblemTracker.Files;
using ProblemTracker.Incidents;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Tables written as JSON: a list of objects, or one object per line.</summary>
public sealed class JsonRowsTests
{
    private static async Task<string[]> Table(string file)
    {
        using var rows = await IncidentFile.Open(new MemoryStream(Encoding.UTF8.GetBytes(file)), "calls.json", null, default);
        var lines = new List<string> { string.Join('|', rows.Header) };
        while (await rows.Next(default) is { } row) lines.Add(row.Wrong ?? string.Join('|', row.Fields));
        return [.. lines];
    }

    private static string Refusal(string file) => Assert.ThrowsAsync<Invalid>(() => Table(file))!.Errors["file"][0];

    [TestCase("{\"no\":\"A1\",\"at\":\"2026-01-05\",\"n\":7}\n{\"no\":\"A2\",\"kind\":\"th\\u00e9ft\",\"at\":null}\n",
        TestName = "One object per line")]
    [TestCase("\uFEFF[{\"no\":\"A1\",\"at\":\"2026-01-05\",\"n\":7},\r\n {\"no\":\"A2\",\"kind\":\"th\\u00e9ft\",\"at\":null}]",
        TestName = "A list of objects")]
    [TestCase("{\n \"no\": \"A1\",\n \"at\": \"2026-01-05\", \"n\": 7\n}\n{ \"no\": \"A2\",\n \"kind\": \"th\\u00e9ft\"}",
        TestName = "Objects over several lines")]
    public async Task Objects_are_rows_and_their_members_fields(string file) =>
        Assert.That(await Table(file), Is.EqualTo(new[] { "no|at|n|kind", "A1|2026-01-05|7|", "A2|||th\u00e9ft" }));

    [Test]
    public async Task Points_and_members_of_inner_objects_are_fields_of_their_own() => Assert.That(await Table("""
        [{"no":"A1","location":{"latitude":"43.2","longitude":"-77.5"},"point":{"type":"Point","coordinates":[-77.5,43.2]},"tags":[1,2]}]
        """), Is.EqualTo(new[] { "no|location.latitude|location.longitude|point|tags", "A1|43.2|-77.5|POINT (-77.5 43.2)|[1,2]" }));

    [Test]
    public async Task A_long_file_is_read_to_its_end()
    {
        var note = new string('x', 200);
        var rows = Enumerable.Range(0, 5000).Select(i => $"{{\"no\":\"{i}\",\"note\":\"{note}\"}}");
        Assert.That(await Table(string.Join('\n', rows)), Has.Length.EqualTo(5001));
        Assert.That((await Table($"[{string.Join(',', rows)}]"))[^1], Is.EqualTo($"4999|{note}"));
    }

    [TestCase("[]", "The file is an empty list")]
    [TestCase("[[\"no\",\"at\"],[\"A1\",\"2026-01-05\"]]",
        "The file is a JSON list whose rows have no names for their values. Export it as CSV")]
    [TestCase("[{\"type\":\"Feature\",\"properties\":{}}]", "The file is a list of GeoJSON features that are not in a collection.")]
    [TestCase("[{\"no\":\"A1\"},{\"no\":", "The file is damaged or was cut off: row 2 is not valid JSON.")]
    [TestCase("{\"error\":\"not found\"}", "The file is not a GeoJSON FeatureCollection.")]
    public void Other_JSON_is_refused_with_the_reason(string file, string sentence) => Assert.That(Refusal(file), Does.StartWith(sentence));

    [Test]
    public async Task An_open_data_portals_list_is_imported_with_its_proposed_map()
    {
        using var host = new TrackerHost(reused: true);
        var rows = Enumerable.Range(0, 30).Select(i => $$"""
            {"case_number":"26-{{1000 + i}}","date":"2026-01-05T1{{i % 10}}:15:00.000","primary_type":"THEFT",
             "location":{"type":"Point","coordinates":[-77.5,43.2]} }
            """);
        var analyst = host.SignIn(Role.Analyst);
        var id = await analyst.Upload($"[{string.Join(",\n", rows)}]", "calls.json");
        var map = (await analyst.Preview(id)).GetProperty("map");
        Assert.That(map.GetProperty("columns").GetProperty("place").GetString(), Is.EqualTo("location"));
        (await analyst.Start(id, new { map })).EnsureSuccessStatusCode();
        await host.Work();
        Assert.That((await analyst.Import(id)).Counts(), Is.EqualTo((30, 30, 0, 0, 30)));
    }
}
