using MediatR;

namespace ProblemTracker.Stakeholders;

/// <summary>
/// The organizations of the directory by name, for administrators, who create partner accounts but can't view problems. At most
/// <see cref="Most"/>.
/// </summary>
[Needs(Permission.Administer)]
public sealed record ListOrganizations : IQuery<Page<OrganizationRow>>
{
    public const int Most = 500;
}

public sealed record OrganizationRow
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
}

internal sealed class ListOrganizationsHandler(Db db) : IRequestHandler<ListOrganizations, Page<OrganizationRow>>
{
    public async Task<Page<OrganizationRow>> Handle(ListOrganizations query, CancellationToken ct)
    {
        var rows = await db.List<OrganizationRow>($"""
            SELECT s.Id, s.Name FROM Stakeholder s WHERE s.Kind <> 'Resident' AND s.MergedIntoId IS NULL
            ORDER BY s.NameKey, s.Id {db.Dialect.First("@Most")}
            """, new { ListOrganizations.Most }, ct);
        return new(rows, rows.Count, rows.Count == ListOrganizations.Most, null);
    }
}
