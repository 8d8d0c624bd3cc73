namespace ProblemTracker.Reports;

/// <summary>Where the verdicts of closed problems come from.</summary>
/// <param name="AsComputed">The same as the rule of the frozen test gave.</param>
/// <param name="Differs">Another one than the rule gave, with a reason.</param>
/// <param name="Typed">Without a result that the program computed.</param>
public sealed record VerdictOrigins(Figure AsComputed, Figure Differs, Figure Typed)
{
    public const string Definition = "Computed: the plan had a test that the program carried out, and the verdict is the one that its rule "
        + "gives. Differs: the team gave another, with a reason. Typed: nothing was computed.";

    private sealed record Row
    {
        public int AsComputed { get; init; }
        public int Differs { get; init; }
        public int Typed { get; init; }
    }

    /// <param name="where">Conditions on <c>p</c> for the closed problems.</param>
    /// <param name="list">The list of so many problems with one more condition.</param>
    internal static async Task<VerdictOrigins> Of(
        Db db, Predicates where, object args, Func<int, (string Name, string? Value), Figure> list, CancellationToken ct)
    {
        var row = await db.Single<Row>($"""
            SELECT COALESCE(SUM(IIF(t.Verdict = p.Verdict, 1, 0)), 0) AS AsComputed,
                COALESCE(SUM(IIF(t.Verdict <> p.Verdict, 1, 0)), 0) AS Differs,
                COALESCE(SUM(IIF(t.Verdict IS NULL, 1, 0)), 0) AS Typed
            FROM Problem p LEFT JOIN PlanTest t ON t.ProblemId = p.Id AND t.IsFinal = 1
            {where.When(true, "p.Verdict IS NOT NULL")}
            """, args, ct);
        return new(At(row.AsComputed, VerdictOrigin.AsComputed), At(row.Differs, VerdictOrigin.Differs),
            At(row.Typed, VerdictOrigin.Typed));

        Figure At(int value, VerdictOrigin origin) => list(value, ("verdictOrigin", origin.ToString()));
    }

    internal IEnumerable<IReadOnlyList<object?>> Rows() =>
    [
        FigureTable.Row("verdicts", "All", "computed", AsComputed), FigureTable.Row("verdicts", "All", "differ from their rule", Differs),
        FigureTable.Row("verdicts", "All", "typed", Typed),
    ];
}
