using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Data;

/// <summary>The scripts of both databases create the same tables.</summary>
public sealed class SchemaTests
{
    // One SQLite type stands for several SQL Server types; db/README.md has the table.
    private static readonly Dictionary<string, string[]> Types = new()
    {
        ["INTEGER"] = ["BIGINT", "INT", "BIT"],
        ["INT"] = ["BIGINT", "INT", "BIT"],
        ["TEXT"] = ["NVARCHAR", "DATETIMEOFFSET", "DATE"],
        ["REAL"] = ["FLOAT"],
        ["BLOB"] = ["VARBINARY"],
    };

    [Test]
    public void Both_folders_have_scripts_with_the_same_names() =>
        Assert.That(Repository.Files("db/sqlserver", "*").Select(Path.GetFileName),
            Is.EqualTo(Repository.Files("db/sqlite", "*").Select(Path.GetFileName)));

    [Test]
    public void Script_numbers_have_no_gaps() =>
        Assert.That(
            Repository.Files("db/sqlite", "*.sql")
                .Select((f, i) => Path.GetFileName(f).StartsWith($"{i + 1:0000}_", StringComparison.Ordinal)), Is.All.True);

    /// <summary>Tables for searching SQL Server without full-text search; SQLite has FTS5 instead.</summary>
    private static readonly string[] OfSqlServerAlone = ["ProblemWord", "StakeholderWord", "IncidentWord", "ConcernWord"];

    [Test]
    public void Both_have_the_same_tables() =>
        Assert.That(ScriptedSchema.SqlServer.Value.Tables.Keys.Except(OfSqlServerAlone),
            Is.EqualTo(ScriptedSchema.Sqlite.Value.Tables.Keys));

    [Test]
    public void Both_insert_the_same_rows() =>
        Assert.That(ScriptedSchema.SqlServer.Value.Inserts, Is.EqualTo(ScriptedSchema.Sqlite.Value.Inserts));

    [TestCaseSource(nameof(Tables))]
    public void Columns_agree_in_order_nullability_and_default(string table)
    {
        var server = ScriptedSchema.SqlServer.Value.Tables[table].Columns.Select(c => c with { Type = "" });
        Assert.That(server, Is.EqualTo(ScriptedSchema.Sqlite.Value.Tables[table].Columns.Select(c => c with { Type = "" })));
    }

    [TestCaseSource(nameof(Tables))]
    public void Column_types_correspond(string table)
    {
        foreach (var (lite, server) in ScriptedSchema.Sqlite.Value.Tables[table]
            .Columns.Zip(ScriptedSchema.SqlServer.Value.Tables[table].Columns))
        {
            Assert.That(Types.GetValueOrDefault(lite.Type, []), Does.Contain(server.Type.Split('(', ' ')[0]),
                $"{table}.{lite.Name} is {lite.Type} on SQLite and {server.Type} on SQL Server");
            if (server.Type.StartsWith("DATETIMEOFFSET", StringComparison.Ordinal))
                Assert.That(server.Type.Replace(" ", ""), Is.EqualTo("DATETIMEOFFSET(7)"), $"{table}.{lite.Name}");
        }
    }

    [TestCaseSource(nameof(Tables))]
    public void Keys_references_and_indexes_agree(string table) =>
        Assert.That(ScriptedSchema.SqlServer.Value.Tables[table].Constraints,
            Is.EqualTo(ScriptedSchema.Sqlite.Value.Tables[table].Constraints));

    /// <summary>
    /// An index key can have at most 1,700 bytes, a clustered primary key 900. SQL Server reports longer keys only when they are inserted.
    /// </summary>
    [Test]
    public void No_key_can_exceed_SQL_Servers_limit()
    {
        foreach (var table in ScriptedSchema.SqlServer.Value.Tables.Values)
            foreach (var key in table.Constraints.Where(c => !c.StartsWith("reference", StringComparison.Ordinal)
                && !c.StartsWith("check", StringComparison.Ordinal)))
            {
                var columns = key[(key.IndexOf('(') + 1)..key.IndexOf(')')].Split(", ").Select(c => c.Replace(" DESC", ""));
                var bytes = columns.Sum(name => Bytes(table.Columns.Single(c => c.Name == name).Type));
                Assert.That(bytes, Is.LessThanOrEqualTo(key.StartsWith("primary", StringComparison.Ordinal) ? 900 : 1700),
                    $"{table.Name}: {key}");
            }
    }

    private static int Bytes(string type) => type.Replace(" ", "") switch
    {
        "NVARCHAR(MAX)" => int.MaxValue / 4,
        var text when text.StartsWith("NVARCHAR(", StringComparison.Ordinal) =>
            2 * int.Parse(text[9..^1], System.Globalization.CultureInfo.InvariantCulture),
        _ => 10,
    };

    private static string[] Tables() => [.. ScriptedSchema.Sqlite.Value.Tables.Keys];
}
