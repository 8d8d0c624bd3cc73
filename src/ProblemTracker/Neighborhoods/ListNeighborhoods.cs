using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Neighborhoods;

/// <summary>The city's neighborhoods by name. Not paged, since a city has at most dozens.</summary>
/// <param name="Name">Only neighborhoods whose name, or one that it had before, contains this, ignoring case and accents.</param>
[Needs(Permission.SignedIn)]
public sealed record ListNeighborhoods(string? Name = null) : IQuery<Page<NeighborhoodRow>>;

public sealed record NeighborhoodRow
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
    /// <summary>Whether points can be assigned to it.</summary>
    public bool HasBoundary { get; init; }
    /// <summary>Null if the neighborhood has no supervisor, and for partners.</summary>
    public long? SupervisorId { get; init; }
    public string? Supervisor { get; init; }
    /// <summary>False before its first day and after its last: it keeps its records but can't be chosen for new problems.</summary>
    public bool Active { get; init; }
    /// <summary>Null if it has always existed.</summary>
    public DateOnly? FirstDay { get; init; }
    /// <summary>Null while no end is known, and for one retired before neighborhoods had days.</summary>
    public DateOnly? LastDay { get; init; }
    /// <summary>Names that it had before, with commas; null for none.</summary>
    public string? EarlierNames { get; init; }
    /// <summary>People who live there; null if not known.</summary>
    public int? Population { get; init; }
    /// <summary>True for the one that holds problems opened before there were neighborhoods.</summary>
    public bool IsUnassigned { get; init; }
    public int Version { get; init; }

    /// <summary>Whether it can be chosen for a problem.</summary>
    internal bool CanBeChosen => Active && !IsUnassigned;

    /// <summary>The name with the days on which it is not the present one: "Elm Park (until Mar 1, 2026)".</summary>
    internal string NameWithDays => (Active, FirstDay, LastDay) switch
    {
        (true, _, _) => Name,
        (_, _, { } last) => $"{Name} (until {DateText.Date(last)})",
        (_, { } first, _) => $"{Name} (from {DateText.Date(first)})",
        _ => $"{Name} (retired)",
    };
}

internal sealed class ListNeighborhoodsValidator : AbstractValidator<ListNeighborhoods>
{
    public ListNeighborhoodsValidator() => RuleFor(q => q.Name).MaximumLength(200);
}

internal sealed class ListNeighborhoodsHandler(Db db, Actor actor, AgencySettings agency)
    : IRequestHandler<ListNeighborhoods, Page<NeighborhoodRow>>
{
    public async Task<Page<NeighborhoodRow>> Handle(ListNeighborhoods query, CancellationToken ct)
    {
        var where = new Predicates("1 = 1").When(query.Name is not null, """
            (n.NameKey LIKE @Name ESCAPE '!'
                OR n.Id IN (SELECT o.NeighborhoodId FROM NeighborhoodName o WHERE o.NameKey LIKE @Name ESCAPE '!'))
            """);
        var rows = await db.List<NeighborhoodRow>($"""
            SELECT n.Id, n.Name, IIF(n.Boundary IS NULL, 0, 1) AS HasBoundary, n.SupervisorId, s.Name AS Supervisor, n.FirstDay,
                n.LastDay, IIF({NeighborhoodSql.IsCurrent}, 1, 0) AS Active, n.Population, n.IsUnassigned, n.Version,
                (SELECT STRING_AGG(o.Name, ', ') FROM NeighborhoodName o WHERE o.NeighborhoodId = n.Id) AS EarlierNames
            FROM Neighborhood n LEFT JOIN Person s ON s.Id = n.SupervisorId {where} ORDER BY n.NameKey
            """, new { Name = query.Name is null ? null : SearchKey.Containing(query.Name), today = await agency.Today(ct) }, ct);
        if (actor.IsOutside) rows = [.. rows.Select(row => row with { SupervisorId = null, Supervisor = null })];
        return new(rows, rows.Count, false, null);
    }
}

internal static class ListNeighborhoodsEndpoint
{
    public static void MapListNeighborhoods(this RouteGroupBuilder neighborhoods) => neighborhoods
        .MapGet("/", (string? name, IMediator mediator, CancellationToken ct) => mediator.Send(new ListNeighborhoods(name), ct))
        .WithName("ListNeighborhoods").WithSummary("List the city's neighborhoods");
}
