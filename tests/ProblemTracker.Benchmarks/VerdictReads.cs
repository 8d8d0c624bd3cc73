using System.Diagnostics;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Agency;
using ProblemTracker.Data;
using ProblemTracker.Domain;
using ProblemTracker.Evidence;
using ProblemTracker.Host;
using ProblemTracker.Problems;
using ProblemTracker.Shared;

/// <summary>
/// Measures the test of a response over a growing city, on one connection: planned (the numbers of its page, and places like it), frozen,
/// and computed after its period; then the report with its result, also as a Word document. The floor counts the incidents of the areas'
/// category and periods in a box around the response area with one statement, by the index on coordinates.
/// </summary>
internal static class VerdictReads
{
    private const int Runs = 21;

    /// <summary>Meters of the areas and of the ring around each.</summary>
    private const double Radius = 150, Ring = 100;

    /// <summary>Days of each period; the later one ended a week before the newest incidents.</summary>
    private const int Period = 365, Since = 10;

    public static async Task Measure(string folder, int size)
    {
        var options = TrackerOptions.From(
            new ConfigurationBuilder().AddInMemoryCollection([new("Data", folder), new("Demo", "false")]).Build());
        Schema.Migrate(options.Database);
        var clock = new EarlierClock { Ago = TimeSpan.FromDays(Period + Since + 20) };
        await using var services = new ServiceCollection().AddLogging().AddSingleton(new TrackerClock(clock)).AddTracker(options)
            .BuildServiceProvider();
        await InScope(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            await SignalRuns.Fill(db, size);
            await db.Write(() => db.Execute("""
                INSERT INTO Person (Email, EmailKey, Name, CreatedAt) VALUES ('a@bench.example', 'A@BENCH.EXAMPLE', 'Supervisor', @now)
                """, new { now = DateTimeOffset.UtcNow }, default), default);
        });
        var at = await Middle("0 Main Street");
        var id = (await Send(new OpenProblem("Noise at 0 Main Street", "Every night.", "noise", ProblemSource.Officer, Priority.Normal,
            Confidential: false, Latitude: at.Latitude, Longitude: at.Longitude, NeighborhoodId: 1))).Id;
        await Advance(Stage.Analysis);
        await Advance(Stage.Response);
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        Period Days(int fromAgo) => new() { From = today.AddDays(-fromAgo), To = today.AddDays(1 - fromAgo + Period) };
        var (before, after) = (Days(2 * Period + Since + 30), Days(Period + Since));
        var test = new ResponseTest
        {
            Filter = "categoryCode=noise",
            Response = new() { Latitude = at.Latitude, Longitude = at.Longitude, Radius = Radius },
            Ring = Ring,
            Before = before,
            After = after,
            Rule = new() { Statistic = TestStatistic.BeforeAfter, Confidence = 95, ImprovedBy = 20, NoChangeWithin = 10 },
        };
        await Time("floor: one count of the response area's box", () => InScope(scope => Floor(scope.GetRequiredService<Db>(), at, test)));
        await Plan();
        await Time("test page: counts and prospects", () => Send(new ReadEvaluation(id)));
        await Time("places like the response area", () => Send(new FindControlAreas(id)));
        // A small city has none.
        var control = (await Send(new FindControlAreas(id))).Items is [var first, ..] ? (first.Latitude, first.Longitude)
            : (Latitude: at.Latitude + 0.01, at.Longitude);
        test = test with
        {
            Control = new() { Latitude = control.Latitude, Longitude = control.Longitude, Radius = Radius },
            Rule = test.Rule with { Statistic = TestStatistic.AgainstControl },
        };
        await Time("save the test", Plan);
        var started = await Send(new ReadProblem(id));
        await Send(new StartResponse(id, started.Version, "Read and agreed.",
            new([.. started.Gate.Shortfalls.Select(one => one.Code)], "A benchmark.")));
        clock.Ago = TimeSpan.Zero;
        await Time("evaluate", () => Send(new EvaluateTest(id)));
        await Time("read the verdict", () => Send(new ReadEvaluation(id)));
        await Time("report", () => Send(new ReadProblemReport(id)));
        await Time("report, Word", async () =>
            ReportDocument.Write(await Send(new ReadProblemReport(id)), await Send(new ReadLetterhead())));
        var found = (await Send(new ReadEvaluation(id))).Test!;
        Console.WriteLine($"{string.Join(", ", found.Results.Cells.Select(cell => $"{cell.Cell} {cell.Before:N0} to {cell.After:N0}"))}: "
            + $"{found.Results.ByRule?.ToString() ?? found.Results.Sentence}");

        async Task Plan() => await Send(new PlanTest(id, (await Send(new ReadProblem(id))).WorksheetVersions.Response, test));

        async Task Advance(Stage to)
        {
            var problem = await Send(new ReadProblem(id));
            await Send(new AdvanceStage(id, problem.Version, to, "A benchmark.",
                Override: new([.. problem.Gate.Shortfalls.Select(one => one.Code)], "A benchmark.")));
        }

        async Task Time(string what, Func<Task> work)
        {
            var times = new double[Runs + 2];
            for (var i = 0; i < times.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await work();
                times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
            // The first two are not measured, so that just-in-time compilation is not.
            double[] sorted = [.. times.Skip(2).Order()];
            Console.WriteLine($"{what,-44}{size,10:N0}{sorted[Runs / 2],12:N1}{sorted[^1],10:N1}");
        }

        async Task<(double Latitude, double Longitude)> Middle(string address)
        {
            var middle = (0.0, 0.0);
            await InScope(async scope => middle = (await scope.GetRequiredService<Db>().Single<Point>(
                "SELECT AVG(i.Latitude) AS Latitude, AVG(i.Longitude) AS Longitude FROM Incident i WHERE i.Address = @address",
                new { address }, default)).At);
            return middle;
        }

        async Task<T> Send<T>(IRequest<T> message)
        {
            T answer = default!;
            await InScope(async scope => answer = await scope.GetRequiredService<IMediator>().Send(message));
            return answer;
        }

        async Task InScope(Func<IServiceProvider, Task> work)
        {
            await using var scope = services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.Person(1, "Supervisor", [Role.Supervisor], "bench");
            await work(scope.ServiceProvider);
        }
    }

    private static Task<int> Floor(Db db, (double Latitude, double Longitude) at, ResponseTest test)
    {
        var around = (Radius + Ring) / 111_000;
        return db.Single<int>("""
            SELECT COUNT(*) FROM Incident i
            WHERE i.Id IN (SELECT q.IncidentId FROM IncidentPlace q WHERE q.Latitude BETWEEN @South AND @North
                    AND q.Longitude BETWEEN @West AND @East)
                AND CONCAT(i.CategoryCode, '') = 'noise' AND i.LocalDate BETWEEN @From AND @To
            """, new
        {
            South = at.Latitude - around,
            North = at.Latitude + around,
            West = at.Longitude - around * 1.3,
            East = at.Longitude + around * 1.3,
            test.Before.From,
            test.After.To,
        }, default);
    }

    private sealed record Point
    {
        public double Latitude { get; init; }
        public double Longitude { get; init; }
        public (double, double) At => (Latitude, Longitude);
    }

    /// <summary>Shows an earlier time, so that a plan can be frozen before its period.</summary>
    private sealed class EarlierClock : TimeProvider
    {
        public TimeSpan Ago { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - Ago;
    }
}
