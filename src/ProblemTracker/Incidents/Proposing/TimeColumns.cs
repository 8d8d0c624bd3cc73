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
        StartNames = ["occurredfrom", "occurred", "occurredat", "occurredon", "occurreddate", "dateoccurred", "dateocc", "occurrence",
            "offensedate", "incidentdate", "incidentdatetime", "firstoccurrencedate", "datetimefrom", "datefrom", "fromdate",
            "cmplntfrdt", "offensestart", "start", "eventdate", "calldate", "datetime", "crimedate", "created", "createddate", "date",
            "month", "when", "at", "reporteddate", "datereported", "reported", "dateopened", "time"],
        OtherDates = ["updated", "modified", "edited", "closed", "cleared", "loaded", "lastupdate", "status", "birth", "dob", "arrived",
            "dispatched", "enroute"];

    /// <summary>Proposes the columns of start and end.</summary>
    /// <returns>How they read; null if there are none.</returns>
    public static (DateGuess? Start, DateGuess? End) Propose(ProposedColumns columns)
    {
        var free = columns.Free;
        var dates = free.FindAll(c => c.Date is not null && !(c.IsTime && !c.IsNumeric) && !c.SaysAny(OtherDates));
        if (dates.Count == 0) dates = free.FindAll(c => c.Date is not null && !c.IsTime);
        var start = dates.FindAll(c => !c.IsNamed(EndNames)).Best(StartNames, c => c.Date!.HasTimes ? 2 : 0) ?? dates.FirstOrDefault();
        if (start is null) return (Parts(columns), null);
        columns.Take(IncidentMap.Occurred, start);
        var date = start.Date!;
        if (!date.HasTimes && TimeBeside(start, free) is { } time)
        {
            var pattern = $"{{{start.Name}}} {{{time.Name}}}";
            if (Joined(pattern, [start, time], columns) is { } joined)
            {
                columns.ByField[IncidentMap.Occurred] = pattern;
                free.Remove(time);
                date = joined;
            }
        }
        var end = free.Find(c => c.Date is not null && c.IsNamed(EndNames) && c.Fill > 0);
        if (end is null) return (date, null);
        columns.Take(IncidentMap.OccurredTo, end);
        var endDate = end.Date!;
        if (!endDate.HasTimes && date.HasTimes && TimeBeside(end, free) is { } endTime
            && Joined($"{{{end.Name}}} {{{endTime.Name}}}", [end, endTime], columns) is { } joinedEnd)
        {
            columns.ByField[IncidentMap.OccurredTo] = $"{{{end.Name}}} {{{endTime.Name}}}";
            free.Remove(endTime);
            endDate = joinedEnd;
        }
        return (date, endDate);
    }

    /// <summary>Year, month, day and hour in columns of their own.</summary>
    private static DateGuess? Parts(ProposedColumns columns)
    {
        ColumnProfile? Part(string name) => columns.Free.Find(c => c.Bare == name)
            ?? columns.Free.Find(c => c.Bare.EndsWith(name, StringComparison.Ordinal));
        if (Part("year") is not { } year || Part("month") is not { } month) return null;
        List<ColumnProfile> parts = [year, month];
        var pattern = $"{{{year.Name}}}-{{{month.Name}}}";
        if (Part("day") is { IsNumeric: true } day)
        {
            parts.Add(day);
            pattern += $"-{{{day.Name}}}";
            if (Part("hour") is { IsNumeric: true } hour)
            {
                parts.Add(hour);
                pattern += $" {{{hour.Name}}}";
                if (Part("minute") is { IsNumeric: true } minute)
                {
                    parts.Add(minute);
                    pattern += $":{{{minute.Name}}}";
                }
            }
        }
        if (Joined(pattern, parts, columns) is not { } date) return null;
        columns.ByField[IncidentMap.Occurred] = pattern;
        columns.Free.RemoveAll(parts.Contains);
        return date;
    }

    private static DateGuess? Joined(string pattern, IReadOnlyList<ColumnProfile> parts, ProposedColumns columns)
    {
        var header = new string[parts.Max(p => p.Index) + 1];
        Array.Fill(header, "");
        foreach (var part in parts) header[part.Index] = part.Name;
        var joined = ColumnPattern.Of(pattern, header);
        var missing = MapProposal.Placeholders.ToHashSet(StringComparer.Ordinal);
        return DateGuess.Of([.. columns.Rows.Select(row => joined.Read(row, missing)).OfType<string>()], columns.Context,
            areNumbers: false);
    }

    /// <summary>The column with the time of day of a date's column: with a like name, or the only one, or the next.</summary>
    private static ColumnProfile? TimeBeside(ColumnProfile date, List<ColumnProfile> free)
    {
        var times = free.FindAll(c => c.IsTime && c.Bare.Contains("time", StringComparison.Ordinal)
            || (c.IsTime && c.Values.Any(v => v.Contains(':', StringComparison.Ordinal))));
        var like = date.Bare.Replace("date", "", StringComparison.Ordinal).Replace("dt", "", StringComparison.Ordinal);
        return times.Find(c => c.Bare.Replace("time", "", StringComparison.Ordinal).Replace("tm", "", StringComparison.Ordinal) == like)
            ?? (times.Count == 1 ? times[0] : times.Find(c => c.Index == date.Index + 1));
    }
}
