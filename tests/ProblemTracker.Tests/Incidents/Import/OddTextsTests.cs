using System.Text;
using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Tests.Files;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Texts that can't be stored, or that nobody sees, in files of every kind: their fields are left out, or files refused.</summary>
public sealed class OddTextsTests
{
    private const string NoCharacter = "contains a code that is no character, such as U+FFFE.";
    private const string NotText = "contains text that is not UTF-8, or half of a character.";

    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Analyst => _host.SignIn(Role.Analyst);
    private HttpClient Administrator => _host.SignIn(Role.Administrator);

    private static byte[] Points(params string[] numbers) => Encoding.UTF8.GetBytes(Boundaries.Collection(
        [.. numbers.Select(number => Boundaries.Raw($"{{\"no\":\"{number}\",\"at\":\"2026-01-05\"}}", "null"))]));

    private static byte[] Shapes(string text) => GivenShapes.Zip(new GivenShapes.Layer("calls", null,
        [.. new[] { "1", text }.Select(no => GivenShapes.At(-89.5, 40.5, ("no", no), ("at", "2026-01-05"), ("more", "x")))],
        Encoding.UTF8));

    private static IEnumerable<TestCaseData> Files()
    {
        yield return new(Points("1", "x\\ud800"), NotText) { TestName = "Half a character in GeoJSON" };
        yield return new(Points("1", "x\\ufffe"), NoCharacter) { TestName = "No character in GeoJSON" };
        yield return new(Points("1", "x\\u0000"), "contains zero bytes.") { TestName = "A zero byte in GeoJSON" };
        byte[] latin = [.. Points("1", "Caf?").Select(b => b == (byte)'?' ? (byte)0xE9 : b)];
        yield return new(latin, NotText) { TestName = "GeoJSON in another encoding" };
        foreach (var code in new[] { "D800", "FFFE", "0000" })
            yield return new(GivenWorkbook.Of(["no", "at", "more"], ["1", "2026-01-05", "x"], [$"A_x{code}_B", "2026-01-05", "x"]),
                code == "0000" ? "contains zero bytes." : NoCharacter)
            { TestName = $"U+{code} in a workbook" };
        yield return new(Shapes("x\uFFFE"), NoCharacter) { TestName = "No character in a shapefile" };
    }

