using System.Text;
using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Files as departments send them, imported over HTTP with the map that is proposed.</summary>
public sealed class DepartmentFilesTests
{
    private TrackerHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await _host.Import(Boundaries.Two);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Analyst => _host.SignIn(Role.Analyst);

    [TestCase("case,occurred,kind\n1,Jan  5 2025  1:45PM,theft\n", "2025-01-05 13", TestName = "SQL Server's dates")]
    [TestCase("case,occurred,kind\n1,1/5/25 13:45,theft\n", "2025-01-05 13", TestName = "Two-digit years")]
    [TestCase("case,occurred,kind\n1,2025/07/04 02:30:00+00,theft\n", "2025-07-03 22", TestName = "ArcGIS Hub")]
    [TestCase("case,occurred,kind\n1,1751596200000,theft\n", "2025-07-03 22", TestName = "Epoch milliseconds")]
    [TestCase("case,occurred,kind\n1,01/05/2025 24:00,theft\n2,01/07/2025 08:30,theft\n", "2025-01-06 0", TestName = "24:00")]
    [TestCase("case,date,time,kind\n1,01/05/2025,1730,theft\n", "2025-01-05 17", TestName = "Date and time apart")]
    [TestCase("case,occurred,kind\n1,1/25/2025 12:00:00 AM,theft\n2,1/26/2025 12:00:00 AM,theft\n", "2025-01-25 ", TestName = "Midnights")]
    [TestCase("sep=;\ncase;occurred;kind\n1;2025-01-05T08:00;theft\n", "2025-01-05 8", TestName = "A line with the separator")]
    [TestCase("Incidents,,\ncase,occurred,kind\n1,2025-01-05T08:00,theft\nTotal: 1,,\n", "2025-01-05 8", TestName = "Title and footer")]
    [TestCase("case,occurred,kind\n2.02E+11,2025-01-05T08:00,theft\n", "2025-01-05 8", TestName = "A rounded number")]
    public async Task The_proposal_reads_the_time_by_the_agencys_clock(string text, string expected)
    {
        await Imported(text);
        var first = (await Analyst.Read("/api/v1/incidents")).GetProperty("items").EnumerateArray().Last();
        Assert.That($"{first.GetProperty("localDate").GetString()} {first.GetProperty("localHour")}", Is.EqualTo(expected));
        Assert.That(first.GetProperty("categoryCode").GetString(), Is.EqualTo("theft"));
    }

    private static readonly object?[][] Nameless =
    [
        ["25-0012", new DateTime(2025, 1, 5, 13, 45, 0), "Burglary", "100 Oak St", 40.5, -89.5],
        ["25-0013", new DateTime(2025, 1, 6, 23, 10, 0), "Petit larceny", "200 Elm St", 40.5, -88.5],
        ["25-0014", new DateTime(2025, 1, 7, 8, 5, 0), "Loud music", "300 Elm St", 40.5, -88.5],
    ];

    [TestCase(2, "iso")]
    [TestCase(3, "iso")]
    [TestCase(2, "M/d/yyyy h:mm tt")]
    [TestCase(3, "M/d/yyyy h:mm tt")]
    [TestCase(3, "workbook")]
    [TestCase(2, "workbook")]
    [TestCase(3, "days")]
    public async Task Few_rows_without_a_header_have_their_number_time_and_category_proposed(int rows, string format)
    {
        var cells = Nameless.Take(rows).ToArray();
        // The first row can lack what the last one has.
        if (rows == 3) cells[0] = [.. cells[0][..4]];
        string Text(object? cell) => cell is DateTime at ? format switch
        {
            "iso" => $"{at:yyyy-MM-dd HH:mm}",
            "days" => $"{at:M/d/yyyy}",
            _ => at.ToString(format, System.Globalization.CultureInfo.InvariantCulture),
        } : FormattableString.Invariant($"{cell}");
        var id = format == "workbook" ? await Analyst.Upload(Files.GivenWorkbook.Of(cells), "calls.xlsx")
            : await Analyst.Upload(string.Join('\n', cells.Select(row => string.Join(',', row.Select(Text)))));
        var columns = (await Analyst.Preview(id)).GetProperty("map").GetProperty("columns").EnumerateObject()
            .ToDictionary(column => column.Name, column => column.Value.GetString());
        Assert.That(columns, Is.EquivalentTo(new Dictionary<string, string?>
        {
            ["number"] = "Column 1",
            ["occurred"] = "Column 2",
            ["category"] = "Column 3",
            ["address"] = "Column 4",
            ["latitude"] = "Column 5",
            ["longitude"] = "Column 6",
        }));
    }

