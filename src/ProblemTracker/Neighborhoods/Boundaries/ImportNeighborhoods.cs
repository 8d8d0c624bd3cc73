using System.Text.Json;
using FluentValidation;
using MediatR;

namespace ProblemTracker.Neighborhoods;

/// <summary>
/// Imports the neighborhoods of a GeoJSON file or a zipped shapefile, all or none. A neighborhood with the same name (ignoring case,
/// accents and spacing) gets the file's boundary; neighborhoods not in the file stay as they are, unless the choices say otherwise. Then
/// every incident is assigned to the neighborhood of its day again. Not an <see cref="ICommand{T}"/>, because the file is read before the
/// transaction that writes it, so that a large file blocks no other writer.
/// </summary>
/// <param name="Content">The file; read to its end, not disposed.</param>
/// <param name="NameProperty">The property of each feature that contains its name.</param>
/// <param name="Projection">Number or name of the file's projection; null leaves it to the file.</param>
/// <param name="Choices">From which day, and what becomes of neighborhoods under the file's; null for no choice.</param>
/// <param name="Fix">What to do with all coordinates, if they lie far away; null for nothing.</param>
[Needs(Permission.Administer)]
public sealed record ImportNeighborhoods(string FileName, Stream Content, string NameProperty = "name", string? Projection = null,
    BoundaryChoices? Choices = null, CoordinateFix? Fix = null)
    : IRequest<NeighborhoodsImported>;

/// <param name="Moved">Incidents that are now in a different neighborhood, or in none.</param>
public sealed record NeighborhoodsImported(int Read, int Added, int Changed, int Unchanged, int Moved)
{
    /// <summary>What was mended, joined and left out; null if nothing was.</summary>
    public BoundaryCheck? Check { get; init; }
    /// <summary>Present neighborhoods that end the day before.</summary>
    public int Ended { get; init; }
    /// <summary>What lies over what, in sentences.</summary>
    public IReadOnlyList<string> Overlaps { get; init; } = [];
    /// <summary>Which boundaries lie far from the neighborhoods before; null if none does.</summary>
    public string? Far { get; init; }
    /// <summary>The number under which the import is listed; null if it changed nothing.</summary>
    public long? ImportId { get; init; }
}

/// <summary>The neighborhoods that an import changed, by the names that they had then.</summary>
/// <param name="Added">Those that are new.</param>
/// <param name="Changed">Those with a new boundary, or with their name spelled anew.</param>
/// <param name="Ended">Those that end the day before, because the file's lie over them.</param>
public sealed record BoundaryOutcome(IReadOnlyList<OutcomePlace> Added, IReadOnlyList<OutcomePlace> Changed,
    IReadOnlyList<OutcomePlace> Ended)
{
    /// <summary>How the file became these neighborhoods; null for imports before this was kept.</summary>
    public BoundaryNotes? Notes { get; init; }
}

/// <summary>How a file became neighborhoods, as its preview said.</summary>
/// <param name="FirstDay">The first day of the file's boundaries; null if they have always been so.</param>
/// <param name="Check">What was mended, joined and left out, and how the coordinates were read.</param>
/// <param name="LeftOut">Names of the file that an administrator chose to leave out.</param>
/// <param name="Overlaps">What lies over what, and what becomes of it: a sentence for each.</param>
public sealed record BoundaryNotes(DateOnly? FirstDay, BoundaryCheck Check, IReadOnlyList<string> LeftOut,
    IReadOnlyList<string> Overlaps)
{
    internal static BoundaryNotes Of(BoundaryReading file, BoundaryChoices choices, NeighborhoodsImported counts) => new(choices.From,
        file.Check, [.. file.Boundaries.Except(choices.Without(file.Boundaries)).Select(boundary => boundary.Name)], counts.Overlaps);
}

