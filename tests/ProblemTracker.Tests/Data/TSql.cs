using Microsoft.SqlServer.TransactSql.ScriptDom;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Data;

/// <summary>
/// Checks without a server whether SQL Server would accept a statement: its grammar, the names of tables, columns and functions, and rules
/// that SQLite does not have.
/// </summary>
internal static class TSql
{
    // SQL Server 2022 and later.
    private static readonly Sql160ScriptGenerator Generator = new();

    private static readonly HashSet<string> Aggregates = new(StringComparer.OrdinalIgnoreCase) { "COUNT", "COUNT_BIG", "SUM", "MIN",
        "MAX", "AVG", "STRING_AGG" };

    private static readonly HashSet<string> Functions = new(Aggregates, StringComparer.OrdinalIgnoreCase)
    {
        "CONCAT", "SUBSTRING", "REPLACE", "UPPER", "LOWER", "LTRIM", "RTRIM", "ROUND", "ABS", "FLOOR", "CEILING", "SIGN", "SQRT", "POWER",
        "SIN", "COS", "RADIANS",
        "ROW_NUMBER", "RANK", "DENSE_RANK", "NTILE", "LAG", "LEAD", "FIRST_VALUE", "LAST_VALUE", "DATEDIFF_BIG", "SCOPE_IDENTITY",
    };

