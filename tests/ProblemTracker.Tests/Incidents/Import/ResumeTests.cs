using System.Diagnostics;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Imports continue after their process stops.</summary>
public sealed class ResumeTests
{
    private static readonly IncidentMap Map = new()
    {
        Columns = new Dictionary<string, string> { ["occurred"] = "at", ["number"] = "no", ["latitude"] = "lat", ["longitude"] = "lon" },
        Key = ["no"],
        Updates = UpdateRule.Add,
    };

    // Far shorter than a batch of rows takes.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Analyst => _host.SignIn(Role.Analyst);

    [Test]
    public async Task After_a_process_is_killed_the_next_one_completes_its_import()
    {
        // The last two rows: a repeat and an invalid one.
        var id = await Analyst.Upload(ImportStepsTests.Generated(20_000) + "5,2020-01-01T00:05:00,40.005,-89.005\nx,never,,\n", "big.csv");
        await Analyst.Start(id, Map);

        using (var first = Server())
        {
            while (await Scalar("SELECT COUNT(*) FROM Incident") == 0) await StillRuns(() => !first.HasExited);
            first.Kill();
            await first.WaitForExitAsync();
        }
        Assert.That(await Analyst.StateOf(id), Is.EqualTo("Running"), "Killed while running");
        Assert.That((await Analyst.Read("/api/v1/incidents")).GetProperty("total").GetInt32(), Is.Zero, "Partial imports are hidden");
        // Simulate the end of the 15-second lease.
        await Execute("UPDATE ImportRun SET LeaseUntil = @ago");

        using (var second = Server())
        {
            while (await Analyst.StateOf(id) != "Finished") await StillRuns(() => !second.HasExited);
            second.Kill();
            await second.WaitForExitAsync();
        }
        Assert.That((await Analyst.Import(id)).Counts(), Is.EqualTo((20_002, 20_000, 1, 1, 20_000)));
        Assert.That(await Scalar("SELECT COUNT(*) FROM Incident"), Is.EqualTo(20_000));
        Assert.That(await Scalar("SELECT COUNT(*) FROM ImportRejection"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_verb_clears_an_interrupted_upload_and_queues_it_again()
    {
        var id = await Analyst.Upload(ImportStepsTests.Generated(10), "ten.csv");
        await Analyst.Start(id, Map);
        await _host.ImportCsv("no,at,lat,lon\n3,2026-01-05,,\n", m => m with { Key = ["no"] });
        await Execute("UPDATE ImportRun SET State = 'Running', LeaseUntil = @ago WHERE StoredAs IS NOT NULL");
        await Execute("UPDATE Incident SET ImportRunId = (SELECT Id FROM ImportRun WHERE StoredAs IS NOT NULL)");

        await _host.ImportCsv("no,at,lat,lon\n4,2026-01-05,,\n", m => m with { Key = ["no"] });

        Assert.That(await Analyst.StateOf(id), Is.EqualTo("Queued"));
        await _host.Work();
        Assert.That((await Analyst.Import(id)).Counts(), Is.EqualTo((10, 9, 0, 1, 9)), "number 4 has other content");
    }

    [Test]
    public async Task An_import_taken_over_by_another_process_writes_nothing_more()
    {
        var id = await Analyst.Upload(ImportStepsTests.Generated(30_000), "big.csv");
        await Analyst.Start(id, Map);
        var work = _host.Send(new WorkImports());
        while (await Scalar("SELECT COUNT(*) FROM Incident") == 0) await StillRuns(() => !work.IsCompleted);
        await Execute("UPDATE ImportRun SET Attempt = Attempt + 1");

        Assert.That((await work).HasMore, Is.True);

        var rows = await Scalar("SELECT COUNT(*) FROM Incident");
        Assert.That(rows, Is.LessThan(30_000));
        Assert.That(await Analyst.StateOf(id), Is.EqualTo("Running"), "Run by the other process");
    }

    [Test]
    public async Task After_a_clean_shutdown_the_next_process_starts_the_import_at_once()
    {
        var id = await Analyst.Upload(ImportStepsTests.Generated(30_000), "big.csv");
        await Analyst.Start(id, Map);
        using var stop = new CancellationTokenSource();
        await using (var scope = _host.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System("test");
            var work = scope.ServiceProvider.GetRequiredService<IMediator>().Send(new WorkImports(), stop.Token);
            while (await Scalar("SELECT COUNT(*) FROM Incident") == 0) await StillRuns(() => !work.IsCompleted);
            await stop.CancelAsync();
            Assert.That(async () => await work, Throws.InstanceOf<OperationCanceledException>());
        }

        await _host.Work();

        Assert.That((await Analyst.Import(id)).Counts(), Is.EqualTo((30_000, 30_000, 0, 0, 30_000)));
    }

    [Test]
    public async Task Reports_rows_and_percent_while_running()
    {
        var id = await Analyst.Upload(ImportStepsTests.Generated(30_000), "big.csv");
        await Analyst.Start(id, Map);
        var work = _host.Work();
        var seen = new List<(int Rows, int Percent)>();
        while (!work.IsCompleted)
        {
            if (await Analyst.Import(id) is var import && import.GetProperty("state").GetString() == "Running")
                seen.Add((import.GetProperty("rowsRead").GetInt32(), import.GetProperty("percent").GetInt32()));
            await Task.Delay(Pause);
        }
        await work;

        Assert.That(seen.Select(s => s.Rows), Is.Ordered.And.Some.GreaterThan(0).And.Some.LessThan(30_000));
        Assert.That(seen.Select(s => s.Percent), Is.All.InRange(0, 100));
    }

    /// <summary>Leaves the processor to what a test waits for.</summary>
    private static Task StillRuns(Func<bool> runs)
    {
        Assert.That(runs(), Is.True);
        return Task.Delay(Pause);
    }

    /// <summary>A server process on the same data folder; its import job runs at startup.</summary>
    private Process Server() => Process.Start(new ProcessStartInfo("dotnet",
        [Path.Combine(TestContext.CurrentContext.TestDirectory, "ProblemTracker.dll"), "--no-demo", "--urls", "http://127.0.0.1:0",
            "--public-url", "http://localhost",
            "--data", _host.Folder])
    { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private Task<int> Execute(string sql) =>
        _host.Query(db => db.Execute(sql, new { ago = DateTimeOffset.UtcNow.AddMinutes(-1) }, CancellationToken.None));

    private Task<long> Scalar(string sql) => _host.Query(db => db.Single<long>(sql, null, CancellationToken.None));
}
