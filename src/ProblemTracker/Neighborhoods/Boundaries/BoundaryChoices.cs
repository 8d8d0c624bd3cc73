using System.Text.Json;
using FluentValidation;

namespace ProblemTracker.Neighborhoods;

/// <summary>What happens to a present neighborhood that boundaries of a file lie over.</summary>
public enum CoveredChoice
{
    /// <summary>Both stay; points in both belong to the smaller one.</summary>
    Smaller,
    /// <summary>Both stay; points in both belong to the present neighborhood.</summary>
    Present,
    /// <summary>Both stay; points in both belong to the file's neighborhood.</summary>
    File,
    /// <summary>The present neighborhood ends the day before, and those of the file take its place.</summary>
    Ends,
}

/// <summary>What an administrator chose for an import of boundaries.</summary>
/// <param name="From">The first day of the file's boundaries; null if they have always been so.</param>
/// <param name="RetireCovered">Whether neighborhoods that lie almost wholly under the file's end the day before, unless
/// <paramref name="Covered"/> says otherwise.</param>
/// <param name="Covered">By present neighborhood. For those left out, the smaller one gets the points in both.</param>
/// <param name="Skip">Names of the file that are not imported.</param>
public sealed record BoundaryChoices(DateOnly? From = null, bool RetireCovered = false, IReadOnlyList<CoveredPlace>? Covered = null,
    IReadOnlyList<string>? Skip = null)
{
    /// <summary>Names of a file that an error lists.</summary>
    private const int MostNamed = 20;

    public static readonly BoundaryChoices None = new();

    internal CoveredChoice Of(CoveredNeighborhood present) =>
        Covered?.FirstOrDefault(place => place.NeighborhoodId == present.NeighborhoodId)?.Choice
            ?? (RetireCovered && present.IsWhole && !(present.FirstDay >= From) ? CoveredChoice.Ends : CoveredChoice.Smaller);

    /// <exception cref="Invalid">A name to skip is none of the file's.</exception>
    internal void MustSkip(IReadOnlyList<NamedBoundary> boundaries, string field)
    {
        var keys = boundaries.Select(boundary => boundary.Key).ToHashSet();
        foreach (var (at, name) in (Skip ?? []).Index())
            if (!keys.Contains(SearchKey.Of(name)))
                throw new Invalid($"{field}[{at}]", $"The file has no neighborhood \"{name}\". Its names are "
                    + $"{string.Join(", ", boundaries.Take(MostNamed).Select(boundary => boundary.Name))}"
                    + $"{(boundaries.Count > MostNamed ? " …" : ".")}");
    }

    internal IReadOnlyList<NamedBoundary> Without(IReadOnlyList<NamedBoundary> boundaries)
    {
        var skipped = (Skip ?? []).Select(SearchKey.Of).ToHashSet();
        return [.. boundaries.Where(boundary => !skipped.Contains(boundary.Key))];
    }
}

public sealed record CoveredPlace(long NeighborhoodId, CoveredChoice Choice);

internal sealed class BoundaryChoicesValidator : AbstractValidator<BoundaryChoices>
{
    private const int Most = 2000;

    public BoundaryChoicesValidator()
    {
        RuleFor(c => c.From).NeighborhoodDay("first");
        RuleFor(c => c.From).NotNull()
            .When(c => c.RetireCovered || c.Covered?.Any(place => place?.Choice == CoveredChoice.Ends) is true)
            .WithMessage("Enter the first day of the new boundaries: the others end the day before.");
        RuleFor(c => c.Covered).Must(places => places is null || places.Count <= Most).WithMessage($"Name at most {Most} neighborhoods.");
        RuleForEach(c => c.Covered).NotNull().WithMessage("A row can't be null.")
            .Must(place => place is null || Enum.IsDefined(place.Choice)).WithMessage("Choose one of: Smaller, Present, File, Ends.");
        RuleForEach(c => c.Skip).NotEmpty().WithMessage("Enter the name of a neighborhood in the file.");
        RuleFor(c => c.Skip).Must(names => names is null || names.Count <= Most).WithMessage($"Leave out at most {Most} neighborhoods.");
    }
}

/// <summary>How a stored file of boundaries is to be imported, as <c>ImportRun.Map</c> keeps it.</summary>
/// <param name="NameProperty">The property with the names.</param>
/// <param name="Choices">What becomes of present neighborhoods.</param>
/// <param name="Projection">Number or name of the projection that a person chose; null leaves it to the file.</param>
/// <param name="Fix">What a person chose to do with degrees.</param>
internal sealed record BoundaryImport(string NameProperty, BoundaryChoices? Choices = null, string? Projection = null,
    CoordinateFix? Fix = null)
{
    public string Write() => JsonSerializer.Serialize(this, Json.Options);

    /// <summary>Reads it; before there were choices, it was the name property alone.</summary>
    public static BoundaryImport Read(string json) => json.StartsWith('"')
        ? new(JsonSerializer.Deserialize<string>(json, Json.Options)!)
        : JsonSerializer.Deserialize<BoundaryImport>(json, Json.Options)!;
}
