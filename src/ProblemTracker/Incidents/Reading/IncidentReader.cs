using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>A row of <c>Incident</c> to insert.</summary>
internal sealed record NewIncident
{
    public long ImportRunId { get; init; }
    public required string EventKey { get; init; }
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

/// <summary>Turns the rows of one file into incidents, using its map.</summary>
internal sealed class IncidentReader
{
    private const int LongestNumber = 100, LongestCategory = 200, LongestAddress = 300;

    private readonly IncidentMap _map;
    private readonly SourceTime _time;
    private readonly NeighborhoodIndex _neighborhoods;
    private readonly HashSet<string> _missing;
    private readonly Dictionary<string, string> _categories;
    private readonly Dictionary<string, int> _columns = [];
    private readonly int[] _key;
    private readonly StringBuilder _keyText = new();
    /// <summary>Number of rows per key, if equal rows are kept. Eight bytes of a key's hash are enough for one file.</summary>
    private readonly Dictionary<ulong, int> _seen = [];

    /// <exception cref="Invalid">At <c>file</c>: columns of the map or the key are missing or not unique.</exception>
    public IncidentReader(IncidentMap map, IReadOnlyList<string> header, TimeZoneInfo zone, NeighborhoodIndex neighborhoods)
    {
        _map = map;
        _time = new(zone, map.DateFormat, map.MonthsOnly);
        _neighborhoods = neighborhoods;
        _missing = map.Missing.Select(text => text.Trim()).ToHashSet(StringComparer.Ordinal);
        _categories = map.Categories.ToDictionary(c => SearchKey.Of(c.Key), c => c.Value);
        MustHave(header, [.. map.Columns.Values, .. map.Key]);
        foreach (var (field, column) in map.Columns) _columns[field] = IndexOf(header, column);
        // Sorted by name, so that the order in which a key lists its columns does not matter.
        _key = [.. (map.Key.Count > 0 ? map.Key : map.Columns.Values).Select(column => IndexOf(header, column)).Distinct()
            .OrderBy(i => header[i], StringComparer.Ordinal)];
    }

    /// <returns>Null, with a reason, if the row is rejected.</returns>
    public NewIncident? Read(IReadOnlyList<string> fields, out string? wrong)
    {
        wrong = null;
        if (Value(fields, IncidentMap.Occurred) is not { } occurred) return Reject("The date and time are missing.", out wrong);
        if (_time.Read(occurred, out wrong) is not { } from) return null;
        // With only a month, the incident ended on its last day at the latest.
        var to = from.Precision == TimePrecision.Month ? _time.LastDay(from) : from;
        if (Value(fields, IncidentMap.OccurredTo) is { } until)
        {
            if (_time.Read(until, out wrong) is not { } end) return null;
            if (end.Precision == TimePrecision.Month) end = _time.LastDay(end);
            // An end without a time can be any time on that day.
            if (end.Instant < from.Instant && !(end.Precision != TimePrecision.Minute && end.Local.Date >= from.Local.Date))
                return Reject("The end is before the start.", out wrong);
            to = end.Instant < from.Instant ? from : end;
        }
        if (!Place(fields, out var latitude, out var longitude, out wrong)) return null;
        var number = Value(fields, IncidentMap.Number);
        var category = Value(fields, IncidentMap.Category);
        var address = Value(fields, IncidentMap.Address);
        if (number is { Length: > LongestNumber })
            return Reject($"The incident number is longer than {LongestNumber} characters.", out wrong);
        if (category is { Length: > LongestCategory })
            return Reject($"The category is longer than {LongestCategory} characters.", out wrong);
        if (address is { Length: > LongestAddress })
            return Reject($"The address is longer than {LongestAddress} characters.", out wrong);

        var dedupe = DedupeKey(fields);
        return new()
        {
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
            CategoryCode = category is not null && _categories.TryGetValue(SearchKey.Of(category), out var code)
                ? code : _map.CategoryDefault,
            SourceCategory = category,
            NeighborhoodId = latitude is { } lat && longitude is { } lon
                ? _neighborhoods.Find(lat, lon, DateOnly.FromDateTime(from.Local)) : null,
            Latitude = latitude,
            Longitude = longitude,
            Address = address,
        };
    }

    private bool Place(IReadOnlyList<string> fields, out double? latitude, out double? longitude, out string? wrong)
    {
        (latitude, longitude, wrong) = (null, null, null);
        var (lat, lon) = (Value(fields, IncidentMap.Latitude), Value(fields, IncidentMap.Longitude));
        if (lat is null && lon is null) return true;
        if (lat is null || lon is null)
            wrong = $"The row has a {(lat is null ? "longitude without a latitude" : "latitude without a longitude")}.";
        else if ((latitude = Degrees(lat, 90)) is null) wrong = $"\"{lat}\" is not a latitude from -90 to 90.";
        else if ((longitude = Degrees(lon, 180)) is null) wrong = $"\"{lon}\" is not a longitude from -180 to 180.";
        return wrong is null;
    }

    private static double? Degrees(string text, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) <= most ? value : null;

    private string? Value(IReadOnlyList<string> fields, string field) =>
        _columns.TryGetValue(field, out var column) ? Value(fields[column]) : null;

    private string? Value(string text) => text.Trim() is { Length: > 0 } value && !_missing.Contains(value) ? value : null;

    /// <summary>SHA-256 of the key's values; missing values count as values. Call once per accepted row, because it counts rows.</summary>
    private string DedupeKey(IReadOnlyList<string> fields)
    {
        _keyText.Clear().Append(_map.Source);
        foreach (var column in _key) _keyText.Append('\u001F').Append(Value(fields[column]) ?? "\u0000");
        if (_map.KeepEqualRows)
        {
            var key = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(_keyText.ToString())));
            if ((_seen[key] = _seen.GetValueOrDefault(key) + 1) is > 1 and var turn)
                _keyText.Append(CultureInfo.InvariantCulture, $"\u001E{turn}");
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_keyText.ToString())));
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

    private static NewIncident? Reject(string reason, out string? wrong)
    {
        wrong = reason;
        return null;
    }
}
