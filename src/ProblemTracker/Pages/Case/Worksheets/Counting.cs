using System.Globalization;
using System.Text.RegularExpressions;
using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Incidents;
using ProblemTracker.Pages.Incidents;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;
using ProblemTracker.Surveys;

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
        List<SelectListItem> choices = [new("Incidents linked to this problem", KeptFilter.Of(new(ProblemId: problem.Id)))];
        if (problem is { Latitude: { } latitude, Longitude: { } longitude })
            choices.Add(new($"{problem.Category} within {Near:0} meters",
                KeptFilter.Of(new(CategoryCode: problem.CategoryCode, Latitude: latitude, Longitude: longitude, Radius: Near))));
        if (problem.HasNeighborhood)
            choices.Add(new($"{problem.Category} in {problem.Neighborhood}",
                KeptFilter.Of(new(CategoryCode: problem.CategoryCode, NeighborhoodId: problem.NeighborhoodId))));
        choices.AddRange(saved.Select(filter => new SelectListItem($"Saved filter: {filter.Name}", KeptFilter.Of(filter.Filter))));
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
        if (KeptFilter.Read(kept) is not { } filter) page.ModelState.AddModelError($"{row}.{missing.Field}", missing.Error);
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

    /// <summary>The id of the survey whose question was kept as what was counted; null if that is none.</summary>
    public static long? SurveyOf(string? kept) => MeasureBasis.Read(kept) is { Measure: TestMeasure.Survey, Id: var id } ? id : null;

    /// <summary>What surveys measured before the response, as choices.</summary>
    public static async Task<IReadOnlyList<SelectListItem>> SurveyChoices(IMediator mediator, long problemId, CancellationToken ct) =>
        [.. (await mediator.Send(new ListSurveyMeasures(problemId, SurveyPhase.Before), ct)).Items.Select(measure =>
            new SelectListItem($"{measure.Survey} {measure.Question} ({DateText.Number(measure.Percent)}% of {measure.People:N0})",
                measure.Basis))];

    /// <summary>Takes what a kept question measured in a wave.</summary>
    /// <param name="field">The field, with its row, that gets the error if there is no such wave.</param>
    /// <returns>Null after an error.</returns>
    public static async Task<SurveyMeasure?> Take(PageModel page, IMediator mediator, long problemId, string kept, SurveyPhase phase,
        string field, CancellationToken ct)
    {
        var found = (await mediator.Send(new ListSurveyMeasures(problemId, phase), ct)).Items
            .FirstOrDefault(measure => measure.Basis == kept);
        // The posted values would override the taken ones when the form is rendered again.
        if (found is not null) page.ModelState.Clear();
        else page.ModelState.AddModelError(field, $"No wave {Wording.Of(phase).ToLowerInvariant()} the response is closed with enough "
            + "answers to this question. Close the wave on the survey's page, or enter the number here.");
        return found;
    }

    /// <summary>The list of what was counted; null if nothing was.</summary>
    public static string? Href(CountBasis? counted, Period period) => KeptFilter.Read(counted?.Filter) switch
    {
        _ when SurveyOf(counted?.Filter) is { } survey => $"/surveys/{survey}/results",
        null => null,
        { ProblemId: { } id } => $"/problems/{id}/incidents",
        var filter => $"/incidents{new QueryBuilder(IncidentPage.Set(filter with { From = period.From, To = period.To }))}",
    };

    /// <summary>The number of a row in the name of its fields, such as <c>Sheet.Baselines[2]</c>; null if there is no such row.</summary>
    public static int? Index(string? row, int count) =>
        Row().Match(row ?? "") is { Success: true } match
            && int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < count ? at : null;

    /// <summary>What the link to the list of what was counted says.</summary>
    public static string LinkText(CountBasis counted) => SurveyOf(counted.Filter) is null ? "Incidents counted"
        : $"Survey results{(counted.People is { } people ? $", {people:N0} people" : "")}";

    [GeneratedRegex(@"\[(\d{1,3})\]$")]
    private static partial Regex Row();
}
