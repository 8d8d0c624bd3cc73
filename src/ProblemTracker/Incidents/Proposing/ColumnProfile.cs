using System.Text.RegularExpressions;

namespace ProblemTracker.Incidents;

/// <summary>What the values of one column look like, for proposing what the column means.</summary>
internal sealed partial class ColumnProfile
{
    private static readonly HashSet<string> Placeholders = new(MapProposal.Placeholders, StringComparer.Ordinal);

    private readonly List<(double Latitude, double Longitude)> _pairs;

    /// <param name="name">Name in the header.</param>
    /// <param name="index">Index in the header.</param>
    /// <param name="rows">The rows to look at.</param>
    /// <param name="context">What they are read against.</param>
    public ColumnProfile(string name, int index, IReadOnlyList<IReadOnlyList<string>> rows, ReadingContext context)
    {
        (Name, Index) = (name, index);
        Bare = new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
        Values = [.. rows.Select(row => row[index].Trim()).Where(text => text.Length > 0 && !Placeholders.Contains(text))];
        Distinct = [.. Values.Distinct()];
        Fill = rows.Count == 0 ? 0 : (double)Values.Count / rows.Count;
        Numbers = [.. Values.Select(PlaceReader.Number).OfType<double>()];
        IsSpoilt = Values.Any(IncidentReader.IsSpoilt);
        HasFractions = !IsSpoilt && Values.Count > 0 && Values.Count(v => v.AsSpan().IndexOfAny('.', ',') > 0) > Values.Count / 2;
        IsNumeric = Share(Numbers.Count) > 0.9;
        _pairs = [.. Values.Select(PlaceReader.Pair).OfType<(double Latitude, double Longitude)>()];
        Date = DateGuess.Of(Values, context, IsNumeric);
        IsTime = Share(Values.Count(v => Time().IsMatch(v))) > 0.9;
    }

    public string Name { get; }
    public int Index { get; }
    /// <summary>The name's letters and digits in lower case.</summary>
    public string Bare { get; }
    public IReadOnlyList<string> Values { get; }
    public IReadOnlyList<string> Distinct { get; }
    /// <summary>Share of rows with a value.</summary>
    public double Fill { get; }
    public IReadOnlyList<double> Numbers { get; }
    public bool IsNumeric { get; }
    public bool HasFractions { get; }
    /// <summary>Whether a spreadsheet program rounded its numbers.</summary>
    public bool IsSpoilt { get; }
    /// <summary>A time of day without a date.</summary>
    public bool IsTime { get; }
    /// <summary>How the values read as dates; null if they don't.</summary>
    public DateGuess? Date { get; }

    public bool IsEmpty => Values.Count == 0;
    /// <summary>Whether values hardly ever repeat.</summary>
    public bool IsUnique => Values.Count > 0 && Distinct.Count > 0.95 * Values.Count;
    /// <summary>Whether the values are places such as "(43.3, -77.6)".</summary>
    public bool IsPlace => !IsNumeric && Share(_pairs.Count(p => Math.Abs(p.Latitude) <= 90 && Math.Abs(p.Longitude) <= 180)) > 0.5;
    public bool HasLetters => Share(Values.Count(v => v.Any(char.IsLetter))) > 0.5;
    public bool HasStreets => Share(Values.Count(v => Street().IsMatch(v))) > 0.5;

    private double Share(int count) => Values.Count == 0 ? 0 : (double)count / Values.Count;

    // A colon, or four digits of a column that is called a time; the caller checks the name.
    [GeneratedRegex(@"^([01]?\d|2[0-4])(:[0-5]\d){1,2}(\.\d+)?\s*([AaPp]\.?[Mm]\.?)?$|^([01]?\d|2[0-4])[0-5]\d$|^\d{1,2}$")]
    private static partial Regex Time();

    [GeneratedRegex(@"\d.*\s\p{L}{3,}|\p{L}{2,}\s+(ST|RD|AVE?|DR|BLVD|LN|WAY|CT|PL|HWY|STREET|ROAD|AVENUE|DRIVE)\b|\s/\s|\s&\s",
        RegexOptions.IgnoreCase)]
    private static partial Regex Street();
}

