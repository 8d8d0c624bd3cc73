namespace ProblemTracker.Incidents;

/// <summary>
/// Proposes which columns have the start and the end: in one column each, date and time apart, or year, month, day and hour apart.
/// </summary>
internal static class TimeColumns
{
    /// <summary>Names that agencies give the columns, most reliable first.</summary>
    private static readonly string[]
        EndNames = ["occurredto", "todate", "todatetime", "dateto", "enddate", "endtime", "enddatetime", "occurredend", "datetimeto",
            "until", "lastoccurrencedate", "cmplnttodt", "end", "to"],
        StartNames = ["occurredfrom", "occurred", "occurredat", "occurredon", "occurreddate", "dateoccurred", "dateocc", "occdate",
            "occurdate", "occurrence", "offensedate", "incidentdate", "incidentdatetime", "firstoccurrencedate", "datetimefrom", "datefrom",
            "fromdate", "cmplntfrdt", "offensestart", "start", "eventdate", "calldate", "datetime", "crimedate", "created", "createddate",
            "date", "month", "when", "at", "reporteddate", "datereported", "reported", "dateopened", "time"],
        OtherDates = ["updated", "modified", "edited", "closed", "cleared", "loaded", "lastupdate", "status", "birth", "dob", "arrived",
            "dispatched", "enroute", "warrant", "inspect", "previous", "prior", "hearing", "court", "hire", "licens", "expir", "shift",
            "fiscal", "weekof"],
        OtherTimes = ["respon", "travel", "zone", "total", "elapsed", "duration", "arriv", "dispatch", "enroute", "clear", "close", "end",
            "timeto", "until", "updat", "modif", "report", "rpt", "scene", "minutes", "receiv", "enter", "creat", "assign"];

    /// <summary>Different values by which a column is judged.</summary>
    private const int MostTimes = 500;

    /// <summary>Share of dates at midnight that makes the column beside them the one with the times.</summary>
    private const double Nearly = 0.9;

    /// <summary>Whether a column's name says that it has dates or times.</summary>
    public static bool IsCalledDate(ColumnProfile column) => column.IsNamed(StartNames) || column.IsNamed(EndNames)
        || column.SaysAny(["date", "time", "day", "occ", "dt"]);

    /// <summary>Proposes the columns of start and end.</summary>
    /// <returns>How they read; null if there are none.</returns>
    public static (DateGuess? Start, DateGuess? End) Propose(ProposedColumns columns)
    {
        var free = columns.Free;
        var dates = free.FindAll(c => c.Date is not null && !(c.IsTime && !c.IsNumeric) && !c.SaysAny(OtherDates));
        if (dates.Exists(c => !NumberColumns.IsCalledNumber(c))) dates.RemoveAll(NumberColumns.IsCalledNumber);
        if (dates.Count == 0) dates = free.FindAll(c => c.Date is not null && !c.IsTime);
        var start = OccurrenceColumn.Among(dates.FindAll(c => !c.IsNamed(EndNames)), among => among.Best(StartNames,
            c => (c.Date!.HasTimes ? 2 : 0) + OccurrenceColumn.Points(c)), columns) ?? dates.FirstOrDefault();
        if (start is null) return (Parts(columns), null);
        columns.Take(IncidentMap.Occurred, start);
        var date = start.Date!;
        ColumnProfile? startTime = null;
        if (LacksTimes(date) && TimeBeside(start, columns) is { } time)
        {
            List<ColumnProfile> parts = [start, time];
            var pattern = $"{{{start.Name}}} {{{time.Name}}}";
            IReadOnlyList<string> times = TimesOf(time);
            if (times is [TimeOfDay.Hour] && free.Find(c => IsMinute(c, time)) is { } minute)
            {
                parts.Add(minute);
                pattern += $":{{{minute.Name}}}";
                times = [TimeOfDay.Colon, TimeOfDay.Hour];
            }
            if (free.Find(IsHalfOfDay) is { } half && times.All(format => format is TimeOfDay.Colon or TimeOfDay.Hour))
            {
                parts.Add(half);
                pattern += $" {{{half.Name}}}";
                times = [TimeOfDay.HalfDays];
            }
            if (Joined(pattern, parts, times, columns) is { } joined)
            {
                columns.ByField[IncidentMap.Occurred] = pattern;
                free.RemoveAll(parts.Contains);
                (date, startTime) = (joined, time);
            }
        }
        var end = OccurrenceColumn.EndOf(start, free.FindAll(c => c.Date is not null), columns)
            ?? free.Find(c => c.Date is not null && c.IsNamed(EndNames) && c.Fill > 0 && OccurrenceColumn.MayEnd(start, c, columns));
        if (end is null)
        {
            // An end with only a time is on the day of the start, or on the next.
            if (startTime is not null) columns.Take(IncidentMap.OccurredTo, free.Find(c => OccurrenceColumn.IsEndOf(startTime.Bare, c.Bare)
                && TimesOf(c) is { Count: > 0 } ends && ends.All(format => format is TimeOfDay.Colon or TimeOfDay.HalfDays)));
            return (date, null);
        }
        columns.Take(IncidentMap.OccurredTo, end);
        var endDate = end.Date!;
        if (LacksTimes(endDate) && date.HasTimes && TimeBeside(end, columns) is { } endTime
            && Joined($"{{{end.Name}}} {{{endTime.Name}}}", [end, endTime], TimesOf(endTime), columns) is { } joinedEnd)
        {
            columns.ByField[IncidentMap.OccurredTo] = $"{{{end.Name}}} {{{endTime.Name}}}";
            free.Remove(endTime);
            endDate = joinedEnd;
        }
        return (date, endDate);
    }