    public static TSqlFragment Parse(string sql, out IList<ParseError> errors) =>
        new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out errors);

    public static string Text(TSqlFragment fragment)
    {
        lock (Generator)
        {
            Generator.GenerateScript(fragment, out var text);
            return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        }
    }

    /// <summary>The reasons why SQL Server would reject the statement; empty if none were found.</summary>
    public static IReadOnlyList<string> ObjectionsTo(string sql)
    {
        var script = Parse(sql, out var errors);
        if (errors.Count > 0) return [.. errors.Select(e => $"line {e.Line}: {e.Message}")];
        var reader = new Reader(ScriptedSchema.SqlServer.Value);
        foreach (var statement in ((TSqlScript)script).Batches.SelectMany(b => b.Statements)) reader.Read(statement);
        return reader.Objections;
    }

    /// <summary>A table in a FROM clause, with its name and columns.</summary>
    private sealed record Source(string Name, IReadOnlyList<string> Columns, ScriptedSchema.Table? Table)
    {
        public bool Has(string column) => Columns.Contains(column, StringComparer.OrdinalIgnoreCase);
    }

    private sealed class Reader(ScriptedSchema schema)
    {
        private readonly Dictionary<string, IReadOnlyList<string>> _ctes = new(StringComparer.OrdinalIgnoreCase);

        public List<string> Objections { get; } = [];

        public void Read(TSqlStatement statement)
        {
            _ctes.Clear();
            if (statement is StatementWithCtesAndXmlNamespaces { WithCtesAndXmlNamespaces: { } with })
                foreach (var cte in with.CommonTableExpressions)
                {
                    List<string> columns = [.. cte.Columns.Select(c => c.Value)];
                    // The query of a recursive CTE can use the CTE's own name.
                    _ctes[cte.ExpressionName.Value] = columns.Count > 0 ? columns : FirstOutput(cte.QueryExpression);
                    var output = Query(cte.QueryExpression, []);
                    if (columns.Count == 0) columns = Named(output, cte.ExpressionName.Value);
                    _ctes[cte.ExpressionName.Value] = columns;
                }
            switch (statement)
            {
                case SelectStatement select:
                    Query(select.QueryExpression, []);
                    break;
                case InsertStatement { InsertSpecification: var insert }:
                    Insert(insert);
                    break;
                case UpdateStatement { UpdateSpecification: var update }:
                    var changed = Targets(update.Target, update.FromClause);
                    foreach (var set in update.SetClauses.OfType<AssignmentSetClause>())
                    {
                        MustHave(Target(update.Target, changed), set.Column);
                        Expression(set.NewValue, changed);
                    }
                    Expression(update.WhereClause, changed);
                    break;
                case DeleteStatement { DeleteSpecification: var delete }:
                    Expression(delete.WhereClause, Targets(delete.Target, delete.FromClause));
                    break;
                case UpdateStatisticsStatement statistics:
                    Table(statistics.SchemaObjectName);
                    break;
                default:
                    Objections.Add($"The product should not send a {statement.GetType().Name}.");
                    break;
            }
        }

        private void Insert(InsertSpecification insert)
        {
            var target = Targets(insert.Target, null)[0];
            foreach (var column in insert.Columns) MustHave(target[0], column);
            if (insert.InsertSource is SelectInsertSource select)
            {
                var output = Query(select.Select, []);
                if (output.Count != insert.Columns.Count)
                    Objections.Add($"The INSERT has {insert.Columns.Count} columns but its SELECT has {output.Count}.");
            }
            else Expression(insert.InsertSource, []);
            if (target[0].Table is not { } table) return;
            foreach (var own in table.Columns.Where(c => c.Identity
                && insert.Columns.Any(given => Last(given).Equals(c.Name, StringComparison.OrdinalIgnoreCase))))
                Objections.Add($"{table.Name}.{own.Name} is an identity column, so an INSERT can't give it a value.");
            foreach (var needed in table.Columns.Where(c => !c.Nullable && !c.Identity && c.Default.Length == 0))
                if (!insert.Columns.Any(c => Last(c).Equals(needed.Name, StringComparison.OrdinalIgnoreCase)))
                    Objections.Add($"{table.Name}.{needed.Name} is NOT NULL and gets no value.");
        }

        private static Source Target(TableReference target, List<List<Source>> scopes)
        {
            var name = ((NamedTableReference)target).SchemaObject.BaseIdentifier.Value;
            return scopes[0].Find(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? scopes[0][0];
        }

        private List<List<Source>> Targets(TableReference target, FromClause? from)
        {
            List<Source> sources = [];
            var scopes = new List<List<Source>> { sources };
            if (from is not null) foreach (var table in from.TableReferences) Add(table, sources, scopes);
            var name = ((NamedTableReference)target).SchemaObject.BaseIdentifier.Value;
            if (!sources.Exists(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) Add(target, sources, scopes);
            return scopes;
        }

        /// <returns>The names of the result's columns; null for a column without a name.</returns>
        private List<string?> Query(QueryExpression query, List<List<Source>> outer)
        {
            switch (query)
            {
                case QueryParenthesisExpression parenthesis:
                    return Query(parenthesis.QueryExpression, outer);
                case BinaryQueryExpression binary:
                    var first = Query(binary.FirstQueryExpression, outer);
                    var second = Query(binary.SecondQueryExpression, outer);
                    if (first.Count != second.Count)
                        Objections.Add(
                            $"The two sides of a {binary.BinaryQueryExpressionType} have {first.Count} and {second.Count} columns.");
                    Order(binary, [[new("", [.. first.OfType<string>()], null)]], [.. first.OfType<string>()]);
                    return first;
            }
            var select = (QuerySpecification)query;
            List<Source> sources = [];
            List<List<Source>> scopes = [sources, .. outer];
            foreach (var table in select.FromClause?.TableReferences ?? []) Add(table, sources, scopes);
            List<string?> output = [];
            foreach (var element in select.SelectElements)
            {
                if (element is SelectStarExpression star)
                    output.AddRange(
                        sources.Where(s => star.Qualifier is null
                            || s.Name.Equals(star.Qualifier[^1].Value, StringComparison.OrdinalIgnoreCase)).SelectMany(s => s.Columns));
                else if (element is SelectScalarExpression scalar)
                {
                    Expression(scalar.Expression, scopes);
                    output.Add(
                        scalar.ColumnName?.Value ?? (scalar.Expression as ColumnReferenceExpression)?.MultiPartIdentifier?[^1].Value);
                }
            }
            Expression(select.WhereClause, scopes);
            Expression(select.GroupByClause, scopes);
            Expression(select.HavingClause, scopes);
            Order(select, scopes, [.. output.OfType<string>()]);
            Grouping(select);
            return output;
        }

        private void Order(QueryExpression query, List<List<Source>> scopes, List<string> aliases)
        {
            if (query.OffsetClause is not null && query.OrderByClause is null) Objections.Add("OFFSET … FETCH requires an ORDER BY.");
            if (query.OrderByClause is null) return;
            var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var element in query.OrderByClause.OrderByElements)
            {
                if (!seen.Add(Text(element.Expression))) Objections.Add($"{Text(element.Expression)} appears twice in ORDER BY.");
                if (element.Expression is Literal and not IntegerLiteral or VariableReference)
                    Objections.Add("ORDER BY has a constant or parameter.");
                if (element.Expression is ColumnReferenceExpression { MultiPartIdentifier.Count: 1 } column
                    && aliases.Contains(Last(column), StringComparer.OrdinalIgnoreCase)) continue;
                Expression(element.Expression, scopes);
                if (query is QuerySpecification { UniqueRowFilter: UniqueRowFilter.Distinct } distinct
                    && !distinct.SelectElements.OfType<SelectScalarExpression>().Any(e => Text(e.Expression) == Text(element.Expression)))
                    Objections.Add($"ORDER BY {Text(element.Expression)} is not in the list of a SELECT DISTINCT.");
            }
        }

        /// <summary>Outside aggregates, a query can use only the expressions it groups by.</summary>
        private void Grouping(QuerySpecification select)
        {
            var shown = select.SelectElements.OfType<SelectScalarExpression>().Select(e => (TSqlFragment)e.Expression).ToList();
            if (select.HavingClause is { } having) shown.Add(having.SearchCondition);
            if (select.OrderByClause is { } order)
                shown.AddRange(
                    order.OrderByElements.Select(e => e.Expression)
                        .Where(e => e is not ColumnReferenceExpression { MultiPartIdentifier.Count: 1 } alias
                    || !select.SelectElements.OfType<SelectScalarExpression>()
                        .Any(s => Last(alias).Equals(s.ColumnName?.Value, StringComparison.OrdinalIgnoreCase))));
            if (select.GroupByClause is null && !shown.Exists(HasAggregate)) return;
            var grouped = (select.GroupByClause?.GroupingSpecifications.OfType<ExpressionGroupingSpecification>().Select(g => g.Expression)
                ?? []).ToList();
            foreach (var constant in grouped.Where(g => g is Literal))
                Objections.Add($"GROUP BY {Text(constant)} is a constant, not a column.");
            var texts = grouped.Select(Text).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var loose = new Loose(texts);
            foreach (var fragment in shown) fragment.Accept(loose);
            foreach (var column in loose.Columns) Objections.Add($"{column} is neither grouped nor inside an aggregate.");
        }

        private static bool HasAggregate(TSqlFragment fragment)
        {
            var search = new AggregateSearch();
            fragment.Accept(search);
            return search.Found;
        }

        private void Add(TableReference table, List<Source> sources, List<List<Source>> scopes)
        {
            switch (table)
            {
                case NamedTableReference named:
                    var name = named.SchemaObject.BaseIdentifier.Value;
                    if (named.SchemaObject.Identifiers.Count > 1) Objections.Add($"{Text(named.SchemaObject)} names a schema.");
                    var known = _ctes.TryGetValue(name, out var columns) ? new Source(name, columns, null) : Table(named.SchemaObject);
                    sources.Add(known with { Name = named.Alias?.Value ?? name });
                    break;
                case QueryDerivedTable derived:
                    var output = Query(derived.QueryExpression, scopes.Count > 1 ? scopes[1..] : []);
                    sources.Add(
                        new(derived.Alias.Value,
                            derived.Columns.Count > 0 ? [.. derived.Columns.Select(c => c.Value)] : Named(output, derived.Alias.Value),
                            null));
                    break;
                case InlineDerivedTable values:
                    sources.Add(new(values.Alias.Value, [.. values.Columns.Select(c => c.Value)], null));
                    break;
                case OpenJsonTableReference json:
                    sources.Add(new(json.Alias?.Value ?? "OPENJSON",
                        [.. json.SchemaDeclarationItems.Select(item => item.ColumnDefinition.ColumnIdentifier.Value)], null));
                    break;
                case QualifiedJoin join:
                    Add(join.FirstTableReference, sources, scopes);
                    Add(join.SecondTableReference, sources, scopes);
                    Expression(join.SearchCondition, scopes);
                    break;
                case UnqualifiedJoin join:
                    Add(join.FirstTableReference, sources, scopes);
                    Add(join.SecondTableReference, sources, scopes);
                    break;
                case JoinParenthesisTableReference parenthesis:
                    Add(parenthesis.Join, sources, scopes);
                    break;
                default:
                    Objections.Add($"{Text(table)} is not a table of the product.");
                    break;
            }
        }

        private Source Table(SchemaObjectName name)
        {
            if (schema.Tables.TryGetValue(name.BaseIdentifier.Value, out var table))
                return new(table.Name, [.. table.Columns.Select(c => c.Name)], table);
            Objections.Add($"There is no table {name.BaseIdentifier.Value}.");
            return new(name.BaseIdentifier.Value, [], null);
        }

        private List<string> Named(List<string?> output, string table)
        {
            if (output.Contains(null)) Objections.Add($"A column of {table} has no name.");
            List<string> names = [.. output.OfType<string>()];
            foreach (var twice in names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
                Objections.Add($"{table} has two columns {twice.Key}.");
            return names;
        }

        private static List<string> FirstOutput(QueryExpression query) => query switch
        {
            BinaryQueryExpression binary => FirstOutput(binary.FirstQueryExpression),
            QueryParenthesisExpression parenthesis => FirstOutput(parenthesis.QueryExpression),
            QuerySpecification select => [.. select.SelectElements.OfType<SelectScalarExpression>()
                .Select(e => e.ColumnName?.Value ?? (e.Expression as ColumnReferenceExpression)?.MultiPartIdentifier?[^1].Value)
                .OfType<string>()],
            _ => [],
        };

        private void Expression(TSqlFragment? fragment, List<List<Source>> scopes) => fragment?.Accept(new Expressions(this, scopes));

        private void MustHave(Source source, ColumnReferenceExpression column)
        {
            if (source.Columns.Count > 0 && !source.Has(Last(column))) Objections.Add($"{source.Name} has no column {Last(column)}.");
        }

        private Source? Find(ColumnReferenceExpression column, List<List<Source>> scopes)
        {
            if (column.MultiPartIdentifier is not { } path) return null;
            if (path.Count == 1)
            {
                foreach (var scope in scopes)
                {
                    var having = scope.FindAll(s => s.Has(path[0].Value));
                    if (having.Count > 1)
                        Objections.Add($"{path[0].Value} is ambiguous in {string.Join(" and ", having.Select(s => s.Name))}.");
                    if (having.Count > 0) return having[0];
                }
                Objections.Add($"No table here has a column {path[0].Value}.");
                return null;
            }
            var source = scopes.SelectMany(s => s).FirstOrDefault(s => s.Name.Equals(path[^2].Value, StringComparison.OrdinalIgnoreCase));
            if (source is null) Objections.Add($"{Text(column)}: there is no {path[^2].Value} here.");
            else MustHave(source, column);
            return source;
        }

        private sealed class Expressions(Reader reader, List<List<Source>> scopes) : TSqlFragmentVisitor
        {
            public override void ExplicitVisit(QuerySpecification node) => reader.Query(node, scopes);
            public override void ExplicitVisit(BinaryQueryExpression node) => reader.Query(node, scopes);

            public override void ExplicitVisit(ColumnReferenceExpression node)
            {
                if (node.ColumnType == ColumnType.Regular) reader.Find(node, scopes);
            }

            public override void ExplicitVisit(FunctionCall node)
            {
                var name = node.FunctionName.Value;
                if (!Functions.Contains(name)) reader.Objections.Add($"{name} is not in the list of functions that both databases have.");
                if (Aggregates.Contains(name) && node.OverClause is null) Aggregate(node, name);
                // The first argument of DATEDIFF_BIG is a keyword, not a column.
                if (name.Equals("DATEDIFF_BIG", StringComparison.OrdinalIgnoreCase))
                    foreach (var instant in node.Parameters.Skip(1)) instant.Accept(this);
                else base.ExplicitVisit(node);
            }

            public override void ExplicitVisit(BinaryExpression node)
            {
                if (node.BinaryExpressionType > BinaryExpressionType.Modulo)
                    reader.Objections.Add($"{Text(node)}: SQL Server 2022 does not have this operator.");
                base.ExplicitVisit(node);
            }

            public override void ExplicitVisit(SqlDataTypeReference node)
            {
                if (node.SqlDataTypeOption is SqlDataTypeOption.Text or SqlDataTypeOption.NText or SqlDataTypeOption.Real)
                    reader.Objections.Add($"A cast to {node.SqlDataTypeOption} means something else on SQL Server.");
            }

            private void Aggregate(FunctionCall node, string name)
            {
                if (node.Parameters.Count != (name.Equals("STRING_AGG", StringComparison.OrdinalIgnoreCase) ? 2 : 1))
                    reader.Objections.Add($"{name} with {node.Parameters.Count} arguments is not an aggregate on SQL Server.");
                var inside = new SubquerySearch();
                node.AcceptChildren(inside);
                if (inside.Found) reader.Objections.Add($"{name} of a subquery: {Text(node)}.");
                if (name.StartsWith("COUNT", StringComparison.OrdinalIgnoreCase)) return;
                if (node.Parameters.Count == 1 && node.Parameters[0] is ColumnReferenceExpression column
                    && reader.Find(column,
                        scopes)?.Table?.Columns.Find(c => c.Name.Equals(Last(column), StringComparison.OrdinalIgnoreCase)) is { } found)
                {
                    if (found.Type == "BIT") reader.Objections.Add($"{name} of {Text(column)}, which is a BIT on SQL Server.");
                    if (name.Equals("AVG", StringComparison.OrdinalIgnoreCase) && found.Type is "INT" or "BIGINT")
                        reader.Objections.Add($"AVG of {Text(column)} is a whole number on SQL Server.");
                }
            }
        }

        private sealed class Loose(HashSet<string> grouped) : TSqlFragmentVisitor
        {
            public List<string> Columns { get; } = [];

            public override void ExplicitVisit(FunctionCall node)
            {
                if (!grouped.Contains(Text(node)) && (!Aggregates.Contains(node.FunctionName.Value) || node.OverClause is not null)
                    && !node.FunctionName.Value.Equals("DATEDIFF_BIG", StringComparison.OrdinalIgnoreCase)) base.ExplicitVisit(node);
            }

            public override void ExplicitVisit(SearchedCaseExpression node)
            {
                if (!grouped.Contains(Text(node))) base.ExplicitVisit(node);
            }

            public override void ExplicitVisit(CoalesceExpression node)
            {
                if (!grouped.Contains(Text(node))) base.ExplicitVisit(node);
            }

            // The outer columns of a correlated subquery must be grouped too. There are few, so check them by hand.
            public override void ExplicitVisit(ScalarSubquery node) { }
            public override void ExplicitVisit(ExistsPredicate node) { }

            public override void ExplicitVisit(ColumnReferenceExpression node)
            {
                if (node.ColumnType == ColumnType.Regular && !grouped.Contains(Text(node))) Columns.Add(Text(node));
            }
        }

        private sealed class AggregateSearch : TSqlFragmentVisitor
        {
            public bool Found { get; private set; }
            public override void ExplicitVisit(FunctionCall node)
            {
                Found |= Aggregates.Contains(node.FunctionName.Value) && node.OverClause is null;
                base.ExplicitVisit(node);
            }
            public override void ExplicitVisit(ScalarSubquery node) { }
            public override void ExplicitVisit(ExistsPredicate node) { }
        }

        private sealed class SubquerySearch : TSqlFragmentVisitor
        {
            public bool Found { get; private set; }
            public override void Visit(QueryExpression node) => Found = true;
        }
    }

    private static string Last(ColumnReferenceExpression column) => column.MultiPartIdentifier[^1].Value;
}
