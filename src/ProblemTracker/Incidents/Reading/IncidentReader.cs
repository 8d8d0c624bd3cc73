using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using NetTopologySuite.Geometries;
using ProblemTracker.Agency;
using ProblemTracker.Files;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>A row of <c>Incident</c> to insert.</summary>
internal sealed record NewIncident : IIncidentContent
{
    public long ImportRunId { get; init; }
    /// <summary>Line in the file.</summary>
    public long Line { get; init; }
    /// <summary>Fields that were left out, because they can't be read: an update leaves them as they were.</summary>
    public RowFields Unread { get; init; }
    public required string EventKey { get; init; }
    /// <summary>32 hexadecimal digits.</summary>
    public required string DedupeKey { get; init; }
    public string? SourceNumber { get; init; }
    public DateTimeOffset OccurredFrom { get; init; }
    public DateTimeOffset OccurredTo { get; init; }
    public required string TimePrecision { get; init; }
    public DateOnly LocalDate { get; init; }
    public int? LocalHour { get; init; }
    public int LocalWeekday { get; init; }
    public required string CategoryCode { get; init; }
    public string? SourceCategory { get; init; }
    public long? NeighborhoodId { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public string? Address { get; init; }
}

/// <summary>Optional fields of a row.</summary>
[Flags]
internal enum RowFields
{
    None = 0,
    End = 1,
    Category = 2,
    Place = 4,
    Address = 8,
}

/// <summary>What the rows of a file are read against.</summary>
/// <param name="Agency">Time zone of the agency.</param>
/// <param name="Now">The current time.</param>
/// <param name="Neighborhoods">The boundaries of all days.</param>
/// <param name="Categories">The agency's categories.</param>
internal sealed record ReadingContext(TimeZoneInfo Agency, DateTimeOffset Now, NeighborhoodIndex Neighborhoods,
    IReadOnlyList<CategoryItem> Categories)
{
    /// <summary>Whether words without a category in the map get the most similar one, as a preview proposes.</summary>
    public bool ProposesCategories { get; init; }

    /// <summary>In degrees; null without boundaries.</summary>
    public Envelope? Extent => Neighborhoods.Extent;

    /// <summary>Where earlier incidents are, without neighborhoods; null if there are none.</summary>
    public Coordinate? Usual { get; init; }

    /// <summary>The middle of the neighborhoods, or else of earlier incidents.</summary>
    public Coordinate? Middle => Extent?.Centre ?? Usual;

    /// <exception cref="TimeZoneNotFoundException">The map was not validated.</exception>
    public TimeZoneInfo ZoneOf(IncidentMap map) => map.TimeZone is { } name ? TimeZoneInfo.FindSystemTimeZoneById(name) : Agency;
}

/// <summary>Turns the rows of one file into incidents, using its map. A bad optional field costs the field, not the incident.</summary>
internal sealed partial class IncidentReader
{
    private const int KeyBytes = 16;
    /// <summary>Characters.</summary>
    public const int LongestNumber = 100;
    private const int LongestCategory = 200, LongestAddress = 300;

    private readonly IncidentMap _map;
    private readonly SourceTime _time;
    private readonly PlaceReader _place;
    private readonly NeighborhoodIndex _neighborhoods;
    private readonly HashSet<string> _missing;
    private readonly Dictionary<string, string> _categories;
    private readonly IReadOnlyList<CategoryItem>? _proposed;
    private readonly Dictionary<string, ColumnPattern> _fields;
    private readonly int[] _key, _all;
    private readonly StringBuilder _keyText = new();
    /// <summary>Number of rows per key, if equal rows are kept. Eight bytes of a key's hash are enough for one file.</summary>
    private readonly Dictionary<ulong, int> _seen = [];
    private readonly List<RowFault> _faults = [];

