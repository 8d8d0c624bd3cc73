using System.Globalization;

namespace ProblemTracker.Incidents;

/// <summary>When an incident happened, by the agency's clock, as exactly as its source says it.</summary>
internal static class IncidentTimes
{
    private static readonly CultureInfo American = CultureInfo.GetCultureInfo("en-US");

    /// <summary><c>Mar 2, 2026, 10:15 PM to Mar 3, 6:00 AM</c>; without an end that is later, only the start.</summary>
    public static string When(this IncidentRow row, TimeZoneInfo zone) =>
        When(row.LocalDate, row.OccurredFrom, row.OccurredTo, row.TimePrecision, zone);

    /// <summary>The same in two parts; the end is null unless it is later.</summary>
    public static (string Start, string? End) Times(this IncidentRow row, TimeZoneInfo zone) =>
        Times(row.LocalDate, row.OccurredFrom, row.OccurredTo, row.TimePrecision, zone);

    /// <param name="date">The day of the start, which it keeps if the agency moves to another time zone.</param>
    /// <param name="from">Start.</param>
    /// <param name="to">End.</param>
    /// <param name="precision">Of the start; the end is written as exactly.</param>
    /// <param name="zone">The agency's time zone.</param>
    public static string When(DateOnly date, DateTimeOffset from, DateTimeOffset to, TimePrecision precision, TimeZoneInfo zone) =>
        Times(date, from, to, precision, zone) is (var start, { } end) ? $"{start} to {end}" : Times(date, from, to, precision, zone).Start;

    private static (string Start, string? End) Times(DateOnly date, DateTimeOffset from, DateTimeOffset to, TimePrecision precision,
        TimeZoneInfo zone)
    {
        var (start, end) = precision == TimePrecision.Minute
            ? (TimeZoneInfo.ConvertTime(from, zone).DateTime, TimeZoneInfo.ConvertTime(to, zone).DateTime)
            // A day of a change of clocks has 23 or 25 hours.
            : (date.ToDateTime(default), date.AddDays((int)Math.Round((to - from).TotalDays)).ToDateTime(default));
        var (day, time) = precision switch
        {
            TimePrecision.Minute => ("MMM d", "h:mm tt"),
            TimePrecision.Day => ("MMM d", null),
            _ => ("MMM", null),
        };
        var year = precision == TimePrecision.Month ? " yyyy" : ", yyyy";
        string Written(DateTime at, string? dated) =>
            at.ToString(dated is null ? time! : time is null ? dated : $"{dated}, {time}", American);
        var first = Written(start, day + year);
        // Two times of one day are told apart by the time alone, two of one year without the year.
        var last = Written(end, start.Date == end.Date && time is not null ? null : start.Year == end.Year ? day : day + year);
        return (first, to <= from || Written(end, day + year) == first ? null : last);
    }
}
