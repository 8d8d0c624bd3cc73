namespace ProblemTracker.Tests.Architecture;

/// <summary>Tests <see cref="SqlHoles"/> on samples that it must report and samples that it must accept.</summary>
public sealed class SqlHolesTests
{
    private const string Around = """
        internal static class NoteSql
        {
            public const string Columns = "n.Id, n.Body";
            public static readonly string Select = $"SELECT {Columns} FROM Note n";
            public static string VisibleTo(Actor actor) => actor.SeesAll ? "1 = 1" : $"n.OwnerId = @ActorId";
            public static Predicates Matching(Query query) => new Predicates("1 = 1").When(query.Text is not null, "n.Body = @Text");
        }
        internal sealed record Query(string Text, long Id, string? Order)
        {
            public string Name { get; init; } = "";
        }
        """;

    [TestCase("""db.List($"SELECT Id FROM Note WHERE Id = {id}")""", TestName = "A parameter")]
    [TestCase("""db.List($"SELECT Id FROM Note WHERE Id IN ({string.Join(',', ids)})")""", TestName = "A list of values")]
    [TestCase("""db.List($"SELECT Id FROM Note WHERE Body = '{query.Text}'")""", TestName = "A member of the query in quotes")]
    [TestCase("""db.List($"SELECT Id FROM Note ORDER BY {query.Order}")""", TestName = "An order from the query")]
    [TestCase("""db.List($"SELECT Id FROM Note WHERE Body = '{query.Name}'")""", TestName = "A property of the query")]
    [TestCase("""db.List($"SELECT Id FROM Note WHERE At < '{clock.GetUtcNow()}'")""", TestName = "The result of a call")]
    [TestCase("""var text = query.Text; db.List($"SELECT Id FROM Note WHERE Body = '{text}'")""", TestName = "A local built from a value")]
    [TestCase("""var where = "1 = 1"; where += $" AND Id = {id}"; db.List($"SELECT Id FROM Note WHERE {where}")""",
        TestName = "A local that a value is added to")]
    [TestCase("""var (order, most) = query.Id switch { 1 => ("Id", "1"), _ => (query.Text, "2") }; db.List($"SELECT 1 ORDER BY {order}")""",
        TestName = "A value in one arm of a tuple switch")]
    [TestCase("""foreach (var each in ids) db.Execute($"DELETE FROM Note WHERE Id = {each}")""", TestName = "Each value in a list")]
    [TestCase("""db.List($"SELECT Id FROM Note {db.Dialect.First($"{query.Id}")}")""", TestName = "A value passed to the dialect")]
    [TestCase("""db.List($"SELECT Id FROM Note {new Predicates(id)}")""", TestName = "A value in the first condition")]
    [TestCase("""db.List($"{NoteSql.Select} {NoteSql.Matching(query).When(true, query.Text)}")""",
        TestName = "A value as a later condition")]
    [TestCase("""db.List($"SELECT Id FROM Note WHERE {Equals(query.Text)}")""", TestName = "A value passed through a method")]
    [TestCase("""db.List($"SELECT Id FROM Note WHERE Id = {(query.Id > 2 ? query.Text : "1")}")""", TestName = "A value in one branch")]
    [TestCase("""var all = new Filters<Query>().Is(q => q.Id, id => id.ToString())""", TestName = "A value as the condition of a filter")]
    [TestCase("""var all = new Filters<Query>().Flag(q => q.Done, "n.Done = 1", query.Text)""",
        TestName = "A value as the other condition of a flag")]
    [TestCase("""var all = new Filters<Query>().Days(q => q.From, q => q.To, query.Order)""", TestName = "A column from the query")]
    [TestCase("""var all = new Filters<Query>().Always(query.Text)""", TestName = "A value as a condition on every row")]
    [TestCase("""var all = new Filters<Query>().Add(new([("Id", q => q.Id)], (q, _) => q.Text))""",
        TestName = "A value in a row of a filter table")]
    [TestCase("""var by = new ListOrder<Row>(descending: true) { { query.Order, row => row.Id } }""",
        TestName = "A column of an order from the query")]
    public void Finds_a_value_in_SQL(string code) => Assert.That(Reader(code).Values, Is.Not.Empty);

    [TestCase("""db.List($"{NoteSql.Select} WHERE n.Id = @id", new { id })""", TestName = "A constant and a parameter")]
    [TestCase("""db.List($"SELECT {NoteSql.Columns} FROM Note n WHERE {NoteSql.VisibleTo(actor)} {db.Dialect.First("@Take")}")""",
        TestName = "Fragments from methods and the dialect")]
    [TestCase("""var where = NoteSql.Matching(query); where = where.When(id > 1, "n.Id < @Id"); db.List($"{NoteSql.Select} {where}")""",
        TestName = "Conditions in a local")]
    [TestCase("""var (order, most) = query.Id switch { 1 => ("Id", "1"), _ => ("Body", "2") }; db.List($"SELECT 1 ORDER BY {order}")""",
        TestName = "A choice among orders")]
    [TestCase("""db.List($"SELECT Id FROM Note WHERE {Equals("Body")}")""", TestName = "A constant passed through a method")]
    [TestCase("""db.List($"{string.Join(" UNION ALL ", ids.Select((_, i) => $"SELECT {i} AS No, @Id{i} AS Id"))} FROM x")""",
        TestName = "A numbered parameter for each value")]
    [TestCase("""Say($"You wrote {query.Text} to {query.Id}.")""", TestName = "A sentence")]
    [TestCase("""var all = new Filters<Query>().Is(q => q.Id, id => id == 0 ? "n.Id IS NULL" : "n.Id = @Id", id => $"Note {id}")""",
        TestName = "Conditions of a filter and its description")]
    [TestCase("""var by = new ListOrder<Row>(descending: true) { { "n.Id", row => row.Id } }""", TestName = "A column of an order")]
    public void Accepts_SQL_built_from_constants(string code) => Assert.That(Reader(code).Values, Is.Empty);

    private static SqlHoles Reader(string code) => new([("Sql.cs", Around), ("Slice.cs", $$"""
        internal sealed class Slice(Db db)
        {
            private static string Equals(string column) => $"{column} = @Text";
            public void Run(Actor actor, Query query, long id, List<long> ids, TimeProvider clock)
            {
                {{code}};
            }
        }
        """)]);
}
