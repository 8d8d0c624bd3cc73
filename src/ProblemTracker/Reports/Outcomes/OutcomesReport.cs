namespace ProblemTracker.Reports;

/// <param name="Today">The day it was drawn up, in the agency's time zone.</param>
/// <param name="Closings">A row for each category that has a closed problem.</param>
/// <param name="Objectives">A row for each kind of measure and neighborhood.</param>
/// <param name="ByKind">The same for each kind, everywhere.</param>
/// <param name="Techniques">Those used, in order of their share of improved problems where there are enough cases; the others follow by
/// name.</param>
/// <param name="FollowUp">A row for each category in which something can have held.</param>
public sealed record OutcomesReport(
    DateOnly Today, IReadOnlyList<ClosingRow> Closings, ClosingRow AllClosings,
    IReadOnlyList<ObjectiveCell> Objectives, IReadOnlyList<ObjectiveCell> ByKind, ObjectiveCell AllObjectives,
    IReadOnlyList<TechniqueRow> Techniques, IReadOnlyList<FollowUpRow> FollowUp, FollowUpRow AllFollowUp, OutcomesDefinitions Definitions)
        : IReport
{
    public ReportTable ToTable() => new("outcomes", FigureTable.Header, OutcomesTable.Rows(this));
}

/// <param name="CategoryCode">Null in the row for all categories.</param>
/// <param name="Verdicts">Each verdict in its order, then the problems without one.</param>
/// <param name="Reasons">Each closing reason in its order.</param>
public sealed record ClosingRow(string? CategoryCode, string? Category, Figure Closed, IReadOnlyList<VerdictCount> Verdicts,
    IReadOnlyList<ReasonCount> Reasons);

/// <param name="Verdict">Null: no verdict.</param>
/// <param name="WithoutTest">Of these, those without a pre-set test; null for verdicts that claim nothing.</param>
public sealed record VerdictCount(Verdict? Verdict, Figure Problems, Figure? WithoutTest);

public sealed record ReasonCount(ClosingReason Reason, Figure Problems);

/// <summary>Objectives of one kind in one neighborhood. Units differ, so they are counted, never added.</summary>
/// <param name="Kind">Null where the sheet does not say, and in the row for all kinds.</param>
/// <param name="NeighborhoodId">Null in rows for all neighborhoods.</param>
/// <param name="Moved">Of those measured, those that moved in the wanted direction.</param>
/// <param name="MovedDoubted">Of those that moved, those of problems whose assessment says no change, worse or cannot tell.</param>
/// <param name="Reached">Of those measured that have a target, those that came as far.</param>
public sealed record ObjectiveCell(MeasureKind? Kind, long? NeighborhoodId, string? Neighborhood, Figure Objectives, Figure Measured,
    Share Moved, Figure MovedDoubted, Share Reached);

/// <param name="Improved">Of the closed problems with a verdict whose plan used it, those that improved.</param>
/// <param name="ImprovedWithoutTest">Of those that improved, those without a pre-set test.</param>
/// <param name="PartlyImproved">Of the same, those that improved in part.</param>
/// <param name="MayBeCompared">Whether there are cases enough to put it in an order.</param>
public sealed record TechniqueRow(Technique Technique, Share Improved, Figure ImprovedWithoutTest,
    Figure PartlyImproved, bool MayBeCompared);

/// <param name="CategoryCode">Null in the row for all categories.</param>
/// <param name="Sustained">Of those looked at again, those that held.</param>
/// <param name="Waiting">Due to be looked at again, and nobody has.</param>
public sealed record FollowUpRow(string? CategoryCode, string? Category, Share Sustained, Figure Recurred, Figure Unknown,
    Figure Waiting, Figure NotYetDue);

