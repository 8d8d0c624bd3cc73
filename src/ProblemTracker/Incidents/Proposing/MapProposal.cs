namespace ProblemTracker.Incidents;

/// <summary>
/// Proposes how to read a file from its values, for a person to review: what is unique is a number, what repeats a category, coordinates
/// are told by their range, dates by whether they can be read. Names in the header only decide between columns that look alike.
/// </summary>
internal static class MapProposal
{
    /// <summary>
    /// Date formats besides ISO 8601. American formats come first and win for ambiguous dates; the samples on the page show the result.
    /// </summary>
    public static readonly IReadOnlyList<string> DateFormats =
    [
        "M/d/yyyy H:mm", "M/d/yyyy H:mm:ss", "M/d/yyyy h:mm tt", "M/d/yyyy h:mm:ss tt", "M/d/yyyy H", "M/d/yyyy HHmm", "M/d/yyyy",
        "M/d/yy H:mm", "M/d/yy H:mm:ss", "M/d/yy h:mm tt", "M/d/yy h:mm:ss tt", "M/d/yy HHmm", "M/d/yy",
        "M-d-yyyy H:mm", "M-d-yyyy H:mm:ss", "M-d-yyyy h:mm tt", "M-d-yyyy h:mm:ss tt", "M-d-yyyy HHmm", "M-d-yyyy",
        "d/M/yyyy H:mm", "d/M/yyyy H:mm:ss", "d/M/yyyy h:mm tt", "d/M/yyyy h:mm:ss tt", "d/M/yyyy H", "d/M/yyyy HHmm", "d/M/yyyy",
        "d/M/yy H:mm", "d/M/yy", "d.M.yyyy H:mm", "d.M.yyyy H:mm:ss", "d.M.yyyy", "d.M.yy H:mm", "d.M.yy", "d-M-yyyy H:mm", "d-M-yyyy",
        "d-MMM-yyyy H:mm", "d-MMM-yyyy H:mm:ss", "d-MMM-yyyy h:mm tt", "d-MMM-yyyy h:mm:ss tt", "d-MMM-yyyy",
        "d-MMM-yy H:mm", "d-MMM-yy H:mm:ss", "d-MMM-yy h:mm tt", "d-MMM-yy h:mm:ss tt", "d-MMM-yy",
        "d MMM yyyy H:mm", "d MMM yyyy H:mm:ss", "d MMM yyyy h:mm tt", "d MMM yyyy HHmm", "d MMM yyyy", "d MMMM yyyy H:mm", "d MMMM yyyy",
        "MMM d yyyy h:mmtt", "MMM d yyyy h:mm:ss:ffftt", "MMM d yyyy h:mm tt", "MMM d yyyy h:mm:ss tt", "MMM d yyyy H:mm",
        "MMM d yyyy H:mm:ss", "MMM d yyyy",
        "MMM d, yyyy h:mm tt", "MMM d, yyyy h:mm:ss tt", "MMM d, yyyy H:mm", "MMM d, yyyy H:mm:ss", "MMM d, yyyy",
        "MMMM d, yyyy h:mm tt", "MMMM d, yyyy h:mm:ss tt", "MMMM d, yyyy H:mm", "MMMM d, yyyy", "ddd MMM d H:mm:ss yyyy",
        "yyyy MMM d H:mm:ss", "yyyy MMM d H:mm", "yyyy MMM d h:mm:ss tt", "yyyy MMM d h:mm tt", "yyyy MMM d", "yyyy-MMM-d H:mm:ss",
        "yyyy-MMM-d H:mm", "yyyy-MMM-d",
        "yyyy/M/d H:mm:ss", "yyyy/M/d H:mm:ss.FFFFFFF", "yyyy/M/d H:mm", "yyyy/M/d H", "yyyy/M/d HHmm", "yyyy/M/d h:mm:ss tt", "yyyy/M/d",
        "yyyy-M-d H:mm:ss", "yyyy-M-d H:mm", "yyyy-M-d H", "yyyy-M-d HHmm", "yyyy-M-d h:mm tt", "yyyy-M-d h:mm:ss tt", "yyyy-M-d",
        "yyyy.M.d H:mm", "yyyy.M.d", "yyyyMMdd H:mm", "yyyyMMdd H:mm:ss", "yyyyMMdd", "yyyyMMddHHmm", "yyyyMMddHHmmss",
        "M/yyyy", "MMM yyyy", "MMMM yyyy", "MMM-yy", "yyyyMM", DateFormat.UnixMilliseconds, DateFormat.Unix, DateFormat.Excel,
    ];

