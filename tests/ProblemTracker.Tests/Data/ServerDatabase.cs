using Dapper;
using Microsoft.Data.SqlClient;
using ProblemTracker.Data;

namespace ProblemTracker.Tests.Data;

/// <summary>
/// A fresh, migrated database on the SQL Server of the connection string <c>TRACKER_TEST_DB</c>. If we have permission to create
/// databases, each host gets its own, which is dropped at the end; otherwise hosts take turns with the given database, which is cleared.
/// </summary>
internal sealed class ServerDatabase : IDisposable
{
    public const string Variable = "TRACKER_TEST_DB";

    private static readonly string? Given = Environment.GetEnvironmentVariable(Variable);

    private static readonly Lazy<bool> MayCreate = new(() =>
    {
        using var connection = new SqlConnection(Given);
        return connection.ExecuteScalar<int>("SELECT HAS_PERMS_BY_NAME(NULL, NULL, 'CREATE ANY DATABASE')") == 1;
    });

    private static readonly SemaphoreSlim TheGivenOne = new(1, 1);

    private readonly string? _own;

    public ServerDatabase()
    {
        var connection = Given!;
        if (MayCreate.Value)
        {
            _own = $"tracker_test_{Guid.NewGuid():N}";
            OnGiven($"CREATE DATABASE {_own}");
            connection = new SqlConnectionStringBuilder(Given) { InitialCatalog = _own }.ConnectionString;
        }
        else
        {
            if (!TheGivenOne.Wait(TimeSpan.FromMinutes(10)))
                throw new TimeoutException("Another host has used the only test database for 10 minutes. "
                    + "Tests with two hosts need permission to create databases.");
            Clear();
        }
        TypeHandlers.Register();
        Settings = new(new SqlServerDialect(), connection);
        Schema.Migrate(Settings);
    }

    public static bool IsGiven => !string.IsNullOrWhiteSpace(Given);

    public DatabaseSettings Settings { get; }

    /// <summary>The tables in an order in which they can be dropped: a referring table comes before the table it refers to.</summary>
    /// <param name="references">Pairs of referring and referenced table; a table may refer to itself.</param>
    /// <exception cref="InvalidOperationException">The references form a cycle.</exception>
    public static IReadOnlyList<string> DroppingOrder(IEnumerable<string> tables, IEnumerable<(string From, string To)> references)
    {
        var left = tables.ToList();
        var open = references.Where(r => r.From != r.To).ToList();
        List<string> order = [];
        while (left.Count > 0)
        {
            var free = left.Where(table => open.TrueForAll(r => r.To != table)).ToList();
            if (free.Count == 0)
                throw new InvalidOperationException($"The references of these tables form a cycle: {string.Join(", ", left)}.");
            order.AddRange(free);
            left.RemoveAll(free.Contains);
            open.RemoveAll(r => free.Contains(r.From));
        }
        return order;
    }

    // Drop the tables instead of emptying them, since the scripts insert rows and the migration journal must go too.
    private static void Clear()
    {
        using var connection = new SqlConnection(Given);
        var tables = connection.Query<string>("SELECT name FROM sys.tables WHERE schema_id = SCHEMA_ID('dbo')").ToList();
        var references = connection.Query<(string, string)>(
            "SELECT OBJECT_NAME(parent_object_id), OBJECT_NAME(referenced_object_id) FROM sys.foreign_keys").ToList();
        foreach (var table in DroppingOrder(tables, references)) connection.Execute($"DROP TABLE dbo.[{table}]");
    }

    private static void OnGiven(string sql)
    {
        using var connection = new SqlConnection(Given);
        connection.Execute(sql, commandTimeout: 120);
    }

    public void Dispose()
    {
        if (_own is null)
        {
            TheGivenOne.Release();
            return;
        }
        SqlConnection.ClearAllPools();
        OnGiven($"ALTER DATABASE {_own} SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE {_own}");
    }
}
