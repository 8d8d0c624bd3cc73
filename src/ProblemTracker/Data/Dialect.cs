using System.Data.Common;
using DbUp.Builder;

namespace ProblemTracker.Data;

/// <summary>Everything the two databases disagree on. If it is not here, the SQL is shared.</summary>
public abstract class Dialect
{
    /// <param name="dataFolder">Where an embedded database has its file.</param>
    /// <param name="given">The setting <c>ConnectionStrings:ProblemTracker</c>; may be blank.</param>
    /// <exception cref="UsageError">There is no default, and none was given.</exception>
    public abstract string ConnectionString(string dataFolder, string? given);

    public abstract DbConnection Connect(string connectionString);

    /// <summary>Runs once on each connection that was opened.</summary>
    public virtual string? OnOpen => null;

    /// <summary>Runs once before the scripts.</summary>
    public virtual string? BeforeMigration => null;

    /// <summary>Runs after the scripts, each time, outside of a transaction.</summary>
    public virtual string? AfterMigration => null;

    /// <summary>Asks a database that is up to date what it can do; once per process.</summary>
    public virtual void Meet(DbConnection connection) { }

    /// <summary>A transaction that holds the right to write from its first statement where the database has but one writer.</summary>
    public abstract Task<DbTransaction> BeginWrite(DbConnection connection, CancellationToken ct);

    /// <summary>Whether writers of one process should queue before they ask the database.</summary>
    public abstract bool HasOneWriter { get; }

    /// <summary>Selects the key that the INSERT before it in the same batch made.</summary>
    public abstract string LastId { get; }

    /// <summary>The first rows of an ordered query. SQL Server's wording needs its ORDER BY.</summary>
    public abstract string First(string count);

    /// <summary>At most so many rows of a query without an order, whichever come first: nothing has to be sorted for them.</summary>
    public abstract string AtMost(string count);

    /// <summary>Days from one instant to another: whole seconds / 86400.0, the same on both databases.</summary>
    public abstract string DaysBetween(string from, string to);

    /// <summary>Whether a search key begins with the text in a parameter, by an index on the column.</summary>
    public abstract string StartsWith(string column, string parameter);

    /// <summary>The keys of the records that hold every term of a query: a SELECT of one column, Id, to stand in FROM or IN.</summary>
    /// <param name="record">Problem, Stakeholder or Incident; <c>db/…/0005_search.sql</c> has what is searched of each.</param>
    public abstract string Found(string record, IReadOnlyList<TextTerm> terms);

    /// <summary>The parameters of <see cref="Found"/>.</summary>
    public abstract IReadOnlyDictionary<string, object> FoundArgs(IReadOnlyList<TextTerm> terms);

    /// <summary>Run after a bulk load, so that the planner knows the new sizes.</summary>
    public abstract string RefreshStatistics { get; }

    public abstract bool IsDuplicate(DbException error);

    /// <summary>Whether the database gave a transaction up for a reason that passes, so that it can be tried again.</summary>
    public abstract bool IsTransient(DbException error);

    /// <summary>Folder of the embedded scripts below <c>db/</c>.</summary>
    public abstract string Scripts { get; }

    public abstract UpgradeEngineBuilder Upgrade(string connectionString);

    /// <summary>Whether the schema is brought up to date at start, or by the <c>migrate</c> verb alone.</summary>
    public abstract bool MigratesAtStart { get; }

    /// <summary>Whether several processes, on several machines, can work on one database and so share its jobs.</summary>
    public abstract bool ServesManyProcesses { get; }

    /// <param name="provider">The setting <c>Database:Provider</c>: <c>Sqlite</c> or <c>SqlServer</c>.</param>
    public static Dialect Named(string? provider) => provider?.ToUpperInvariant() switch
    {
        null or "" or "SQLITE" => new SqliteDialect(),
        "SQLSERVER" => new SqlServerDialect(),
        _ => throw new UsageError($"Database:Provider is \"{provider}\"; it can be Sqlite or SqlServer."),
    };
}
