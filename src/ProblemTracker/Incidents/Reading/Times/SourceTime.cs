namespace ProblemTracker.Incidents;

/// <summary>What the times of a source mean.</summary>
public enum SourceClock
{
    /// <summary>Local times of the source's time zone, whatever offset the text has: exports often mark local times with Z.</summary>
    Local,
    /// <summary>UTC, whatever offset the text has.</summary>
    Utc,
    /// <summary>The offset in the text counts; without one, local time of the source's time zone.</summary>
    Offset,
}

/// <summary>A time from a source: by the agency's clock, and the instant.</summary>
/// <param name="Instant">For a date: the start of the day; for a month: the start of its first day.</param>
/// <param name="Length">Until the end, if the text has one.</param>
internal readonly record struct SourceMoment(DateTime Local, DateTimeOffset Instant, TimePrecision Precision, TimeSpan Length = default)
{
    /// <summary>The time is in the hour that daylight saving time skips, and was moved forward.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>Beside the date, the text has a time of day that can't be read.</summary>
    public bool IsTimeLost { get; init; }

    /// <summary>The text says its offset from UTC, but the map takes it as a local time.</summary>
    public bool IgnoresOffset { get; init; }

    /// <summary>The offset from UTC that the text says, if it counts.</summary>
    public TimeSpan? Offset { get; init; }

    /// <summary>The map lets the offset in the text count, but the text says none, so that it is taken as a local time.</summary>
    public bool LacksOffset { get; init; }

    /// <summary>The text has a time that isn't midnight by any clock, whether the map takes it or the date only.</summary>
    public bool IsTimed { get; init; }
}

/// <summary>Reads the times of a source.</summary>
/// <param name="map">Format, clock, and what part of the times to ignore.</param>
/// <param name="source">Time zone of the source.</param>
/// <param name="agency">Time zone of the agency, in which incidents have their date, hour and weekday.</param>
/// <param name="now">The current time.</param>
internal sealed class SourceTime(IncidentMap map, TimeZoneInfo source, TimeZoneInfo agency, DateTimeOffset now)
{
    /// <summary>Clocks of other systems can be ahead.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    /// <summary>Years outside this range can't be converted between time zones.</summary>
    private const int FirstYear = 2, LastYear = 9998;

    private readonly DateFormat _format = new(map.DateFormat, now.Year);
    private readonly DateOnly _floor = map.Earliest ?? IncidentMap.DefaultEarliest;

    /// <summary>
    /// Reads a time. A local time skipped by daylight saving moves forward by the gap; one that occurs twice is read as standard time, the
    /// second of the two, unless an offset counts.
    /// </summary>
    /// <returns>Null, with what is wrong, if the text can't be read or the time can't be.</returns>
    public SourceMoment? Read(string text, out RowFault? wrong)
    {
        wrong = null;
        if (_format.Read(text) is not { } written)
        {
            wrong = new(FaultKind.UnreadableDate, SourceNumber.IsSpoilt(text)
                ? $"\"{Short(text)}\" was rounded by a spreadsheet program. Export the file again, and don't save it in such a program."
                : map.DateFormat is null or DateFormat.Iso
                ? $"\"{Short(text)}\" is not a date in ISO 8601 (2018-10-19, 2018-10-19T12:00 or 2018-10)."
                : $"\"{Short(text)}\" is not a date in the format {map.DateFormat}.", text);
            return null;
        }
        if (written.Local.Year is < FirstYear or > LastYear)
        {
            wrong = new(written.Local.Year > LastYear ? FaultKind.Future : FaultKind.TooEarly,
                $"\"{Short(text)}\" is {(written.Local.Year > LastYear ? "in the future" : "no date of an incident")}.");
            return null;
        }
        var moment = MomentOf(written);
        if (DateOnly.FromDateTime(moment.Local) < _floor)
            wrong = new(FaultKind.TooEarly, $"\"{Short(text)}\" is before {_floor:yyyy-MM-dd}, the earliest date allowed for this file.");
        else if (IsFuture(moment)) wrong = new(FaultKind.Future, $"\"{Short(text)}\" is in the future.");
        return wrong is null ? moment : null;
    }

