using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;

namespace ProblemTracker.Analysis;

/// <summary>Two areas that share ground, so that events there would count twice.</summary>
/// <param name="First">Index of the one.</param>
/// <param name="Second">Index of the other, which is higher.</param>
public readonly record struct SharedGround(int First, int Second, double SquareMeters);

/// <summary>
/// Areas of a plan. They come and go in degrees, longitude first, and must be valid; they are measured on the plane of a
/// <see cref="Ground"/>, so that they can lie on the 180th meridian.
/// </summary>
public static class Areas
{
    /// <summary>Smaller overlaps come from rounding the corners of neighbors.</summary>
    private const double Smallest = 1;

    /// <summary>The area on the plane, in meters east and north.</summary>
    /// <returns><see cref="NoResult.FarAway"/> if a corner is not on the plane; <see cref="NoResult.Empty"/> without corners.</returns>
    public static Result<Geometry> OnPlane(Ground ground, Geometry area)
    {
        if (area.IsEmpty) return NoResult.Empty;
        var isFar = area.Coordinates.Any(corner => ground.Project(corner.Y, corner.X) is null);
        return isFar ? NoResult.FarAway
            : Moved(area, corner => ground.Project(corner.Y, corner.X) is var (east, north) ? new(east, north) : corner);
    }

    /// <summary>
    /// The displacement area around a response area: everything up to so many meters from it, without the area itself. Corners are rounded
    /// by 8 segments a quarter.
    /// </summary>
    /// <returns>In degrees; as for <see cref="OnPlane"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The width is not above zero.</exception>
    public static Result<Geometry> Around(Ground ground, Geometry area, double meters)
    {
        Counts.MustBeExposure(meters);
        var plane = OnPlane(ground, area);
        return plane.Value is not { } shape ? plane
            : Moved(OverlayNGRobust.Overlay(shape.Buffer(meters), shape, SpatialFunction.Difference), corner =>
            {
                var (latitude, longitude) = ground.Degrees(corner.X, corner.Y);
                return new(longitude, latitude);
            });
    }

    /// <summary>
    /// Pairs of areas that share more than a square meter. Response, control and displacement areas must not: the variance of a
    /// displacement difference assumes that no event is counted twice. Neighbors that touch share nothing.
    /// </summary>
    /// <param name="areas">On the plane.</param>
    public static IReadOnlyList<SharedGround> Shared(IReadOnlyList<Geometry> areas) =>
    [
        .. from first in Enumerable.Range(0, areas.Count)
           from second in Enumerable.Range(first + 1, areas.Count - first - 1)
           where areas[first].EnvelopeInternal.Intersects(areas[second].EnvelopeInternal)
           let shared = OverlayNGRobust.Overlay(areas[first], areas[second], SpatialFunction.Intersection).Area
           where shared > Smallest
           select new SharedGround(first, second, shared),
    ];

    /// <summary>The indexes, in the given events, of those in an area or on its border.</summary>
    /// <param name="area">On the plane.</param>
    public static IReadOnlyList<int> Inside(Geometry area, PlacedEvents events)
    {
        var (shape, box) = (PreparedGeometryFactory.Prepare(area), area.EnvelopeInternal);
        return [.. Enumerable.Range(0, events.East.Length)
            .Where(i => box.Contains(events.East[i], events.North[i])
                && shape.Covers(area.Factory.CreatePoint(new Coordinate(events.East[i], events.North[i]))))
            .Select(i => events.Index[i])];
    }

    /// <summary>The hexagons whose center is in an area: the cells of a city, for <see cref="HotSpots.Of"/>.</summary>
    /// <param name="area">On the plane.</param>
    public static IReadOnlyList<Hex> Hexagons(Geometry area, HexGrid grid)
    {
        if (area.IsEmpty) return [];
        var (shape, box) = (PreparedGeometryFactory.Prepare(area), area.EnvelopeInternal);
        var (bottom, top) = (grid.Of(box.MinX, box.MinY).R - 1, grid.Of(box.MinX, box.MaxY).R + 1);
        List<Hex> found = [];
        for (var r = bottom; r <= top; r++)
        {
            var north = grid.Center(new(0, r)).North;
            for (var hex = new Hex(grid.Of(box.MinX, north).Q - 1, r); grid.Center(hex).East <= box.MaxX; hex = hex with { Q = hex.Q + 1 })
            {
                var (east, _) = grid.Center(hex);
                if (shape.Covers(area.Factory.CreatePoint(new Coordinate(east, north)))) found.Add(hex);
            }
        }
        return found;
    }

    private static Geometry Moved(Geometry shape, Func<Coordinate, Coordinate> move) =>
        new GeometryEditor(shape.Factory).Edit(shape, new Move(move));

    private sealed class Move(Func<Coordinate, Coordinate> move) : GeometryEditor.CoordinateOperation
    {
        public override Coordinate[] Edit(Coordinate[] coordinates, Geometry geometry) => [.. coordinates.Select(move)];
    }
}
