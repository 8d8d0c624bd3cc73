using System.Linq.Expressions;
using System.Text.Json.Serialization;
using FluentValidation;
using ProblemTracker.Search;

namespace ProblemTracker.Incidents;

/// <summary>Conditions on incidents, combined with AND. Lists and linking by filter find the same rows.</summary>
/// <param name="From">First local date, inclusive.</param>
/// <param name="To">Last local date, inclusive.</param>
/// <param name="NeighborhoodId">0 finds incidents without a neighborhood.</param>
/// <param name="Latitude">With longitude and radius: center of a circle. Degrees, WGS84.</param>
/// <param name="Radius">Meters, at most 5,000.</param>
/// <param name="ProblemId">Incidents linked to this problem.</param>
/// <param name="Text">Words in the address, the number or the source's category.</param>
/// <param name="Area">Corners as latitude, longitude, separated by semicolons or line breaks; or a GeoJSON polygon.</param>
/// <param name="Weekday">In the local time of the source. Leaves out incidents of which only the month is known.</param>
/// <param name="Hour">Local hour of the day, 0 to 23. Leaves out incidents without a time of day.</param>
/// <param name="Address">The whole address as written in the source.</param>
/// <param name="ImportId">The import that added them.</param>
/// <param name="NotLinkedTo">A problem: leaves out the incidents linked to it. Alone it is no filter.</param>
public sealed record IncidentFilter(
    DateOnly? From = null, DateOnly? To = null, string? CategoryCode = null, long? NeighborhoodId = null,
    double? Latitude = null, double? Longitude = null, double? Radius = null, long? ProblemId = null,
    string? Text = null, string? Area = null, DayOfWeek? Weekday = null, int? Hour = null, string? Address = null,
    long? NotLinkedTo = null, long? ImportId = null)
{
    public const double LargestRadius = 5000;
    public const int LongestAddress = 300;

    [JsonIgnore]
    public bool IsEmpty => this with { NotLinkedTo = null } == new IncidentFilter();

    [JsonIgnore]
    internal bool HasText => !string.IsNullOrWhiteSpace(Text);

    /// <summary>Whether SQL finds only candidates in a bounding box, to be measured one by one.</summary>
    [JsonIgnore]
    internal bool IsMeasured => IsNear || Area is not null;

    [JsonIgnore]
    public bool IsNear => Latitude is not null && Longitude is not null && Radius is not null;

    /// <summary>Validation errors: field and message.</summary>
    internal IEnumerable<(string Field, string Sentence)> Wrong()
    {
        if (From > To) yield return ("to", "The last day is before the first. Swap them.");
        if (CategoryCode is { Length: > 50 }) yield return ("categoryCode", "No category has a code this long. Choose a category.");
        if (NeighborhoodId < 0) yield return ("neighborhoodId", "Give the id of a neighborhood, or 0 for incidents without one.");
        // Negated so that NaN fails too.
        if (Latitude is { } latitude && !(Math.Abs(latitude) <= 90))
            yield return ("latitude", "Latitude must be between -90 and 90.");
        if (Longitude is { } longitude && !(Math.Abs(longitude) <= 180))
            yield return ("longitude", "Longitude must be between -180 and 180.");
        if (Radius is { } radius && !(radius is >= 1 and <= LargestRadius))
            yield return ("radius", $"Radius must be 1 to {LargestRadius:0} meters.");
        const string together = "Give latitude, longitude and radius together, or none of them.";
        if ((Latitude is null || Longitude is null || Radius is null)
            && (Latitude is not null || Longitude is not null || Radius is not null))
            yield return (Latitude is null ? "latitude" : Longitude is null ? "longitude" : "radius", together);
        if (Weekday is { } weekday && !Enum.IsDefined(weekday)) yield return ("weekday", "There is no such weekday. Choose one.");
        if (Hour is < 0 or > 23) yield return ("hour", "Hour must be 0 to 23.");
        if (Address is { Length: > LongestAddress })
            yield return ("address", $"No address is longer than {LongestAddress} characters. Shorten it.");
        if (HasText && TextQuery.Wrong(Text!) is { } words) yield return ("text", words);
        if (Area is not null && IncidentArea.Read(Area, out var wrong) is null) yield return ("area", wrong!);
    }
}

internal static class IncidentFilterRules
{
    /// <param name="path">Prefix of the filter's fields in the request: empty in a query string, <c>filter.</c> in a body.</param>
    public static void FilterRules<T>(this AbstractValidator<T> validator, Expression<Func<T, IncidentFilter?>> filter, string path = "")
    {
        var read = filter.Compile();
        validator.RuleFor(message => message).Custom((message, context) =>
        {
            foreach (var (field, sentence) in read(message)?.Wrong() ?? []) context.AddFailure(path + field, sentence);
        });
    }
}
