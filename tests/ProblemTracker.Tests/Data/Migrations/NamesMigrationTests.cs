using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Domain;

namespace ProblemTracker.Tests.Data;

public sealed class NamesMigrationTests
{
    [Test]
    public async Task Worksheets_and_plans_saved_before_the_migration_read_the_same_after_it_and_keep_their_seal()
    {
        await using var connection = await BeforeMigration();
        var sheet = JsonSerializer.Serialize(Sample.Response, Shared.Json.Options);
        await connection.ExecuteAsync("""
            INSERT INTO Worksheet (ProblemId, Kind, Body, Version, SavedAt) VALUES
                (1, 'Response', @response, 1, 'then'), (1, 'Assessment', @assessment, 1, 'then')
            """, new
        {
            response = WithOldNames(sheet),
            assessment = WithOldNames(JsonSerializer.Serialize(Assessment, Shared.Json.Options)),
        });
        await connection.ExecuteAsync("""
            INSERT INTO FrozenPlan (ProblemId, Visit, StartedAt, StartedOn, Note, Hash, Sheet, Actions)
            VALUES (1, 3, 'then', 'then', 'x', @Hash, @Sheet, '[]')
            """, new { Hash = PlanSeal.Hash(Sample.Response, []), Sheet = WithOldNames(sheet) });

        await Migrate(connection);

        Assert.That(await Read("SELECT Body FROM Worksheet WHERE Kind = 'Response'"), Is.EqualTo(sheet));
        Assert.That(await Read("SELECT Body FROM Worksheet WHERE Kind = 'Assessment'"),
            Is.EqualTo(JsonSerializer.Serialize(Assessment, Shared.Json.Options)));
        var frozen = JsonSerializer.Deserialize<ResponseSheet>((await Read("SELECT Sheet FROM FrozenPlan"))!, Shared.Json.Options)!;
        Assert.That(PlanSeal.Hash(frozen, []), Is.EqualTo(await Read("SELECT Hash FROM FrozenPlan")));

        Task<string?> Read(string sql) => connection.ExecuteScalarAsync<string>(sql);
    }

    [Test]
    public async Task Nudges_raised_before_the_migration_are_not_raised_again()
    {
        await using var connection = await BeforeMigration();
        await connection.ExecuteAsync("""
            INSERT INTO Nudge (DedupeKey, Rung, ProblemId, Visit, DueOn, RaisedAt) VALUES
                ('problem:1:2:2026-03-16:Escalated:0', 'Escalated', 1, 2, 'x', 'then'),
                ('problem:1:2:2026-03-16:EscalatedToCommand:0', 'EscalatedToCommand', 1, 2, 'x', 'then'),
                ('problem:1:2:2026-03-16:EscalateByHand:0', 'EscalateByHand', 1, 2, 'x', 'then'),
                ('problem:1:2:2026-03-02:Quiet:0', 'Quiet', 1, 2, 'x', 'then'),
                ('approval:1:2:2026-03-02:ApprovalWaiting:0', 'ApprovalWaiting', 1, 2, 'x', 'then'),
                ('problem:1:2:2026-09-16:Durability:0', 'FollowUp', 1, 2, 'x', 'then'),
                ('problem:1:2:2026-03-16:Overdue:1', 'Overdue', 1, 2, 'x', 'then')
            """);

        await Migrate(connection);

        foreach (var (key, kind) in await connection.QueryAsync<(string Key, string Kind)>("SELECT DedupeKey, Kind FROM Nudge"))
        {
            Assert.That(Enum.GetNames<NudgeKind>(), Does.Contain(kind));
            Assert.That(key.Split(':')[4], Is.EqualTo(kind));
        }
    }

    [Test]
    public async Task Codes_and_the_change_history_get_the_new_names()
    {
        await using var connection = await BeforeMigration();
        await connection.ExecuteAsync("""
            INSERT INTO GateOverride (ProblemId, Visit, Gate, Codes, Reason, At)
            VALUES (1, 1, 'Start', 'response.options,scan.harms', 'x', 'x');
            INSERT INTO WaivedCode (GateOverrideId, Code) VALUES (1, 'response.options'), (1, 'scan.harms');
            INSERT INTO AuditEntry (At, Origin, Deed, AfterJson) VALUES
                ('x', 'job', 'nudge.raised', '{"rung":"Escalated","approvalRequestId":7}'),
                ('x', 'x', 'problem.durability', '{"waived":["response.options","scan.harms"]}'),
                ('x', 'x', 'approval.asked', '{"notRelevantBecause":"Escalated"}')
            """);

        await Migrate(connection);

        string[] codes = ["response.alternatives", "scanning.harms"];
        Assert.That(await connection.ExecuteScalarAsync<string>("SELECT Codes FROM GateOverride"), Is.EqualTo(string.Join(',', codes)));
        Assert.That(await connection.QueryAsync<string>("SELECT Code FROM WaivedCode ORDER BY Code"), Is.EqualTo(codes));
        Assert.That(await connection.QueryAsync<(string, string)>("SELECT Event, AfterJson FROM AuditEntry ORDER BY Id"), Is.EqualTo(new[]
        {
            ("nudge.raised", """{"kind":"EscalatedToSupervisor","requestId":7}"""),
            ("problem.followUp", """{"overridden":["response.alternatives","scanning.harms"]}"""),
            ("request.created", """{"notRelevantReason":"Escalated"}"""),
        }));
    }

    // One value for each member of the Assessment worksheet that has a new name.
    private static readonly AssessmentSheet Assessment = new()
    {
        Outcomes = [new() { ObjectiveKey = "o1", ComparableReason = "A text that has \"whyNot\": and \"reason\": in it." }],
        Displacement = new() { Checked = false, NotCheckedReason = "Nowhere near to go" },
        VerdictReason = "x",
        Scores = new() { Scanning = new() { Points = 8, Reason = "y" } },
    };

    private static string WithOldNames(string json)
    {
        foreach (var (old, name) in new[]
        {
            ("options", "alternatives"), ("weighed", "prosAndCons"), ("whyNoOutsideAction", "noOutsideActionReason"),
            ("whyNoComparison", "noComparisonReason"), ("whyNotComparable", "comparableReason"), ("lookedFor", "checked"),
            ("whyNot", "notCheckedReason"), ("verdictBecause", "verdictReason"), ("because", "reason"),
        })
            json = json.Replace($"\"{name}\":", $"\"{old}\":");
        return json;
    }

    private static IReadOnlyList<string> Scripts => Repository.Files("db/sqlite", "*.sql");

    private static string Names => Scripts.Single(script => script.EndsWith("0011_names.sql", StringComparison.Ordinal));

    private static async Task<SqliteConnection> BeforeMigration()
    {
        var connection = new SqliteConnection("Data Source=:memory:;Foreign Keys=False");
        await connection.OpenAsync();
        foreach (var script in Scripts.TakeWhile(script => script != Names)) await connection.ExecuteAsync(Repository.Read(script));
        return connection;
    }

    private static Task<int> Migrate(SqliteConnection connection) => connection.ExecuteAsync(Repository.Read(Names));
}
