namespace ProblemTracker.Reports;

/// <param name="Today">The day the report was made, in the agency's time zone.</param>
/// <param name="Scored">Of the closed problems, those scored by their team.</param>
/// <param name="Mean">Mean weighted score, 0 to 10, rounded to a hundredth; null if none is scored.</param>
/// <param name="Median">Median weighted score, 0 to 10, rounded to a hundredth; null if none is scored.</param>
/// <param name="Stages">The mean score of each stage.</param>
/// <param name="Distribution">The weighted scores in five bands.</param>
/// <param name="Overridden">Of the closed problems, those that passed a gate by an override.</param>
/// <param name="Gates">Closed problems by overridden gate; one problem can have several.</param>
/// <param name="Codes">Closed problems by overridden requirement, in the order of the worksheets.</param>
/// <param name="Frozen">Of the closed problems that were in Response, those whose plan was frozen before any action was done.</param>
public sealed record QualityReport(
    DateOnly Today, Share Scored, double? Mean, double? Median, IReadOnlyList<StageMean> Stages, IReadOnlyList<ScoreBand> Distribution,
    Share Overridden, IReadOnlyList<GateCount> Gates, IReadOnlyList<CodeCount> Codes, Share Frozen, VerdictOrigins Origins,
    QualityDefinitions Definitions)
        : IReport
{
    public ReportTable ToTable() => new("quality", FigureTable.Header, QualityTable.Rows(this));
}

/// <param name="Weight">The stage's weight in the weighted score.</param>
/// <param name="Mean">0 to 10, rounded to a hundredth; null if none is scored.</param>
public sealed record StageMean(Stage Stage, int Weight, double? Mean);

/// <param name="AtLeast">Lowest weighted score, inclusive.</param>
/// <param name="Below">Highest weighted score, exclusive except in the last band.</param>
public sealed record ScoreBand(int AtLeast, int Below, Figure Problems)
{
    /// <summary>The label on pages and in files.</summary>
    public string InWords => Below == SelfScores.Highest ? $"{AtLeast} to {Below}" : $"{AtLeast} to under {Below}";
}

public sealed record GateCount(Gate Gate, Figure Problems);

/// <param name="Code">The code of the requirement.</param>
public sealed record CodeCount(string Code, Figure Problems);

/// <summary>Definitions of the figures, shown beside them.</summary>
public sealed record QualityDefinitions
{
    public string Dates { get; init; } = "Dates are closing dates: the latest one for problems that were reopened.";
    public string Scored { get; init; } =
        "Closed problems for which the team scored all four stages, with a reason for each score. The scores are the team's own judgment "
            + "of the work, not of a person.";
    public string Weighted { get; init; } =
        $"Each stage is scored from {SelfScores.Lowest} to {SelfScores.Highest}; in the weighted score, Analysis and Assessment count "
            + "double.";
    public string Mean { get; init; } = "The sum of the weighted scores divided by their number; with few problems it says little.";
    public string Median { get; init; } = "Half of the weighted scores are lower, half higher.";
    public string Overridden { get; init; } =
        "Closed problems that passed at least one gate because a supervisor overrode requirements; a problem can count in several rows.";
    public string Frozen { get; init; } =
        "Of the closed problems that were ever in Response, those whose plan was frozen before any action was done; urgent safety "
            + "measures don't count.";
    public string Origins { get; init; } = VerdictOrigins.Definition;
    public string Percent { get; init; } =
        "In parentheses: the range that likely contains the true share (95% Wilson confidence interval). With fewer than "
            + $"{Share.FewestForPercent} cases, no percentage is shown.";
}

/// <summary>The report as a table with one row per figure.</summary>
internal static class QualityTable
{
    public static IEnumerable<IReadOnlyList<object?>> Rows(QualityReport report) =>
    [
        FigureTable.Row("scores", "All", "scored", report.Scored),
        FigureTable.Row("scores", "All", "mean", report.Mean),
        FigureTable.Row("scores", "All", "median", report.Median),
        .. report.Stages.Select(stage => FigureTable.Row("scores", Wording.Of(stage.Stage), "mean", stage.Mean)),
        .. report.Distribution.Select(band => FigureTable.Row("scores", band.InWords, "problems", band.Problems)),
        .. report.Origins.Rows(),
        FigureTable.Row("overridden", "All", "problems", report.Overridden),
        .. report.Gates.Select(gate => FigureTable.Row("overridden", Wording.Of(gate.Gate), "problems", gate.Problems)),
        .. report.Codes.Select(code => FigureTable.Row("overridden", code.Code, "problems", code.Problems)),
        FigureTable.Row("plans", "All", "frozen before work began", report.Frozen),
    ];
}
