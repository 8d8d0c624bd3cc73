using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Maps;

namespace ProblemTracker.Problems;

/// <summary>
/// The problems of a list in a view of the map, newest first, or their number in each hexagon. The kind of a point is its stage, with
/// <c>Overdue</c> after it if it is.
/// </summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadProblemMap(ListProblems Filter, MapView View) : IQuery<MapData>;

internal sealed class ReadProblemMapValidator : AbstractValidator<ReadProblemMap>
{
    public ReadProblemMapValidator(IEnumerable<IValidator<ListProblems>> filters)
    {
        foreach (var filter in filters) RuleFor(q => q.Filter).SetValidator(filter).OverridePropertyName("");
        this.ViewRules(q => q.View);
    }
}

internal sealed class ReadProblemMapHandler(Db db, ListReader lists, MapExtents extents) : IRequestHandler<ReadProblemMap, MapData>
{
    private const string Overdue = "Overdue";

    private sealed record Place
    {
        public long Id { get; init; }
        public double Latitude { get; init; }
        public double Longitude { get; init; }
        public Stage Stage { get; init; }
        public DateOnly? DueOn { get; init; }
        public DateOnly? OnHoldUntil { get; init; }
    }

    private sealed record Words
    {
        public long Id { get; init; }
        public string Number { get; init; } = "";
        public string Title { get; init; } = "";
        public Stage Stage { get; init; }
    }

    public async Task<MapData> Handle(ReadProblemMap query, CancellationToken ct)
    {
        // A map has no pages, but a key or a size that is wrong for the list is wrong here too.
        ProblemList.Listing.Order(query.Filter).Read(query.Filter);
        var reader = await lists.Reader(ct);
        var (where, args) = ProblemList.Filters.Matching(query.Filter, reader);
        var (extent, far) = query.View.AsksForFar ? await Extent(where, args, ct) : (null, null);
        if ((query.View.Box ?? extent?.Box) is not { } box) return new(0, null, null, null);
        args.Add("ViewSouth", box.South);
        args.Add("ViewNorth", box.North);
        args.Add("ViewWest", box.West);
        args.Add("ViewEast", box.East);
        var inView = where.When(true, "p.Latitude BETWEEN @ViewSouth AND @ViewNorth AND p.Longitude BETWEEN @ViewWest AND @ViewEast");
        var (collector, kinds) = (new MapCollector(box), new Dictionary<long, string>());
        await foreach (var place in db.Stream<Place>(
            $"SELECT p.Id, p.Latitude, p.Longitude, p.Stage, p.DueOn, p.OnHoldUntil FROM Problem p {inView}", args, ct))
        {
            collector.Add(new() { Id = place.Id, Latitude = place.Latitude, Longitude = place.Longitude });
            if (collector.Total > MapData.MostPoints) continue;
            var isOverdue = Deadlines.IsOverdue(place.DueOn, place.OnHoldUntil, reader.Today);
            kinds.Add(place.Id, $"{place.Stage}{(isOverdue ? Overdue : "")}");
        }
        var data = await collector.Data(async places => MapPoints.Of(
            [.. places.OrderByDescending(place => place.Id)], id => kinds[id],
            places.Count > MapData.MostLabels ? null : await Labels(kinds, ct)));
        return data with { Far = far };
    }

    private async Task<IReadOnlyDictionary<long, string>> Labels(Dictionary<long, string> kinds, CancellationToken ct) =>
        (await db.List<Words>("SELECT p.Id, p.Number, p.Title, p.Stage FROM Problem p WHERE p.Id IN @ids", new { ids = kinds.Keys }, ct))
            .ToDictionary(row => row.Id, row => Label(row, kinds[row.Id].EndsWith(Overdue, StringComparison.Ordinal)));

    /// <summary>Stage and overdue must not depend on color and shape alone, so a long title is cut instead of them.</summary>
    private static string Label(Words row, bool isOverdue)
    {
        var state = $", {Wording.Of(row.Stage)}{(isOverdue ? ", overdue" : "")}";
        var text = $"{row.Number} {row.Title}";
        var room = MapData.LongestLabel - state.Length;
        return (text.Length <= room ? text : $"{text[..(room - 1)]}…") + state;
    }

    private async Task<(MapExtent Extent, MapFar? Far)> Extent(Predicates where, Dapper.DynamicParameters args, CancellationToken ct)
    {
        var extent = await extents.Of("p", "Problem p", where, args, ct);
        var some = await extents.FarOnes(extent, "p", "Problem p", where, args, ct);
        var labels = some.Count == 0 ? null : await Labels(some.ToDictionary(place => place.Id, _ => ""), ct);
        return (extent, extent.Told(some, id => labels?.GetValueOrDefault(id)));
    }
}

internal static class ReadProblemMapEndpoint
{
    public static void MapReadProblemMap(this RouteGroupBuilder problems) => problems
        .MapGet("/map", ([AsParameters] ListProblems query, [AsParameters] MapView view, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ReadProblemMap(query, view), ct))
        .WithName("ReadProblemMap").WithSummary("Read the problems in a view of the map, as points or counted in hexagons");
}