    /// <exception cref="Invalid">At <c>file</c>: columns of the map or the key are missing or not unique.</exception>
    public IncidentReader(IncidentMap map, IReadOnlyList<string> header, ReadingContext context)
    {
        _map = map;
        _time = new(map, context.ZoneOf(map), context.Agency, context.Now);
        _place = new(context.Extent, map);
        _neighborhoods = context.Neighborhoods;
        _missing = map.Missing.Select(text => text.Trim()).ToHashSet(StringComparer.Ordinal);
        _categories = map.Categories.ToDictionary(c => SearchKey.Of(c.Key), c => c.Value);
        foreach (var word in map.OtherWords) _categories.TryAdd(SearchKey.Of(word), map.CategoryDefault);
        _proposed = context.ProposesCategories ? context.Categories : null;
        MustHave(header, [.. map.Columns.Values.SelectMany(value => IndexOf(header, value) >= 0 ? [value] : ColumnPattern.Names(value)),
            .. map.Key]);
        _fields = map.Columns.ToDictionary(c => c.Key, c => ColumnPattern.Of(c.Value, header));
        // Sorted by name, so that the order in which a key lists its columns does not matter.
        int[] Sorted(IEnumerable<int> columns) => [.. columns.Distinct().OrderBy(i => header[i], StringComparer.Ordinal)];
        _all = Sorted(_fields.Values.SelectMany(field => field.Columns));
        _key = map.Key.Count > 0 ? Sorted(map.Key.Select(column => IndexOf(header, column))) : _all;
    }

    /// <returns>The incident, or the fault that costs it; its other faults cost a field each. Valid until the next call.</returns>
    public RowRead Read(CsvRow row)
    {
        _faults.Clear();
        var incident = row.Wrong is { } unreadable ? Reject(new(FaultKind.UnreadableRow, unreadable)) : Accept(row);
        return new(incident, _faults);
    }

    private NewIncident? Accept(CsvRow row)
    {
        var fields = row.Fields;
        var (written, until) = Times(fields);
        if (written is null) return Reject(new(FaultKind.NoDate, "The date and time are missing."));
        if (_time.Read(written, out var wrong) is not { } from) return Reject(wrong!);
        Note(written, from);
        var to = End(from, until);
        var place = PlaceOf(fields);
        var number = NumberOf(fields, out var identifies);
        var category = Short(fields, IncidentMap.Category, LongestCategory, FaultKind.LongCategory);
        var address = Short(fields, IncidentMap.Address, LongestAddress, FaultKind.LongAddress);
        var dedupe = DedupeKey(fields, identifies ? _key : _all);
        return new()
        {
            Line = row.Line,
            Unread = Unread(),
            // Without a number, nothing shows that two rows belong to one incident.
            EventKey = number is null ? dedupe : $"{_map.Source}:{number}",
            DedupeKey = dedupe,
            SourceNumber = number,
            OccurredFrom = from.Instant,
            OccurredTo = to.Instant,
            TimePrecision = from.Precision.ToString(),
            LocalDate = DateOnly.FromDateTime(from.Local),
            LocalHour = from.Precision == TimePrecision.Minute ? from.Local.Hour : null,
            LocalWeekday = (int)from.Local.DayOfWeek,
            CategoryCode = category is null ? _map.CategoryDefault : CategoryOf(category),
            SourceCategory = category,
            NeighborhoodId = place is null ? null : _neighborhoods.Find(place.Y, place.X, DateOnly.FromDateTime(from.Local)),
            Latitude = place?.Y,
            Longitude = place?.X,
            Address = address,
        };
    }

    private RowFields Unread()
    {
        var unread = RowFields.None;
        foreach (var fault in _faults)
            unread |= fault.Kind switch
            {
                FaultKind.BadEnd => RowFields.End,
                FaultKind.NoPlace or FaultKind.UnreadablePlace or FaultKind.FarPlace => RowFields.Place,
                FaultKind.LongCategory => RowFields.Category,
                FaultKind.LongAddress => RowFields.Address,
                _ => RowFields.None,
            };
        return unread;
    }

