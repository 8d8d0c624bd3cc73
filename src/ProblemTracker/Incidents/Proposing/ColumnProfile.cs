using System.Text.RegularExpressions;

namespace ProblemTracker.Incidents;

/// <summary>What the values of one column look like, for proposing what the column means.</summary>
internal sealed partial class ColumnProfile
{
    /// <summary>Coordinates are enough if about half of the values are, or all but so few different texts.</summary>
    private const double AboutHalf = 0.4;
    private const int FewTexts = 5;

    /// <param name="name">Name in the header.</param>
    /// <param name="index">Index in the header.</param>
    /// <param name="rows">The rows to look at.</param>
    /// <param name="context">What they are read against.</param>
    public ColumnProfile(string name, int index, IReadOnlyList<IReadOnlyList<string>> rows, ReadingContext context)
    {
        (Name, Index) = (name, index);
        Bare = ColumnNames.Bare(name);
        Words = ColumnNames.Words(name);
        Values = [.. rows.Select(row => row[index].Trim()).Where(text => text.Length > 0 && !MapProposal.IsPlaceholder(text))];
        Distinct = [.. Values.Distinct()];
        Fill = rows.Count == 0 ? 0 : (double)Values.Count / rows.Count;
        Cells = [.. rows.Select(row => PlaceReader.Number(row[index]))];
        Numbers = [.. Cells.OfType<double>()];
        IsSpoilt = Values.Any(SourceNumber.IsSpoilt);
        HasFractions = !IsSpoilt && Values.Count > 0 && Values.Count(v => v.AsSpan().IndexOfAny('.', ',') > 0) > Values.Count / 2;
        IsNumeric = Share(Numbers.Count) > 0.9;
        IReadOnlyList<string> numbers = [.. Values.Where(v => PlaceReader.Number(v) is not null)];
        HasDecimals = !IsSpoilt && 2 * numbers.Count(HasDecimal) > numbers.Count;
        IsPartlyNumeric = Numbers.Count > 0 && (IsNumeric || AreEnough(numbers));
        IsPlace = !IsNumeric && ArePlaces();
        Date = DateGuess.Of(Values, context, IsNumeric);
        // A whole number is a day of a spreadsheet only if its column says so: ZIP codes and badges look the same.
        if (Date?.Format == DateFormat.Excel && !Values.Any(HasDecimal) && !TimeColumns.IsCalledDate(this)) Date = null;
        IsTime = Share(Values.Count(v => Time().IsMatch(v))) > 0.9;
    }

    public string Name { get; }
    /// <summary>Whether the file has no name for the column, so that its values must say what it is.</summary>
    public bool IsUnnamed => Name == $"Column {Index + 1}";
    public int Index { get; }
    /// <summary>The name's letters and digits in lower case.</summary>
    public string Bare { get; }
    /// <summary>The name's words in lower case: of "ReportingAreaLat" three.</summary>
    public IReadOnlyList<string> Words { get; }
    public IReadOnlyList<string> Values { get; }
    public IReadOnlyList<string> Distinct { get; }
    /// <summary>Share of rows with a value.</summary>
    public double Fill { get; }
    public IReadOnlyList<double> Numbers { get; }
    /// <summary>The number in each row, if it has one.</summary>
    public IReadOnlyList<double?> Cells { get; }
    public bool IsNumeric { get; }
    /// <summary>Whether about half of the values are numbers, or all but a few texts, as of coordinates that are withheld.</summary>
    public bool IsPartlyNumeric { get; }
    /// <summary>Whether most of the numbers have decimals.</summary>
    public bool HasDecimals { get; }
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
    public bool IsPlace { get; }
    /// <summary>Whether the values are plainly case numbers: all different, of one shape, with letters, signs or six digits.</summary>
    public bool IsPlainNumber => IsUnique && Distinct.Count == Values.Count && Values.Count > 1
        && Values.All(v => CaseNumber().IsMatch(v) && !OtherNumber().IsMatch(v)) && Values.Select(ShapeOf).Distinct().Count() == 1;
    public bool HasLetters => Share(Values.Count(v => v.Any(char.IsLetter))) > 0.5;
    /// <summary>Whether most different values have a word, not only codes such as "13B".</summary>
    public bool HasWords => 2 * Distinct.Count(v => Word().IsMatch(v)) > Distinct.Count;
    public bool HasStreets => Share(Values.Count(v => Street().IsMatch(v))) > 0.5;

    /// <summary>Whether the values are dates, though perhaps in no known format: they have a year, and a month or a day.</summary>
    public bool HasDates => Date is not null || Share(Values.Count(v => Dated().IsMatch(v))) > 0.5;

