using ProblemTracker.Files;
using ProblemTracker.Incidents;

namespace ProblemTracker.Patrol;

/// <summary>Reads texts and times from the mapped columns of a file of calls or shifts.</summary>
internal sealed class FieldReader
{
    /// <summary>Characters.</summary>
    public const int LongestText = 200, LongestName = 100;

    private readonly SourceTime _time;
    private readonly TimeZoneInfo _zone;
    private readonly bool _isLocal;
    private readonly HashSet<string> _missing;
    private readonly Dictionary<string, ColumnPattern> _fields;
    private CsvRow _row = null!;

    /// <exception cref="Invalid">At <c>file</c>: columns of the map are missing or not unique.</exception>
    public FieldReader(IncidentMap map, IReadOnlyList<string> header, ReadingContext context)
    {
        _zone = context.ZoneOf(map);
        _isLocal = map.Clock == SourceClock.Local;
        _time = new(map, _zone, context.Agency, context.Now);
        _missing = map.Missing.Select(text => text.Trim()).ToHashSet(StringComparer.Ordinal);
        IncidentReader.MustHave(header,
            [.. map.Columns.Values.SelectMany(value => IncidentReader.IndexOf(header, value) >= 0 ? [value] : ColumnPattern.Names(value))]);
        _fields = map.Columns.ToDictionary(c => c.Key, c => ColumnPattern.Of(c.Value, header));
    }

    /// <summary>What is wrong with the current row without costing it.</summary>
    public List<RowFault> Faults { get; } = [];

    /// <summary>Goes on to the next row.</summary>
    public void Take(CsvRow row)
    {
        _row = row;
        Faults.Clear();
    }

    public bool Has(string field) => _fields.ContainsKey(field);

    /// <summary>Null if it is missing or can't be kept.</summary>
    public string? Text(string field, int longest = LongestText)
    {
        var text = Value(field, out var odd);
        if (odd is null && (text is null || text.Length <= longest)) return text;
        Faults.Add(new(FaultKind.LongText,
            $"The {field} is left out{(odd is null ? $", because it is longer than {longest} characters." : $". {odd}")}"));
        return null;
    }

    /// <summary>A text with whatever stands in it, for places.</summary>
    public string? Raw(string field) => Value(field, out _);

    /// <summary>A time that the row needs.</summary>
    /// <param name="missing">What to say if there is none.</param>
    /// <param name="reject">Why the row can't be kept; null with a time.</param>
    public DateTimeOffset? Needed(string field, RowFault missing, out RowFault? reject)
    {
        reject = null;
        var text = Value(field, out var odd);
        if (odd is not null) reject = new(FaultKind.UnreadableDate, $"The {field} can't be read. {odd}");
        else if (text is null) reject = missing;
        else if (_time.Read(text, out var wrong) is not { } moment) reject = wrong;
        else if (moment.Precision != TimePrecision.Minute)
            reject = new(FaultKind.UnreadableDate, $"\"{Texts.Cut(text, 60)}\" has no time of day.");
        else return Noted(text, moment);
        return null;
    }

    /// <summary>A time that can be missing.</summary>
    public DateTimeOffset? Time(string field)
    {
        var at = Needed(field, new(FaultKind.NoDate, ""), out var wrong);
        if (wrong is { Kind: not FaultKind.NoDate })
            Faults.Add(new(FaultKind.BadUnitTime, $"The time {field} is left out. {wrong.Sentence}", wrong.Text));
        return at;
    }

    private DateTimeOffset Noted(string text, SourceMoment moment)
    {
        if (moment.IsSkipped)
            Once(FaultKind.SkippedHour, $"\"{text}\" is in the hour that daylight saving time skips. It is read as an hour later.");
        if (moment.LacksOffset) Once(FaultKind.NoOffset, $"\"{text}\" says no offset from UTC. It is read as a local time.");
        if (_isLocal && _zone.IsAmbiguousTime(TimeZoneInfo.ConvertTime(moment.Instant, _zone)))
            Once(FaultKind.RepeatedHour, $"\"{text}\" is in the hour that comes twice. It is read as the second of the two.");
        return moment.Instant;
    }

    private void Once(FaultKind kind, string sentence)
    {
        if (Faults.TrueForAll(fault => fault.Kind != kind)) Faults.Add(new(kind, sentence));
    }

    private string? Value(string field, out string? odd)
    {
        odd = null;
        if (!_fields.TryGetValue(field, out var pattern)) return null;
        if (_row.Odd is { } all)
            odd = pattern.Columns.Select(column => all.GetValueOrDefault(column)).FirstOrDefault(one => one is not null);
        return odd is null ? pattern.Read(_row.Fields, _missing) : null;
    }
}