    /// <summary>Year, month, day, hour and minute in columns of their own, whose names begin or end alike.</summary>
    private static DateGuess? Parts(ProposedColumns columns)
    {
        string[] years = ["year", "yr", "yyyy"], months = ["month", "mnth", "mon", "mo", "mm"], days = ["dayofmonth", "day", "dy", "dd"],
            hours = ["hourofday", "hours", "hour", "hr", "hh", "time", "tm"], minutes = ["minutes", "minute", "min", "mi"];
        var found = columns.Free.SelectMany(c => Rests(c, years).Select(rest => (Year: c, Other: rest)))
            .OrderBy(y => OtherTimes.Any(text => y.Other.Contains(text, StringComparison.Ordinal))).ToList();
        foreach (var (year, rest) in found)
        {
            ColumnProfile? Part(string[] names, int least, int most) => columns.Free.Find(c => c != year && !c.IsEmpty
                && Rests(c, names).Contains(rest) && (c.IsNumeric
                    ? c.Numbers.All(n => n >= least && n <= most && n == Math.Floor(n)) : names == months));
            if (!year.IsNumeric || Part(months, 1, 12) is not { } month) continue;
            var pattern = $"{{{year.Name}}}-{{{month.Name}}}";
            var format = (year.Numbers.All(n => n < 100) ? "yy" : "yyyy")
                + (month.IsNumeric ? "-M" : month.Values.Any(v => v.Length > 3) ? "-MMMM" : "-MMM");
            List<ColumnProfile> parts = [year, month];
            if (Part(days, 1, 31) is { } day)
            {
                parts.Add(day);
                pattern += $"-{{{day.Name}}}";
                format += "-d";
                if (columns.Free.Find(c => Rests(c, hours).Contains(rest) && TimesOf(c, areHours: !c.SaysAny(["time", "tm"])).Count > 0)
                    is { } hour)
                {
                    parts.Add(hour);
                    pattern += $" {{{hour.Name}}}";
                    var times = TimesOf(hour, areHours: !hour.SaysAny(["time", "tm"]));
                    var minute = times is [TimeOfDay.Hour] ? Part(minutes, 0, 59) : null;
                    if (minute is not null)
                    {
                        parts.Add(minute);
                        pattern += $":{{{minute.Name}}}";
                    }
                    format = minute is not null ? $"{format} H:m|{format} H|{format}"
                        : times is [TimeOfDay.Hour] && hour.Fill == 1 && hour.Distinct.All(v => v.Length <= 2 && v != "24") ? format + " H"
                        : string.Join('|', times.Select(time => format + DateFormat.And + time));
                }
            }
            if (DateGuess.In(format, Texts(pattern, parts, columns), columns.Context) is not { } date) continue;
            columns.ByField[IncidentMap.Occurred] = pattern;
            columns.Free.RemoveAll(parts.Contains);
            return date;
        }
        return null;
    }

    /// <summary>What a column's name has besides one of some words at its beginning or end.</summary>
    private static IEnumerable<string> Rests(ColumnProfile column, string[] words)
    {
        var bare = column.Bare;
        foreach (var word in words)
        {
            if (bare.EndsWith(word, StringComparison.Ordinal)) yield return bare[..^word.Length];
            if (bare.StartsWith(word, StringComparison.Ordinal)) yield return bare[word.Length..];
        }
    }

