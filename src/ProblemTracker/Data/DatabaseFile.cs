using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ProblemTracker.Data;

/// <summary>The file of an embedded database. Opens connections of its own, so that none of them stays in a pool.</summary>
public sealed class DatabaseFile(Dialect dialect, string path)
{
    public string Path => path;

    /// <summary>Settings to open this file with.</summary>
    public DatabaseSettings Settings => new(dialect,
        new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());

    /// <summary>The file itself and its write-ahead log, as far as they exist.</summary>
    public IReadOnlyList<string> Files => [.. new[] { path, $"{path}-wal", $"{path}-shm" }.Where(File.Exists)];

    /// <summary>
    /// Copies the database as it is at one moment, with everything committed before. Neither readers nor writers wait for it.
    /// </summary>
    /// <param name="to">An empty file or a path without one.</param>
    /// <returns>What is wrong with the database, if it can't be read; null if it was copied.</returns>
    /// <exception cref="DbException">There is no space, or a file can't be opened.</exception>
    public string? CopyTo(string to)
    {
        try
        {
            Copy(to);
            return null;
        }
        catch (DbException error) when (dialect.Outage(error) is null)
        {
            return error.Message;
        }
    }

    private void Copy(string to)
    {
        using var source = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, Mode = SqliteOpenMode.ReadWrite }.ToString());
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = to, Pooling = false }.ToString());
        source.Open();
        copy.Open();
        source.BackupDatabase(copy);
        // One file without a write-ahead log; the server sets the log up again when it starts.
        copy.Execute("PRAGMA journal_mode = DELETE");
    }

    /// <summary>What is wrong with the file; null if every page, index and reference is whole.</summary>
    public string? Fault()
    {
        try
        {
            using var connection = dialect.Connect(Settings.ConnectionString);
            connection.Open();
            var found = connection.QueryFirst<string>("PRAGMA integrity_check(1)");
            if (found != "ok") return found;
            using var orphans = connection.ExecuteReader("PRAGMA foreign_key_check");
            return orphans.Read() ? $"a row of {orphans.GetString(0)} refers to a row of {orphans.GetString(2)} that is missing" : null;
        }
        catch (DbException error)
        {
            return error.Message;
        }
    }
}
