using System.Text.RegularExpressions;

namespace ProblemTracker.Incidents;

/// <summary>Compares the names of columns to those that agencies give them, by letters and digits only.</summary>
internal static partial class ColumnNames
{
    /// <summary>The most likely of some columns: by its name, and by points for its values.</summary>
    /// <param name="names">Most reliable first.</param>
    public static ColumnProfile? Best(this IReadOnlyList<ColumnProfile> among, string[] names, Func<ColumnProfile, int> points) =>
        among.MaxBy(c => points(c) + Points(c.Bare, names) + 3 * c.Fill);

    /// <summary>Whether a column has one of the names, or one of the longer ones within its own.</summary>
    public static bool IsNamed(this ColumnProfile column, string[] names) => Points(column.Bare, names) > 0;

    /// <inheritdoc cref="IsNamed(ColumnProfile, string[])"/>
    public static bool IsNamed(string column, string[] names) => Points(Bare(column), names) > 0;

    /// <summary>The name's letters and digits in lower case.</summary>
    public static string Bare(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    /// <summary>The name's words in lower case, also those that only a capital letter begins.</summary>
    public static IReadOnlyList<string> Words(string name) => [.. Word().Matches(name).Select(word => word.Value.ToLowerInvariant())];

    /// <summary>Whether one of the texts is a word of a column's name.</summary>
    public static bool HasWord(this ColumnProfile column, params string[] words) => column.Words.Any(words.Contains);

    /// <summary>Whether one of the texts, however short, is within a column's name.</summary>
    public static bool SaysAny(this ColumnProfile column, string[] texts) =>
        texts.Any(text => column.Bare.Contains(text, StringComparison.Ordinal));

    private static double Points(string bare, string[] names)
    {
        var exact = Array.IndexOf(names, bare);
        if (exact >= 0) return 30 - (20.0 * exact / names.Length);
        var within = Array.FindIndex(names, name => name.Length > 3 && bare.Contains(name, StringComparison.Ordinal));
        return within >= 0 ? 20 - (15.0 * within / names.Length) : 0;
    }

    [GeneratedRegex(@"\p{Lu}+(?!\p{Ll})|\p{L}\p{Ll}*|\p{Nd}+")]
    private static partial Regex Word();
}
