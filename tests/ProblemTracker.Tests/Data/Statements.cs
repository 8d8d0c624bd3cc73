using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Data;

/// <summary>Every distinct SQL statement that the product executed in this process.</summary>
internal static partial class Statements
{
    /// <param name="Sql">The text as sent, including twin comments.</param>
    /// <param name="Parameters">The parameters of the first execution.</param>
    public sealed record Statement(string Sql, IReadOnlyList<(string Name, object? Value)> Parameters)
    {
        public override string ToString() => Sql;
    }

    // Statements that the driver itself sends: transactions and the pragmas of a new connection.
    private static readonly string[] NotOurs = ["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA"];

    private static readonly ConcurrentDictionary<string, Statement> Seen = new(StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<string, bool> Own = new(StringComparer.Ordinal);

    /// <summary>What tests sent themselves.</summary>
    public static IReadOnlyList<string> OfTests => [.. Own.Keys.Order(StringComparer.Ordinal)];

    public static IReadOnlyList<Statement> All => [.. Seen.Values.OrderBy(s => s.Sql, StringComparer.Ordinal)];

    // Statements that a test sends itself don't count as the product's.
    private static readonly AsyncLocal<bool> IsTestsOwn = new();

    /// <summary>Statements are not recorded until the result is disposed.</summary>
    public static IDisposable Unnoted() => new Silence();

    private static readonly AsyncLocal<List<Statement>?> Collected = new();

    /// <summary>The statements that the work executes, including those executed earlier.</summary>
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
        if (IsTestsOwn.Value)
        {
            foreach (var part in command.CommandText.Split(";\n"))
                if (!IsDrivers(part)) Own.TryAdd(part, true);
            return;
        }
        // Record the statements of a batch separately, without the prefixes of their parameters.
        foreach (var part in command.CommandText.Split(";\n"))
        {
            var sql = Prefix().Replace(part, "@");
            if (IsDrivers(sql) || (Collected.Value is null && Seen.ContainsKey(sql))) continue;
            var statement = new Statement(sql, [.. command.Parameters.Cast<SqliteParameter>()
                .Where(p => Regex.IsMatch(part, $@"@{p.ParameterName.TrimStart('@')}\b", RegexOptions.IgnoreCase))
                .Select(p => (Prefix().Replace($"@{p.ParameterName.TrimStart('@')}", "@"), p.Value))]);
            Collected.Value?.Add(statement);
            Seen.TryAdd(sql, statement);
        }
    }

    /// <summary>Whether the driver itself sent the statement.</summary>
    public static bool IsDrivers(string sql) =>
        NotOurs.Any(word => sql.AsSpan().TrimStart().StartsWith(word, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"@w\d+_")]
    private static partial Regex Prefix();

    private sealed class Silence : IDisposable
    {
        private readonly bool _before = IsTestsOwn.Value;
        public Silence() => IsTestsOwn.Value = true;
        public void Dispose() => IsTestsOwn.Value = _before;
    }
}
