namespace ProblemTracker.Incidents;

/// <summary>Writes what an import of a file would do, for the command line.</summary>
internal static class FilePreview
{
    private const int MostWords = 20;

    public static void Write(ImportPreview preview)
    {
        foreach (var objection in preview.Objections) Console.WriteLine($"This file can't be imported like this: {objection}");
        if (preview.ReadWith.Count > 0) Console.WriteLine($"Read with: {string.Join("; ", preview.ReadWith)}.");
        if (preview.Map is { } map) Write(map);
        Console.WriteLine($"{preview.RowsChecked:N0} rows read: {preview.Rejected:N0} would be rejected, {preview.Equal:N0} repeat an "
            + $"earlier row, {preview.Known:N0} were imported before, {preview.Changed:N0} were imported before with other content, "
            + $"{preview.Outside:N0} lie outside every neighborhood, {preview.NoCoordinates:N0} have no coordinates.");
        foreach (var time in preview.Times) Console.WriteLine($"Time in line {time.Line}: {time.Text} is {time.Local ?? time.Wrong}");
        foreach (var fault in preview.Faults) Console.WriteLine($"{fault.Rows:N0} rows: {FaultWords.Of(fault.Kind)}");
        foreach (var row in preview.Rejections.Concat(preview.Changes)) Console.WriteLine($"  line {row.Line}: {row.Reason}");
        if (preview.Words is [_, ..] words)
            Console.WriteLine("Category words: " + string.Join(", ", words.Take(MostWords)
                .Select(word => $"{word.Word} ({word.Rows:N0}) {Category(word, preview.Map)}"))
                + (words.Count > MostWords ? $", and {words.Count - MostWords:N0} more" : ""));
        foreach (var question in preview.Questions)
            Console.WriteLine(question.Answers.Count == 0 ? question.Sentence
                : $"{question.Sentence} ({string.Join(" / ", question.Answers.Select(answer => answer.Label))})");
        Console.WriteLine("Nothing was written.");
    }

    private static string? Category(CategoryWord word, IncidentMap? map) => word.CategoryCode
        ?? (word.Proposal is { } proposal && proposal != map?.CategoryDefault
            ? $"{map?.CategoryDefault} (or --category \"{word.Word}={proposal}\")" : map?.CategoryDefault);

    /// <summary>The map as options of the command.</summary>
    private static void Write(IncidentMap map)
    {
        foreach (var (field, column) in map.Columns) Console.WriteLine($"--map \"{field}={column}\"");
        foreach (var (option, value) in new (string, string?)[]
        {
            ("--date-format", map.DateFormat), ("--clock", map.Clock == SourceClock.Local ? null : map.Clock.ToString()),
            ("--time-zone", map.TimeZone), ("--range-separator", map.RangeSeparator), ("--projection", map.Projection),
            ("--updates", map.Updates?.ToString()), ("--key", map.Key.Count > 0 ? string.Join(',', map.Key) : null),
            ("--source", map.Source.Length > 0 ? map.Source : null),
        })
            if (value is not null) Console.WriteLine($"{option} \"{value}\"");
        foreach (var (word, code) in map.Categories) Console.WriteLine($"--category \"{word}={code}\"");
        foreach (var text in map.Missing) Console.WriteLine($"--missing \"{text}\"");
        if (map.SwapPlace) Console.WriteLine("--swap-place");
        if (map.NegateLatitude) Console.WriteLine("--negate-latitude");
        if (map.NegateLongitude) Console.WriteLine("--negate-longitude");
        if (map.DatesOnly) Console.WriteLine("--dates-only");
        if (map.MonthsOnly) Console.WriteLine("--months-only");
        if (map.KeepEqualRows) Console.WriteLine("--keep-equal-rows");
    }
}
