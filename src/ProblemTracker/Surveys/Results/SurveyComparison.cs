using ProblemTracker.Analysis;

namespace ProblemTracker.Surveys;

/// <summary>The change of a figure from the wave before to the wave after, with its 95% confidence interval.</summary>
public sealed record SurveyComparison
{
    /// <summary>The key of the figure.</summary>
    public string Key { get; init; } = "";
    public SurveyComponent Component { get; init; }
    public string? Question { get; init; }
    /// <summary>Null for the change in the response area minus the change in the control area.</summary>
    public SurveyArea? Area { get; init; }
    public double? BeforePercent { get; init; }
    public int? BeforePeople { get; init; }
    public double? AfterPercent { get; init; }
    public int? AfterPeople { get; init; }
    /// <summary>In percentage points; positive if the share of the top two answers rose.</summary>
    public double Points { get; init; }
    public double Low { get; init; }
    public double High { get; init; }
    /// <summary>Whether the interval includes zero, so that you can't tell in which direction it changed.</summary>
    public bool CannotTell { get; init; }
}

/// <summary>Compares the last closed waves before and after, by area.</summary>
internal static class SurveyComparisons
{
    public static IReadOnlyList<SurveyComparison> Of(IReadOnlyList<WaveResults> waves)
    {
        var inResponse = Changes(waves, SurveyArea.Response);
        var inControl = Changes(waves, SurveyArea.Control);
        return
        [
            .. inResponse.Select(change => Row(change, SurveyArea.Response)),
            .. inControl.Select(change => Row(change, SurveyArea.Control)),
            .. from change in inResponse
               join other in inControl on change.Figure.Key equals other.Figure.Key
               select Row(new(change.Figure, null, Proportion.Difference(change.Estimate, other.Estimate)), null),
        ];
    }

    /// <param name="Before">Null for a difference of changes.</param>
    private sealed record Change(SurveyFigure Figure, SurveyFigure? Before, Estimate Estimate);

    private static IReadOnlyList<Change> Changes(IReadOnlyList<WaveResults> waves, SurveyArea area)
    {
        var before = Last(SurveyPhase.Before);
        var after = Last(SurveyPhase.After);
        if (before is null || after is null) return [];
        return [.. from figure in after.Figures
                   join earlier in before.Figures on figure.Key equals earlier.Key
                   where !figure.IsHidden && !earlier.IsHidden
                   select new Change(figure, earlier, Proportion.Newcombe(figure.TopTwoPercent!.Value / SurveyFigures.Percent,
                       figure.People!.Value, earlier.TopTwoPercent!.Value / SurveyFigures.Percent, earlier.People!.Value))];

        WaveResults? Last(SurveyPhase phase) =>
            waves.LastOrDefault(wave => wave.Phase == phase && wave.Area == area && wave.Figures.Count > 0);
    }

    private static SurveyComparison Row(Change change, SurveyArea? area) => new()
    {
        Key = change.Figure.Key,
        Component = change.Figure.Component,
        Question = change.Figure.Question,
        Area = area,
        BeforePercent = change.Before?.TopTwoPercent,
        BeforePeople = change.Before?.People,
        AfterPercent = change.Before is null ? null : change.Figure.TopTwoPercent,
        AfterPeople = change.Before is null ? null : change.Figure.People,
        Points = change.Estimate.Value!.Value * SurveyFigures.Percent,
        Low = change.Estimate.Interval!.Value.Low * SurveyFigures.Percent,
        High = change.Estimate.Interval.Value.High * SurveyFigures.Percent,
        CannotTell = change.Estimate.IncludesZero,
    };
}