    private static List<string> Texts(string pattern, IReadOnlyList<ColumnProfile> parts, ProposedColumns columns)
    {
        var header = new string[parts.Max(p => p.Index) + 1];
        Array.Fill(header, "");
        foreach (var part in parts) header[part.Index] = part.Name;
        var joined = ColumnPattern.Of(pattern, header);
        var missing = MapProposal.Placeholders.ToHashSet(StringComparer.Ordinal);
        return [.. columns.Rows.Select(row => joined.Read(row, missing)).OfType<string>()];
    }

    private static bool LacksTimes(DateGuess date) => !date.HasTimes || date.Midnights > Nearly;

    /// <summary>A date and the time of day beside it. Of the date's column, the time is ignored: it is midnight.</summary>
    /// <param name="pattern">Joins the columns.</param>
    /// <param name="parts">The date, the time and what belongs to it.</param>
    /// <param name="times">The formats of the time of day.</param>
    /// <param name="columns">All columns.</param>
    private static DateGuess? Joined(string pattern, List<ColumnProfile> parts, IReadOnlyList<string> times,
        ProposedColumns columns)
    {
        var date = parts[0];
        var texts = Texts(pattern, parts, columns);
        // With a colon, the two are read as one.
        if (date.Date!.Midnights == 0 && !date.Date.AreMidnights && parts[1].Values.All(v => v.Contains(':', StringComparison.Ordinal))
            && DateGuess.Of(texts, columns.Context, areNumbers: false) is { Read: 1, HasTimes: true } plain) return plain;
        var formats = DateFormat.Split(date.Date.Format).SelectMany(d => times.Select(t => d + DateFormat.And + t));
        return times.Count == 0 || date.Date.Separator is not null ? null : DateGuess.In(string.Join('|', formats), texts, columns.Context);
    }

    /// <summary>The formats of a column's times of day; none if it has others. Without a name that says so, numbers are no times.</summary>
    private static IReadOnlyList<string> TimesOf(ColumnProfile c, bool areHours = false)
    {
        areHours |= c.SaysAny(["hour"]) || c.Bare.EndsWith("hr", StringComparison.Ordinal);
        var areNamed = areHours || c.SaysAny(["time"]) || c.Bare.EndsWith("tm", StringComparison.Ordinal);
        var formats = TimeOfDay.FormatsOf([.. c.Distinct.Take(MostTimes)], areNamed ? 0.5 : 0.9, areHours);
        return areNamed || formats.All(format => format is TimeOfDay.Colon or TimeOfDay.HalfDays) ? formats : [];
    }

    /// <summary>Whether a column says which half of the day its neighbor's time is in.</summary>
    private static bool IsHalfOfDay(ColumnProfile c) =>
        !c.IsEmpty && c.Distinct.All(v => v.Replace(".", "", StringComparison.Ordinal).ToUpperInvariant() is "AM" or "PM" or "A" or "P")
            && c.Distinct.Any(v => v is ['P' or 'p', ..]);

    /// <summary>Whether a column has the minutes beside one with hours.</summary>
    private static bool IsMinute(ColumnProfile c, ColumnProfile hour) => c != hour && c.SaysAny(["min"]) && c.IsNumeric
        && c.Values.All(v => v.Length <= 2) && c.Numbers.All(n => n is >= 0 and <= 59);

    /// <summary>
    /// The column with the time of day of a date's column: with a like name, or the only one, or the next; not one of another date.
    /// </summary>
    private static ColumnProfile? TimeBeside(ColumnProfile date, ProposedColumns columns)
    {
        var times = columns.Free.FindAll(c => c != date && TimesOf(c).Count > 0);
        var stem = OccurrenceColumn.StemOfDate(date);
        if (times.Find(c => OccurrenceColumn.StemOfTime(c) == stem) is { } named) return StartBeside(named, times, columns) ?? named;
        var others = columns.All.Where(c => c != date && c.Date is not null && !times.Contains(c)).Select(OccurrenceColumn.StemOfDate)
            .ToHashSet();
        times.RemoveAll(c => (c.SaysAny(OtherTimes) && !OtherTimes.Any(text => date.SaysAny([text]) && c.SaysAny([text])))
            || others.Contains(OccurrenceColumn.StemOfTime(c)) || (OccurrenceColumn.IsOther(date) && OccurrenceColumn.IsNamed(c)));
        return times.Count == 1 ? times[0] : times.Find(c => c.Index == date.Index + 1);
    }

    /// <summary>If the only date of a file is called the end, the time of the start beside that of the end.</summary>
    private static ColumnProfile? StartBeside(ColumnProfile time, List<ColumnProfile> times, ProposedColumns columns) =>
        columns.All.Count(c => c.Date is not null && !times.Contains(c)) == 1
            ? times.Find(c => OccurrenceColumn.IsEndOf(c.Bare, time.Bare)) : null;
}
