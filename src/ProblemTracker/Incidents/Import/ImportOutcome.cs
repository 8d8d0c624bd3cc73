using ProblemTracker.Agency;
using ProblemTracker.Files;

namespace ProblemTracker.Incidents;

/// <summary>What became of the rows of a file, beyond the counts of its run. Only rows that were written count, but for the rejected
/// ones: repeats are as they were.</summary>
/// <param name="Faults">Number of rows by what was wrong with them; a row can have several faults.</param>
/// <param name="OtherWords">Words without a category of their own, which got the default category: those that nobody decided about
/// first, the most frequent first.</param>
/// <param name="Outside">Number of rows with a place that is in no neighborhood.</param>
/// <param name="NoCoordinates">Number of rows that give no coordinates; 0 also for imports before this was counted.</param>
/// <param name="Written">Number of rows written; 0 also for imports before this was counted.</param>
/// <param name="Defaulted">How many of them got the default category, because their word has none of its own, or they have no
/// word.</param>
/// <param name="CountColumn">A column that seems to say how many incidents each row stands for; each was imported as one.</param>
public sealed record ImportOutcome(IReadOnlyList<FaultCount> Faults, IReadOnlyList<OtherWord> OtherWords, int Outside,
    int NoCoordinates = 0, int Written = 0, int Defaulted = 0, string? CountColumn = null)
{
    public static readonly ImportOutcome None = new([], [], 0);

    /// <summary>Share of rows with one category from which it is said of the file.</summary>
    private const double NearlyAll = 0.95;

    /// <summary>Whether all rows or nearly all have the default category, though nobody chose it for them.</summary>
    internal bool HasOneCategory(IncidentMap map) =>
        Defaulted > 0 && Defaulted >= NearlyAll * Written && map.CategoryDefault == IncidentMap.Other;
}

/// <param name="Rows">Number of rows with the word.</param>
/// <param name="IsDecided">Whether the map says that the word has no category of its own.</param>
public sealed record OtherWord(string Word, int Rows, bool IsDecided = false);

/// <summary>What a person should hear of a file as a whole, before it is imported and in its result.</summary>
internal static class OutcomeNotes
{
    /// <summary>What to hear of a finished import, with the way out.</summary>
    public static IEnumerable<string> Of(ImportOutcome outcome, IncidentMap? map)
    {
        if (outcome.CountColumn is { } column)
            yield return $"The column \"{column}\" seems to say how many incidents each row stands for, but every row was imported as one "
                + "incident. Undo this import, and ask the source for a file with one row for each incident.";
        if (map is not null && outcome.HasOneCategory(map))
            yield return $"{Who(outcome)} got the category for all others, because {Why(map)} To change that, undo this import, import "
                + $"the file again, and {Way(map)}.";
    }

    /// <summary>Says of a preview that the rows would get one category.</summary>
    public static string OneCategory(ImportOutcome outcome, IncidentMap map, IReadOnlyList<CategoryItem> categories)
    {
        var name = categories.FirstOrDefault(category => category.Code == map.CategoryDefault)?.Name ?? map.CategoryDefault;
        return $"{Who(outcome)} would get the category {name}, because {Why(map)} Before you start, {Way(map)}.";
    }

    private static string Who(ImportOutcome outcome) => outcome.Defaulted == outcome.Written ? "Every incident" : "Nearly every incident";

    private static string Why(IncidentMap map) => map.Columns.TryGetValue(IncidentMap.Category, out var column)
        ? $"the words in the column \"{column}\" have no category of their own." : "no column is chosen for the category.";

    private static string Way(IncidentMap map) => map.Columns.ContainsKey(IncidentMap.Category)
        ? "choose the categories of these words, or another column for the category" : "choose the column that says what happened, if "
            + "there is one";
}

/// <summary>Counts the outcome while rows are read and written.</summary>
/// <param name="map">How the file is read.</param>
/// <param name="header">Its column names.</param>
internal sealed class OutcomeCount(IncidentMap map, IReadOnlyList<string> header)
{
    private const int MostWords = 5000, MostShown = 100;

    private readonly HashSet<string> _known = [.. map.Categories.Keys.Select(SearchKey.Of)];
    private readonly HashSet<string> _decided = [.. map.OtherWords.Select(SearchKey.Of)];
    private readonly bool _hasWords = map.Columns.ContainsKey(IncidentMap.Category);
    private readonly CountColumns _counts = new(map, header);
    private readonly Dictionary<FaultKind, int> _faults = [];
    private readonly Dictionary<string, (string Word, int Rows)> _others = [];
    private int _outside, _noCoordinates, _written, _defaulted;

    /// <summary>Looks at a row that was read, and counts why it is rejected, if it is.</summary>
    public void Read(CsvRow row, RowRead read)
    {
        if (row.Wrong is null) _counts.Add(row.Fields);
        if (read.Incident is not null) return;
        foreach (var fault in read.Faults) Add(fault.Kind);
    }

    /// <summary>Counts a row that is written.</summary>
    public void Write(NewIncident incident)
    {
        _written++;
        foreach (var fault in incident.Faults) Add(fault.Kind);
        if (incident is { Latitude: not null, NeighborhoodId: null }) _outside++;
        // Coordinates that can't be used are a fault of their own.
        if (incident.Latitude is null && !incident.Unread.HasFlag(RowFields.Place)) _noCoordinates++;
        var key = _hasWords && incident.SourceCategory is { } text ? SearchKey.Of(text) : null;
        if (incident.CategoryCode == map.CategoryDefault && (key is null || !_known.Contains(key))) _defaulted++;
        if (key is null || _known.Contains(key)) return;
        if (_others.TryGetValue(key, out var seen)) _others[key] = (seen.Word, seen.Rows + 1);
        else if (_others.Count < MostWords) _others[key] = (incident.SourceCategory!, 1);
    }

    /// <summary>Adds a fault found after the row was read.</summary>
    public void Add(FaultKind kind) => _faults[kind] = _faults.GetValueOrDefault(kind) + 1;

    public ImportOutcome Result() => new([.. _faults.OrderBy(f => f.Key).Select(f => new FaultCount(f.Key, f.Value))],
        [.. _others.OrderBy(o => _decided.Contains(o.Key)).ThenByDescending(o => o.Value.Rows)
            .ThenBy(o => o.Value.Word, StringComparer.Ordinal).Take(MostShown)
            .Select(o => new OtherWord(o.Value.Word, o.Value.Rows, _decided.Contains(o.Key)))], _outside, _noCoordinates, _written,
        _defaulted, _counts.Column);
}
