using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace ProblemTracker.Incidents;

/// <summary>What a worksheet's number was counted by.</summary>
internal static class CountedFilter
{
    /// <summary>The filter without dates; null if the number was not counted from the incident list.</summary>
    public static IncidentFilter? Of(CountBasis? counted)
    {
        if (string.IsNullOrWhiteSpace(counted?.Filter)) return null;
        var query = QueryHelpers.ParseQuery(counted.Filter);
        var filter = new IncidentFilter(CategoryCode: Text("categoryCode"), NeighborhoodId: Whole("neighborhoodId"),
            Latitude: Number("latitude"), Longitude: Number("longitude"), Radius: Number("radius"), ProblemId: Whole("problemId"),
            Text: Text("text"), Area: Text("area"));
        return filter.IsEmpty || filter.Wrong().Any() ? null : filter;

        string? Text(string name) => query.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;
        long? Whole(string name) =>
            long.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        double? Number(string name) =>
            double.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
