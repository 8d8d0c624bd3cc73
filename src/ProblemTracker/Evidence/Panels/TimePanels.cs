using ProblemTracker.Analysis;
using static ProblemTracker.Evidence.PanelWords;

namespace ProblemTracker.Evidence;

/// <summary>How many incidents there are, by month and by month of the year, and how long it takes until the next.</summary>
internal static class TimePanels
{
    private const int Year = 12;

    /// <summary>The most months that a table has: ten years.</summary>
    private const int MostMonths = 10 * Year;

    /// <summary>Whole days until the next incident: the ends of the rows of the table.</summary>
    private static readonly (int From, int? To)[] Gaps = [(0, 0), (1, 1), (2, 3), (4, 6), (7, 13), (14, 29), (30, 89), (90, null)];

    public static PanelDetails Total(EvidenceSet set)
    {
        var days = set.To.DayNumber - set.From.DayNumber + 1;
        var week = Math.Round(7.0 * set.Events.Count / days, 1);
        var isOfMonths = set is { OnlyMonths: true, From.Day: 1 } && set.To.AddDays(1).Day == 1;
        var period = isOfMonths ? $"{Month(set.From)} to {Month(set.To)}" : Days(set.From, set.To);
        return new(EvidencePanel.Total, $"{CountOf(set.Events.Count)} in {days:N0} days, {period}: {week:0.#} a week.",
            set.Events.Count, null, "A week: incidents × 7 / days.", ["Period", "Incidents", "Days", "A week"],
            [new(period, [set.Events.Count, days, week])]);
    }

