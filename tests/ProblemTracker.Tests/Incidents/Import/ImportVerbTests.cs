using System.Diagnostics;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Tests.Files;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Import verbs in their own process, next to a server on the same database.</summary>
public sealed class ImportVerbTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task A_killed_import_shows_nothing_and_can_start_over()
    {
        await _host.Import(Boundaries.Two);
        var file = Generated(20_000);

        using (var first = Verb("incidents", file))
        {
            // Rows are read before any is written.
            while (!first.HasExited && await Scalar("SELECT COUNT(*) FROM Incident") == 0) await Task.Delay(10);
            first.Kill();
            await first.WaitForExitAsync();
            Assert.That(first.ExitCode, Is.Not.Zero);
        }
        Assert.That(await Scalar("SELECT COUNT(*) FROM Incident"), Is.GreaterThan(0), "Killed while writing");
        Assert.That((await _host.Send(new ListIncidents(new()))).Total, Is.Zero, "Partial imports are hidden");
        // Simulate the end of the 15-second lease.
        await _host.Query(db => db.Execute("UPDATE ImportRun SET LeaseUntil = @ago", new { ago = DateTimeOffset.UtcNow.AddSeconds(-1) },
            CancellationToken.None));

        var (code, output) = await Run("incidents", file);
        Assert.That(code, Is.Zero, output);
        Assert.That(output,
            Does.Contain("was interrupted").And.Contain("20,001 rows read: 19,999 added, 0 repeats, 2 rejected.")
                .And.Contain("line 3: The row has the key of line 2, but other content. Only the first is kept.")
                .And.Contain("line 20002: "));
        Assert.That(await Scalar("SELECT COUNT(*) FROM Incident"), Is.EqualTo(19_999));
        Assert.That(await Scalar("SELECT COUNT(*) FROM ImportRun WHERE Kind = 'Incidents'"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_server_can_write_during_an_import()
    {
        await _host.Import(Boundaries.Two);
        var officer = _host.SignIn(Role.Officer);
        using var import = Verb("incidents", Generated(30_000));
        Assert.That(await import.StandardOutput.ReadLineAsync(), Does.Contain("rows"));
        var rest = import.StandardOutput.ReadToEndAsync();

        var opened = 0;
        while (!import.HasExited)
        {
            var reply = await officer.PostAsJsonAsync("/api/v1/problems", new
            {
                title = $"Noise {opened}",
                description = "x",
                categoryCode = "noise",
                source = "Officer",
                priority = "Normal",
                confidential = false,
                latitude = 40.5,
                longitude = -89.5,
            });
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.Created), await reply.Content.ReadAsStringAsync());
            opened++;
        }

        await import.WaitForExitAsync();
        Assert.That(import.ExitCode, Is.Zero);
        Assert.That(await rest, Does.Contain("30,001 rows read: 29,999 added"));
        Assert.That(opened, Is.GreaterThan(1));
        Assert.That((await _host.Send(new ListIncidents(new()))).TotalIsCapped, Is.True);
    }

    [Test]
    public async Task Errors_are_one_sentence_and_an_exit_code()
    {
        var text = Path.Combine(_host.Folder, "bad.csv");
        await File.WriteAllTextAsync(text, "a,b\n1,2\n");

        Assert.That(await Run("incidents", text),
            Is.EqualTo((1, "file: The file has no column \"no\", \"at\", \"lat\", \"lon\". Its columns are a, b.\n")));
        Assert.That(await Run("incidents", "/nowhere.csv"), Is.EqualTo((1, "There is no file /nowhere.csv.\n")));
        Assert.That(await Run("neighborhoods", text),
            Is.EqualTo((1, "file: bad.csv is a table of text, not GeoJSON. "
            + "Upload neighborhoods as a GeoJSON FeatureCollection of polygons, or as a zipped shapefile.\n")));
    }

    [Test]
    public async Task Verb_imports_neighborhoods()
    {
        var file = Path.Combine(_host.Folder, "two.geojson");
        await File.WriteAllTextAsync(file, Boundaries.Two);

        Assert.That(await Run("neighborhoods", file), Is.EqualTo((0,
            "2 neighborhoods: 2 added, 0 changed, 0 unchanged.\nListed as import 1. To undo it, run import undo 1, or use its page.\n")));
        Assert.That(await Run("neighborhoods", file), Is.EqualTo((0, "Nothing to do: all 2 neighborhoods are already up to date.\n")));

        const string feet = """{"type":"Polygon","coordinates":[[[980000,198000],[980000,200000],[983000,200000],[980000,198000]]]}""";
        await File.WriteAllTextAsync(file, Boundaries.Collection(Boundaries.Feature("Downtown", feet), Boundaries.Feature("Gone", "null")));
        Assert.That((await Run("neighborhoods", file)).Output, Does.Contain("are not degrees. Choose their projection"));
        Assert.That((await Run("neighborhoods", file, "--projection", "2263")).Output, Does.StartWith("projection: In NAD83 / New York "
            + "Long Island (ftUS) (EPSG:2263), the file lies near longitude -74.02, latitude 40.71, far from every neighborhood."));
        await _host.Import(Boundaries.Collection(Boundaries.Feature("City", Boundaries.Square(-75, 40.4, 0.7))));
        Assert.That(await Run("neighborhoods", file, "--projection", "2263"), Is.EqualTo((0, """
            Converted from NAD83 / New York Long Island (ftUS) (EPSG:2263).
            Feature 2 ("Gone") has no geometry and is left out.
            1 neighborhoods: 1 added, 0 changed, 0 unchanged.
            Listed as import 3. To undo it, run import undo 3, or use its page.

            """)));
    }

    [Test]
    public async Task Verb_asks_for_the_projection_of_a_shapefile_that_does_not_say_it()
    {
        await _host.Import(Boundaries.Two);
        var file = Path.Combine(_host.Folder, "calls.zip");
        await File.WriteAllBytesAsync(file, GivenShapes.Zip(new GivenShapes.Layer("calls", null,
            [GivenShapes.At(982586.6, 198968.8, ("CASE", "26-1"), ("DAY", "2025-01-05"))])));
        string[] map = ["--map", "number=CASE", "--map", "occurred=DAY", "--map", "longitude=point.longitude",
            "--map", "latitude=point.latitude"];
        Assert.That(await Run("incidents", file, map), Is.EqualTo((1, "projection: The shapefile has no .prj file, and its coordinates "
            + "(such as 982587, 198969) are not degrees. Choose its projection, or zip it again with its .prj file.\n")));
        Assert.That((await Run("incidents", file, [.. map, "--projection", "2263"])).Output, Does.Contain("1 rows read: 1 added"));
    }

    [Test]
    public async Task Verb_ends_neighborhoods_that_the_file_covers()
    {
        var (old, file) = (Path.Combine(_host.Folder, "old.geojson"), Path.Combine(_host.Folder, "two.geojson"));
        await File.WriteAllTextAsync(old, Boundaries.Collection(Boundaries.Feature("Old Beat", Boundaries.Square(-90, 40))));
        await File.WriteAllTextAsync(file, Boundaries.Two);
        await Run("neighborhoods", old);

        Assert.That(await Run("neighborhoods", file, "--retire-covered"),
            Is.EqualTo((1, "choices.from: Enter the first day of the new boundaries: the others end the day before.\n")));
        Assert.That(await Run("neighborhoods", file, "--from", "2026-01-01", "--retire-covered"),
            Is.EqualTo((0, "2 neighborhoods: 2 added, 0 changed, 0 unchanged.\n1 neighborhood ends the day before.\n"
                + "Old Beat: 100% lies under West. It ends on Dec 31, 2025.\nListed as import 2. To undo it, run "
                + "import undo 2, or use its page.\n")));
    }

    [Test]
    public async Task Verb_says_that_boundaries_lie_far_away_and_fixes_their_coordinates()
    {
        var (city, east) = (Path.Combine(_host.Folder, "city.geojson"), Path.Combine(_host.Folder, "east.geojson"));
        await File.WriteAllTextAsync(city, Boundaries.Two);
        await File.WriteAllTextAsync(east, Boundaries.Collection(Boundaries.Feature("Beat", Boundaries.Square(88.2, 40.2, 0.1))));
        await Run("neighborhoods", city);

        Assert.That((await Run("neighborhoods", east)).Output, Does.Contain("WARNING: These boundaries lie far from your neighborhoods")
            .And.Contain("import the file again with --fix NegateLongitude."));
        Assert.That((await Run("neighborhoods", east, "--fix", "NegateLongitude")).Output, Does.Not.Contain("WARNING")
            .And.Contain("East: 1% lies under Beat."));
    }

    private string Generated(int rows)
    {
        var file = Path.Combine(_host.Folder, "generated.csv");
        using var text = new StreamWriter(file);
        text.WriteLine("no,at,lat,lon");
        for (var i = 0; i < rows; i++)
            text.WriteLine(
                FormattableString.Invariant(
                    $"{Math.Max(1, i)},{new DateTime(2020, 1, 1).AddMinutes(Math.Max(1, i)):s},40.{i % 1000:000},-89.{i % 997:000}"));
        // Rows 0 and 1 differ only in their coordinates, which are not part of the key; the last row is invalid.
        text.WriteLine("x,never,,");
        return file;
    }

    [Test]
    public async Task Preview_says_what_an_import_would_do_and_what_is_open_and_writes_nothing()
    {
        var (code, output) = await Run("incidents", Written("no,at,lat,lon\nK-1,2026-01-05 10:00,,\nK-2,2026-01-06 10:00,,\n"));
        Assert.That(code, Is.Zero, output);
        var corrected = Written("no,at,lat,lon\nK-1,2026-01-05 10:00,,\nK-2,2026-01-06 12:00,,\nK-3,soon,,\n");

        (code, output) = await Run("incidents", corrected, "--preview");

        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain("3 rows read: 1 would be rejected, 0 repeat an earlier row, 1 were imported before, "
            + "1 were imported before with other content").And.Contain("Date and time: 2026-01-06 10:00, now 2026-01-06 12:00")
            .And.Contain("Update the incidents / Add them as other incidents / Only list them in the result")
            .And.EndWith("Nothing was written.\n"));
        Assert.That(await Scalar("SELECT COUNT(*) FROM Incident"), Is.EqualTo(2));

        (code, output) = await Run("incidents", corrected);
        Assert.That(code, Is.EqualTo(1), output);
        Assert.That(output, Does.Contain("updates: Line 3: Number K-2 was imported before with other content."));

        (code, output) = await Run("incidents", corrected, "--updates", "update");
        Assert.That(output, Does.Contain("3 rows read: 0 added, 1 updated, 1 repeats, 1 rejected."), output);
        Assert.That(await Scalar("SELECT COUNT(*) FROM Incident WHERE LocalHour = 12"), Is.EqualTo(1));

        (code, output) = await Run("incidents", Written("no|at|lat|lon\nK-4|2026-01-08 10:00||\n"), "--delimiter", "bar");
        Assert.That(output, Does.Contain("1 rows read: 1 added"));
    }

    [Test]
    public async Task Verb_undoes_an_import_of_incidents_unless_something_depends_on_it()
    {
        await Run("incidents", Written("no,at,lat,lon\nK-1,2026-01-05 10:00,40.5,-89.5\nK-2,2026-01-06 10:00,,\n"));
        var (code, output) = await Run("incidents", Written("no,at,lat,lon\nK-1,2026-01-05 11:00,40.5,-89.5\nK-3,2026-01-07 10:00,,\n"),
            "--updates", "update");
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain("Listed as import 2. To undo it, run import undo 2, or use its page."));

        Assert.That(await Run("undo", "2"), Is.EqualTo((0, "Import undone. Its incidents no longer appear.\n"
            + "Deleted: 1 added incidents. With their earlier content again: 1 updated incidents.\n")));
        Assert.That((await Scalar("SELECT COUNT(*) FROM Incident"), await Scalar("SELECT COUNT(*) FROM IncidentChange"),
            await Scalar("SELECT COUNT(*) FROM ImportRun WHERE State = 'Undone'")), Is.EqualTo((2L, 0L, 1L)));
        Assert.That(await Run("undo", "2"), Is.EqualTo((1, "This import was already undone.\n")));
        Assert.That(await Run("undo", "99"), Is.EqualTo((1, "There is no import 99.\n")));

        var analyst = _host.SignIn(Role.Analyst);
        var incident = (await analyst.Read("/api/v1/incidents")).GetProperty("items")[0].GetProperty("id").GetInt64();
        await (await analyst.PostAsJsonAsync($"/api/v1/problems/{await _host.OpenProblem()}/incidents",
            new { incidentIds = new[] { incident } })).Ok();
        Assert.That(await Run("undo", "1"),
            Is.EqualTo((1, "1 of its incidents is linked to problems. Unlink it, then undo the import.\n")));
        Assert.That(await Scalar("SELECT COUNT(*) FROM Incident"), Is.EqualTo(2));
    }

    [Test]
    public async Task Verb_undoes_an_import_of_boundaries()
    {
        var file = Path.Combine(_host.Folder, "two.geojson");
        await File.WriteAllTextAsync(file, Boundaries.Two);
        await Run("neighborhoods", file);

        Assert.That(await Run("undo", "1"), Is.EqualTo((0, "Import undone. The neighborhoods have what they had before.\n"
            + "Incidents are assigned to the neighborhoods that they lay in.\n")));
        Assert.That(await Scalar("SELECT COUNT(*) FROM Neighborhood"), Is.Zero);
        Assert.That(await Scalar("SELECT COUNT(*) FROM ImportRun WHERE State = 'Undone'"), Is.EqualTo(1));
    }

    private string Written(string text)
    {
        var file = Path.Combine(_host.Folder, "rows.csv");
        File.WriteAllText(file, text);
        return file;
    }

    [Test]
    public async Task Calls_are_imported_with_what_is_wrong_with_their_times_and_undone()
    {
        var file = Written("call no,created,unit,dispatched,cleared\n1,2026-01-05 10:00,A1,2026-01-05 10:01,2026-01-05 10:31\n"
            + "2,2026-01-06 10:00,A1,2026-01-06 10:01,\n");
        string[] map = ["--map", "number=call no", "--map", "created=created", "--map", "unit=unit", "--map", "dispatched=dispatched",
            "--map", "cleared=cleared"];

        var (code, output) = await Run("calls", file, ["--preview"]);
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain("--map \"number=call no\"").And.Contain("2 rows read: 0 would be rejected"));
        (code, output) = await Run("calls", file, map);

        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain("2 rows read: 2 added, 0 repeats, 0 rejected.").And
            .Contain("1 rows: Unit without the time at which it was sent or cleared. Kept, but its time is not counted."));
        (code, output) = await Run("undo", $"{await Scalar("SELECT MAX(Id) FROM ImportRun")}");
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain("Its calls no longer appear.").And.Contain("Deleted: 2 added calls."));
        Assert.That(await Scalar("SELECT COUNT(*) FROM ServiceCall"), Is.Zero);
    }

    private Process Verb(string what, string file, params string[] more)
    {
        string[] arguments =
        [
            Path.Combine(TestContext.CurrentContext.TestDirectory, "ProblemTracker.dll"), "import", what, file, "--data", _host.Folder,
            .. what is not "incidents" || more.Contains("--map") ? []
                : new[] { "--map", "number=no", "--map", "occurred=at", "--map", "latitude=lat", "--map", "longitude=lon", "--key", "no" },
            .. more,
        ];
        return Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    private async Task<(int Code, string Output)> Run(string what, string file, params string[] more)
    {
        using var verb = Verb(what, file, more);
        var (output, errors) = (verb.StandardOutput.ReadToEndAsync(), verb.StandardError.ReadToEndAsync());
        await verb.WaitForExitAsync();
        return (verb.ExitCode, await output + await errors);
    }

    private Task<long> Scalar(string sql) => _host.Query(db => db.Single<long>(sql, null, CancellationToken.None));
}
