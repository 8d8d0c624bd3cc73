using System.Diagnostics;
using System.Globalization;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Data;
using ProblemTracker.Evidence;
using ProblemTracker.Host;
using ProblemTracker.Shared;

/// <summary>
/// Measures a night's look for signals: time, the most memory that the process had, and how long a small write beside it waited at most.
/// The incidents are noise of five years at places that differ in how busy they are; the city grows with them.
/// </summary>
internal static class SignalRuns
{
    private const int Days = 5 * 365, Categories = 15, Batch = 20_000;

    private static readonly DateOnly Through = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-2);

    public static async Task Measure(string folder, int size)
    {
        var options = TrackerOptions.From(
            new ConfigurationBuilder().AddInMemoryCollection([new("Data", folder), new("Demo", "false")]).Build());
        Schema.Migrate(options.Database);
        await using var services = new ServiceCollection().AddLogging().AddTracker(options).BuildServiceProvider();
        await using (var scope = services.CreateAsyncScope()) await Fill(scope.ServiceProvider.GetRequiredService<Db>(), size);
        GC.Collect();

        using var done = new CancellationTokenSource();
        var (memory, wait) = (Watch(done.Token), Write(services, done.Token));
        var start = Stopwatch.GetTimestamp();
        SignalsRun run;
        await using (var scope = services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System("bench");
            run = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new RunSignals(Again: true));
        }
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await done.CancelAsync();
        Console.WriteLine($"{"signals: seconds, most MB, longest write ms",-44}{size,10:N0}{seconds,12:N1}{await memory,10:N0}"
            + $"{await wait,10:N0}   {run.Tests:N0} comparisons, {run.Found:N0} found");
    }

    private static async Task<long> Watch(CancellationToken done)
    {
        long most = 0;
        using var process = Process.GetCurrentProcess();
        while (!done.IsCancellationRequested)
        {
            process.Refresh();
            most = Math.Max(most, process.WorkingSet64);
            await Task.Delay(50, CancellationToken.None);
        }
        return most / 1_000_000;
    }

    private static async Task<double> Write(ServiceProvider services, CancellationToken done)
    {
        double longest = 0;
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        while (!done.IsCancellationRequested)
        {
            var start = Stopwatch.GetTimestamp();
            await db.Write(
                () => db.Execute("UPDATE NumberSeries SET LastNumber = LastNumber + 1 WHERE ForYear = 1", null, default), default);
            longest = Math.Max(longest, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await Task.Delay(20, CancellationToken.None);
        }
        return longest;
    }

    /// <summary>A city of noise, with 20 neighborhoods.</summary>
    public static async Task Fill(Db db, int size)
    {
        var random = new Random(1);
        // An address for every 25 incidents; a square with about two thousand addresses on each square kilometer.
        var places = Math.Max(200, size / 25);
        var side = Math.Sqrt(places / 2000.0) * 0.009;
        var codes = await db.List<string>("SELECT c.Code FROM Category c ORDER BY c.Position", null, default);
        await db.Write(async () =>
        {
            for (var i = 1; i <= 20; i++)
                await db.Execute("INSERT INTO Neighborhood (Name, NameKey) VALUES (@name, @name)", new { name = $"N{i}" }, default);
            return await db.Execute("""
                INSERT INTO ImportRun (Id, Kind, FileName, StartedAt, LeaseUntil, FinishedAt)
                VALUES (1, 'Incidents', 'bench.csv', @now, @now, @now)
                """, new { now = DateTimeOffset.UtcNow }, default);
        }, default);
        for (var from = 0; from < size; from += Batch)
            await db.Write(async () =>
            {
                await db.Insert("Incident",
                    ["ImportRunId", "EventKey", "DedupeKey", "SourceNumber", "OccurredFrom", "OccurredTo", "TimePrecision", "LocalDate",
                        "LocalHour", "LocalWeekday", "CategoryCode", "NeighborhoodId", "Latitude", "Longitude", "Address"],
                    Enumerable.Range(from, Math.Min(Batch, size - from)).Select(i => Row(random, i, size, places, side, codes)), default);
                return Done.Instance;
            }, default);
        await db.Write(() => db.Execute(db.Dialect.RefreshStatistics(), null, default), default);
    }

    private static object?[] Row(Random random, int i, int size, int places, double side, IReadOnlyList<string> codes)
    {
        var day = Through.AddDays(-Days + (int)((i + 1L) * Days / size));
        var place = (int)(places * Math.Pow(random.NextDouble(), 2));
        var at = new Random(place);
        var (north, east) = (40 + at.NextDouble() * side, -90 + at.NextDouble() * side * 1.3);
        var number = i.ToString(CultureInfo.InvariantCulture);
        var noon = new DateTimeOffset(day.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);
        return [1L, number, number, number, noon, noon, "Minute", day, 12, (int)day.DayOfWeek,
            codes[(int)(Math.Min(Categories, codes.Count) * Math.Pow(random.NextDouble(), 1.5))], 1L + place % 20, north, east,
            $"{place} Main Street"];
    }
}
