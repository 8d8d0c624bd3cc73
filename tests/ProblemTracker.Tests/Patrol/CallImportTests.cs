using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Patrol;
using ProblemTracker.Tests.Incidents;

namespace ProblemTracker.Tests.Patrol;

/// <summary>Files of calls and shifts: uploaded, proposed, imported with every kind of defect counted, and undone.</summary>
public sealed class CallImportTests
{
    /// <summary>Each row after the first two has one defect.</summary>
    private const string Calls = """
        Call No,Created,Unit,Dispatch,En Route,On Scene,Cleared,Call Type,Priority,Location,Dispo,Officer Initiated
        26-1,2026-02-02 08:00,2A12,2026-02-02 08:02,2026-02-02 08:03,2026-02-02 08:09,2026-02-02 08:40,Noise,3,12 Alder St,Report,N
        26-1,2026-02-02 08:00,2A14,2026-02-02 08:05,,2026-02-02 08:11,2026-02-02 08:30,Noise,3,12 Alder St,Assist,N
        26-2,2026-02-02 09:00,2A12,2026-02-02 09:05,,,,Alarm,2,9 Birch St,,N
        26-3,2026-02-02 10:00,2A12,2026-02-02 10:30,2026-02-02 10:20,,2026-02-02 10:50,Theft,2,9 Birch St,,N
        26-4,2026-02-02 11:00,2A12,2026-02-02 11:30,,,2026-02-02 11:10,Theft,2,9 Birch St,,N
        26-5,2026-02-02 12:00,2A12,2026-02-02 12:00,,,2026-02-04 12:00,Theft,2,9 Birch St,,N
        26-6,2026-02-02 23:30,2A12,2026-02-02 23:40,,,2026-02-03 00:20,Fight,1,9 Birch St,,N
        26-7,2026-02-02 08:20,2A12,2026-02-02 08:20,,,2026-02-02 08:50,Stop,5,9 Birch St,,N
        26-8,2026-02-02 13:00,2A12,,,,2026-02-02 13:15,Business check,5,9 Birch St,,Y
        26-9,2026-02-02 14:00,,,,,,Advice,5,9 Birch St,Canceled,N
        ,2026-02-02 15:00,2A12,2026-02-02 15:00,,,2026-02-02 15:30,Noise,3,12 Alder St,,N
        26-11,,2A12,2026-02-02 15:00,,,2026-02-02 15:30,Noise,3,12 Alder St,,N
        26-12,2026-02-02 16:00,2A12,noon,,,2026-02-02 16:30,Noise,3,12 Alder St,,N
        """;

    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Analyst => _host.SignIn(Role.Analyst);

    [Test]
    public async Task Uploaded_calls_are_proposed_imported_with_their_defects_counted_and_undone()
    {
        var id = await Analyst.Upload(Calls, "cad.csv", "Calls");
        var preview = await Analyst.Preview(id);
        var map = preview.GetProperty("map");
        Assert.That(map.GetProperty("columns").EnumerateObject().Select(one => $"{one.Name}={one.Value.GetString()}"),
            Is.EquivalentTo(new[]
            {
                "number=Call No", "created=Created", "unit=Unit", "dispatched=Dispatch", "enRoute=En Route", "arrived=On Scene",
                "cleared=Cleared", "category=Call Type", "priority=Priority", "address=Location", "disposition=Dispo",
                "selfInitiated=Officer Initiated",
            }));
        Assert.That((preview.GetProperty("rowsChecked").GetInt32(), preview.GetProperty("rejected").GetInt32()), Is.EqualTo((13, 2)));
        Assert.That((await Analyst.Start(id, new { map })).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));

        await _host.Work();

