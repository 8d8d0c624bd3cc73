using System.Globalization;
using System.Text.RegularExpressions;
using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.WebUtilities;
using ProblemTracker.Incidents;
using ProblemTracker.Pages.Incidents;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>
/// Counting the numbers of a worksheet from the incident list. What was counted is kept as a filter without dates, written like the query
/// of the incident list, so that a later count differs by its period alone.
/// </summary>
internal static partial class Counting
{
    /// <summary>Meters around the problem's coordinates.</summary>
    private const double Near = 150;

    /// <summary>What can be counted for a problem.</summary>
    /// <param name="used">The filters that the worksheet has already.</param>
    public static IReadOnlyList<SelectListItem> Choices(
        ProblemHead problem, IEnumerable<SavedFilterDetails> saved, IEnumerable<string?> used)
    {
        List<SelectListItem> choices = [new("Incidents linked to this problem", Of(new(ProblemId: problem.Id)))];
        if (problem is { Latitude: { } latitude, Longitude: { } longitude })
            choices.Add(new($"{problem.Category} within {Near:0} meters",
                Of(new(CategoryCode: problem.CategoryCode, Latitude: latitude, Longitude: longitude, Radius: Near))));
        if (problem.HasNeighborhood)
            choices.Add(new($"{problem.Category} in {problem.Neighborhood}",
                Of(new(CategoryCode: problem.CategoryCode, NeighborhoodId: problem.NeighborhoodId))));
        choices.AddRange(saved.Select(filter => new SelectListItem($"Saved filter: {filter.Name}", Of(filter.Filter))));
        choices.AddRange(used.Where(filter => filter is not null && choices.All(choice => choice.Value != filter)).Distinct()
            .Select(filter => new SelectListItem("As counted before", filter)));
        return choices;
    }

    /// <summary>Counts what a kept filter finds in a period.</summary>
    /// <param name="row">The form's row, such as <c>Sheet.Baselines[2]</c>.</param>
    /// <param name="missing">The field, within the row, and the error if nothing to count is chosen.</param>
    /// <param name="periodField">The field of the period's first day, within the row.</param>
    /// <returns>The number of incidents; null after an error, which is then beside its field.</returns>
    public static async Task<int?> Count(PageModel page, IMediator mediator, string row, string? kept, Period period,
        (string Field, string Error) missing, string periodField)
    {
        if (Read(kept) is not { } filter) page.ModelState.AddModelError($"{row}.{missing.Field}", missing.Error);
        else if (!period.IsComplete)
            page.ModelState.AddModelError($"{row}.{periodField}", "Enter the first and the last day, then count.");
        else if (await page.TrySend(mediator, new CountIncidents(filter with { From = period.From, To = period.To }), row) is { } count)
        {
            // The posted values would override the counted ones when the form is rendered again.
            page.ModelState.Clear();
            return count.Incidents;
        }
        return null;
    }

    /// <summary>The filter without its dates.</summary>
    private static string Of(IncidentFilter filter)
    {
        var query = new QueryBuilder(IncidentPage.Set(filter with { From = null, To = null }));
        if (filter.ProblemId is { } id) query.Add("problemId", id.ToString(CultureInfo.InvariantCulture));
        return query.ToString().TrimStart('?');
    }

    /// <summary>Reads a kept filter; null if it is none.</summary>
    public static IncidentFilter? Read(string? kept)
    {
        if (string.IsNullOrWhiteSpace(kept)) return null;
        var query = QueryHelpers.ParseQuery(kept);
        var filter = new IncidentFilter(CategoryCode: Text("categoryCode"), NeighborhoodId: Whole("neighborhoodId"),
            Latitude: Number("latitude"), Longitude: Number("longitude"), Radius: Number("radius"), ProblemId: Whole("problemId"),
            Text: Text("text"), Area: Text("area"));
        return filter.IsEmpty ? null : filter;

        string? Text(string name) => query.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;
        long? Whole(string name) =>
            long.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        double? Number(string name) =>
            double.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>The list of what was counted; null if nothing was.</summary>
    public static string? Href(CountBasis? counted, Period period) => Read(counted?.Filter) switch
    {
        null => null,
        { ProblemId: { } id } => $"/problems/{id}/incidents",
        var filter => $"/incidents{new QueryBuilder(IncidentPage.Set(filter with { From = period.From, To = period.To }))}",
    };

    /// <summary>The number of a row in the name of its fields, such as <c>Sheet.Baselines[2]</c>; null if there is no such row.</summary>
    public static int? Index(string? row, int count) =>
        Row().Match(row ?? "") is { Success: true } match
            && int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < count ? at : null;

    [GeneratedRegex(@"\[(\d{1,3})\]$")]
    private static partial Regex Row();
}
