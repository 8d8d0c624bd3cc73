using ProblemTracker.Files;

namespace ProblemTracker.Incidents;

/// <summary>Counts what a map makes of the rows of a file, before anything is written.</summary>
internal sealed class FileTally
{
    public const int MostRejections = 5;

    private const int MostWords = 1000, MostPoints = 400, MostTexts = 2000, MostAccents = 3, MostChanges = 5, LongestMark = 10;

    private readonly IncidentReader _reader;
    private readonly ColumnPattern? _category;
    private readonly OutcomeCount _read, _written;
    private readonly UpdateRule? _updates;
    private readonly Dictionary<string, (string Word, int Rows)> _words = [];
    private readonly HashSet<string> _keys = [];
    private readonly HashSet<string> _missing;
    private readonly TimeZoneInfo _agency;
    /// <summary>Incidents not yet compared with the database.</summary>
    private readonly List<NewIncident> _pending = [];
    private int _placed, _far, _unread;
    private readonly ColumnPattern? _occurred;
    private readonly int[] _mapped;
    /// <summary>Reads dates of the map's formats that begin with day and month, and the same swapped; null without such formats.</summary>
    private readonly (DateFormat Ordered, DateFormat Swapped)? _orders;
    private bool _isOrderOpen = true;
    private string? _firstOrdered;
    private readonly DateTime _today;
    private int _later, _laterSwapped;

    /// <param name="map">The map to try.</param>
    /// <param name="header">The file's column names.</param>
    /// <param name="context">What rows are read against.</param>
    /// <exception cref="Invalid">At <c>file</c>: the map does not fit the header.</exception>
    public FileTally(IncidentMap map, IReadOnlyList<string> header, ReadingContext context)
    {
        _reader = new(map, header, context);
        (_read, _written) = (new(map, header), new(map, header));
        _updates = map.Updates;
        _agency = context.Agency;
        _missing = map.Missing.ToHashSet(StringComparer.Ordinal);
        var fields = map.Columns.Values.Select(value => ColumnPattern.Of(value, header)).ToList();
        _mapped = [.. fields.SelectMany(field => field.Columns).Distinct()];
        _occurred = map.Columns.GetValueOrDefault(IncidentMap.Occurred) is { } time && map.RangeSeparator is null
            ? ColumnPattern.Of(time, header) : null;
        _today = TimeZoneInfo.ConvertTime(context.Now, _agency).Date;
        var ordered = DateGuess.Ordered(map.DateFormat);
        _orders = DateGuess.Swapped(ordered) is { } swapped ? (new(ordered, context.Now.Year), new(swapped, context.Now.Year)) : null;
        _category = map.Columns.GetValueOrDefault(IncidentMap.Category) is { } column ? ColumnPattern.Of(column, header) : null;
    }

    public int Rows { get; private set; }
    public int Rejected { get; private set; }
    public List<RejectedRow> Rejections { get; } = [];
    /// <summary>Rows that repeat an earlier row by the map's key.</summary>
    public int Equal => Rows - Rejected - _keys.Count;
    /// <summary>Rows that were imported before.</summary>
    public int Known { get; private set; }
    /// <summary>Rows whose number was imported before with other content, unless the map says to add them.</summary>
    public int Changed { get; private set; }
    /// <summary>The first of them.</summary>
    public List<RejectedRow> Changes { get; } = [];
    /// <summary>What was found in all rows, whether they would be written or not.</summary>
    public ImportOutcome Outcome => _read.Result();
    /// <summary>What would become of the rows compared so far: those that would be written, and the rejected ones.</summary>
    public ImportOutcome Written => _written.Result();
    /// <summary>Whether most coordinates give no place near the neighborhoods.</summary>
    public bool IsMostlyFar => _far > _placed;
    /// <summary>Whether most coordinates of the file give no place.</summary>
    public bool IsMostlyUnplaced => _unread > _placed;
    /// <summary>A few places, spread over the file.</summary>
    public List<ImportPoint> Points { get; } = [];
    /// <summary>A few pairs of coordinates, as they are in the file, that give no place near the neighborhoods.</summary>
    public List<(double X, double Y)> FarPlaces { get; } = [];
    /// <summary>Different texts that are no dates in the map's format.</summary>
    public HashSet<string> UnreadableDates { get; } = [];
    /// <summary>Texts of mapped columns that stand for a missing value.</summary>
    public HashSet<string> Marks { get; } = [];
    /// <inheritdoc cref="IncidentReader.EqualKept"/>
    public int EqualKept => _reader.EqualKept;
    /// <inheritdoc cref="IncidentReader.OffsetsIgnored"/>
    public int OffsetsIgnored => _reader.OffsetsIgnored;
    /// <inheritdoc cref="IncidentReader.OffsetsTaken"/>
    public int OffsetsTaken => _reader.OffsetsTaken;
    /// <inheritdoc cref="IncidentReader.AreOffsetsUtc"/>
    public bool AreOffsetsUtc => _reader.AreOffsetsUtc;
    /// <inheritdoc cref="IncidentReader.Timed"/>
    public int Timed => _reader.Timed;
    /// <summary>A date with day and month as numbers, if all such dates can be read with the two swapped as well.</summary>
    public string? OpenOrder => _isOrderOpen ? _firstOrdered : null;
    /// <summary>Number of dates after today as they are read, and with day and month swapped; of no use without an open order.</summary>
    public (int AsRead, int Swapped) Later => (_later, _laterSwapped);
    /// <summary>Whether both orders are open, but the other one has clearly fewer dates after today.</summary>
    public bool IsSwappedLikelier => OpenOrder is not null && _later > 0 && 2 * _laterSwapped <= _later;
    /// <summary>Texts with characters outside ASCII, to check the encoding by: accents read wrongly can be any sign.</summary>
    public List<string> Accents { get; } = [];

