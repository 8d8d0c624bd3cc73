using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Maps;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Problems;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Incidents;

/// <summary>Where a problem is: what its map shows, the incidents close by, and the filter for incidents to link.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadProblemPlace(long ProblemId) : IQuery<ProblemPlace>
{
    /// <summary>Meters around the problem in which incidents to link are looked for at first: 150 meters or 500 feet.</summary>
    public const double FindRadius = 150, FindRadiusInFeet = 152.4;
    /// <summary>Meters around the problem in which incidents are counted: 100 meters or 300 feet.</summary>
    public const double NearRadius = 100, NearRadiusInFeet = 91.44;
}

/// <param name="Find">Incidents to link: close to the problem, of its category, in the last 12 months.</param>
/// <param name="Near">The incidents close by that are not linked yet; null without coordinates or if there are none.</param>
/// <param name="ShownFrom">The first day of the incidents on the map: 12 months ago, or the first linked incident's.</param>
/// <param name="Box">The view at first; null if neither the problem nor a linked incident has coordinates.</param>
/// <param name="FarIncidents">Linked incidents that lie so far away from the others that the view leaves them out.</param>
/// <param name="Sites">Partners whose address is that of known incidents.</param>
/// <param name="Unit">The agency's unit of distances.</param>
public sealed record ProblemPlace(
    IncidentFilter Find, NearIncidents? Near, DateOnly ShownFrom, MapBox? Box, IReadOnlyList<PartnerSite> Sites, DistanceUnit Unit,
    int FarIncidents);

/// <param name="Count">Incidents of the problem's category.</param>
/// <param name="Others">Incidents of other categories.</param>
/// <param name="Since">The January 1 from which they are counted, at least two months ago.</param>
/// <param name="Filter">Finds those of the problem's category; without the category, the others too.</param>
public sealed record NearIncidents(int Count, int Others, DateOnly Since, IncidentFilter Filter);

/// <param name="Latitude">Mean of the incidents at the address, in degrees.</param>
public sealed record PartnerSite(string Name, double Latitude, double Longitude);

