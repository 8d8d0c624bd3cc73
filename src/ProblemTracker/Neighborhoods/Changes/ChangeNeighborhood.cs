using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Neighborhoods;

/// <summary>
/// Changes a neighborhood's name and population, and retires it as of today or takes that back: its problems and incidents stay, but nobody
/// can choose it for a new problem. <see cref="RetireNeighborhood"/> retires it on a day. Not an <see cref="ICommand{T}"/>, because
/// incidents are placed again after the transaction, in steps.
/// </summary>
/// <param name="Population">People who live there; null if not known.</param>
[Needs(Permission.Administer)]
public sealed record ChangeNeighborhood(long NeighborhoodId, int Version, string Name, bool Active, int? Population = null)
    : IRequest<NeighborhoodDetails>;

internal sealed class ChangeNeighborhoodValidator : AbstractValidator<ChangeNeighborhood>
{
    public ChangeNeighborhoodValidator()
    {
        RuleFor(c => c.Name).NeighborhoodName();
        RuleFor(c => c.Population).Population();
    }
}

internal sealed class ChangeNeighborhoodHandler(Db db, Actor actor, AgencySettings agency, NeighborhoodChanges changes,
    BoundariesChanged boundariesChanged, TimeProvider clock) : IRequestHandler<ChangeNeighborhood, NeighborhoodDetails>
{
    public async Task<NeighborhoodDetails> Handle(ChangeNeighborhood message, CancellationToken ct)
    {
        var (within, after) = await db.Write(() => Save(message, ct), ct);
        if (within is not null) await boundariesChanged(within, ct);
        return after;
    }

    private async Task<(PlacedAgain? Within, NeighborhoodDetails After)> Save(ChangeNeighborhood message, CancellationToken ct)
    {
        var today = await agency.Today(ct);
        var place = await changes.Take(message.NeighborhoodId, message.Version, ct);
        var before = await NeighborhoodSql.Read(db, place.Id, today, ct);
        var name = message.Name.Trim();
        if (name != place.Name) await changes.Rename(place, name, ct);
        if (message.Population != before.Population) await changes.Count(place.Id, message.Population, ct);
        DateOnly? first = null;
        if (message.Active && !before.Active)
        {
            first = place.LastDay?.AddDays(1);
            await changes.Reopen(place, ct);
        }
        else if (!message.Active && before.Active)
        {
            first = today;
            await changes.End(place, today.AddDays(-1), [], ct);
        }
        var after = await NeighborhoodSql.Read(db, place.Id, today, ct);
        await db.Record(actor, clock.GetUtcNow(), "neighborhood.changed", null, place.Id, null,
            new { before.Name, before.Active, before.LastDay, before.Population },
            new { after.Name, after.Active, after.LastDay, after.Population }, ct);
        return (before.Active == after.Active ? null : NeighborhoodChanges.Concerned(first, place.Boundary), after);
    }
}

internal static class ChangeNeighborhoodEndpoint
{
    /// <param name="Population">People who live there; null if not known.</param>
    public sealed record Body(string Name, bool Active, int? Population = null);

    public static void MapChangeNeighborhood(this RouteGroupBuilder neighborhoods) => neighborhoods
        .MapPut("/{id:long}", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ChangeNeighborhood(id, version, body.Name, body.Active, body.Population), ct))
        .WithName("ChangeNeighborhood")
        .WithSummary("Change a neighborhood's name and population, retire it as of today, or take that back");
}