    public IEnumerable<(string Word, int Rows)> Words =>
        _words.OrderByDescending(w => w.Value.Rows).ThenBy(w => w.Key, StringComparer.Ordinal).Select(w => w.Value);

    public void Add(CsvRow row)
    {
        Rows++;
        var read = _reader.Read(row);
        _read.Read(row, read);
        _written.Read(row, read);
        if (read.Incident is { } found) _read.Write(found);
        foreach (var fault in read.Faults) Count(row, fault);
        if (row.Wrong is null) Look(row.Fields);
        if (read.Incident is not { } incident) return;
        if (_keys.Add(incident.DedupeKey)) _pending.Add(incident);
        if (incident is not { Latitude: { } latitude, Longitude: { } longitude }) return;
        var isOutside = incident.NeighborhoodId is null;
        // Every row at first, then ever fewer, replacing earlier ones: the points stay spread over all rows read.
        if (Points.Count < MostPoints) Points.Add(new(latitude, longitude, isOutside));
        else if (_placed % (1 + (_placed / MostPoints)) == 0) Points[_placed / 7 % MostPoints] = new(latitude, longitude, isOutside);
        _placed++;
    }

    /// <summary>Compares the rows added since the last call with the incidents of earlier imports.</summary>
    public async Task Compare(KnownIncidents known, CancellationToken ct)
    {
        known.HasRanges = _reader.HasRanges;
        var sorted = await known.Sort(_pending, 0, () => Task.CompletedTask, ct);
        _pending.Clear();
        foreach (var row in sorted.New) _written.Write(row);
        // Until somebody decides about known numbers, their rows count as written.
        if (_updates is null or UpdateRule.Update)
            foreach (var row in sorted.Changed) _written.Write(row.After);
        Known += sorted.Repeats;
        Changed += sorted.Changed.Count;
        Changes.AddRange(sorted.Changed.Take(MostChanges - Changes.Count)
            .Select(row => new RejectedRow(row.After.Line, ContentChange.Sentence(row, _agency), FaultKind.OtherContent)));
    }

    private void Count(CsvRow row, RowFault fault)
    {
        if (fault.Kind.IsBadPlace() && _reader.Numbers(row.Fields) is { } pair)
        {
            _far++;
            if (FarPlaces.Count < MostPoints) FarPlaces.Add(pair);
        }
        if (fault.Kind.IsBadPlace()) _unread++;
        if (!fault.Kind.Rejects()) return;
        Rejected++;
        if (Rejections.Count < MostRejections) Rejections.Add(new(row.Line, fault.Sentence, fault.Kind));
        if (fault is { Kind: FaultKind.UnreadableDate, Text: { } text } && UnreadableDates.Count < MostTexts) UnreadableDates.Add(text);
    }

    private void Look(IReadOnlyList<string> fields)
    {
        if (_category?.Read(fields, _missing) is { } word)
        {
            var key = SearchKey.Of(word);
            if (_words.TryGetValue(key, out var known)) _words[key] = (known.Word, known.Rows + 1);
            else if (_words.Count < MostWords) _words[key] = (word, 1);
        }
        foreach (var column in _mapped)
            if (fields[column].AsSpan().Trim() is { Length: > 0 and < LongestMark } text && MapProposal.IsPlaceholder(text))
                Marks.Add($"{text}");
        if (_isOrderOpen && _orders is var (orders, others) && _occurred?.Read(fields, _missing) is { } date
            && orders.Read(date) is { } ordered)
        {
            _firstOrdered ??= date;
            var swapped = others.Read(date);
            _isOrderOpen = swapped is not null;
            if (ordered.Local.Date > _today) _later++;
            if (swapped?.Local.Date > _today) _laterSwapped++;
        }
        if (Accents.Count < MostAccents && fields.FirstOrDefault(f => f.Any(c => c > 127)) is { } accented
            && !Accents.Contains(accented)) Accents.Add(accented);
    }
}
