using System.CommandLine;
using System.Diagnostics;
using Spectre.Console;

namespace ProblemTracker.Incidents;

/// <summary><c>import neighborhoods</c>, <c>import streets</c> and <c>import incidents</c>.</summary>
internal static class ImportVerbs
{
    public static void AddImportVerbs(this RootCommand root, VerbRunner verbs) =>
        root.Subcommands.Add(new Command("import",
            "Import neighborhoods, streets and incidents from files; a running server shows them at once")
        {
            MapVerbs.Neighborhoods(verbs), MapVerbs.Streets(verbs), Incidents(verbs),
        });

    private static Command Incidents(VerbRunner verbs)
    {
        var file = new Argument<FileInfo>("file")
        {
            Description = "CSV or other delimiter-separated text, an Excel workbook, GeoJSON points or a zipped shapefile"
        };
        var maps = new Option<string[]>("--map")
        {
            Description = "Column of a field, or several as \"{Date} {Time}\"; fields are " + string.Join(", ", IncidentMap.Fields),
            HelpName = "FIELD=COLUMN",
            Required = true
        };
        var delimiter = new Option<string?>("--delimiter")
        {
            Description = "Field separator: one character, or tab (default: detected)"
        };
        var encoding = new Option<string?>("--encoding") { Description = "For example windows-1252 (default: detected)" };
        var header = new Option<int?>("--header-line") { Description = "Line of the header; 0: there is none (default: detected)" };
        var sheet = new Option<string?>("--sheet") { Description = "Sheet of a workbook, or layer of a shapefile (default: the fullest)" };
        var format = new Option<string?>("--date-format")
        {
            Description = "For example \"M/d/yyyy H:mm\", several separated by |, or unix, unixMilliseconds, excel (default ISO 8601)"
        };
        var clock = new Option<SourceClock>("--clock")
        {
            Description = "What times mean: local (in the file's time zone), utc, or offset (the offset in the text counts)"
        };
        var dates = new Option<bool>("--dates-only") { Description = "Times of day mean nothing; ignore them" };
        var range = new Option<string?>("--range-separator")
        {
            Description = "Text between start and end in one column, for example \" to \""
        };
        var earliest = new Option<DateOnly?>("--earliest") { Description = "Reject earlier dates (default 1950-01-01)" };
        var months = new Option<bool>("--months-only") { Description = "Dates give the month only; ignore the day" };
        var zone = new Option<string?>("--time-zone")
        {
            Description = "Time zone of the file, for example America/New_York (default: the agency's)"
        };
        var projection = new Option<string?>("--projection")
        {
            Description = "Projection of the coordinates, by EPSG number or name, for example 2263 (default: the file's, else degrees)"
        };
        var missing = new Option<string[]>("--missing") { Description = "Text that means a missing value, for example NA" };
        var categories = new Option<string[]>("--category")
        {
            Description = "Category code for a category text of the source",
            HelpName = "TEXT=CODE"
        };
        var other = new Option<string>("--category-default")
        {
            Description = "Category of all other texts",
            DefaultValueFactory = _ => "other"
        };
        var key = new Option<string?>("--key")
        {
            Description = "Columns that identify a repeated row, separated by commas (default: all mapped columns)",
            HelpName = "COLUMNS"
        };
        var equal = new Option<bool>("--keep-equal-rows")
        {
            Description = "Treat rows of this file with the same key as separate incidents"
        };
        var source = new Option<string>("--source")
        {
            Description = "Name of the source, if several sources use the same incident numbers",
            DefaultValueFactory = _ => ""
        };
        var verb = new Command("incidents", "Add the incidents in a file; rows imported before are not added again")
        {
            file, maps, delimiter, encoding, header, sheet, format, clock, dates, range, earliest, months, zone,
            projection, missing, categories, other, key, equal, source,
        };
        verb.SetAction(async (parsed, ct) =>
        {
            var map = new IncidentMap
            {
                Columns = Pairs(parsed.GetValue(maps)!, "--map", "FIELD=COLUMN", lastSign: false),
                Delimiter = Delimiter(parsed.GetValue(delimiter)),
                Encoding = parsed.GetValue(encoding),
                HeaderLine = parsed.GetValue(header),
                Sheet = parsed.GetValue(sheet),
                DateFormat = parsed.GetValue(format),
                Clock = parsed.GetValue(clock),
                DatesOnly = parsed.GetValue(dates),
                RangeSeparator = parsed.GetValue(range),
                Earliest = parsed.GetValue(earliest),
                MonthsOnly = parsed.GetValue(months),
                TimeZone = parsed.GetValue(zone),
                Projection = parsed.GetValue(projection),
                Missing = parsed.GetValue(missing) ?? [],
                Categories = Pairs(parsed.GetValue(categories) ?? [], "--category", "TEXT=CODE", lastSign: true),
                CategoryDefault = parsed.GetValue(other)!,
                Key = parsed.GetValue(key)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [],
                KeepEqualRows = parsed.GetValue(equal),
                Source = parsed.GetValue(source)!.Trim(),
            };
            await using var content = Open(parsed.GetValue(file)!);
            try
            {
                var made = await WithProgress(content.Length, progress =>
                    verbs.Send(parsed, new ImportIncidents(parsed.GetValue(file)!.Name, content, map, progress), ct));
                Report(made);
                return 0;
            }
            catch (OperationCanceledException)
            {
                throw new UsageError("The import was stopped. Nothing from this file was kept.");
            }
        });
        return verb;
    }

