using System.Data.Common;
using DbUp;
using DbUp.Builder;
using Microsoft.Data.Sqlite;

namespace ProblemTracker.Data;

public class SqliteDialect : Dialect
{
    public override string ConnectionString(string dataFolder, string? given) => string.IsNullOrWhiteSpace(given)
        ? new SqliteConnectionStringBuilder { DataSource = Path.Combine(dataFolder, "tracker.db") }.ToString()
        : given;

    public override DbConnection Connect(string connectionString) => new SqliteConnection(connectionString);

    // WAL is kept in the file: readers never wait for the writer.
    public override string BeforeMigration => "PRAGMA journal_mode = WAL";

    // FULL: what was acknowledged survives a power cut. While another process writes, SQLite's own waiting looks again after a millisecond
    // or a few, and so finds an import's rests; the provider's looks every 150 ms and would miss most. Each round is kept short.
    // 16 MB of pages: what a thousand matches of a search are spread over; with SQLite's 2 MB each search read its pages again.
    public override string OnOpen =>
        "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 250; PRAGMA cache_size = -16384;";

    public override Task<DbTransaction> BeginWrite(DbConnection connection, CancellationToken ct) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: false));

    public override bool HasOneWriter => true;
    public override string LastId => "SELECT last_insert_rowid()";
    public override string First(string count) => $"LIMIT {count}";
    public override string AtMost(string count) => $"LIMIT {count}";

    public override string DaysBetween(string from, string to) =>
        $"((strftime('%s', {to}) - strftime('%s', {from})) / 86400.0)";

    // A range, since LIKE uses no index here. 1114111 is the last code point there is.
    public override string StartsWith(string column, string parameter) =>
        $"({column} >= {parameter} AND {column} < CONCAT({parameter}, char(1114111)))";

    // Every term is a phrase in quotes, so that none of the words is an operator.
    public override string Found(string record, IReadOnlyList<TextTerm> terms) =>
        $"SELECT f.rowid AS Id FROM {record}Search f WHERE f.Words MATCH @Match";

    public override IReadOnlyDictionary<string, object> FoundArgs(IReadOnlyList<TextTerm> terms) => new Dictionary<string, object>
    {
        ["Match"] = string.Join(" AND ", terms.Select(term => $"\"{string.Join(' ', term.Words)}\"{(term.IsBeginning ? " *" : "")}")),
    };

    // A sample of each index is enough for the planner; reading them whole would keep writers waiting.
    public override string RefreshStatistics => "PRAGMA analysis_limit = 400; ANALYZE";

    /// <summary>2067 is a broken UNIQUE constraint, 1555 a broken primary key.</summary>
    public override bool IsDuplicate(DbException error) =>
        error is SqliteException { SqliteExtendedErrorCode: 2067 or 1555 };

    // One writer at a time, who waits for the file: there is no deadlock, and what fails after that wait would fail again.
    public override bool IsTransient(DbException error) => false;

    public override string Scripts => "db/sqlite/";

    public override UpgradeEngineBuilder Upgrade(string connectionString) =>
        DeployChanges.To.SqliteDatabase(connectionString);

    public override bool MigratesAtStart => true;

    public override bool ServesManyProcesses => false;
}
