using System.Text.Json;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Neighborhoods;

/// <summary>
/// Adds a neighborhood by its name, with a boundary or without. An import of boundaries with the same name gives it one later. In steps,
/// like <see cref="ChangeNeighborhood"/>.
/// </summary>
/// <param name="Boundary">GeoJSON, or corners as "latitude, longitude" on a line each.</param>
/// <param name="FirstDay">Null if it has always existed.</param>
/// <param name="Population">People who live there; null if not known.</param>
[Needs(Permission.Administer)]
public sealed record CreateNeighborhood(string Name, string? Boundary = null, DateOnly? FirstDay = null, int? Population = null)
    : IRequest<NeighborhoodDetails>;

internal sealed class CreateNeighborhoodValidator : AbstractValidator<CreateNeighborhood>
{
    public CreateNeighborhoodValidator()
    {
        RuleFor(c => c.Name).NeighborhoodName();
        RuleFor(c => c.Boundary).Boundary();
        RuleFor(c => c.FirstDay).NeighborhoodDay("first");
        RuleFor(c => c.Population).Population();
    }
}

internal sealed class CreateNeighborhoodHandler(Db db, Actor actor, AgencySettings agency, NeighborhoodChanges changes,
    BoundariesChanged boundariesChanged, TimeProvider clock) : IRequestHandler<CreateNeighborhood, NeighborhoodDetails>
{
    public async Task<NeighborhoodDetails> Handle(CreateNeighborhood message, CancellationToken ct)
    {
        var boundary = string.IsNullOrWhiteSpace(message.Boundary) ? null : BoundaryText.Read(message.Boundary);
        var made = await db.Write(async () =>
        {
            var name = message.Name.Trim();
            var id = await changes.Add(name, boundary, message.FirstDay, null, ct);
            if (message.Population is { } people) await changes.Count(id, people, ct);
            await db.Record(actor, clock.GetUtcNow(), "neighborhood.created", null, id, null, null,
                new { name, message.FirstDay, HasBoundary = boundary is not null, message.Population }, ct);
            return await NeighborhoodSql.Read(db, id, await agency.Today(ct), ct);
        }, ct);
        if (NeighborhoodChanges.Concerned(message.FirstDay, boundary) is { } within) await boundariesChanged(within, ct);
        return made;
    }
}

/// <summary>The rules for names of neighborhoods that people type.</summary>
internal static class NeighborhoodNames
{
    public static void NeighborhoodName<T>(this IRuleBuilder<T, string> name) =>
        name.NotEmpty().WithMessage("Enter the neighborhood's name.").MaximumLength(BoundaryFile.LongestName)
            // A name of nothing but accents would have a blank key, which belongs to the row for problems without a neighborhood.
            .Must(text => string.IsNullOrWhiteSpace(text) || SearchKey.Of(text).Length > 0).WithMessage("Enter the neighborhood's name.");

    /// <summary>The most people of a neighborhood: more than in any city of the country.</summary>
    private const int MostPeople = 10_000_000;

    public static void Population<T>(this IRuleBuilder<T, int?> population) => population.InclusiveBetween(0, MostPeople)
        .WithMessage("Enter the number of people, 0 to 10,000,000, or leave it blank if you don't know.");

    private static readonly DateOnly Earliest = new(1900, 1, 1), Latest = new(2100, 1, 1);

    /// <param name="which">"first" or "last".</param>
    public static void NeighborhoodDay<T>(this IRuleBuilder<T, DateOnly> day, string which) =>
        day.InclusiveBetween(Earliest, Latest).WithMessage($"Enter the {which} day, between 1900 and 2100.");

    /// <param name="which">"first" or "last".</param>
    public static void NeighborhoodDay<T>(this IRuleBuilder<T, DateOnly?> day, string which) =>
        day.InclusiveBetween(Earliest, Latest).WithMessage($"Enter the {which} day, between 1900 and 2100.");

    public static Conflict Taken(string name) =>
        new("neighborhood.exists", $"There is already a neighborhood named {name}. Choose another name.", "name");
}

internal static class CreateNeighborhoodEndpoint
{
    /// <param name="FirstDay">Null if it has always existed.</param>
    /// <param name="Population">People who live there; null if not known.</param>
    public sealed record Body(string Name, DateOnly? FirstDay = null, int? Population = null)
    {
        /// <summary>A GeoJSON Polygon or MultiPolygon in WGS84; left out where only the name is known.</summary>
        public JsonElement Boundary { get; init; }
    }

    public static void MapCreateNeighborhood(this RouteGroupBuilder neighborhoods) => neighborhoods
        .MapPost("/", async (Body body, IMediator mediator, CancellationToken ct) =>
        {
            var made = await mediator.Send(
                new CreateNeighborhood(body.Name, BoundaryText.Of(body.Boundary), body.FirstDay, body.Population), ct);
            return TypedResults.Created($"/api/v1/neighborhoods/{made.Id}", made);
        })
        .WithName("CreateNeighborhood").WithSummary("Add a neighborhood by its name, with a boundary or without");
}
