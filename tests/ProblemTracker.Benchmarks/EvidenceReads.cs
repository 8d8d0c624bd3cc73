using System.Diagnostics;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Data;
using ProblemTracker.Domain;
using ProblemTracker.Evidence;
using ProblemTracker.Host;
using ProblemTracker.Incidents;
using ProblemTracker.Problems;
using ProblemTracker.Shared;

/// <summary>
/// Measures the workspace of a problem over a growing city, on one connection: its linked incidents, those of its category within 150 m and
/// in its neighborhood, and the same with only the last three years.
/// </summary>
internal static class EvidenceReads
{
    private const int Runs = 21;

    public static async Task Measure(string folder, int size)
    {
        var options = TrackerOptions.From(
            new ConfigurationBuilder().AddInMemoryCollection([new("Data", folder), new("Demo", "false")]).Build());
        Schema.Migrate(options.Database);
        await using var services = new ServiceCollection().AddLogging().AddTracker(options).BuildServiceProvider();
        await InScope(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            await SignalRuns.Fill(db, size);
            await db.Write(() => db.Execute("""
                INSERT INTO Person (Email, EmailKey, Name, CreatedAt) VALUES ('a@bench.example', 'A@BENCH.EXAMPLE', 'Analyst', @now)
                """, new { now = DateTimeOffset.UtcNow }, default), default);
        });
        long id = 0;
        await InScope(async scope =>
        {
            var mediator = scope.GetRequiredService<IMediator>();
            id = (await mediator.Send(new OpenProblem("Noise at 0 Main Street", "Every night.", "noise", ProblemSource.Officer,
                Priority.Normal, Confidential: false, NeighborhoodId: 1))).Id;
            await mediator.Send(new LinkIncidents(id, Filter: new(CategoryCode: "noise", Address: "0 Main Street")));
        });
        var center = (Latitude: 0.0, Longitude: 0.0);
        await InScope(async scope => center = (await scope.GetRequiredService<Db>().Single<Point>(
            "SELECT AVG(i.Latitude) AS Latitude, AVG(i.Longitude) AS Longitude FROM Incident i WHERE i.Address = '0 Main Street'", null,
            default)).At);
        await Time("evidence, first after an import", new(ProblemId: id), runs: 1);
        await Time("evidence, linked incidents", new(ProblemId: id));
        await Time("evidence, category within 150 m",
            new(CategoryCode: "noise", Latitude: center.Latitude, Longitude: center.Longitude, Radius: 150));
        await Time("evidence, category in neighborhood", new(CategoryCode: "noise", NeighborhoodId: 1));
        await Time("evidence, the same, three years", new(From: DateOnly.FromDateTime(DateTime.UtcNow).AddYears(-3), CategoryCode: "noise",
            NeighborhoodId: 1));

        async Task Time(string what, IncidentFilter filter, int runs = Runs)
        {
            EvidenceDetails found = new();
            List<double> times = [];
            for (var i = 0; i < runs + (runs > 1 ? 2 : 0); i++)
                await InScope(async scope =>
                {
                    var start = Stopwatch.GetTimestamp();
                    found = await scope.GetRequiredService<IMediator>().Send(new ReadEvidence(id, filter));
                    times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                });
            // The first two are not measured, so that just-in-time compilation is not.
            var sorted = times.Skip(times.Count - runs).Order().ToList();
            Console.WriteLine($"{what,-44}{size,10:N0}{sorted[runs / 2],12:N1}{sorted[^1],10:N1}   "
                + (found.None ?? $"{found.Incidents:N0} incidents"));
        }

        async Task InScope(Func<IServiceProvider, Task> work)
        {
            await using var scope = services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.Person(1, "Analyst", [Role.Supervisor], "bench");
            await work(scope.ServiceProvider);
        }
    }

    private sealed record Point
    {
        public double Latitude { get; init; }
        public double Longitude { get; init; }
        public (double, double) At => (Latitude, Longitude);
    }
}
