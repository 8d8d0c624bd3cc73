using System.Globalization;

namespace ProblemTracker.Evidence;

/// <summary>Counts a problem's test and computes its results, from the frozen plan if there is one, else from the draft.</summary>
internal sealed class EvaluationReader(TestReader reader)
{
    /// <summary>Null if the plan has no complete test.</summary>
    public async Task<TestEvaluation?> Of(Dossier dossier, CancellationToken ct)
    {
        var plan = dossier.Plan;
        if ((plan?.Sheet ?? dossier.Response).Evaluation.Test is not { IsComplete: true } test) return null;
        var through = await reader.LastDay(dossier.Today, ct);
        var (isOver, hasData) = (dossier.Today > test.After.To, through >= test.After.To);
        // While the period after goes on, its incidents so far are counted.
        var soFar = test.After.To < through ? test.After.To!.Value : through ?? test.Before.To!.Value;
        var shapes = TestShape.Of(test);
        var counts = await reader.Count(test.Filter, shapes, test.Before.From!.Value,
            isOver && hasData ? test.After.To!.Value : soFar > test.Before.To ? soFar : test.Before.To!.Value, ct);
        var isFinal = plan is not null && isOver && hasData;
        return new()
        {
            Test = test,
            PlanHash = plan?.Hash,
            StartedOn = plan?.StartedOn,
            On = dossier.Today,
            Through = through,
            IsFinal = isFinal,
            IsAmended = plan is not null && dossier.Response.Evaluation.Test != test,
            Results = Evaluator.Evaluate(test, counts, isFinal, soFar, Waiting(plan, test, isOver, through)),
            Shapes = shapes,
            Counts = counts,
        };
    }

    /// <summary>What has to happen before there is a verdict.</summary>
    private static string Waiting(FrozenPlan? plan, CountedTest test, bool isOver, DateOnly? through) =>
        plan is null ? "The test begins when the response starts."
        : !isOver ? string.Create(CultureInfo.InvariantCulture,
            $"The period after ends on {test.After.To:MMMM d, yyyy}. Until then there is no verdict: early looks find changes that are not "
            + $"there.")
        : through is { } last ? string.Create(CultureInfo.InvariantCulture,
            $"The period after is over, but incidents are known only through {last:MMMM d, yyyy}. The verdict comes with the next import.")
        : "There are no incidents yet. Import them first.";
}

/// <summary>A test with everything that it says so far.</summary>
public sealed record TestEvaluation
{
    public CountedTest Test { get; init; } = new();
    /// <summary>Of the frozen plan; null while the plan is a draft.</summary>
    public string? PlanHash { get; init; }
    public DateOnly? StartedOn { get; init; }
    /// <summary>Local date of the computation.</summary>
    public DateOnly On { get; init; }
    /// <summary>The last day with incidents; null without any.</summary>
    public DateOnly? Through { get; init; }
    /// <summary>Whether the period after is over and its incidents are there, so that there is a verdict.</summary>
    public bool IsFinal { get; init; }
    /// <summary>Whether the test was amended after it was frozen. The frozen one decides.</summary>
    public bool IsAmended { get; init; }
    public TestResults Results { get; init; } = null!;
    /// <summary>What else could explain the result, as far as the program can see.</summary>
    public IReadOnlyList<string> OtherExplanations { get; init; } = [];

    internal IReadOnlyList<TestShape> Shapes { get; init; } = [];
    internal TestCounts Counts { get; init; } = new(new Dictionary<TestCell, IReadOnlyList<DateOnly>>());
}
