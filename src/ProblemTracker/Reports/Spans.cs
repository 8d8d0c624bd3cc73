using System.Globalization;
using Dapper;
using ProblemTracker.Agency;

namespace ProblemTracker.Reports;

/// <summary>A span of local days, including both ends.</summary>
/// <param name="Name"><c>2026-03</c> or <c>2026 Q1</c>.</param>
public sealed record Span(string Name, DateOnly From, DateOnly To);

/// <summary>
/// Consecutive months or quarters, for SQL statements that count by them. They follow the agency's calendar: their first moments are
/// computed here and passed to the statement as a small table, so that it can use an index on instants.
/// </summary>
internal sealed class Spans(IReadOnlyList<Span> spans)
{
    public IReadOnlyList<Span> All => spans;
    public DateOnly From => spans[0].From;
    public DateOnly To => spans[^1].To;

    /// <summary>Whole months, from the month of the first day to the month of the last.</summary>
    public static Spans Months(DateOnly first, DateOnly last) => new([.. Steps(new(first.Year, first.Month, 1), last, months: 1,
        from => from.ToString("yyyy-MM", CultureInfo.InvariantCulture))]);

    /// <summary>The quarter of the day and those before it.</summary>
    public static Spans Quarters(DateOnly last, int count)
    {
        var begin = new DateOnly(last.Year, 1 + 3 * ((last.Month - 1) / 3), 1).AddMonths(-3 * (count - 1));
        return new([.. Steps(begin, last, months: 3, from => $"{from.Year:0000} Q{(from.Month + 2) / 3}")]);
    }

    /// <summary>A derived table with a row for each span: its index <c>No</c>, <c>FromAt</c> inclusive, <c>ToAt</c> exclusive.</summary>
    public string Table
    {
        get
        {
            var rows = spans.Select((_, i) => FormattableString.Invariant($"SELECT {i} AS No, @From{i} AS FromAt, @To{i} AS ToAt"));
            return $"({string.Join(" UNION ALL ", rows)})";
        }
    }

    /// <summary>Adds the parameters of <see cref="Table"/>.</summary>
    public DynamicParameters Args(object others, AgencyCalendar calendar)
    {
        var args = new DynamicParameters(others);
        for (var i = 0; i < spans.Count; i++)
        {
            args.Add(FormattableString.Invariant($"From{i}"), calendar.StartOf(spans[i].From));
            args.Add(FormattableString.Invariant($"To{i}"), calendar.EndOf(spans[i].To));
        }
        return args;
    }

    private static IEnumerable<Span> Steps(DateOnly begin, DateOnly last, int months, Func<DateOnly, string> name)
    {
        for (var from = begin; from <= last;)
        {
            // DateOnly ends with the year 9999.
            var isLast = from.Year == DateOnly.MaxValue.Year && from.Month + months > 12;
            var to = isLast ? DateOnly.MaxValue : from.AddMonths(months).AddDays(-1);
            yield return new(name(from), from, to);
            if (isLast) yield break;
            from = to.AddDays(1);
        }
    }
}
