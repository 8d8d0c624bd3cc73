using System.Text;
using FluentValidation;

namespace ProblemTracker.Files;

/// <summary>What a line of a list does.</summary>
public enum ListLineOutcome { Added, AlreadyHere, Error }

/// <summary>Why a line can't be added.</summary>
/// <param name="Field">The column; empty if the line as a whole can't be read.</param>
public sealed record ListLineError(string Field, string Message);

/// <summary>A message with a CSV list that a person pasted or uploaded.</summary>
internal interface ICsvList
{
    string List { get; }
}

/// <summary>One line of a list.</summary>
/// <param name="Line">Line in the list; the header is line 1.</param>
/// <param name="Wrong">Why the line can't be read; if set, it has no fields.</param>
internal sealed record CsvListLine(long Line, IReadOnlyDictionary<string, string> Fields, string? Wrong)
{
    /// <summary>The trimmed field; empty if the list has no such column.</summary>
    public string this[string column] => Fields.TryGetValue(column, out var field) ? field : "";
}

/// <summary>Reads a short CSV list with named columns in any order. Formulas are text like any other.</summary>
internal static class CsvList
{
    /// <summary>Most lines without the header.</summary>
    public const int MostLines = 1000;
    /// <summary>Bytes of UTF-8: 1 MB.</summary>
    public const int Largest = 1024 * 1024;
    /// <summary>Lines that are compared with the database in one statement.</summary>
    public const int MostAtOnce = 500;

    public static void ListRules<T>(this AbstractValidator<T> validator) where T : ICsvList => validator.RuleFor(c => c.List)
        .Cascade(CascadeMode.Stop)
        .NotEmpty().WithMessage("Paste a list or choose a file.")
        .Must(list => Encoding.UTF8.GetByteCount(list) <= Largest)
        .WithMessage("The list is larger than 1 MB. Split it and add each part by itself.");

    /// <param name="list">The list with its header.</param>
    /// <param name="what">What each line is, in the plural, such as "people".</param>
    /// <param name="each">What to add a line for, such as "person".</param>
    /// <param name="needed">The columns that the header must have.</param>
    /// <param name="ct">Cancels reading.</param>
    /// <exception cref="Invalid">At <c>list</c>: the list as a whole can't be read, has too many lines, or lacks a column.</exception>
    public static async Task<IReadOnlyList<CsvListLine>> Read(
        string list, string what, string each, IReadOnlyList<string> needed, CancellationToken ct)
    {
        var lines = new List<CsvListLine>();
        try
        {
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(list));
            var rows = await CsvRows.Read(content, new(HeaderLine: FirstLine(list), IsExact: true), ct);
            var columns = Columns(rows.Header, needed);
            while (await rows.Next(ct) is { } row)
            {
                if (lines.Count == MostLines)
                    throw Wrong($"The list has more than {MostLines:N0} {what}. Split it and add each part by itself.");
                var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                var wrong = row.Wrong ?? row.Odd?.Values.First();
                if (wrong is null)
                    foreach (var (name, at) in columns) fields[name] = row.Fields[at].Trim();
                lines.Add(new(row.Line, fields, wrong));
            }
        }
        catch (Invalid unreadable) when (unreadable.Errors.TryGetValue("file", out var sentences))
        {
            throw Wrong(string.Join(' ', sentences));
        }
        return lines.Count > 0 ? lines : throw Wrong($"The list has a header but no {what}. Add a line for each {each}.");
    }

    /// <summary>A list that a person wrote always begins with its header.</summary>
    private static int FirstLine(string list) =>
        1 + list.ReplaceLineEndings("\n").Split('\n').TakeWhile(string.IsNullOrWhiteSpace).Count();

    private static Dictionary<string, int> Columns(IReadOnlyList<string> header, IReadOnlyList<string> needed)
    {
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < header.Count; i++)
            if (!columns.TryAdd(header[i].Replace(" ", "", StringComparison.Ordinal), i))
                throw Wrong($"Line 1: the column {header[i]} occurs twice. Remove one of them.");
        foreach (var name in needed)
            if (!columns.ContainsKey(name))
                throw Wrong($"Line 1: the column {name} is missing. Begin the list with the header {string.Join(',', needed)}.");
        return columns;
    }

    private static Invalid Wrong(string sentence) => new("list", sentence);
}
