using FluentValidation;
using MediatR;

namespace ProblemTracker.Neighborhoods;

/// <summary>Adds a neighborhood by its name alone. An import of boundaries with the same name gives it its boundary later.</summary>
[Needs(Permission.Administer)]
public sealed record CreateNeighborhood(string Name) : ICommand<NeighborhoodDetails>;

internal sealed class CreateNeighborhoodValidator : AbstractValidator<CreateNeighborhood>
{
    public CreateNeighborhoodValidator() => RuleFor(c => c.Name).NeighborhoodName();
}

internal sealed class CreateNeighborhoodHandler(Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<CreateNeighborhood, NeighborhoodDetails>
{
    public async Task<NeighborhoodDetails> Handle(CreateNeighborhood command, CancellationToken ct)
    {
        var name = command.Name.Trim();
        try
        {
            var id = await db.Insert("INSERT INTO Neighborhood (Name, NameKey) VALUES (@name, @Key)",
                new { name, Key = SearchKey.Of(name) }, ct);
            await db.Record(actor, clock.GetUtcNow(), "neighborhood.created", null, id, null, null, new { name }, ct);
            return new(id, name, null, null, null, Active: true, IsUnassigned: false, Version: 1);
        }
        catch (System.Data.Common.DbException error) when (db.IsDuplicate(error))
        {
            throw NeighborhoodNames.Taken(name);
        }
    }
}

/// <summary>The rules for names of neighborhoods that people type.</summary>
internal static class NeighborhoodNames
{
    public static void NeighborhoodName<T>(this IRuleBuilder<T, string> name) =>
        name.NotEmpty().WithMessage("Enter the neighborhood's name.").MaximumLength(BoundaryFile.LongestName)
            // A name of nothing but accents would have a blank key, which belongs to the row for problems without a neighborhood.
            .Must(text => string.IsNullOrWhiteSpace(text) || SearchKey.Of(text).Length > 0).WithMessage("Enter the neighborhood's name.");

    public static Conflict Taken(string name) =>
        new("neighborhood.exists", $"There is already a neighborhood named {name}. Choose another name.", "name");
}

internal static class CreateNeighborhoodEndpoint
{
    public static void MapCreateNeighborhood(this RouteGroupBuilder neighborhoods) => neighborhoods
        .MapPost("/", async (CreateNeighborhood body, IMediator mediator, CancellationToken ct) =>
        {
            var made = await mediator.Send(body, ct);
            return TypedResults.Created($"/api/v1/neighborhoods/{made.Id}", made);
        })
        .WithName("CreateNeighborhood").WithSummary("Add a neighborhood by its name");
}
