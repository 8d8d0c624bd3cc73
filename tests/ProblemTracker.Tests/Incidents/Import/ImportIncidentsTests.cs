using System.Text;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.Tests.Incidents;

public sealed class ImportIncidentsTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Imports_a_row_with_coordinates_time_and_category()
    {
        await _host.Import(Boundaries.Two);
        await _host.ImportCsv("no,at,until,kind,where,lat,lon\nA1,2026-01-05T23:30:00Z,2026-01-06,loud  music,1 Main St,40.5,-89.5\n");

        var row = (await All()).Single();
        Assert.That(row with { Id = 0, NeighborhoodId = null }, Is.EqualTo(new IncidentRow
        {
            SourceNumber = "A1",
            OccurredFrom = new(2026, 1, 6, 4, 30, 0, TimeSpan.Zero),
            OccurredTo = new(2026, 1, 6, 5, 0, 0, TimeSpan.Zero),
            TimePrecision = TimePrecision.Minute,
            LocalDate = new(2026, 1, 5),
            LocalHour = 23,
            CategoryCode = "noise",
            Category = "Noise",
            SourceCategory = "loud  music",
            Neighborhood = "West",
            Address = "1 Main St",
            Latitude = 40.5,
            Longitude = -89.5,
        }));
    }

    [Test]
    public async Task Unmapped_categories_become_other_and_dates_without_time_have_no_hour()
    {
        await _host.ImportCsv("at,kind\n2026-01-04,Loitering\n2026-01-04,\n");

        var rows = await All();
        Assert.That(rows.Select(r => (r.CategoryCode, r.SourceCategory, r.LocalHour, r.TimePrecision)), Is.EquivalentTo(new[]
        {
            ("other", "Loitering", (int?)null, TimePrecision.Day), ("other", null, (int?)null, TimePrecision.Day),
        }));
        Assert.That(await Scalar("SELECT MIN(LocalWeekday) FROM Incident"), Is.EqualTo(0), "Sunday");
    }

    [Test]
    public async Task Imports_and_counts_rows_outside_every_neighborhood()
    {
        await _host.Import(Boundaries.Two);
        var result = await _host.ImportCsv("at,lat,lon\n2026-01-05,40.5,-89.5\n2026-01-05,NA,NA\n2026-01-05,10,10\n2026-01-05,,\n");

        Assert.That((result.RowsRead, result.Added, result.Repeats, result.Unplaced), Is.EqualTo((4, 3, 1, 2)));
    }

    [Test]
    public async Task Importing_a_file_again_adds_nothing_in_any_order_of_the_key_columns()
    {
        const string csv = "no,at,lat,lon\n1,2026-01-05,1,2\n1,2026-01-06,1,2\n1,2026-01-06,NA,NA\n2,2026-01-06,1,2\n";
        var first = await _host.ImportCsv(csv, m => m with { Key = ["no", "lat", "lon"] });
        var second = await _host.ImportCsv(csv, m => m with { Key = ["lon", "LAT", "no"] });

        Assert.That((first.Added, first.Repeats, first.Rejected), Is.EqualTo((3, 0, 1)), "a key with two dates");
        Assert.That((second.Added, second.Repeats, second.Rejected), Is.EqualTo((0, 3, 1)));
        Assert.That(await Scalar("SELECT COUNT(DISTINCT EventKey) FROM Incident"), Is.EqualTo(2), "Rows with one number are one incident");
    }

    [Test]
    public async Task Keeps_the_same_number_of_different_sources_apart()
    {
        const string csv = "no,at\n1,2026-01-05\n";
        await _host.ImportCsv(csv, m => m with { Source = "City" });
        await _host.ImportCsv(csv, m => m with { Source = "County" });

        Assert.That(await Scalar("SELECT COUNT(DISTINCT EventKey) FROM Incident"), Is.EqualTo(2));
    }

    [Test]
    public async Task Rows_without_a_number_are_separate_incidents()
    {
        await _host.ImportCsv("no,at\n,2026-01-05\nNA,2026-01-06\n");
        Assert.That(await Scalar("SELECT COUNT(DISTINCT EventKey) FROM Incident"), Is.EqualTo(2));
    }

    [Test]
    public async Task Reports_rejected_rows_by_line_and_imports_the_rest()
    {
        var result = await _host.ImportCsv(string.Join('\n',
            "no,at,until,lat,lon", "1,2026-01-05,,1,2", "2,soon,,1,2", "3,,,1,2", "4,2026-01-05,,91,2", "5,2026-01-05,,1,",
            "6,2026-01-05,,,2", "7,2026-01-05,,NaN,2",
            "8,2026-01-05,2026-01-04,1,2", "9,2026-01-05", "10,\"2026-01-05,,1,2", "11,9999-12-31,,1,2",
            $"{new string('x', 101)},2026-01-05,,1,2", "13,2026-01-05,,1,-181",
            "14,2026-01-06,,1,2"));

        Assert.That((result.RowsRead, result.Added, result.Rejected), Is.EqualTo((14, 10, 4)));
        Assert.That(result.Rejections.Select(r => (r.Line, r.Kind)), Is.EqualTo(new[]
        {
            (3L, FaultKind.UnreadableDate), (4L, FaultKind.NoDate), (11L, FaultKind.UnreadableRow), (12L, FaultKind.Future),
        }));
        Assert.That(result.Outcome.Faults.Where(f => f.Kind > FaultKind.Future), Is.EquivalentTo(new FaultCount[]
        {
            new(FaultKind.BadEnd, 1), new(FaultKind.UnreadablePlace, 5), new(FaultKind.BadNumber, 1),
        }), "Bad optional fields cost only themselves");
        Assert.That(await Scalar("SELECT COUNT(*) FROM ImportRejection"), Is.EqualTo(11));
    }

    [Test]
    public async Task Missing_columns_fail_by_name_before_anything_is_written()
    {
        var error = await Refused("no,when\n1,2026-01-05\n",
            m => m with { Columns = new Dictionary<string, string> { ["occurred"] = "at", ["number"] = "no" }, Key = ["no", "case"] });

        Assert.That(error.Errors["file"].Single(), Is.EqualTo("The file has no column \"at\", \"case\". Its columns are no, when."));
    }

    [TestCase("At,AT\n2026-01-05,2026-01-06\n", "more than one column \"at\"")]
    [TestCase("", "empty")]
    public async Task Rejects_an_unusable_header(string csv, string expected) =>
        Assert.That((await Refused(csv)).Errors["file"].Single(), Does.Contain(expected));

    [Test]
    public async Task Map_errors_name_the_option()
    {
        const string csv = "at,lat\n2026-01-05,1\n";
        Assert.That((await Refused(csv)).Errors.Keys, Is.EqualTo(new[] { "map" }), "A latitude without a longitude");
        Assert.That(
            (await Refused(csv, m => m with { Columns = new Dictionary<string, string> { ["number"] = "at" } })).Errors["map"].Single(),
            Does.Contain("Choose the column with the date and time"));
        Assert.That(
            (await Refused(csv,
                m => m with { Columns = new Dictionary<string, string> { ["occurred"] = "at", ["color"] = "lat" } })).Errors["map"]
                .Single(), Does.Contain("\"color\""));
        Assert.That((await Refused("at\n", m => m with { TimeZone = "Mars/Olympus" })).Errors.Keys, Is.EqualTo(new[] { "timeZone" }));
        Assert.That((await Refused("at\n", m => m with { DateFormat = "HH:mm" })).Errors.Keys, Is.EqualTo(new[] { "dateFormat" }));
        Assert.That((await Refused("at\n", m => m with { CategoryDefault = "nonsense" })).Errors["category"].Single(),
            Does.Contain("\"nonsense\""));
    }

    [Test]
    public async Task A_row_that_is_not_text_costs_only_itself()
    {
        var good = Encoding.UTF8.GetBytes(
            "at\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"2026-01-05T00:{i % 60:00}:{i / 60 % 60:00}.{i}\n")));
        var result = await _host.ImportBytes([.. good, 0xFF, 0xFE, 0xE9, 10], "x.csv", Imports.Map("at"));

        Assert.That((result.Added, result.Rejections.Single().Line), Is.EqualTo((5000, 5002L)));
    }

    [Test]
    public async Task Records_start_and_end_in_the_audit_log()
    {
        var run = await _host.ImportCsv("at\n2026-01-05\n");

        Assert.That(
            await _host.Query(db => db.List<string>("SELECT Event FROM AuditEntry WHERE SubjectId = @id ORDER BY Id",
                new { id = $"{run.RunId}" }, CancellationToken.None)),
            Is.EqualTo(new[] { "import.started", "import.finished" }));
    }

    [Test]
    public async Task Rows_of_an_interrupted_run_are_hidden_and_then_cleared()
    {
        await Interrupted(TimeSpan.FromMinutes(-1));
        Assert.That(await All(), Is.Empty);

        var told = new List<string>();
        var result = await _host.Send(new ImportIncidents("x.csv", new MemoryStream("at\n2026-01-05\n"u8.ToArray()), Imports.Map("at"),
            p => told.Add(p.Sentence ?? "")));
        Assert.That(result.Added, Is.EqualTo(1), "The interrupted run had the same row");
        Assert.That(told[0], Does.Contain("lost.csv").And.Contain("cleared"));
        Assert.That(await Scalar("SELECT COUNT(*) FROM ImportRun"), Is.EqualTo(1));
    }

    [Test]
    public async Task Waits_for_a_run_that_stops_renewing_its_lease_and_clears_it()
    {
        await Interrupted(TimeSpan.FromMilliseconds(300));
        var told = new List<string>();
        await _host.Send(
            new ImportIncidents("x.csv", new MemoryStream("at\n2026-01-05\n"u8.ToArray()), Imports.Map("at"),
                p => told.Add(p.Sentence ?? "")));

        Assert.That(told[0], Does.Contain("Waiting up to 1 seconds"));
        Assert.That((await All()).Count, Is.EqualTo(1));
    }

    [Test]
    public async Task Does_not_disturb_a_live_run()
    {
        await Interrupted(TimeSpan.FromMilliseconds(300));
        var error = Assert.ThrowsAsync<Conflict>(() =>
            _host.Send(new ImportIncidents("x.csv", new MemoryStream("at\n2026-01-05\n"u8.ToArray()), Imports.Map("at"),
            _ => Lease(TimeSpan.FromMinutes(1)).GetAwaiter().GetResult())));

        Assert.That(error!.Code, Is.EqualTo("import.running"));
        Assert.That(await Scalar("SELECT COUNT(*) FROM Incident"), Is.EqualTo(1), "Its row is still there");
    }

    [Test]
    public async Task A_run_taken_for_dead_writes_nothing_more()
    {
        var rows = string.Concat(Enumerable.Range(0, 4000).Select(i => $"2026-01-05T00:00:00.{i:0000}\n"));
        var error = Assert.ThrowsAsync<Conflict>(() =>
            _host.Send(new ImportIncidents("x.csv", new MemoryStream(Encoding.UTF8.GetBytes("at\n" + rows)), Imports.Map("at"),
            _ => Execute("UPDATE ImportRun SET State = 'Clearing'").GetAwaiter().GetResult())));

        Assert.That(error!.Code, Is.EqualTo("import.lost"));
        Assert.That(await All(), Is.Empty);
    }

    [TestCase(Role.Officer, false)]
    [TestCase(Role.Supervisor, false)]
    [TestCase(Role.Command, false)]
    [TestCase(Role.Analyst, true)]
    [TestCase(Role.Administrator, true)]
    public void Only_analysts_and_administrators_can_import(Role role, bool may) =>
        Assert.That(Actor.Person(1, "x", [role], "test").Might(Permission.Import), Is.EqualTo(may));

    [Test]
    public Task Imports_burglaries_of_a_real_city() => Burglaries(RealData.File, rows: 8723, places: 8586, placed: 8180, events: 6949);

    [Test]
    public Task Imports_burglaries_of_a_made_up_city() => Burglaries(MadeData.File, rows: 9, places: 8, placed: 6, events: 6);

    private async Task Burglaries(Func<string, string> path, int rows, int places, int placed, int events)
    {
        await using (var boundaries = File.OpenRead(path("cincinnati_neighbourhoods.geojson")))
            await _host.Send(new ImportNeighborhoods("c.geojson", boundaries));
        IncidentsImported[] runs = new IncidentsImported[2];
        for (var i = 0; i < 2; i++)
        {
            await using var file = File.OpenRead(path("cincinnati_burglary.csv.gz"));
            runs[i] = await _host.Send(new ImportIncidents("cincinnati_burglary.csv.gz", file, Imports.Cincinnati));
        }

        Assert.That((runs[0].RowsRead, runs[0].Added, runs[0].Repeats, runs[0].Rejected), Is.EqualTo((rows, places, rows - places, 0)));
        Assert.That(runs[0].Added - runs[0].Unplaced, Is.EqualTo(placed), "In a neighborhood");
        Assert.That((runs[1].Added, runs[1].Repeats), Is.EqualTo((0, rows)));
        Assert.That(await Scalar("SELECT COUNT(DISTINCT EventKey) FROM Incident"), Is.EqualTo(events));
        Assert.That(await Scalar("SELECT COUNT(*) FROM Incident WHERE CategoryCode <> 'burglary'"), Is.Zero);
    }

    [Test]
    public Task Imports_anti_social_behavior_of_a_real_region_tab_separated_and_by_month() => AntiSocialBehavior(RealData.File, 39_706);

    [Test]
    public Task Imports_anti_social_behavior_of_a_made_up_region_tab_separated_and_by_month() => AntiSocialBehavior(MadeData.File, 5);

    private async Task AntiSocialBehavior(Func<string, string> path, int rows)
    {
        await using (var boundaries = File.OpenRead(path("northumbria_districts.geojson")))
            await _host.Send(new ImportNeighborhoods("d.geojson", boundaries, "district"));
        await using var file = File.OpenRead(path("northumbria_asb.tab.gz"));
        var run = await _host.Send(new ImportIncidents("northumbria_asb.tab.gz", file, new()
        {
            Columns = new Dictionary<string, string>
            {
                ["occurred"] = "month",
                ["longitude"] = "longitude",
                ["latitude"] = "latitude",
                ["address"] = "location"
            },
            TimeZone = "Europe/London",
            CategoryDefault = "disorder",
        }));

        Assert.That((run.RowsRead, run.Rejected), Is.EqualTo((rows, 0)));
        Assert.That(run.Added + run.Repeats, Is.EqualTo(rows));
    }

    private async Task<Invalid> Refused(string csv, Func<IncidentMap, IncidentMap>? change = null)
    {
        var error = Assert.ThrowsAsync<Invalid>(() => _host.ImportCsv(csv, change));
        Assert.That(await Scalar("SELECT (SELECT COUNT(*) FROM Incident) + (SELECT COUNT(*) FROM ImportRun)"), Is.Zero);
        return error!;
    }

    private async Task Interrupted(TimeSpan lease)
    {
        await _host.ImportCsv("at\n2026-01-05\n");
        await Execute("UPDATE ImportRun SET FinishedAt = NULL, State = 'Running', FileName = 'lost.csv'");
        await Lease(lease);
    }

    private Task<int> Lease(TimeSpan fromNow) =>
        _host.Query(db => db.Execute("UPDATE ImportRun SET LeaseUntil = @until", new { until = DateTimeOffset.UtcNow + fromNow },
            CancellationToken.None));

    private Task<int> Execute(string sql) => _host.Query(db => db.Execute(sql, null, CancellationToken.None));

    private async Task<IReadOnlyList<IncidentRow>> All() => (await _host.Send(new ListIncidents(new()))).Items;

    private Task<long> Scalar(string sql) => _host.Query(db => db.Single<long>(sql, null, CancellationToken.None));
}
