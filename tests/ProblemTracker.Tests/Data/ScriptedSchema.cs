using System.Text.RegularExpressions;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Reports;

namespace ProblemTracker.Tests.Data;

/// <summary>The schema that one database's scripts create, in a form that can be compared with the other database's.</summary>
internal sealed partial class ScriptedSchema
{
    public sealed record Column(string Name, string Type, bool Nullable, bool Identity, string Default);

    public sealed class Table
    {
        public required string Name { get; init; }
        public List<Column> Columns { get; } = [];

        /// <summary>Keys, unique constraints, references, checks and indexes, each as one line.</summary>
        public SortedSet<string> Constraints { get; } = new(StringComparer.Ordinal);
    }

    public Dictionary<string, Table> Tables { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Rows that the scripts insert.</summary>
    public List<string> Inserts { get; } = [];

    public static readonly Lazy<ScriptedSchema> SqlServer = new(() => Read("db/sqlserver", sql => sql));

    // Apart from AUTOINCREMENT and parts that only SQLite has, SQLite's scripts are valid T-SQL.
    public static readonly Lazy<ScriptedSchema> Sqlite = new(() => Read("db/sqlite",
        sql => DroppedIndex().Replace(MadeNullable().Replace(DroppedConstraint().Replace(MadeIndex().Replace(DroppedReference().Replace(
                RenamedColumn().Replace(WritableSchema().Replace(Index().Replace(sql, ""), ""), "EXEC sp_rename '$1.$2', '$3', 'COLUMN';"),
                "EXEC('ALTER TABLE $2 DROP CONSTRAINT ' + @$2_$1);"), ""), "ALTER TABLE $2 DROP CONSTRAINT $1;"),
                "ALTER TABLE $2 ALTER COLUMN $1 NULL;"), "DROP INDEX $1 ON $2;")
            .Replace(") WITHOUT ROWID;", ");")
            .Replace("PRIMARY KEY AUTOINCREMENT", "IDENTITY(1,1) PRIMARY KEY")));

    // Search indexes differ: FTS5 tables with triggers on SQLite, full-text indexes or a table of words on SQL Server.
    [GeneratedRegex(@"^CREATE VIRTUAL TABLE[^;]*;|^CREATE TRIGGER.*?^END;", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Index();

    [GeneratedRegex("ALTER TABLE ([A-Za-z]+) RENAME COLUMN ([A-Za-z]+) TO ([A-Za-z]+);")]
    private static partial Regex RenamedColumn();

    // SQLite drops a reference by changing the table's definition.
    [GeneratedRegex("^PRAGMA writable_schema = [A-Z]+;", RegexOptions.Multiline)]
    private static partial Regex WritableSchema();

    [GeneratedRegex(@"UPDATE sqlite_master SET sql = REPLACE\(sql, '([A-Za-z]+) INTEGER NULL REFERENCES [A-Za-z]+ \(Id\)', "
        + @"'\1 INTEGER NULL'\)\s+WHERE type = 'table' AND name = '([A-Za-z]+)';")]
    private static partial Regex DroppedReference();

    // SQLite makes a column nullable in the same way.
    [GeneratedRegex(@"UPDATE sqlite_master SET sql = REPLACE\(sql, '([A-Za-z]+ INTEGER) NOT NULL', '\1 NULL'\)\s+"
        + "WHERE type = 'table' AND name = '([A-Za-z]+)';")]
    private static partial Regex MadeNullable();

    // SQLite drops a unique constraint by making an index of it.
    [GeneratedRegex(@"UPDATE sqlite_master SET (sql = REPLACE\(sql, ' CONSTRAINT UX_|name = 'UX_)[^;]*;")]
    private static partial Regex MadeIndex();

    [GeneratedRegex(@"DROP INDEX (UX_([A-Za-z]+)_[A-Za-z_]+);")]
    private static partial Regex DroppedConstraint();

    [GeneratedRegex(@"DROP INDEX (IX_([A-Za-z]+)_[A-Za-z_]+);")]
    private static partial Regex DroppedIndex();

    [GeneratedRegex(@"ALTER TABLE ([A-Za-z]+) DROP CONSTRAINT ' \+ @\1_([A-Za-z]+)")]
    private static partial Regex ReferenceDrop();

    [GeneratedRegex(@"EXEC(?:UTE)? sp_rename '([A-Za-z]+)\.([A-Za-z]+)', '([A-Za-z]+)', 'COLUMN'")]
    private static partial Regex Rename();

    private static ScriptedSchema Read(string folder, Func<string, string> asTSql)
    {
        var schema = new ScriptedSchema();
        foreach (var file in Repository.Files(folder, "*.sql"))
        {
            var script = (TSqlScript)TSql.Parse(asTSql(Repository.Read(file)), out var errors);
            if (errors.Count > 0) throw new InvalidOperationException($"{file}: {string.Join("; ", errors)}");
            foreach (var statement in script.Batches.SelectMany(b => b.Statements)) schema.Add(statement, file);
        }
        return schema;
    }

    private void Add(TSqlStatement statement, string file)
    {
        switch (statement)
        {
            case CreateTableStatement create:
                var table = new Table { Name = create.SchemaObjectName.BaseIdentifier.Value };
                Tables.Add(table.Name, table);
                foreach (var column in create.Definition.ColumnDefinitions) AddColumn(table, column);
                foreach (var constraint in create.Definition.TableConstraints) AddConstraint(table, constraint, null);
                break;
            case AlterTableAddTableElementStatement alter:
                var altered = Tables[alter.SchemaObjectName.BaseIdentifier.Value];
                foreach (var column in alter.Definition.ColumnDefinitions) AddColumn(altered, column);
                foreach (var constraint in alter.Definition.TableConstraints) AddConstraint(altered, constraint, null);
                break;
            case AlterTableAlterColumnStatement alter:
                var widened = Tables[alter.SchemaObjectName.BaseIdentifier.Value].Columns;
                var at = widened.FindIndex(column => column.Name == alter.ColumnIdentifier.Value);
                widened[at] = widened[at] with
                {
                    Type = TSql.Text(alter.DataType).ToUpperInvariant(),
                    Nullable = alter.AlterTableAlterColumnOption == AlterTableAlterColumnOption.Null || (widened[at].Nullable
                        && alter.AlterTableAlterColumnOption != AlterTableAlterColumnOption.NotNull),
                };
                break;
            case ExecuteStatement call when Rename().Match(TSql.Text(call)) is { Success: true, Groups: var names }:
                RenameColumn(Tables[names[1].Value], names[2].Value, names[3].Value);
                break;
            case AlterTableDropTableElementStatement alter:
                var lessened = Tables[alter.SchemaObjectName.BaseIdentifier.Value];
                foreach (var name in alter.AlterTableDropTableElements.Select(element => element.Name.Value))
                {
                    lessened.Columns.RemoveAll(column => column.Name == name);
                    lessened.Constraints.RemoveWhere(line => line.StartsWith($"unique {name} ", StringComparison.Ordinal));
                }
                break;
            case DropIndexStatement drop:
                foreach (var dropped in drop.DropIndexClauses.OfType<DropIndexClause>())
                    Assert.That(Tables[dropped.Object.BaseIdentifier.Value].Constraints.RemoveWhere(line =>
                        line.StartsWith($"index {dropped.Index.Value} ", StringComparison.Ordinal)), Is.EqualTo(1), file);
                break;
            case ExecuteStatement drop when ReferenceDrop().Match(TSql.Text(drop)) is { Success: true, Groups: var names }:
                Assert.That(Tables[names[1].Value].Constraints.RemoveWhere(line =>
                    line.StartsWith($"reference  ({names[2].Value}) to ", StringComparison.Ordinal)), Is.EqualTo(1), file);
                break;
            // Drops the constraint of a default, whose name only the server knows.
            case DeclareVariableStatement:
            case ExecuteStatement dropped when TSql.Text(dropped).Contains("DROP CONSTRAINT", StringComparison.Ordinal):
                break;
            case DropTableStatement drop:
                foreach (var dropped in drop.Objects) Tables.Remove(dropped.BaseIdentifier.Value);
                break;
            case CreateIndexStatement index:
                Tables[index.OnName.BaseIdentifier.Value].Constraints.Add(
                    $"{(index.Unique ? "unique " : "")}index {index.Name.Value} "
                        + $"({Names(index.Columns)}){(index.FilterPredicate is { } filter ? $" where {TSql.Text(filter)}" : "")}");
                break;
            case InsertStatement insert:
                // For INSERT … SELECT compare only table and columns, since the databases parse JSON with different functions.
                Inserts.Add(insert.InsertSpecification.InsertSource is SelectInsertSource
                    ? $"{TSql.Text(insert.InsertSpecification.Target)} "
                        + $"({string.Join(", ", insert.InsertSpecification.Columns.Select(TSql.Text))})" : TSql.Text(insert));
                break;
            case UpdateStatement update:
                Inserts.Add(TSql.Text(update));
                break;
            case TriggerStatementBody or DropTriggerStatement:
                break;
            default:
                throw new NotSupportedException($"{file} has a {statement.GetType().Name} that this test does not compare yet.");
        }
    }

    private static void RenameColumn(Table table, string before, string after)
    {
        var at = table.Columns.FindIndex(column => column.Name == before);
        table.Columns[at] = table.Columns[at] with { Name = after };
        var renamed = table.Constraints.Select(line => Regex.Replace(line, $@"\b{before}\b", after)).ToList();
        table.Constraints.Clear();
        table.Constraints.UnionWith(renamed);
    }

    private static void AddColumn(Table table, ColumnDefinition column)
    {
        var name = column.ColumnIdentifier.Value;
        var notNull = column.Constraints.OfType<NullableConstraintDefinition>().Any(c => !c.Nullable)
            || column.Constraints.OfType<UniqueConstraintDefinition>().Any(c => c.IsPrimaryKey);
        table.Columns.Add(new(name, TSql.Text(column.DataType).ToUpperInvariant(), !notNull, column.IdentityOptions is not null,
            column.DefaultConstraint is { } given ? TSql.Text(given.Expression) : ""));
        foreach (var constraint in column.Constraints) AddConstraint(table, constraint, name);
    }

    private static void AddConstraint(Table table, ConstraintDefinition constraint, string? column)
    {
        var name = constraint.ConstraintIdentifier?.Value ?? "";
        var line = constraint switch
        {
            NullableConstraintDefinition or DefaultConstraintDefinition => null,
            UniqueConstraintDefinition unique =>
                $"{(unique.IsPrimaryKey ? "primary key" : "unique")} {name} ({column ?? Names(unique.Columns)})",
            ForeignKeyConstraintDefinition reference =>
                $"reference {name} ({column ?? string.Join(", ", reference.Columns.Select(c => c.Value))}) to "
                    + $"{reference.ReferenceTableName.BaseIdentifier.Value} "
                    + $"({string.Join(", ", reference.ReferencedTableColumns.Select(c => c.Value))})",
            CheckConstraintDefinition check => $"check {name} {TSql.Text(check.CheckCondition)}",
            _ => throw new NotSupportedException($"{table.Name} has a {constraint.GetType().Name} that this test does not compare yet."),
        };
        if (line is not null) table.Constraints.Add(line);
    }

    private static string Names(IEnumerable<ColumnWithSortOrder> columns) => string.Join(", ", columns.Select(c =>
        c.Column.MultiPartIdentifier[^1].Value + (c.SortOrder == SortOrder.Descending ? " DESC" : "")));
}
