using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Evidence;
using ProblemTracker.Maps;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Patrol;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>Whether the response worked: what was done, what changed, how sure that is, and what else could explain it.</summary>
public sealed class VerdictPage(IMediator mediator) : CasePage(mediator)
{
    public TestEvaluation? Evaluation { get; private set; }

    public IReadOnlyList<TaskDosage> Dosage { get; private set; } = [];

    /// <summary>The plan in force; null before the response starts.</summary>
    public PlanDetails? Plan => Case.Plans.FirstOrDefault(plan => plan.InForce);

    public bool MayWork => Case.Allowed.WorkEvidence && !IsClosed;

    /// <summary>What the team's process findings say of each planned action.</summary>
    public string CarriedOut(ActionDetails action) =>
        Case.Assessment.Process.FirstOrDefault(row => row.ActionId == action.Id) is { CarriedOut: { } extent } found
            ? $"{Wording.Of(extent)}{(found.Note is null ? "" : $": {found.Note}")}" : "Not recorded";

    /// <summary>The months as counted, and as the trend before would have gone on.</summary>
    public Chart Months => new(ChartKind.Lines, "Incidents by month in the response area, and what its trend before the response expected.",
        "Incidents", [.. Evaluation!.Results.Months.SelectMany(month => month.Expected is { } expected
            ? [new ChartPoint(At(month), month.Count, CountedIn(month)), new ChartPoint(At(month), Math.Round(expected, 1), Expected)]
            : new[] { new ChartPoint(At(month), month.Count, CountedIn(month)) })])
    {
        Series =
        [
            Counted, .. Evaluation.Results.Months.Any(month => month.IsAfter) ? [CountedAfter] : Array.Empty<string>(),
            .. Evaluation.Results.WhyNoTrend is null ? [Expected] : Array.Empty<string>(),
        ],
    };

    /// <summary>The single measurements.</summary>
    public Chart Values => new(ChartKind.Lines, $"{Evaluation!.Test.Counted}, before and after the response.", "Value",
        [.. Evaluation.Results.Values.Select(one => new ChartPoint(one.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), one.Value,
            one.IsAfter ? "After" : "Before"))])
    {
        Series = ["Before", "After"],
    };

    /// <summary>Whether incidents of the period after are known, so that there is something to look at early.</summary>
    public bool HasAfter => Evaluation?.Results.Months.Any(month => month.IsAfter) == true;

    /// <summary>Months outside the limits of the control chart, after the response began.</summary>
    public IReadOnlyList<TestMonth> Unusual => [.. Evaluation!.Results.Months.Where(month => month.IsAfter
        && (month.Count < month.LowLimit || month.Count > month.HighLimit))];

    /// <summary>Whether the smoothed series was outside its limits (EWMA chart) after the response began.</summary>
    public bool SmoothIsUnusual => Evaluation!.Results.Months.Any(month => month.IsAfter
        && (month.Smooth < month.SmoothLow || month.Smooth > month.SmoothHigh));

    /// <summary>The areas on a map.</summary>
    public MapFrame Map => MapOf(Evaluation!);

    internal static MapFrame MapOf(TestEvaluation found) => new("The areas of the test")
    {
        HasList = false,
        Areas = [.. OutlineMap.Drawn([.. found.Shapes.Select(shape => shape.InDegrees)]).Zip(found.Shapes, (drawn, shape) =>
            new MapArea(StyleOf(shape.Cell), Wording.Of(shape.Cell), drawn))],
        Key = [.. found.Shapes.Select(shape => StyleOf(shape.Cell)).Distinct().Select(style => new MapKey(style, style switch
        {
            "AreaNew" => Wording.Of(TestCell.Response),
            "AreaChanged" => Wording.Of(TestCell.Control),
            _ => found.Test.Buffer is null ? "Ring around it" : "Buffer area",
        }))],
        View = ViewOf(found.Shapes),
    };

    private static string StyleOf(TestCell cell) => cell switch
    {
        TestCell.Response => "AreaNew",
        TestCell.Control => "AreaChanged",
        _ => "AreaSame",
    };

    private static MapBox? ViewOf(IReadOnlyList<TestShape> shapes)
    {
        var box = new NetTopologySuite.Geometries.Envelope();
        foreach (var shape in shapes) box.ExpandToInclude(shape.InDegrees.EnvelopeInternal);
        box.ExpandBy(box.Height * 0.1);
        return new(box.MinY, box.MinX, box.MaxY, box.MaxX);
    }

    private const string Counted = "Counted before", CountedAfter = "Counted after", Expected = "Expected by the trend before";

    public async Task OnGetAsync(CancellationToken ct) => await Read(ct);

    /// <summary>Computes the test again and keeps its result for the gates and reports.</summary>
    public async Task<IActionResult> OnPostEvaluateAsync(CancellationToken ct)
    {
        await Read(ct);
        return await this.TrySend(Mediator, new EvaluateTest(Id)) is { } found
            ? Saved(found.Test!.Results.Sentence, $"/problems/{Id}/verdict") : Page();
    }

    /// <summary>The months of the chart with their limits.</summary>
    public async Task<IActionResult> OnGetCsvAsync(CancellationToken ct)
    {
        await (await Mediator.Send(new ExportTestMonths(Id), ct)).ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    /// <summary><c>Mar 2026</c>, or the first day of a month of which only a part counts.</summary>
    public static string NameOf(TestMonth month) => month.Days == DateTime.DaysInMonth(month.From.Year, month.From.Month)
        ? month.From.ToString("MMM yyyy", CultureInfo.InvariantCulture) : DateText.Date(month.From);

    // Two lines, since nothing is counted between the two periods.
    private static string CountedIn(TestMonth month) => month.IsAfter ? CountedAfter : Counted;

    private static string At(TestMonth month) => month.From.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private async Task Read(CancellationToken ct)
    {
        await Open(ct);
        Dosage = await Mediator.Send(new ReadDosage(Id), ct);
        Evaluation = (await Mediator.Send(new ReadEvaluation(Id), ct)).Test;
    }
}
