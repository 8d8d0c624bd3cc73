using FluentValidation;
using MediatR;

namespace ProblemTracker.Incidents;

/// <summary>The addresses with the most incidents that a filter finds, most first, as written in the source.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadIncidentPlaces(IncidentFilter Filter) : IQuery<IncidentPlaces>
{
    /// <summary>Number of addresses listed.</summary>
    public const int Most = 50;
}

/// <param name="Total">Number of incidents that the filter finds: the rows of its list.</param>
/// <param name="WithoutAddress">Number of them that have no address.</param>
/// <param name="DifferentAddresses">Number of addresses, including those that are not listed.</param>
public sealed record IncidentPlaces(int Total, int WithoutAddress, int DifferentAddresses, IReadOnlyList<AddressCount> Addresses);

/// <param name="Share">Of all incidents found, from 0 to 1.</param>
/// <param name="Latitude">Mean of its incidents, in degrees; null if none has coordinates.</param>
public sealed record AddressCount(string Address, int Incidents, double Share, double? Latitude, double? Longitude);

internal sealed class ReadIncidentPlacesValidator : AbstractValidator<ReadIncidentPlaces>
{
    public ReadIncidentPlacesValidator() => this.FilterRules(q => q.Filter);
}

internal sealed class ReadIncidentPlacesHandler(Db db, Actor actor) : IRequestHandler<ReadIncidentPlaces, IncidentPlaces>
{
    public async Task<IncidentPlaces> Handle(ReadIncidentPlaces query, CancellationToken ct)
    {
        await IncidentSql.MustSee(db, actor, query.Filter, ct);
        var found = await IncidentPlacesSql.Count(db, query.Filter, IncidentSql.Where(query.Filter),
            IncidentSql.Args(db.Dialect, query.Filter), IncidentSql.Measure(query.Filter), ct);
        return found with { Addresses = [.. found.Addresses.Take(ReadIncidentPlaces.Most)] };
    }
}

/// <summary>Counts incidents by address, for the page of places and for maps.</summary>
internal static class IncidentPlacesSql
{
    private sealed record Group
    {
        public string? Address { get; init; }
        public int Found { get; init; }
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
    }

    private sealed class Sum
    {
        public int Found { get; set; }
        public double Latitude { get; set; }
        public double Longitude { get; set; }
    }

    /// <param name="where">The filter's conditions, and more.</param>
    /// <param name="isIn">The exact test of a circle or an area.</param>
    public static async Task<IncidentPlaces> Count(
        Db db, IncidentFilter filter, Predicates where, object args, Func<double?, double?, bool> isIn, CancellationToken ct)
    {
        var from = $"FROM {IncidentSql.Source(db.Dialect, filter)} {where}";
        var groups = filter.IsMeasured
            ? await Measure(db, $"SELECT i.Address, 1 AS Found, i.Latitude, i.Longitude {from}", args, isIn, ct)
            : await db.List<Group>($"""
                SELECT i.Address, COUNT(*) AS Found, AVG(i.Latitude) AS Latitude, AVG(i.Longitude) AS Longitude {from} GROUP BY i.Address
                """, args, ct);
        var total = groups.Sum(group => group.Found);
        var named = groups.Where(group => !string.IsNullOrWhiteSpace(group.Address)).ToList();
        return new(total, total - named.Sum(group => group.Found), named.Count,
            [.. named.OrderByDescending(group => group.Found).ThenBy(group => group.Address, StringComparer.Ordinal)
                .Select(group => new AddressCount(group.Address!, group.Found, (double)group.Found / total, group.Latitude,
                    group.Longitude))]);
    }

    private static async Task<IReadOnlyList<Group>> Measure(
        Db db, string sql, object args, Func<double?, double?, bool> isIn, CancellationToken ct)
    {
        var sums = new Dictionary<string, Sum>();
        await foreach (var row in db.Stream<Group>(sql, args, ct))
        {
            if (!isIn(row.Latitude, row.Longitude)) continue;
            if (!sums.TryGetValue(row.Address ?? "", out var sum)) sums.Add(row.Address ?? "", sum = new());
            sum.Found++;
            sum.Latitude += row.Latitude!.Value;
            sum.Longitude += row.Longitude!.Value;
        }
        return [.. sums.Select(sum => new Group
        {
            Address = sum.Key,
            Found = sum.Value.Found,
            Latitude = sum.Value.Latitude / sum.Value.Found,
            Longitude = sum.Value.Longitude / sum.Value.Found,
        })];
    }
}

internal static class ReadIncidentPlacesEndpoint
{
    public static void MapReadIncidentPlaces(this RouteGroupBuilder incidents) => incidents
        .MapGet("/places", ([AsParameters] IncidentFilter filter, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ReadIncidentPlaces(filter), ct))
        .WithName("ReadIncidentPlaces").WithSummary("Count filtered incidents by address");
}