/// <summary>What an import stores about its neighborhoods: the outcome, and what undoing it needs.</summary>
internal sealed record SavedBoundaries(IReadOnlyList<OutcomePlace> Added, IReadOnlyList<OutcomePlace> Changed,
    IReadOnlyList<OutcomePlace> Ended)
{
    /// <summary>Null for imports before they could be undone.</summary>
    public BoundaryTrail? Trail { get; init; }

    public BoundaryNotes? Notes { get; init; }

    /// <summary>What the import brought, for drawing, since later changes can leave nothing of it; null before this was kept.</summary>
    public IReadOnlyList<SavedArea>? Areas { get; init; }

    internal bool IsEmpty => Added.Count + Changed.Count + Ended.Count + (Trail?.Overlaps.Count ?? 0) == 0;

    public static SavedBoundaries? Read(string? json) =>
        json is null ? null : JsonSerializer.Deserialize<SavedBoundaries>(json, Json.Options);

    public string Write() => JsonSerializer.Serialize(this, Json.Options);

    /// <summary>Keeps the areas of a plan that belong to what was saved.</summary>
    /// <param name="planned">As <see cref="BoundaryPlan.DrawnAfter"/> lists them.</param>
    /// <param name="shapes">Their shapes as GeoJSON, simplified for drawing.</param>
    public SavedBoundaries Showing(IReadOnlyList<DrawnBoundary> planned, IReadOnlyList<JsonElement> shapes)
    {
        var areas = planned.Zip(shapes).ToList();
        return this with
        {
            Areas =
            [
                .. Of(Added, DrawnKind.New, (area, place) => area.Kind == DrawnKind.New && area.Name == place.Name),
                // Only the name of one with the same boundary can be spelled anew.
                .. Of(Changed, DrawnKind.Changed,
                    (area, place) => area.Kind is DrawnKind.Changed or DrawnKind.Same && area.PresentId == place.Id),
                .. Of(Ended, DrawnKind.Ended, (area, place) => area.Kind == DrawnKind.Ended && area.PresentId == place.Id),
                .. areas.Where(area => area.First.Kind == DrawnKind.Both)
                    .Select(area => new SavedArea(DrawnKind.Both, area.First.Name, null, area.Second)),
            ],
        };

        IEnumerable<SavedArea> Of(IReadOnlyList<OutcomePlace> places, DrawnKind kind, Func<DrawnBoundary, OutcomePlace, bool> isOf) =>
            places.SelectMany(place => areas.Where(area => isOf(area.First, place))
                .Select(area => new SavedArea(kind, place.Name, place.Id, area.Second)));
    }
}

/// <param name="Name">The neighborhood's name then; of an area in two, both names.</param>
/// <param name="Id">The neighborhood's; null for an area in two.</param>
internal sealed record SavedArea(DrawnKind Kind, string Name, long? Id, JsonElement Shape);

/// <param name="Id">Null if it was removed since.</param>
public sealed record OutcomePlace(long? Id, string Name)
{
    /// <summary>The area that it gained and lost together; null unless another boundary took the place of one before.</summary>
    public double? ChangedSquareMeters { get; init; }
}

internal sealed class ImportNeighborhoodsValidator : AbstractValidator<ImportNeighborhoods>
{
    public ImportNeighborhoodsValidator()
    {
        RuleFor(c => c.NameProperty).NotEmpty().WithMessage("Enter the property that contains the neighborhood's name.");
        RuleFor(c => c.Fix).IsInEnum();
        RuleFor(c => c.Choices!).SetValidator(new BoundaryChoicesValidator()).When(c => c.Choices is not null);
    }
}

internal sealed class ImportNeighborhoodsHandler(Db db, BoundaryPlanner planner, BoundarySave boundaries,
    NeighborhoodMap neighborhoods, BoundariesChanged boundariesChanged, BoundariesImported boundariesImported)
    : IRequestHandler<ImportNeighborhoods, NeighborhoodsImported>
{
    public async Task<NeighborhoodsImported> Handle(ImportNeighborhoods message, CancellationToken ct)
    {
        var file = await BoundaryFile.Read(message.Content, message.FileName, message.NameProperty, message.Projection,
            () => neighborhoods.Extent(db, ct), message.Fix, ct);
        var choices = message.Choices ?? BoundaryChoices.None;
        choices.MustSkip(file.Boundaries, "choices.skip");
        var read = choices.Without(file.Boundaries);
        var plan = await planner.Read(read, choices.From, ct);
        var (result, saved) = await db.Write(() => boundaries.Save(message.FileName, read, plan, choices, ct), ct);
        saved = saved with { Notes = BoundaryNotes.Of(file, choices, result) };
        // Reassign even if no boundary changed: an earlier run may have stopped after saving its boundaries.
        result = result with
        {
            Moved = await boundariesChanged(null, ct),
            Check = file.Check.Says ? file.Check : null,
            Far = plan.Far,
        };
        if (saved.IsEmpty) return result;
        var how = new BoundaryImport(message.NameProperty, message.Choices, message.Projection, message.Fix);
        var done = new ImportedBoundaries(message.FileName, how, plan.DrawnAfter(choices), result, saved);
        return result with { ImportId = await boundariesImported(done, ct) };
    }
}
