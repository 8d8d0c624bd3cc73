namespace ProblemTracker.Neighborhoods;

/// <summary>What was done with the shapes of a file, and what can't be; each a sentence with the feature's number and name.</summary>
/// <param name="Mended">Boundaries whose lines were mended, with the change of their area.</param>
/// <param name="Joined">Features with the same name that became one.</param>
/// <param name="Skipped">Features that were left out.</param>
/// <param name="Faults">Why the file can't be imported; empty if it can.</param>
public sealed record BoundaryCheck(IReadOnlyList<string> Mended, IReadOnlyList<string> Joined, IReadOnlyList<string> Skipped,
    IReadOnlyList<string> Faults)
{
    /// <summary>The projection that coordinates are converted from; null if they are degrees, or if it isn't known.</summary>
    public string? Projection { get; init; }

    /// <summary>EPSG number of the projection; 0 for one that only the file defines.</summary>
    public int? ProjectionNumber { get; init; }

    /// <summary>
    /// Whether the projection is only proposed, because it puts the shapes where the neighborhoods are: choose it to import.
    /// </summary>
    public bool IsProposed { get; init; }

    /// <summary>What was chosen to do with all coordinates; null if they are read as they are.</summary>
    public CoordinateFix? Fix { get; init; }

    /// <summary>
    /// What would bring boundaries that all lie far away near the neighborhoods: choose it to import them so; null if nothing would.
    /// </summary>
    public CoordinateFix? ProposedFix { get; init; }

    /// <summary>Whether a person should read it.</summary>
    internal bool Says =>
        Mended.Count + Joined.Count + Skipped.Count + Faults.Count > 0 || Projection is not null || ProposedFix is not null;
}
