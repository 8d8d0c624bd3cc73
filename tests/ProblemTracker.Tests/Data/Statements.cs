using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace ProblemTracker.Tests.Data;

/// <summary>Every statement that the product executed in this process, each wording once.</summary>
internal static class Statements
{
    /// <param name="Sql">As it was sent, twin comments included.</param>
    /// <param name="Parameters">Those of the first time.</param>
    public sealed record Statement(string Sql, IReadOnlyList<(string Name, object? Value)> Parameters)
    {
        public override string ToString() => Sql;
    }

    // What the driver itself sends: transactions and the pragmas of a new connection.
    private static readonly string[] NotOurs = ["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA"];

    private static readonly ConcurrentDictionary<string, Statement> Seen = new(StringComparer.Ordinal);

    public static IReadOnlyList<Statement> All => [.. Seen.Values.OrderBy(s => s.Sql, StringComparer.Ordinal)];

    // A test's own questions to the database are none of the product's.
    private static readonly AsyncLocal<bool> IsTestsOwn = new();

    /// <summary>What runs until this is disposed is the test's own.</summary>
    public static IDisposable Unnoted() => new Silence();

    private static readonly AsyncLocal<List<Statement>?> Collected = new();

    /// <summary>What a piece of work executes, whether it was seen before or not.</summary>
    public static async Task<IReadOnlyList<Statement>> Of(Func<Task> work)
    {
        var collected = new List<Statement>();
        Collected.Value = collected;
        await work();
        Collected.Value = null;
        return collected;
    }

    public static void Note(SqliteCommand command)
    {
        if (IsTestsOwn.Value) return;
        var sql = command.CommandText;
        if (NotOurs.Any(word => sql.AsSpan().TrimStart().StartsWith(word, StringComparison.OrdinalIgnoreCase))) return;
        if (Collected.Value is null && Seen.ContainsKey(sql)) return;
        var statement = new Statement(sql, [.. command.Parameters.Cast<SqliteParameter>().Select(p => (p.ParameterName, p.Value))]);
        Collected.Value?.Add(statement);
        Seen.TryAdd(sql, statement);
    }

    private sealed class Silence : IDisposable
    {
        private readonly bool _before = IsTestsOwn.Value;
        public Silence() => IsTestsOwn.Value = true;
        public void Dispose() => IsTestsOwn.Value = _before;
    }
}
