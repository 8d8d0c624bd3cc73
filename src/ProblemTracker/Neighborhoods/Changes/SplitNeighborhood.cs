using System.Text.Json;
using FluentValidation;
using MediatR;
using NetTopologySuite.Geometries;
using ProblemTracker.Agency;

namespace ProblemTracker.Neighborhoods;

/// <summary>
/// Splits a neighborhood into two or more on a day. A part that keeps its name is the same neighborhood with another boundary; otherwise
/// the neighborhood ends the day before. Parts get its supervisor. In steps, like <see cref="ChangeNeighborhood"/>.
/// </summary>
/// <param name="From">The first day of the parts.</param>
[Needs(Permission.Administer)]
public sealed record SplitNeighborhood(long NeighborhoodId, int Version, DateOnly From, IReadOnlyList<NeighborhoodPart> Parts)
    : IRequest<NeighborhoodSplit>;

/// <param name="Boundary">GeoJSON, or corners as "latitude, longitude" on a line each; null where only the name is known.</param>
public sealed record NeighborhoodPart(string Name, string? Boundary);

/// <param name="Parts">The neighborhoods that are there now.</param>
/// <param name="Uncovered">The share of the old neighborhood that lies in no part, 0 to 1.</param>
/// <param name="Moved">Incidents that are now in a different neighborhood, or in none.</param>
public sealed record NeighborhoodSplit(IReadOnlyList<NeighborhoodDetails> Parts, double Uncovered, int Moved);

internal sealed class SplitNeighborhoodValidator : AbstractValidator<SplitNeighborhood>
{
    private const int Most = 100;

    public SplitNeighborhoodValidator()
    {
        RuleFor(c => c.From).NeighborhoodDay("first");
        RuleFor(c => c.Parts).Must(parts => parts is { Count: >= 2 and <= Most }).WithMessage($"Give two to {Most} parts.");
        RuleForEach(c => c.Parts).ChildRules(part =>
        {
            part.RuleFor(p => p.Name).NeighborhoodName();
            part.RuleFor(p => p.Boundary).Boundary();
        });
        RuleFor(c => c.Parts).Must(parts => parts.Select(p => SearchKey.Of(p?.Name ?? "")).Distinct().Count() == parts.Count)
            .WithMessage("Give each part its own name.").When(c => c.Parts is not null);
    }
}

internal sealed class SplitNeighborhoodHandler(Db db, Actor actor, AgencySettings agency, NeighborhoodChanges changes,
    BoundariesChanged boundariesChanged, TimeProvider clock) : IRequestHandler<SplitNeighborhood, NeighborhoodSplit>
{
    public async Task<NeighborhoodSplit> Handle(SplitNeighborhood message, CancellationToken ct)
    {
        var parts = message.Parts.Select(part => part with
        {
            Name = part.Name.Trim(),
            Boundary = string.IsNullOrWhiteSpace(part.Boundary) ? null : BoundaryText.Read(part.Boundary),
        }).ToList();
        MustNotOverlap(parts);
        var (place, ids) = await db.Write(() => Save(message, parts, ct), ct);
        var moved = NeighborhoodChanges.Concerned(message.From, [place.Boundary, .. parts.Select(part => part.Boundary)]) is { } within
            ? await boundariesChanged(within, ct) : 0;
        var today = await agency.Today(ct);
        var made = new List<NeighborhoodDetails>();
        foreach (var id in ids) made.Add(await NeighborhoodSql.Read(db, id, today, ct));
        Geometry[] shapes = [.. parts.Select(part => part.Boundary).OfType<string>().Select(GeoJson.Read)];
        var uncovered = place.Boundary is null ? 0 : Math.Round(1 - Overlaps.Covered(GeoJson.Read(place.Boundary), shapes), 3);
        return new(made, uncovered, moved);
    }

    private async Task<(HeldNeighborhood Place, IReadOnlyList<long> Ids)> Save(SplitNeighborhood message,
        IReadOnlyList<NeighborhoodPart> parts, CancellationToken ct)
    {
        var place = await changes.Take(message.NeighborhoodId, message.Version, ct);
        if (place.LastDay < message.From)
            throw new RuleBroken("neighborhood.ended", $"{place.Name} ends on {DateText.Date(place.LastDay.Value)}. Choose an earlier day, "
                + "or take its last day back first.", "from");
        var ids = new List<long>();
        foreach (var part in parts)
            if (SearchKey.Of(part.Name) != place.NameKey)
                ids.Add(await changes.Add(part.Name, part.Boundary, message.From, place.SupervisorId, ct));
            else
            {
                if (part.Boundary is { } boundary) await changes.Redraw(place, boundary, message.From, ct);
                ids.Add(place.Id);
            }
        if (!ids.Contains(place.Id)) await changes.End(place, message.From.AddDays(-1), ids, ct);
        await db.Record(actor, clock.GetUtcNow(), "neighborhood.split", null, place.Id, null, null,
            new { message.From, Parts = ids }, ct);
        return (place, ids);
    }

    private static void MustNotOverlap(IReadOnlyList<NeighborhoodPart> parts)
    {
        var drawn = parts.Where(part => part.Boundary is not null).ToList();
        foreach (var (first, second, _) in Overlaps.Among([.. drawn.Select(part => GeoJson.Read(part.Boundary!))]))
            throw new Invalid("parts", $"{drawn[first].Name} and {drawn[second].Name} lie over each other. Correct one of the boundaries.");
    }
}

internal static class SplitNeighborhoodEndpoint
{
    public sealed record Part(string Name)
    {
        /// <summary>A GeoJSON Polygon or MultiPolygon in WGS84; left out where only the name is known.</summary>
        public JsonElement Boundary { get; init; }
    }

    /// <param name="From">The first day of the parts.</param>
    /// <param name="Parts">One of them can keep the name of the neighborhood.</param>
    public sealed record Body(DateOnly From, IReadOnlyList<Part> Parts);

    public static void MapSplitNeighborhood(this RouteGroupBuilder neighborhoods) => neighborhoods
        .MapPost("/{id:long}/split", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new SplitNeighborhood(id, version, body.From, [.. body.Parts.Select(part =>
                part is null ? null! : new NeighborhoodPart(part.Name, BoundaryText.Of(part.Boundary)))]), ct))
        .WithName("SplitNeighborhood").WithSummary("Split a neighborhood into two or more from a day on");
}
