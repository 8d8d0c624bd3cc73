using System.Text.Json;
using ProblemTracker.Maps;

namespace ProblemTracker.Pages.Shared;

/// <summary>
/// Model of <c>_Map</c>: what <c>map.js</c> draws. Pages that use it load <c>_MapScripts</c> in the Head section, and show the same facts
/// as text, since a map needs scripts.
/// </summary>
/// <param name="Label">What the map shows, for screen readers.</param>
public sealed record MapFrame(string Label)
{
    /// <summary>The address of the points as <see cref="MapData"/>; the view is added to it. Null for a map without them.</summary>
    public string? Data { get; init; }

    /// <summary>What one point is, and what several are: <c>incident</c>, <c>incidents</c>.</summary>
    public string One { get; init; } = "incident";
    public string Many { get; init; } = "incidents";

    /// <summary>The page of a point, with <c>{id}</c>; null if points have none.</summary>
    public string? Item { get; init; }

    /// <summary>The list of an area, with <c>{area}</c>, and of an address, with <c>{address}</c>; null if there are none.</summary>
    public string? AreaList { get; init; }
    public string? AddressList { get; init; }

    /// <summary>Whether the list of what is visible stands beside the map.</summary>
    public bool HasList { get; init; } = true;

    /// <summary>Whether that list is folded under the map, where the page has little room.</summary>
    public bool ListsBehind { get; init; }

    /// <summary>The view at first; null for all neighborhoods, or else all points.</summary>
    public MapBox? View { get; init; }

    public IReadOnlyList<MapMark> Marks { get; init; } = [];

    /// <summary>Areas over the neighborhoods, such as those of a file.</summary>
    public IReadOnlyList<MapArea> Areas { get; init; } = [];

    /// <summary>A circle or an area around what was searched.</summary>
    public MapCircle? Circle { get; init; }

    /// <summary>Corners of an area as <c>latitude,longitude;…</c>.</summary>
    public string? Area { get; init; }

    /// <summary>What can be drawn: the fields of the form around the map are filled in.</summary>
    public MapDraws Draws { get; init; }

    /// <summary>Meters in the unit of the form's radius: 1, or 0.3048 for feet.</summary>
    public double UnitMeters { get; init; } = 1;

    /// <summary>Neighborhoods by id: their shade from 0 to 5, words and list.</summary>
    public IReadOnlyList<MapTint> Tints { get; init; } = [];

    /// <summary>The kinds of points and marks that the key explains: the kind and its words.</summary>
    public IReadOnlyList<MapKey> Key { get; init; } = [];

    public string Json => JsonSerializer.Serialize(
        new { Label, Data, One, Many, Item, AreaList, AddressList, HasList, View, Marks, Areas, Circle, Area, Draws, UnitMeters, Tints },
        ProblemTracker.Shared.Json.Options);
}

public enum MapDraws
{
    Nothing,
    /// <summary>One point: the fields whose names end in Latitude and Longitude.</summary>
    Point,
    /// <summary>A circle (latitude, longitude, radius) or an area (corners).</summary>
    CircleOrArea,
    /// <summary>An area alone: the field named Area.</summary>
    Area,
    /// <summary>A line: its points in the field named Area.</summary>
    Line,
}

/// <param name="Kind">A name of a style: <c>Problem</c>, <c>Partner</c>.</param>
public sealed record MapMark(double Latitude, double Longitude, string Kind, string Text, string? Href = null);

/// <param name="Kind">A name of a style: <c>AreaNew</c>, <c>AreaBoth</c>.</param>
/// <param name="Shape">GeoJSON.</param>
public sealed record MapArea(string Kind, string Text, JsonElement Shape, string? Href = null);

/// <param name="Radius">Meters.</param>
public sealed record MapCircle(double Latitude, double Longitude, double Radius);

/// <param name="Id">The neighborhood's id.</param>
/// <param name="Shade">0 for none, up to 5.</param>
public sealed record MapTint(long Id, int Shade, string Text, string? Href);

public sealed record MapKey(string Kind, string Text);
