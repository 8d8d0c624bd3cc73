using ProblemTracker.Domain;
using ProblemTracker.Tests.Incidents;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.Tests.Pages;

/// <summary>The result page of an import of incidents.</summary>
public sealed class ImportResultTests
{
    // 2:30 on March 9, 2025 doesn't exist in New York.
    private const string Calls = "no,at,until,kind,lat,lon\n1,2025-03-09T02:30,,theft,40.5,-89.5\n"
        + "2,2025-03-08T23:00,2025-03-09T02:15,theft,,\n3,2025-03-09T03:30,,theft,40.5,-89.5\n4,2025-03-08,2025-03-09,theft,,\n"
        + "5,2025-03-08,,theft,0,0\n";

    private TrackerHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await _host.Import(Boundaries.Two);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Analyst => _host.SignIn(Role.Analyst);

    private async Task<long> Import()
    {
        var id = await Analyst.Upload(Calls);
        (await Analyst.Start(id, Imports.Map(Calls.Split('\n')[0]))).EnsureSuccessStatusCode();
        await _host.Work();
        return id;
    }

    [Test]
    public async Task Times_in_the_skipped_hour_are_counted_in_the_preview_and_the_result()
    {
        var waiting = await Analyst.Upload(Calls);
        var page = new Browser(_host, Role.Analyst);
        const string fault = "Time in the hour that daylight saving time skips";
        Assert.That(await page.Get($"/imports/{waiting}"), Does.Contain($"{fault}: 2 rows with the time an hour later"));

        var id = await Import();
        var import = await Analyst.Import(id);
        Assert.That(import.Counts(), Is.EqualTo((5, 5, 0, 0, 3)));
        Assert.That(import.GetProperty("outcome").GetProperty("faults").EnumerateArray().Select(f => (f.GetProperty("kind").GetString(),
            f.GetProperty("rows").GetInt32())), Is.EqualTo(new[] { ("NoPlace", 1), ("SkippedHour", 2) }));
        Assert.That(await page.Get($"/imports/{id}"), Does.Contain(fault).And.Contain("Time taken as an hour later")
            .And.Contain("\"2025-03-09T02:30\" is in the hour that daylight saving time skips. It is read as an hour later, 3:30 AM"));
        Assert.That(await Analyst.GetStringAsync($"/api/v1/imports/{id}/rejections"),
            Does.Contain("2,time an hour later,").And.Contain("6,field left out,"));
    }

    [Test]
    public async Task Rows_without_coordinates_are_counted_apart_from_bad_ones()
    {
        var id = await Import();
        Assert.That((await Analyst.Import(id)).GetProperty("outcome").GetProperty("noCoordinates").GetInt32(), Is.EqualTo(2));
        Assert.That(await new Browser(_host, Role.Analyst).Get($"/imports/{id}"), Does.Contain("2 rows have no coordinates in the file."));
        var waiting = await Analyst.Upload(Calls);
        Assert.That((await Analyst.Preview(waiting)).GetProperty("noCoordinates").GetInt32(), Is.EqualTo(2));
    }

    [Test]
    public async Task Whoever_may_read_incidents_sees_them_and_others_hear_why_not()
    {
        var id = await Import();
        const string list = "View the added incidents", reason = "Your role can import incidents, but not view them.";
        Assert.That(await new Browser(_host, Role.Analyst).Get($"/imports/{id}"),
            Does.Contain(list).And.Contain("Map of the incidents that this import added").And.Not.Contain(reason));
        Assert.That(await new Browser(_host, Role.Administrator).Get($"/imports/{id}"),
            Does.Contain(reason).And.Not.Contain(list).And.Not.Contain("Map of the incidents"));
    }
}
