using System.Text.Json;
using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>Saves filters and order of the list of problems under a name. A view of one's own with the same name is replaced.</summary>
/// <param name="Shared">Everyone who reads problems sees it.</param>
[Needs(Permission.ReadProblems)]
public sealed record SaveView(string Name, ListProblems Filter, bool Shared = false) : ICommand<SavedViewDetails>;

internal sealed class SaveViewValidator : AbstractValidator<SaveView>
{
    private const string OnlyWhole = "A view is a whole list, not one of its pages. Leave this out.";

    public SaveViewValidator()
    {
        RuleFor(c => c.Name).NotEmpty().WithMessage("Give the view a name.").MaximumLength(SavedViewSql.LongestName);
        RuleFor(c => c.Filter).NotNull().SetValidator(new ListProblemsValidator());
        When(c => c.Filter is not null, () =>
        {
            RuleFor(c => c.Filter.After).Null().WithMessage(OnlyWhole);
            RuleFor(c => c.Filter.Size).Null().WithMessage(OnlyWhole);
        });
    }
}

internal sealed class SaveViewHandler(Db db, Actor actor, TimeProvider clock) : IRequestHandler<SaveView, SavedViewDetails>
{
    public async Task<SavedViewDetails> Handle(SaveView command, CancellationToken ct)
    {
        // Only a person can save a view, never the system.
        if (actor.PersonId is null) throw Forbidden.Needs(Permission.ReadProblems);
        var now = clock.GetUtcNow();
        var row = new
        {
            actor.PersonId,
            Name = command.Name.Trim(),
            NameKey = SearchKey.Of(command.Name),
            Filter = JsonSerializer.Serialize(command.Filter, Json.Options),
            command.Shared,
            now,
        };
        if (await db.Find<long?>("SELECT v.Id FROM SavedView v WHERE v.PersonId = @PersonId AND v.NameKey = @NameKey", row, ct)
            is { } known)
        {
            await db.Execute("""
                UPDATE SavedView SET Name = @Name, Filter = @Filter, Shared = @Shared, Version = Version + 1
                WHERE PersonId = @PersonId AND NameKey = @NameKey
                """, row, ct);
            return await Recorded(known, command, ct);
        }
        return await Recorded(await db.Insert("""
            INSERT INTO SavedView (PersonId, Name, NameKey, Filter, Shared, CreatedAt)
            VALUES (@PersonId, @Name, @NameKey, @Filter, @Shared, @now)
            """, row, ct), command, ct);
    }

    private async Task<SavedViewDetails> Recorded(long id, SaveView command, CancellationToken ct)
    {
        // Not the filter: it can have words that are names.
        await db.Record(actor, clock.GetUtcNow(), "view.saved", null, id, null, null, new { command.Name, command.Shared }, ct);
        return await SavedViewSql.Find(db, actor, id, ct);
    }
}

internal static class SaveViewEndpoint
{
    public static void MapSaveView(this RouteGroupBuilder views) => views
        .MapPost("/", async (SaveView body, IMediator mediator, CancellationToken ct) =>
        {
            var made = await mediator.Send(body, ct);
            return TypedResults.Created("/api/v1/views", made);
        })
        .WithName("SaveView").WithSummary("Save a view of the list of problems under a name, or replace yours with that name");
}
