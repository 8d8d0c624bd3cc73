namespace ProblemTracker.Reports;

/// <param name="Today">The day the report was made, in the agency's time zone.</param>
/// <param name="Closings">A row for each category that has a closed problem.</param>
/// <param name="Objectives">A row for each kind of measure and neighborhood.</param>
/// <param name="ByKind">The same for each kind in all neighborhoods.</param>
/// <param name="Techniques">
/// Techniques used: first those with enough cases, ranked by their share of improved problems, then the others by name.
/// </param>
/// <param name="FollowUp">A row for each category with a closing that needs a follow-up.</param>
public sealed record OutcomesReport(
    DateOnly Today, IReadOnlyList<ClosingRow> Closings, ClosingRow AllClosings,
    IReadOnlyList<ObjectiveCell> Objectives, IReadOnlyList<ObjectiveCell> ByKind, ObjectiveCell AllObjectives,
    IReadOnlyList<TechniqueRow> Techniques, IReadOnlyList<FollowUpRow> FollowUp, FollowUpRow AllFollowUp, VerdictOrigins Origins,
    OutcomesDefinitions Definitions)
        : IReport
{
    public ReportTable ToTable() => new("outcomes", FigureTable.Header, OutcomesTable.Rows(this));
}

/// <param name="CategoryCode">Null in the row for all categories.</param>
/// <param name="Verdicts">Every verdict in order, then problems without one.</param>
/// <param name="Reasons">Every closing reason in order.</param>
public sealed record ClosingRow(string? CategoryCode, string? Category, Figure Closed, IReadOnlyList<VerdictCount> Verdicts,
    IReadOnlyList<ReasonCount> Reasons);

/// <param name="Verdict">Null for problems without a verdict.</param>
/// <param name="WithoutTest">Of these, those without a pre-set test; null for verdicts that claim no improvement.</param>
public sealed record VerdictCount(Verdict? Verdict, Figure Problems, Figure? WithoutTest);

public sealed record ReasonCount(ClosingReason Reason, Figure Problems);

/// <summary>Objectives of one kind in one neighborhood. Their units differ, so they are counted, not added up.</summary>
/// <param name="Kind">Null if the worksheet does not say, and in the row for all kinds.</param>
/// <param name="NeighborhoodId">Null in rows for all neighborhoods.</param>
/// <param name="Moved">Of those measured, those that moved in the intended direction.</param>
/// <param name="MovedDoubted">Of those that moved, those of problems with the verdict no change, worse or cannot tell.</param>
/// <param name="Reached">Of those measured that have a target, those that reached it.</param>
public sealed record ObjectiveCell(MeasureKind? Kind, long? NeighborhoodId, string? Neighborhood, Figure Objectives, Figure Measured,
    Share Moved, Figure MovedDoubted, Share Reached);

/// <param name="Improved">Of the closed problems with a verdict whose plan used the technique, those that improved.</param>
/// <param name="ImprovedWithoutTest">Of those that improved, those without a pre-set test.</param>
/// <param name="PartlyImproved">Of the same closed problems, those that partly improved.</param>
/// <param name="MayBeCompared">Whether there are enough cases to rank it.</param>
public sealed record TechniqueRow(Technique Technique, Share Improved, Figure ImprovedWithoutTest,
    Figure PartlyImproved, bool MayBeCompared);

/// <param name="CategoryCode">Null in the row for all categories.</param>
/// <param name="Sustained">Of the closings with a follow-up, those found sustained.</param>
/// <param name="Waiting">Closings whose follow-up is due and not recorded.</param>
public sealed record FollowUpRow(string? CategoryCode, string? Category, Share Sustained, Figure Recurred, Figure Unknown,
    Figure Waiting, Figure NotYetDue);

