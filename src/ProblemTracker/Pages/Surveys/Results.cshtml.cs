using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Analysis;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Surveys;

namespace ProblemTracker.Pages.Surveys;

/// <summary>The results of a survey's closed waves.</summary>
public sealed class SurveyResultsPage(IMediator mediator) : PageModel
{
    [FromRoute] public long Id { get; set; }

    public SurveyResults Results { get; private set; } = null!;

    public IEnumerable<WaveResults> Closed => Results.Waves.Where(wave => wave.ClosedOn is not null);

    /// <summary>The changes by area. Response against control, which has none, is first: it is the answer.</summary>
    public IEnumerable<IGrouping<SurveyArea?, SurveyComparison>> Changes =>
        Results.Comparisons.GroupBy(change => change.Area).OrderByDescending(changes => changes.Key is null);

    public async Task OnGet(CancellationToken ct) => Results = await mediator.Send(new ReadSurveyResults(Id), ct);

    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        await (await mediator.Send(new ExportSurveyResults(Id), ct)).ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    public static string Of(WaveResults wave) => $"{Wording.Of(wave.Phase)}, {Wording.Of(wave.Area).ToLowerInvariant()}: {wave.Place}";

    public static string Heading(SurveyArea? area) =>
        area is null ? Of(area) : $"Change in the {Of(area).ToLowerInvariant()}";

    public static string Share(double? percent, int? people) => $"{Percent(percent)} of {people:N0}";

    public static string Between(SurveyComparison change) => $"({Points(change.Low)} to {Points(change.High)})";

    public static string Rate(ReachedBy reached) =>
        reached.Percent is null ? "Unknown" : $"{Percent(reached.Percent)} ({Percents(reached.Low, reached.High)})";

    /// <summary>How many answered, of how many who live there.</summary>
    public static string Coverage(WaveResults wave) => (wave.Answers == 1 ? "1 answer" : $"{wave.Answers:N0} answers")
        + (wave.Population is { } people ? $" from an area where {people:N0} people live: {Percent(100.0 * wave.Answers / people)}."
            : ". How many people live there is not known.");

    public static string Of(SurveyArea? area) => area is { } one ? Wording.Of(one) : "Response against control";

    /// <summary>The components of a wave that are shown, as dots with intervals.</summary>
    public static Chart Chart(WaveResults wave) => new(ChartKind.Intervals, Sentence(wave), "Top two, %",
        [.. Shown(wave).Select(figure => new ChartPoint(Wording.Of(figure.Component), Math.Round(figure.TopTwoPercent!.Value, 1), null,
            Math.Round(figure.TopTwoLow!.Value, 1), Math.Round(figure.TopTwoHigh!.Value, 1)))]);

    /// <summary>What the chart of a wave shows.</summary>
    public static string Sentence(WaveResults wave)
    {
        var shown = Shown(wave).OrderBy(figure => figure.TopTwoPercent).ToList();
        if (shown.Count == 0) return "Too few people answered to show figures by component.";
        if (shown.Count == 1) return $"{Named(shown[0])} of the answers were one of the top two.";
        return $"The share of the top two answers is lowest for {Named(shown[0])} and highest for {Named(shown[^1])}.";

        static string Named(SurveyFigure figure) =>
            $"{Wording.Of(figure.Component).ToLowerInvariant()} ({Percent(figure.TopTwoPercent)})";
    }

    /// <summary>The changes of an area, as dots with intervals, in percentage points.</summary>
    public static Chart Chart(IGrouping<SurveyArea?, SurveyComparison> changes) => new(ChartKind.Intervals, Sentence(changes),
        "Change in percentage points",
        [.. OfComponents(changes).Select(change => new ChartPoint(Wording.Of(change.Component), Math.Round(change.Points, 1), null,
            Math.Round(change.Low, 1), Math.Round(change.High, 1)))])
    {
        Most = null,
    };

    /// <summary>What the chart of changes shows: which components rose, fell, or can't be told.</summary>
    public static string Sentence(IGrouping<SurveyArea?, SurveyComparison> changes)
    {
        var (rose, fell, unknown) = (Names(change => !change.CannotTell && change.Points > 0),
            Names(change => !change.CannotTell && change.Points < 0), Names(change => change.CannotTell));
        if (rose.Length + fell.Length + unknown.Length == 0) return "Too few people answered to compare components.";
        return string.Join(' ', new[]
        {
            rose.Length > 0 ? $"Rose: {rose}." : null,
            fell.Length > 0 ? $"Fell: {fell}." : null,
            unknown.Length > 0 ? $"Cannot tell, since the interval includes zero: {unknown}." : null,
        }.OfType<string>());

        string Names(Func<SurveyComparison, bool> which) =>
            string.Join(", ", OfComponents(changes).Where(which).Select(change => Wording.Of(change.Component).ToLowerInvariant()));
    }

    public static string Verdict(SurveyComparison change) => change switch
    {
        { CannotTell: true } => "Cannot tell",
        { Points: > 0 } => "Rose",
        _ => "Fell",
    };

    /// <summary>What could not be computed, in words.</summary>
    public static string Why(NoResult? reason) => reason switch
    {
        NoResult.OneItem => "One question",
        NoResult.Constant => "All gave the same answers",
        _ => "Too few people",
    };

    public static string Percent(double? percent) => percent is { } value ? $"{Number(value, "0")}%" : "";

    public static string Percents(double? low, double? high) =>
        low is { } from && high is { } to ? $"{Number(from, "0")} to {Number(to, "0")}%" : "";

    public static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    public static string Points(double value) => value.ToString("+0;-0;0", CultureInfo.InvariantCulture);

    public static IEnumerable<SurveyComparison> OfComponents(IEnumerable<SurveyComparison> changes) =>
        changes.Where(change => change.Question is null);

    public static IEnumerable<SurveyComparison> OfQuestions(IEnumerable<SurveyComparison> changes) =>
        changes.Where(change => change.Question is not null);

    public static string Name(SurveyFigure figure) => (figure.Question ?? Wording.Of(figure.Component))
        + (figure.Mode is { } mode ? $", {Wording.Of(mode).ToLowerInvariant()}" : "");

    public static string MeanInterval(SurveyFigure figure) => figure is { MeanLow: { } low, MeanHigh: { } high }
        ? $"({Number(low, "0.0")} to {Number(high, "0.0")})" : "(all the same)";

    public static string Alpha(SurveyFigure figure) => figure.Alpha is { } alpha ? Number(alpha, "0.00") : Why(figure.NoAlpha);

    private static IEnumerable<SurveyFigure> Shown(WaveResults wave) =>
        wave.Figures.Where(figure => figure.Question is null && !figure.IsHidden);
}
