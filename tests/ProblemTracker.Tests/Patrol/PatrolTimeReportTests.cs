using System.Globalization;
using System.Text;
using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Patrol;

namespace ProblemTracker.Tests.Patrol;

/// <summary>Committed and uncommitted time by beat, weekday and hour, from imported calls and shifts.</summary>
public sealed class PatrolTimeReportTests
{
    private static readonly DateOnly Monday = new(2026, 2, 2);

    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Officer => _host.SignIn(Role.Officer);

    /// <summary>
    /// Two weeks. Unit A1 is on beat North every day from 8:00 to 16:00 and on a call from 9:00 to 10:00, in the second week also from
    /// 10:20 to 11:00. Unit B1 is on beat South on Mondays from 8:00 to 10:00, without a call.
    /// </summary>
    private async Task Fill()
    {
        var (shifts, calls) = (new StringBuilder("unit,beat,from,to\n"), new StringBuilder("no,created,unit,dispatched,cleared\n"));
        for (var day = 0; day < 14; day++)
        {
            var date = Monday.AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            shifts.Append(CultureInfo.InvariantCulture, $"A1,North,{date}T08:00,{date}T16:00\n");
            if (day % 7 == 0) shifts.Append(CultureInfo.InvariantCulture, $"B1,South,{date}T08:00,{date}T10:00\n");
            calls.Append(CultureInfo.InvariantCulture, $"{day}a,{date}T09:00,A1,{date}T09:00,{date}T10:00\n");
            if (day >= 7) calls.Append(CultureInfo.InvariantCulture, $"{day}b,{date}T10:20,A1,{date}T10:20,{date}T11:00\n");
        }
        calls.Append("open,2026-02-03T12:00,A1,2026-02-03T12:00,\nnight,2026-02-03T22:00,A1,2026-02-03T22:00,2026-02-04T00:00\n");
        await Import(ImportKind.Shifts, shifts, ["unit", "beat", "from", "to"]);
        await Import(ImportKind.Calls, calls, ["created", "unit", "dispatched", "cleared"]);
    }

    private Task<RowsImported> Import(ImportKind kind, StringBuilder text, string[] same)
    {
        var columns = same.ToDictionary(name => name);
        if (kind == ImportKind.Calls) columns["number"] = "no";
        return _host.Send(new ImportUnitRows("file.csv", new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())),
            new() { Kind = kind, Columns = columns }));
    }

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();

    [Test]
    public async Task Time_is_averaged_over_whole_weeks_with_the_weeks_with_least_and_most()
    {
        await Fill();

        var found = await Officer.Read("/api/v1/patrol/time");

        Assert.That((found.GetProperty("from").GetString(), found.GetProperty("to").GetString(), found.GetProperty("weeks").GetInt32()),
            Is.EqualTo(("2026-02-02", "2026-02-15", 2)));
        var beats = found.GetProperty("byBeat").EnumerateArray().ToList();
        Assert.That(beats.Select(beat => (Number(beat, "onDuty"), Number(beat, "committed"))),
            Is.EqualTo(new[] { (56.0, 7 + 7 * 40 / 60.0 / 2), (2.0, 0.0) }).Using<(double, double)>((a, b) =>
                Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) < 1e-9));
        var hour = beats[0].GetProperty("blocks")[2];
        // In the first week an hour at 8:00 and six from 10:00 on each day; in the second an hour and five from 11:00 on.
        Assert.That((Number(hour, "fewest"), Number(hour, "most"), Number(hour, "hours"), Number(hour, "count")),
            Is.EqualTo((42.0, 49.0, 45.5, 14.0)));
        var mondayAtNine = found.GetProperty("byHour").EnumerateArray()
            .Single(cell => cell.GetProperty("weekday").GetString() == "Monday" && cell.GetProperty("hour").GetInt32() == 9);
        Assert.That((Number(mondayAtNine, "onDuty"), Number(mondayAtNine, "committed")), Is.EqualTo((2.0, 1.0)));
        Assert.That(Number(mondayAtNine.GetProperty("blocks")[2], "hours"), Is.EqualTo(1.0));
        Assert.That((Number(found, "outside"), found.GetProperty("unused").GetInt32()), Is.EqualTo((2.0, 1)));
    }

    [Test]
    public async Task Page_says_how_much_is_free_and_what_was_not_counted()
    {
        var browser = new Browser(_host, Role.Analyst);
        Assert.That(await browser.Get("/patrol"), Does.Contain("Import calls"));
        await Fill();

        var page = await browser.Get("/patrol?least=30");

        Assert.That(page, Does.Contain("Calls take 16% of patrol time. Of the rest, 48 hours a").And.Contain("North").And.Contain("2 weeks")
            .And.Contain("1 unit on a call without usable times").And.Contain("2.0 hours on calls outside of shifts"));
        var south = (await Officer.Read("/api/v1/patrol/time")).GetProperty("beats").EnumerateArray()
            .Single(beat => beat.GetProperty("name").GetString() == "South").GetProperty("id");
        Assert.That(await browser.Get($"/patrol?beatId={south}"), Does.Contain("Calls take 0% of patrol time"));
        Assert.That(await browser.Get("/patrol?handler=csv"), Does.Contain("Monday,9,2,1,1,1,1,2"));
        Assert.That((await Officer.GetAsync("/api/v1/patrol/time?beatId=99")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await (await Officer.GetAsync("/api/v1/patrol/time?from=2026-02-09&to=2026-02-02")).WrongFields(),
            Is.EqualTo(new[] { "to" }));
        Assert.That(await browser.Get("/patrol?from=2026-02-09&to=2026-02-02"), Does.Contain("The last day is before the first."));
    }

    [Test]
    public async Task Days_of_which_only_shifts_are_known_do_not_count_as_free()
    {
        await Fill();
        await Import(ImportKind.Shifts, new("unit,beat,from,to\nA1,North,2026-02-20T08:00,2026-02-20T16:00\n"),
            ["unit", "beat", "from", "to"]);

        var found = await Officer.Read("/api/v1/patrol/time?to=2026-02-22");

        Assert.That((found.GetProperty("to").GetString(), found.GetProperty("knownTo").GetString()),
            Is.EqualTo(("2026-02-15", "2026-02-15")));
    }
}
