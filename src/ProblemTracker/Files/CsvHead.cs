using System.Globalization;

namespace ProblemTracker.Files;

/// <summary>How a text table is laid out; what is null is detected.</summary>
/// <param name="Encoding">One of <see cref="TextEncoding.Choices"/>.</param>
/// <param name="HeaderLine">Line of the header, the first is 1; 0: the file has no header.</param>
/// <param name="IsExact">Each row must have as many fields as the header, as in a list that a person wrote for this program.</param>
internal readonly record struct CsvLayout(char? Delimiter = null, string? Encoding = null, int? HeaderLine = null, bool IsExact = false);

/// <summary>Names of field separators.</summary>
internal static class Delimiters
{
    /// <summary>What people can write for a separator, besides the character itself.</summary>
    public const string Words = "Tab, comma, semicolon, pipe, space";

    /// <summary>The character of a word such as <c>tab</c>, or the character itself; null for any other text.</summary>
    public static char? Of(string text) => text switch
    {
        [var one] when one is not ('"' or '\n' or '\r') => one,
        _ => text.Trim().ToLowerInvariant() switch
        {
            "tab" or "\\t" or "tabs" => '\t',
            "comma" => ',',
            "semicolon" => ';',
            "pipe" or "bar" or "vertical bar" => '|',
            "space" => ' ',
            _ => null,
        },
    };

    /// <summary>The word or the character for a separator, in a sentence.</summary>
    public static string NameOf(char delimiter) => delimiter switch
    {
        '\t' => "tab",
        ',' => "comma",
        ';' => "semicolon",
        '|' => "vertical bar",
        ' ' => "space",
        _ => $"\"{delimiter}\"",
    };
}

/// <summary>Finds delimiter and header of a text table in its first lines, as a person would who looks at it.</summary>
internal static class CsvHead
{
    /// <summary>Lines looked at.</summary>
    public const int Lines = 60;

    private const int MostLinesOfAHeader = 5;
    /// <summary>Letters at the end of a time.</summary>
    private static readonly string[] Times = [" AM", " PM", "Z"];
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    /// <param name="Delimiter">The field separator.</param>
    /// <param name="Header">Index of the header among the lines; -1 if there is none.</param>
    /// <param name="First">Index of the first line that is not a title; only for a file without a header.</param>
    /// <param name="Width">The usual number of fields.</param>
    internal readonly record struct Found(char Delimiter, int Header, int First, int Width);

    /// <param name="lines">The first lines of the file; not all blank.</param>
    /// <param name="split">Splits a line at a delimiter; null if it can't, or a quoted field goes on in the next line.</param>
    /// <param name="layout">What is already known.</param>
    public static Found Find(IReadOnlyList<string> lines, Func<string, char, IReadOnlyList<string>?> split, CsvLayout layout)
    {
        var start = 0;
        while (start < lines.Count - 1 && string.IsNullOrWhiteSpace(lines[start])) start++;
        // Excel writes and reads this line: sep=;
        char? said = lines[start] is { Length: 5 } first && first.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) ? first[4] : null;
        if (said is not null) start++;
        var delimiter = layout.Delimiter ?? said ?? Likeliest([.. lines.Skip(start)], split);
        var fields = Records(lines, start, line => split(line, delimiter));
        var width = Usual(fields);
        if (layout.HeaderLine is > 0 and { } line) return new(delimiter, Math.Min(line, lines.Count) - 1, 0, width);
        // A title above the header fills fewer fields than the rows; a header's last names can be missing.
        var header = fields.FindIndex(f => f.Count(x => !string.IsNullOrWhiteSpace(x)) > width / 2);
        if (header < 0) header = start;
        return layout.HeaderLine == 0 || IsData(fields, header) ? new(delimiter, -1, header, width) : new(delimiter, header, 0, width);
    }

    /// <summary>The fields of each line; of a record on several lines, those of its first line have them.</summary>
    private static List<IReadOnlyList<string>> Records(IReadOnlyList<string> lines, int start, Func<string, IReadOnlyList<string>?> split)
    {
        List<IReadOnlyList<string>> records = [.. lines.Select(_ => Array.Empty<string>())];
        for (var at = start; at < lines.Count; at++)
            for (var last = at; last < Math.Min(lines.Count, at + MostLinesOfAHeader); last++)
                if (!string.IsNullOrWhiteSpace(lines[at]) && split(string.Join('\n', lines.Skip(at).Take(last - at + 1))) is { } record)
                {
                    (records[at], at) = (record, last);
                    break;
                }
        return records;
    }

    /// <summary>The delimiter that cuts most lines into the same number of fields.</summary>
    private static char Likeliest(IReadOnlyList<string> lines, Func<string, char, IReadOnlyList<string>?> split)
    {
        var filled = lines.Where(line => !string.IsNullOrWhiteSpace(line)).ToList();
        return Delimiters.Select(d => (Delimiter: d, Counts: filled.Select(line => split(line, d)?.Count ?? 0).ToList()))
            .Select(d => (d.Delimiter, d.Counts, Width: Usual(d.Counts)))
            .OrderByDescending(d => d.Width > 1)
            // The header decides between a decimal comma and a separating one.
            .ThenByDescending(d => d.Counts.Take(3).Any(count => count == d.Width))
            .ThenByDescending(d => d.Counts.Count > 0 && d.Counts[0] == d.Width)
            .ThenByDescending(d => d.Counts.Count(count => count == d.Width))
            .ThenByDescending(d => d.Width)
            .First().Delimiter;
    }

    private static int Usual(IReadOnlyList<IReadOnlyList<string>> fields) => Usual([.. fields.Select(f => f.Count)]);

    private static int Usual(IReadOnlyList<int> counts) =>
        counts.Where(count => count > 0).GroupBy(count => count).OrderByDescending(g => g.Key > 1).ThenByDescending(g => g.Count())
            .ThenByDescending(g => g.Key).FirstOrDefault()?.Key ?? 1;

    /// <summary>Whether the first full line is a row: a field is a number or date where all following ones are, too.</summary>
    internal static bool IsData(List<IReadOnlyList<string>> fields, int first)
    {
        var rows = fields.Skip(first + 1).Where(f => f.Count >= fields[first].Count).ToList();
        return rows.Count > 0 && Enumerable.Range(0, fields[first].Count).Any(at => IsValue(fields[first][at])
            && rows.All(row => string.IsNullOrWhiteSpace(row[at]) || IsValue(row[at])) && rows.Any(row => IsValue(row[at])));
    }

    private static bool IsValue(string text) => text.Trim() is { Length: > 0 } value
        && (char.IsAsciiDigit(value[^1]) || (char.IsAsciiDigit(value[0])
            && Times.Any(end => value.EndsWith(end, StringComparison.OrdinalIgnoreCase))))
        && (double.TryParse(value, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _)
            || DateTime.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
}
