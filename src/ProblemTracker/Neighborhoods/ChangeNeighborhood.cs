using FluentValidation;
using MediatR;

namespace ProblemTracker.Neighborhoods;

/// <summary>
/// Renames a neighborhood, or retires it: its problems and incidents stay, but nobody can choose it for a new problem, and no point lies
/// in it any more. Not an <see cref="ICommand{T}"/>, because incidents are placed again after the transaction, in steps.
/// </summary>
[Needs(Permission.Administer)]
public sealed record ChangeNeighborhood(long NeighborhoodId, int Version, string Name, bool Active) : IRequest<NeighborhoodDetails>;

internal sealed class ChangeNeighborhoodValidator : AbstractValidator<ChangeNeighborhood>
{
    public ChangeNeighborhoodValidator() => RuleFor(c => c.Name).NeighborhoodName();
}

internal sealed class ChangeNeighborhoodHandler(Db db, Actor actor, BoundariesChanged boundariesChanged, TimeProvider clock)
    : IRequestHandler<ChangeNeighborhood, NeighborhoodDetails>
{
    public async Task<NeighborhoodDetails> Handle(ChangeNeighborhood message, CancellationToken ct)
    {
        var (before, after) = await db.Write(() => Save(message, ct), ct);
        if (before.Active != after.Active && after.Boundary is not null) await boundariesChanged(ct);
        return after;
    }

    private async Task<(NeighborhoodDetails Before, NeighborhoodDetails After)> Save(ChangeNeighborhood message, CancellationToken ct)
    {
        var before = await NeighborhoodSql.Read(db, message.NeighborhoodId, ct);
        if (before.IsUnassigned)
            throw new RuleBroken("neighborhood.unassigned", "\"No neighborhood\" is not a neighborhood, so it can't be changed.", "name");
        var name = message.Name.Trim();
        try
        {
            if (await db.Execute("""
                UPDATE Neighborhood SET Name = @name, NameKey = @Key, Active = @Active, Version = Version + 1
                WHERE Id = @NeighborhoodId AND Version = @Version
                """, new { name, Key = SearchKey.Of(name), message.Active, message.NeighborhoodId, message.Version }, ct) == 0)
                throw new Stale(before.Version);
        }
        catch (System.Data.Common.DbException error) when (db.IsDuplicate(error))
        {
            throw NeighborhoodNames.Taken(name);
        }
        await db.Record(actor, clock.GetUtcNow(), "neighborhood.changed", null, message.NeighborhoodId, null,
            new { before.Name, before.Active }, new { name, message.Active }, ct);
        return (before, before with { Name = name, Active = message.Active, Version = message.Version + 1 });
    }
}

internal static class ChangeNeighborhoodEndpoint
{
    public sealed record Body(string Name, bool Active);

    public static void MapChangeNeighborhood(this RouteGroupBuilder neighborhoods) => neighborhoods
        .MapPut("/{id:long}", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ChangeNeighborhood(id, version, body.Name, body.Active), ct))
        .WithName("ChangeNeighborhood").WithSummary("Rename a neighborhood, or retire it");
}
