using MediatR;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Reports;

namespace ProblemTracker.Pages.Reports;

/// <summary>How many concerns came in, how fast they were decided, and what became of them.</summary>
public sealed class ConcernsReportPage(IMediator mediator) : ReportPage<ConcernsReport>(mediator)
{
    public override string Name => "concerns";

    public override bool CountsProblems => false;

    protected override IQuery<ConcernsReport> Message => new ReadConcernsReport(Filter);

    public Chart Chart => new(ChartKind.Columns, "Concerns received by month, and how many of them are decided.", "Concerns",
        [.. Report!.Periods.SelectMany(row => new ChartPoint[]
        {
            new(row.Label, row.Received, "Received"), new(row.Label, row.DecidedCount, "Decided"),
        })])
    {
        Series = ["Received", "Decided"],
    };
}

/// <summary>Model of <c>_ConcernsTable</c>.</summary>
/// <param name="Caption">For screen readers.</param>
/// <param name="Head">What the first column is.</param>
/// <param name="Rows">The total last.</param>
public sealed record ConcernsRows(string Caption, string Head, IReadOnlyList<ConcernsRow> Rows, ConcernsDefinitions Says)
{
    /// <param name="median">Calendar days; null if there are none.</param>
    /// <param name="count">Concerns that the median is of.</param>
    public static string Of(InTime share, double? median, int count) => share.Whole == 0 && median is null ? "None"
        : $"{share.Part} of {share.Whole}"
            + (share.Percent is { } percent ? $": {percent:0.#}% ({share.Low:0.#} to {share.High:0.#}%)" : "")
            + (median is { } days ? $". Median {days:#,0.#} {(days == 1 ? "day" : "days")}, n = {count:N0}" : "");
}
