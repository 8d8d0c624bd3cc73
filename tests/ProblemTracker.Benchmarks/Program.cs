using System.Diagnostics;
using System.Globalization;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Data;
using ProblemTracker.Demo;
using ProblemTracker.Domain;
using ProblemTracker.Host;
using ProblemTracker.Problems;
using ProblemTracker.Reports;
using ProblemTracker.Search;
using ProblemTracker.Shared;

// Measures lists, writes and reports in one run, next to the fastest possible query of the same kind ("floor"). How the time grows matters
// more than the time itself, so each size is ten times the previous one.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["commands"])
{
    await InFolder(Commands.Measure);
    return;
}
if (args is ["pages", .. var counts])
{
    int Given(int at, int otherwise) => counts.Length > at ? int.Parse(counts[at], CultureInfo.InvariantCulture) : otherwise;
    await InFolder(folder => Pages.Measure(folder, problems: Given(0, 100_000), incidents: Given(1, 1_000_000)));
    return;
}
if (args is ["import", .. var given])
{
    int Number(int at, int otherwise) => given.Length > at ? int.Parse(given[at], CultureInfo.InvariantCulture) : otherwise;
    await InFolder(folder => Imports.Measure(folder, rows: Number(0, 200_000), before: Number(1, 1_000_000)));
    return;
}
if (args is ["signals", .. var incidents])
{
    foreach (var size in incidents is [] ? ["10000", "100000", "1000000"] : incidents)
        await InFolder(folder => SignalRuns.Measure(folder, int.Parse(size, CultureInfo.InvariantCulture)));
    return;
}
if (args is ["evidence", .. var found])
{
    Console.WriteLine($"{"",-44}{"incidents",10}{"median ms",12}{"most ms",10}");
    foreach (var size in found is [] ? ["10000", "100000", "1000000"] : found)
        await InFolder(folder => EvidenceReads.Measure(folder, int.Parse(size, CultureInfo.InvariantCulture)));
    return;
}
if (args is ["verdict", .. var tested])
{
    Console.WriteLine($"{"",-44}{"incidents",10}{"median ms",12}{"most ms",10}");
    foreach (var size in tested is [] ? ["10000", "100000", "1000000"] : tested)
        await InFolder(folder => VerdictReads.Measure(folder, int.Parse(size, CultureInfo.InvariantCulture)));
    return;
}
int[] sizes = args.Length > 0 ? [.. args.Select(a => int.Parse(a, CultureInfo.InvariantCulture))] : [1_000, 10_000, 100_000];

Console.WriteLine($"{"",-44}{"problems",10}{"median ms",12}{"p99 ms",10}");
foreach (var measure in new[] { Measure, MeasureReports })
{
    foreach (var size in sizes) await InFolder(folder => measure(folder, size));
}

static async Task InFolder(Func<string, Task> work)
{
    var folder = Directory.CreateTempSubdirectory("tracker-bench-").FullName;
    try
    {
        await work(folder);
    }
    finally
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}

static async Task Measure(string folder, int size)
{
    var options = TrackerOptions.From(
        new ConfigurationBuilder().AddInMemoryCollection([new("Data", folder), new("Demo", "false")]).Build());
    Schema.Migrate(options.Database);
    await using var services = new ServiceCollection().AddLogging().AddTracker(options).BuildServiceProvider();
    await Fill(services, size);

    await Time("floor: one row by key", size,
        db => db.Single<int>("SELECT Visit FROM Problem WHERE Id = @id", new { id = size / 2 }, default));
    await Time("floor: first 51 rows in index order", size,
        db => db.List<long>($"SELECT Id FROM Problem ORDER BY StageSince, Id {db.Dialect.First("51")}", null, default));
    await Send("problems, first page", size, new ListProblems());
    await Send("problems, open and overdue, by due date", size, new ListProblems { Open = true, Overdue = true, Sort = ProblemSort.Due });
    await Send("problems, one neighborhood and stage", size, new ListProblems { Stage = Stage.Analysis, NeighborhoodId = 7 });
    await Send("problems by beginning of title", size, new ListProblems { Text = $"problem number {size / 3}" });
    await Send("search: one match", size, new FindText($"number{size / 3}", FoundKind.Problem));
    await Send("search: 1,000 matches (at most a tenth)", size, new FindText("thousand", FoundKind.Problem));
    await Send("search: beginning of a word, same matches", size, new FindText("thous", FoundKind.Problem));
    await Send("search: phrase and word, same matches", size, new FindText("\"one of a thousand\" bench", FoundKind.Problem));
    await Send("search: a word in every problem", size, new FindText("bench", FoundKind.Problem));
    await Send("problems with 1,000 matches (at most 10%)", size, new ListProblems { Text = "thousand" });
    await Send("one problem with its requirements", size, new ReadProblem(size / 2));
    var (visit, version) = (1, 0);
    await Time("floor: update one row, including the disk", size,
        db => db.Write(() => db.Execute("UPDATE Problem SET Visit = @visit WHERE Id = 1", new { visit = visit++ }, default), default));
    await SendEach("save a worksheet", size,
        () => new SaveScanning(size / 2, version++, new() { Statement = "Shouting and broken glass behind the bar." }));

    Task Send<T>(string what, int n, IRequest<T> message) => SendEach(what, n, () => message);

    async Task SendEach<T>(string what, int n, Func<IRequest<T>> message) => await Repeat(what, n, async () =>
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.Person(1, "Officer", [Role.Officer], "bench");
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(message());
    });

    async Task Time<T>(string what, int n, Func<Db, Task<T>> work) => await Repeat(what, n, async () =>
    {
        await using var scope = services.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<Db>());
    });
}

