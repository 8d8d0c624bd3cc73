using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Maps;
using ProblemTracker.Problems;

namespace ProblemTracker.Incidents;

/// <summary>
/// The incidents that a filter finds in a view of the map: points, newest first, or their number in each hexagon. Points are
/// <c>Linked</c> or <c>Unlinked</c>.
/// </summary>
/// <param name="LinkedTo">The problem that the kinds are about; null for any problem that the reader may see.</param>
[Needs(Permission.ReadProblems)]
public sealed record ReadIncidentMap(IncidentFilter Filter, MapView View, long? LinkedTo = null) : IQuery<MapData>;

internal sealed class ReadIncidentMapValidator : AbstractValidator<ReadIncidentMap>
{
    public ReadIncidentMapValidator()
    {
        this.FilterRules(q => q.Filter);
        this.ViewRules(q => q.View);
    }
}

internal sealed class ReadIncidentMapHandler(Db db, Actor actor, MapExtents extents, AgencySettings agency)
    : IRequestHandler<ReadIncidentMap, MapData>
{
    public const string Linked = "Linked", Unlinked = "Unlinked";

    /// <summary>Ids per statement; SQL Server allows 2,100 parameters.</summary>
    private const int Slice = 900;
    private const int MostAddresses = 10;
    /// <summary>Most incidents in a view whose addresses are counted too, so that the view of a large city does not wait for it.</summary>
    private const int MostCounted = 100_000;

    private sealed record Place
    {
        public long Id { get; init; }
        public DateTimeOffset OccurredFrom { get; init; }
        public double Latitude { get; init; }
        public double Longitude { get; init; }
    }

    private sealed record Words
    {
        public long Id { get; init; }
        public string Category { get; init; } = "";
        public DateTimeOffset OccurredFrom { get; init; }
        public TimePrecision TimePrecision { get; init; }
        public DateOnly LocalDate { get; init; }
        public string? Address { get; init; }
    }

    public async Task<MapData> Handle(ReadIncidentMap query, CancellationToken ct)
    {
        await IncidentSql.MustSee(db, actor, query.Filter, ct);
        if (query.LinkedTo is { } linkedTo) await ProblemSql.MustSee(db, actor, linkedTo, ct);
        var (extent, far) = query.View.AsksForFar ? await Extent(query.Filter, ct) : (null, null);
        if ((query.View.Box ?? extent?.Box) is not { } box) return new(0, null, null, null);

        var (collector, times) = (new MapCollector(box), new Dictionary<long, DateTimeOffset>());
        var isIn = IncidentSql.Measure(query.Filter);
        var args = IncidentSql.Args(db.Dialect, query.Filter);
        args.Add("ViewSouth", box.South);
        args.Add("ViewNorth", box.North);
        args.Add("ViewWest", box.West);
        args.Add("ViewEast", box.East);
        var where = IncidentSql.Where(query.Filter).InView(query.Filter, box);
        await foreach (var place in db.Stream<Place>(
            $"SELECT i.Id, i.OccurredFrom, i.Latitude, i.Longitude FROM {IncidentSql.Source(db.Dialect, query.Filter)} {where}", args, ct))
        {
            if (!isIn(place.Latitude, place.Longitude)) continue;
            collector.Add(new() { Id = place.Id, Latitude = place.Latitude, Longitude = place.Longitude });
            if (collector.Total <= MapData.MostPoints) times.Add(place.Id, place.OccurredFrom);
        }
        var data = await collector.Data(places => Points(
            [.. places.OrderByDescending(place => times[place.Id]).ThenByDescending(place => place.Id)], query.LinkedTo, ct));
        data = data with { Far = far };
        return data.Points is { Labels.Count: > 0 } || data.Total is 0 or > MostCounted ? data
            : data with { Addresses = await Addresses(query.Filter, where, args, isIn, ct) };
    }

    private async Task<MapPoints> Points(IReadOnlyList<MapPlace> places, long? linkedTo, CancellationToken ct)
    {
        var linked = new HashSet<long>();
        foreach (var slice in places.Select(place => place.Id).Chunk(Slice))
            linked.UnionWith(await db.List<long>($"""
                SELECT DISTINCT k.IncidentId FROM ProblemIncident k JOIN Problem p ON p.Id = k.ProblemId
                WHERE k.IncidentId IN @slice AND {(linkedTo is null ? ProblemSql.VisibleTo(actor) : "p.Id = @linkedTo")}
                """, new { slice, linkedTo, ActorId = actor.PersonId }, ct));
        return MapPoints.Of(places, id => linked.Contains(id) ? Linked : Unlinked,
            places.Count > MapData.MostLabels ? null : await Labels(places, ct));
    }

    private async Task<IReadOnlyDictionary<long, string>> Labels(IReadOnlyList<MapPlace> places, CancellationToken ct)
    {
        var zone = (await agency.Calendar(ct)).Zone;
        return (await db.List<Words>("""
            SELECT i.Id, c.Name AS Category, i.OccurredFrom, i.TimePrecision, i.LocalDate, i.Address
            FROM Incident i LEFT JOIN Category c ON c.Code = i.CategoryCode WHERE i.Id IN @ids
            """, new { ids = places.Select(place => place.Id) }, ct)).ToDictionary(row => row.Id, row => Label(row, zone));
    }

    private static string Label(Words row, TimeZoneInfo zone) =>
        $"{row.Category}, {IncidentTimes.When(row.LocalDate, row.OccurredFrom, row.OccurredFrom, row.TimePrecision, zone)}"
            + (row.Address is { Length: > 0 } address ? $", {address}" : "");

    /// <summary>The busiest addresses in the view.</summary>
    private async Task<IReadOnlyList<MapAddress>> Addresses(
        IncidentFilter filter, Predicates where, Dapper.DynamicParameters args, Func<double?, double?, bool> isIn, CancellationToken ct) =>
        [.. (await IncidentPlacesSql.Count(db, filter, where, args, isIn, ct)).Addresses.Take(MostAddresses)
            .Select(row => new MapAddress(row.Address, row.Incidents))];

    /// <summary>
    /// The box around the bulk of the incidents that the filter finds, and what lies far away; for a circle or an area, around its
    /// candidates.
    /// </summary>
    private async Task<(MapExtent Extent, MapFar? Far)> Extent(IncidentFilter filter, CancellationToken ct)
    {
        var (from, where, args) = (IncidentSql.Source(db.Dialect, filter), IncidentSql.Where(filter), IncidentSql.Args(db.Dialect, filter));
        var extent = await extents.Of("i", from, where, args, ct);
        var some = await extents.FarOnes(extent, "i", from, where, args, ct);
        var labels = some.Count == 0 ? null : await Labels(some, ct);
        return (extent, extent.Told(some, id => labels?.GetValueOrDefault(id)));
    }
}

internal static class ReadIncidentMapEndpoint
{
    public static void MapReadIncidentMap(this RouteGroupBuilder incidents) => incidents
        .MapGet("/map", ([AsParameters] IncidentFilter filter, [AsParameters] MapView view, long? linkedTo, IMediator mediator,
            CancellationToken ct) => mediator.Send(new ReadIncidentMap(filter, view, linkedTo), ct))
        .WithName("ReadIncidentMap").WithSummary("Read the incidents in a view of the map, as points or counted in hexagons");
}
