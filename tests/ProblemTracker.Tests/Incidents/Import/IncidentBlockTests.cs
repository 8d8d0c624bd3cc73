using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Data;
using ProblemTracker.Incidents;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Data;

namespace ProblemTracker.Tests.Incidents;

/// <summary>How the rows of an import are written.</summary>
public sealed class IncidentBlockTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Of_rows_with_one_key_the_first_of_the_file_is_written_also_across_blocks()
    {
        await Write([Row("a", 3), Row("b", 2), Row("a", 1)], [Row("b", 1), Row("c", 5)]);

        Assert.That(await _host.Query(db => db.List<string>("SELECT CONCAT(DedupeKey, LocalDate) FROM Incident ORDER BY DedupeKey", null,
            default)), Is.EqualTo(new[] { "a2026-01-03", "b2026-01-02", "c2026-01-05" }));
    }

    [Test]
    public async Task A_block_is_written_in_the_order_of_time_with_one_text_per_incident()
    {
        await Write([Row("a", 3), Row("b", 1), Row("c", 2)]);

        Assert.That(await _host.Query(db => db.List<string>(
            "SELECT CONCAT(i.DedupeKey, t.Words) FROM Incident i JOIN IncidentText t ON t.IncidentId = i.Id ORDER BY i.Id", null, default)),
            Is.EqualTo(new[] { "b 1 ELM ST ¶ ", "c 2 ELM ST ¶ ", "a 3 ELM ST ¶ " }));
    }

    [Test]
    public async Task Progress_ends_with_the_last_row_of_a_block()
    {
        var seen = new List<ImportCounts>();
        await Write(seen, [Row("a", 3), Row("b", 1)], [Row("a", 4)]);

        Assert.That(seen, Is.EqualTo(new[] { new ImportCounts(50, 1, 0), new ImportCounts(50, 1, 0) }));
    }

    [Test]
    public async Task After_a_load_the_search_index_merges_by_itself_again()
    {
        if (ServerDatabase.IsGiven) Assert.Ignore("Only SQLite has such an index.");
        await Write([Row("a", 3), Row("b", 1)]);

        Assert.That(await _host.Query(db => db.List<string>(
            "/* SQLite only */ SELECT k || v FROM IncidentSearch_config WHERE k LIKE '%merge' ORDER BY k", null, default)),
            Is.EqualTo(new[] { "automerge4", "crisismerge16", "usermerge4" }));
    }

    [Test]
    public async Task Incidents_are_in_every_index_after_a_block_and_in_none_before()
    {
        const string indexed = """
            SELECT (SELECT COUNT(*) FROM IncidentKey) + (SELECT COUNT(*) FROM IncidentPlace) + (SELECT COUNT(*) FROM IncidentAddress)
                + (SELECT COUNT(*) FROM IncidentEvent)
            """;
        var during = -1;
        await Write(async db => during = await db.Single<int>(indexed, null, default),
            [Row("a", 3), Row("b", 1) with { Address = null, SourceNumber = "7" }]);

        Assert.That(during, Is.Zero);
        Assert.That(await _host.Query(db => db.Single<int>(indexed, null, default)), Is.EqualTo(2 + 2 + 1 + 1));
    }

    [Test]
    public async Task A_change_of_an_incident_follows_in_the_indexes_and_so_does_its_end()
    {
        const string places = """
            SELECT CONCAT(k.DedupeKey, a.Address, p.Latitude, e.EventKey) FROM IncidentKey k
            LEFT JOIN IncidentAddress a ON a.IncidentId = k.IncidentId LEFT JOIN IncidentPlace p ON p.IncidentId = k.IncidentId
            LEFT JOIN IncidentEvent e ON e.IncidentId = k.IncidentId
            UNION ALL SELECT 'gone' FROM IncidentEvent e WHERE NOT EXISTS (SELECT 1 FROM Incident i WHERE i.Id = e.IncidentId)
            ORDER BY 1
            """;
        await Write([Row("a", 3), Row("b", 1) with { EventKey = "test:7", SourceNumber = "7" }]);
        Task<IReadOnlyList<string>> Places() => _host.Query(db => db.List<string>(places, null, default));

        await _host.Query(db =>
            db.Execute("UPDATE Incident SET Address = '7 Oak St', Latitude = NULL WHERE DedupeKey = 'a'", null, default));
        Assert.That(await Places(), Is.EqualTo(new[] { "a7 Oak St", "b1 Elm St40.5test:7" }));

        await _host.Query(db => db.Execute("DELETE FROM IncidentText; DELETE FROM Incident WHERE DedupeKey = 'b'", null, default));
        Assert.That(await Places(), Is.EqualTo(new[] { "a7 Oak St" }));
    }

    private Task<bool> Write(params NewIncident[][] blocks) => Write([], blocks);

    private Task<bool> Write(List<ImportCounts> seen, params NewIncident[][] blocks) => Write(seen, _ => Task.CompletedTask, blocks);

    private Task<bool> Write(Func<Db, Task> before, params NewIncident[][] blocks) => Write([], before, blocks);

    private Task<bool> Write(List<ImportCounts> seen, Func<Db, Task> before, NewIncident[][] blocks) => _host.Query(async db =>
    {
        await using var scope = _host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System("test");
        var runs = ActivatorUtilities.CreateInstance<ImportRuns>(scope.ServiceProvider, db);
        var run = await runs.Begin(ImportKind.Incidents, "rows.csv", new { }, _ => { }, default);
        return await db.Load(async load =>
        {
            using var block = new IncidentBlock(db, load, runs, run, Imports.Map("at"), TimeZoneInfo.Utc);
            foreach (var rows in blocks)
            {
                foreach (var row in rows) block.Add(row with { ImportRunId = run.Id });
                await block.Write(part => ImportCounts.Between(new(0, 0, 0), new(100, 2, 0), part / 2), counts =>
                {
                    before(db).Wait();
                    seen.Add(counts);
                }, _ => { }, default);
            }
            return true;
        }, default);
    });

    private static NewIncident Row(string key, int day) => new()
    {
        EventKey = key,
        DedupeKey = key,
        OccurredFrom = new(2026, 1, day, 0, 0, 0, TimeSpan.Zero),
        OccurredTo = new(2026, 1, day, 1, 0, 0, TimeSpan.Zero),
        TimePrecision = "Minute",
        LocalDate = new(2026, 1, day),
        CategoryCode = "noise",
        Address = $"{day} Elm St",
        Latitude = 40.5,
        Longitude = -89.5,
    };
}
