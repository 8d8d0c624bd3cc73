using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Agency;
using ProblemTracker.Data;
using ProblemTracker.Demo;
using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Demo;

/// <summary>Seeding an empty database, and from two starts at once after a start that was killed.</summary>
public sealed partial class DemoRecoveryTests
{
    [Test]
    public async Task Clearing_covers_every_table()
    {
        if (Tests.Data.ServerDatabase.IsGiven) Assert.Ignore("Both databases have the same tables; SQLite is asked for them.");
        using var host = new TrackerHost();
        var tables = await host.Query(db => db.List<string>(
            "/* SQLite only */ SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
                + "AND name NOT LIKE '%Search%'", null, default));

        // Kept: data that comes with the schema, the mark itself, the keys that keep people signed in, and the schema version.
        string[] kept = ["Category", "Setting", "DataProtectionKey", "SchemaVersions", "ReasonCode", "ChecklistItem"];
        Assert.That(DemoSeed.Tables.Concat(kept), Is.EquivalentTo(tables).IgnoreCase);
    }

    [Test]
    public async Task Two_starts_after_a_killed_seeding_clear_it_and_make_one_identical_city()
    {
        using var known = new TrackerHost(demo: true);
        using var host = new TrackerHost(demo: true);
        using var other = new TrackerHost(demo: true, beside: host);
        // The state after a killed start: half a city, and the mark of unfinished seeding.
        await Sql(host, "DELETE FROM ProblemIncident");
        await Sql(host, "DELETE FROM Incident WHERE Id > 100");
        await Sql(host, "UPDATE Setting SET Value = 'seeding' WHERE Name = 'demo'");
        await Sql(host, "INSERT INTO Setting (Name, Value) VALUES ('clockOffsetSeconds', '86400')");
        var demo = host.Services.GetRequiredService<TrackerOptions>() with { IsDemo = true };

        var made = await Task.WhenAll(Task.Run(() => Start(host)), Task.Run(() => Start(other)));

        Assert.That(made, Is.EquivalentTo(new[] { true, false }));
        Assert.That((await host.Send(new ReadDemoClock())).DaysAhead, Is.Zero);
        Assert.That(await host.Query(db => db.Single<int>("SELECT COUNT(*) FROM Problem", null, default)), Is.EqualTo(60));
        Assert.That(await host.Query(db => db.Single<int>("SELECT COUNT(*) FROM ProblemIncident", null, default)), Is.GreaterThan(1000));
        foreach (var rows in new[]
        {
            "SELECT CONCAT(OccurredFrom, OccurredTo, CategoryCode, Latitude, Longitude, Address) FROM Incident ORDER BY Id",
            "SELECT CONCAT(p.Number, p.Title, p.Stage, p.DueOn, p.OpenedAt, p.ClosedAt, p.Verdict, l.Name, n.Name, p.Version, "
                + "p.LastActivityAt) FROM Problem p LEFT JOIN Person l ON l.Id = p.LeadId "
                + "LEFT JOIN Neighborhood n ON n.Id = p.NeighborhoodId ORDER BY p.Id",
            "SELECT CONCAT(Kind, Body) FROM Worksheet ORDER BY ProblemId, Kind",
            "SELECT CONCAT(At, Event, Origin) FROM AuditEntry WHERE Event <> 'token.created' AND Event <> 'setting.changed' ORDER BY Id",
            "SELECT CONCAT(Kind, Visit, DueOn, RaisedAt, Occurrence) FROM Nudge ORDER BY Id",
        })
            Assert.That(await Rows(host, rows), Is.EqualTo(await Rows(known, rows)));

        // On a busy machine, a start can wait longer than the product allows. Then try again, as the message says.
        async Task<bool> Start(TrackerHost at)
        {
            while (true)
            {
                try
                {
                    return await DemoSeed.Ensure(at.Services, demo);
                }
                catch (UsageError error) when (error.Message.EndsWith("Try again when it is done.", StringComparison.Ordinal))
                {
                    TestContext.Out.WriteLine(error.Message);
                }
            }
        }
    }

    /// <summary>
    /// A Sunday on which daylight saving time starts, the end of February in a leap year, and a few minutes into the year.
    /// </summary>
    [TestCase("2026-03-08T06:30:00Z")]
    [TestCase("2028-02-29T23:00:00Z", Category = "Soak")]
    [TestCase("2027-01-01T05:05:00Z", Category = "Soak")]
    public async Task The_demo_can_be_seeded_on_any_day(string now)
    {
        using var host = new TrackerHost();
        host.Time.SetUtcNow(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));
        var demo = host.Services.GetRequiredService<TrackerOptions>() with { IsDemo = true };

        Assert.That(await DemoSeed.Ensure(host.Services, demo), Is.True);
        Assert.That(
            await host.Query(db => db.Single<int>("SELECT COUNT(*) FROM Incident WHERE OccurredTo > @Now",
                new { Now = host.Time.GetUtcNow() }, default)), Is.Zero);
    }

    [Test]
    public async Task A_database_with_real_accounts_is_never_seeded()
    {
        using var host = new TrackerHost();
        host.IdOf(Role.Officer);

        var refusal = Assert.ThrowsAsync<UsageError>(() => DemoSeed.Ensure(host.Services,
            host.Services.GetRequiredService<TrackerOptions>() with { IsDemo = true }));
        Assert.That(refusal!.Message, Does.Contain("real accounts"));
        Assert.That(
            await host.Query(db => db.Find<string>("SELECT Value FROM Setting WHERE Name = @Demo", new { SettingNames.Demo }, default)),
            Is.Null);
    }

    // Ids are never used again, so those of the second city are higher.
    private static async Task<List<string>> Rows(TrackerHost host, string sql) =>
        [.. (await host.Query(db => db.List<string>(sql, null, default))).Select(row => IdInJson().Replace(row, "$1"))];

    [GeneratedRegex("""("[A-Za-z]*[iI]d":)\d+""")]
    private static partial Regex IdInJson();

    private static Task<int> Sql(TrackerHost host, string sql) => host.Query(db => db.Write(() => db.Execute(sql, null, default), default));
}
