using ProblemTracker.Analysis;
using ProblemTracker.Incidents;

namespace ProblemTracker.Evidence;

/// <summary>A signal that a night found.</summary>
/// <param name="Key">The same on every night on which the same is found.</param>
/// <param name="CategoryCode">Null for all categories.</param>
/// <param name="Place">An address, a point or a facility; null for a series.</param>
/// <param name="Filter">Finds the incidents of the window.</param>
/// <param name="P">One-sided, not adjusted.</param>
/// <param name="Years">See <see cref="SignalFacts"/>.</param>
/// <param name="Incidents">Ids of the incidents of the window.</param>
internal sealed record FoundSignal(SignalKind Kind, string Key, string? CategoryCode, long? NeighborhoodId, string? Place,
    (double Latitude, double Longitude)? At, IncidentFilter Filter, int Observed, double Expected, RatioInterval Interval, double P,
    int Years, SignalDetails Details, IReadOnlyList<long> Incidents)
{
    public int Rank => SignalWords.Rank(P);
}

/// <summary>The numbers behind a signal.</summary>
/// <param name="Columns">Heads of the table, the first one of its labels.</param>
/// <param name="How">How the table gives what was expected, in one sentence.</param>
/// <param name="WeeksFrom">The first day of the first week.</param>
/// <param name="Weeks">Incidents by week, the oldest first; the last weeks are the window.</param>
public sealed record SignalDetails(IReadOnlyList<string> Columns, IReadOnlyList<SignalRow> Rows, string How, DateOnly WeeksFrom,
    IReadOnlyList<int> Weeks);

/// <param name="Values">In the order of the columns; null where there is none.</param>
public sealed record SignalRow(string Label, IReadOnlyList<double?> Values);

/// <summary>What looking for one kind of signals gave.</summary>
/// <param name="Tests">Comparisons made, which the night's budget for the kind is shared among.</param>
internal sealed record Findings(SignalKind Kind, int Tests, IReadOnlyList<FoundSignal> Signals, IReadOnlyList<SkippedTest> Skipped);

/// <summary>What was not looked at, and why.</summary>
public sealed record SkippedTest(SignalKind Kind, string What, string Why);

/// <summary>What the kinds share.</summary>
internal static class Finding
{
    /// <summary>
    /// A comparison is made only if its totals would let it reach this p at all. The totals say nothing about how they are split, so this
    /// leaves the errors as they are, while those who could never be found cost nothing (Tarone 1990, <i>Biometrics</i> 46:515).
    /// </summary>
    private const double Reachable = 1e-5;

    /// <param name="share">Of the total that is expected.</param>
    public static bool CanBeFound(int total, double share) => total >= SignalRules.FewestIncidents && Math.Pow(share, total) <= Reachable;

    /// <summary>
    /// The exact conditional p of a count over its exposure against another; 1 if it is not higher, which never is a signal, so that only
    /// few have to be computed.
    /// </summary>
    public static double Higher(int count, double of, int other, double ofOther) =>
        count < SignalRules.FewestIncidents || count * ofOther <= other * of ? 1 : TwoCounts.Compare(count, of, other, ofOther).Higher;

    /// <summary>Those within the kind's budget by Benjamini and Hochberg.</summary>
    public static IEnumerable<T> Within<T>(SignalKind kind, IReadOnlyList<T> tested, Func<T, double> p)
    {
        var adjusted = FalseDiscovery.Adjust([.. tested.Select(p)]);
        return tested.Where((_, i) => adjusted[i] <= SignalRules.Budget(kind));
    }

    /// <summary>The incidents by week, of all days that are kept.</summary>
    public static SignalDetails Details(this Night night, string[] columns, IReadOnlyList<SignalRow> rows, string how, Func<int, bool> isIn)
    {
        var weeks = new int[Night.Kept / SignalRules.Week];
        for (var i = 0; i < night.Count; i++)
            if (isIn(i)) weeks[^(1 + night.Age[i] / SignalRules.Week)]++;
        return new(columns, rows, how, night.Through.AddDays(1 - Night.Kept), weeks);
    }

    public static IReadOnlyList<long> Ids(this Night night, Func<int, bool> isIn) =>
        [.. night.Now.Where(isIn).Select(i => night.Id[i])];

    /// <summary>The value that most of them have; null if there are none.</summary>
    public static T? Most<T>(this IEnumerable<T> values) where T : notnull =>
        values.GroupBy(value => value).OrderByDescending(same => same.Count()).Select(same => (Value: same.Key, Any: true))
            .FirstOrDefault() is { Any: true } most ? most.Value : default;

    /// <summary>The neighborhood in which most of some incidents are; null if that is none.</summary>
    public static long? NeighborhoodOf(this Night night, IEnumerable<int> incidents) =>
        incidents.Select(i => night.Neighborhood[i]).Most() is > 0 and var id ? id : null;

    /// <summary>The mean of the known points; null if there is none.</summary>
    public static (double Latitude, double Longitude)? Middle(this Night night, IReadOnlyList<int> incidents)
    {
        var placed = incidents.Where(i => !double.IsNaN(night.Latitude[i])).ToList();
        return placed.Count == 0 ? null
            : (Math.Round(placed.Average(i => night.Latitude[i]), 6), Math.Round(placed.Average(i => night.Longitude[i]), 6));
    }

    /// <summary>Whether an incident is within so many meters of a point.</summary>
    public static bool IsNear(this Night night, int i, (double Latitude, double Longitude) at, double meters) =>
        Math.Abs(night.Latitude[i] - at.Latitude) * 111_000 <= meters
        && Earth.Meters(at.Latitude, at.Longitude, night.Latitude[i], night.Longitude[i]) <= meters;
}
