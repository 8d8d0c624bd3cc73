using System.Data.Common;
using System.Globalization;
using Dapper;
using DbUp;
using DbUp.Builder;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ProblemTracker.Data;

public class SqliteDialect : Dialect
{
    public override string ConnectionString(string dataFolder, string? given) => string.IsNullOrWhiteSpace(given)
        ? new SqliteConnectionStringBuilder { DataSource = Path.Combine(dataFolder, "tracker.db") }.ToString()
        : given;

    public override DbConnection Connect(string connectionString) => new SqliteConnection(connectionString);

    public override DatabaseFile FileOf(string connectionString) =>
        new(this, Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource));

    // With WAL, readers never wait for the writer. The setting is stored in the database file.
    public override string BeforeMigration => "PRAGMA journal_mode = WAL";

    // synchronous = FULL: committed data survives a power failure. busy_timeout: while another process writes, SQLite retries every few
    // milliseconds and so uses the pauses of an import; the provider's own retry, every 150 ms, would miss most of them, so each round
    // is short. cache_size = 16 MB: the pages of a thousand search matches; with the default 2 MB, each search reads them again.
    // secure_delete: what a purge deletes is overwritten in the file, not only marked as free. wal_autocheckpoint: while this process loads
    // many rows, the load moves its pages from the log into the file, not the commit of someone who saves in between.
    public override string OnOpen =>
        "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 250; PRAGMA cache_size = -16384; "
        + $"PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = {(_loads > 0 ? MostPagesLogged : 1000)};";

    public override Task<DbTransaction> BeginWrite(DbConnection connection, CancellationToken ct) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: false));

    public override bool HasOneWriter => true;
    public override string LastId => "SELECT last_insert_rowid()";
    public override string First(string count) => $"LIMIT {count}";
    public override string AtMost(string count) => $"LIMIT {count}";

    public override string Texts(string parameter) => $"(SELECT value FROM json_each({parameter}))";

    public override string WaitForWriters => "";

    public override string DaysBetween(string from, string to) =>
        $"((strftime('%s', {to}) - strftime('%s', {from})) / 86400.0)";

    // A range, since LIKE uses no index here. 1114111 is the last Unicode code point.
    public override string StartsWith(string column, string parameter) =>
        $"({column} >= {parameter} AND {column} < CONCAT({parameter}, char(1114111)))";

    // Quote every term as a phrase, so that no word is read as an operator.
    public override string Found(string record, IReadOnlyList<TextTerm> terms) =>
        $"SELECT f.rowid AS Id FROM {record}Search f WHERE f.Words MATCH @Match";

    public override IReadOnlyDictionary<string, object> FoundArgs(IReadOnlyList<TextTerm> terms) => new Dictionary<string, object>
    {
        ["Match"] = string.Join(" AND ", terms.Select(term => $"\"{string.Join(' ', term.Words)}\"{(term.IsBeginning ? " *" : "")}")),
    };

    // The planner needs only a sample of each index; reading them completely would block writers.
    public override string RefreshStatistics(string table = "") => $"PRAGMA analysis_limit = 400; ANALYZE {table}";

    /// <summary>Loads of many rows that run in this process.</summary>
    private int _loads;

    /// <summary>
    /// Pages, 400 MB, that a load logs before it moves them into the file. Its rows change pages all over the indexes, and a page that was
    /// logged several times is moved once.
    /// </summary>
    private const int PagesLogged = 100_000;

    /// <summary>If a load can't move them, for example because a reader is in the way, any commit does from here on.</summary>
    private const int MostPagesLogged = 2 * PagesLogged;

    // By SQLite's own functions: the provider makes several objects for each value of each row.
    public override Task Insert(DbTransaction transaction, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows,
        CancellationToken ct)
    {
        var handle = ((SqliteConnection)transaction.Connection!).Handle!;
        MustBe(raw.SQLITE_OK, raw.sqlite3_prepare_v2(handle, $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ("
            + $"{string.Join(", ", columns.Select(_ => "?"))})", out var insert), handle);
        using (insert)
            foreach (var row in rows)
            {
                ct.ThrowIfCancellationRequested();
                for (var i = 0; i < row.Length; i++) MustBe(raw.SQLITE_OK, Bind(insert, i + 1, row[i]), handle);
                MustBe(raw.SQLITE_DONE, raw.sqlite3_step(insert), handle);
                MustBe(raw.SQLITE_OK, raw.sqlite3_reset(insert), handle);
            }
        return Task.CompletedTask;
    }

    private static int Bind(sqlite3_stmt insert, int at, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(insert, at),
        string text => raw.sqlite3_bind_text16(insert, at, text),
        int number => raw.sqlite3_bind_int(insert, at, number),
        bool flag => raw.sqlite3_bind_int(insert, at, flag ? 1 : 0),
        long number => raw.sqlite3_bind_int64(insert, at, number),
        double number => raw.sqlite3_bind_double(insert, at, number),
        DateTimeOffset instant => raw.sqlite3_bind_text16(insert, at, TypeHandlers.Text(instant)),
        DateOnly date => raw.sqlite3_bind_text16(insert, at, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"A {value.GetType()} can't be stored."),
    };

    private static void MustBe(int expected, int result, sqlite3 handle)
    {
        if (result != expected) SqliteException.ThrowExceptionForRC(result, handle);
    }

    // synchronous = NORMAL: a power failure can lose the last steps, which a new start clears or does again; the commit that finishes a
    // load comes after it and waits for the disk.
    public override async Task<IDisposable?> BeginLoad(DbConnection connection, CancellationToken ct)
    {
        Interlocked.Increment(ref _loads);
        await connection.ExecuteAsync(
            $"PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = {MostPagesLogged}");
        return new Prepared(() =>
        {
            Interlocked.Decrement(ref _loads);
            // What is left in the log would otherwise go into the file with the commit of whoever saves next.
            connection.Execute("PRAGMA wal_checkpoint(PASSIVE); PRAGMA synchronous = FULL");
        });
    }

    private sealed class Prepared(Action end) : IDisposable
    {
        public void Dispose() => end();
    }

    /// <summary>
    /// By itself, FTS5 merges with every fourth commit, so that a row is written many times: sqlite.org/fts5.html, "The 'automerge'
    /// Configuration Option". A merge can't be interrupted within a word that many rows have, so a load leaves up to 15 segments of a
    /// size. The settings are stored in the database, and an interrupted load leaves them to the next one.
    /// </summary>
    public override Task<bool> SetTextMerging(DbTransaction transaction, bool byItself, CancellationToken ct)
    {
        SetText(transaction, "automerge", byItself ? 4 : 0);
        SetText(transaction, "usermerge", byItself ? 4 : 16);
        SetText(transaction, "crisismerge", byItself ? 16 : 256);
        return Task.FromResult(byItself);
    }

    public override Task<bool> MergeText(DbTransaction transaction, CancellationToken ct)
    {
        var handle = ((SqliteConnection)transaction.Connection!).Handle;
        var before = raw.sqlite3_total_changes(handle);
        SetText(transaction, "merge", PagesMerged);
        return Task.FromResult(raw.sqlite3_total_changes(handle) - before >= 2);
    }

    /// <summary>Pages of the index that one step of <see cref="MergeText"/> writes: about 100 KB.</summary>
    private const int PagesMerged = 25;

    private static void SetText(DbTransaction transaction, string setting, int value)
    {
        var handle = ((SqliteConnection)transaction.Connection!).Handle;
        SqliteException.ThrowExceptionForRC(
            raw.sqlite3_exec(handle, $"INSERT INTO IncidentSearch (IncidentSearch, rank) VALUES ('{setting}', {value})"), handle);
    }

    /// <summary>PASSIVE: nobody waits for it, and pages that a reader still needs stay in the log.</summary>
    public override async Task Tidy(DbConnection connection, CancellationToken ct)
    {
        var handle = ((SqliteConnection)connection).Handle;
        raw.sqlite3_db_status(handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var written, out _, 0);
        if (written < PagesLogged) return;
        raw.sqlite3_db_status(handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out _, out _, 1);
        await connection.ExecuteAsync("PRAGMA wal_checkpoint(PASSIVE)");
    }

    /// <summary>Pages of the index that one step of <see cref="Overwrite"/> writes: about 2 MB.</summary>
    private const int PagesAtOnce = 500;

    /// <summary>
    /// The index keeps deleted words until its segments are merged: sqlite.org/fts5.html, "The 'merge' Command". A negative number begins a
    /// merge of all segments; less than two changes mean that it is done.
    /// </summary>
    public override async Task<bool> Overwrite(string connectionString, CancellationToken ct)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(ct);
        await connection.ExecuteAsync(OnOpen);
        foreach (var index in (string[])["ProblemSearch", "StakeholderSearch", "ConcernSearch"])
            for (var pages = -PagesAtOnce; ; pages = PagesAtOnce)
            {
                var before = await connection.ExecuteScalarAsync<long>("SELECT total_changes()");
                await connection.ExecuteAsync($"INSERT INTO {index} ({index}, rank) VALUES ('merge', {pages})");
                if (await connection.ExecuteScalarAsync<long>("SELECT total_changes()") - before < 2) break;
                await Task.Delay(TimeSpan.FromMilliseconds(30), ct);
            }
        return await EmptyLog(connection);
    }

    public override async Task<bool> EmptyLog(string connectionString, CancellationToken ct)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(ct);
        await connection.ExecuteAsync(OnOpen);
        return await EmptyLog(connection);
    }

    // The first column says whether a reader was in the way.
    private static async Task<bool> EmptyLog(SqliteConnection connection) =>
        await connection.ExecuteScalarAsync<long>("PRAGMA wal_checkpoint(TRUNCATE)") == 0;

    /// <summary>2067 is a violation of a UNIQUE constraint, 1555 of a primary key.</summary>
    public override bool IsDuplicate(DbException error) =>
        error is SqliteException { SqliteExtendedErrorCode: 2067 or 1555 };

    // With one writer at a time there are no deadlocks, and a write that fails after waiting for the lock would fail again.
    public override bool IsTransient(DbException error) => false;

    /// <summary>Primary result codes of SQLite: sqlite.org/rescode.html.</summary>
    public override string? Outage(DbException error) => (error as SqliteException)?.SqliteErrorCode switch
    {
        13 => DiskFull,
        8 => ReadOnly,
        5 or 6 => Busy,
        10 or 14 => Unreachable,
        _ => null,
    };

    public override string Scripts => "db/sqlite/";

    public override UpgradeEngineBuilder Upgrade(string connectionString) =>
        DeployChanges.To.SqliteDatabase(connectionString);

    public override bool MigratesAtStart => true;

    public override bool ServesManyProcesses => false;
}
