using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Neighborhoods;

/// <summary>
/// Sets the last day of a neighborhood, and which others take its place. Incidents and problems of its days stay in it. Sent again, it
/// corrects the day. In steps, like <see cref="ChangeNeighborhood"/>.
/// </summary>
/// <param name="LastDay">The last day on which it exists; may be ahead.</param>
/// <param name="FollowerIds">The neighborhoods that take its place.</param>
[Needs(Permission.Administer)]
public sealed record RetireNeighborhood(long NeighborhoodId, int Version, DateOnly LastDay, IReadOnlyList<long>? FollowerIds = null)
    : IRequest<NeighborhoodChanged>;

/// <summary>Takes the last day of a neighborhood back. In steps, like <see cref="ChangeNeighborhood"/>.</summary>
[Needs(Permission.Administer)]
public sealed record ReopenNeighborhood(long NeighborhoodId, int Version) : IRequest<NeighborhoodChanged>;

/// <param name="Neighborhood">As it is now.</param>
/// <param name="Moved">Incidents that are now in a different neighborhood, or in none.</param>
public sealed record NeighborhoodChanged(NeighborhoodDetails Neighborhood, int Moved);

internal sealed class RetireNeighborhoodValidator : AbstractValidator<RetireNeighborhood>
{
    public RetireNeighborhoodValidator()
    {
        RuleFor(c => c.LastDay).NeighborhoodDay("last");
        RuleFor(c => c.FollowerIds).Must(ids => ids is null || ids.Distinct().Count() == ids.Count)
            .WithMessage("Name each neighborhood that takes its place once.");
    }
}

internal sealed class RetireNeighborhoodHandler(Db db, Actor actor, AgencySettings agency, NeighborhoodChanges changes,
    BoundariesChanged boundariesChanged, TimeProvider clock)
    : IRequestHandler<RetireNeighborhood, NeighborhoodChanged>, IRequestHandler<ReopenNeighborhood, NeighborhoodChanged>
{
    public async Task<NeighborhoodChanged> Handle(RetireNeighborhood message, CancellationToken ct)
    {
        var before = await db.Write(async () =>
        {
            var place = await changes.Take(message.NeighborhoodId, message.Version, ct);
            var followers = message.FollowerIds ?? [];
            await changes.End(place, message.LastDay, followers, ct);
            await db.Record(actor, clock.GetUtcNow(), "neighborhood.retired", null, place.Id, null, new { place.LastDay },
                new { message.LastDay, Followers = followers }, ct);
            return place;
        }, ct);
        var first = before.LastDay < message.LastDay ? before.LastDay.Value : message.LastDay;
        return await Placed(before, first.AddDays(1), ct);
    }

    public async Task<NeighborhoodChanged> Handle(ReopenNeighborhood message, CancellationToken ct)
    {
        var before = await db.Write(async () =>
        {
            var place = await changes.Take(message.NeighborhoodId, message.Version, ct);
            await changes.Reopen(place, ct);
            await db.Record(actor, clock.GetUtcNow(), "neighborhood.reopened", null, place.Id, null, new { place.LastDay }, null, ct);
            return place;
        }, ct);
        return await Placed(before, before.LastDay?.AddDays(1), ct);
    }

    private async Task<NeighborhoodChanged> Placed(HeldNeighborhood before, DateOnly? first, CancellationToken ct)
    {
        var moved = NeighborhoodChanges.Concerned(first, before.Boundary) is { } within ? await boundariesChanged(within, ct) : 0;
        return new(await NeighborhoodSql.Read(db, before.Id, await agency.Today(ct), ct), moved);
    }
}

internal static class RetireNeighborhoodEndpoint
{
    /// <param name="LastDay">The last day on which it exists; may be ahead.</param>
    /// <param name="FollowerIds">The neighborhoods that take its place.</param>
    public sealed record Body(DateOnly LastDay, IReadOnlyList<long>? FollowerIds = null);

    public static void MapRetireNeighborhood(this RouteGroupBuilder neighborhoods)
    {
        neighborhoods.MapPost("/{id:long}/retire", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new RetireNeighborhood(id, version, body.LastDay, body.FollowerIds), ct))
            .WithName("RetireNeighborhood").WithSummary("Set a neighborhood's last day, and which others take its place");
        neighborhoods.MapPost("/{id:long}/reopen", (long id, IfMatch version, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ReopenNeighborhood(id, version), ct))
            .WithName("ReopenNeighborhood").WithSummary("Take a neighborhood's last day back");
    }
}
