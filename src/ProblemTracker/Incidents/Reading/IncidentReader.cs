using System.Globalization;
using NetTopologySuite.Geometries;
using ProblemTracker.Agency;
using ProblemTracker.Files;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>Turns the rows of one file into incidents, using its map. A bad optional field costs the field, not the incident.</summary>
internal sealed class IncidentReader
{
    /// <summary>Characters.</summary>
    private const int LongestCategory = 200, LongestAddress = 300;

    private readonly IncidentMap _map;
    private readonly SourceTime _time;
    private readonly PlaceReader _place;
    private readonly NeighborhoodIndex _neighborhoods;
    private readonly HashSet<string> _missing;
    private readonly Dictionary<string, string> _categories;
    private readonly IReadOnlyList<CategoryItem>? _proposed;
    private readonly Dictionary<string, ColumnPattern> _fields;
    private readonly RowKeys _keys;
    private readonly List<RowFault> _faults = [];
    /// <summary>Why fields of the current row can't be stored, by column.</summary>
    private IReadOnlyDictionary<int, string>? _odd;

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
        _keys = new(map, header, _fields.Values.SelectMany(field => field.Columns), _missing);
    }

    /// <summary>Number of rows read that are equal to an earlier one and kept.</summary>
    public int EqualKept => _keys.EqualKept;

    /// <summary>Prepares for about this number of rows.</summary>
    public void Expect(int rows) => _keys.Expect(rows);

    /// <summary>Number of rows whose time says its offset from UTC, although the map takes all times as local.</summary>
    public int OffsetsIgnored { get; private set; }

    /// <summary>Number of rows whose time says its offset from UTC, which counts.</summary>
    public int OffsetsTaken { get; private set; }

    /// <summary>Whether none of these offsets is other than zero.</summary>
    public bool AreOffsetsUtc { get; private set; } = true;

    /// <summary>Whether a row has a range of hours in the column of its start: then a row with a single hour has no other end.</summary>
    public bool HasRanges { get; private set; }

    /// <summary>Number of rows with a time that isn't midnight, whether the map takes it or the date only.</summary>
    public int Timed { get; private set; }

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
        _odd = row.Odd;
        if (OddIn(IncidentMap.Occurred) is { } odd)
            return Reject(new(FaultKind.UnreadableDate, $"The date and time can't be read. {odd}"));
        var (written, until) = Times(fields);
        if (written is null) return Reject(new(FaultKind.NoDate, "The date and time are missing."));
        if (_time.Read(written, out var wrong) is not { } from) return Reject(wrong!);
        if (from.IgnoresOffset) OffsetsIgnored++;
        if (from.Offset is { } offset)
        {
            OffsetsTaken++;
            AreOffsetsUtc &= offset == TimeSpan.Zero;
        }
        if (from.IsTimed) Timed++;
        HasRanges |= from.Length > TimeSpan.Zero;
        Note(written, from);
        var to = End(from, until);
        var place = PlaceOf(fields);
        var number = NumberOf(fields, out var identifies);
        var category = Short(fields, IncidentMap.Category, LongestCategory, FaultKind.LongCategory);
        var address = Short(fields, IncidentMap.Address, LongestAddress, FaultKind.LongAddress);
        var keepsEqual = _map.KeepEqualRows && number is null;
        var dedupe = _keys.Of(fields, identifies, keepsEqual);
        var content = HashCode.Combine(from, to, place, number, category, address);
        // Kept equal rows have a key of their own.
        if (identifies && !keepsEqual && _keys.EarlierLine(dedupe, content, row.Line) is { } earlier)
            return Reject(new(FaultKind.SameKey, $"The row has the key of line {earlier:N0}, but other content. Only the first is kept."));
        return new()
        {
            Line = row.Line,
            Unread = Unread(),
            Faults = _faults.Count == 0 ? [] : [.. _faults],
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
                FaultKind.LongCategory => RowFields.Category,
                FaultKind.LongAddress => RowFields.Address,
                FaultKind.NoPlace => RowFields.Place,
                var kind when kind.IsBadPlace() => RowFields.Place,
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
        if (OddIn(IncidentMap.OccurredTo) is { } odd) _faults.Add(new(FaultKind.BadEnd, $"The end is left out. {odd}"));
        if (until is not { Length: > 0 }) return open with { Instant = open.Instant + from.Length };
        if ((_time.Read(until, out var wrong) ?? _time.EndOf(from, until)) is not { } end)
        {
            _faults.Add(new(FaultKind.BadEnd, $"The end is left out. {wrong!.Sentence}"));
            return open;
        }
        if (end.Precision == TimePrecision.Month) end = _time.LastDay(end);
        if (end.Instant >= from.Instant)
        {
            if (!from.IsSkipped && !from.LacksOffset) Note(until, end);
            return end;
        }
        // An end without a time can be any time on that day.
        if (end.Precision == TimePrecision.Minute || end.Local.Date < from.Local.Date)
            _faults.Add(new(FaultKind.BadEnd, "The end is left out, because it is before the start."));
        return open;
    }

    private void Note(string written, SourceMoment moment)
    {
        if (moment.IsTimeLost)
            _faults.Add(new(FaultKind.BadTime, $"The time of day is left out: in \"{Texts.Cut(written, 60)}\" it can't be read."));
        if (moment.LacksOffset)
            _faults.Add(new(FaultKind.NoOffset, $"\"{Texts.Cut(written, 60)}\" says no offset from UTC. It is read as a local time."));
        if (!moment.IsSkipped) return;
        var later = moment.Local.ToString("h:mm tt", CultureInfo.GetCultureInfo("en-US"));
        _faults.Add(new(FaultKind.SkippedHour,
            $"\"{written}\" is in the hour that daylight saving time skips. It is read as an hour later, {later} by your clock."));
    }

    private Coordinate? PlaceOf(IReadOnlyList<string> fields)
    {
        if ((OddIn(IncidentMap.Place) ?? OddIn(IncidentMap.Latitude) ?? OddIn(IncidentMap.Longitude)) is { } odd)
        {
            _faults.Add(new(FaultKind.UnreadablePlace, $"The place is left out. {odd}"));
            return null;
        }
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
        var isSpoilt = number is not null && SourceNumber.IsSpoilt(number);
        var isPlaceholder = number is not null && SourceNumber.IsPlaceholder(number);
        identifies = !isSpoilt && !isPlaceholder && (_odd is null || !_odd.Keys.Any(_keys.Has));
        if (OddIn(IncidentMap.Number) is { } odd)
        {
            _faults.Add(new(FaultKind.BadNumber, $"The number is left out. {odd}"));
            return null;
        }
        if (isPlaceholder) return null;
        if (!isSpoilt && number is not { Length: > SourceNumber.Longest }) return number;
        _faults.Add(new(FaultKind.BadNumber, isSpoilt
            ? $"The number is left out: \"{number}\" was rounded by a spreadsheet program. Export the file again with this column as text."
            : $"The number is left out, because it is longer than {SourceNumber.Longest} characters."));
        return null;
    }

    private string? Short(IReadOnlyList<string> fields, string field, int longest, FaultKind kind)
    {
        if (OddIn(field) is { } odd)
        {
            _faults.Add(new(kind, $"The {field} is left out. {odd}"));
            return null;
        }
        var text = Value(fields, field);
        if (text is null || text.Length <= longest) return text;
        _faults.Add(new(kind, $"The {field} is left out, because it is longer than {longest} characters."));
        return null;
    }

    /// <summary>Why a column of a field can't be stored in the current row; null if all can.</summary>
    private string? OddIn(string field) => _odd is null || !_fields.TryGetValue(field, out var pattern) ? null
        : pattern.Columns.Select(column => _odd.GetValueOrDefault(column)).FirstOrDefault(odd => odd is not null);

    private string? Value(IReadOnlyList<string> fields, string field) =>
        _fields.TryGetValue(field, out var pattern) ? pattern.Read(fields, _missing) : null;

    /// <exception cref="Invalid">At <c>file</c>: the header lacks one of the columns, or has it twice.</exception>
    internal static void MustHave(IReadOnlyList<string> header, IReadOnlyList<string> wanted)
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
}
