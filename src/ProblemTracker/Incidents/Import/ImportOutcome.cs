namespace ProblemTracker.Incidents;

/// <summary>What became of the rows of a file, beyond the counts of its run.</summary>
/// <param name="Faults">Number of rows by what was wrong with them; a row can have several faults.</param>
/// <param name="OtherWords">Words without a category of their own, which got the default category: those that nobody decided about
/// first, the most frequent first.</param>
/// <param name="Outside">Number of rows with a place that is in no neighborhood.</param>
/// <param name="NoCoordinates">Number of rows that give no coordinates; 0 also for imports before this was counted.</param>
public sealed record ImportOutcome(IReadOnlyList<FaultCount> Faults, IReadOnlyList<OtherWord> OtherWords, int Outside,
    int NoCoordinates = 0)
{
    public static readonly ImportOutcome None = new([], [], 0);
}

/// <param name="Rows">Number of rows with the word.</param>
/// <param name="IsDecided">Whether the map says that the word has no category of its own.</param>
public sealed record OtherWord(string Word, int Rows, bool IsDecided = false);

/// <summary>Counts the outcome while rows are read.</summary>
internal sealed class OutcomeCount(IncidentMap map)
{
    private const int MostWords = 5000, MostShown = 100;

    private readonly HashSet<string> _known = [.. map.Categories.Keys.Select(SearchKey.Of)];
    private readonly HashSet<string> _decided = [.. map.OtherWords.Select(SearchKey.Of)];
    private readonly Dictionary<FaultKind, int> _faults = [];
    private readonly Dictionary<string, (string Word, int Rows)> _others = [];
    private int _outside, _noCoordinates;

    public void Add(RowRead read)
    {
        foreach (var fault in read.Faults) Add(fault.Kind);
        if (read.Incident is not { } incident) return;
        if (incident is { Latitude: not null, NeighborhoodId: null }) _outside++;
        // Coordinates that can't be used are a fault of their own.
        if (incident.Latitude is null && !incident.Unread.HasFlag(RowFields.Place)) _noCoordinates++;
        if (incident.SourceCategory is not { } word) return;
        var key = SearchKey.Of(word);
        if (_known.Contains(key)) return;
        if (_others.TryGetValue(key, out var seen)) _others[key] = (seen.Word, seen.Rows + 1);
        else if (_others.Count < MostWords) _others[key] = (word, 1);
    }

    /// <summary>Adds a fault found after the row was read.</summary>
    public void Add(FaultKind kind) => _faults[kind] = _faults.GetValueOrDefault(kind) + 1;

    public ImportOutcome Result() => new([.. _faults.OrderBy(f => f.Key).Select(f => new FaultCount(f.Key, f.Value))],
        [.. _others.OrderBy(o => _decided.Contains(o.Key)).ThenByDescending(o => o.Value.Rows)
            .ThenBy(o => o.Value.Word, StringComparer.Ordinal).Take(MostShown)
            .Select(o => new OtherWord(o.Value.Word, o.Value.Rows, _decided.Contains(o.Key)))], _outside, _noCoordinates);
}
