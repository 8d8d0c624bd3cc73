using System.Text;
using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.Tests.Incidents;

/// <summary>The steps of an import, from upload to result, cancel and undo.</summary>
public sealed class ImportStepsTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Analyst => _host.SignIn(Role.Analyst);
    private HttpClient Administrator => _host.SignIn(Role.Administrator);

    private const string Three =
        "no,at,kind,lat,lon\n1,2026-01-05T10:00,Loud music,40.5,-89.5\n2,2026-01-06T11:00,Burglary,40.5,-89.5\nx,never,,,\n";

    private static IncidentMap Map => ProblemTracker.Tests.Incidents.Imports.Map("no,at,kind,lat,lon");

    [Test]
    public async Task Uploaded_incidents_appear_in_the_list()
    {
        await _host.Import(Boundaries.Two);
        var id = await Analyst.Upload(Three);
        Assert.That(await Analyst.StateOf(id), Is.EqualTo("Uploaded"));
        Assert.That((await Analyst.Start(id, Map)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await Analyst.StateOf(id), Is.EqualTo("Queued"));

        await _host.Work();

        var done = await Analyst.Import(id);
        Assert.That(done.GetProperty("state").GetString(), Is.EqualTo("Finished"));
        Assert.That(done.Counts(), Is.EqualTo((3, 2, 0, 1, 0)));
        Assert.That(await Analyst.GetStringAsync($"/api/v1/imports/{id}/rejections"),
            Does.EndWith("line,outcome,reason\r\n"
                + "4,rejected,\"\"\"never\"\" is not a date in ISO 8601 (2018-10-19, 2018-10-19T12:00 or 2018-10).\"\r\n"));
        Assert.That((await Analyst.Read("/api/v1/incidents")).Each("sourceNumber"), Is.EquivalentTo(new[] { "1", "2" }));
        Assert.That(Directory.GetFiles(Path.Combine(_host.Folder, "uploads")), Is.Empty, "The file is no longer needed");
        Assert.That((await Analyst.Read("/api/v1/imports")).GetProperty("items")[0].GetProperty("by").GetString(), Is.Not.Null);
    }

    [Test]
    public async Task An_import_in_which_no_incident_has_a_neighborhood_says_so_as_an_error()
    {
        const string loud = "No incident has a neighborhood";
        await _host.Import(Boundaries.Two);
        var page = new Browser(_host, Role.Analyst);
        // Latitude and longitude are swapped in the second file.
        foreach (var (point, isLoud) in new[] { ("40.5,-89.5", false), ("-89.5,40.5", true) })
        {
            var id = await Analyst.Upload($"no,at,kind,lat,lon\n{isLoud},2026-01-05,Loud music,{point}\n", $"{isLoud}.csv");
            await Analyst.Start(id, Map);
            await _host.Work();
            Assert.That(await page.Get($"/imports/{id}"), isLoud ? Does.Contain(loud) : Does.Not.Contain(loud));
        }
    }

    [Test]
    public async Task The_time_zone_of_a_file_is_chosen_from_a_list_that_has_the_one_in_use()
    {
        var id = await Analyst.Upload("at\n2026-01-05T23:30:00Z\n");
        var page = await new Browser(_host, Role.Analyst).Get($"/imports/{id}");

        Assert.That(page, Does.Match("<select[^>]*name=\"Form.TimeZone\""));
        Assert.That(page, Does.Contain("selected=\"selected\" value=\"America/New_York\""));
    }

    [Test]
    public async Task Proposes_a_map_from_the_header_that_can_start_the_import()
    {
        var id = await Analyst.Upload(
            "Incident_No;Offense Date;OFFENSE;Lat;Lon;Remarks\n1;12/31/2025 23:10;AGGRAVATED BURGLARY;40.5;-89.5;x\n"
                + "2;1/2/2026 7:05;NA;40.5;-89.5;y\n");

        var preview = await Analyst.Preview(id);
        var map = preview.GetProperty("map");

        Assert.That(map.GetProperty("columns").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()),
            Is.EquivalentTo(new Dictionary<string, string>
            {
                ["number"] = "Incident_No",
                ["occurred"] = "Offense Date",
                ["category"] = "OFFENSE",
                ["latitude"] = "Lat",
                ["longitude"] = "Lon",
            }));
        Assert.That(map.GetProperty("dateFormat").GetString(), Is.EqualTo("M/d/yyyy H:mm"));
        Assert.That(map.GetProperty("timeZone").GetString(), Is.EqualTo("America/New_York"));
        Assert.That(map.GetProperty("categories").GetProperty("AGGRAVATED BURGLARY").GetString(), Is.EqualTo("burglary"));
        Assert.That(map.GetProperty("missing")[0].GetString(), Is.EqualTo("NA"));
        Assert.That(preview.GetProperty("objections").GetArrayLength(), Is.Zero);
        Assert.That((await Analyst.Start(id, new { map })).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await _host.Work();
        Assert.That((await Analyst.Import(id)).Counts().Added, Is.EqualTo(2));
    }

    [Test]
    public async Task Shows_how_three_sample_times_are_read_before_anything_is_written()
    {
        var id = await Analyst.Upload("at\n2026-01-05T23:30:00Z\n2025-07-05\nsoon\n2025-07-06\n");

        var times = (await Analyst.Preview(id)).GetProperty("times").EnumerateArray().Select(t => (
            t.GetProperty("text").GetString(), t.GetProperty("local").GetString(), t.GetProperty("precision").GetString())).ToList();

        Assert.That(times, Is.EqualTo(new[]
        {
            ("2026-01-05T23:30:00Z", "2026-01-05T18:30:00", "Minute"), ("2025-07-05", "2025-07-05T00:00:00", "Day"),
            ("soon", (string?)null, null),
        }));
        Assert.That(await Scalar("SELECT COUNT(*) FROM Incident"), Is.Zero);
    }

    [Test]
    public async Task Shows_the_first_twenty_rows_and_counts_the_rows_that_would_be_rejected()
    {
        var id = await Analyst.Upload(
            "at\n" + string.Concat(Enumerable.Range(0, 2500).Select(i => i % 10 == 0 ? "never\n" : $"2026-01-05T00:{i % 60:00}\n")));
        var preview = await Analyst.Preview(id);

        Assert.That(preview.GetProperty("rows").GetArrayLength(), Is.EqualTo(20));
        Assert.That(
            (preview.GetProperty("rowsChecked").GetInt32(), preview.GetProperty("isWhole").GetBoolean(),
                preview.GetProperty("rejected").GetInt32()), Is.EqualTo((2500, true, 250)));
    }

    [Test]
    public async Task A_saved_map_can_import_the_next_file()
    {
        await (await Start(Three, new { map = Map, saveMapAs = "County dispatch" })).Ok();
        var next = await Analyst.Upload("no,at,kind,lat,lon\n7,2026-02-01,Loud music,40.5,-89.5\n", "february.csv");

        var preview = await Analyst.Preview(next, "?savedMap=county%20DISPATCH");
        Assert.That(preview.GetProperty("objections").GetArrayLength(), Is.Zero);
        Assert.That((await Analyst.Start(next, new { savedMap = "County dispatch" })).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await _host.Work();
        Assert.That((await Analyst.Import(next)).Counts().Added, Is.EqualTo(1));

        // Saving under the same name replaces it.
        var third = await Analyst.Upload("no,at,kind,lat,lon\n8,2026-03-01,,,\n", "march.csv");
        await Analyst.Start(third, new { map = Map, saveMapAs = "COUNTY dispatch" });
        var saved = (await Analyst.Read("/api/v1/imports/maps")).GetProperty("items");
        Assert.That(saved.EnumerateArray().Select(m => m.GetProperty("name").GetString()), Is.EqualTo(new[] { "COUNTY dispatch" }));
        var mapId = saved[0].GetProperty("id").GetInt64();
        Assert.That((await Analyst.DeleteAsync($"/api/v1/imports/maps/{mapId}")).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await Analyst.DeleteAsync($"/api/v1/imports/maps/{mapId}")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Names_a_column_of_the_saved_map_that_is_missing()
    {
        await (await Start(Three, new { map = Map, saveMapAs = "County" })).Ok();
        var next = await Analyst.Upload("no,occurred_at,kind,lat,lon\n7,2026-02-01,Loud music,40.5,-89.5\n", "february.csv");

        Assert.That((await Analyst.Preview(next, "?savedMap=County")).GetProperty("lacking")[0].GetProperty("column").GetString(),
            Is.EqualTo("at"));
        var refused = await Analyst.Start(next, new { savedMap = "County" });
        Assert.That((refused.StatusCode, (await refused.WrongFields()).Single()), Is.EqualTo((HttpStatusCode.BadRequest, "map.columns")));
        Assert.That(await Analyst.StateOf(next), Is.EqualTo("Uploaded"), "Can be started with another map");
    }

    [Test]
    public async Task A_second_start_fails_and_the_file_is_imported_once()
    {
        var id = await Analyst.Upload(Three);
        var replies = await Task.WhenAll(Analyst.Start(id, Map), Analyst.Start(id, Map));

        Assert.That(replies.Select(r => r.StatusCode), Is.EquivalentTo(new[] { HttpStatusCode.NoContent, HttpStatusCode.Conflict }));
        await _host.Work();
        Assert.That(await Scalar("SELECT COUNT(*) FROM Incident"), Is.EqualTo(2));
        Assert.That((await Analyst.Start(id, Map)).StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
    }

    [Test]
    public async Task Two_uploads_at_once_are_imported_one_after_the_other()
    {
        var ids = await Task.WhenAll(Analyst.Upload(Three, "one.csv"), Analyst.Upload("no,at,kind,lat,lon\n3,2026-01-05,,,\n", "two.csv"));
        foreach (var id in ids) await Analyst.Start(id, Map);
        await Execute("UPDATE ImportRun SET State = 'Running', LeaseUntil = @later WHERE FileName = 'one.csv'");

        await _host.Work();
        var second = await Analyst.Import(ids[1]);
        Assert.That((second.GetProperty("state").GetString(), second.GetProperty("waitsFor").GetString()),
            Is.EqualTo(("Queued", "one.csv")));

        await Execute("UPDATE ImportRun SET State = 'Queued' WHERE FileName = 'one.csv'");
        await _host.Work();
        Assert.That(await Task.WhenAll(ids.Select(id => Analyst.StateOf(id))), Is.All.EqualTo("Finished"));
        Assert.That(await Scalar("SELECT COUNT(*) FROM Incident"), Is.EqualTo(3));
    }

    [Test]
    public async Task Uploading_the_same_file_twice_stores_it_once()
    {
        var first = await Analyst.Upload(Three);
        Assert.That(await Analyst.Upload(Three), Is.EqualTo(first));
        Assert.That(await Analyst.Upload(Three, "other.csv"), Is.Not.EqualTo(first));
        Assert.That(Directory.GetFiles(Path.Combine(_host.Folder, "uploads")), Has.Length.EqualTo(2));
    }

    [Test]
    public async Task Cancels_a_queued_import_at_once_and_keeps_nothing()
    {
        var id = await Analyst.Upload(Three);
        await Analyst.Start(id, Map);
        Assert.That((await Analyst.PostAsync($"/api/v1/imports/{id}/cancel", null)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await _host.Work();

        Assert.That(await Analyst.StateOf(id), Is.EqualTo("Canceled"));
        Assert.That(await Scalar("SELECT COUNT(*) FROM Incident"), Is.Zero);
        Assert.That(Directory.GetFiles(Path.Combine(_host.Folder, "uploads")), Is.Empty);
        Assert.That((await Analyst.PostAsync($"/api/v1/imports/{id}/cancel", null)).StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
    }

    [Test]
    public async Task Cancels_a_running_import_between_two_chunks_and_keeps_nothing()
    {
        var id = await Analyst.Upload(Generated(30_000), "big.csv");
        await Analyst.Start(id, new IncidentMap { Columns = new Dictionary<string, string> { ["occurred"] = "at", ["number"] = "no" } });
        var work = _host.Work();
        while (await Scalar("SELECT COUNT(*) FROM Incident") == 0)
        {
            Assert.That(work.IsCompleted, Is.False, "Still running");
            // Far shorter than a batch of rows takes.
            await Task.Delay(5);
        }

        await (await Analyst.PostAsync($"/api/v1/imports/{id}/cancel", null)).Content.ReadAsStringAsync();
        await work;

        Assert.That(await Analyst.StateOf(id), Is.EqualTo("Canceled"));
        Assert.That(await Scalar("SELECT (SELECT COUNT(*) FROM Incident) + (SELECT COUNT(*) FROM ImportRejection)"), Is.Zero);
    }

    [Test]
    public async Task Undo_hides_all_incidents_at_once_and_then_deletes_them()
    {
        var id = await Finished();
        Assert.That((await Analyst.PostAsync($"/api/v1/imports/{id}/undo", null)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));

        Assert.That((await Analyst.Read("/api/v1/incidents")).GetProperty("total").GetInt32(), Is.Zero, "Hidden at once");
        Assert.That(await Scalar("SELECT COUNT(*) FROM Incident"), Is.EqualTo(2), "Deleted by the job");
        await _host.Work();
        Assert.That(await Scalar("SELECT COUNT(*) FROM Incident"), Is.Zero);
        Assert.That(await Analyst.StateOf(id), Is.EqualTo("Undone"));
        Assert.That((await Analyst.PostAsync($"/api/v1/imports/{id}/undo", null)).StatusCode, Is.EqualTo(HttpStatusCode.Conflict));

        var again = await Finished();
        Assert.That((await Analyst.Import(again)).Counts().Added, Is.EqualTo(2), "The same file can be imported again");
    }

    [Test]
    public async Task An_import_with_linked_incidents_cannot_be_undone()
    {
        var id = await Finished();
        var problem = await _host.OpenProblem();
        var incident = (await Analyst.Read("/api/v1/incidents")).GetProperty("items")[0].GetProperty("id").GetInt64();
        await (await Analyst.PostAsJsonAsync($"/api/v1/problems/{problem}/incidents", new { incidentIds = new[] { incident } })).Ok();

        var refused = await Analyst.PostAsync($"/api/v1/imports/{id}/undo", null);

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("1 of its incidents is linked to problems."));
        Assert.That((await Analyst.Read("/api/v1/incidents")).GetProperty("total").GetInt32(), Is.EqualTo(2));
    }

    [Test]
    public async Task An_import_of_the_command_line_is_listed_and_can_be_undone()
    {
        var run = await _host.ImportCsv("at\n2026-01-05\n");
        var row = (await Analyst.Read("/api/v1/imports")).GetProperty("items")[0];
        Assert.That((row.GetProperty("id").GetInt64(), row.GetProperty("state").GetString()), Is.EqualTo((run.RunId, "Finished")));

        await Analyst.PostAsync($"/api/v1/imports/{run.RunId}/undo", null);
        await _host.Work();
        Assert.That(await Scalar("SELECT COUNT(*) FROM Incident"), Is.Zero);
    }

    [Test]
    public async Task Lists_imports_page_by_page()
    {
        foreach (var name in new[] { "a.csv", "b.csv", "c.csv" }) await Analyst.Upload("at\n2026-01-05\n", name);
        var first = await Analyst.Read("/api/v1/imports?size=2");
        var second = await Analyst.Read($"/api/v1/imports?size=2&after={first.GetProperty("next").GetString()}");

        Assert.That(first.Each("fileName").Concat(second.Each("fileName")), Is.EqualTo(new[] { "c.csv", "b.csv", "a.csv" }));
        Assert.That(first.GetProperty("total").GetInt32(), Is.EqualTo(3));
    }

    [Test]
    public async Task Uploading_boundaries_reassigns_incidents()
    {
        await _host.ImportCsv("at,lat,lon\n2026-01-05,40.5,-89.5\n2026-01-06,10,10\n");
        var id = await Administrator.Upload(Boundaries.Two, "two.geojson", "Neighborhoods");
        Assert.That((await Administrator.Preview(id)).GetProperty("nameProperty").GetString(), Is.EqualTo("name"));
        Assert.That((await Administrator.Start(id, new { nameProperty = "name" })).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await Administrator.PostAsync($"/api/v1/imports/{id}/undo", null)).StatusCode,
            Is.EqualTo(HttpStatusCode.Conflict), "It has not finished");

        await _host.Work();

        var done = await Administrator.Import(id);
        Assert.That((done.GetProperty("state").GetString(), done.GetProperty("added").GetInt32(), done.GetProperty("moved").GetInt32()),
            Is.EqualTo(("Finished", 2, 1)));
        Assert.That((await Analyst.Read("/api/v1/incidents")).Each("neighborhood"), Does.Contain("West"));
    }

    [Test]
    public async Task Interrupted_assignment_of_incidents_resumes_where_it_stopped()
    {
        await _host.ImportCsv("at,lat,lon\n2026-01-05,40.5,-89.5\n2026-01-06,40.5,-89.5\n");
        var id = await Administrator.Upload(Boundaries.Two, "two.geojson", "Neighborhoods");
        await Administrator.Start(id, new { nameProperty = "name" });
        await _host.Work();
        // Simulate a process that died after it moved the first incident.
        await Execute("UPDATE Incident SET NeighborhoodId = NULL");
        await Execute(
            "UPDATE ImportRun SET State = 'Running', FinishedAt = NULL, EndedAt = NULL, LeaseUntil = @ago, Moved = 1, "
                + "PlacedTo = (SELECT MIN(Id) FROM Incident) WHERE Kind = 'Neighborhoods'");
        Assert.That((await Administrator.Import(id)).GetProperty("percent").GetInt32(), Is.EqualTo(50));
        Assert.That((await Administrator.PostAsync($"/api/v1/imports/{id}/cancel", null)).StatusCode, Is.EqualTo(HttpStatusCode.Conflict),
            "The boundaries are saved");

        await _host.Work();

        Assert.That((await Administrator.Import(id)).GetProperty("moved").GetInt32(), Is.EqualTo(2));
        Assert.That(await Scalar("SELECT COUNT(*) FROM Incident WHERE NeighborhoodId IS NOT NULL"), Is.EqualTo(1),
            "The first was done before");
    }

    [Test]
    public async Task Only_administrators_import_neighborhoods()
    {
        Assert.That((await Analyst.TryUpload(Encoding.UTF8.GetBytes(Boundaries.Two), "two.geojson", "Neighborhoods")).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));
        var id = await Administrator.Upload(Boundaries.Two, "two.geojson", "Neighborhoods");
        foreach (var reply in new[] { await Analyst.GetAsync($"/api/v1/imports/{id}/preview"),
            await Analyst.Start(id, new { nameProperty = "name" }), await Analyst.PostAsync($"/api/v1/imports/{id}/cancel", null) })
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await _host.SignIn(Role.Officer).GetAsync("/api/v1/imports")).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public Task Uploads_burglaries_of_a_real_city_with_the_counts_of_the_verb() =>
        Burglaries(RealData.File, rows: 8723, places: 8586, placed: 8180);

    [Test]
    public Task Uploads_burglaries_of_a_made_up_city_with_the_counts_of_the_verb() =>
        Burglaries(MadeData.File, rows: 9, places: 8, placed: 6);

    private async Task Burglaries(Func<string, string> path, int rows, int places, int placed)
    {
        var boundaries = await Administrator.Upload(await File.ReadAllBytesAsync(path("cincinnati_neighbourhoods.geojson")),
            "c.geojson", "Neighborhoods");
        await Administrator.Start(boundaries, new { nameProperty = "name" });
        var id = await Analyst.Upload(await File.ReadAllBytesAsync(path("cincinnati_burglary.csv.gz")), "cincinnati_burglary.csv.gz");
        var proposed = (await Analyst.Preview(id)).GetProperty("map").Deserialize<IncidentMap>(Shared.Json.Options)!;
        Assert.That(proposed.Columns, Is.EquivalentTo(ProblemTracker.Tests.Incidents.Imports.Cincinnati.Columns));
        Assert.That(proposed.Categories.Values, Is.All.EqualTo("burglary").And.Not.Empty);

        await (await Analyst.Start(id,
            proposed with { Key = ProblemTracker.Tests.Incidents.Imports.Cincinnati.Key })).Content.ReadAsStringAsync();
        await _host.Work();

        Assert.That((await Analyst.Import(id)).Counts(), Is.EqualTo((rows, places, rows - places, 0, places - placed)));
        Assert.That(await Scalar("SELECT COUNT(*) FROM Incident WHERE CategoryCode <> 'burglary'"), Is.Zero);
    }

    [Test]
    public Task Proposes_and_imports_months_of_a_real_region() =>
        KeptAsMonths(RealData.File("northumbria_asb.tab.gz"), 39_706);

    [Test]
    public Task Proposes_and_imports_months_of_a_made_up_region() => KeptAsMonths(MadeData.File("northumbria_asb.tab.gz"), 5);

    private async Task KeptAsMonths(string path, int rows)
    {
        var id = await Analyst.Upload(await File.ReadAllBytesAsync(path), "northumbria_asb.tab.gz");
        var map = (await Analyst.Preview(id)).GetProperty("map").Deserialize<IncidentMap>(Shared.Json.Options)!;
        Assert.That((map.MonthsOnly, map.Columns["occurred"], map.Columns["address"]), Is.EqualTo((true, "month", "location")));

        await Analyst.Start(id, map with { TimeZone = "Europe/London", CategoryDefault = "disorder" });
        await _host.Work();

        var counts = (await Analyst.Import(id)).Counts();
        Assert.That((counts.RowsRead, counts.Added, counts.Rejected), Is.EqualTo((rows, rows, 0)),
            "Equal rows are separate incidents here");
        Assert.That(await Scalar("SELECT COUNT(*) FROM Incident WHERE TimePrecision <> 'Month' OR LocalHour IS NOT NULL"), Is.Zero);
    }

    [Test]
    public async Task Preview_counts_equal_rows_and_the_map_can_keep_them()
    {
        const string csv = "at,kind\n2026-01,Noise\n2026-01,Noise\n2026-01,Noise\n";
        var map = ProblemTracker.Tests.Incidents.Imports.Map("at,kind");
        var id = await Analyst.Upload(csv);
        var preview = await (await Analyst.PostAsJsonAsync($"/api/v1/imports/{id}/preview", new { map }, Shared.Json.Options)).Ok();
        Assert.That(preview.GetProperty("equal").GetInt32(), Is.EqualTo(2));

        var once = await _host.ImportCsv(csv);
        var kept = await _host.ImportCsv(csv, m => m with { KeepEqualRows = true });
        var again = await _host.ImportCsv(csv, m => m with { KeepEqualRows = true });

        Assert.That((once.Added, kept.Added, again.Added), Is.EqualTo((1, 2, 0)), "Importing the file again adds nothing");
    }

    [Test]
    public async Task Imports_a_month_without_a_day()
    {
        await _host.ImportCsv("at\n2022-02\n");
        var row = (await _host.Send(new ListIncidents(new()))).Items.Single();

        Assert.That((row.TimePrecision, row.LocalDate, row.LocalHour),
            Is.EqualTo((TimePrecision.Month, new DateOnly(2022, 2, 1), (int?)null)));
        Assert.That((row.OccurredFrom, row.OccurredTo),
            Is.EqualTo((new DateTimeOffset(2022, 2, 1, 5, 0, 0, default), new DateTimeOffset(2022, 2, 28, 5, 0, 0, default))));
        Assert.That((await _host.ImportCsv("at\n02/2022\n", m => m with { DateFormat = "MM/yyyy", Source = "x" })).Added, Is.EqualTo(1));
    }

    private async Task<HttpResponseMessage> Start(string csv, object body) =>
        await Analyst.Start(await Analyst.Upload(csv), body) is { } reply && reply.StatusCode == HttpStatusCode.NoContent
        ? new(HttpStatusCode.OK) { Content = new StringContent("{}", Encoding.UTF8, "application/json") }
        : throw new AssertionException("The import was not started.");

    private async Task<long> Finished()
    {
        var id = await Analyst.Upload(Three);
        await Analyst.Start(id, Map);
        await _host.Work();
        Assert.That(await Analyst.StateOf(id), Is.EqualTo("Finished"));
        return id;
    }

    internal static string Generated(int rows)
    {
        var text = new StringBuilder("no,at,lat,lon\n");
        for (var i = 0; i < rows; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"{i},{new DateTime(2020, 1, 1).AddMinutes(i):s},40.{i % 1000:000},-89.{i % 997:000}\n");
        return text.ToString();
    }

    private Task<int> Execute(string sql) => _host.Query(db =>
        db.Execute(sql, new { later = DateTimeOffset.UtcNow.AddMinutes(1), ago = DateTimeOffset.UtcNow.AddMinutes(-1) },
            CancellationToken.None));

    private Task<long> Scalar(string sql) => _host.Query(db => db.Single<long>(sql, null, CancellationToken.None));
}
