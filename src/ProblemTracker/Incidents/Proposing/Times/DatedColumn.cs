namespace ProblemTracker.Incidents;

/// <summary>The dates of one column row by row, to tell by their order in each row what each column is.</summary>
internal sealed class DatedColumn
{
    /// <summary>Rows by which a column has only firsts of months or days of one week, and such different days.</summary>
    private const int EnoughRows = 10, EnoughWeeks = 5;

    /// <summary>Share of midnights from which a column has days only.</summary>
    private const double Nearly = 0.9;

    private static readonly DateTime Epoch = DateTime.UnixEpoch.Date;

    public DatedColumn(ColumnProfile column, ProposedColumns columns)
    {
        var date = column.Date!;
        Column = column;
        HasTimes = date is { HasTimes: true, Midnights: <= Nearly };
        var reader = new DateFormat(date.Format, columns.Context.Now.Year);
        var read = new Dictionary<string, DateTime?>(StringComparer.Ordinal);
        Rows = [.. columns.Rows.Select(row => Read(row[column.Index].Trim()))];
        Days = [.. read.Values.OfType<DateTime>().Select(at => at.Date).Distinct().Order()];
        Fill = Rows.Count == 0 ? 0 : (double)Rows.Count(at => at is not null) / Rows.Count;

        DateTime? Read(string text)
        {
            if (text.Length == 0 || MapProposal.IsPlaceholder(text)) return null;
            if (read.TryGetValue(text, out var known)) return known;
            var first = date.Separator is { } separator ? text.Split(separator, 2, StringSplitOptions.TrimEntries)[0] : text;
            return read[text] = reader.Read(first) is { } written ? Local(written, date, columns.Context) : null;
        }
    }

    public ColumnProfile Column { get; }

    /// <summary>By the agency's clock; null without a date that an incident can have.</summary>
    public IReadOnlyList<DateTime?> Rows { get; }

    /// <summary>Share of rows with such a date.</summary>
    public double Fill { get; }

    public bool HasTimes { get; }

    /// <summary>The different days, in order.</summary>
    private List<DateTime> Days { get; }

    /// <summary>Whether the dates stand for months, quarters, years or weeks, so that they are earlier than what they are about.</summary>
    public bool IsCoarse => Days.Count > 1 && Rows.Count(at => at is not null) >= EnoughRows && (Days.TrueForAll(day => day.Day == 1)
        || (Days.Count >= EnoughWeeks && Days.TrueForAll(day => day.DayOfWeek == Days[0].DayOfWeek)));

    /// <summary>How many days there are from the first tenth of the different days to the last; of birth dates, decades.</summary>
    public double Spread => Days.Count == 0 ? 0 : (Days[^(1 + (Days.Count / 10))] - Days[Days.Count / 10]).TotalDays;

    /// <summary>Compares two columns in all rows with both; by day unless both have times.</summary>
    public DateOrder To(DatedColumn other)
    {
        var byDay = !HasTimes || !other.HasTimes;
        var gaps = Rows.Zip(other.Rows).Where(pair => pair.First is not null && pair.Second is not null)
            .Select(pair => byDay ? pair.Second!.Value.Date - pair.First!.Value.Date : pair.Second!.Value - pair.First!.Value)
            .Order().ToList();
        return new(gaps.Count, gaps.Count(gap => gap > TimeSpan.Zero), gaps.Count(gap => gap < TimeSpan.Zero),
            gaps.Count == 0 ? TimeSpan.Zero : gaps[gaps.Count / 2]);
    }

    // 1900-01-01 and the like stand for no date, and no incident is after today.
    private static DateTime? Local(WrittenTime written, DateGuess date, ReadingContext context)
    {
        if (DateOnly.FromDateTime(written.Local) < IncidentMap.DefaultEarliest || written.Local.Date == Epoch
            || written.Local > context.Now.UtcDateTime.AddDays(2)) return null;
        var isMidnight = date.AreMidnights && written.Local.TimeOfDay == TimeSpan.Zero;
        var isUtc = written.IsInstant || (date is { AreMidnights: true, MidnightClock: SourceClock.Utc } && written.Offset is null);
        if (isMidnight || !(isUtc || written.Offset is not null)) return written.Local;
        var instant = DateTime.SpecifyKind(written.Local - written.Offset.GetValueOrDefault(), DateTimeKind.Utc);
        return TimeZoneInfo.ConvertTimeFromUtc(instant, context.Agency);
    }
}

/// <summary>How the dates of one column are to those of another.</summary>
/// <param name="Rows">Rows with both.</param>
/// <param name="Earlier">Of these, rows in which the first is earlier.</param>
/// <param name="Later">Rows in which it is later.</param>
/// <param name="Gap">Median of the time from the first to the second.</param>
internal readonly record struct DateOrder(int Rows, int Earlier, int Later, TimeSpan Gap)
{
    /// <summary>Fewest rows that show an order.</summary>
    public const int Least = 3;

    /// <summary>Share of rows that show one, and of rows that may be against it.</summary>
    private const double Some = 0.05;

    /// <summary>Whether the first is earlier in some rows and on or before the other in nearly all.</summary>
    public bool IsEarlier => Earlier >= Least && Earlier >= Some * Rows && Later <= Some * Rows && 4 * Later <= Earlier;
}
