using FluentValidation;
using MediatR;

namespace ProblemTracker.Updates;

/// <summary>How the actor hears of each kind of update that their roles can get, in the order of the kinds.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadMyUpdateWays : IQuery<MyUpdateWays>;

/// <summary>Chooses how the actor hears of kinds of updates. Kinds that are not named stay as they are.</summary>
[Needs(Permission.SignedIn)]
public sealed record ChangeMyUpdateWays(IReadOnlyDictionary<UpdateKind, UpdateWay> Ways) : ICommand<MyUpdateWays>;

public sealed record MyUpdateWays(IReadOnlyDictionary<UpdateKind, UpdateWay> Ways);

internal sealed class ChangeMyUpdateWaysValidator : AbstractValidator<ChangeMyUpdateWays>
{
    public ChangeMyUpdateWaysValidator()
    {
        RuleFor(c => c.Ways).NotNull().WithMessage("Say how you want to hear of each kind.");
        RuleForEach(c => c.Ways).Must(pair => Enum.IsDefined(pair.Value)).WithMessage("Choose one of: PageOnly, Daily, AtOnce.");
    }
}

internal sealed class MyUpdateWaysHandler(Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<ReadMyUpdateWays, MyUpdateWays>, IRequestHandler<ChangeMyUpdateWays, MyUpdateWays>
{
    public async Task<MyUpdateWays> Handle(ReadMyUpdateWays query, CancellationToken ct)
    {
        var chosen = await UpdateWays.ChosenBy(db, actor.PersonId, ct);
        return new(UpdateKinds.For(actor.Roles)
            .ToDictionary(kind => kind, kind => chosen.TryGetValue(kind, out var way) ? way : kind.DefaultWay(actor.Roles)));
    }

    public async Task<MyUpdateWays> Handle(ChangeMyUpdateWays command, CancellationToken ct)
    {
        var before = await Handle(new ReadMyUpdateWays(), ct);
        foreach (var kind in command.Ways.Keys.Where(kind => !before.Ways.ContainsKey(kind)))
            throw new Invalid("ways", $"You don't get updates of the kind {kind}.");
        var changed = command.Ways.Where(pair => before.Ways[pair.Key] != pair.Value).ToList();
        if (changed.Count == 0) return before;
        foreach (var (kind, way) in changed)
        {
            var row = new { actor.PersonId, Kind = kind.ToString(), Way = way.ToString() };
            await db.Execute("DELETE FROM UpdateChoice WHERE PersonId = @PersonId AND Kind = @Kind", row, ct);
            await db.Execute("INSERT INTO UpdateChoice (PersonId, Kind, Way) VALUES (@PersonId, @Kind, @Way)", row, ct);
        }
        var after = await Handle(new ReadMyUpdateWays(), ct);
        await db.Record(actor, clock.GetUtcNow(), "person.mail", null, actor.PersonId, null, before, after, ct);
        return after;
    }
}

internal static class UpdateWays
{
    public static async Task<IReadOnlyDictionary<UpdateKind, UpdateWay>> ChosenBy(Db db, long? personId, CancellationToken ct) =>
        (await db.List<Chosen>("SELECT Kind, Way FROM UpdateChoice WHERE PersonId = @personId", new { personId }, ct))
            .ToDictionary(row => row.Kind, row => row.Way);

    private sealed record Chosen
    {
        public UpdateKind Kind { get; init; }
        public UpdateWay Way { get; init; }
    }
}

internal static class MyUpdateWaysEndpoint
{
    public static void MapMyUpdateWays(this RouteGroupBuilder updates)
    {
        updates.MapGet("/ways", (IMediator mediator, CancellationToken ct) => mediator.Send(new ReadMyUpdateWays(), ct))
            .WithName("ReadMyUpdateWays").WithSummary("Read how you hear of each kind of update");
        updates.MapPut("/ways", (MyUpdateWays body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ChangeMyUpdateWays(body.Ways), ct))
            .WithName("ChangeMyUpdateWays").WithSummary("Choose how you hear of kinds of updates: PageOnly, Daily or AtOnce");
    }
}
