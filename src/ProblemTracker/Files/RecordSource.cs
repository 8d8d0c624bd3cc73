namespace ProblemTracker.Files;

/// <summary>One record of a file.</summary>
/// <param name="Line">Line where the record begins; the first line is 1. For GeoJSON: the number of the feature.</param>
/// <param name="Wrong">Why the record can't be read; if set, ignore its fields.</param>
internal sealed record CsvRow(long Line, IReadOnlyList<string> Fields, string? Wrong = null)
{
    /// <summary>Why fields can't be stored, by their column; they are blank. Null if all can.</summary>
    public IReadOnlyDictionary<int, string>? Odd { get; init; }
}

/// <summary>Reads a file as records with named fields, one at a time. Disposing it leaves the file's stream open.</summary>
internal interface IRecordSource : IDisposable
{
    IReadOnlyList<string> Header { get; }

    /// <summary>What a field contains that could not be decoded (<see cref="RecordSources.Undecodable"/>).</summary>
    string Undecoded => RecordSources.NoCharacter;

    /// <summary>The next record, unchecked. Callers use <see cref="RecordSources.Next"/>.</summary>
    /// <returns>Null at the end of the file.</returns>
    /// <exception cref="Invalid">At <c>file</c>: the rest of the file can't be read.</exception>
    Task<CsvRow?> Take(CancellationToken ct);

    /// <summary>Only some kinds of files need temporary ones.</summary>
    void IDisposable.Dispose() { }
}

/// <summary>What holds for the records of every kind of file: their texts can be stored and compared.</summary>
internal static class RecordSources
{
    /// <summary>Replaces what can't be decoded; this noncharacter does not occur in text.</summary>
    public const char Undecodable = '\uFFFF';

    public const string NoCharacter = "a code that is no character, such as U+FFFE";

    /// <summary>Reads the next record. Fields with a text that can't be stored are blank, and <see cref="CsvRow.Odd"/> says why.</summary>
    /// <inheritdoc cref="IRecordSource.Take"/>
    public static async Task<CsvRow?> Next(this IRecordSource source, CancellationToken ct)
    {
        if (await source.Take(ct) is not { } row) return null;
        if (row.Wrong is not null)
            return Texts.IsPlain(row.Wrong) ? row : row with { Wrong = $"The row contains {NoCharacter}." };
        Dictionary<int, string>? odd = null;
        for (var i = 0; i < row.Fields.Count; i++)
            if (!Texts.IsPlain(row.Fields[i]))
                (odd ??= [])[i] = $"The field \"{source.Header[i]}\" contains {Odd(row.Fields[i], source)}.";
        return odd is null ? row : row with { Fields = [.. row.Fields.Select((field, i) => odd.ContainsKey(i) ? "" : field)], Odd = odd };
    }

    /// <summary>Refuses a file with a column whose name can't be stored.</summary>
    /// <exception cref="Invalid">At <c>file</c>.</exception>
    public static T Checked<T>(this T source) where T : IRecordSource
    {
        var odd = source.Header.Index().FirstOrDefault(column => !Texts.IsPlain(column.Item));
        if (odd.Item is null) return source;
        var sentence = $"The name of column {odd.Index + 1} contains {Odd(odd.Item, source)}. Rename the column.";
        source.Dispose();
        throw new Invalid("file", sentence);
    }

    /// <summary>Numbers repeated names as spreadsheet programs do, so that each can be chosen: Date, Date (2).</summary>
    public static IReadOnlyList<string> Distinct(IReadOnlyList<string> names)
    {
        var taken = names.ToHashSet(StringComparer.Ordinal);
        if (taken.Count == names.Count) return names;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. names.Select(name => seen.Add(name) ? name
            : Enumerable.Range(2, names.Count).Select(turn => $"{name} ({turn})").First(taken.Add))];
    }

    private static string Odd(string text, IRecordSource source) => text.Contains('\0') ? "zero bytes"
        : text.Contains(Undecodable) ? source.Undecoded : NoCharacter;
}
