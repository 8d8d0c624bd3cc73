using ProblemTracker.Analysis;
using static ProblemTracker.Evidence.PanelWords;

namespace ProblemTracker.Evidence;

/// <summary>Hours of the week that have more than their share of all incidents have.</summary>
internal static class HoursPanel
{
    private const int Named = 3;

    /// <param name="all">All incidents of the agency by hour of the week, Monday 12 AM first.</param>
    public static PanelDetails Of(EvidenceSet set, IReadOnlyList<double> all)
    {
        var counts = new int[all.Count];
        foreach (var one in set.Events)
            if (one is { HasDay: true, Hour: { } hour }) counts[WeekHours.At(one.Weekday, hour)]++;
        var timed = counts.Sum();
        if (timed == 0)
            return PanelDetails.Without(EvidencePanel.Hours, set.Events.Count == 0 ? NoResult.Empty.Sentence()
                : set.OnlyMonths ? OnlyMonths : "The source gives no time of day for these incidents.");
        if (WeekHours.Against(counts, all) is not { Value: { } hours }) return PanelDetails.Without(EvidencePanel.Hours, NoResult.Empty);
        var more = hours.Where(hour => hour.Adjusted < Level).OrderBy(hour => hour.P).ToList();
        var sum = more.Sum(hour => hour.Count);
        return new(EvidencePanel.Hours, Sentence(more, sum, timed, hours.MaxBy(hour => hour.Count)!), sum, null,
            $"Expected: these incidents × all incidents in that hour / all {all.Sum():N0} incidents with a time. p: of at least as many by "
                + "chance, adjusted for 168 hours.", ["Hour", "Incidents", "All incidents", "Expected", "p"],
            [.. hours.Select((hour, i) => new PanelRow($"{hour.Day} {Hour(hour.Hour)}",
                [hour.Count, all[i], Round(hour.Expected), Round(hour.Adjusted)]))]);
    }

    private static string Sentence(List<WeekHour> more, int sum, int timed, WeekHour busiest) => more.Count == 0
        ? $"No hour of the week has more of the {CountOf(timed)} with a time than the hours of all incidents would give; "
            + $"{busiest.Day} {Hour(busiest.Hour)} has the most ({busiest.Count:N0})."
        : $"{sum:N0} of the {CountOf(timed)} with a time are in {(more.Count == 1 ? "1 hour" : $"{more.Count} hours")} of the week that "
            + $"{(more.Count == 1 ? "has" : "have")} more than the hours of all incidents would give: "
            + string.Join(", ", more.Take(Named).Select(hour =>
                $"{hour.Day} {Hour(hour.Hour)} ({hour.Count:N0}; {Expected(hour.Expected)})"))
            + (more.Count > Named ? " and others." : ".");
}
