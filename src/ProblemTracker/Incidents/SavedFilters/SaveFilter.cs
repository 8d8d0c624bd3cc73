using System.Text.Json;
using FluentValidation;
using MediatR;

namespace ProblemTracker.Incidents;

/// <summary>Saves a filter of incidents under a name.</summary>
/// <param name="Shared">Everyone who can read incidents sees it.</param>
[Needs(Permission.ReadProblems)]
public sealed record SaveFilter(string Name, IncidentFilter Filter, bool Shared = false) : ICommand<SavedFilterDetails>;

internal sealed class SaveFilterValidator : AbstractValidator<SaveFilter>
{
    public SaveFilterValidator()
    {
        this.NameRules(c => c.Name);
        RuleFor(c => c.Filter).Must(f => !f.IsEmpty).WithMessage("The filter is empty. Filter the list first.")
            .Must(f => f.ProblemId is null).WithMessage("A saved filter can't include a problem, because not everyone may see it.");
        this.FilterRules(c => c.Filter, "filter.");
    }
}

internal sealed class SaveFilterHandler(Db db, Actor actor, TimeProvider clock) : IRequestHandler<SaveFilter, SavedFilterDetails>
{
    public async Task<SavedFilterDetails> Handle(SaveFilter command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await SavedFilterSql.MustBeFree(db, actor, command.Name, 0, ct);
        var id = await db.Insert("""
            INSERT INTO SavedFilter (PersonId, Name, NameKey, Filter, Shared, CreatedAt)
            VALUES (@PersonId, @Name, @NameKey, @Filter, @Shared, @now)
            """, new
        {
            actor.PersonId,
            Name = command.Name.Trim(),
            NameKey = SearchKey.Of(command.Name),
            Filter = JsonSerializer.Serialize(command.Filter, Json.Options),
            command.Shared,
            now,
        }, ct);
        await db.Record(actor, now, "filter.saved", null, id, null, null, command, ct);
        return await SavedFilterSql.Find(db, actor, id, ct);
    }
}

internal static class SaveFilterEndpoint
{
    public static void MapSaveFilter(this RouteGroupBuilder incidents) => incidents
        .MapPost("/filters", async (SaveFilter body, IMediator mediator, CancellationToken ct) =>
        {
            var made = await mediator.Send(body, ct);
            return TypedResults.Created($"/api/v1/incidents/filters/{made.Id}", made);
        })
        .WithName("SaveFilter").WithSummary("Save a filter of incidents under a name");
}
