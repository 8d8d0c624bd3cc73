using Dapper;
using FluentValidation;
using MediatR;
using ProblemTracker.Problems;
using ProblemTracker.Search;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Incidents;

/// <summary>
/// Addresses of known incidents, and of organizations in the directory, that contain all words of a text. So no address has to leave the
/// server to be looked up.
/// </summary>
[Needs(Permission.OpenProblems)]
public sealed record FindAddresses(string Text) : IQuery<FoundAddresses>
{
    public const int Most = 8;
}

public sealed record FoundAddresses(IReadOnlyList<FoundAddress> Addresses);

/// <param name="Latitude">Mean of the incidents at the address, in degrees; null if none has coordinates.</param>
/// <param name="Incidents">Number of incidents at the address among the matches that were read.</param>
/// <param name="Stakeholder">The organization at the address; null if it comes from incidents.</param>
public sealed record FoundAddress(string Address, double? Latitude, double? Longitude, int Incidents, string? Stakeholder = null);

internal sealed class FindAddressesValidator : AbstractValidator<FindAddresses>
{
    public FindAddressesValidator() => RuleFor(q => q.Text).Custom((text, context) =>
    {
        if (TextQuery.Wrong(text ?? "") is { } wrong) context.AddFailure("text", wrong);
    });
}

internal sealed class FindAddressesHandler(Db db) : IRequestHandler<FindAddresses, FoundAddresses>
{
    /// <summary>Number of matching incidents read, since a common word such as "street" has very many.</summary>
    private const int MostRead = 3000;

    private sealed record Group
    {
        public string Address { get; init; } = "";
        public int Found { get; init; }
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
    }

    private sealed record Organization
    {
        public string Name { get; init; } = "";
        public string PostalAddress { get; init; } = "";
    }

    public async Task<FoundAddresses> Handle(FindAddresses query, CancellationToken ct)
    {
        var terms = TextQuery.Parse(query.Text).Terms;
        var organizations = await Organizations(terms, ct);
        var args = new DynamicParameters(db.Dialect.FoundArgs(terms));
        args.Add("MostRead", MostRead);
        var known = (await db.List<Group>($"""
            SELECT i.Address, COUNT(*) AS Found, AVG(i.Latitude) AS Latitude, AVG(i.Longitude) AS Longitude
            FROM (SELECT x.Id FROM ({db.Dialect.Found("Incident", terms)}) x {db.Dialect.AtMost("@MostRead")}) f
            CROSS JOIN Incident i WHERE i.Id = f.Id AND i.Address IS NOT NULL AND {IncidentSql.Visible} GROUP BY i.Address
            """, args, ct))
            // The words can also be those of the number or the category.
            .Where(group => Has(group.Address, terms)).OrderByDescending(group => group.Found)
            .ThenBy(group => group.Address, StringComparer.Ordinal).Take(FindAddresses.Most);
        var sites = await Sites(organizations, ct);
        return new([.. organizations.Select(organization => Of(organization, sites))
            .Concat(known.Select(group => new FoundAddress(group.Address, group.Latitude, group.Longitude, group.Found)))
            .Take(FindAddresses.Most)]);
    }

    private async Task<IReadOnlyList<Organization>> Organizations(IReadOnlyList<TextTerm> terms, CancellationToken ct)
    {
        var args = new DynamicParameters(db.Dialect.FoundArgs(terms));
        args.Add("ProtectedRoles", AttachmentSql.ProtectedRoles);
        args.Add("Organizations", StakeholderSql.Organizations);
        args.Add("Most", FindAddresses.Most / 2);
        return [.. (await db.List<Organization>($"""
            SELECT s.Name, s.PostalAddress FROM Stakeholder s
            WHERE s.Id IN ({db.Dialect.Found("Stakeholder", terms)}) AND {StakeholderSql.Stands} AND {StakeholderSql.PublicAddress}
                AND NOT EXISTS (SELECT 1 FROM ProblemStakeholder a WHERE a.StakeholderId = s.Id AND a.Role IN @ProtectedRoles)
            ORDER BY s.NameKey, s.Id {db.Dialect.First("@Most")}
            """, args, ct)).Where(row => Has($"{row.Name} {row.PostalAddress}", terms))];
    }

    private async Task<Dictionary<string, Group>> Sites(IReadOnlyList<Organization> organizations, CancellationToken ct) =>
        organizations.Count == 0 ? [] : (await db.List<Group>($"""
            SELECT i.Address, COUNT(*) AS Found, AVG(i.Latitude) AS Latitude, AVG(i.Longitude) AS Longitude FROM Incident i
            WHERE {IncidentSql.AtAddresses} AND {IncidentSql.Visible} GROUP BY i.Address
            """, new { addresses = organizations.Select(o => PostalAddress.StreetOf(o.PostalAddress)).Distinct() }, ct))
            .ToDictionary(group => group.Address, StringComparer.OrdinalIgnoreCase);

    private static FoundAddress Of(Organization organization, Dictionary<string, Group> sites)
    {
        var street = PostalAddress.StreetOf(organization.PostalAddress);
        var site = sites.GetValueOrDefault(street);
        return new(organization.PostalAddress, site?.Latitude, site?.Longitude, site?.Found ?? 0, organization.Name);
    }

    /// <summary>Whether a text has every term; a term at the end may be the beginning of a word.</summary>
    private static bool Has(string text, IReadOnlyList<TextTerm> terms)
    {
        var words = TextWords.Of([text]);
        return terms.All(term =>
            words.Contains($" {string.Join(' ', term.Words)}{(term.IsBeginning ? "" : " ")}", StringComparison.Ordinal));
    }
}

internal static class FindAddressesEndpoint
{
    public static void MapFindAddresses(this RouteGroupBuilder incidents) => incidents
        .MapGet("/addresses", (string text, IMediator mediator, CancellationToken ct) => mediator.Send(new FindAddresses(text), ct))
        .WithName("FindAddresses").WithSummary("Look up an address among those of incidents and organizations");
}
