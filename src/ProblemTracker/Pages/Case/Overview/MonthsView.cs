using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using ProblemTracker.Incidents;
using ProblemTracker.Maps;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Pages.Incidents;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>
/// The months in <c>_HowItGoes</c>: the incidents that go on, counted as the baseline was or else near the problem; without a place, those
/// linked to it.
/// </summary>
/// <param name="Months">From the first month with an incident to now or the closing; empty if there are none.</param>
/// <param name="Linked">Linked incidents of each of the months; null if these are what was counted.</param>
/// <param name="Words">What was counted, such as "Incidents of Noise within 150 meters".</param>
/// <param name="Href">The list of what was counted.</param>
/// <param name="StartedOn">When the response started; null if it has not.</param>
public sealed record MonthsView(
    IReadOnlyList<MonthCount> Months, IReadOnlyList<int>? Linked, string Words, string Href, DateOnly? StartedOn)
{
    private const int Shown = 24;

    /// <summary>Whether incidents were counted by a neighborhood whose boundary changed within the months.</summary>
    public bool BoundariesChanged { get; private init; }

    /// <summary>The months as SVG: dark since the response started.</summary>
    public string Picture => SmallSeries.Stacked([.. Months.Select(month =>
        StartedOn is { } started && string.CompareOrdinal(month.Month, Name(started)) >= 0
            ? new SmallColumn(month.Month, month.Count, 0) : new SmallColumn(month.Month, 0, month.Count))],
        Math.Max(1, Months.Max(month => month.Count)), 480, 96).ToSvg();

    /// <summary>Warns where linked incidents were counted and linking has ended; null elsewhere.</summary>
    public string? LinkedUntil => Linked is null && Months[^1].Count == 0 && Months.LastOrDefault(month => month.Count > 0) is { } last
        ? $"Only what was linked counts; the last linked incident is from {last.Month}." : null;

    /// <param name="until">The last day: today, or the day of the closing.</param>
    public static async Task<MonthsView> Read(
        IMediator mediator, FullProblem problem, ProblemPlace place, DateOnly until, DateOnly? startedOn, CancellationToken ct)
    {
        var linked = problem.LinkedIncidents > 0
            ? (await mediator.Send(new ReadIncidentPatterns(new(ProblemId: problem.Id)), ct)).Months : [];
        var baseline = OfBaseline(problem);
        if ((baseline ?? (place.Find.IsNear ? place.Find : null)) is { } filter)
        {
            filter = filter with { From = new DateOnly(until.Year, until.Month, 1).AddMonths(1 - Shown), To = until };
            var counted = (await mediator.Send(new ReadIncidentPatterns(filter), ct)).Months;
            if (counted.Count > 0)
            {
                var months = Until(until, counted);
                var byMonth = linked.ToDictionary(month => month.Month, month => month.Count);
                return new(months, [.. months.Select(month => byMonth.GetValueOrDefault(month.Month))],
                    await Describe(mediator, problem, filter, place.Unit, ct) + (baseline is null ? "" : ", counted as the baseline was,"),
                    $"/incidents{new QueryBuilder(IncidentPage.Set(filter))}", startedOn)
                {
                    BoundariesChanged = filter.NeighborhoodId is { } id && (await mediator.Send(
                        new ReadBoundaryChanges(id, First(months[0].Month), until), ct)).Days.Count > 0,
                };
            }
        }
        return new(linked.Count == 0 ? [] : Until(until, linked), null, "Linked incidents", $"/problems/{problem.Id}/incidents", startedOn);
    }

    /// <summary>How the baseline of an objective, or of the analysis, was counted; null if it was not, or by what is linked.</summary>
    private static IncidentFilter? OfBaseline(FullProblem problem) =>
        problem.Response.Objectives.Select(objective => objective.Counted)
            .Concat(problem.Analysis.Baselines.Select(baseline => baseline.Counted))
            .Select(counted => KeptFilter.Read(counted?.Filter)).FirstOrDefault(filter => filter is not null && IsBounded(filter));

    // The page is opened all day, so it counts only what an index finds among few rows. And a program can have written any filter.
    private static bool IsBounded(IncidentFilter filter) => filter is { ProblemId: null, HasText: false } && !filter.Wrong().Any()
        && (filter.NeighborhoodId > 0 || filter.Radius <= IncidentSql.SmallRadius || (IncidentArea.Of(filter) is { Box: var box }
            && Earth.Meters(box.MinY, box.MinX, box.MaxY, box.MaxX) <= 2 * IncidentSql.SmallRadius));

    private static async Task<string> Describe(
        IMediator mediator, ProblemHead problem, IncidentFilter filter, DistanceUnit unit, CancellationToken ct)
    {
        var category = filter.CategoryCode is not { } code ? null : code == problem.CategoryCode ? problem.Category
            : (await mediator.Categories(retiredToo: true, ct)).FirstOrDefault(option => option.Value == code)?.Text ?? code;
        string?[] parts =
        [
            category is null ? "Incidents" : $"Incidents of {category}",
            filter.IsNear ? WhereView.Within(filter.Radius!.Value, unit) : null, filter.Area is null ? null : "inside an area",
            filter.NeighborhoodId is not { } id ? null
                : $"in {(id == problem.NeighborhoodId ? problem.Neighborhood : "another neighborhood")}",
        ];
        return string.Join(' ', parts.Where(part => part is not null));
    }

    /// <summary>The last two years, with the months since the last incident: none is good news that the picture must show.</summary>
    private static IReadOnlyList<MonthCount> Until(DateOnly last, IReadOnlyList<MonthCount> months)
    {
        var shown = months.ToList();
        for (var next = First(months[^1].Month).AddMonths(1); next <= last; next = next.AddMonths(1))
            shown.Add(new(Name(next), 0));
        return [.. shown.TakeLast(Shown)];
    }

    private static DateOnly First(string month) => DateOnly.ParseExact($"{month}-01", "O", CultureInfo.InvariantCulture);

    private static string Name(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
