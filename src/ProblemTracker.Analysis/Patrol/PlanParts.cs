using ProblemTracker.Domain;

namespace ProblemTracker.Analysis;

/// <summary>A place on the ground, in degrees.</summary>
public readonly record struct PlanPlace(double Latitude, double Longitude);

/// <summary>Visits that are wanted in one week.</summary>
public sealed record PlanTask
{
    public required long Id { get; init; }
    /// <summary>Null if it is not known: no travel then.</summary>
    public PlanPlace? Place { get; init; }
    /// <summary>Of one visit.</summary>
    public required int Minutes { get; init; }
    /// <summary>How many visits are wanted, beside the fixed ones.</summary>
    public required int Visits { get; init; }
    /// <summary>Days on which a visit can begin. After midnight, a night's hours belong to the day before.</summary>
    public required IReadOnlySet<DayOfWeek> Weekdays { get; init; }
    /// <summary>A visit begins and ends between these local times. If the last is before the first, they go over midnight; if both are
    /// equal, any time will do.</summary>
    public TimeOnly From { get; init; }
    public TimeOnly To { get; init; }
    /// <summary>What a unit must have; null for all units.</summary>
    public string? Qualification { get; init; }
    /// <summary>Points of a visit that is sure to happen.</summary>
    public required int Weight { get; init; }
    public DateOnly First { get; init; } = DateOnly.MinValue;
    public DateOnly Last { get; init; } = DateOnly.MaxValue;
}

/// <summary>A shift of a unit in the week.</summary>
public sealed record PlanShift
{
    public required long Unit { get; init; }
    public long? Beat { get; init; }
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset To { get; init; }
    public IReadOnlySet<string> Qualifications { get; init; } = new HashSet<string>();
    /// <summary>A unit that takes no calls: all of its shift can be planned but its duties.</summary>
    public bool TakesNoCalls { get; init; }
    /// <summary>Meetings and the like, which stay where they are.</summary>
    public IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> Duties { get; init; } = [];
    /// <summary>Where the unit usually is; null if it is not known.</summary>
    public PlanPlace? Around { get; init; }
}

/// <summary>A visit of a unit for a task.</summary>
/// <param name="Chance">How likely the unit is free then; null for a fixed visit.</param>
public sealed record PlannedVisit(long Task, long Unit, DateTimeOffset From, DateTimeOffset To, Chance? Chance = null);

/// <summary>Why visits are not in a plan.</summary>
public enum WhyLeftOut
{
    /// <summary>No day of the week is left on which the task is wanted.</summary>
    NoDay,
    /// <summary>No unit of the week has the qualification.</summary>
    NoQualifiedUnit,
    /// <summary>Nobody who could do it is on a shift at these times for long enough.</summary>
    NoShift,
    /// <summary>Units are on shifts, but calls seldom leave a block of this length.</summary>
    NoBlock,
    /// <summary>Duties and fixed visits take the time.</summary>
    Taken,
    /// <summary>There was time for it, but other visits were worth more, or it would follow too soon on another.</summary>
    OthersFirst,
}

public sealed record LeftOut(long Task, int Visits, WhyLeftOut Why);

/// <param name="Visits">Fixed ones too, in order of begin.</param>
/// <param name="Score">Points: the value of all planned visits less a point for every minute that a unit has above its fair part.</param>
/// <param name="Greedy">Points of the plan that takes the best visit first.</param>
/// <param name="GreedyVisits">Visits of that plan, fixed ones too.</param>
/// <param name="Bound">No plan of the starting times that were considered has more points.</param>
/// <param name="FreeMinutes">By unit, what can be planned in the rest of the week, fixed visits included.</param>
public sealed record WeekPlan(IReadOnlyList<PlannedVisit> Visits, IReadOnlyList<LeftOut> LeftOut, long Score, long Greedy,
    int GreedyVisits, long Bound, IReadOnlyDictionary<long, double> FreeMinutes)
{
    /// <summary>How far the score may be from the best one, 0 to 1.</summary>
    public double Gap => Bound <= 0 ? 0 : (double)(Bound - Score) / Bound;
}

/// <summary>How visits can follow each other.</summary>
public sealed record PlanRules
{
    /// <summary>Streets are longer than the straight line by this factor.</summary>
    public double Detour { get; init; } = 1.4;

    public double KilometersPerHour { get; init; } = 35;

    /// <summary>Between two visits of one place, by whichever units.</summary>
    public TimeSpan Fresh { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Two tasks as near as this, in meters, are at one place.</summary>
    public double OnePlace { get; init; } = 100;

    /// <summary>A visit is only planned where a unit is free at least so often.</summary>
    public double LeastChance { get; init; } = 0.1;

    /// <summary>A unit's fair part is its share of the free time of all, times this.</summary>
    public double FairFactor { get; init; } = 1.25;

    /// <summary>Visits begin on full and half hours.</summary>
    public TimeSpan Grid { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Starting times that are considered for a task. With more, the bound takes longer to prove.</summary>
    public int StartsPerTask { get; init; } = 120;

    /// <returns>Whole minutes; 0 if a place is unknown.</returns>
    public int TravelMinutes(PlanPlace? from, PlanPlace? to) => from is not { } one || to is not { } other ? 0
        : (int)Math.Ceiling(Earth.Meters(one.Latitude, one.Longitude, other.Latitude, other.Longitude) * Detour
            / (KilometersPerHour * 1000 / 60));

    public bool AreOnePlace(PlanTask one, PlanTask other) => one.Id == other.Id || (one.Place is { } a && other.Place is { } b
        && Earth.Meters(a.Latitude, a.Longitude, b.Latitude, b.Longitude) < OnePlace);
}