    /// <summary>Reads an end that is only a time of day: on the day of the start, or on the next if it would be before it.</summary>
    /// <returns>Null if the text is no time of day, or the start has none.</returns>
    public SourceMoment? EndOf(SourceMoment start, string text)
    {
        if (start.Precision != TimePrecision.Minute || TimeOfDay.Alone(text) is not { } time) return null;
        var from = start.Offset is { } offset ? start.Instant.ToOffset(offset).DateTime
            : map.Clock == SourceClock.Utc ? start.Instant.UtcDateTime : TimeZoneInfo.ConvertTime(start.Instant, source).DateTime;
        var until = from.Date + time;
        return MomentOf(new(until < from ? until.AddDays(1) : until, TimePrecision.Minute, start.Offset));
    }

    /// <summary>The start of a month's last day.</summary>
    public SourceMoment LastDay(SourceMoment month)
    {
        var local = new DateTime(month.Local.Year, month.Local.Month, DateTime.DaysInMonth(month.Local.Year, month.Local.Month));
        return month with { Local = local, Instant = InstantOf(local, agency) };
    }

    /// <summary>A date is in the future from tomorrow on, by the agency's clock, and a month from the next one on.</summary>
    private bool IsFuture(SourceMoment moment) => moment.Precision == TimePrecision.Minute ? moment.Instant > now + Ahead
        : moment.Local.Date > TimeZoneInfo.ConvertTime(now, agency).Date;

    private SourceMoment MomentOf(WrittenTime written)
    {
        var precision = map.MonthsOnly ? TimePrecision.Month : map.DatesOnly && written.Precision == TimePrecision.Minute
            ? TimePrecision.Day : written.Precision;
        if (precision == TimePrecision.Minute)
        {
            var isUtc = written.IsInstant || map.Clock == SourceClock.Utc;
            var offset = !isUtc && map.Clock == SourceClock.Offset ? written.Offset : null;
            var isLocal = !isUtc && offset is null;
            var instant = isLocal ? InstantOf(written.Local, source)
                : new DateTimeOffset(DateTime.SpecifyKind(written.Local - offset.GetValueOrDefault(), DateTimeKind.Utc));
            return new(TimeZoneInfo.ConvertTime(instant, agency).DateTime, instant, precision, written.Length)
            {
                IsSkipped = isLocal && source.IsInvalidTime(written.Local),
                Offset = offset,
                LacksOffset = isLocal && map.Clock == SourceClock.Offset,
                IgnoresOffset = map.Clock == SourceClock.Local && written.Offset is not null,
                IsTimed = !IsMidnight(written.Local),
            };
        }
        // A date keeps its day, even if daylight saving skipped its midnight; one counted in seconds is a day by the agency's clock or UTC.
        var date = (written.IsInstant && map.Clock != SourceClock.Utc
            ? TimeZoneInfo.ConvertTime(new DateTimeOffset(written.Local, TimeSpan.Zero), agency).DateTime : written.Local).Date;
        var local = precision == TimePrecision.Month ? new DateTime(date.Year, date.Month, 1) : date;
        return new(local, InstantOf(local, agency), precision)
        {
            IsTimed = written.Precision == TimePrecision.Minute && !IsMidnight(written.Local),
            IsTimeLost = written.IsTimeLost,
        };
    }

    // By the agency's clock, as if written in UTC, in summer and all year.
    private bool IsMidnight(DateTime written) => written.TimeOfDay == TimeSpan.Zero
        || (written + agency.BaseUtcOffset).TimeOfDay == TimeSpan.Zero
        || (written + agency.GetUtcOffset(DateTime.SpecifyKind(written, DateTimeKind.Utc))).TimeOfDay == TimeSpan.Zero;

    // For a time in a daylight saving gap, the offset before the gap moves it forward by the length of the gap.
    private static DateTimeOffset InstantOf(DateTime local, TimeZoneInfo zone)
    {
        var offset = zone.GetUtcOffset(zone.IsInvalidTime(local) ? local.AddDays(-1) : local);
        return new(DateTime.SpecifyKind(local - offset, DateTimeKind.Utc));
    }

    private static string Short(string text) => text.Length <= 40 ? text : Texts.Cut(text, 39) + "…";
}
