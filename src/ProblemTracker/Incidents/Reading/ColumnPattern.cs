using System.Text.RegularExpressions;

namespace ProblemTracker.Incidents;

/// <summary>Where a field's value comes from: one column, or several joined by a pattern such as <c>{Date} {Time}</c>.</summary>
internal sealed partial class ColumnPattern
{
    private readonly int[] _columns;
    private readonly string[] _between;

    private ColumnPattern(int[] columns, string[] between) => (_columns, _between) = (columns, between);

    /// <summary>Names of the columns that a map's value refers to: itself, or the names in braces.</summary>
    public static IReadOnlyList<string> Names(string value) =>
        Braces().Matches(value) is { Count: > 0 } found ? [.. found.Select(m => m.Groups[1].Value.Trim())] : [value.Trim()];

    /// <param name="value">A column's name, or a pattern. Of a name with braces, the column counts.</param>
    /// <param name="header">The file's columns; all that the value refers to must be among them.</param>
    public static ColumnPattern Of(string value, IReadOnlyList<string> header)
    {
        if (IncidentReader.IndexOf(header, value) is >= 0 and var at) return new([at], ["", ""]);
        var names = Names(value);
        return new([.. names.Select(name => IncidentReader.IndexOf(header, name))], Braces().Split(value) is { } parts
            ? [.. parts.Where((_, i) => i % 2 == 0)] : ["", ""]);
    }

    /// <summary>Whether a value of a map is a pattern.</summary>
    public static bool IsPattern(string value) => Braces().IsMatch(value);

    /// <summary>Indexes of the columns.</summary>
    public IReadOnlyList<int> Columns => _columns;

    /// <returns>The value without blanks at its ends; null if all its columns are missing.</returns>
    public string? Read(IReadOnlyList<string> fields, HashSet<string> missing)
    {
        if (_columns.Length == 1 && _between is ["", ""]) return Part(fields, _columns[0], missing);
        var text = new System.Text.StringBuilder();
        var isMissing = true;
        for (var i = 0; i < _columns.Length; i++)
        {
            var part = Part(fields, _columns[i], missing);
            // What stands before a missing part goes with it: "{Street}, {City}" of a row without a city ends after the street.
            if (part is not null) text.Append(text.Length > 0 || i == 0 ? _between[i] : "").Append(part);
            isMissing &= part is null;
        }
        return isMissing ? null : text.Append(_between[^1]).ToString().Trim();
    }

    private static string? Part(IReadOnlyList<string> fields, int column, HashSet<string> missing) =>
        fields[column] is var field && !field.IsBlank() && field.Trim() is var value && !missing.Contains(value) ? value : null;

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Braces();
}
