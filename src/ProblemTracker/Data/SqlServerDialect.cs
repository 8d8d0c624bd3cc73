using System.Data;
using System.Data.Common;
using DbUp;
using DbUp.Builder;
using Hangfire.SqlServer;
using Microsoft.Data.SqlClient;

namespace ProblemTracker.Data;

public class SqlServerDialect : Dialect
{
    public override string ConnectionString(string dataFolder, string? given) => string.IsNullOrWhiteSpace(given)
        ? throw new UsageError("Set ConnectionStrings:ProblemTracker (for example in the environment as ConnectionStrings__ProblemTracker) to reach the server.")
        : given;

    public override DbConnection Connect(string connectionString) => new SqlConnection(connectionString);

    public override async Task<DbTransaction> BeginWrite(DbConnection connection, CancellationToken ct) =>
        await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);

    public override bool HasOneWriter => false;
    public override string LastId => "SELECT CAST(SCOPE_IDENTITY() AS BIGINT)";
    public override string First(string count) => $"OFFSET 0 ROWS FETCH NEXT {count} ROWS ONLY";
    public override string DaysBetween(string from, string to) => $"(DATEDIFF_BIG(SECOND, {from}, {to}) / 86400.0)";
    // A range would fail here: collations give the last code point no weight. LIKE with a fixed beginning seeks in the index.
    public override string StartsWith(string column, string parameter) =>
        $"{column} LIKE CONCAT(REPLACE(REPLACE(REPLACE({parameter}, '[', '[[]'), '%', '[%]'), '_', '[_]'), '%')";

    public override string RefreshStatistics => "UPDATE STATISTICS Incident";

    /// <summary>2627 is a broken UNIQUE constraint, 2601 a broken unique index.</summary>
    public override bool IsDuplicate(DbException error) => error is SqlException { Number: 2627 or 2601 };

    public override string Scripts => "db/sqlserver/";

    public override UpgradeEngineBuilder Upgrade(string connectionString) =>
        DeployChanges.To.SqlDatabase(connectionString);

    public override bool MigratesAtStart => false;

    public override Hangfire.JobStorage JobStorage(string connectionString) => new SqlServerStorage(connectionString);
}
