using System.Collections.Concurrent;
using FluentValidation;
using MediatR;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;
using NetTopologySuite.Operation.Distance;
using NetTopologySuite.Simplify;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Maps;

/// <summary>The agency's own streets in a view, simplified for its size, the longest first until the view is full.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadStreets(MapView View) : IQuery<MapStreets>;

/// <param name="Total">Number of streets that the agency has imported.</param>
/// <param name="Names">The name of each line; blank if it has none.</param>
/// <param name="Lines">Each line as latitude, longitude, latitude, longitude … in degrees.</param>
public sealed record MapStreets(int Total, IReadOnlyList<string> Names, IReadOnlyList<IReadOnlyList<double>> Lines)
{
    /// <summary>Most points of all lines together, for at most 100 kB.</summary>
    public const int MostPoints = 3500;
    /// <summary>Most lines of a view, as each has a name.</summary>
    public const int MostLines = 600;
}

internal sealed class ReadStreetsValidator : AbstractValidator<ReadStreets>
{
    public ReadStreetsValidator() => this.ViewRules(q => q.View);
}

internal sealed class ReadStreetsHandler(Db db, StreetMap streets) : IRequestHandler<ReadStreets, MapStreets>
{
    public async Task<MapStreets> Handle(ReadStreets query, CancellationToken ct) => await streets.In(db, query.View.Box, ct);
}

/// <summary>Keeps the streets in memory, simplified for each zoom, until others are imported.</summary>
public sealed class StreetMap
{
    /// <summary>Lines of detail across a view; about one per pixel.</summary>
    private const double Detail = 1500;
    private const int LongestName = 60;

    private sealed record Row
    {
        public string? Name { get; init; }
        public string Line { get; init; } = "";
    }

    private sealed record Line(string Name, LineString Course);

    private sealed record Snapshot(string? Mark, int Streets, IReadOnlyList<Line> Lines)
    {
        /// <summary>Indexes of the lines simplified to a tolerance of two to this power, in degrees.</summary>
        public ConcurrentDictionary<int, STRtree<Line>> Levels { get; } = new();
    }

    private Snapshot? _snapshot;

    /// <param name="box">Null for everything.</param>
    public async Task<MapStreets> In(Db db, MapBox? box, CancellationToken ct)
    {
        var known = await Current(db, ct);
        if (known.Lines.Count == 0) return new(0, [], []);
        var view = box is null ? null : new Envelope(box.West, box.East, box.South, box.North);
        if (view is null)
        {
            view = new();
            foreach (var line in known.Lines) view.ExpandToInclude(line.Course.EnvelopeInternal);
        }
        var tree = Tree(known, view);
        // A little more than the view, so that streets reach its sides while it is moved.
        view.ExpandBy(view.Width / 10, view.Height / 10);
        var frame = GeoJson.Factory.ToGeometry(view);
        var (names, lines, points) = (new List<string>(), new List<IReadOnlyList<double>>(), 0);
        foreach (var line in tree.Query(view).OrderByDescending(line => line.Course.Length))
        {
            var seen = view.Contains(line.Course.EnvelopeInternal) ? line.Course : line.Course.Intersection(frame);
            for (var i = 0; i < seen.NumGeometries; i++)
            {
                if (seen.GetGeometryN(i) is not LineString { IsEmpty: false } piece) continue;
                points += piece.NumPoints;
                if (points > MapStreets.MostPoints || lines.Count == MapStreets.MostLines) return new(known.Streets, names, lines);
                names.Add(line.Name);
                lines.Add([.. piece.Coordinates.SelectMany(c => new[] { Math.Round(c.Y, 5), Math.Round(c.X, 5) })]);
            }
        }
        return new(known.Streets, names, lines);
    }

    /// <summary>The name of the street nearest to a point.</summary>
    /// <returns>Null if none is within the distance in meters.</returns>
    public async Task<string?> Near(Db db, double latitude, double longitude, double meters, CancellationToken ct)
    {
        var known = await Current(db, ct);
        var (south, north, west, east) = Geography.Box(latitude, longitude, meters);
        var (box, point) = (new Envelope(west, east, south, north), GeoJson.Factory.CreatePoint(new Coordinate(longitude, latitude)));
        return (known.Lines.Count == 0 ? [] : Tree(known, box).Query(box)).Where(line => line.Name.Length > 0)
            .Select(line => (line.Name, Nearest: DistanceOp.NearestPoints(line.Course, point)[0]))
            .Select(line => (line.Name, Meters: Earth.Meters(latitude, longitude, line.Nearest.Y, line.Nearest.X)))
            .Where(line => line.Meters <= meters).OrderBy(line => line.Meters).FirstOrDefault().Name;
    }

    private static STRtree<Line> Tree(Snapshot known, Envelope view) => known.Levels.GetOrAdd(
        (int)Math.Floor(Math.Log2(Math.Max(1e-6, Math.Max(view.Width, view.Height) / Detail))),
        power => Simplified(known.Lines, Math.Pow(2, power)));

    private async Task<Snapshot> Current(Db db, CancellationToken ct)
    {
        var mark = await db.Find<string>("SELECT Value FROM Setting WHERE Name = @Name", new { Name = SettingNames.Streets }, ct);
        if (mark is null) return new(null, 0, []);
        if (_snapshot is { } known && known.Mark == mark) return known;
        var rows = await db.List<Row>("SELECT s.Name, s.Line FROM Street s ORDER BY s.Id", null, ct);
        var lines = rows.SelectMany(row =>
        {
            var (name, course) = (row.Name ?? "", GeoJson.Read(row.Line));
            if (name.Length > LongestName) name = name[..LongestName];
            return Enumerable.Range(0, course.NumGeometries).Select(i => new Line(name, (LineString)course.GetGeometryN(i)));
        }).ToList();
        return _snapshot = new(mark, rows.Count, lines);
    }

    private static STRtree<Line> Simplified(IReadOnlyList<Line> lines, double tolerance)
    {
        var tree = new STRtree<Line>();
        foreach (var line in lines)
            // Too short to see at this zoom.
            if (line.Course.Length >= tolerance * 4
                && DouglasPeuckerSimplifier.Simplify(line.Course, tolerance) is LineString { IsEmpty: false } simple)
                tree.Insert(simple.EnvelopeInternal, line with { Course = simple });
        tree.Build();
        return tree;
    }
}

internal static class ReadStreetsEndpoint
{
    public static void MapReadStreets(this RouteGroupBuilder maps) => maps
        .MapGet("/streets", ([AsParameters] MapView view, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ReadStreets(view), ct))
        .WithName("ReadStreets").WithSummary("Read the agency's streets in a view of the map, simplified for its size");
}
