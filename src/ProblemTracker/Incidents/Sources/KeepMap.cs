using System.Text.Json;
using FluentValidation;
using MediatR;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>
/// Keeps what was chosen for an uploaded file until its import starts, so that whoever opens the import again goes on from there. No audit
/// entry: nothing is imported yet, and the start checks the choices.
/// </summary>
/// <param name="Map">For incidents: how to read the file. Without any choice, what was kept is forgotten.</param>
/// <param name="SaveMapAs">For incidents: the name under which the map will be saved when the import starts.</param>
/// <param name="NameProperty">For neighborhoods: the property of the features with the names.</param>
/// <param name="Projection">For neighborhoods: number or name of the file's projection.</param>
/// <param name="Boundaries">For neighborhoods: from which day, and what becomes of those under the file's.</param>
/// <param name="Fix">For neighborhoods: what to do with all coordinates, if they lie far away.</param>
[Needs(Permission.Import)]
public sealed record KeepMap(long ImportId, IncidentMap? Map = null, string? SaveMapAs = null, string? NameProperty = null,
    string? Projection = null, BoundaryChoices? Boundaries = null, CoordinateFix? Fix = null) : ICommand<Done>;

internal sealed class KeepMapValidator : AbstractValidator<KeepMap>
{
    public KeepMapValidator()
    {
        RuleFor(c => c.Map!).SetValidator(new IncidentMapValidator()).When(c => c.Map is not null);
        RuleFor(c => c.SaveMapAs).MaximumLength(SavedMaps.LongestName);
        RuleFor(c => c.NameProperty).MaximumLength(ImportBoundaries.LongestProperty);
        RuleFor(c => c.Projection).MaximumLength(ImportBoundaries.LongestProperty);
        RuleFor(c => c.Fix).IsInEnum();
    }
}

/// <summary>What a run has in its column of the map before it starts.</summary>
internal sealed record KeptMap(IncidentMap? Map, string? SaveMapAs, string? NameProperty, string? Projection, BoundaryChoices? Boundaries,
    CoordinateFix? Fix = null)
{
    public static readonly KeptMap Nothing = new(null, null, null, null, null);
}

internal sealed class KeepMapHandler(Db db, Actor actor) : IRequestHandler<KeepMap, Done>
{
    public async Task<Done> Handle(KeepMap command, CancellationToken ct)
    {
        var import = await ImportSql.Find(db, command.ImportId, ct);
        ImportSql.Demand(actor, import.Kind);
        if (command.Map is { } map && map.Kind != import.Kind)
            throw new Invalid("map", "This column map is for another kind of file.");
        var chosen = import.Kind != ImportKind.Neighborhoods
            ? KeptMap.Nothing with { Map = command.Map, SaveMapAs = command.Map is null ? null : command.SaveMapAs }
            : new(null, null, command.NameProperty, command.Projection, command.Boundaries, command.Fix);
        var kept = chosen == KeptMap.Nothing ? null : JsonSerializer.Serialize(chosen, Json.Options);
        if (await db.Execute("UPDATE ImportRun SET Map = @kept WHERE Id = @Id AND State = 'Uploaded' AND FinishedAt IS NULL",
            new { import.Id, kept }, ct) == 0)
            throw new Conflict("import.started", "This import was already started.");
        return Done.Instance;
    }
}

internal static class KeepMapEndpoint
{
    /// <param name="Map">For incidents: how to read the file. Without any choice, what was kept is forgotten.</param>
    /// <param name="SaveMapAs">For incidents: the name under which the map will be saved when the import starts.</param>
    /// <param name="NameProperty">For neighborhoods: the property of the features with the names.</param>
    /// <param name="Projection">For neighborhoods: number or name of the file's projection.</param>
    /// <param name="Boundaries">For neighborhoods: from which day, and what becomes of those under the file's.</param>
    /// <param name="Fix">For neighborhoods: what to do with all coordinates, if they lie far away.</param>
    internal sealed record Body(IncidentMap? Map = null, string? SaveMapAs = null, string? NameProperty = null, string? Projection = null,
        BoundaryChoices? Boundaries = null, CoordinateFix? Fix = null);

    public static void MapKeepMap(this RouteGroupBuilder imports) => imports
        .MapPost("/{id:long}/map", async (long id, Body body, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new KeepMap(id, body.Map, body.SaveMapAs, body.NameProperty, body.Projection, body.Boundaries, body.Fix),
                ct);
            return TypedResults.NoContent();
        })
        .WithName("KeepMap").WithSummary("Keep what was chosen for an uploaded file until its import starts");
}
