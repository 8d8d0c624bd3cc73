using System.Globalization;

namespace ProblemTracker.Domain;

/// <summary>A number of a series.</summary>
/// <param name="From">First day of the period that it is for.</param>
public sealed record SeriesNumber(DateOnly From, double Number);

/// <summary>
/// A series of numbers as text: on each line a month or a day, then the number, such as <c>2026-01 12</c>. A space, a tab, a comma or a
/// semicolon is between them, so that a spreadsheet's two columns can be pasted. A first line without a number is a heading.
/// </summary>
public static class SeriesNumbers
{
    public const int Most = 500;

    /// <summary>More than any text with so many numbers needs.</summary>
    public const int LongestText = 50 * Most;

    private const double Largest = 1e12;

    private const int Earliest = 1900, Latest = 2199;

    private static readonly string[] Dates = ["yyyy-MM-dd", "yyyy-MM", "M/d/yyyy", "M/yyyy"];

    /// <summary>The numbers by date, or what is wrong with the text, naming the line.</summary>
    public static (IReadOnlyList<SeriesNumber> Numbers, string? Wrong) Read(string? text)
    {
        SortedDictionary<DateOnly, double> found = [];
        var lines = (text ?? "").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || (i == 0 && !line.Any(char.IsAsciiDigit))) continue;
            if (Line(line) is not var (from, number) || from.Year is < Earliest or > Latest)
                return ([], $"Line {i + 1} must be a month or a day and a number of 0 or more, such as 2026-01 12.");
            if (!found.TryAdd(from, number))
                return ([], string.Create(CultureInfo.InvariantCulture, $"Line {i + 1} has {from:yyyy-MM-dd} for the second time."));
            if (found.Count > Most) return ([], $"A series has at most {Most} numbers. Use longer periods.");
        }
        return found.Count == 0 ? ([], "Enter at least one number, such as 2026-01 12.")
            : ([.. found.Select(pair => new SeriesNumber(pair.Key, pair.Value))], null);
    }

    /// <summary>The text that <see cref="Read"/> reads again.</summary>
    public static string Text(IEnumerable<SeriesNumber> numbers) => string.Join('\n', numbers.Select(one =>
        string.Create(CultureInfo.InvariantCulture, $"{one.From:yyyy-MM-dd} {one.Number:0.############}")));

    private static (DateOnly From, double Number)? Line(string line)
    {
        var at = line.IndexOfAny([' ', '\t', ',', ';']);
        return at > 0
            && DateOnly.TryParseExact(line[..at].Trim('"'), Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)
            && double.TryParse(line[(at + 1)..].Trim().Trim('"'), NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture, out var number) && number <= Largest
            ? (from, number) : null;
    }
}