    private string CategoryOf(string word)
    {
        var key = SearchKey.Of(word);
        if (_categories.TryGetValue(key, out var code)) return code;
        if (_proposed is null) return _map.CategoryDefault;
        return _categories[key] = OffenseWords.CategoryOf(word, _proposed) ?? _map.CategoryDefault;
    }

    /// <summary>Start and end as written; one column can have both.</summary>
    private (string? From, string? To) Times(IReadOnlyList<string> fields)
    {
        var (from, to) = (Value(fields, IncidentMap.Occurred), Value(fields, IncidentMap.OccurredTo));
        if (_map.RangeSeparator is not { } separator || from is null) return (from, to);
        var at = from.IndexOf(separator, StringComparison.OrdinalIgnoreCase);
        return at <= 0 ? (from, to) : (from[..at].Trim(), to ?? from[(at + separator.Length)..].Trim());
    }

    private SourceMoment End(SourceMoment from, string? until)
    {
        // With only a month, the incident ended on its last day at the latest.
        var open = from.Precision == TimePrecision.Month ? _time.LastDay(from) : from;
        if (until is not { Length: > 0 }) return open;
        if (_time.Read(until, out var wrong) is not { } end)
        {
            _faults.Add(new(FaultKind.BadEnd, $"The end is left out. {wrong!.Sentence}"));
            return open;
        }
        if (end.Precision == TimePrecision.Month) end = _time.LastDay(end);
        if (end.Instant >= from.Instant)
        {
            if (!from.IsSkipped) Note(until, end);
            return end;
        }
        // An end without a time can be any time on that day.
        if (end.Precision == TimePrecision.Minute || end.Local.Date < from.Local.Date)
            _faults.Add(new(FaultKind.BadEnd, "The end is left out, because it is before the start."));
        return open;
    }

    private void Note(string written, SourceMoment moment)
    {
        if (!moment.IsSkipped) return;
        var later = moment.Local.ToString("h:mm tt", CultureInfo.GetCultureInfo("en-US"));
        _faults.Add(new(FaultKind.SkippedHour,
            $"\"{written}\" is in the hour that daylight saving time skips. It is read as an hour later, {later} by your clock."));
    }

    private Coordinate? PlaceOf(IReadOnlyList<string> fields)
    {
        var place = _fields.ContainsKey(IncidentMap.Place) ? _place.Read(Value(fields, IncidentMap.Place), out var wrong)
            : _place.Read(Value(fields, IncidentMap.Latitude), Value(fields, IncidentMap.Longitude), out wrong);
        if (wrong is not null) _faults.Add(wrong);
        return place;
    }

    /// <summary>A row's coordinates as they are in the file; null if they are no numbers.</summary>
    public (double X, double Y)? Numbers(IReadOnlyList<string> fields) =>
        Value(fields, IncidentMap.Place) is { } place ? PlaceReader.Pair(place, _map.SwapPlace) is var (y, x) ? (x, y) : null
            : Value(fields, IncidentMap.Longitude) is { } longitude && PlaceReader.Number(longitude) is { } easting
                && Value(fields, IncidentMap.Latitude) is { } latitude && PlaceReader.Number(latitude) is { } northing
                ? (easting, northing) : null;

    /// <param name="fields">The row.</param>
    /// <param name="identifies">False if the number is another incident's too: rounded, or a placeholder.</param>
    private string? NumberOf(IReadOnlyList<string> fields, out bool identifies)
    {
        var number = Value(fields, IncidentMap.Number);
        var isSpoilt = number is not null && Spoilt().IsMatch(number);
        var isPlaceholder = number is not null && IsPlaceholder(number);
        identifies = !isSpoilt && !isPlaceholder;
        if (isPlaceholder) return null;
        if (!isSpoilt && number is not { Length: > LongestNumber }) return number;
        _faults.Add(new(FaultKind.BadNumber, isSpoilt
            ? $"The number is left out: \"{number}\" was rounded by a spreadsheet program. Export the file again with this column as text."
            : $"The number is left out, because it is longer than {LongestNumber} characters."));
        return null;
    }

