using System.Linq.Expressions;
using System.Text.Json.Serialization;
using FluentValidation;
using ProblemTracker.Search;

namespace ProblemTracker.Incidents;

/// <summary>Which incidents: every field given narrows. Lists and linking by filter find the same rows.</summary>
/// <param name="From">First local date, inclusive.</param>
/// <param name="To">Last local date, inclusive.</param>
/// <param name="NeighborhoodId">0 means in none.</param>
/// <param name="Latitude">With longitude and radius: near this point. Degrees, WGS84.</param>
/// <param name="Radius">Meters, at most <see cref="LargestRadius"/>.</param>
/// <param name="ProblemId">Those linked to this problem.</param>
/// <param name="Text">Words in the address, the number or the source's category; see <see cref="TextQuery"/>.</param>
/// <param name="Area">Inside these corners: latitude and longitude of each, semicolons or line ends between; or a GeoJSON polygon.</param>
public sealed record IncidentFilter(
    DateOnly? From = null, DateOnly? To = null, string? CategoryCode = null, long? NeighborhoodId = null,
    double? Latitude = null, double? Longitude = null, double? Radius = null, long? ProblemId = null,
    string? Text = null, string? Area = null)
{
    public const double LargestRadius = 5000;

    [JsonIgnore]
    public bool IsEmpty => this == new IncidentFilter();

    [JsonIgnore]
    internal bool HasText => !string.IsNullOrWhiteSpace(Text);

    /// <summary>Whether a box finds candidates that have to be measured one by one.</summary>
    [JsonIgnore]
    internal bool IsMeasured => IsNear || Area is not null;

    [JsonIgnore]
    public bool IsNear => Latitude is not null && Longitude is not null && Radius is not null;

    /// <summary>What is wrong with it: the field and a sentence.</summary>
    internal IEnumerable<(string Field, string Sentence)> Wrong()
    {
        if (From > To) yield return ("to", "The last day lies before the first. Swap them.");
        if (CategoryCode is { Length: > 50 }) yield return ("categoryCode", "There is no category with so long a code.");
        if (NeighborhoodId < 0) yield return ("neighborhoodId", "Give the id of a neighborhood, or 0 for incidents in none.");
        // Written so that a NaN is wrong too.
        if (Latitude is { } latitude && !(Math.Abs(latitude) <= 90)) yield return ("latitude", "A latitude lies between -90 and 90.");
        if (Longitude is { } longitude && !(Math.Abs(longitude) <= 180))
            yield return ("longitude", "A longitude lies between -180 and 180.");
        if (Radius is { } radius && !(radius is >= 1 and <= LargestRadius))
            yield return ("radius", $"A radius is 1 to {LargestRadius:0} meters.");
        const string together = "Give latitude, longitude and radius together, or none of them.";
        if ((Latitude is null || Longitude is null || Radius is null)
            && (Latitude is not null || Longitude is not null || Radius is not null))
            yield return (Latitude is null ? "latitude" : Longitude is null ? "longitude" : "radius", together);
        if (HasText && TextQuery.Wrong(Text!) is { } words) yield return ("text", words);
        if (Area is not null && IncidentArea.Read(Area, out var wrong) is null) yield return ("area", wrong!);
    }
}

internal static class IncidentFilterRules
{
    /// <param name="path">What the caller writes before the filter's fields: nothing in a query string, <c>filter.</c> in a body.</param>
    public static void FilterRules<T>(this AbstractValidator<T> validator, Expression<Func<T, IncidentFilter?>> filter, string path = "")
    {
        var read = filter.Compile();
        validator.RuleFor(message => message).Custom((message, context) =>
        {
            foreach (var (field, sentence) in read(message)?.Wrong() ?? []) context.AddFailure(path + field, sentence);
        });
    }
}
