using System.Diagnostics;
using Microsoft.Data.Sqlite;
using ProblemTracker.Tests.AuditLog;
using ProblemTracker.Tests.Data;

namespace ProblemTracker.Tests.Retention;

/// <summary>A server that is killed again and again while it purges.</summary>
public sealed class PurgeKillTests
{
    private const int Problems = 120;

    /// <summary>Problems purged from one kill to the next.</summary>
    private const int Between = 40;

    private static readonly string[] Tables = ["Problem", "ProblemNote", "ProblemMember", "StageVisit", "ProblemText"];

    private TrackerHost _host = null!;

    [SetUp]
    public void Start()
    {
        if (ServerDatabase.IsGiven) Assert.Ignore("Shares SQLite's file with another process.");
        _host = new();
    }

    [TearDown] public void Stop() => _host?.Dispose();

    [Test]
    public async Task Killed_server_leaves_whole_problems_only_and_the_next_one_goes_on()
    {
        var first = await _host.OpenProblem();
        for (var n = 1; n < Problems; n++) await _host.OpenProblem($"Problem {n}");
        await _host.Query(db => db.Execute("""
            UPDATE Problem SET Stage = 'Closed', ClosingReason = 'Solved', ClosedAt = '2015-03-02T14:00:00.0000000Z';
            INSERT INTO ProblemNote (ProblemId, Body, At) SELECT Id, 'A note', '2015-03-02T14:00:00.0000000Z' FROM Problem
            """, null, default));
        await _host.Keep5Years("problem");
        for (var from = first; from < first + Problems; from += 100)
        {
            var body = new { kind = "problem", ids = Enumerable.Range((int)from, (int)Math.Min(100, first + Problems - from)) };
            await (await _host.Administrator().PostAsJsonAsync("/api/v1/retention/propose", body)).Ok();
            await (await _host.Commander().PostAsJsonAsync("/api/v1/retention/approve", body)).Ok();
        }
        SlowDown();

        var kills = 0;
        for (var left = (long)Problems; left > 0;)
        {
            using var server = Server();
            var goal = Math.Max(0, left - Between);
            while (await Scalar("SELECT COUNT(*) FROM Problem") > goal)
            {
                Assert.That(server.HasExited, Is.False);
                // Leaves the processor to the server; far shorter than the purge that is next.
                await Task.Delay(5);
            }
            server.Kill();
            await server.WaitForExitAsync();
            left = await Scalar("SELECT COUNT(*) FROM Problem");
            if (left > 0) kills++;
            foreach (var table in Tables)
            {
                var column = table == "Problem" ? "Id" : "ProblemId";
                Assert.That(await Scalar($"SELECT COUNT(DISTINCT {column}) FROM {table}"), Is.EqualTo(left), table);
            }
            Assert.That(await Scalar("SELECT COUNT(*) FROM PurgeCertificate"), Is.EqualTo(Problems - left));
            Assert.That(await Scalar("SELECT COUNT(*) FROM RetentionDecision"), Is.EqualTo(left));
        }

        Assert.That(kills, Is.GreaterThan(0));
        Assert.That(await Scalar("SELECT COUNT(DISTINCT SubjectId) FROM PurgeCertificate"), Is.EqualTo(Problems));
        await _host.Seal();
        var check = await _host.Verify();
        Assert.That(check.Fault, Is.Null);
        Assert.That(check.Purges, Has.Count.EqualTo(Problems));
    }

    /// <summary>The purge after each goal does useless work for seconds, so that a busy machine too kills the server within it.</summary>
    private void SlowDown()
    {
        using var connection = new SqliteConnection($"Data Source={_host.Folder}/tracker.db;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            CREATE TRIGGER SlowPurge BEFORE DELETE ON Problem
            WHEN (SELECT COUNT(*) FROM Problem) IN ({Problems - Between}, {Problems - 2 * Between}) BEGIN
                SELECT SUM(LENGTH(HEX(RANDOMBLOB(1000000)))) FROM (SELECT 1 FROM AuditEntry LIMIT 300);
            END
            """;
        command.ExecuteNonQuery();
    }

    /// <summary>A server process on the same data folder; its purges run at startup.</summary>
    private Process Server() => Process.Start(new ProcessStartInfo("dotnet",
        [Path.Combine(TestContext.CurrentContext.TestDirectory, "ProblemTracker.dll"), "--no-demo", "--urls", "http://127.0.0.1:0",
            "--public-url", "http://localhost", "--data", _host.Folder])
    { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private Task<long> Scalar(string sql) => _host.Query(db => db.Single<long>(sql, null, default));
}
