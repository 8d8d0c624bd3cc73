using System.Data;
using System.Data.Common;
using System.Diagnostics;
using MediatR;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Accounts;
using ProblemTracker.Data;
using ProblemTracker.Domain;
using ProblemTracker.Host;
using ProblemTracker.Problems;
using ProblemTracker.Shared;

/// <summary>
/// Measures the commands on one problem: SQL statements, round trips (several statements can share one) and median time. Run it under
/// <c>strace -f -e trace=fdatasync</c> to also see how often each command waits for the disk.
/// </summary>
internal static class Commands
{
    private const int Runs = 50;

    public static async Task Measure(string folder)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Data", folder), new("Demo", "false")]).Build();
        var options = TrackerOptions.From(configuration);
        Schema.Migrate(options.Database);
        await using var services = new ServiceCollection().AddLogging().AddTracker(options)
            .AddSingleton(options.Database with { Dialect = new CountedDialect() }).BuildServiceProvider();
        await Send(Actor.System("bench"), new CreatePerson("o@bench.example", "Officer", [Role.Officer], "correct horse battery"));
        await InScope(Actor.System("bench"), scope => scope.GetRequiredService<Db>().Write(() => scope.GetRequiredService<Db>().Execute(
            "INSERT INTO Neighborhood (Name, NameKey) VALUES ('Alder Hill', 'ALDER HILL')", null, default), default));
        var officer = Actor.Person(1, "Officer", [Role.Officer], "bench");

        Console.WriteLine($"{"",-44}{"statements",12}{"round trips",12}{"median ms",12}");
        var ids = new Queue<long>();
        await Repeat("open a problem", async () => ids.Enqueue((await Send(officer, new OpenProblem(
            "Noise behind the bar", "Every Friday night.", "noise", ProblemSource.Resident, Priority.Normal, false, NeighborhoodId: 1,
            LeadId: 1))).Id));
        await Repeat("read a problem", () => Send(officer, new ReadProblem(Next())));
        await Repeat("save the Scanning worksheet", () => Send(officer, new SaveScanning(Next(), 0, Scanning)));
        await Repeat("save the Analysis worksheet", () => Send(officer, new SaveAnalysis(Next(), 0, new() { Hypothesis = "No light." })));
        await Repeat("add an action", () => Send(officer, new AddAction(Next(), new("Light the alley", Enforcement: false, OwnerId: 1))));
        await Repeat("advance from Scanning to Analysis", () => Send(officer, new AdvanceStage(Next(), 1, Stage.Analysis, "A problem.")));
        await Repeat("move back to Scanning", () => Send(officer, new AdvanceStage(Next(), 2, Stage.Scanning, "Needs more facts.")));
        await Repeat("write a note", () => Send(officer, new WriteNote(Next(), "Spoke to the owner.")));

        // Each run uses the next problem. The first half of the runs is a warm-up.
        long Next()
        {
            var id = ids.Dequeue();
            ids.Enqueue(id);
            return id;
        }

        Task<T> Send<T>(Actor actor, IRequest<T> message) => InScope(actor, scope => scope.GetRequiredService<IMediator>().Send(message));

        async Task<T> InScope<T>(Actor actor, Func<IServiceProvider, Task<T>> work)
        {
            await using var scope = services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = actor;
            return await work(scope.ServiceProvider);
        }
    }

    private static async Task Repeat(string what, Func<Task> work)
    {
        for (var i = 0; i < Runs; i++) await work();
        (CountedDialect.Statements, CountedDialect.RoundTrips) = (0, 0);
        var times = new double[Runs];
        for (var i = 0; i < Runs; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await work();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Array.Sort(times);
        var (statements, roundTrips) = (CountedDialect.Statements / (double)Runs, CountedDialect.RoundTrips / (double)Runs);
        Console.WriteLine($"{what,-44}{statements,12:0.#}{roundTrips,12:0.#}{times[Runs / 2],12:0.00}");
    }

    private static readonly CheersAnswer Yes = new() { Answer = YesNo.Yes, Evidence = "Twelve households; 41 calls in one summer." };

    private static readonly ScanningSheet Scanning = new()
    {
        Statement = "Shouting, fights and broken glass behind the bar on Friday and Saturday nights.",
        Cheers = new() { Community = Yes, Harmful = Yes, Expectation = Yes, Events = Yes, Recurring = Yes, Similarity = Yes },
        CountedSource = new() { Description = "Complaint log kept by the residents", Count = 23 },
        Harms = "Residents lose sleep and avoid the alley.",
    };

    /// <summary>SQLite that counts the statements the product sends, without the driver's transactions and pragmas.</summary>
    private sealed class CountedDialect : SqliteDialect
    {
        public static int Statements { get; set; }
        public static int RoundTrips { get; set; }

        public override DbConnection Connect(string connectionString) => new CountedConnection(connectionString);

        private sealed class CountedConnection(string connectionString) : SqliteConnection(connectionString)
        {
            public override SqliteCommand CreateCommand() =>
                new CountedCommand { Connection = this, Transaction = Transaction, CommandTimeout = DefaultTimeout };
        }

        private sealed class CountedCommand : SqliteCommand
        {
            private static readonly string[] Drivers = ["BEGIN", "COMMIT", "ROLLBACK", "PRAGMA"];

            public override SqliteDataReader ExecuteReader(CommandBehavior behavior)
            {
                if (!Drivers.Any(word => CommandText.StartsWith(word, StringComparison.Ordinal)))
                {
                    RoundTrips++;
                    Statements += CommandText.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length;
                }
                return base.ExecuteReader(behavior);
            }
        }
    }
}