/// <summary>What each figure counts, to be shown beside it.</summary>
public sealed record OutcomesDefinitions
{
    public string Dates { get; init; } = "Dates are those on which problems were closed, for the last time if they were reopened.";
    public string Verdict { get; init; } = "What the assessment found. A problem closed early may have no verdict.";
    public string WithoutTest { get; init; } =
        "No pre-set test: what would count as success was not written down before the response began.";
    public string Reason { get; init; } = "Why the problem was closed, as the closing says.";
    public string Objectives { get; init; } =
        "Objectives of closed problems by what they measure. Their units differ, so they are counted and never added up.";
    public string Measured { get; init; } = "There is a number before and one after.";
    public string Moved { get; init; } =
        "Of those measured, those that moved in the wanted direction at all, up or down, by however little. Doubted by the assessment: it "
            + "says no change, worse or cannot tell.";
    public string Reached { get; init; } = "Of those measured that have a target, those that came as far or beyond.";
    public string Technique { get; init; } =
        "Closed problems with a verdict that had the technique in an action of the plan. Interim and dropped actions don't count.";
    public string Improved { get; init; } = "Of these, those whose verdict is improved; partly improved is counted beside it.";
    public string NotTheCause { get; init; } =
        "Most plans use several techniques. One that was used beside others is not shown to be the cause.";
    public string TooFew { get; init; } =
        $"Techniques used in fewer than {Share.FewestForRank} problems are too few to compare: they follow by name, and are not put in "
            + "order.";
    public string Percent { get; init; } =
        $"In brackets: the range in which the share may well lie (95%, Wilson). With fewer than {Share.FewestForPercent} cases there is no "
            + "percentage.";
    public string Cases { get; init; } =
        "Objectives of one problem share its fate: percentage and range stand on so many problems, not objectives.";
    public string Sustained { get; init; } = "Of the closings looked at again, those that still held.";
    public string Recurred { get; init; } = "Looked at again: the problem is back.";
    public string Unknown { get; init; } = "Looked at again: nobody can tell.";
    public string Waiting { get; init; } = $"Closed more than {Ladder.FollowUpMonths} months ago, and nobody has said yet whether it held.";
    public string NotYetDue { get; init; } = $"Closed less than {Ladder.FollowUpMonths} months ago.";
}

/// <summary>The report with a row for each of its figures.</summary>
internal static class OutcomesTable
{
    public static IEnumerable<IReadOnlyList<object?>> Rows(OutcomesReport report) =>
    [
        .. report.Closings.Append(report.AllClosings).SelectMany(Rows),
        .. report.Objectives.SelectMany(cell => Rows(cell, cell.Kind is { } kind ? Wording.Of(kind) : "Not said")),
        .. report.ByKind.SelectMany(cell => Rows(cell, cell.Kind is { } kind ? Wording.Of(kind) : "Not said")),
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
        foreach (var (reason, problems) in row.Reasons) yield return FigureTable.Row("closing reasons", about,
            Wording.Of(reason), problems);
    }

    private static IEnumerable<IReadOnlyList<object?>> Rows(ObjectiveCell cell, string kind) =>
    [
        FigureTable.Row("objectives", kind, "objectives", cell.Objectives, cell.Neighborhood ?? "All"),
        FigureTable.Row("objectives", kind, "measured", cell.Measured, cell.Neighborhood ?? "All"),
        FigureTable.Row("objectives", kind, "moved as wanted", cell.Moved, cell.Neighborhood ?? "All"),
        FigureTable.Row("objectives", kind, "moved as wanted, doubted by the assessment", cell.MovedDoubted, cell.Neighborhood ?? "All"),
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
        yield return FigureTable.Row("followUp", about, "sustained", row.Sustained);
        yield return FigureTable.Row("followUp", about, "recurred", row.Recurred);
        yield return FigureTable.Row("followUp", about, "cannot tell", row.Unknown);
        yield return FigureTable.Row("followUp", about, "waiting", row.Waiting);
        yield return FigureTable.Row("followUp", about, "not yet due", row.NotYetDue);
    }
}
