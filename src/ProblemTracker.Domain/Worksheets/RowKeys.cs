using System.Globalization;

namespace ProblemTracker.Domain;

/// <summary>
/// Gives the rows of a worksheet's lists keys, so that a row stays the same row while two people change, add and remove rows around it.
/// Rows that have no key, such as those of worksheets saved before there were keys, get one by their position, always the same.
/// </summary>
public static class RowKeys
{
    private const int LongestNumber = 6;

    public static AnalysisSheet WithKeys(this AnalysisSheet sheet) => sheet with
    {
        Sources = Keyed(sheet.Sources, "s", row => row.Key, (row, key) => row with { Key = key }),
        Consulted = Keyed(sheet.Consulted, "c", row => row.Key, (row, key) => row with { Key = key }),
        Baselines = Keyed(sheet.Baselines, "b", row => row.Key, (row, key) => row with { Key = key }),
    };

    public static ResponseSheet WithKeys(this ResponseSheet sheet) => sheet with
    {
        Objectives = Keyed(sheet.Objectives, "o", row => row.Key, (row, key) => row with { Key = key }),
        Alternatives = Keyed(sheet.Alternatives, "a", row => row.Key, (row, key) => row with { Key = key }),
    };

    /// <summary>The number in a key such as <c>o12</c>; null for a key of another form.</summary>
    internal static int? Number(string? key, string prefix) =>
        key is not null && key.StartsWith(prefix, StringComparison.Ordinal) && key.Length - prefix.Length is > 0 and <= LongestNumber
        && int.TryParse(key[prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    internal static string Key(string prefix, int number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}");

    private static List<T> Keyed<T>(IReadOnlyList<T> rows, string prefix, Func<T, string?> keyOf, Func<T, string, T> with)
    {
        // Number past the highest key and never fill gaps, so that a new row isn't taken for one that was removed.
        var next = rows.Max(row => Number(keyOf(row), prefix)) ?? 0;
        var given = rows.Select(keyOf).ToHashSet();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. rows.Select(row => keyOf(row) is { } key && taken.Add(key) ? row : with(row, Fresh()))];

        string Fresh()
        {
            string key;
            do key = Key(prefix, ++next);
            while (given.Contains(key) || !taken.Add(key));
            return key;
        }
    }
}
