using NetTopologySuite.Geometries;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>What the rows of a file are read against.</summary>
/// <param name="Agency">Time zone of the agency.</param>
/// <param name="Now">The current time.</param>
/// <param name="Neighborhoods">The boundaries of all days.</param>
/// <param name="Categories">The agency's categories.</param>
internal sealed record ReadingContext(TimeZoneInfo Agency, DateTimeOffset Now, NeighborhoodIndex Neighborhoods,
    IReadOnlyList<CategoryItem> Categories)
{
    /// <summary>Whether words without a category in the map get the most similar one, as a preview proposes.</summary>
    public bool ProposesCategories { get; init; }

    /// <summary>In degrees; null without boundaries.</summary>
    public Envelope? Extent => Neighborhoods.Extent;

    /// <summary>Where earlier incidents are, without neighborhoods; null if there are none.</summary>
    public Coordinate? Usual { get; init; }

    /// <summary>The middle of the neighborhoods, or else of earlier incidents.</summary>
    public Coordinate? Middle => Extent?.Centre ?? Usual;

    /// <exception cref="TimeZoneNotFoundException">The map was not validated.</exception>
    public TimeZoneInfo ZoneOf(IncidentMap map) => map.TimeZone is { } name ? TimeZoneInfo.FindSystemTimeZoneById(name) : Agency;
}
