using System.Globalization;
using System.Text.Json;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Reports;

/// <summary>Rows for the tests of the quality of life. The test's day is 2026-03-02, so the latest three months are Dec to Feb.</summary>
internal static class Lives
{
    public static Task<int> HasPopulation(this TrackerHost host, long neighborhood, int population) => host.Sql(
        "UPDATE Neighborhood SET Population = @population WHERE Id = @neighborhood", new { neighborhood, population });

    /// <summary>Incidents on a day at noon, of an import that is finished or not.</summary>
    public static async Task Happened(this TrackerHost host, long? neighborhood, string day, int count, bool isFinished = true)
    {
        var run = await host.Query(db => db.Insert(
            "INSERT INTO ImportRun (Kind, FileName, StartedAt, LeaseUntil, FinishedAt) VALUES ('incidents', 'x.csv', @At, @At, @Finished)",
            new { At = TrackerHost.Start, Finished = isFinished ? TrackerHost.Start : (DateTimeOffset?)null }, default));
        for (var i = 0; i < count; i++)
            await host.Sql("""
                INSERT INTO Incident (ImportRunId, EventKey, DedupeKey, OccurredFrom, OccurredTo, TimePrecision, LocalDate, LocalHour,
                    LocalWeekday, CategoryCode, NeighborhoodId)
                VALUES (@run, @Key, @Key, @At, @At, 'Exact', @day, 12, 1, 'noise', @neighborhood)
                """, new
            {
                run,
                Key = Guid.NewGuid().ToString("N"),
                At = DateTimeOffset.Parse($"{day}T17:00:00Z", CultureInfo.InvariantCulture),
                day,
                neighborhood,
            });
    }

    /// <summary>Incidents at both ends of two years elsewhere, so that every period counts as imported.</summary>
    public static async Task ImportsEverything(this TrackerHost host)
    {
        await host.Happened(null, "2024-03-01", 1);
        await host.Happened(null, "2026-02-28", 1);
    }

    /// <summary>Concerns received on a day, decided on another or not.</summary>
    public static async Task Came(this TrackerHost host, long neighborhood, string day, int count, string? decided = null)
    {
        for (var i = 0; i < count; i++)
            await host.Sql("""
                INSERT INTO Concern (Number, Status, CategoryCode, Description, NeighborhoodId, MayCall, MayAnswer, MayAttach, Language,
                    ReceivedAt, AcknowledgeBy, DecideBy, DueOn, AcknowledgedAt, DecidedAt, TouchedAt)
                VALUES (@Number, 'New', 'noise', 'Loud', @neighborhood, 0, 0, 0, 'en', @At, @By, @By, @DueOn, @DecidedAt, @DecidedAt, @At)
                """, new
            {
                Number = Guid.NewGuid().ToString("N")[..12],
                neighborhood,
                At = Noon(day),
                By = DateOnly.Parse(day, CultureInfo.InvariantCulture).AddDays(10),
                DueOn = decided is null ? DateOnly.Parse(day, CultureInfo.InvariantCulture).AddDays(10) : (DateOnly?)null,
                DecidedAt = decided is null ? (DateTimeOffset?)null : Noon(decided),
            });
    }

    public static async Task<JsonElement> Life(this TrackerHost host, string query = "", Role by = Role.Command) =>
        await host.SignIn(by).Read($"/api/v1/reports/quality-of-life{query}");

    public static JsonElement Place(this JsonElement life, string name) => life.GetProperty("neighborhoods").EnumerateArray()
        .Single(place => place.GetProperty("neighborhood").GetString() == name);

    public static JsonElement Topic(this JsonElement place, string topic) => place.GetProperty("topics").EnumerateArray()
        .Single(one => one.GetProperty("topic").GetString() == topic);

    /// <summary>The points of a series, each as its name, count, value and interval.</summary>
    public static IReadOnlyList<string> Points(this JsonElement topic, int series = 0) =>
        [.. topic.GetProperty("series")[series].GetProperty("points").EnumerateArray().Select(point => string.Join(' ',
            new[] { "name", "count", "of", "value", "low", "high" }.Select(name => point.GetProperty(name).ToString())
                .Where(text => text.Length > 0)))];

    public static string Sentence(this JsonElement topic) => topic.GetProperty("sentence").GetString()!;

    private static DateTimeOffset Noon(string day) => DateTimeOffset.Parse($"{day}T17:00:00Z", CultureInfo.InvariantCulture);

    private static Task<int> Sql(this TrackerHost host, string sql, object args) =>
        host.Query(db => db.Write(() => db.Execute(sql, args, default), default));
}
