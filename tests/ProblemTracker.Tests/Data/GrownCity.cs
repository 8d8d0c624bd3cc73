using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using ProblemTracker.Data;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Data;

/// <summary>A database with thousands of rows in every growing table, for examining SQLite's query plans.</summary>
internal sealed partial class GrownCity : IDisposable
{
    // Enough rows to affect the query planner, with values spread so that indexes are useful.
    private const string Fill = """
        INSERT INTO Person (Email, EmailKey, Name, CreatedAt) SELECT CONCAT('p', i), CONCAT('P', i), 'x',
            '2026-01-01T00:00:00.0000000Z' FROM n WHERE i <= 50;
        INSERT INTO Neighborhood (Name, NameKey) SELECT CONCAT('n', i), CONCAT('N', i) FROM n WHERE i <= 45;
        INSERT INTO ImportRun (Kind, FileName, StartedAt, LeaseUntil, FinishedAt) SELECT 'incidents', 'x', '2026', '2026', '2026' FROM n
        WHERE i <= 5;
        INSERT INTO Incident (ImportRunId, EventKey, DedupeKey, OccurredFrom, OccurredTo, TimePrecision, LocalDate, LocalHour, LocalWeekday,
            CategoryCode, NeighborhoodId, Latitude, Longitude, Address)
            SELECT 1 + i % 5, i, i, CONCAT('2026-01-', i), CONCAT('2026-01-', i), 'Exact', '2026-01-01', i % 24, i % 7, 'noise', 1 + i % 45,
                39 + i / 10000.0, -84 - i / 10000.0, CONCAT(i % 500, ' Elm Street') FROM n;
        INSERT INTO ImportRejection (ImportRunId, Line, Reason) SELECT 1 + i % 5, i, 'x' FROM n;
        INSERT INTO Problem (Number, Title, TitleKey, Description, CategoryCode, NeighborhoodId, Source, Priority, Confidential,
            LeadId, Stage, Visit, StageSince, DueOn, OpenedAt, TouchedAt, LastActivityAt)
            SELECT i, CONCAT('t', i), CONCAT('T', i), 'x',
                CASE i % 5 WHEN 0 THEN 'noise' WHEN 1 THEN 'theft' WHEN 2 THEN 'racing' WHEN 3 THEN 'alcohol' ELSE 'drugs' END, 1 + i % 45,
                    'Officer', 'Low', i % 10 = 0, 1 + i % 50,
                CASE WHEN i % 20 = 0 THEN 'Scanning' WHEN i % 20 = 1 THEN 'Analysis' WHEN i % 20 = 2 THEN 'Response' WHEN i % 20 = 3 THEN
                    'Assessment' ELSE 'Closed' END,
                1, CONCAT('2026-01-', i), CASE WHEN i % 20 < 4 THEN CONCAT('2026-01-', i) END, '2026', '2026', '2026' FROM n;
        INSERT INTO ProblemMember (ProblemId, PersonId, JoinedAt) SELECT i, 1 + i % 50, '2026' FROM n;
        INSERT INTO StageVisit (ProblemId, Visit, Stage, EnteredAt) SELECT i, 1, 'Scanning', '2026' FROM n;
        INSERT INTO StageMove (ProblemId, FromStage, ToStage, Note, MovedAt) SELECT i, 'Scanning', 'Analysis', 'x', CONCAT('2026-01-', i)
        FROM n;
        INSERT INTO GateOverride (ProblemId, Visit, Gate, Codes, Reason, At) SELECT i, 1, 'Analysis', 'x', 'x', '2026' FROM n;
        INSERT INTO WaivedCode (GateOverrideId, Code) SELECT i, CONCAT('code', i % 30) FROM n;
        INSERT INTO ProblemObjective (ProblemId, ObjectiveKey, Kind) SELECT i, 'o1', 'Calls' FROM n;
        INSERT INTO DurabilityCheck (ProblemId, Visit, Finding, Evidence, CheckedAt) SELECT i, 1, 'Sustained', 'x', CONCAT('2026-', i)
        FROM n;
        INSERT INTO Worksheet (ProblemId, Kind, Body, Version, SavedAt) SELECT i, 'Scanning', '{}', 1, '2026' FROM n;
        INSERT INTO Stakeholder (Name, NameKey, Kind, CreatedAt) SELECT i, i, 'Business', '2026' FROM n;
        INSERT INTO ProblemStakeholder (ProblemId, StakeholderId, Role, AttachedAt) SELECT i, i, 'Partner', '2026' FROM n;
        INSERT INTO ProblemAction (ProblemId, Description, OwnerId, Enforcement, UrgentSafetyMeasure, Status, CreatedAt) SELECT i, 'x',
        1 + i % 50, 0,
            0, 'Planned', '2026' FROM n;
        INSERT INTO FrozenPlan (ProblemId, Visit, StartedAt, StartedOn, Note, Hash, Sheet, Actions) SELECT i, 1, '2026', '2026', 'x', 'x',
            '{}', '[]' FROM n;
        INSERT INTO Amendment (ProblemId, FrozenPlanId, Reason, AfterJson, At) SELECT i, i, 'x', '{}', '2026' FROM n;
        INSERT INTO ProblemIncident (ProblemId, IncidentId, LinkedAt) SELECT i, i, '2026' FROM n;
        INSERT INTO ProblemNote (ProblemId, Body, At) SELECT i, 'x', '2026' FROM n;
        INSERT INTO ProblemText (ProblemId, Words) SELECT i, CONCAT(' WORD ', i, ' ') FROM n;
        INSERT INTO StakeholderText (StakeholderId, Words) SELECT i, CONCAT(' WORD ', i, ' ') FROM n;
        INSERT INTO IncidentText (IncidentId, Words) SELECT i, CONCAT(' WORD ', i, ' ') FROM n;
        INSERT INTO SavedFilter (PersonId, Name, NameKey, Filter, Shared, CreatedAt) SELECT 1 + i % 50, i, i, '{}', i % 10 = 0, '2026'
        FROM n;
        INSERT INTO AuditEntry (At, Origin, Event, ProblemId) SELECT '2026', 'x', 'x', i FROM n;
        INSERT INTO AuditSeal (Number, AuditEntryId, SealedAt, PayloadDigest, Hash) SELECT i, i, '2026', 'x', 'x' FROM n;
        INSERT INTO IdempotencyKey (PersonId, Route, RequestKey, BodyHash, Answer, CreatedAt) SELECT 1 + i % 50, '/', i, 'x', 'x',
            CONCAT('2026-', i) FROM n;
        INSERT INTO ApprovalRequest (ProblemId, Visit, Kind, Requested, Reason, RequestedBy, RequestedAt, Status)
            SELECT i, 1, 'Hold', '{}', 'x', 1 + i % 50, CONCAT('2026-01-', i), CASE WHEN i % 50 = 0 THEN 'Waiting' ELSE 'Approved' END
            FROM n;
        INSERT INTO ProblemHold (ProblemId, Visit, FromOn, UntilOn, Reason, HeldAt) SELECT i, 1, '2026', '2026', 'x', '2026' FROM n;
        INSERT INTO DeadlineExtension (ProblemId, Visit, DueOn, GrantedOn, Reason, GrantedAt) SELECT i, 1, '2026', '2026', 'x', '2026'
        FROM n;
        INSERT INTO Nudge (DedupeKey, Kind, ProblemId, Visit, DueOn, RaisedAt) SELECT i, 'Overdue', i, 1, '2026', '2026' FROM n;
        INSERT INTO NudgeRecipient (PersonId, NudgeId) SELECT 1 + i % 50, i FROM n;
        INSERT INTO Outbox (DedupeKey, Recipient, Subject, Body, CreatedAt, NextAttemptAt, SentAt) SELECT i, 'x', 'x', 'x', '2026',
            CONCAT('2026-', i), CASE WHEN i % 100 > 0 THEN '2026' END FROM n;
        INSERT INTO OutboxProblem (OutboxId, Number) SELECT i, CONCAT('P-', i) FROM n;
        INSERT INTO OutboxPicture (OutboxId, Name, Content) SELECT i, 'flow', 'x' FROM n
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("tracker-city-").FullName;
    private readonly SqliteConnection _connection;

    /// <param name="rows">Rows in every growing table.</param>
    /// <param name="sample">How many rows of each index to sample for the planner's statistics; 0 for all.</param>
    public GrownCity(int rows = 3000, int sample = 0)
    {
        var connection = $"Data Source={Path.Combine(_folder, "city.db")};Pooling=False";
        Schema.Migrate(new(new SqliteDialect(), connection));
        _connection = new(connection);
        _connection.Open();
        using var transaction = _connection.BeginTransaction();
        foreach (var insert in Fill.Split(';'))
            Run(insert.Trim()
                .Replace(" SELECT ", $" WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) SELECT "));
        transaction.Commit();
        Run($"PRAGMA analysis_limit = {sample}");
        Run("ANALYZE");
    }

    /// <returns>The steps of the plan that scan a table that is not small; empty if there are none.</returns>
    public IReadOnlyList<string> ScansOf(Statements.Statement statement, IReadOnlyCollection<string> smallTables)
    {
        if (!Select().IsMatch(statement.Sql)) return [];
        var steps = PlanOf(statement);
        return [.. from step in steps
                   let scanned = Scan().Match(step.Detail)
                   where scanned.Success
                   let table = TableBehind(statement.Sql, scanned.Groups[1].Value)
                   where table is not null && !smallTables.Contains(table, StringComparer.OrdinalIgnoreCase)
                   // Reading one page in index order is fine: it stops at the LIMIT, unless it has to sort first.
                   let sorts = steps.Exists(s => s.Parent == step.Parent && s.Detail.Contains("TEMP B-TREE", StringComparison.Ordinal))
                   let isFirst = steps.FindIndex(s => s.Parent == step.Parent) == steps.IndexOf(step)
                   where !(Page().IsMatch(statement.Sql) && isFirst && !sorts)
                   select $"{step.Detail} ({table})"];
    }

    /// <returns>The steps that sort all rows or rows with the same first value; empty if an index provides the order.</returns>
    public IReadOnlyList<string> SortsOf(Statements.Statement statement) =>
        [.. PlanOf(statement).Select(step => step.Detail).Where(detail => Sort().IsMatch(detail))];

    private List<(int Id, int Parent, string Detail)> PlanOf(Statements.Statement statement)
    {
        using var explain = _connection.CreateCommand();
        explain.CommandText = "EXPLAIN QUERY PLAN " + statement.Sql;
        foreach (var (name, value) in statement.Parameters) explain.Parameters.AddWithValue(name, value ?? DBNull.Value);
        List<(int Id, int Parent, string Detail)> steps = [];
        using var reader = explain.ExecuteReader();
        while (reader.Read()) steps.Add((reader.GetInt32(0), reader.GetInt32(1), reader.GetString(3)));
        return steps;
    }

    // Query plans name aliases instead of tables.
    private static string? TableBehind(string sql, string name)
    {
        var tables = ScriptedSchema.Sqlite.Value.Tables;
        if (tables.ContainsKey(name)) return name;
        return Regex.Matches(sql, $@"\b(\w+)\s+(?:AS\s+)?{Regex.Escape(name)}\b").Select(m => m.Groups[1].Value)
            .FirstOrDefault(tables.ContainsKey);
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _connection.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex(@"^\s*(SELECT|WITH)\b")]
    private static partial Regex Select();

    [GeneratedRegex(@"^USE TEMP B-TREE FOR (LAST TERM OF |LAST \d+ TERMS OF |RIGHT PART OF )?ORDER BY$")]
    private static partial Regex Sort();

    [GeneratedRegex(@"^SCAN (\w+)")]
    private static partial Regex Scan();

    [GeneratedRegex(@"\bLIMIT\b")]
    private static partial Regex Page();
}
