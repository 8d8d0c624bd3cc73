using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Neighborhoods;

/// <summary>
/// Merges two or more neighborhoods into one on a day. If the name is that of one of them, it goes on with the boundary of all, and the
/// others end the day before. In steps, like <see cref="ChangeNeighborhood"/>.
/// </summary>
/// <param name="NeighborhoodIds">Those to merge.</param>
/// <param name="From">The first day of the merged neighborhood.</param>
[Needs(Permission.Administer)]
public sealed record MergeNeighborhoods(IReadOnlyList<long> NeighborhoodIds, string Name, DateOnly From) : IRequest<NeighborhoodChanged>;

internal sealed class MergeNeighborhoodsValidator : AbstractValidator<MergeNeighborhoods>
{
    private const int Most = 100;

    public MergeNeighborhoodsValidator()
    {
        RuleFor(c => c.NeighborhoodIds).Must(ids => ids is not null && ids.Distinct().Count() == ids.Count && ids.Count is >= 2 and <= Most)
            .WithMessage($"Choose two to {Most} neighborhoods.");
        RuleFor(c => c.Name).NeighborhoodName();
        RuleFor(c => c.From).NeighborhoodDay("first");
    }
}

internal sealed class MergeNeighborhoodsHandler(Db db, Actor actor, AgencySettings agency, NeighborhoodChanges changes,
    BoundariesChanged boundariesChanged, TimeProvider clock) : IRequestHandler<MergeNeighborhoods, NeighborhoodChanged>
{
    public async Task<NeighborhoodChanged> Handle(MergeNeighborhoods message, CancellationToken ct)
    {
        var (id, within) = await db.Write(() => Save(message, ct), ct);
        var moved = within is null ? 0 : await boundariesChanged(within, ct);
        return new(await NeighborhoodSql.Read(db, id, await agency.Today(ct), ct), moved);
    }

    private async Task<(long Id, PlacedAgain? Within)> Save(MergeNeighborhoods message, CancellationToken ct)
    {
        var places = new List<HeldNeighborhood>();
        foreach (var id in message.NeighborhoodIds.Order()) places.Add(await changes.Take(id, null, ct));
        if (places.Find(place => place.LastDay < message.From || !place.Active) is { } ended)
            throw new RuleBroken("neighborhood.ended", $"{ended.Name} has ended by then. Choose an earlier day, or leave it out.", "from");
        var name = message.Name.Trim();
        var drawn = places.Select(place => place.Boundary).OfType<string>().ToList();
        var boundary = drawn.Count == 0 ? null : GeoJson.Write(Overlaps.Together(drawn.Select(GeoJson.Read)));
        var stays = places.Find(place => place.NameKey == SearchKey.Of(name));
        // One supervisor of all stays responsible; of several, an administrator chooses.
        var supervisors = places.Select(place => place.SupervisorId).Distinct().ToList();
        var mergedId = stays?.Id
            ?? await changes.Add(name, boundary, message.From, supervisors.Count == 1 ? supervisors[0] : null, ct);
        if (stays is not null && boundary is not null) await changes.Redraw(stays, boundary, message.From, ct);
        foreach (var place in places.Where(place => place.Id != mergedId))
            await changes.End(place, message.From.AddDays(-1), [mergedId], ct);
        await changes.Together(mergedId, message.NeighborhoodIds, ct);
        await db.Record(actor, clock.GetUtcNow(), "neighborhood.merged", null, mergedId, null, null,
            new { message.From, Merged = message.NeighborhoodIds }, ct);
        return (mergedId, NeighborhoodChanges.Concerned(message.From, drawn));
    }
}

internal static class MergeNeighborhoodsEndpoint
{
    public static void MapMergeNeighborhoods(this RouteGroupBuilder neighborhoods) => neighborhoods
        .MapPost("/merge", (MergeNeighborhoods body, IMediator mediator, CancellationToken ct) => mediator.Send(body, ct))
        .WithName("MergeNeighborhoods").WithSummary("Merge two or more neighborhoods into one from a day on");
}
