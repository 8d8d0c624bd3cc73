using FluentValidation;
using MediatR;

namespace ProblemTracker.Incidents;

/// <summary>Renames, shares or stops sharing the actor's own saved filter.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ChangeSavedFilter(long FilterId, int Version, string Name, bool Shared) : ICommand<SavedFilterDetails>;

internal sealed class ChangeSavedFilterValidator : AbstractValidator<ChangeSavedFilter>
{
    public ChangeSavedFilterValidator() => this.NameRules(c => c.Name);
}

internal sealed class ChangeSavedFilterHandler(Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<ChangeSavedFilter, SavedFilterDetails>
{
    public async Task<SavedFilterDetails> Handle(ChangeSavedFilter command, CancellationToken ct)
    {
        var before = await SavedFilterSql.FindMine(db, actor, command.FilterId, command.Version, ct);
        await SavedFilterSql.MustBeFree(db, actor, command.Name, command.FilterId, ct);
        var changed = await db.Execute("""
            UPDATE SavedFilter SET Name = @Name, NameKey = @NameKey, Shared = @Shared, Version = Version + 1
            WHERE Id = @FilterId AND Version = @Version
            """,
            new { command.FilterId, command.Version, Name = command.Name.Trim(), NameKey = SearchKey.Of(command.Name), command.Shared },
            ct);
        if (changed == 0) throw new Stale(before.Version + 1);
        var after = await SavedFilterSql.Find(db, actor, command.FilterId, ct);
        await db.Record(actor, clock.GetUtcNow(), "filter.changed", null, command.FilterId, null, before, after, ct);
        return after;
    }
}

internal static class ChangeSavedFilterEndpoint
{
    public sealed record Body(string Name, bool Shared);

    public static void MapChangeSavedFilter(this RouteGroupBuilder incidents) => incidents
        .MapPut("/filters/{id:long}", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ChangeSavedFilter(id, version, body.Name, body.Shared), ct))
        .WithName("ChangeSavedFilter").WithSummary("Rename, share or stop sharing your saved filter");
}