    [TestCase("2025-01-05 10:00,513-555-0100,B12\n2025-01-06 10:00,513-555-0101,B13\n", TestName = "Phone numbers and beats")]
    [TestCase("2025-01-05 10:00,45202,101\n2025-01-06 10:00,45203,102\n", TestName = "ZIP codes and badges")]
    [TestCase("2025-01-05 10:00,Elm Park,North\n2025-01-06 10:00,Oak Park,South\n", TestName = "Places")]
    public async Task What_is_not_plainly_a_number_or_category_is_not_proposed_without_a_header(string text)
    {
        var map = (await Analyst.Preview(await Analyst.Upload(text))).GetProperty("map");
        Assert.That(map.GetProperty("columns").EnumerateObject().Select(column => column.Name), Is.EqualTo(new[] { "occurred" }));
    }

    [TestCase("case,occurred,lat,lon\n1,2025-01-05,40.5,89.5\n", "minus sign", "negateLongitude")]
    [TestCase("case,occurred,lat,lon\n1,2025-01-05,-89.5,40.5\n", null, "latitude=lon")]
    [TestCase("case,occurred,a,b\n1,2025-01-05,\"40,5\",\"-89,5\"\n", null, "latitude=a")]
    [TestCase("case,occurred,spot\n1,2025-01-05,\"(40.5, -89.5)\"\n", null, "place=spot")]
    [TestCase("case,occurred,spot\n1,2025-01-05,\"(-89.5, 40.5)\"\n", null, "swapPlace")]
    public async Task Places_end_in_their_neighborhood(string text, string? question, string expected)
    {
        var id = await Analyst.Upload(text);
        var preview = await Analyst.Preview(id);
        var questions = preview.GetProperty("questions").EnumerateArray().Where(q => q.GetProperty("kind").GetString() == "place").ToList();
        Assert.That(questions, Has.Count.EqualTo(question is null ? 0 : 1));
        var map = question is null ? preview.GetProperty("map") : questions[0].GetProperty("answers")[0].GetProperty("map");
        if (question is not null) Assert.That(questions[0].GetProperty("sentence").GetString(), Does.Contain(question));
        var said = string.Join(' ', map.GetProperty("columns").EnumerateObject().Select(c => $"{c.Name}={c.Value}")
            .Concat(map.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.True).Select(p => p.Name)));
        Assert.That(said, Does.Contain(expected));

