namespace ProblemTracker.Problems;

/// <summary>
/// A row of ProblemObjective: an objective from the Response worksheet with its outcome from the Assessment worksheet, so that reports
/// don't have to parse worksheets.
/// </summary>
internal sealed record ObjectiveRow
{
    public string ObjectiveKey { get; init; } = "";
    public string? Measure { get; init; }
    public string? Kind { get; init; }
    public string? Unit { get; init; }
    public string? Direction { get; init; }
    public double? BaselineValue { get; init; }
    public double? TargetValue { get; init; }
    public DateOnly? TargetDate { get; init; }
    public double? AfterValue { get; init; }
}

internal static class ObjectiveRows
{
    public const string Select = """
        SELECT ObjectiveKey, Measure, Kind, Unit, Direction, BaselineValue, TargetValue, TargetDate, AfterValue
        FROM ProblemObjective WHERE ProblemId = @ProblemId
        """;

    /// <summary>Builds the rows from the two worksheets.</summary>
    public static IReadOnlyList<ObjectiveRow> Of(ResponseSheet response, AssessmentSheet assessment) =>
        [.. response.Objectives.Where(o => o.Key is not null).Select(o => Of(o, assessment))];

    /// <summary>Rewrites the rows if they differ from the worksheets.</summary>
    public static IEnumerable<PendingWrite> Changes(long problemId, IReadOnlyList<ObjectiveRow> kept, IReadOnlyList<ObjectiveRow> wanted)
    {
        if (kept.ToHashSet().SetEquals(wanted)) yield break;
        yield return new("DELETE FROM ProblemObjective WHERE ProblemId = @problemId", new { problemId });
        foreach (var row in wanted)
            yield return new("""
                INSERT INTO ProblemObjective (ProblemId, ObjectiveKey, Measure, Kind, Unit, Direction,
                    BaselineValue, TargetValue, TargetDate, AfterValue)
                VALUES (@problemId, @ObjectiveKey, @Measure, @Kind, @Unit, @Direction,
                    @BaselineValue, @TargetValue, @TargetDate, @AfterValue)
                """, new
            {
                problemId,
                row.ObjectiveKey,
                row.Measure,
                row.Kind,
                row.Unit,
                row.Direction,
                row.BaselineValue,
                row.TargetValue,
                row.TargetDate,
                row.AfterValue,
            });
    }

    private static ObjectiveRow Of(Objective objective, AssessmentSheet assessment) => new()
    {
        ObjectiveKey = objective.Key!,
        Measure = objective.Measure,
        Kind = objective.Kind?.ToString(),
        Unit = objective.Unit,
        Direction = objective.Direction?.ToString(),
        BaselineValue = (double?)objective.Baseline,
        TargetValue = (double?)objective.Target,
        TargetDate = objective.TargetDate,
        AfterValue = (double?)assessment.Outcomes.FirstOrDefault(row => row.ObjectiveKey == objective.Key)?.After,
    };
}