// Runs on copies of the demo city, whose problems have worksheets, actions, moves and reminders.
static async Task MeasureReports(string folder, int size)
{
    var options = TrackerOptions.From(new ConfigurationBuilder().AddInMemoryCollection([new("Data", folder), new("Demo", "true")]).Build());
    await using var services = new ServiceCollection().AddLogging().AddTracker(options).BuildServiceProvider();
    await Startup.Prepare(services, options);
    await InScope(Actor.System("bench"), async scope =>
    {
        var made = await DemoScale.Run(scope, options, size * 2 / 125, (_, _) => { }, default);
        Console.WriteLine(
            $"{"copying the demo city: rows per second",-44}{size,10:N0}{made.Rows / Math.Max(0.001, made.Time.TotalSeconds),12:N0}");
    });

    await Repeat("floor: count all problems", size,
        () => InScope(Actor.System("bench"),
            scope => scope.GetRequiredService<Db>().Single<int>("SELECT COUNT(*) FROM Problem WHERE Priority <> ''", null, default)),
            runs: 15);
    await Send("status report", new ReadStatusReport(new()));
    await Send("overdue report", new ReadOverdueReport(new()));
    await Send("flow report, twelve months", new ReadFlowReport(new()));
    await Send("workload report", new ReadWorkloadReport(new()));
    await Send("outcomes report", new ReadOutcomesReport(new()));
    await Send("participation report", new ReadParticipationReport(new()));
    await Send("quality report", new ReadQualityReport(new()));
    await Send("quality report, one neighborhood", new ReadQualityReport(new(NeighborhoodId: 2)));
    await Send("briefing", new ReadBriefing());

    Task Send<T>(string what, IRequest<T> message) => Repeat(what, size, () => InScope(
        Actor.Person(1, "Commander", [Role.Command], "bench"), scope => scope.GetRequiredService<IMediator>().Send(message)), runs: 15);

    async Task InScope(Actor actor, Func<IServiceProvider, Task> work)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = actor;
        await work(scope.ServiceProvider);
    }
}

static async Task Repeat(string what, int size, Func<Task> work, int runs = 200)
{
    // Warm up with as many runs first, so that just-in-time compilation is not measured.
    for (var i = 0; i < runs; i++) await work();
    var times = new double[runs];
    for (var i = 0; i < runs; i++)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
    Array.Sort(times);
    Console.WriteLine($"{what,-44}{size,10:N0}{times[runs / 2],12:N2}{times[runs * 99 / 100],10:N2}");
}

// As long as an officer's description, with common and rare words as in real text. Each has a unique word, and 1,000 of them (at most a
// tenth) contain "thousand".
static string Description(int i, int size)
{
    var words = Enumerable.Range(1, 60).Select(n => $"word{(long)i * n * 7919 % (n * n + 7)}");
    return $"Bench number{i}. {string.Join(' ', words)}.{(i % Math.Max(10, size / 1000) == 1 ? " This is one of a thousand." : "")}";
}

// Inserts plain rows instead of sending messages, which is faster. One in twenty problems is confidential, one in five closed.
static async Task Fill(IServiceProvider services, int size)
{
    await using var scope = services.CreateAsyncScope();
    var db = scope.ServiceProvider.GetRequiredService<Db>();
    var begin = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    await db.Write(async () =>
    {
        await db.Execute(
            "INSERT INTO Person (Email, EmailKey, Name, CreatedAt) "
                + "VALUES ('o@bench.example', 'O@BENCH.EXAMPLE', 'Officer', @begin)", new { begin }, default);
        for (var i = 1; i <= 50; i++)
            await db.Execute("INSERT INTO Neighborhood (Name, NameKey) VALUES (@name, @name)", new { name = $"N{i}" }, default);
        for (var i = 1; i <= size; i++)
        {
            var stage = (Stage)(i % 5);
            var since = begin.AddMinutes(i * 7L);
            await db.Execute("""
                INSERT INTO Problem (Number, Title, TitleKey, Description, CategoryCode, NeighborhoodId, Source, Priority,
                    Confidential, LeadId, Stage, Visit,
                    StageSince, DueOn, OpenedAt, OpenedBy, TouchedAt, LastActivityAt)
                VALUES (@Number, @Title, @Title, @Description, 'noise', @NeighborhoodId, 'Officer', 'Normal', @Confidential, 1, @Stage, 1,
                    @since, @DueOn, @since, 1, @since, @since)
                """, new
            {
                Number = $"P-2024-{i:000000}",
                Title = $"PROBLEM NUMBER {i}",
                Description = Description(i, size),
                NeighborhoodId = i % 50 + 1,
                Confidential = i % 20 == 0,
                Stage = stage.ToString(),
                since,
                DueOn = stage == Stage.Closed ? (DateOnly?)null : DateOnly.FromDateTime(since.DateTime).AddDays(14),
            }, default);
            await db.Execute("INSERT INTO StageVisit (ProblemId, Visit, Stage, EnteredAt) VALUES (@i, 1, @Stage, @since)",
                new { i, Stage = stage.ToString(), since }, default);
            if (i % 20 == 1 || i == size / 2)
                await db.Execute("INSERT INTO ProblemMember (ProblemId, PersonId, JoinedAt) VALUES (@i, 1, @since)",
                    new { i, since }, default);
        }
        return Done.Instance;
    }, default);
    scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System("bench");
    await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new FillSearch());
    await db.Write(async () =>
    {
        await db.Execute(db.Dialect.RefreshStatistics(), null, default);
        return Done.Instance;
    }, default);
}