    [TestCaseSource(nameof(Files))]
    public async Task A_text_that_can_not_be_stored_costs_only_its_field(byte[] file, string reason)
    {
        var id = await Analyst.Upload(file, "calls");
        object map = new { columns = new { occurred = "at", number = "no" } };
        var preview = await (await Analyst.PostAsJsonAsync($"/api/v1/imports/{id}/preview", new { map })).Ok();
        Assert.That((preview.GetProperty("rejected").GetInt32(), $"{preview.GetProperty("faults")[0].GetProperty("kind")}"),
            Is.EqualTo((0, "BadNumber")));

        Assert.That((await Analyst.Start(id, new { map })).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await _host.Work();
        var import = await Analyst.Import(id);
        Assert.That(import.Counts(), Is.EqualTo((2, 2, 0, 0, 2)));
        Assert.That(import.GetProperty("rejections")[0].GetProperty("reason").GetString(),
            Is.EqualTo($"The number is left out. The field \"no\" {reason}"));
    }

    [Test]
    public async Task Fields_of_a_table_that_can_not_be_stored_are_left_out_and_counted_by_their_name_unless_it_is_the_date()
    {
        string[] rows =
        [
            "1,2026-01-05,2026-01-06,x,y,40.5,-89.5", "2\uFFFE,2026-01-05,,x,y,40.5,-89.5", "3,2026-01-05,\uFFFE,x,y,40.5,-89.5",
            "4,2026-01-05,,x\uFFFE,y,40.5,-89.5", "5,2026-01-05,,x,y\uFFFE,40.5,-89.5", "6,2026-01-05,,x,y,\uFFFE40.5,-89.5",
            "7,2026-01-05\uFFFE,,x,y,40.5,-89.5",
        ];
        var made = await _host.ImportCsv($"no,at,until,kind,where,lat,lon\n{string.Join('\n', rows)}\n");

        Assert.That((made.RowsRead, made.Added, made.Rejected), Is.EqualTo((7, 6, 1)));
        Assert.That(made.Outcome.Faults.Select(f => f.Kind), Is.EqualTo(new[]
        {
            FaultKind.UnreadableDate, FaultKind.BadEnd, FaultKind.UnreadablePlace, FaultKind.BadNumber, FaultKind.LongCategory,
            FaultKind.LongAddress,
        }));
        Assert.That(made.Rejections.Single().Reason, Is.EqualTo($"The date and time can't be read. The field \"at\" {NoCharacter}"));
        // A column that no field is read from costs nothing.
        Assert.That((await _host.ImportCsv("no,at,note\n91,2026-02-05,\uFFFE\n")).Outcome.Faults, Is.Empty);
    }

    [Test]
    public async Task Incidents_whose_key_can_not_be_stored_stay_apart()
    {
        var made = await _host.ImportCsv("no,at\n\uFFFE1,2026-01-05\n\uFFFE2,2026-01-06\n", map => map with { Key = ["no"] });
        Assert.That((made.Added, made.Rejected), Is.EqualTo((2, 0)));
    }

    [Test]
    public async Task A_row_that_can_not_be_read_is_rejected_with_a_sentence_that_can_be_stored()
    {
        var id = await Analyst.Upload(GivenWorkbook.Of(["no", "at", "more"], ["1", "2026-01-05", "x"], ["A_xD800_B"]), "calls.xlsx");
        Assert.That((await Analyst.Preview(id)).GetProperty("rejections")[0].GetProperty("reason").GetString(),
            Is.EqualTo($"The row {NoCharacter}"));
    }

    [TestCase("""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"x\ud800":1},"geometry":null}]}""",
        "The name of column 1 contains text that is not UTF-8, or half of a character. Rename the column.")]
    [TestCase("""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"at":1,"x\ufffe":1},"geometry":null}]}""",
        "The name of column 2 contains a code that is no character, such as U+FFFE. Rename the column.")]
    [TestCase("""{"type":"FeatureCollection","crs":{"properties":{"name":"x\ud800"}},"features":[]}""", "The file's coordinates are in an")]
    [TestCase("""{"type":"FeatureCollection","x\ud800":1,"features":[]}""", "The file contains text that is not UTF-8")]
    public async Task A_file_with_a_name_that_can_not_be_stored_is_refused(string file, string sentence)
    {
        var reply = await Analyst.TryUpload(Encoding.UTF8.GetBytes(file), "calls.geojson");
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await reply.Json()).GetProperty("errors").GetProperty("file")[0].GetString(), Does.StartWith(sentence));
    }

    [Test]
    public async Task A_column_of_a_workbook_with_such_a_name_is_refused()
    {
        var reply = await Analyst.TryUpload(GivenWorkbook.Of(["no", "at_xFFFE_"], ["1", "2026-01-05"]), "calls.xlsx");
        Assert.That((await reply.Json()).GetProperty("errors").GetProperty("file")[0].GetString(),
            Does.StartWith("The name of column 2 contains"));
    }

    [Test]
    public async Task Half_a_character_beside_the_properties_costs_only_its_feature()
    {
        var file = Encoding.UTF8.GetString(Points("1")).Replace("[{", "[{\"type\":\"Feature\",\"\\ud800\":1,\"geometry\":"
            + "{\"type\":\"\\ud800\"}},{", StringComparison.Ordinal);
        var preview = await Analyst.Preview(await Analyst.Upload(file, "calls.geojson"));
        Assert.That((preview.GetProperty("rowsChecked").GetInt32(), preview.GetProperty("rejected").GetInt32()), Is.EqualTo((2, 1)));
    }

    [TestCase("x\\ud800", "The name of feature 2 " + NoCharacter)]
    [TestCase("na\\ufffeme", "The name of feature 2 " + NoCharacter)]
    public async Task A_neighborhood_whose_name_is_no_text_is_among_the_faults(string name, string fault)
    {
        var file = Boundaries.Collection(Boundaries.Feature("West", Boundaries.Square(5, 5)),
            Boundaries.Raw($"{{\"name\":\"{name}\"}}", Boundaries.Square(7, 5)), Boundaries.Feature("Far", Boundaries.Square(200, 5)));
        var id = await Administrator.Upload(Encoding.UTF8.GetBytes(file), "beats.geojson", "Neighborhoods");

        var objections = (await Administrator.Preview(id)).GetProperty("objections").EnumerateArray().Select(o => o.GetString()!).ToList();
        Assert.That(objections, Has.Count.EqualTo(2));
        Assert.That(objections[0], Does.StartWith(fault));
        Assert.That((await Administrator.Start(id, new { nameProperty = "name" })).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase("""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"A","x\ud800":1},"geometry":null}]}""")]
    [TestCase("""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"A"},"\ud800":1,"geometry":null}]}""")]
    [TestCase("""{"type":"FeatureCollection","\ud800":1,"features":[{"type":"Feature","properties":{"name":"A"},"geometry":null}]}""")]
    [TestCase("""{"type":"x\ud800","features":[]}""")]
    public async Task A_file_of_neighborhoods_with_other_such_names_is_never_an_error_of_the_server(string file)
    {
        var id = await Administrator.Upload(Encoding.UTF8.GetBytes(file), "beats.geojson", "Neighborhoods");
        var reply = await Administrator.GetAsync($"/api/v1/imports/{id}/preview");
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK).Or.EqualTo(HttpStatusCode.BadRequest));
        var start = await Administrator.Start(id, new { nameProperty = "name" });
        Assert.That(start.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Names_that_nobody_sees_are_refused()
    {
        var id = await Analyst.Upload("at\n2026-01-05\n");
        object columns = new { occurred = "at" };
        Assert.That(await (await Analyst.Start(id, new { map = new { columns }, saveMapAs = "\u200b" })).WrongFields(),
            Is.EqualTo(new[] { "saveMapAs" }));
        Assert.That(await (await Analyst.Start(id, new { map = new { columns, source = "\u200b\u200b" } })).WrongFields(),
            Is.EqualTo(new[] { "map.source" }));
        Assert.That((await Analyst.Start(id, new { map = new { columns }, saveMapAs = "" })).StatusCode,
            Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test]
    public async Task Words_are_the_same_with_characters_that_nobody_sees_and_a_number_of_only_those_is_missing()
    {
        await _host.ImportCsv("no,at,kind,where\n\u200b,2026-01-05,Loud\u200b music,\u200b\u00ad\n");
        var incident = (await Analyst.Read("/api/v1/incidents")).GetProperty("items")[0];
        Assert.That(incident.GetProperty("categoryCode").GetString(), Is.EqualTo("noise"));
        Assert.That(incident.GetProperty("sourceNumber").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(incident.GetProperty("address").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task If_no_row_can_be_read_the_preview_says_why()
    {
        var preview = await Analyst.Preview(await Analyst.Upload("no,at\n1,2026-01-05,x\n2,2026-01-05,x\n3,2026-01-05,x,y\n"));
        Assert.That(preview.GetProperty("rejected").GetInt32(), Is.GreaterThan(0));
        Assert.That(preview.GetProperty("rejections").GetArrayLength(), Is.GreaterThan(0));
        Assert.That(preview.GetProperty("objections")[0].GetString(),
            Is.EqualTo("None of the first 3 rows can be read. Line 2: The row has 3 fields, 1 more than the header. Probably a comma "
                + "within a text splits it: put quotes around such a text."));
    }

    [Test]
    public async Task Texts_with_any_sign_outside_ASCII_are_shown_to_check_the_encoding()
    {
        byte[] dos = [.. "no,at,where\n1,2026-01-05,Caf? Rd\n"u8.ToArray().Select(b => b == (byte)'?' ? (byte)0x82 : b)];
        var id = await Analyst.Upload(dos, "dos.csv");
        Assert.That((await Analyst.Preview(id)).GetProperty("accents").GetArrayLength(), Is.EqualTo(1));
        var tried = await (await Analyst.PostAsJsonAsync($"/api/v1/imports/{id}/preview",
            new { map = new { columns = new { occurred = "at" }, encoding = "cp437" } })).Json();
        Assert.That(tried.GetProperty("rows")[0][2].GetString(), Is.EqualTo("Café Rd"));
        Assert.That(tried.GetProperty("layout").GetProperty("encoding").GetString(), Is.EqualTo("IBM437"));
    }
}