    /// <summary>The pairs of coordinates in the values, the first number as latitude.</summary>
    public List<(double Latitude, double Longitude)> Pairs() =>
        [.. Values.Select(PlaceReader.Pair).OfType<(double Latitude, double Longitude)>()];

    private bool ArePlaces()
    {
        var places = Values.Where(v => PlaceReader.Pair(v) is { } p && IsInRange(p.Latitude, p.Longitude)).ToList();
        if (Share(places.Count) > 0.5) return true;
        // Fewer, or with the longitude first, only if they can't be anything else.
        var sure = Values.Where(v => HasDecimal(v) && PlaceReader.Pair(v) is { } p
            && (IsInRange(p.Latitude, p.Longitude) || IsInRange(p.Longitude, p.Latitude))).ToList();
        return sure.Count > 0 && AreEnough(sure);
    }

    private bool AreEnough(IReadOnlyList<string> coordinates)
    {
        if (Share(coordinates.Count) >= AboutHalf) return true;
        var different = coordinates.Distinct().Count();
        var others = Distinct.Count - different;
        return others <= FewTexts && others <= different;
    }

    private static bool IsInRange(double latitude, double longitude) => Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180;

    private static bool HasDecimal(string number) => number.AsSpan().IndexOfAny('.', ',') >= 0;

    /// <summary>A text's letters, digits and signs, of several letters or digits only one: "CR-25-0012" is "A-9-9".</summary>
    private static string ShapeOf(string text) => Letters().Replace(Digits().Replace(text, "9"), "A");

    private double Share(int count) => Values.Count == 0 ? 0 : (double)count / Values.Count;

    // A colon, or four digits of a column that is called a time; the caller checks the name.
    [GeneratedRegex(@"^([01]?\d|2[0-4])(:[0-5]\d){1,2}(\.\d+)?\s*([AaPp]\.?[Mm]\.?)?$|^([01]?\d|2[0-4])[0-5]\d$|^\d{1,2}$")]
    private static partial Regex Time();

    // Few digits are too often a beat or a house, and with digits only, more of them.
    [GeneratedRegex(@"^(?=(.*\d){3})(?!\d{1,5}$)[A-Za-z]{0,5}[-/#]?\d+([-/][A-Za-z0-9]+)*$", RegexOptions.ExplicitCapture)]
    private static partial Regex CaseNumber();

    // A phone number, a ZIP code with its addition.
    [GeneratedRegex(@"^(1-)?\d{3}-\d{3}-\d{4}$|^\d{5}-\d{4}$")]
    private static partial Regex OtherNumber();

    [GeneratedRegex(@"\p{L}{3}")]
    private static partial Regex Word();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();

    [GeneratedRegex("[A-Za-z]+")]
    private static partial Regex Letters();

    [GeneratedRegex(@"(?=.*\b(19|20)\d\d\b)(?=.*(\b(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|"
        + @"sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)\b|\b\d{1,2}[/.-]\d{1,2}\b))", RegexOptions.IgnoreCase)]
    private static partial Regex Dated();

    [GeneratedRegex(@"\d.*\s\p{L}{3,}|\p{L}{2,}\s+(ST|RD|AVE?|DR|BLVD|LN|WAY|CT|PL|HWY|STREET|ROAD|AVENUE|DRIVE)\b|\s/\s|\s&\s",
        RegexOptions.IgnoreCase)]
    private static partial Regex Street();
}

