using MediatR;
using ProblemTracker.Analysis;
using ProblemTracker.Incidents;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>
/// Places that could serve as the control area of a planned test: as large as its response area, apart from it and its ring, and most like
/// it in level and trend before.
/// </summary>
[Needs(Permission.ReadProblems)]
public sealed record FindControlAreas(long ProblemId) : IQuery<ControlAreas>;

/// <param name="Response">Incidents of each month before in the response area, in order.</param>
/// <param name="FirstHalf">Incidents of the response area in the first half of the period before.</param>
/// <param name="Items">The most alike first; empty without a complete test.</param>
public sealed record ControlAreas(IReadOnlyList<int> Response, int FirstHalf, IReadOnlyList<ControlCandidate> Items)
{
    public int SecondHalf => Response.Sum() - FirstHalf;
}

/// <param name="Before">Incidents in the period before.</param>
/// <param name="FirstHalf">Of them, in its first half.</param>
/// <param name="Unlikeness">|ln(level ratio)| + |ln(ratio of second to first half, to that of the response area)|; 0 is the same.</param>
/// <param name="Months">Incidents of each month before, in order.</param>
public sealed record ControlCandidate(
    string? Name, double Latitude, double Longitude, double Radius, int Before, int FirstHalf, double Unlikeness,
    IReadOnlyList<int> Months)
{
    public int SecondHalf => Before - FirstHalf;
}

internal sealed class FindControlAreasHandler(Db db, CaseFiles files) : IRequestHandler<FindControlAreas, ControlAreas>
{
    private const int Shown = 5;

    private sealed record Row
    {
        public string EventKey { get; init; } = "";
        public DateOnly LocalDate { get; init; }
        public double Latitude { get; init; }
        public double Longitude { get; init; }
        public string? Address { get; init; }
    }

    public async Task<ControlAreas> Handle(FindControlAreas query, CancellationToken ct)
    {
        var dossier = (await files.Read(query.ProblemId, ct)).Dossier;
        if (dossier.Response.Evaluation.Test is not { IsComplete: true } test
            || TestShape.Of(test) is not [{ Cell: TestCell.Response } response, ..]) return new([], 0, []);
        // As large as the response area, if that is no circle.
        var radius = test.Response.Radius ?? Math.Sqrt(response.OnPlane.Area / Math.PI);
        var center = response.InDegrees.Centroid;
        var ground = new Ground(center.Y, center.X);
        var rows = await Rows(test, ct);
        var placed = ground.Place([.. rows.Select(row => (row.Latitude, row.Longitude))]);
        var inside = rows.Where(row => response.Covers(row.Latitude, row.Longitude)).ToList();
        var apart = response.OnPlane.Buffer(radius + 2 * (test.Ring ?? 0));
        var grid = new HexGrid(radius);
        var candidates = Enumerable.Range(0, placed.East.Length).GroupBy(i => grid.Of(placed.East[i], placed.North[i]))
            .Where(cell => cell.Count() >= inside.Count / 8.0).Select(cell => grid.Center(cell.Key))
            .Where(at => !apart.Covers(apart.Factory.CreatePoint(new NetTopologySuite.Geometries.Coordinate(at.East, at.North))))
            .Select(at => Candidate(at.East, at.North)).OfType<ControlCandidate>()
            .OrderBy(candidate => candidate.Unlikeness).ToList();
        // Those that overlap a better one would only repeat it.
        List<ControlCandidate> best = [];
        foreach (var candidate in candidates)
            if (best.Count < Shown
                && best.All(one => Earth.Meters(one.Latitude, one.Longitude, candidate.Latitude, candidate.Longitude) > radius))
                best.Add(candidate);
        return new(Months(inside), FirstHalf(inside), best);

        ControlCandidate? Candidate(double east, double north)
        {
            var near = Enumerable.Range(0, placed.East.Length)
                .Select(i => (Row: rows[placed.Index[i]], Away: Math.Sqrt(Square(placed.East[i] - east) + Square(placed.North[i] - north))))
                .Where(one => one.Away <= radius).ToList();
            if (near.Count == 0) return null;
            List<Row> found = [.. near.Select(one => one.Row)];
            var (latitude, longitude) = ground.Degrees(east, north);
            var first = FirstHalf(found);
            var level = Math.Abs(Math.Log((found.Count + 0.5) / (inside.Count + 0.5)));
            var trend = Math.Abs(Math.Log((found.Count - first + 0.5) / (first + 0.5))
                - Math.Log((inside.Count - FirstHalf(inside) + 0.5) / (FirstHalf(inside) + 0.5)));
            // A source can have points without addresses.
            var nearest = near.Where(one => one.Row.Address is not null).OrderBy(one => one.Away).FirstOrDefault().Row;
            return new(nearest?.Address, Math.Round(latitude, 6), Math.Round(longitude, 6), Math.Round(radius), found.Count, first,
                level + trend, Months(found));
        }

        int FirstHalf(List<Row> found) => found.Count(row => row.LocalDate < test.Before.From!.Value.AddDays(test.Before.Days / 2));

        IReadOnlyList<int> Months(List<Row> found) =>
            [.. TestSeries.ByMonth([.. found.Select(row => row.LocalDate)], test.Before).Select(month => month.Count)];
    }

    private static double Square(double length) => length * length;

    /// <summary>What the test counts, in the whole city in the period before; an incident in several rows counts once.</summary>
    private async Task<List<Row>> Rows(ResponseTest test, CancellationToken ct)
    {
        var filter = KeptFilter.Anywhere(test.Filter)! with { From = test.Before.From, To = test.Before.To };
        return [.. (await db.List<Row>($"""
            SELECT i.EventKey, i.LocalDate, i.Latitude, i.Longitude, i.Address
            FROM {IncidentSql.Source(db.Dialect, filter)} {IncidentSql.Where(filter)} AND i.Latitude IS NOT NULL
            """, IncidentSql.Args(db.Dialect, filter), ct)).DistinctBy(row => row.EventKey)];
    }
}

internal static class FindControlAreasEndpoint
{
    public static void MapFindControlAreas(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}/evaluation/controls", (long id, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new FindControlAreas(id), ct))
        .WithName("FindControlAreas").WithSummary("Find places like the response area of the planned test, as control areas");
}
