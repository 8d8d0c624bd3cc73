namespace ProblemTracker.Incidents;

/// <summary>Asks about columns that a map leaves out, though they may matter.</summary>
internal static class LeftColumns
{
    /// <summary>Rows from which columns are judged, and how often a word of categories is there on average.</summary>
    private const int EnoughRows = 20, Often = 3;

    /// <summary>Share of values that must be whole numbers in a column of counts.</summary>
    private const double NearlyAll = 0.95;

    /// <param name="map">The map to ask about.</param>
    /// <param name="rows">The file's first readable rows.</param>
    /// <param name="header">Its column names.</param>
    public static IEnumerable<ImportQuestion> Of(IncidentMap map, IReadOnlyList<IReadOnlyList<string>> rows, IReadOnlyList<string> header)
    {
        var taken = map.Columns.Values.SelectMany(ColumnPattern.Names).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var left = header.Index().Where(column => !taken.Contains(column.Item.Trim())).ToList();
        // A row with a number or a time of day is one incident.
        if (!map.Columns.ContainsKey(IncidentMap.Number) && map.KeepEqualRows
            && left.Find(column => IsCount(column.Item) && AreCounts(rows, column.Index)).Item is { } count)
            yield return new("counts", $"The column \"{count}\" seems to say how many incidents each row stands for, but every row is read "
                + "as one incident. Ask the source for a file with one row for each incident.", []);
        if (!map.Columns.ContainsKey(IncidentMap.Category) && map.SeenColumns.Count == 0
            && left.Exists(column => AreWords(rows, column.Index)))
            yield return new("category", "No column has words that are known as offenses or calls, so all incidents get the same category. "
                + "If a column says what happened, choose it as the category.", []);
    }

    /// <summary>Whether a column is called a count, such as "Crime Count" or "Number of Offenses".</summary>
    public static bool IsCount(string column) => ColumnNames.Words(column) is { Count: > 0 } words
        && (words.Any(word => word is "count" or "counts" or "total" or "totals" or "frequency" or "freq" or "qty" or "quantity")
            || words[^1] is "incidents" or "crimes" or "offenses" or "offences" or "calls" or "complaints");

    private static bool AreCounts(IReadOnlyList<IReadOnlyList<string>> rows, int column)
    {
        List<string> texts = [.. rows.Select(row => row[column].Trim()).Where(text => text.Length > 0)];
        var numbers = texts.Select(text => PlaceReader.Number(text)).OfType<double>().Where(n => n >= 0 && n == Math.Floor(n)).ToList();
        return numbers.Count > NearlyAll * texts.Count && numbers.Exists(n => n > 1);
    }

    /// <summary>Whether a column has a few words that come again and again.</summary>
    private static bool AreWords(IReadOnlyList<IReadOnlyList<string>> rows, int column)
    {
        List<string> texts = [.. rows.Select(row => row[column].Trim()).Where(text => !MapProposal.IsPlaceholder(text))
            .Where(text => text.Count(char.IsLetter) > 2)];
        return texts.Count >= EnoughRows && texts.Distinct().Count() is > 1 and var different && Often * different <= texts.Count;
    }
}