internal sealed class ReadProblemPlaceHandler(Db db, Actor actor, AgencySettings agency, MapExtents extents)
    : IRequestHandler<ReadProblemPlace, ProblemPlace>
{
    /// <summary>Meters from the problem to the sides of the first view.</summary>
    private const double Surroundings = 250;

    private sealed record Problem
    {
        public string CategoryCode { get; init; } = "";
        public long NeighborhoodId { get; init; }
        public bool IsUnassigned { get; init; }
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
        public DateOnly? FirstLinked { get; init; }
    }

    private sealed record Neighbor
    {
        public string? CategoryCode { get; init; }
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
    }

    private sealed record Partner
    {
        public string Name { get; init; } = "";
        public string PostalAddress { get; init; } = "";
    }

    private sealed record Site
    {
        public string Address { get; init; } = "";
        public double Latitude { get; init; }
        public double Longitude { get; init; }
    }

    public async Task<ProblemPlace> Handle(ReadProblemPlace query, CancellationToken ct)
    {
        await ProblemSql.MustSee(db, actor, query.ProblemId, ct);
        var problem = await db.Single<Problem>("""
            SELECT p.CategoryCode, p.NeighborhoodId, n.IsUnassigned, p.Latitude, p.Longitude, l.FirstLinked
            FROM Problem p JOIN Neighborhood n ON n.Id = p.NeighborhoodId
            CROSS JOIN (SELECT MIN(i.LocalDate) AS FirstLinked
                FROM ProblemIncident k JOIN Incident i ON i.Id = k.IncidentId WHERE k.ProblemId = @ProblemId) l
            WHERE p.Id = @ProblemId
            """, query, ct);
        var unit = (await MapSql.Settings(db, ct)).Value.Unit;
        var today = await agency.Today(ct);
        var yearAgo = today.AddYears(-1);
        var find = new IncidentFilter(From: yearAgo, CategoryCode: problem.CategoryCode);
        find = problem is { Latitude: { } latitude, Longitude: { } longitude }
            ? find with
            {
                Latitude = latitude,
                Longitude = longitude,
                Radius = unit == DistanceUnit.Feet ? ReadProblemPlace.FindRadiusInFeet : ReadProblemPlace.FindRadius,
            }
            : find with { NeighborhoodId = problem.IsUnassigned ? null : problem.NeighborhoodId };
        var extent = await Extent(query.ProblemId, problem, ct);
        return new(find, await Near(query.ProblemId, find, unit, today, ct),
            problem.FirstLinked < yearAgo ? problem.FirstLinked.Value : yearAgo, extent.Box,
            await Sites(query.ProblemId, ct), unit, extent.Far);
    }

    private async Task<MapExtent> Extent(long problemId, Problem problem, CancellationToken ct)
    {
        if (problem is { Latitude: { } latitude, Longitude: { } longitude })
        {
            var (south, north, west, east) = Geography.Box(latitude, longitude, Surroundings);
            return new(new(Math.Max(-90, south), Math.Max(-180, west), Math.Min(90, north), Math.Min(180, east)), null, 0);
        }
        var args = new Dapper.DynamicParameters();
        args.Add("ProblemId", problemId);
        return await extents.Of("i", "ProblemIncident k JOIN Incident i ON i.Id = k.IncidentId", new("k.ProblemId = @ProblemId"), args, ct);
    }

    private async Task<NearIncidents?> Near(long problemId, IncidentFilter find, DistanceUnit unit, DateOnly today, CancellationToken ct)
    {
        if (!find.IsNear) return null;
        var since = new DateOnly(today.Month > 2 ? today.Year : today.Year - 1, 1, 1);
        var filter = new IncidentFilter(From: since, Latitude: find.Latitude, Longitude: find.Longitude,
            Radius: unit == DistanceUnit.Feet ? ReadProblemPlace.NearRadiusInFeet : ReadProblemPlace.NearRadius, NotLinkedTo: problemId);
        var isIn = IncidentSql.Measure(filter);
        var (count, others) = (0, 0);
        await foreach (var each in db.Stream<Neighbor>($"""
            SELECT i.CategoryCode, i.Latitude, i.Longitude FROM {IncidentSql.Source(db.Dialect, filter)} {IncidentSql.Where(filter)}
            """, IncidentSql.Args(db.Dialect, filter), ct))
        {
            if (!isIn(each.Latitude, each.Longitude)) continue;
            if (each.CategoryCode == find.CategoryCode) count++;
            else others++;
        }
        return count + others == 0 ? null : new(count, others, since, filter with { CategoryCode = find.CategoryCode });
    }

    /// <summary>Organizations only: no person's home, and nobody who must be contacted with care.</summary>
    private async Task<IReadOnlyList<PartnerSite>> Sites(long problemId, CancellationToken ct)
    {
        var partners = await db.List<Partner>($"""
            SELECT DISTINCT s.Name, s.PostalAddress FROM ProblemStakeholder a JOIN Stakeholder s ON s.Id = a.StakeholderId
            WHERE a.ProblemId = @problemId AND a.DetachedAt IS NULL AND a.Role NOT IN @ProtectedRoles AND {StakeholderSql.PublicAddress}
            """, new { problemId, AttachmentSql.ProtectedRoles, StakeholderSql.Organizations }, ct);
        if (partners.Count == 0) return [];
        var written = partners.ToLookup(partner => PostalAddress.StreetOf(partner.PostalAddress), partner => partner.Name,
            StringComparer.OrdinalIgnoreCase);
        var sites = await db.List<Site>($"""
            SELECT i.Address, AVG(i.Latitude) AS Latitude, AVG(i.Longitude) AS Longitude FROM Incident i
            WHERE {IncidentSql.AtAddresses} AND i.Latitude IS NOT NULL AND {IncidentSql.Visible} GROUP BY i.Address
            """, new { addresses = written.Select(group => group.Key) }, ct);
        return [.. sites.SelectMany(site => written[site.Address].Select(name => new PartnerSite(name, site.Latitude, site.Longitude)))];
    }
}

internal static class PostalAddress
{
    /// <summary>The street and number, such as 12 Ropewalk of "12 Ropewalk, Harbor City, NY", as incidents have it.</summary>
    public static string StreetOf(string postalAddress) => postalAddress.Split(',', '\n')[0].Trim();
}

internal static class ReadProblemPlaceEndpoint
{
    public static void MapReadProblemPlace(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}/place", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadProblemPlace(id), ct))
        .WithName("ReadProblemPlace").WithSummary("Read where a problem is, and which incidents near it are not linked yet");
}
