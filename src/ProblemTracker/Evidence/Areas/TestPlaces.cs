using NetTopologySuite.Geometries;
using NetTopologySuite.Simplify;
using ProblemTracker.Analysis;
using ProblemTracker.Incidents;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Evidence;

/// <summary>Completes what was chosen for a test: finds addresses, keeps outlines, says in words what is counted.</summary>
internal sealed class TestPlaces(Db db, NeighborhoodMap neighborhoods)
{
    /// <summary>Degrees by which outlines with too many corners are simplified at first: about 5 meters.</summary>
    private const double Tolerance = 0.00005;

    /// <exception cref="Invalid">A place can't be found, or areas overlap.</exception>
    public async Task<ResponseTest> Complete(ResponseTest test, DateOnly today, CancellationToken ct)
    {
        var filter = KeptFilter.Anywhere(test.Filter)!;
        var complete = test with
        {
            Filter = test.Filter!.Trim(),
            Counted = await Words(filter, ct),
            Response = await Place(test.Response, "test.response", today, ct),
            Control = test.Control is { } control ? await Place(control, "test.control", today, ct) : null,
            Buffer = test.Buffer is { } buffer ? await Place(buffer, "test.buffer", today, ct) : null,
        };
        MustBeApart(complete);
        return complete;
    }

    /// <summary>What is counted in the response area, as a kept filter of the incident list; or what is measured.</summary>
    public static string Basis(ResponseTest test)
    {
        if (test.Measure != TestMeasure.Incidents) return test.Filter!;
        var (what, area) = (KeptFilter.Anywhere(test.Filter)!, test.Response);
        return KeptFilter.Of(area.IsCircle ? what with { Latitude = area.Latitude, Longitude = area.Longitude, Radius = area.Radius }
            : what with { Area = area.Corners });
    }

    private async Task<TestArea> Place(TestArea area, string field, DateOnly today, CancellationToken ct)
    {
        if (area.NeighborhoodId is { } id) return await Outline(id, field, today, ct);
        if (!area.Corners.IsBlank()) return new() { Name = Name(area), Corners = IncidentArea.Read(area.Corners, out _)!.Corners };
        if (area.IsCircle) return area with { Name = Name(area), Corners = null };
        var at = await db.Find<Point>($"""
            SELECT i.Latitude, i.Longitude FROM Incident i
            WHERE i.Id IN (SELECT d.IncidentId FROM IncidentAddress d WHERE d.Address = @Address) AND i.Latitude IS NOT NULL
                AND {IncidentSql.Visible} ORDER BY i.Id DESC {db.Dialect.First("@One")}
            """, new { Address = area.Name!.Trim(), One = 1 }, ct)
            ?? throw new Invalid($"{field}.name",
                "No incident has this address. Write it as in the incident list, or choose the place on the map.");
        return area with { Name = Name(area), Latitude = at.Latitude, Longitude = at.Longitude };
    }

    private async Task<TestArea> Outline(long id, string field, DateOnly today, CancellationToken ct)
    {
        var name = await db.Find<string>("SELECT Name FROM Neighborhood WHERE Id = @id", new { id }, ct);
        var shape = (await neighborhoods.Current(db, ct)).Stretches
            .FirstOrDefault(one => one.NeighborhoodId == id && one.First <= today && today <= one.Last)?.Shape;
        if (name is null || shape is null)
            throw new Invalid($"{field}.neighborhoodId", "This neighborhood has no boundary today. Choose another, or draw the area.");
        if (shape is MultiPolygon { NumGeometries: 1 } one) shape = one.GetGeometryN(0);
        if (shape is not Polygon { NumInteriorRings: 0 } polygon)
            throw new Invalid($"{field}.neighborhoodId", $"{name} has several parts or holes. Draw the area on the map instead.");
        for (var tolerance = Tolerance; polygon.NumPoints > IncidentArea.MostCorners; tolerance *= 2)
            polygon = (Polygon)TopologyPreservingSimplifier.Simplify(polygon, tolerance);
        var corners = string.Join(';', polygon.ExteriorRing.Coordinates.Select(at => FormattableString.Invariant($"{at.Y},{at.X}")));
        return new() { Name = name, NeighborhoodId = id, Corners = IncidentArea.Read(corners, out _)!.Corners };
    }

    /// <exception cref="Invalid">Events would count twice.</exception>
    private static void MustBeApart(ResponseTest test)
    {
        var shapes = TestShape.Of(test);
        if (test.Buffer is not null && shapes.All(shape => shape.Cell != TestCell.Ring))
            throw new Invalid("test.buffer", "The buffer area lies within the response area. Make it larger, or leave it out.");
        var shared = Areas.Shared([.. shapes.Select(shape => shape.OnPlane)]);
        if (shared.Count == 0) return;
        var worst = shared.MaxBy(pair => pair.SquareMeters);
        var (one, other) = (Name(shapes[worst.First].Cell), Name(shapes[worst.Second].Cell).ToLowerInvariant());
        throw new Invalid("test.control", $"{one} and {other} overlap by {worst.SquareMeters:N0} square meters, so incidents would "
            + "count twice. Move the control area away, or make the other smaller.");

        string Name(TestCell cell) => cell == TestCell.Ring && test.Buffer is not null ? "Buffer area" : Wording.Of(cell);
    }

    private async Task<string> Words(IncidentFilter filter, CancellationToken ct)
    {
        var category = filter.CategoryCode is { } code
            ? await db.Find<string>("SELECT Name FROM Category WHERE Code = @code", new { code }, ct)
                ?? throw new Invalid("test.filter", "There is no such category. Choose one of the list.") : "Incidents";
        return string.Concat(category, filter.HasText ? $" with “{filter.Text!.Trim()}”" : "",
            filter.Weekday is { } day ? $" on {day}s" : "", filter.Hour is { } hour ? $" between {hour}:00 and {hour}:59" : "");
    }

    private static string? Name(TestArea area) => area.Name.IsBlank() ? null : area.Name.Trim();

    private sealed record Point
    {
        public double Latitude { get; init; }
        public double Longitude { get; init; }
    }
}