    /// <summary>Shows a progress bar on a terminal; otherwise writes a line for the first chunk and then every second.</summary>
    private static async Task<IncidentsImported> WithProgress(long length, Func<Action<ImportProgress>, Task<IncidentsImported>> import)
    {
        if (!Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive)
            return await AnsiConsole.Progress().AutoClear(true).StartAsync(bar =>
            {
                var task = bar.AddTask("Reading", maxValue: Math.Max(1, length));
                return import(p =>
                {
                    task.Value = p.BytesRead;
                    task.Description = Markup.Escape(p.Sentence ?? $"{p.RowsRead:N0} rows");
                });
            });
        var sinceLast = new Stopwatch();
        return await import(p =>
        {
            if (p.Sentence is null && sinceLast is { IsRunning: true, ElapsedMilliseconds: < 1000 }) return;
            Console.WriteLine(p.Sentence ?? $"{p.RowsRead:N0} rows, {Math.Min(100, 100 * p.BytesRead / Math.Max(1, length))}% of the file");
            if (p.Sentence is null) sinceLast.Restart();
        });
    }

    private static void Report(IncidentsImported made)
    {
        Console.WriteLine($"{made.RowsRead:N0} rows read: {made.Added:N0} added, {made.Repeats:N0} repeats, {made.Rejected:N0} rejected.");
        if (made.Added == 0) Console.WriteLine("Nothing was added.");
        else if (IncidentsImported.NoNeighborhoods(made.Added, made.Unplaced) is { } sentence) Console.WriteLine($"WARNING: {sentence}");
        else Console.WriteLine($"{made.Unplaced:N0} added rows have no coordinates or lie outside every neighborhood.");
        foreach (var fault in made.Outcome.Faults.Where(f => !f.Kind.Rejects()))
            Console.WriteLine($"{fault.Rows:N0} rows without a field: {FaultWords.Of(fault.Kind)}");
        if (made.Outcome.OtherWords is [_, ..] others)
            Console.WriteLine("Words with the default category: "
                + string.Join(", ", others.Take(20).Select(o => $"{o.Word} ({o.Rows:N0})")));
        if (made.Rejected > 0) Console.WriteLine("Rejected:");
        foreach (var row in made.Rejections) Console.WriteLine($"  line {row.Line}: {row.Reason}");
        if (made.Rejected > made.Rejections.Count) Console.WriteLine($"  and {made.Rejected - made.Rejections.Count:N0} more");
    }

    internal static FileStream Open(FileInfo file)
    {
        try
        {
            return new(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0,
                FileOptions.SequentialScan | FileOptions.Asynchronous);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageError(File.Exists(file.FullName) || Directory.Exists(file.FullName)
                ? $"{file} can't be read." : $"There is no file {file}.");
        }
    }

    private static Dictionary<string, string> Pairs(IEnumerable<string> texts, string option, string shape, bool lastSign)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var sign = lastSign ? text.LastIndexOf('=') : text.IndexOf('=');
            if (sign <= 0 || sign == text.Length - 1) throw new UsageError($"{option} \"{text}\" is not valid. Write {shape}.");
            if (!pairs.TryAdd(text[..sign].Trim(), text[(sign + 1)..].Trim()))
                throw new UsageError($"{option} maps {text[..sign].Trim()} more than once.");
        }
        return pairs;
    }

    private static string? Delimiter(string? text) => text switch
    {
        null => null,
        "tab" or "\\t" => "\t",
        { Length: 1 } => text,
        _ => throw new UsageError($"--delimiter \"{text}\" is not valid. Write one character, or tab."),
    };
}
