using ProblemTracker.Analysis;
using static ProblemTracker.Evidence.PanelWords;

namespace ProblemTracker.Evidence;

/// <summary>Whether incidents follow each other at one place or near it. Only for sets small enough to answer at once.</summary>
internal static class NearRepeatsPanel
{
    /// <summary>The most incidents that are compared: the work grows with the square of their number.</summary>
    public const int Most = 1000;

    private const int Shuffles = 199, Seed = 1;

    /// <summary>Share of the pairs close in time that chance also puts close in place, from which on the set is one place.</summary>
    private const double OnePlace = 0.95;

    private static readonly KnoxBands Bands = new([0, SignalWords.NearMeters], [0, SignalWords.NearDays + 1]);

    public static PanelDetails Of(EvidenceSet set, CancellationToken ct)
    {
        var events = set.Placed.Where(one => one.HasDay).ToList();
        if (events.Count == 0 && set.Placed.Count > 0) return PanelDetails.Without(EvidencePanel.NearRepeats, OnlyMonths);
        if (events.Count > Most)
            return PanelDetails.Without(EvidencePanel.NearRepeats, $"Near repeats are looked for among up to {Most:N0} incidents with a "
                + $"point and a day; this set has {events.Count:N0}. Choose a shorter period.");
        (double Latitude, double Longitude)[] points = [.. events.Select(one => (one.Latitude!.Value, one.Longitude!.Value))];
        if (Ground.Around(points) is not { } ground)
            return PanelDetails.Without(EvidencePanel.NearRepeats, set.Events.Count == 0 ? NoResult.Empty.Sentence()
                : "The source gives no coordinates for these incidents.");
        var placed = ground.Place(points);
        var found = Knox.Test(placed, [.. placed.Index.Select(i => events[i].Day)], Bands, Shuffles, Seed, ct);
        if (found.Value is not { } table) return PanelDetails.Without(EvidencePanel.NearRepeats, found.Why!.Value);
        var near = table.Cells.Where(cell => cell.P * table.Cells.Count < Level).ToList();
        var pairs = table.Cells.Sum(cell => cell.Observed);
        // At one address every order of the days gives about as many pairs, which says nothing of one leading to another.
        int[] days = [.. events.Select(one => one.Day.DayNumber).Order()];
        var together = days.Select((day, i) => days.Skip(i + 1).TakeWhile(other => other - day <= SignalWords.NearDays).LongCount()).Sum();
        var isOnePlace = pairs > 0 && table.Cells.Sum(cell => cell.Expected) >= OnePlace * together;
        return new(EvidencePanel.NearRepeats, isOnePlace && near.Count == 0
                ? $"Nearly all incidents are within {SignalWords.NearMeters} m of each other, so nobody can tell near repeats from the "
                    + $"place itself: {pairs:N0} pairs within {SignalWords.NearDays} days."
                : near.Count == 0
                ? $"Incidents do not follow each other within {SignalWords.NearDays} days more often than chance explains, neither at one "
                    + $"place nor within {SignalWords.NearMeters} m: {pairs:N0} pairs."
                : $"Incidents follow each other within {SignalWords.NearDays} days more often than chance explains: "
                    + string.Join("; ", near.Select(cell => $"{Where(cell)} {cell.Observed:N0} pairs, "
                        + $"{Expected(cell.Expected)}")) + ".",
            pairs, null, $"Pairs of incidents; an incident can be in several. Expected: the mean of {table.Shuffles} shuffles of the days. "
                + "p: of at least as many by chance, one-sided, not adjusted for the two rows.", ["Distance", "Pairs", "Expected", "p"],
            [.. table.Cells.Select(cell => new PanelRow(Where(cell), [cell.Observed, Round(cell.Expected), Round(cell.P)]))]);
    }

    private static string Where(KnoxCell cell) => cell.MetersTo == 0 ? "at the same place" : $"within {cell.MetersTo:0} m";
}