/// <summary>Definitions of the figures, shown beside them.</summary>
public sealed record OutcomesDefinitions
{
    public string Dates { get; init; } = "Dates are closing dates: the latest one for problems that were reopened.";
    public string Verdict { get; init; } = "What the assessment concluded; a problem closed early may have no verdict.";
    public string Origins { get; init; } = VerdictOrigins.Definition;
    public string WithoutTest { get; init; } =
        "No pre-set test: the evaluation plan was not frozen before the response began.";
    public string Reason { get; init; } = "The reason given when the problem was closed.";
    public string Objectives { get; init; } =
        "Objectives of closed problems by kind of measure; their units differ, so they are counted, not added up.";
    public string Measured { get; init; } = "Objectives with a direction and with values from before and after the response.";
    public string Moved { get; init; } =
        "Of those measured, those that moved in the intended direction, up or down, by any amount. Not supported by the assessment: the "
            + "verdict is no change, worse or cannot tell.";
    public string Reached { get; init; } = "Of those measured that have a target, those that reached or passed it.";
    public string Technique { get; init; } =
        "Closed problems with a verdict whose plan had an action with the technique. Urgent safety measures and dropped actions "
            + "don't count.";
    public string Improved { get; init; } = "Of these, those with the verdict improved; partly improved is counted separately.";
    public string NotTheCause { get; init; } =
        "Most plans use several techniques, so these figures do not show which one caused the improvement.";
    public string TooFew { get; init; } =
        $"Techniques used in fewer than {Share.FewestForRank} problems are listed by name and not ranked.";
    public string Percent { get; init; } =
        "In parentheses: the range that likely contains the true share (95% Wilson confidence interval). With fewer than "
            + $"{Share.FewestForPercent} cases, no percentage is shown.";
    public string Cases { get; init; } =
        "Objectives of one problem are not independent, so percentages and ranges are based on the number of problems shown.";
    public string Sustained { get; init; } = "Of the closings with a follow-up recorded, those whose result was sustained.";
    public string Recurred { get; init; } = "Follow-up recorded: the problem recurred.";
    public string Unknown { get; init; } = "Follow-up recorded: unknown whether the result was sustained.";
    public string Waiting { get; init; } = $"Closed at least {Ladder.FollowUpMonths} months ago with no follow-up recorded.";
    public string NotYetDue { get; init; } = $"Closed less than {Ladder.FollowUpMonths} months ago.";
}

/// <summary>The report as a table with one row per figure.</summary>
internal static class OutcomesTable
{
    public static IEnumerable<IReadOnlyList<object?>> Rows(OutcomesReport report) =>
    [
        .. report.Closings.Append(report.AllClosings).SelectMany(Rows),
        .. report.Origins.Rows(),
        .. report.Objectives.SelectMany(cell => Rows(cell, cell.Kind is { } kind ? Wording.Of(kind) : "Not given")),
        .. report.ByKind.SelectMany(cell => Rows(cell, cell.Kind is { } kind ? Wording.Of(kind) : "Not given")),
        .. Rows(report.AllObjectives, "All"),
        .. report.Techniques.SelectMany(Rows),
        .. report.FollowUp.Append(report.AllFollowUp).SelectMany(Rows),
    ];

    private static IEnumerable<IReadOnlyList<object?>> Rows(ClosingRow row)
    {
        var about = row.Category ?? "All";
        yield return FigureTable.Row("closings", about, "closed", row.Closed);
        foreach (var (verdict, problems, untested) in row.Verdicts)
        {
            yield return FigureTable.Row("verdicts", about, verdict is { } found ? Wording.Of(found) : "No verdict", problems);
            if (untested is not null)
                yield return FigureTable.Row("verdicts", about, Verdicts.Describe(verdict!.Value, presetTest: false), untested);
        }
        foreach (var (reason, problems) in row.Reasons)
            yield return FigureTable.Row("closing reasons", about, Wording.Of(reason), problems);
    }

    private static IEnumerable<IReadOnlyList<object?>> Rows(ObjectiveCell cell, string kind) =>
    [
        FigureTable.Row("objectives", kind, "objectives", cell.Objectives, cell.Neighborhood ?? "All"),
        FigureTable.Row("objectives", kind, "measured", cell.Measured, cell.Neighborhood ?? "All"),
        FigureTable.Row("objectives", kind, "moved in the intended direction", cell.Moved, cell.Neighborhood ?? "All"),
        FigureTable.Row("objectives", kind, "moved in the intended direction, not supported by the assessment", cell.MovedDoubted,
            cell.Neighborhood ?? "All"),
        FigureTable.Row("objectives", kind, "target reached", cell.Reached, cell.Neighborhood ?? "All"),
    ];

    private static IEnumerable<IReadOnlyList<object?>> Rows(TechniqueRow row) =>
    [
        FigureTable.Row("techniques", Wording.Of(row.Technique), "improved", row.Improved),
        FigureTable.Row("techniques", Wording.Of(row.Technique), "improved, no pre-set test", row.ImprovedWithoutTest),
        FigureTable.Row("techniques", Wording.Of(row.Technique), "partly improved", row.PartlyImproved),
    ];

    private static IEnumerable<IReadOnlyList<object?>> Rows(FollowUpRow row)
    {
        var about = row.Category ?? "All";
        yield return FigureTable.Row("follow-up", about, "sustained", row.Sustained);
        yield return FigureTable.Row("follow-up", about, "recurred", row.Recurred);
        yield return FigureTable.Row("follow-up", about, "unknown", row.Unknown);
        yield return FigureTable.Row("follow-up", about, "overdue", row.Waiting);
        yield return FigureTable.Row("follow-up", about, "not yet due", row.NotYetDue);
    }
}
