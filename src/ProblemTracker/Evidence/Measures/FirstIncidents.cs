using System.Globalization;
using ProblemTracker.Incidents;

namespace ProblemTracker.Evidence;

/// <summary>Since when incidents are known, so that no period begins in a time without data.</summary>
internal sealed class FirstIncidents(Db db)
{
    /// <param name="kept">What a test counts. Its areas are left out, since a place can be without incidents for long.</param>
    /// <param name="ct">Cancels the query.</param>
    /// <returns>Null if there are no incidents, or if nothing is counted.</returns>
    public async Task<FirstIncident?> Of(string? kept, CancellationToken ct)
    {
        if (KeptFilter.Anywhere(kept) is not { } filter) return null;
        var args = IncidentSql.Args(db.Dialect, filter);
        args.Add("One", 1);
        return await db.Find<FirstIncident>($"""
            SELECT i.LocalDate AS OccurredOn, IIF(i.TimePrecision = 'Month', 1, 0) AS OnlyMonth
            FROM {IncidentSql.Source(db.Dialect, filter)} {IncidentSql.Where(filter)}
            ORDER BY i.OccurredFrom, i.Id {db.Dialect.First("@One")}
            """, args, ct);
    }
}

/// <summary>The earliest of the incidents that a test counts.</summary>
public sealed record FirstIncident
{
    /// <summary>Local date; the first day of its month if only that is known.</summary>
    public DateOnly OccurredOn { get; init; }
    public bool OnlyMonth { get; init; }

    /// <summary>The first day of its month.</summary>
    private DateOnly Month => OccurredOn.AddDays(1 - OccurredOn.Day);

    /// <summary>A year before a day, but no time without data; whole months where nothing else is known.</summary>
    public Period YearBefore(DateOnly today)
    {
        var end = OnlyMonth ? today.AddDays(1 - today.Day) : today;
        var from = end.AddYears(-1) < Month ? Month : end.AddYears(-1);
        return from < end ? new() { From = from, To = end.AddDays(-1) } : new() { From = end.AddYears(-1), To = end.AddDays(-1) };
    }

    /// <summary>A period after a day, as long as one before.</summary>
    public Period After(DateOnly start, Period before)
    {
        if (!OnlyMonth || !IsOfMonths(before)) return new() { From = start.AddDays(1), To = start.AddDays(before.Days) };
        var (first, last) = (before.From!.Value, before.To!.Value);
        var from = start.AddDays(1 - start.Day).AddMonths(1);
        return new() { From = from, To = from.AddMonths((12 * (last.Year - first.Year)) + last.Month - first.Month + 1).AddDays(-1) };
    }

    /// <summary>What is wrong with the periods of a test, as far as the incidents say it.</summary>
    internal IEnumerable<string> Doubts(ResponseTest test)
    {
        if (test.Before.From < Month)
            yield return "The period before begins earlier than the first incident in the data, "
                + $"{OccurredOn.ToString(OnlyMonth ? "MMMM yyyy" : "MMMM d, yyyy", CultureInfo.InvariantCulture)}. If the data begin then, "
                + "begin the period then too: days without data count as days without incidents.";
        if (OnlyMonth && !(IsOfMonths(test.Before) && IsOfMonths(test.After)))
            yield return $"{PanelWords.OnlyMonths} Begin both periods on the first day of a month and end them on the last day of one.";
    }

    private static bool IsOfMonths(Period period) => period is { From.Day: 1, To: { } to } && to.AddDays(1).Day == 1;
}