        var done = await Analyst.Import(id);
        Assert.That(done.Counts(), Is.EqualTo((13, 11, 0, 2, 0)));
        var faults = done.GetProperty("outcome").GetProperty("faults").EnumerateArray()
            .Select(fault => $"{fault.GetProperty("kind").GetString()} {fault.GetProperty("rows").GetInt32()}");
        // 26-11; the row without a number; 26-12; 26-2 and 26-12; 26-3 and 26-4; 26-5; 26-6; 26-7.
        Assert.That(faults, Is.EquivalentTo(new[]
        {
            "NoDate 1", "NoNumber 1", "BadUnitTime 1", "NoUnitTime 2", "OutOfOrder 2", "TooLong 1", "OverMidnight 1", "Overlap 1",
        }));
        var calls = (await Analyst.Read("/api/v1/calls")).GetProperty("items").EnumerateArray().ToList();
        Assert.That(calls.Select(call => (call.GetProperty("number").GetString(), Minutes(call))), Is.EquivalentTo(new[]
        {
            ("26-1", 38.0), ("26-1", 25), ("26-2", -1), ("26-3", 20), ("26-4", -1), ("26-5", -1), ("26-6", 40), ("26-7", 30), ("26-8", 15),
            ("26-9", -1), ("26-12", -1),
        }));
        var page = await new Browser(_host, Role.Analyst).Get($"/imports/{id}");
        Assert.That(page, Does.Match("11</strong>\\s*<span>units on calls added").And.Contain("Times out of order").And
            .Contain("Unit on two at the same time"));
        Assert.That(await new Browser(_host, Role.Officer).Get("/calls"), Does.Contain("26-8").And.Contain("begun by the officer"));
        Assert.That(await new Browser(_host, Role.Officer).Get("/calls?handler=csv&number=26-8"), Does.Contain("26-8,Business check,5,"));
        Assert.That((await Analyst.GetStringAsync($"/api/v1/imports/{id}/rejections")).Split('\n'), Has.Length.GreaterThan(7));

        var again = await Analyst.Upload(Calls, "again.csv", "Calls");
        await Analyst.Start(again, new { map });
        await _host.Work();
        Assert.That((await Analyst.Import(again)).Counts(), Is.EqualTo((13, 0, 11, 2, 0)));

        (await Analyst.PostAsync($"/api/v1/imports/{id}/undo", null)).EnsureSuccessStatusCode();
        Assert.That((await Analyst.Read("/api/v1/calls")).GetProperty("items").GetArrayLength(), Is.Zero, "Hidden at once");
        await _host.Work();
        Assert.That(await _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM ServiceCall", null, default)), Is.Zero);
        Assert.That(await Analyst.StateOf(id), Is.EqualTo("Undone"));
    }

    private static double Minutes(JsonElement call) =>
        call.GetProperty("minutes") is { ValueKind: JsonValueKind.Number } minutes ? minutes.GetDouble() : -1;

    [Test]
    public async Task Shifts_without_an_end_or_longer_than_a_day_are_refused_and_double_shifts_counted()
    {
        var id = await Analyst.Upload("""
            Unit,Beat,Officer,Start,End
            2A12,Beat 3,Dana Merrow,2026-02-02 06:00,2026-02-02 16:00
            2A12,Beat 4,Lee Ashby,2026-02-02 15:00,2026-02-03 01:00
            2A14,Beat 3,,2026-02-02 06:00,
            2A14,Beat 3,,2026-02-02 06:00,2026-02-05 06:00
            2A14,Beat 3,,2026-02-02 16:00,2026-02-02 06:00
            ,Beat 3,,2026-02-02 06:00,2026-02-02 16:00
            """, "roster.csv", "Shifts");
        var map = (await Analyst.Preview(id)).GetProperty("map");
        await Analyst.Start(id, new { map });
        await _host.Work();

        var done = await Analyst.Import(id);
        Assert.That(done.Counts(), Is.EqualTo((6, 2, 0, 4, 0)));
        Assert.That(done.GetProperty("outcome").GetProperty("faults").EnumerateArray()
            .Select(fault => (fault.GetProperty("kind").GetString(), fault.GetProperty("rows").GetInt32())),
            Is.EquivalentTo(new[] { ("NoEnd", 3), ("NoUnit", 1), ("OverMidnight", 1), ("Overlap", 1) }));
        Assert.That(await _host.Query(db => db.List<string>("SELECT b.Name FROM Beat b ORDER BY b.Name", null, default)),
            Is.EqualTo(new[] { "Beat 3", "Beat 4" }));
    }

