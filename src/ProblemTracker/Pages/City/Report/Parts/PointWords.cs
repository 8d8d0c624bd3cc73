using Microsoft.Extensions.Localization;
using ProblemTracker.Concerns;

namespace ProblemTracker.Pages.City;

/// <summary>How the point of a report is told.</summary>
internal static class PointWords
{
    /// <summary>The nearest street and the neighborhood; blank if it is near neither.</summary>
    public static string Words(this PointPlace point, ReportForm form, IStringLocalizer<CityTexts> words) => string.Join(", ", new[]
    {
        point.Street is { } street ? words["Where.NearStreet", street].Value : null,
        point.NeighborhoodId is { } id ? form.NeighborhoodName(id) : null,
    }.OfType<string>());

    public static string? NeighborhoodName(this ReportForm form, long id) =>
        form.Neighborhoods.FirstOrDefault(choice => choice.Value == $"{id}")?.Text;
}
