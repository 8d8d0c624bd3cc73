using System.Data;
using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using ProblemTracker.Data;
using ProblemTracker.Search;

namespace ProblemTracker.Tests.Data;

/// <summary>
/// SQLite's wording with SQL Server's beside it in a comment. SQLite runs it; <see cref="AsSqlServer"/> swaps the two, and what
/// comes out can be parsed as T-SQL. Its connections note every statement in <see cref="Statements"/>.
/// </summary>
internal sealed partial class TwinDialect : SqliteDialect
{
    private static readonly SqlServerDialect Server = new();

    public override DbConnection Connect(string connectionString) => new NotedConnection(connectionString);

    // Nobody pulls the plug on a test: a commit need not wait for the disk. SqliteDialectTests has the product's own setting.
    public override string OnOpen => $"{base.OnOpen} PRAGMA synchronous = OFF;";

    public override string LastId => Twin(base.LastId, Server.LastId);
    public override string First(string count) => Twin(base.First(count), Server.First(AsSqlServer(count)));
    public override string DaysBetween(string from, string to) => Twin(base.DaysBetween(from, to), Server.DaysBetween(AsSqlServer(from), AsSqlServer(to)));
    public override string StartsWith(string column, string parameter) => Twin(base.StartsWith(column, parameter), Server.StartsWith(column, parameter));
    public override string Found(string record, TextQuery query) => Twin(base.Found(record, query), Server.Found(record, query));

    /// <summary>Those of both, so that each wording has its own.</summary>
    public override IReadOnlyDictionary<string, object> FoundArgs(TextQuery query) =>
        Server.FoundArgs(query).Where(arg => arg.Key != "Match").Concat(base.FoundArgs(query)).ToDictionary();

    public override string RefreshStatistics => Twin(base.RefreshStatistics, Server.RefreshStatistics);

    /// <summary>The statement as it goes to SQL Server.</summary>
    public static string AsSqlServer(string sql)
    {
        // From the inside out: the arguments of a fragment may hold fragments.
        while (Innermost().Replace(sql, "$1") is var swapped && swapped != sql) sql = swapped;
        return sql;
    }

    private static string Twin(string sqlite, string sqlServer) => $"/*<*/{sqlite}/*|{sqlServer}>*/";

    [GeneratedRegex(@"/\*<\*/(?:(?!/\*<\*/).)*?/\*\|((?:(?!\*/).)*)>\*/", RegexOptions.Singleline)]
    private static partial Regex Innermost();

    private sealed class NotedConnection(string connectionString) : SqliteConnection(connectionString)
    {
        public override SqliteCommand CreateCommand() => new NotedCommand { Connection = this, Transaction = Transaction, CommandTimeout = DefaultTimeout };
    }

    // ExecuteNonQuery and ExecuteScalar, with and without Async, all come down to this one.
    private sealed class NotedCommand : SqliteCommand
    {
        public override SqliteDataReader ExecuteReader(CommandBehavior behavior)
        {
            Statements.Note(this);
            return base.ExecuteReader(behavior);
        }
    }
}