/// <summary>How a column's texts read as dates.</summary>
/// <param name="Format">The map's format; null means ISO 8601.</param>
/// <param name="Separator">Between start and end, if the texts are ranges.</param>
/// <param name="Read">Share of the texts that are read.</param>
/// <param name="HasTimes">Whether any has a time of day other than midnight.</param>
/// <param name="AreMidnights">Whether all have a time, and all are midnight.</param>
/// <param name="AreFirsts">Whether all are the first of a month.</param>
/// <param name="HasOffsets">Whether the texts say an offset other than the same Z or +00:00 everywhere.</param>
/// <param name="SaysUtc">Whether every text with a time ends in Z or +00:00.</param>
/// <param name="LooksLocal">Whether they look like local times, though they say UTC: few are in the small hours as written.</param>
internal sealed record DateGuess(string? Format, string? Separator, double Read, bool HasTimes, bool AreMidnights, bool AreFirsts,
    bool HasOffsets, bool SaysUtc, bool LooksLocal)
{
    /// <summary>Fewer texts than this share read make no date column.</summary>
    private const double Enough = 0.6;

    /// <summary>Different texts that a column is judged by; what no format reads is looked at again when the whole file is read.</summary>
    private const int Judged = 500, Few = 20;

    /// <summary>Fewest times from which to infer their clock.</summary>
    private const int EnoughTimes = 100;

    private static readonly string[] Separators = [" to ", " bis ", " - ", " – ", " until ", " through ", " thru ", " au ", " a ", "/"];

    /// <returns>Null if most texts are no dates.</returns>
    public static DateGuess? Of(IReadOnlyList<string> texts, ReadingContext context, bool areNumbers)
    {
        if (texts.Count == 0) return null;
        if (Single(texts, context, areNumbers) is { } single) return single;
        foreach (var separator in Separators)
        {
            var ranges = texts.Count(text => text.IndexOf(separator, StringComparison.OrdinalIgnoreCase) > 0);
            if (ranges == 0 || (separator == "/" && ranges < texts.Count)) continue;
            List<string> ends = [.. texts.SelectMany(text => text.Split(separator, 2, StringSplitOptions.TrimEntries))];
            if (Single(ends, context, areNumbers) is { } range) return range with { Separator = separator };
        }
        return null;
    }

    /// <summary>The formats that together read all texts that any known format reads; null means ISO 8601.</summary>
    public static string? FormatOf(IReadOnlyList<string> texts, ReadingContext context)
    {
        var left = texts.ToList();
        var chosen = new List<string>();
        while (left.Count > 0 && chosen.Count < 4)
        {
            var best = MapProposal.DateFormats.Prepend(DateFormat.Iso)
                .Select(format => (Format: format, Texts: Readable(left, format, context))).MaxBy(f => f.Texts.Count);
            if (best.Texts.Count == 0) break;
            chosen.Add(best.Format);
            left = [.. left.Except(best.Texts)];
        }
        return chosen is [] or [DateFormat.Iso] ? null : string.Join('|', chosen);
    }

    /// <summary>Whether the texts can be read in a format with day and month swapped just as well.</summary>
    public static bool IsUnsure(string? format, IEnumerable<string> texts, ReadingContext context)
    {
        var distinct = texts.Distinct().ToList();
        return DateFormat.Split(format).Any(one => DateFormat.Swapped(one) is { } swapped
            && Readable(distinct, one, context) is { Count: > 0 } read && Readable(read, swapped, context).Count == read.Count);
    }

    private static DateGuess? Single(IReadOnlyList<string> texts, ReadingContext context, bool areNumbers)
    {
        var distinct = texts.Distinct().Take(Judged).ToList();
        // Nearly all columns have no dates, and a few texts show it.
        if (!areNumbers && FormatOf([.. distinct.Take(Few)], context) is null && Readable([.. distinct.Take(Few)], DateFormat.Iso, context)
            .Count == 0) return null;
        var format = areNumbers ? NumberFormat(distinct, context) : FormatOf(distinct, context);
        if (areNumbers && format is null && !distinct.TrueForAll(text => text.Length == 8)) return null;
        var reader = new DateFormat(format, context.Now.Year);
        var read = distinct.Select(reader.Read).OfType<WrittenTime>().Where(w => IsLikely(w, context)).ToList();
        if (read.Count < Enough * distinct.Count) return null;
        var timed = read.Where(w => w.Precision == TimePrecision.Minute).ToList();
        var saysUtc = timed.Count > 0 && timed.TrueForAll(w => w.Offset == TimeSpan.Zero);
        return new(format, null, (double)read.Count / distinct.Count,
            timed.Exists(w => w.Local.TimeOfDay != TimeSpan.Zero),
            timed.Count == read.Count && timed.TrueForAll(w => w.Local.TimeOfDay == TimeSpan.Zero && !w.IsInstant),
            read.TrueForAll(w => w.Local.Day == 1 && w.Local.TimeOfDay == TimeSpan.Zero),
            timed.Exists(w => w.Offset is { } offset && offset != TimeSpan.Zero),
            saysUtc, saysUtc && AreLocal([.. texts.Select(reader.Read).OfType<WrittenTime>()], context.Agency));
    }

    // Between 4 and 7 in the morning least is reported anywhere.
    private static bool AreLocal(List<WrittenTime> all, TimeZoneInfo agency)
    {
        // Midnight and noon often stand for an unknown time.
        var timed = all.FindAll(w => w.Precision == TimePrecision.Minute && w.Local is not { Hour: 0 or 12, Minute: 0 });
        static bool IsSmall(DateTime at) => at.Hour is >= 4 and < 7;
        var written = timed.Count(w => IsSmall(w.Local));
        var converted = timed.Count(w => IsSmall(TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(w.Local, DateTimeKind.Utc), agency)));
        return timed.Count >= EnoughTimes && written < converted;
    }

    // Numbers are dates only in a narrow range; a column of incident numbers must not become one.
    private static string? NumberFormat(List<string> texts, ReadingContext context) =>
        new[] { DateFormat.UnixMilliseconds, DateFormat.Unix, DateFormat.Excel, "yyyyMMdd", "yyyyMMddHHmm", "yyyyMMddHHmmss", "yyyyMM" }
            .FirstOrDefault(format => Readable(texts, format, context).Count == texts.Count);

    private static List<string> Readable(List<string> texts, string format, ReadingContext context)
    {
        var reader = new DateFormat(format, context.Now.Year);
        return texts.FindAll(text => reader.Read(text) is { } written && IsLikely(written, context));
    }

    private static bool IsLikely(WrittenTime written, ReadingContext context) =>
        written.Local.Year >= 1900 && written.Local.Year <= context.Now.Year + 200
            && (!written.IsInstant || (written.Local.Year >= 1980 && written.Local <= context.Now.UtcDateTime.AddYears(1)));
}
