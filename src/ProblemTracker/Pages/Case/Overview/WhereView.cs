using Microsoft.AspNetCore.Http.Extensions;
using ProblemTracker.Incidents;
using ProblemTracker.Maps;
using ProblemTracker.Pages.Incidents;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>Model of <c>_Where</c> and <c>_Near</c>: a problem's location, its map and the incidents near it.</summary>
public sealed record WhereView(ProblemHead Case, ProblemPlace Place)
{
    private static readonly MapKey[] Key =
        [new("Problem", "This problem"), new("Linked", "Linked incident"), new("Unlinked", "Incident, not linked")];

    private static readonly MapKey Partner = new("Partner", "Partner");

    /// <summary>Null if neither the problem nor a linked incident has coordinates.</summary>
    public MapFrame? Map => Place.Box is null ? null : new($"Map of {Case.Number}")
    {
        View = Place.Box,
        ListsBehind = true,
        Data = $"/incidents/map?from={Place.ShownFrom:yyyy-MM-dd}&linkedTo={Case.Id}&handler=points",
        AddressList = $"/incidents?from={Place.ShownFrom:yyyy-MM-dd}&address={{address}}",
        AreaList = $"/incidents?from={Place.ShownFrom:yyyy-MM-dd}&area={{area}}",
        Marks =
        [
            .. Place.Sites.Select(site => new MapMark(site.Latitude, site.Longitude, "Partner", site.Name)),
            .. Case is { Latitude: { } latitude, Longitude: { } longitude }
                ? new[] { new MapMark(latitude, longitude, "Problem", $"{Case.Number} {Case.Title}") } : [],
        ],
        Key = Place.Sites.Count > 0 ? [.. Key, Partner] : Key,
    };

    /// <summary>The incidents close by of the problem's category, to link them.</summary>
    public string NearHref => Href(Place.Near!.Filter);

    /// <summary>All incidents close by, whatever their category.</summary>
    public string AllNearHref => Href(Place.Near!.Filter with { CategoryCode = null });

    private string Href(IncidentFilter filter) => $"/incidents{new QueryBuilder(IncidentPage.Set(filter))}&problemId={Case.Id}";

    /// <summary>Such as "within 100 meters".</summary>
    public static string Within(double meters, DistanceUnit unit) =>
        unit == DistanceUnit.Feet ? $"within {meters / IncidentPage.Foot:0} feet" : $"within {meters:0} meters";

    /// <summary>Such as "12 incidents of Noise within 100 meters since January are not linked."; null if all are.</summary>
    /// <param name="category">The name of the problem's category.</param>
    public static string? NotLinked(ProblemPlace place, string category)
    {
        if (place.Near is not { } near) return null;
        var (count, of) = near.Count > 0 ? (near.Count, category)
            : (near.Others, near.Others == 1 ? "another category" : "other categories");
        var january = near.Since.Year > place.Find.From!.Value.Year ? "January" : $"January {near.Since.Year}";
        return $"{count:N0} {(count == 1 ? "incident" : "incidents")} of {of} {Within(near.Filter.Radius!.Value, place.Unit)} since "
            + $"{january} {(count == 1 ? "is" : "are")} not linked.";
    }
}
