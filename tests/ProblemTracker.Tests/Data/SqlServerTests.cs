using System.Data;
using System.Data.Common;
using System.Reflection;
using Dapper;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Data;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Data;

/// <summary>Checks SQL Server support without a server, and whether the suite runs on one if it is given.</summary>
public sealed class SqlServerTests
{
    [Test]
    public async Task Host_runs_on_SQL_Server()
    {
        if (!ServerDatabase.IsGiven)
            Assert.Ignore(
                $"To run every test on SQL Server instead of SQLite, set {ServerDatabase.Variable} to its connection string.");
        using var host = new TrackerHost();

        Assert.That(host.Services.GetRequiredService<DatabaseSettings>().Dialect, Is.InstanceOf<SqlServerDialect>());
        Assert.That((await host.Anonymous.GetAsync("/health/ready")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public void Every_SQL_fragment_of_the_dialect_has_a_twin()
    {
        // Pragmas, the script folder and the connection string are not parts of a statement.
        string[] noFragments = [nameof(Dialect.OnOpen), nameof(Dialect.BeforeMigration), nameof(Dialect.AfterMigration),
            nameof(Dialect.Scripts), nameof(Dialect.ConnectionString), nameof(Dialect.Outage)];
        var fragments = typeof(Dialect).GetMembers().Where(m => m is PropertyInfo { PropertyType: var type } && type == typeof(string)
            || m is MethodInfo { ReturnType: var returned, IsSpecialName: false, IsVirtual: true } && returned == typeof(string)
            && m.Name != nameof(ToString)).Select(m => m.Name);
        var twins = typeof(TwinDialect).GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(m => m.Name);

        Assert.That(fragments.Except(noFragments), Is.SubsetOf(twins));
    }

    [Test]
    public void SQL_Server_gets_no_pragmas()
    {
        var server = new SqlServerDialect();
        Assert.That(server.OnOpen, Is.Null);
        Assert.That(server.BeforeMigration, Is.Null);
    }

    private static readonly object[] Parameters =
    [
        new object[] { new { At = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(-5)) }, SqlDbType.DateTimeOffset,
            new DateTimeOffset(2026, 3, 2, 14, 0, 0, TimeSpan.Zero) },
        new object[] { new { At = (DateTimeOffset?)null }, SqlDbType.NVarChar, DBNull.Value },
        new object[] { new { At = new DateOnly(2026, 3, 2) }, SqlDbType.Date, new DateTime(2026, 3, 2) },
        new object[] { new { At = (DateOnly?)null }, SqlDbType.NVarChar, DBNull.Value },
        new object[] { new { At = true }, SqlDbType.Bit, true },
        new object[] { new { At = (string?)null }, SqlDbType.NVarChar, DBNull.Value },
    ];

    /// <summary>
    /// A parameter without a type is sent as sql_variant, which SQL Server can't convert to a date. It can convert a NULL text.
    /// </summary>
    [TestCaseSource(nameof(Parameters))]
    public void Parameter_has_the_type_of_its_column(object args, SqlDbType type, object value)
    {
        TypeHandlers.Register();
        var connection = new Unconnected();

        connection.Execute("SELECT @At", args);

        var sent = connection.Sent.Single();
        Assert.That(sent.SqlDbType, Is.EqualTo(type));
        Assert.That(sent.Value, Is.EqualTo(value));
    }

    /// <summary>The same for batched writes, whose parameters are collected in a list.</summary>
    [TestCaseSource(nameof(Parameters))]
    public void Parameter_in_a_batch_has_the_type_of_its_column(object args, SqlDbType type, object value)
    {
        TypeHandlers.Register();
        var connection = new Unconnected();
        var all = new DynamicParameters();
        all.Add("w0_At", args.GetType().GetProperty("At")!.GetValue(args));

        connection.Execute("SELECT @w0_At", all);

        var sent = connection.Sent.Single();
        Assert.That(sent.SqlDbType, Is.EqualTo(type));
        Assert.That(sent.Value, Is.EqualTo(value));
    }

    [Test]
    public void Referring_tables_are_dropped_before_referenced_tables()
    {
        var tables = ScriptedSchema.SqlServer.Value.Tables.Values;
        List<(string From, string To)> references =
            [.. tables.SelectMany(t => t.Constraints.Where(c => c.StartsWith("reference", StringComparison.Ordinal))
                .Select(c => (t.Name, To: c.Split(" to ")[1].Split(' ')[0])))];

        var order = ServerDatabase.DroppingOrder(tables.Select(t => t.Name), references).ToList();

        Assert.That(order, Is.EquivalentTo(tables.Select(t => t.Name)));
        Assert.That(references, Has.Count.GreaterThan(64));
        foreach (var (from, to) in references.Where(r => r.From != r.To))
            Assert.That(order.IndexOf(from), Is.LessThan(order.IndexOf(to)), $"{from} refers to {to}");
    }

    [Test]
    public void Cyclic_references_are_reported() =>
        Assert.That(() => ServerDatabase.DroppingOrder(["A", "B", "C"], [("A", "B"), ("B", "A"), ("C", "A")]),
            Throws.InvalidOperationException.With.Message.Contains("A, B"));

    /// <summary>A connection that collects the parameters of SQL Server commands without executing them.</summary>
    private sealed class Unconnected : DbConnection
    {
        public List<SqlParameter> Sent { get; } = [];

        [System.Diagnostics.CodeAnalysis.AllowNull]
        public override string ConnectionString { get; set; } = "";
        public override string Database => "";
        public override string DataSource => "";
        public override string ServerVersion => "";
        public override ConnectionState State => ConnectionState.Open;
        public override void ChangeDatabase(string databaseName) { }
        public override void Close() { }
        public override void Open() => throw new NotSupportedException();
        protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException();
        protected override DbCommand CreateDbCommand() => new Command(Sent);

        private sealed class Command(List<SqlParameter> sent) : DbCommand
        {
            private readonly SqlCommand _real = new();

            [System.Diagnostics.CodeAnalysis.AllowNull]
            public override string CommandText { get; set; } = "";
            public override int CommandTimeout { get; set; }
            public override CommandType CommandType { get; set; }
            public override bool DesignTimeVisible { get; set; }
            public override UpdateRowSource UpdatedRowSource { get; set; }
            protected override DbConnection? DbConnection { get; set; }
            protected override DbParameterCollection DbParameterCollection => _real.Parameters;
            protected override DbTransaction? DbTransaction { get; set; }
            public override void Cancel() { }
            public override void Prepare() { }
            protected override DbParameter CreateDbParameter() => new SqlParameter();

            public override int ExecuteNonQuery()
            {
                sent.AddRange(_real.Parameters.Cast<SqlParameter>());
                return 0;
            }

            public override object? ExecuteScalar() => throw new NotSupportedException();
            protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => throw new NotSupportedException();
        }
    }
}
