namespace ProblemTracker.Reports;

/// <param name="Today">The day it was drawn up, in the agency's time zone.</param>
/// <param name="Scored">Of the closed problems, those that their team scored.</param>
/// <param name="Mean">Of the weighted scores, 0 to 10, to a hundredth; null where none is scored.</param>
/// <param name="Median">Half of the weighted scores are lower, half higher.</param>
/// <param name="Stages">The mean of each stage's own score.</param>
/// <param name="Distribution">The weighted scores in five bands.</param>
/// <param name="Overridden">Of the closed problems, those that passed a gate although something was missing.</param>
/// <param name="Gates">Closed problems by the gate that was overridden; one can have several.</param>
/// <param name="Codes">Closed problems by what was missing, most first.</param>
/// <param name="Frozen">Of the closed problems that were in Response, those whose plan and test were frozen before anything was
/// done.</param>
public sealed record QualityReport(
    DateOnly Today, Share Scored, double? Mean, double? Median, IReadOnlyList<StageMean> Stages, IReadOnlyList<ScoreBand> Distribution,
    Share Overridden, IReadOnlyList<GateCount> Gates, IReadOnlyList<CodeCount> Codes, Share Frozen, QualityDefinitions Definitions)
        : IReport
{
    public ReportTable ToTable() => new("quality", FigureTable.Header, QualityTable.Rows(this));
}

/// <param name="Weight">How often the stage counts in the weighted score.</param>
/// <param name="Mean">0 to 10, to a hundredth; null where none is scored.</param>
public sealed record StageMean(Stage Stage, int Weight, double? Mean);

/// <param name="AtLeast">Weighted scores from here.</param>
/// <param name="Below">To just below; the last band takes in its end.</param>
public sealed record ScoreBand(int AtLeast, int Below, Figure Problems)
{
    /// <summary>As it is written on pages.</summary>
    public string InWords => Below == SelfScores.Highest ? $"{AtLeast} to {Below}" : $"{AtLeast} to under {Below}";
}

public sealed record GateCount(Gate Gate, Figure Problems);

/// <param name="Code">The code of the shortfall.</param>
public sealed record CodeCount(string Code, Figure Problems);

/// <summary>What each figure counts, to be shown beside it.</summary>
public sealed record QualityDefinitions
{
    public string Dates { get; init; } = "Dates are those on which problems were closed, for the last time if they were reopened.";
    public string Scored { get; init; } =
        "Closed problems for which the team gave all four stages a score, with a sentence for each. It is their own judgment of the work, "
            + "not of a person.";
    public string Weighted { get; init; } =
        $"Each stage is scored from {SelfScores.Lowest} to {SelfScores.Highest}. In the weighted score Analysis and Assessment count "
            + "double.";
    public string Mean { get; init; } = "The sum of the weighted scores divided by how many there are. With few problems it says little.";
    public string Median { get; init; } = "Half of the weighted scores are lower, half higher.";
    public string Overridden { get; init; } =
        "Closed problems that passed at least one gate because a supervisor overrode requirements. One problem can stand in several rows.";
    public string Frozen { get; init; } =
        "Of the closed problems that were ever in Response, those whose plan and test were frozen before any of its actions was done. "
            + "Urgent safety measures don't count.";
    public string Percent { get; init; } =
        $"In brackets: the range in which the share may well lie (95%, Wilson). With fewer than {Share.FewestForPercent} cases there is no "
            + "percentage.";
}

/// <summary>The report with a row for each of its figures.</summary>
internal static class QualityTable
{
    public static IEnumerable<IReadOnlyList<object?>> Rows(QualityReport report) =>
    [
        FigureTable.Row("scores", "All", "scored", report.Scored),
        FigureTable.Row("scores", "All", "mean", report.Mean),
        FigureTable.Row("scores", "All", "median", report.Median),
        .. report.Stages.Select(stage => FigureTable.Row("scores", Wording.Of(stage.Stage), "mean", stage.Mean)),
        .. report.Distribution.Select(band => FigureTable.Row("scores", band.InWords, "problems", band.Problems)),
        FigureTable.Row("overridden", "All", "problems", report.Overridden),
        .. report.Gates.Select(gate => FigureTable.Row("overridden", Wording.Of(gate.Gate), "problems", gate.Problems)),
        .. report.Codes.Select(code => FigureTable.Row("overridden", code.Code, "problems", code.Problems)),
        FigureTable.Row("plans", "All", "frozen in time", report.Frozen),
    ];
}
