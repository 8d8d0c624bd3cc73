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

    /// <summary>Such as "37 incidents within 100 meters since January".</summary>
    public string NearInWords
    {
        get
        {
            var near = Place.Near!;
            var (radius, unit) = Place.Unit == DistanceUnit.Feet ? (near.Filter.Radius!.Value / IncidentPage.Foot, "feet")
                : (near.Filter.Radius!.Value, "meters");
            var january = near.Since.Year > Place.Find.From!.Value.Year ? "January" : $"January {near.Since.Year}";
            return $"{near.Count:N0} {(near.Count == 1 ? "incident" : "incidents")} within {radius:0} {unit} since {january}";
        }
    }

    /// <summary>The list of the incidents close by, to link them.</summary>
    public string NearHref =>
        $"/incidents{new QueryBuilder(IncidentPage.Set(Place.Near!.Filter))}&problemId={Case.Id}";
}
