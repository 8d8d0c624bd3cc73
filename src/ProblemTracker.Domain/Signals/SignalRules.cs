namespace ProblemTracker.Domain;

/// <summary>What draws attention in the incidents.</summary>
public enum SignalKind
{
    /// <summary>One place with more than the year before lets expect.</summary>
    RepeatPlace,
    /// <summary>A part of the city where a category gathers.</summary>
    HotSpot,
    /// <summary>Incidents follow each other at one place, or near it, more often than chance.</summary>
    NearRepeat,
    /// <summary>A category with more than the same weeks of earlier years let expect.</summary>
    RisingSeries,
    /// <summary>A facility with more than others of its kind.</summary>
    RiskyFacility,
}

/// <summary>What was decided about a signal.</summary>
public enum SignalDecision
{
    /// <summary>It belongs to a problem.</summary>
    Problem,
    /// <summary>It needs none, until a day.</summary>
    Dismissed,
}

/// <summary>Where a signal stands, as one reader sees it.</summary>
public enum SignalState
{
    /// <summary>Somebody should decide about it.</summary>
    Open,
    /// <summary>Most of its incidents belong to an open problem that the reader can view.</summary>
    Known,
    Problem,
    Dismissed,
    /// <summary>Not found anymore.</summary>
    Gone,
}

/// <summary>The rules of signals.</summary>
public static class SignalRules
{
    public const int Week = 7;

    /// <summary>Weeks in which incidents count as happening now.</summary>
    public const int Weeks = 13;

    /// <summary>The same in days.</summary>
    public const int Days = Weeks * Week;

    /// <summary>Windows of this length in the year before.</summary>
    public const int WindowsBefore = 4;

    /// <summary>Earlier years that a rising series is compared with, if the data has them.</summary>
    public const int MostYears = 5;

    /// <summary>Fewer incidents than this are never a signal.</summary>
    public const int FewestIncidents = 5;

    /// <summary>Days after which a signal that is not found anymore is gone.</summary>
    public const int DaysToGo = 7;

    /// <summary>A decided signal comes back if it has half as many again, and at least <see cref="FewestMore"/> more.</summary>
    public const double Growth = 1.5;

    public const int FewestMore = 5;

    /// <summary>
    /// The share of nights with a false signal of this kind, at most, if nothing but chance is in the data: 5% for all kinds together.
    /// </summary>
    public static double Budget(SignalKind kind) => kind switch
    {
        SignalKind.NearRepeat => 0.015,
        SignalKind.RiskyFacility => 0.005,
        _ => 0.01,
    };

    /// <summary>Whether a decided signal grew by so much that somebody must decide again.</summary>
    /// <param name="decided">What was observed when it was decided.</param>
    public static bool HasGrown(int decided, int observed) => observed >= decided * Growth && observed >= decided + FewestMore;

    /// <summary>Whether a decision stands after another night.</summary>
    /// <param name="until">The last day of a dismissal.</param>
    public static bool ComesBack(SignalDecision decision, DateOnly? until, int decided, int observed, DateOnly today) =>
        HasGrown(decided, observed) || (decision == SignalDecision.Dismissed && until < today);
}
