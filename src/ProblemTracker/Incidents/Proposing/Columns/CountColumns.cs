namespace ProblemTracker.Incidents;

/// <summary>
/// Finds a column that a map leaves out and that says how many incidents each row stands for. Looks only at files whose rows have neither
/// a number nor a time of day: otherwise a row is one incident.
/// </summary>
/// <param name="map">How the file is read.</param>
/// <param name="header">Its column names.</param>
internal sealed class CountColumns(IncidentMap map, IReadOnlyList<string> header)
{
    /// <summary>Share of values that must be whole numbers in a column of counts.</summary>
    private const double NearlyAll = 0.95;

    private sealed class Tally
    {
        public int Texts { get; set; }
        public int Numbers { get; set; }
        public bool HasSeveral { get; set; }
    }

    private readonly List<(int Index, Tally Tally)> _columns = Candidates(map, header);

    /// <summary>The name of the column; null if there is none.</summary>
    public string? Column => _columns.Where(c => c.Tally.HasSeveral && c.Tally.Numbers > NearlyAll * c.Tally.Texts)
        .Select(c => header[c.Index].Trim()).FirstOrDefault();

    public void Add(IReadOnlyList<string> fields)
    {
        foreach (var (index, tally) in _columns)
        {
            var text = fields[index].Trim();
            if (text.Length == 0) continue;
            tally.Texts++;
            if (PlaceReader.Number(text) is not { } number || number < 0 || number != Math.Floor(number)) continue;
            tally.Numbers++;
            tally.HasSeveral |= number > 1;
        }
    }

    /// <summary>Whether a column is called a count, such as "Crime Count" or "Number of Offenses".</summary>
    public static bool IsCount(string column) => ColumnNames.Words(column) is { Count: > 0 } words
        && (words.Any(word => word is "count" or "counts" or "total" or "totals" or "frequency" or "freq" or "qty" or "quantity")
            || words[^1] is "incidents" or "crimes" or "offenses" or "offences" or "calls" or "complaints");

    private static List<(int Index, Tally Tally)> Candidates(IncidentMap map, IReadOnlyList<string> header)
    {
        if (map.Columns.ContainsKey(IncidentMap.Number) || !map.KeepEqualRows) return [];
        var taken = map.Columns.Values.SelectMany(ColumnPattern.Names).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. header.Index().Where(column => !taken.Contains(column.Item.Trim()) && IsCount(column.Item))
            .Select(column => (column.Index, new Tally()))];
    }
}