    /// <summary>Whether a number stands for none yet, as 0, 00-00000, 999999, PENDING or N/A.</summary>
    public static bool IsPlaceholder(string number)
    {
        var text = string.Concat(number.Where(char.IsLetterOrDigit)).ToUpperInvariant();
        return text.All(c => c == '0') || (text.Length > 3 && text.All(c => c == '9')) || Placeholders.Contains(text);
    }

    private static readonly HashSet<string> Placeholders = new(StringComparer.Ordinal)
    {
        "PENDING", "NA", "NONE", "NULL", "NIL", "TBD", "TBA", "UNKNOWN", "UNK", "UNASSIGNED", "NOTASSIGNED", "NONUMBER", "NOTAVAILABLE",
        "NOTAPPLICABLE", "MISSING", "BLANK", "VOID", "XXX", "XXXX", "XXXXX", "XXXXXX",
    };

    /// <summary>Whether a number lost its last digits, as in 2.02E+11.</summary>
    public static bool IsSpoilt(string number) => Spoilt().IsMatch(number);

    private string? Short(IReadOnlyList<string> fields, string field, int longest, FaultKind kind)
    {
        var text = Value(fields, field);
        if (text is null || text.Length <= longest) return text;
        _faults.Add(new(kind, $"The {field} is left out, because it is longer than {longest} characters."));
        return null;
    }

    private string? Value(IReadOnlyList<string> fields, string field) =>
        _fields.TryGetValue(field, out var pattern) ? pattern.Read(fields, _missing) : null;

    private string? Value(string text) => !text.IsBlank() && text.Trim() is var value && !_missing.Contains(value) ? value : null;

    /// <summary>
    /// Half of the SHA-256 of the key's values, hexadecimal; missing values count as values. Call once per accepted row, because it
    /// counts rows.
    /// </summary>
    private string DedupeKey(IReadOnlyList<string> fields, int[] columns)
    {
        _keyText.Clear().Append(_map.Source);
        foreach (var column in columns) _keyText.Append('\u001F').Append(Value(fields[column]) ?? "\u0000");
        if (_map.KeepEqualRows)
        {
            var key = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(_keyText.ToString())));
            if ((_seen[key] = _seen.GetValueOrDefault(key) + 1) is > 1 and var turn)
                _keyText.Append(CultureInfo.InvariantCulture, $"\u001E{turn}");
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_keyText.ToString())).AsSpan(0, KeyBytes));
    }

    private static void MustHave(IReadOnlyList<string> header, IReadOnlyList<string> wanted)
    {
        var missing = wanted.Where(column => IndexOf(header, column) < 0).Distinct().ToList();
        if (missing.Count > 0)
            throw new Invalid("file",
                $"The file has no column {string.Join(", ", missing.Select(c => $"\"{c}\""))}. "
                    + $"Its columns are {string.Join(", ", header)}.");
        var twice = wanted.Where(column => header.Count(name => name.Equals(column.Trim(), StringComparison.OrdinalIgnoreCase)) > 1
            && !IsExactOnce(header, column)).Distinct().ToList();
        if (twice.Count > 0)
            throw new Invalid("file", $"The file has more than one column {string.Join(", ", twice.Select(c => $"\"{c}\""))}. Rename one.");
    }

    /// <summary>Index of the column with this name, otherwise with this name in another case; -1 if there is none.</summary>
    public static int IndexOf(IReadOnlyList<string> header, string column)
    {
        var names = header.ToList();
        var exact = names.IndexOf(column.Trim());
        return exact >= 0 ? exact : names.FindIndex(name => name.Equals(column.Trim(), StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsExactOnce(IReadOnlyList<string> header, string column) => header.Count(name => name == column.Trim()) == 1;

    private NewIncident? Reject(RowFault fault)
    {
        _faults.Clear();
        _faults.Add(fault);
        return null;
    }

    [GeneratedRegex(@"^\d([.,]\d+E\+?|E\+)\d+$", RegexOptions.IgnoreCase)]
    private static partial Regex Spoilt();
}
