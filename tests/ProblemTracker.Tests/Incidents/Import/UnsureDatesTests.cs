using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Tests.Incidents;

/// <summary>A large file whose first dates can have the month or the day first: nothing starts before the rest of it is read.</summary>
public sealed class UnsureDatesTests
{
    private TrackerHost _host = null!;

    [SetUp]
    public void Start()
    {
        _host = new();
        Surveys.Patience = TimeSpan.Zero;
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Analyst => _host.SignIn(Role.Analyst);
    private FileSurveys Surveys => _host.Services.GetRequiredService<FileSurveys>();

    private static string File(string last) => "no,at\n"
        + string.Concat(Enumerable.Range(0, 30_000).Select(i => $"{i},{1 + (i % 12)}/{1 + (i / 12 % 12)}/2025\n")) + $"x,{last}\n";

    [Test]
    public async Task The_map_of_the_first_rows_starts_no_import_unless_the_whole_file_confirms_it()
    {
        var id = await Analyst.Upload(File("25/1/2025"));
        var first = await Analyst.Preview(id);
        Assert.That(first.GetProperty("isWhole").GetBoolean(), Is.False);
        Assert.That(first.GetProperty("objections")[0].GetString(), Does.StartWith("The file is still being read."));
        var refused = await Analyst.Start(id, new { map = first.GetProperty("map") });
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await new Browser(_host, Role.Analyst).Get($"/imports/{id}"), Does.Not.Contain("without waiting"));

        Surveys.Patience = TimeSpan.FromMinutes(5);
        var whole = await Analyst.Preview(id);
        Assert.That(whole.GetProperty("map").GetProperty("dateFormat").GetString(), Is.EqualTo("d/M/yyyy"));
        Assert.That(whole.GetProperty("objections").GetArrayLength(), Is.Zero);
        Assert.That((await Analyst.Start(id, new { map = whole.GetProperty("map") })).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test]
    public async Task The_map_of_the_first_rows_starts_the_import_once_the_whole_file_confirms_it()
    {
        var id = await Analyst.Upload(File("12/25/2025"));
        var map = (await Analyst.Preview(id)).GetProperty("map");
        Surveys.Patience = TimeSpan.FromMinutes(5);
        Assert.That((await Analyst.Preview(id)).GetProperty("isWhole").GetBoolean(), Is.True);
        Assert.That((await Analyst.Start(id, new { map })).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [TestCase("M/d/yyyy", true, "1/2/2025", "3/4/2025")]
    [TestCase("M/d/yyyy", false, "1/2/2025", "3/14/2025")]
    [TestCase("d/M/yyyy", false, "1/2/2025", "14/3/2025")]
    [TestCase("M-d-yyyy H:mm", true, "1-2-2025 10:00", "2-2-2025 10:00")]
    [TestCase("yyyy-M-d", false, "2025-1-2", "2025-3-4")]
    [TestCase("d-MMM-yyyy", false, "1-Feb-2025")]
    [TestCase(null, false, "2025-01-02")]
    public void Dates_are_unsure_if_day_and_month_can_be_swapped(string? format, bool isUnsure, params string[] dates) => Assert.That(
        DateGuess.IsUnsure(format, dates, new(TimeZoneInfo.Utc, TrackerHost.Start, NeighborhoodIndex.Empty, [])),
        Is.EqualTo(isUnsure));
}
