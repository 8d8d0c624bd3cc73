namespace ProblemTracker.Data;

/// <summary>
/// A WHERE clause of constant fragments, only those in use: <c>@x IS NULL OR …</c> would defeat every index.
/// Immutable, so that a total and a page can share their beginning.
/// </summary>
public sealed class Predicates
{
    private readonly string _sql;

    public Predicates(string first) => _sql = $"WHERE {first}";

    public Predicates When(bool inUse, string predicate) => inUse ? new(_sql[6..] + $" AND {predicate}") : this;

    public override string ToString() => _sql;
}
