using System.Data;
using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using ProblemTracker.Data;

namespace ProblemTracker.Tests.Data;

/// <summary>
/// Writes SQLite's fragments with SQL Server's next to them in comments. SQLite runs the statement; <see cref="AsSqlServer"/> swaps the
/// two, and the result can be parsed as T-SQL. Its connections record every statement in <see cref="Statements"/>.
/// </summary>
internal sealed partial class TwinDialect : SqliteDialect
{
    private static readonly SqlServerDialect Server = new();

    public override DbConnection Connect(string connectionString) => new NotedConnection(connectionString, this);

    private sealed record Trouble(string Sql, int Times);

    private Trouble? _trouble;
    private (string Before, string Sql)? _meanwhile;

    /// <summary>Makes statements that contain this text fail this many times, as SQL Server does with a deadlock victim.</summary>
    public void GiveUp(string sql, int times) => _trouble = new(sql, times);

    /// <summary>Runs a statement once, just before one that contains this text: what another process does at that moment.</summary>
    public void Meanwhile(string before, string sql) => _meanwhile = (before, sql);

    public override bool IsTransient(DbException error) => error is DeadlockVictim;

    private sealed class DeadlockVictim() : DbException("This transaction was chosen as the victim of a deadlock.");

    /// <summary>How many statements its connections have sent, without transactions and pragmas.</summary>
    public int Sent { get; private set; }

    /// <summary>The same, counting statements that were sent together once.</summary>
    public int RoundTrips { get; private set; }

    private void Execute(SqliteCommand command)
    {
        if (!Statements.IsDrivers(command.CommandText))
        {
            RoundTrips++;
            Sent += command.CommandText.Split(';').Length;
        }
        if (_meanwhile is { } meanwhile && command.CommandText.Contains(meanwhile.Before, StringComparison.Ordinal))
        {
            _meanwhile = null;
            using var other = command.Connection!.CreateCommand();
            (other.Transaction, other.CommandText) = (command.Transaction, meanwhile.Sql);
            other.ExecuteNonQuery();
        }
        if (_trouble is not { Times: > 0 } trouble || !command.CommandText.Contains(trouble.Sql, StringComparison.Ordinal)) return;
        _trouble = trouble with { Times = trouble.Times - 1 };
        // When SQL Server reports a deadlock, it has already rolled back the victim's transaction.
        command.Transaction!.Rollback();
        throw new DeadlockVictim();
    }

    // Tests need not survive a power failure, so commits don't wait for the disk. SqliteDialectTests checks the product's setting.
    // max_page_count is how a test fills the disk: SQLite answers SQLITE_FULL, as it does when the disk has no space.
    public override string OnOpen => $"{base.OnOpen} PRAGMA synchronous = OFF; PRAGMA max_page_count = {(IsFull ? 1 : 1073741823)};";

    /// <summary>Whether the database can't grow.</summary>
    public bool IsFull { get; set; }

    public override string LastId => Twin(base.LastId, Server.LastId);
    public override string First(string count) => Twin(base.First(count), Server.First(AsSqlServer(count)));
    public override string AtMost(string count) => Twin(base.AtMost(count), Server.AtMost(AsSqlServer(count)));
    public override string Texts(string parameter) => Twin(base.Texts(parameter), Server.Texts(parameter));
    public override string WaitForWriters => Twin(base.WaitForWriters, Server.WaitForWriters);
    public override string DaysBetween(string from, string to) =>
        Twin(base.DaysBetween(from, to), Server.DaysBetween(AsSqlServer(from), AsSqlServer(to)));
    public override string StartsWith(string column, string parameter) =>
        Twin(base.StartsWith(column, parameter), Server.StartsWith(column, parameter));
    public override string Found(string record, IReadOnlyList<TextTerm> terms) =>
        Twin(base.Found(record, terms), Server.Found(record, terms));

    /// <summary>The parameters of both databases' fragments.</summary>
    public override IReadOnlyDictionary<string, object> FoundArgs(IReadOnlyList<TextTerm> terms) =>
        Server.FoundArgs(terms).Where(arg => arg.Key != "Match").Concat(base.FoundArgs(terms)).ToDictionary();

    public override string RefreshStatistics(string table = "") => Twin(base.RefreshStatistics(table), Server.RefreshStatistics(table));

    /// <summary>The statement as SQL Server would get it.</summary>
    public static string AsSqlServer(string sql)
    {
        // Work from the inside out, since the arguments of a fragment can contain fragments.
        while (Innermost().Replace(sql, "$1") is var swapped && swapped != sql) sql = swapped;
        return sql;
    }

    private static string Twin(string sqlite, string sqlServer) => $"/*<*/{sqlite}/*|{sqlServer}>*/";

    [GeneratedRegex(@"/\*<\*/(?:(?!/\*<\*/).)*?/\*\|((?:(?!\*/).)*)>\*/", RegexOptions.Singleline)]
    private static partial Regex Innermost();

    private sealed class NotedConnection(string connectionString, TwinDialect dialect) : SqliteConnection(connectionString)
    {
        public override SqliteCommand CreateCommand() =>
            new NotedCommand(dialect) { Connection = this, Transaction = Transaction, CommandTimeout = DefaultTimeout };
    }

    // ExecuteNonQuery and ExecuteScalar, sync and async, all call this method.
    private sealed class NotedCommand(TwinDialect dialect) : SqliteCommand
    {
        public override SqliteDataReader ExecuteReader(CommandBehavior behavior)
        {
            Statements.Note(this);
            dialect.Execute(this);
            return base.ExecuteReader(behavior);
        }
    }
}
