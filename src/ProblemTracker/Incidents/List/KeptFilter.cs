using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;

namespace ProblemTracker.Incidents;

/// <summary>
/// A filter kept without dates, written like the query of the incident list, so that a later count differs by its period alone.
/// </summary>
internal static class KeptFilter
{
    /// <summary>The filter without its dates, as it is kept.</summary>
    public static string Of(IncidentFilter filter)
    {
        var invariant = CultureInfo.InvariantCulture;
        var query = new QueryBuilder();
        Add("categoryCode", filter.CategoryCode);
        Add("neighborhoodId", filter.NeighborhoodId?.ToString(invariant));
        Add("latitude", filter.Latitude?.ToString(invariant));
        Add("longitude", filter.Longitude?.ToString(invariant));
        Add("radius", filter.Radius?.ToString(invariant));
        Add("area", filter.Area is { } area ? IncidentArea.Read(area, out _)?.Corners ?? area : null);
        Add("text", filter.Text);
        Add("weekday", filter.Weekday?.ToString());
        Add("hour", filter.Hour?.ToString(invariant));
        Add("address", filter.Address);
        Add("importId", filter.ImportId?.ToString(invariant));
        Add("problemId", filter.ProblemId?.ToString(invariant));
        return query.ToString().TrimStart('?');

        void Add(string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value)) query.Add(name, value);
        }
    }

    /// <summary>Reads a kept filter; null if it is none.</summary>
    public static IncidentFilter? Read(string? kept)
    {
        if (string.IsNullOrWhiteSpace(kept)) return null;
        var query = QueryHelpers.ParseQuery(kept);
        var filter = new IncidentFilter(CategoryCode: Text("categoryCode"), NeighborhoodId: Whole("neighborhoodId"),
            Latitude: Number("latitude"), Longitude: Number("longitude"), Radius: Number("radius"), ProblemId: Whole("problemId"),
            Text: Text("text"), Area: Text("area"), Address: Text("address"), ImportId: Whole("importId"),
            Weekday: Enum.TryParse<DayOfWeek>(Text("weekday"), out var weekday) && Enum.IsDefined(weekday) ? weekday : null,
            Hour: Whole("hour") is { } hour and <= 23 ? (int)hour : null);
        return filter.IsEmpty ? null : filter;

        string? Text(string name) => query.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;
        long? Whole(string name) =>
            long.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        double? Number(string name) =>
            double.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>
    /// What is counted, without a place, so that it can be counted in any area; null if nothing but a place is left. Nor by links to a
    /// problem: people link what they know of, which is not the same before and after.
    /// </summary>
    public static IncidentFilter? Anywhere(string? kept) => Read(kept) is not { } filter ? null
        : filter with
        {
            NeighborhoodId = null,
            Latitude = null,
            Longitude = null,
            Radius = null,
            Area = null,
            Address = null,
            ProblemId = null,
        } is { IsEmpty: false } left ? left : null;
}