    public static readonly IReadOnlyList<string> Placeholders =
    [
        "NA", "N/A", "n/a", "#N/A", "NULL", "null", "None", "none", "NONE", "NaN", "nan", "UNKNOWN", "Unknown", "unknown", "UNK", "Unk",
        "unk", "(null)", "(NULL)", "\\N", "REDACTED", "-", "--", ".",
    ];

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> PlaceholderTexts =
        Placeholders.ToHashSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a text stands for a missing value.</summary>
    public static bool IsPlaceholder(ReadOnlySpan<char> text) => PlaceholderTexts.Contains(text);

    /// <summary>Fewest dates from which to infer that all of them are months.</summary>
    private const int EnoughDates = 20;

    /// <param name="header">The file's column names.</param>
    /// <param name="rows">Its first readable rows.</param>
    /// <param name="context">What they are read against.</param>
    /// <returns>The map, and how the times in it read; null if there is no column with them.</returns>
    public static (IncidentMap Map, DateGuess? Date) For(
        IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows, ReadingContext context)
    {
        var columns = new ProposedColumns(header, rows, context);
        var (date, end) = TimeColumns.Propose(columns);
        PlaceColumns.Propose(columns);
        NumberColumns.Propose(columns);
        AddressColumns.Propose(columns);
        CategoryColumns.Propose(columns);

        var mapped = columns.All.Where(c => columns.ByField.Values.SelectMany(ColumnPattern.Names).Contains(c.Name)).Select(c => c.Index)
            .ToList();
        var months = date is { AreFirsts: true } && (rows.Count >= EnoughDates
            || (columns.ByField[IncidentMap.Occurred] is var occurred && !ColumnPattern.IsPattern(occurred)
                && occurred.Contains("month", StringComparison.OrdinalIgnoreCase)));
        return (new()
        {
            Columns = columns.ByField,
            DateFormat = Joined(date?.Format, end?.Format, end is not null),
            RangeSeparator = date?.Separator,
            MonthsOnly = months,
            DatesOnly = !months && date is { AreMidnights: true },
            Clock = date is { AreMidnights: true, MidnightClock: SourceClock.Utc } ? SourceClock.Utc
                : date is { HasOffsets: true } or { SaysUtc: true, HasTimes: true, LooksLocal: false }
                    ? SourceClock.Offset : SourceClock.Local,
            Projection = PlaceColumns.ProjectionOf(columns),
            TimeZone = context.Agency.Id,
            SwapPlace = PlaceColumns.IsSwapped(columns),
            Missing = [.. Placeholders.Where(text => rows.Any(row => mapped.Exists(at => row[at].Trim() == text))),
                .. PlaceColumns.Marks(columns), .. NoSeconds(date, rows, mapped)],
            // With days or months only and no number, two thefts on one street are separate incidents.
            KeepEqualRows = months || date is { HasTimes: false },
        }, date);
    }

    /// <summary>The 0 that stands for no date where seconds are counted; it would be one of 1970.</summary>
    private static IEnumerable<string> NoSeconds(DateGuess? date, IReadOnlyList<IReadOnlyList<string>> rows, List<int> mapped) =>
        date?.Format is DateFormat.Unix or DateFormat.UnixMilliseconds && rows.Any(row => mapped.Exists(at => row[at].Trim() == "0"))
            ? ["0"] : [];

    private static string? Joined(string? start, string? end, bool hasEnd) => !hasEnd || start == end ? start
        : string.Join('|', DateFormat.Split(start).Union(DateFormat.Split(end)));
}