    [Test]
    public async Task Times_in_nights_when_clocks_change_are_read_as_said()
    {
        var made = await _host.Send(new ImportUnitRows("dst.csv", new MemoryStream("""
            number,created,unit,dispatched,cleared
            1,2025-11-02T01:30,A1,2025-11-02T01:30,2025-11-02T03:00
            2,2025-03-09T02:30,A1,2025-03-09T02:30,2025-03-09T04:00
            """u8.ToArray()), new()
        {
            Kind = ImportKind.Calls,
            TimeZone = "America/Chicago",
            Columns = new[] { "number", "created", "unit", "dispatched", "cleared" }.ToDictionary(name => name),
        }));

        Assert.That(made.Outcome.Faults.Select(fault => (fault.Kind, fault.Rows)),
            Is.EqualTo(new[] { (FaultKind.SkippedHour, 1), (FaultKind.RepeatedHour, 1) }));
        var minutes = (await Analyst.Read("/api/v1/calls")).GetProperty("items").EnumerateArray().Select(Minutes);
        Assert.That(minutes, Is.EqualTo(new[] { 90.0, 30 }));
    }

    [Test]
    public async Task Map_of_another_kind_of_file_and_one_that_lacks_a_column_are_refused()
    {
        var id = await Analyst.Upload(Calls, "cad.csv", "Calls");

        Assert.That(await (await Analyst.Start(id, new { map = new { columns = new { occurred = "Created" } } })).WrongFields(),
            Is.EqualTo(new[] { "map.kind" }));
        Assert.That(await (await Analyst.Start(id, new { map = new { kind = "Calls", columns = new { number = "Call No" } } }))
            .WrongFields(), Is.EqualTo(new[] { "map.columns" }));
        Assert.That(await (await Analyst.Start(id, new
        {
            map = new { kind = "Calls", columns = new { number = "Call No", created = "Made" } },
        })).WrongFields(), Is.EqualTo(new[] { "map.columns" }));
    }

    [Test]
    public async Task Page_of_an_uploaded_file_shows_what_becomes_of_its_rows_and_starts_it()
    {
        var browser = new Browser(_host, Role.Analyst);
        var id = await Analyst.Upload(Calls, "cad.csv", "Calls");

        var page = await browser.Get($"/imports/{id}");

        Assert.That(page, Does.Contain("Call number").And.Contain("would be rejected").And.Contain("Times out of order"));
        await browser.Post($"/imports/{id}?handler=Start", new()
        {
            ["Form.Kind"] = "Calls",
            ["Form.Number"] = "Call No",
            ["Form.Units.Created"] = "Created",
            ["Form.Units.Unit"] = "Unit",
            ["Form.Units.Dispatched"] = "Dispatch",
            ["Form.Units.Cleared"] = "Cleared",
            ["Form.DateFormat"] = "yyyy-MM-dd HH:mm",
            ["SaveMapAs"] = "CAD",
        }, $"/imports/{id}", formOn: $"/imports/{id}");
        await _host.Work();
        Assert.That((await Analyst.Import(id)).Counts().Added, Is.EqualTo(11));
        var next = await Analyst.Upload(Calls + "\n26-20,2026-02-03 08:00,2A12,,,,,,,,,", "next.csv", "Calls");
        Assert.That(await browser.Get($"/imports/{next}"), Does.Contain("Saved column map").And.Contain(">CAD<"));
        Assert.That((await Analyst.Preview(next, "?savedMap=CAD")).GetProperty("map").GetProperty("kind").GetString(), Is.EqualTo("Calls"));
        Assert.That(await browser.Get("/imports/new?kind=Shifts"), Does.Contain("Shifts of units"));
    }
}