        await Started(id, map);
        await _host.Work();
        Assert.That((await Analyst.Import(id)).Counts(), Is.EqualTo((1, 1, 0, 0, 0)));
    }

    [Test]
    public async Task A_map_that_does_not_swap_the_place_is_asked_about()
    {
        var id = await Analyst.Upload("case,occurred,spot\n1,2025-01-05,\"(-89.5, 40.5)\"\n");
        var map = Map(await Analyst.Preview(id), ("swapPlace", false));
        var preview = await (await Analyst.PostAsJsonAsync($"/api/v1/imports/{id}/preview", new { map })).Ok();
        var question = preview.GetProperty("questions").EnumerateArray().Single(q => q.GetProperty("kind").GetString() == "place");
        Assert.That(question.GetProperty("sentence").GetString(), Does.EndWith("Latitude and longitude seem to be swapped."));
        Assert.That(question.GetProperty("answers")[0].GetProperty("map").GetProperty("swapPlace").GetBoolean(), Is.True);
    }

    [Test]
    public async Task Degrees_that_are_read_in_a_projection_are_asked_about()
    {
        var id = await Analyst.Upload("case,occurred,lat,lon\n1,2025-01-05,40.5,-89.5\n");
        var map = Map(await Analyst.Preview(id), ("projection", "2263"));
        var preview = await (await Analyst.PostAsJsonAsync($"/api/v1/imports/{id}/preview", new { map })).Ok();
        Assert.That(preview.GetProperty("questions").EnumerateArray().Select(q => q.GetProperty("sentence").GetString()),
            Has.One.EndsWith("They seem to be degrees."));
    }

    [TestCase("0")]
    [TestCase("-1")]
    [TestCase("central")]
    public async Task A_projection_that_is_none_or_several_is_refused(string projection)
    {
        var id = await Analyst.Upload("case,occurred,X,Y\n1,2025-01-05,294411.0,4825640.0\n");
        var reply = await Analyst.Start(id, new { map = Map(await Analyst.Preview(id), ("projection", projection)) });
        Assert.That((await reply.WrongFields()).Single(), Is.EqualTo("map.projection"));
    }

    [TestCase(null)]
    [TestCase("2261")]
    [TestCase("5070")]
    [TestCase("4326")]
    [TestCase("27700")]
    public async Task Coordinates_in_another_projection_give_no_place_and_no_error(string? projection)
    {
        var id = await Analyst.Upload("id,when,X,Y\n1,2024-07-01 02:30,294411.0,4825640.0\n");
        var map = Map(await Analyst.Preview(id), ("projection", projection));
        await (await Analyst.PostAsJsonAsync($"/api/v1/imports/{id}/preview", new { map })).Ok();
        Assert.That((await Analyst.Start(id, new { map })).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await _host.Work();
        Assert.That((await Analyst.Import(id)).GetProperty("added").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task Nearly_half_of_the_places_swapped_is_said_without_asking_to_swap_all_of_them()
    {
        var rows = string.Concat(Enumerable.Range(0, 1000)
            .Select(i => $"{i},2025-01-05,{(i < 450 ? "-89.5,40.5" : "40.5,-89.5")}\n"));
        var preview = await Analyst.Preview(await Analyst.Upload($"case,occurred,lat,lon\n{rows}"));
        var question = preview.GetProperty("questions").EnumerateArray()
            .Single(one => one.GetProperty("sentence").GetString()!.Contains("swapped", StringComparison.Ordinal));
        Assert.That(question.GetProperty("sentence").GetString(), Does.StartWith("450 rows have latitude and longitude that look swapped, "
            + "unlike the other rows."));
        Assert.That(question.GetProperty("answers").GetArrayLength(), Is.Zero);
        Assert.That(preview.GetProperty("faults")[0].GetProperty("rows").GetInt32(), Is.EqualTo(450));
    }

    [Test]
    public async Task A_range_stays_split_if_one_of_its_dates_cannot_be_read()
    {
        var preview = await Analyst.Preview(await Analyst.Upload(
            "case,datum\n1,21.03.2024 bis 27.03.2024\n2,27.03.2024\n3,28.03.2024 bis 29.03.2024\n4,unbekannt\n"));
        Assert.That(preview.GetProperty("map").GetProperty("dateFormat").GetString(), Is.EqualTo("d.M.yyyy"));
        Assert.That(preview.GetProperty("rejected").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task GeoJSON_in_a_projection_that_it_does_not_name_is_converted()
    {
        var place = ProblemTracker.Neighborhoods.Projection.Find("3436")!;
        var features = Points(place).Select((p, i) =>
            $$$"""{"type":"Feature","properties":{"case":{{{i}}},"date":"2025-01-05"},"geometry":"""
            + FormattableString.Invariant($$$"""{"type":"Point","coordinates":[{{{p.X}}},{{{p.Y}}}]}}"""));
        var id = await Imported($$"""{"type":"FeatureCollection","features":[{{string.Join(',', features)}}]}""");
        Assert.That((await Analyst.Import(id)).Counts(), Is.EqualTo((5, 5, 0, 0, 0)));
    }

    [Test]
    public async Task Projected_coordinates_are_converted()
    {
        // The middle of the western neighborhood, in feet of the state plane of western Illinois (EPSG:3436).
        var place = ProblemTracker.Neighborhoods.Projection.Find("3436")!;
        var text = "case,occurred,X,Y\n" + string.Concat(Points(place)
            .Select((p, i) => FormattableString.Invariant($"{i},2025-01-05,{p.X:0.0},{p.Y:0.0}\n")));
        var id = await Analyst.Upload(text);
        var map = (await Analyst.Preview(id)).GetProperty("map");
        Assert.That(map.GetProperty("projection").GetString(), Is.EqualTo("3436"));
        await Started(id, map);
        await _host.Work();
        Assert.That((await Analyst.Import(id)).Counts(), Is.EqualTo((5, 5, 0, 0, 0)));
    }

    /// <summary>Inverts the conversion step by step, so that the test has no numbers of another program.</summary>
    private static IEnumerable<(double X, double Y)> Points(ProblemTracker.Neighborhoods.Projection projection)
    {
        foreach (var (latitude, longitude) in new[] { (40.2, -89.8), (40.4, -89.6), (40.5, -89.5), (40.6, -89.4), (40.8, -89.2) })
        {
            var (x, y) = (2_300_000.0, 1_400_000.0);
            for (var i = 0; i < 60; i++)
            {
                var (lat, lon) = projection.ToDegrees(x, y);
                (x, y) = (x + (longitude - lon) * 250_000, y + (latitude - lat) * 360_000);
            }
            yield return (x, y);
        }
    }

    [Test]
    public async Task The_encoding_is_proposed_with_texts_to_check_it_by_and_can_be_chosen()
    {
        _ = ProblemTracker.Files.TextEncoding.Choices;
        var bytes = Encoding.GetEncoding("windows-1252").GetBytes("case,occurred,street\n1,2025-01-05,Café Road\n");
        var id = await Analyst.Upload(bytes, "western.csv");
        var preview = await Analyst.Preview(id);
        Assert.That(preview.GetProperty("layout").GetProperty("encoding").GetString(), Is.EqualTo("windows-1252"));
        Assert.That(preview.GetProperty("accents")[0].GetString(), Is.EqualTo("Café Road"));

        var map = Map(preview, ("encoding", "macintosh"));
        var other = await (await Analyst.PostAsJsonAsync($"/api/v1/imports/{id}/preview", new { map })).Ok();
        Assert.That(other.GetProperty("accents")[0].GetString(), Is.EqualTo("CafÈ Road"));
        var wrong = await Analyst.Start(id, new { map = Map(preview, ("encoding", "klingon")) });
        Assert.That((await wrong.WrongFields()).Single(), Is.EqualTo("map.encoding"));
    }

    [Test]
    public async Task Dates_and_words_that_come_late_are_in_the_proposal()
    {
        var rows = string.Concat(Enumerable.Range(0, 2500).Select(i => $"{i},{1 + i % 12}/{1 + i % 12}/2025,theft\n"));
        var preview = await Analyst.Preview(await Analyst.Upload($"case,occurred,kind\n{rows}x,25/12/2025,robbery\ny,NULL,theft\n"));

        Assert.That(preview.GetProperty("map").GetProperty("dateFormat").GetString(), Is.EqualTo("d/M/yyyy"));
        Assert.That(preview.GetProperty("words").EnumerateArray().Select(w => (w.GetProperty("word").GetString(),
            w.GetProperty("rows").GetInt32())), Is.EqualTo(new[] { ("theft", 2501), ("robbery", 1) }));
        Assert.That((preview.GetProperty("rowsChecked").GetInt32(), preview.GetProperty("isWhole").GetBoolean()), Is.EqualTo((2502, true)));
        Assert.That(preview.GetProperty("rejections")[0].GetProperty("kind").GetString(), Is.EqualTo("NoDate"), "NULL is a missing value");
    }

    [Test]
    public async Task The_result_says_what_was_left_out_and_which_words_have_no_category()
    {
        var id = await Imported("case,occurred,kind,lat,lon\n1,2025-01-05,Jaywalkery,0,0\n2,2025-01-05,Jaywalkery,40.5,-89.5\n"
            + "3,2099-01-05,theft,40.5,-89.5\n4,2025-01-05,theft,41.9,-89.5\n");
        var outcome = (await Analyst.Import(id)).GetProperty("outcome");

        Assert.That(outcome.GetProperty("faults").EnumerateArray().Select(f => f.GetProperty("kind").GetString()),
            Is.EqualTo(new[] { "Future", "NoPlace" }));
        Assert.That(outcome.GetProperty("otherWords")[0].GetProperty("word").GetString(), Is.EqualTo("Jaywalkery"));
        Assert.That(outcome.GetProperty("outside").GetInt32(), Is.EqualTo(1));
        Assert.That(await Analyst.GetStringAsync($"/api/v1/imports/{id}/rejections"),
            Does.Contain("2,field left out,").And.Contain("4,rejected,"));
        Assert.That((await Analyst.Read($"/api/v1/incidents?importId={id}")).GetProperty("total").GetInt32(), Is.EqualTo(3));
        var page = await new Browser(_host, Role.Analyst).Get($"/imports/{id}");
        Assert.That(page, Does.Contain("Jaywalkery").And.Contain("Date in the future")
            .And.Contain("Coordinates that mean an unknown place"));
    }

    [Test]
    public async Task A_question_on_the_page_is_answered_by_one_button()
    {
        var id = await Analyst.Upload("case,occurred,kind\n1,2025-01-05T00:00:00,theft\n2,2025-01-06T00:00:00,theft\n");
        var page = new Browser(_host, Role.Analyst);
        var html = await page.Get($"/imports/{id}");
        Assert.That(html, Does.Contain("Every time is midnight, so only the dates are read."));
        Assert.That(html, Does.Contain("January 5, 2025, no time of day"));
    }

    private static Dictionary<string, object?> Map(JsonElement preview, params (string Name, object? Value)[] changes)
    {
        var map = preview.GetProperty("map").EnumerateObject().ToDictionary(p => p.Name, p => (object?)p.Value);
        foreach (var (name, value) in changes) map[name] = value;
        return map;
    }

    private async Task Started(long id, JsonElement map)
    {
        var reply = await Analyst.Start(id, new { map });
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), await reply.Content.ReadAsStringAsync());
    }

    private async Task<long> Imported(string text)
    {
        var id = await Analyst.Upload(text);
        await Started(id, (await Analyst.Preview(id)).GetProperty("map"));
        await _host.Work();
        return id;
    }
}