    public static PanelDetails Months(EvidenceSet set)
    {
        var counts = set.Months.ToDictionary(month => (month.Start.Year, month.Start.Month), month => month.Count);
        var full = set.FullMonths;
        List<PanelRow> rows = [];
        foreach (var month in set.Months.TakeLast(MostMonths))
        {
            var at = full.Count > 0 ? full.ToList().FindIndex(one => one.Start == month.Start) : -1;
            rows.Add(new(month.Start.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture),
            [
                month.Count, counts.TryGetValue((month.Start.Year - 1, month.Start.Month), out var before) ? before : null,
                at < Year - 1 ? null : Round(full.Skip(at + 1 - Year).Take(Year).Average(one => one.Count)),
            ]));
        }
        const string how = "Mean of 12 months: of the month and the 11 before it. The first and the last month may be incomplete.";
        string[] columns = ["Month", "Incidents", "Same month, year before", "Mean of 12 months"];
        if (full.Count < 2 * Year)
            return new(EvidencePanel.Months, $"{CountOf(set.Events.Count)} in {set.Months.Count} calendar "
                + $"{(set.Months.Count == 1 ? "month" : "months")}, {Month(set.Months[0].Start)} to {Month(set.Months[^1].Start)}.",
                set.Events.Count, null, $"A trend needs {2 * Year} full months; there are {full.Count}. {how}", columns, rows);
        var (now, earlier) = (full.TakeLast(Year).ToList(), full.Skip(full.Count - 2 * Year).Take(Year).ToList());
        var (count, other) = (now.Sum(month => month.Count), earlier.Sum(month => month.Count));
        return new(EvidencePanel.Months, $"{CountOf(count)} in the last 12 full months ({Month(now[0].Start)} to {Month(now[^1].Start)}), "
            + $"{other:N0} in the 12 months before. {Trend(count, now.Sum(month => month.Days), other, earlier.Sum(month => month.Days))}",
            count, null, $"{how} The interval is exact for two Poisson counts; it is too short where one incident leads to another.",
            columns, rows);
    }

    private static string Trend(int now, int days, int before, int daysBefore)
    {
        if (now + before == 0) return NoResult.Empty.Sentence();
        var compared = TwoCounts.Compare(now, days, before, daysBefore);
        var interval = compared.Exact.High is { } high ? $"95% interval {Ratio(compared.Exact.Low)} to {Ratio(high)}"
            : $"95% interval from {Ratio(compared.Exact.Low)}, without an upper end";
        var times = compared.Ratio is { } ratio ? $"{Ratio(ratio)} times as many a day ({interval})"
            : $"There were none before ({interval})";
        return Improvements.OfRatio(compared.Exact) switch
        {
            Improvement.Better => $"{times}: fewer than chance explains.",
            Improvement.Worse => $"{times}: more than chance explains.",
            _ => $"{times}: chance alone can explain the difference.",
        };
    }

    public static PanelDetails Season(EvidenceSet set)
    {
        var full = set.FullMonths;
        var years = full.Count / Year;
        if (years < 2)
            return PanelDetails.Without(EvidencePanel.Season, $"A season needs {2 * Year} full months; there are {full.Count}.");
        var months = full.TakeLast(years * Year).GroupBy(month => month.Start.Month).OrderBy(group => group.Key).ToList();
        int[] counts = [.. months.Select(group => group.Sum(month => month.Count))];
        double[] days = [.. months.Select(group => (double)group.Sum(month => month.Days))];
        if (Shares.Against(counts, days) is not { Value: { } shares }) return PanelDetails.Without(EvidencePanel.Season, NoResult.Empty);
        var more = shares.Select((share, i) => (Share: share, Month: months[i].Key)).Where(one => one.Share.Adjusted < Level)
            .OrderByDescending(one => one.Share.Count / one.Share.Expected).ToList();
        var sum = more.Sum(one => one.Share.Count);
        return new(EvidencePanel.Season, more.Count == 0
                ? $"No month of the year has more than its share of the {CountOf(counts.Sum())} in {years} years."
                : $"{sum:N0} of the {CountOf(counts.Sum())} in {years} years are in {string.Join(", ", more.Select(one =>
                    $"{NameOfMonth(one.Month)} ({one.Share.Count:N0}; {Expected(one.Share.Expected)})"))}.",
            sum, null, "Expected: all incidents × the month's days / all days. p: of at least as many by chance, adjusted for 12 months.",
            ["Month of the year", "Incidents", "Days", "Expected", "p"],
            [.. shares.Select((share, i) => new PanelRow(NameOfMonth(months[i].Key),
                [share.Count, days[i], Round(share.Expected), Round(share.Adjusted)]))]);
    }

    public static PanelDetails Between(EvidenceSet set)
    {
        int[] days = [.. set.Events.Where(one => one.HasDay).Select(one => one.Day.DayNumber).Order()];
        if (days.Length == 0 && set.Events.Count > 0) return PanelDetails.Without(EvidencePanel.TimeBetween, OnlyMonths);
        if (days.Length < 2) return PanelDetails.Without(EvidencePanel.TimeBetween, days.Length == 0 ? NoResult.Empty : NoResult.OneValue);
        int[] gaps = [.. days.Skip(1).Zip(days, (next, one) => next - one)];
        var median = Frequencies.Median([.. gaps.GroupBy(gap => gap).Select(same => ((double)same.Key, same.Count()))])!.Value;
        return new(EvidencePanel.TimeBetween, $"Half of the incidents come {(median == 0 ? "on the day of the one before"
                : $"within {DateText.Number(median)} {(median == 1 ? "day" : "days")} of the one before")}; the longest time without one "
                + $"was {gaps.Max():N0} {(gaps.Max() == 1 ? "day" : "days")}.",
            median, null, "Whole days from one incident to the next; the median is in the row in which half of them are reached.",
            ["Days until the next", "Incidents", "Share"],
            [.. Gaps.Select(row => new PanelRow(
                row.To == row.From ? row.From == 0 ? "The same day" : $"{row.From}" : row.To is { } to ? $"{row.From} to {to}"
                    : $"{row.From} or more",
                Shared(gaps.Count(gap => gap >= row.From && !(gap > row.To)), gaps.Length)))]);
    }

    internal static IReadOnlyList<double?> Shared(int count, int of) => [count, Round((double)count / of)];
}
