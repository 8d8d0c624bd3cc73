using System.Globalization;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>
/// Counts or measures a problem's test and computes its results, from the frozen plan if there is one, else from the draft.
/// </summary>
internal sealed class EvaluationReader(TestReader reader, MeasureReader measures, FirstIncidents firsts)
{
    /// <summary>Null if the plan has no complete test.</summary>
    public async Task<TestEvaluation?> Of(CaseFile file, CancellationToken ct)
    {
        var dossier = file.Dossier;
        var plan = dossier.Plan;
        if ((plan?.Sheet ?? dossier.Response).Evaluation.Test is not { IsComplete: true } test) return null;
        var found = test.Measure == TestMeasure.Incidents ? await Counted(dossier, test, ct) : await Measured(file, test, ct);
        return found with
        {
            Test = test,
            PlanHash = plan?.Hash,
            StartedOn = plan?.StartedOn,
            On = dossier.Today,
            IsAmended = plan is not null && dossier.Response.Evaluation.Test != test,
        };
    }

    private async Task<TestEvaluation> Measured(CaseFile file, ResponseTest test, CancellationToken ct)
    {
        var dossier = file.Dossier;
        var known = await measures.Of(file.Problem.Id, test, ct);
        var isOver = dossier.Today > test.After.To;
        var isFinal = dossier.Plan is not null && isOver && known is { Missing: null, Cells: [{ Before: not null }, ..] };
        var pending = dossier.Plan is null || !isOver ? Waiting(dossier.Plan, test)
            : known.Missing ?? "Nothing is known from the period before, so there is nothing to compare with.";
        return new()
        {
            Through = known.Through,
            IsFinal = isFinal,
            OtherExplanations = known.Differences,
            Results = MeasureEvaluator.Evaluate(test, known, isFinal, pending),
        };
    }

    private async Task<TestEvaluation> Counted(Dossier dossier, ResponseTest test, CancellationToken ct)
    {
        var plan = dossier.Plan;
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
            Through = through,
            IsFinal = isFinal,
            Results = Evaluator.Evaluate(test, counts, isFinal, soFar, plan is null || !isOver ? Waiting(plan, test) : Lacking(through)),
            // Once the response has started, the periods stay; the verdict names days of them without data.
            Doubts = plan is null && await firsts.Of(test.Filter, ct) is { } first ? [.. first.Doubts(test)] : [],
            Shapes = shapes,
            Counts = counts,
        };
    }

    /// <summary>What has to happen before there is a verdict.</summary>
    private static string Waiting(FrozenPlan? plan, ResponseTest test) => plan is null ? "The test begins when the response starts."
        : string.Create(CultureInfo.InvariantCulture, $"The period after ends on {test.After.To:MMMM d, yyyy}. Until then there is no "
            + $"verdict: early looks find changes that are not there.");

    private static string Lacking(DateOnly? through) => through is { } last
        ? string.Create(CultureInfo.InvariantCulture, $"The period after is over, but incidents are known only through "
            + $"{last:MMMM d, yyyy}. The verdict comes with the next import.")
        : "There are no incidents yet. Import them first.";
}

/// <summary>A test with everything that it says so far.</summary>
public sealed record TestEvaluation
{
    public ResponseTest Test { get; init; } = new();
    /// <summary>Of the frozen plan; null while the plan is a draft.</summary>
    public string? PlanHash { get; init; }
    public DateOnly? StartedOn { get; init; }
    /// <summary>Local date of the computation.</summary>
    public DateOnly On { get; init; }
    /// <summary>The last day of which incidents or measurements are known; null without any.</summary>
    public DateOnly? Through { get; init; }
    /// <summary>Whether the period after is over and everything of it is there, so that there is a verdict.</summary>
    public bool IsFinal { get; init; }
    /// <summary>Whether the test was amended after it was frozen. The frozen one decides.</summary>
    public bool IsAmended { get; init; }
    public TestResults Results { get; init; } = null!;
    /// <summary>What else could explain the result, as far as the program can see.</summary>
    public IReadOnlyList<string> OtherExplanations { get; init; } = [];

    /// <summary>What is wrong with the periods of a draft, as far as the incidents say it.</summary>
    public IReadOnlyList<string> Doubts { get; init; } = [];

    internal IReadOnlyList<TestShape> Shapes { get; init; } = [];
    internal TestCounts Counts { get; init; } = new(new Dictionary<TestCell, IReadOnlyList<DateOnly>>());
}
