using System.Text.Json;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>SQL about <c>s</c> (Signal) that the slices share.</summary>
internal static class SignalSql
{
    /// <summary>A decision stands.</summary>
    public const string IsDecided = "(s.Decision IS NOT NULL AND s.ReturnedOn IS NULL)";

    /// <summary>No stronger signal lists it.</summary>
    public const string Leads = "s.LeadId IS NULL";

    /// <summary>
    /// Signals that the actor can view. One that belongs to a problem follows it. Of the others, those of a confidential category read as
    /// missing to all who don't see confidential problems. Its parameter is <c>@ActorId</c>.
    /// </summary>
    public static string VisibleTo(Actor actor) => $"""
        IIF(s.ProblemId IS NOT NULL AND s.ReturnedOn IS NULL,
            (SELECT COUNT(*) FROM Problem p WHERE p.Id = s.ProblemId AND {ProblemSql.VisibleTo(actor)}),
            {(actor.SeesConfidential ? "1" : IsOpenToAll)}) = 1
        """;

    private const string IsOpenToAll =
        "(SELECT 1 - COUNT(*) FROM Category h WHERE h.Code = s.CategoryCode AND h.Confidential = 1)";

    /// <summary>Most of its incidents belong to an open problem that the actor can view.</summary>
    public static string IsKnown(Actor actor) => $"""
        EXISTS (SELECT 1 FROM Problem p WHERE p.Id = s.KnownProblemId AND p.Stage <> 'Closed' AND {ProblemSql.VisibleTo(actor)})
        """;

    /// <summary>Where a signal stands, as text.</summary>
    public static string State(Actor actor) => $"""
        CASE WHEN {IsDecided} THEN s.Decision WHEN s.GoneOn IS NOT NULL THEN 'Gone' WHEN {IsKnown(actor)} THEN 'Known' ELSE 'Open' END
        """;

    public static string Is(SignalState state, Actor actor) => state switch
    {
        SignalState.Problem => $"{IsDecided} AND s.Decision = 'Problem'",
        SignalState.Dismissed => $"{IsDecided} AND s.Decision = 'Dismissed'",
        SignalState.Gone => $"NOT {IsDecided} AND s.GoneOn IS NOT NULL",
        SignalState.Known => $"NOT {IsDecided} AND s.GoneOn IS NULL AND {IsKnown(actor)}",
        _ => $"NOT {IsDecided} AND s.GoneOn IS NULL AND NOT {IsKnown(actor)}",
    };

    public const string Facts = """
        s.Id, s.Kind, s.CategoryCode, c.Name AS Category, IIF(c.Confidential = 1, 1, 0) AS IsConfidential,
        s.NeighborhoodId, n.Name AS Neighborhood, s.Place, s.Latitude, s.Longitude,
        s.Radius, s.FromDay, s.ToDay, s.Observed, s.Expected, s.Low, s.High, s.Chance, s.Strength, s.Years, s.FirstSeenOn, s.LastSeenOn,
        s.ReturnedOn, s.Version
        """;

    public const string Names = "LEFT JOIN Category c ON c.Code = s.CategoryCode LEFT JOIN Neighborhood n ON n.Id = s.NeighborhoodId";

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Json.Options)!;
}

/// <summary>A signal as lists show it.</summary>
public record SignalLine
{
    public long Id { get; init; }
    public SignalKind Kind { get; init; }
    public SignalState State { get; init; }
    /// <summary>Null for all categories.</summary>
    public string? CategoryCode { get; init; }
    public string? Category { get; init; }
    /// <summary>Its category is confidential; a problem opened from it should be too.</summary>
    public bool IsConfidential { get; init; }
    public long? NeighborhoodId { get; init; }
    public string? Neighborhood { get; init; }
    public string? Place { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    /// <summary>Meters around the place.</summary>
    public double? Radius { get; init; }
    /// <summary>The first day of the 13 weeks.</summary>
    public DateOnly FromDay { get; init; }
    public DateOnly ToDay { get; init; }
    /// <summary>Incidents in the 13 weeks; pairs of them for near repeats.</summary>
    public int Observed { get; init; }
    public double Expected { get; init; }
    /// <summary>Ends of the 95% interval of observed to expected; 0 and null for near repeats, which have none.</summary>
    public double Low { get; init; }
    /// <summary>Null if the interval has no upper end.</summary>
    public double? High { get; init; }
    /// <summary>One-sided p of the comparison, not adjusted.</summary>
    public double Chance { get; init; }
    public int Strength { get; init; }
    /// <summary>Earlier years, or facilities, that it was compared with.</summary>
    public int Years { get; init; }
    public DateOnly FirstSeenOn { get; init; }
    public DateOnly LastSeenOn { get; init; }
    /// <summary>When it came back after a decision.</summary>
    public DateOnly? ReturnedOn { get; init; }
    public int Version { get; init; }

    public string Title => SignalWords.Title(Facts);
    public string Sentence => SignalWords.Sentence(Facts);
    public string StrengthInWords => SignalWords.Strength(Facts);

    private SignalFacts Facts =>
        new(Kind, Category, Place, Neighborhood, Radius, Observed, Expected, Low, High, Chance, Years);
}
