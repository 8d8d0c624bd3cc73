using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Imports of files whose numbers come again, and what is stored after them.</summary>
public abstract class UpdateTests
{
    private protected const string First = """
        no,at,kind,where
        K-1,2026-01-05 22:10,LOUD MUSIC,100 Oak St
        K-2,2026-01-06 23:10,LOUD MUSIC,200 Oak St
        """;

    private protected const string Corrected = """
        no,at,kind,where
        K-1,2026-01-05 22:10,LOUD MUSIC,100 Oak St
        K-2,2026-01-06 23:10,BURGLARY,200 Oak St
        K-3,2026-01-07 01:00,LOUD MUSIC,300 Oak St
        """;

    private protected TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new(reused: true);
    [TearDown] public void Stop() => _host.Dispose();

    private protected HttpClient Analyst => _host.SignIn(Role.Analyst);

    private protected Task<IncidentsImported> Import(string text, UpdateRule? rule, Func<IncidentMap, IncidentMap>? change = null) =>
        _host.ImportCsv(text, map => (change ?? (m => m))(map with { Updates = rule }));

    private protected Task<IReadOnlyList<string>> Contents() => _host.Query(db => db.List<string>(
        "SELECT CONCAT(SourceNumber, ' ', CategoryCode, ' ', Address) FROM Incident ORDER BY SourceNumber, Id", null, default));

    private protected Task<IReadOnlyList<long>> Ids() =>
        _host.Query(db => db.List<long>("SELECT Id FROM Incident ORDER BY SourceNumber", null, default));

    private protected Task<long> Single(string sql) => _host.Query(db => db.Single<long>(sql, null, default));

    private protected async Task<int> Found(string words) =>
        (await Analyst.Read($"/api/v1/incidents?text={words}")).GetProperty("items").GetArrayLength();

    private protected static IEnumerable<string> Changes(JsonElement update) => update.GetProperty("changes").EnumerateArray()
        .Select(c => $"{c.GetProperty("field").GetString()}: {c.GetProperty("before").GetString()} > {c.GetProperty("after").GetString()}");
}