/// <summary>How a column's texts read as dates.</summary>
/// <param name="Format">The map's format; null means ISO 8601.</param>
/// <param name="Separator">Between start and end, if the texts are ranges.</param>
/// <param name="Read">Share of the texts that are read.</param>
/// <param name="HasTimes">Whether any has a time of day other than midnight.</param>
/// <param name="Midnights">Share of those with a time that are midnight as written.</param>
/// <param name="AreMidnights">Whether all have a time, and all are midnight.</param>
/// <param name="MidnightClock">By which clock they are: as written, UTC of counted seconds, or the agency's.</param>
/// <param name="AreFirsts">Whether all are the first of a month.</param>
/// <param name="HasOffsets">Whether the texts say an offset other than the same Z or +00:00 everywhere.</param>
/// <param name="SaysUtc">Whether most texts with a time end in Z or +00:00, and none in another offset.</param>
/// <param name="LooksLocal">Whether they look like local times, though they say UTC: few are in the small hours as written.</param>
internal sealed record DateGuess(string? Format, string? Separator, double Read, bool HasTimes, double Midnights, bool AreMidnights,
    SourceClock MidnightClock, bool AreFirsts, bool HasOffsets, bool SaysUtc, bool LooksLocal)
{
    /// <summary>Fewer texts than this share read make no date column.</summary>
    private const double Enough = 0.6;

    /// <summary>Different texts that a column is judged by; what no format reads is looked at again when the whole file is read.</summary>
    private const int Judged = 500, Few = 20;

    /// <summary>Fewest times from which to infer their clock.</summary>
    private const int EnoughTimes = 100;

    /// <summary>Fewest times that are no coincidence if all of them are midnight by the agency's clock.</summary>
    private const int EnoughMidnights = 3;

    private static readonly string[] Separators = [" to ", " bis ", " - ", " – ", " until ", " through ", " thru ", " au ", " a ", "/"];

    /// <returns>Null if most texts are no dates.</returns>
    public static DateGuess? Of(IReadOnlyList<string> texts, ReadingContext context, bool areNumbers)
    {
        if (texts.Count == 0) return null;
        var single = Single(texts, context, areNumbers);
        if (single is { Read: 1 }) return single;
        foreach (var separator in Separators)
        {
            var ranges = texts.Count(text => text.IndexOf(separator, StringComparison.OrdinalIgnoreCase) > 0);
            if (ranges == 0 || (separator == "/" && (single is not null || ranges < texts.Count))) continue;
            // An end can be a time only, on the day of the start.
            List<string> ends = [.. texts.SelectMany(text => text.Split(separator, 2, StringSplitOptions.TrimEntries))
                .Where(text => TimeOfDay.Alone(text) is null)];
            if (Single(ends, context, areNumbers) is { } range && (single is null || range.Read > single.Read))
                return range with { Separator = separator };
        }
        return single;
    }

    /// <summary>The formats that together read all texts that any known format reads; null means ISO 8601.</summary>
    public static string? FormatOf(IReadOnlyList<string> texts, ReadingContext context)
    {
        var left = Plain(texts);
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

    /// <summary>Whether a map reads dates in formats that are proposed by the texts; not if it joins columns in its own way.</summary>
    public static bool FormatsAreKnown(IncidentMap map) =>
        DateFormat.Split(map.DateFormat).All(format => format == DateFormat.Iso || MapProposal.DateFormats.Contains(format));

    /// <summary>How texts read in a format.</summary>
    /// <returns>Null if most of them don't.</returns>
    public static DateGuess? In(string? format, IReadOnlyList<string> texts, ReadingContext context)
    {
        var distinct = texts.Distinct().Take(Judged).ToList();
        var reader = new DateFormat(format, context.Now.Year);
        var read = distinct.Select(text => reader.Read(text)).OfType<WrittenTime>().Where(w => IsLikely(w, context)).ToList();
        if (read.Count == 0 || read.Count < Enough * distinct.Count) return null;
        var timed = read.Where(w => w.Precision == TimePrecision.Minute).ToList();
        var saysUtc = 2 * timed.Count(w => w.Offset == TimeSpan.Zero) > timed.Count
            && timed.TrueForAll(w => w.Offset is null || w.Offset == TimeSpan.Zero);
        var midnight = timed.Count == read.Count ? MidnightOf(timed, context.Agency) : null;
        return new(format, null, (double)read.Count / distinct.Count,
            midnight is null && timed.Exists(w => w.Local.TimeOfDay != TimeSpan.Zero),
            timed.Count == 0 ? 0 : (double)timed.Count(w => w.Local.TimeOfDay == TimeSpan.Zero) / timed.Count,
            midnight is not null, midnight ?? SourceClock.Local,
            read.TrueForAll(w => w.Local.Day == 1 && w.Local.TimeOfDay == TimeSpan.Zero),
            timed.Exists(w => w.Offset is { } offset && offset != TimeSpan.Zero),
            saysUtc, saysUtc && AreLocal([.. texts.Select(text => reader.Read(text)).OfType<WrittenTime>()], context.Agency));
    }

    /// <summary>Whether the texts can be read in a format with day and month swapped just as well.</summary>
    public static bool IsUnsure(string? format, IEnumerable<string> texts, ReadingContext context)
    {
        var distinct = Plain([.. texts.Distinct()]);
        return DateFormat.Split(format).Any(one => DateFormat.Swapped(one) is { } swapped
            && Readable(distinct, one, context) is { Count: > 0 } read && Readable(read, swapped, context).Count == read.Count);
    }

    /// <summary>A map's format with day and month swapped in all formats that have both as numbers; null if none has.</summary>
    public static string? Swapped(string? format)
    {
        var swapped = DateFormat.Split(format).Select(one => (one, Other: one.Split(DateFormat.And, 2) is var parts
            && DateFormat.Swapped(parts[0]) is { } other ? string.Join(DateFormat.And, [other, .. parts[1..]]) : null)).ToList();
        return swapped.TrueForAll(pair => pair.Other is null) ? null : string.Join('|', swapped.Select(pair => pair.Other ?? pair.one));
    }

    /// <summary>The formats of a map that have day and month as numbers; empty if none has.</summary>
    public static string Ordered(string? format) => string.Join('|', DateFormat.Split(format).Where(one => Swapped(one) is not null));

    private static DateGuess? Single(IReadOnlyList<string> texts, ReadingContext context, bool areNumbers)
    {
        var distinct = texts.Distinct().Take(Judged).ToList();
        // Nearly all columns have no dates, and a few texts show it.
        if (!areNumbers && FormatOf([.. distinct.Take(Few)], context) is null
            && Readable(Plain([.. distinct.Take(Few)]), DateFormat.Iso, context).Count == 0) return null;
        var format = areNumbers ? NumberFormat(distinct, context) : FormatOf(distinct, context);
        if (areNumbers && format is null && !distinct.TrueForAll(text => text.Length == 8)) return null;
        return In(format, format is DateFormat.Unix or DateFormat.UnixMilliseconds ? [.. texts.Where(IsCounted)] : texts, context);
    }

    /// <summary>Whether a text is a number above zero: systems that count seconds write 0 or less for no date.</summary>
    private static bool IsCounted(string text) => PlaceReader.Number(text) > 0;

    // By the agency's clock, midnight is at 5:00 UTC in New York, for some systems in summer too. Not all of them say that it is UTC.
    private static SourceClock? MidnightOf(List<WrittenTime> timed, TimeZoneInfo agency)
    {
        if (timed.TrueForAll(w => w.Local.TimeOfDay == TimeSpan.Zero))
            return timed.TrueForAll(w => w.IsInstant) ? SourceClock.Utc : SourceClock.Local;
        var sayUtc = timed.TrueForAll(w => w.IsInstant || w.Offset == TimeSpan.Zero);
        bool IsMidnight(WrittenTime w) => w.Local.Year is > 1 and < 9999 && w.Offset.GetValueOrDefault() == TimeSpan.Zero
            && ((w.Local + agency.BaseUtcOffset).TimeOfDay == TimeSpan.Zero
                || (w.Local + agency.GetUtcOffset(DateTime.SpecifyKind(w.Local, DateTimeKind.Utc))).TimeOfDay == TimeSpan.Zero);
        return timed.Count < (sayUtc ? EnoughMidnights : Few) || !timed.TrueForAll(IsMidnight) ? null
            : sayUtc ? SourceClock.Offset : SourceClock.Utc;
    }

    // Between 4 and 7 in the morning least is reported anywhere.
    private static bool AreLocal(List<WrittenTime> all, TimeZoneInfo agency)
    {
        // Midnight and noon often stand for an unknown time.
        var timed = all.FindAll(w => w.Precision == TimePrecision.Minute && w.Offset is not null
            && w.Local is not { Hour: 0 or 12, Minute: 0 });
        static bool IsSmall(DateTime at) => at.Hour is >= 4 and < 7;
        var written = timed.Count(w => IsSmall(w.Local));
        var converted = timed.Count(w => IsSmall(TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(w.Local, DateTimeKind.Utc), agency)));
        return timed.Count >= EnoughTimes && written < converted;
    }

    // Numbers are dates only in a narrow range; a column of incident numbers must not become one.
    private static string? NumberFormat(List<string> texts, ReadingContext context)
    {
        var counted = Plain(texts.FindAll(IsCounted));
        return counted.Count == 0 ? null
            : new[] { DateFormat.UnixMilliseconds, DateFormat.Unix }
                .FirstOrDefault(format => Readable(counted, format, context).Count == counted.Count)
            ?? new[] { DateFormat.Excel, "yyyyMMdd", "yyyyMMddHHmm", "yyyyMMddHHmmss", "yyyyMM" }
                .FirstOrDefault(format => Readable(Plain(texts), format, context).Count == texts.Count);
    }

    private static List<(string Text, string Plain)> Plain(IReadOnlyList<string> texts) =>
        [.. texts.Select(text => (text, WrittenDates.Plain(text)))];

    private static List<(string Text, string Plain)> Readable(List<(string Text, string Plain)> texts, string format,
        ReadingContext context)
    {
        var reader = new DateFormat(format, context.Now.Year);
        return texts.FindAll(t => reader.Read(t.Text, t.Plain) is { } written && IsLikely(written, context));
    }

    private static bool IsLikely(WrittenTime written, ReadingContext context) =>
        written.Local.Year >= 1900 && written.Local.Year <= context.Now.Year + 200
            && (!written.IsInstant || (written.Local.Year >= 1980 && written.Local <= context.Now.UtcDateTime.AddYears(1)));
}
