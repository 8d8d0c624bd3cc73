using System.Net.Sockets;
using System.Text;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Invalid files: a clear error, and nothing is kept.</summary>
public sealed class BadUploadTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Analyst => _host.SignIn(Role.Analyst);
    private HttpClient Administrator => _host.SignIn(Role.Administrator);

    [TestCase("x.csv", "504B030414000000", "The zip file is damaged or was cut off. Make it or download it again, then import it.")]
    [TestCase("x.csv", "D0CF11E0A1B11AE1", "x.csv is an old Word, Outlook or other Office file, not an Excel workbook. "
        + "Copy its table to Excel, save it as .xlsx or CSV, and import that file.")]
    [TestCase("x.xls", "3C68746D6C3E3C7461626C653E", "x.xls is a web page")]
    [TestCase("x.csv", "255044462D312E37", "x.csv is a PDF. Ask its author for the table as a CSV file or an Excel workbook.")]
    [TestCase("x.csv", "89504E470D0A1A0A", "x.csv is a picture. Ask for the table as a CSV file or an Excel workbook")]
    [TestCase("x.mdb", "000100005374616E64617264204A657420444200", "x.mdb is an Access database. Open it in Access, export the table")]
    [TestCase("x.xls", "4D494D452D56657273696F6E3A20312E300D0A436F6E74656E742D547970653A206D756C7469706172742F72656C617465643B0D0A",
        "x.xls is a web page, whatever its name says")]
    [TestCase("x.csv.gz", "61740A", "x.csv.gz is not a gzip file, although its name ends in .gz. Rename it, or compress it again.")]
    [TestCase("x.csv", "1F8B0800000000000003", "The file is damaged and can't be decompressed. Compress it again, then import it.")]
    [TestCase("x.csv", "", "The file is empty.")]
    [TestCase("x.csv", "7B22747970", "The file is damaged or was cut off: it is not valid JSON from line 1, byte 6.")]
    [TestCase("x.csv", "7B2274797065223A2278227D",
        "The file is not a GeoJSON FeatureCollection. It must be an object with \"type\": \"FeatureCollection\" and a list of "
            + "\"features\".")]
    public async Task Unreadable_files_are_rejected_with_a_reason(string name, string bytes, string sentence)
    {
        var reply = await Analyst.TryUpload(Convert.FromHexString(bytes), name);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await reply.Json()).GetProperty("errors").GetProperty("file")[0].GetString(), Does.StartWith(sentence));
        await NothingIsLeft();
    }

    [Test]
    public async Task Neighborhoods_must_be_GeoJSON()
    {
        var reply = await Administrator.TryUpload("name,boundary\nWest,x\n"u8.ToArray(), "beats.geojson", "Neighborhoods");
        Assert.That((await reply.Json()).GetProperty("errors").GetProperty("file")[0].GetString(),
            Does.StartWith("beats.geojson is a table of text, not GeoJSON."));
        await NothingIsLeft();
    }

    [Test]
    public async Task Detects_the_format_from_the_content_not_the_name()
    {
        var packed = await Analyst.Upload(ProblemTracker.Tests.Incidents.Imports.Gzip("at\n2026-01-05\n"u8.ToArray()), "really-packed.csv");
        Assert.That((await Analyst.Preview(packed)).GetProperty("rows").GetArrayLength(), Is.EqualTo(1));
        var old = await Analyst.Upload(ProblemTracker.Tests.Files.GivenOldWorkbook.Of(["no", "at"],
            ["K-1", new DateTime(2026, 1, 5, 22, 10, 0)]), "old.csv");
        await Analyst.Start(old, new { map = (await Analyst.Preview(old)).GetProperty("map") });
        await _host.Work();
        Assert.That(await Scalar("SELECT COUNT(*) FROM Incident WHERE SourceNumber = 'K-1' AND LocalHour = 22"), Is.EqualTo(1));
        var boundaries = await Administrator.Upload(ProblemTracker.Tests.Incidents.Imports.Gzip(Encoding.UTF8.GetBytes(Boundaries.Two)),
            "beats.csv", "Neighborhoods");
        Assert.That((await Administrator.Preview(boundaries)).GetProperty("rows").GetArrayLength(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_file_damaged_in_the_middle_fails_with_a_reason_and_nothing_is_kept()
    {
        var whole = ProblemTracker.Tests.Incidents.Imports.Gzip(Encoding.UTF8.GetBytes(ImportStepsTests.Generated(20_000)));
        var id = await Analyst.Upload(whole[..^2000], "cut.csv.gz");
        await Analyst.Start(id, new IncidentMap { Columns = new Dictionary<string, string> { ["occurred"] = "at", ["number"] = "no" } });
        await _host.Work();

        var failed = await Analyst.Import(id);
        Assert.That(failed.GetProperty("state").GetString(), Is.EqualTo("Failed"));
        Assert.That(failed.GetProperty("failure").GetString(), Does.StartWith("The file is damaged: it can't be unpacked beyond line "));
        Assert.That(await Scalar("SELECT COUNT(*) FROM Incident"), Is.Zero);
        Assert.That(Files(), Is.Empty);
    }

    [Test]
    public async Task An_interrupted_upload_leaves_nothing_behind()
    {
        using var host = new TrackerHost(listens: true);
        var folder = Path.Combine(host.Folder, "uploads");
        var token = host.SignIn(Role.Analyst).DefaultRequestHeaders.Authorization!.Parameter;
        using (var line = new TcpClient(host.Address.Host, host.Address.Port))
        {
            await line.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /api/v1/imports?fileName=x.csv HTTP/1.1\r\nHost: {host.Address.Authority}\r\nAuthorization: Bearer "
                    + $"{token}\r\nContent-Length: 1000000\r\n\r\nat\n2026-01-05\n"));
            while (!Directory.Exists(folder) || Directory.GetFiles(folder) is not [var begun] || new FileInfo(begun).Length == 0)
                await Task.Yield();
        }

        while (Directory.GetFiles(folder).Length > 0) await Task.Yield();
        Assert.That(await host.Query(db => db.Single<int>("SELECT COUNT(*) FROM ImportRun", null, CancellationToken.None)), Is.Zero);
    }

    [Test]
    public async Task An_upload_that_no_one_starts_is_canceled_after_a_week()
    {
        var id = await Analyst.Upload("at\n2026-01-05\n");
        await _host.Work();
        Assert.That(await Analyst.StateOf(id), Is.EqualTo("Uploaded"));

        await _host.Query(db => db.Execute("UPDATE ImportRun SET LeaseUntil = @ago", new { ago = DateTimeOffset.UtcNow.AddDays(-8) },
            CancellationToken.None));
        foreach (var file in Files()) File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-8));
        await _host.Work();

        Assert.That(await Analyst.StateOf(id), Is.EqualTo("Canceled"));
        Assert.That(Files(), Is.Empty);
    }

    [Test]
    public async Task Leftover_files_of_a_killed_process_are_deleted_after_a_day()
    {
        var waiting = await Analyst.Upload("at\n2026-01-05\n");
        var (old, young) = (Path.Combine(_host.Folder, "uploads", "a.part"), Path.Combine(_host.Folder, "uploads", "b.part"));
        foreach (var file in new[] { old, young }) await File.WriteAllTextAsync(file, "at\n");
        foreach (var file in Files().Where(f => f != young)) File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-2));

        await _host.Work();

        Assert.That((File.Exists(old), File.Exists(young)), Is.EqualTo((false, true)));
        Assert.That((await Analyst.Preview(waiting)).GetProperty("rows").GetArrayLength(), Is.EqualTo(1), "The upload is still there");
    }

    [Test]
    public async Task Strips_the_path_from_file_names()
    {
        var id = await Analyst.Upload("at\n2026-01-05\n"u8.ToArray(), "../../C:\\temp\\x.csv");
        Assert.That((await Analyst.Import(id)).GetProperty("fileName").GetString(), Is.EqualTo("x.csv"));
        Assert.That((await Analyst.TryUpload("at\n"u8.ToArray(), "")).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Map_errors_name_the_field()
    {
        var id = await Analyst.Upload("at,lat\n2026-01-05,1\n");
        async Task<string> Field(object map) => (await (await Analyst.Start(id, new { map })).WrongFields()).Single();

        Assert.That(await Field(new { columns = new { } }), Is.EqualTo("map.columns"));
        Assert.That(await Field(new { columns = new { occurred = "at" }, timeZone = "Mars/Olympus" }), Is.EqualTo("map.timeZone"));
        Assert.That(await Field(new { columns = new { occurred = "at" }, dateFormat = "HH:mm" }), Is.EqualTo("map.dateFormat"));
        Assert.That(await Field(new { columns = new { occurred = "at" }, categories = new { x = "nonsense" } }),
            Is.EqualTo("map.categories"));
        Assert.That(
            await Field(
                new
                {
                    columns = new { occurred = "at" },
                    categories = new Dictionary<string, string> { ["é"] = "noise", ["E"] = "noise" }
                }), Is.EqualTo("map.categories"));
        Assert.That(await Field(new { columns = new Dictionary<string, string?> { ["occurred"] = null } }), Does.StartWith("map.columns"));
        Assert.That((await Analyst.Start(id, new { })).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await Analyst.Start(id, new { savedMap = "Nonesuch" })).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase("tab", '\t')]
    [TestCase("bar", '|')]
    [TestCase(";", ';')]
    public async Task A_separator_can_be_told_by_its_word(string word, char separator)
    {
        var id = await Analyst.Upload($"no,at{separator}where\n1{separator}2026-01-05\n", "test.csv");
        object map = new { columns = new { occurred = "where" }, delimiter = word };
        var preview = await (await Analyst.PostAsJsonAsync($"/api/v1/imports/{id}/preview", new { map })).Ok();
        Assert.That(preview.GetProperty("header").EnumerateArray().Select(h => h.GetString()), Is.EqualTo(new[] { "no,at", "where" }));
        Assert.That((await Analyst.Start(id, new { map })).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        var refused = await Analyst.Start(await Analyst.Upload("at\n2026-01-05\n"), new
        {
            map = new { columns = new { occurred = "at" }, delimiter = "tabs or so" },
        });
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("must be tab, comma, semicolon, pipe, space, or one"));
    }

    [Test]
    public async Task Imports_GeoJSON_points_and_keeps_incidents_of_other_shapes_without_a_place()
    {
        await _host.Import(Boundaries.Two);
        var id = await Analyst.Upload("""
            {"features":[
            {"type":"Feature","properties":{"case_number":1,"date":"2026-01-05T10:00","kind":"Loud music"},
                "geometry":{"type":"Point","coordinates":[-89.5,40.5]}},
            {"type":"Feature","properties":{"case_number":2,"date":"2026-01-06"},"geometry":null},
            {"type":"Feature","properties":{"case_number":3,"date":"2026-01-06"},
                "geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]}},
            {"type":"Feature","properties":{"case_number":4,"date":"2026-01-07"},
                "geometry":{"type":"MultiPoint","coordinates":[[-89.5,40.5]]}}
            ],"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}}}
            """, "calls.geojson");
        var map = (await Analyst.Preview(id)).GetProperty("map");
        Assert.That(map.GetProperty("columns").GetProperty("latitude").GetString(), Is.EqualTo("point.latitude"));

        await Analyst.Start(id, new { map });
        await _host.Work();

        Assert.That((await Analyst.Import(id)).Counts(), Is.EqualTo((4, 4, 0, 0, 2)));
        Assert.That(await Analyst.GetStringAsync($"/api/v1/imports/{id}/rejections"),
            Does.Contain("3,field left out,").And.Contain("LineString"));
    }

    [Test]
    public async Task Rejects_points_in_an_unknown_coordinate_system()
    {
        var reply = await Analyst.TryUpload(
            "{\"type\":\"FeatureCollection\",\"crs\":{\"properties\":{\"name\":\"EPSG:999999\"}},\"features\":[]}"u8.ToArray(),
            "x.geojson");
        Assert.That(await reply.Content.ReadAsStringAsync(), Does.Contain("EPSG:999999"));
    }

    [Test]
    public async Task Reads_features_of_any_size_beyond_the_first_hundred()
    {
        var features = Enumerable.Range(0, 5000)
            .Select(i =>
                $"{{\"type\":\"Feature\",\"properties\":{{\"id\":{i},\"date\":\"2026-01-05\",\"text\":\"{new string('x', i % 300)}\"}},"
                    + "\"geometry\":null}");
        var id = await Analyst.Upload($"\uFEFF{{\"type\":\"FeatureCollection\",\"features\":[{string.Join(",\n", features)}]}}",
            "many.geojson");
        await Analyst.Start(id, new IncidentMap { Columns = new Dictionary<string, string> { ["occurred"] = "date", ["number"] = "id" } });
        await _host.Work();

        Assert.That((await Analyst.Import(id)).Counts(), Is.EqualTo((5000, 5000, 0, 0, 5000)));
    }

    private string[] Files() =>
        Directory.Exists(Path.Combine(_host.Folder, "uploads")) ? Directory.GetFiles(Path.Combine(_host.Folder, "uploads")) : [];

    private async Task NothingIsLeft()
    {
        Assert.That(Files(), Is.Empty);
        Assert.That(await Scalar("SELECT COUNT(*) FROM ImportRun"), Is.Zero);
    }

    private Task<long> Scalar(string sql) => _host.Query(db => db.Single<long>(sql, null, CancellationToken.None));
}
