namespace ProblemTracker.Data;

/// <summary>
/// A WHERE clause that contains only the conditions in use, since <c>@x IS NULL OR …</c> would prevent the use of indexes.
/// Immutable, so that the queries for a total and a page can share their first conditions.
/// </summary>
public sealed class Predicates
{
    private readonly string _sql;

    public Predicates(string first) => _sql = $"WHERE {first}";

    public Predicates When(bool inUse, string predicate) => inUse ? new(_sql[6..] + $" AND {predicate}") : this;

    public override string ToString() => _sql;
}
