using System.CommandLine;
using System.Diagnostics;
using Spectre.Console;

namespace ProblemTracker.Incidents;

/// <summary><c>import neighborhoods</c>, <c>import streets</c>, <c>import incidents</c> and <c>import undo</c>.</summary>
internal static class ImportVerbs
{
    public static void AddImportVerbs(this RootCommand root, VerbRunner verbs) =>
        root.Subcommands.Add(new Command("import",
            "Import neighborhoods, streets and incidents from files, or undo an import; a running server shows it at once")
        {
            MapVerbs.Neighborhoods(verbs), MapVerbs.Streets(verbs), Incidents(verbs), UndoVerb.Of(verbs),
        });

    private static Command Incidents(VerbRunner verbs)
    {
        var file = new Argument<FileInfo>("file")
        {
            Description = "CSV or other delimiter-separated text, an Excel workbook, GeoJSON points, JSON with one object per row, or "
                + "a zipped shapefile"
        };
        var options = new MapOptions(ImportKind.Incidents);
        var preview = new Option<bool>("--preview")
        {
            Description = "Read the whole file, say what an import would do and what it leaves open, and write nothing; without --map, "
                + "propose one"
        };
        var verb = new Command("incidents", "Add the incidents in a file; rows imported before are not added again")
        {
            file, preview,
        };
        options.AddTo(verb);
        verb.SetAction(async (parsed, ct) =>
        {
            var name = parsed.GetValue(file)!.Name;
            if (parsed.GetValue(preview))
            {
                await using var looked = Open(parsed.GetValue(file)!);
                FilePreview.Write(await verbs.Send(parsed,
                    new PreviewFile(name, looked, options.AreGiven(parsed) ? options.Read(parsed) : null), ct));
                return 0;
            }
            var map = options.Read(parsed);
            await using var content = Open(parsed.GetValue(file)!);
            try
            {
                var made = await WithProgress(content.Length, progress =>
                    verbs.Send(parsed, new ImportIncidents(name, content, map, progress), ct));
                Report(made, map);
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

    private static void Report(IncidentsImported made, IncidentMap map)
    {
        Console.WriteLine($"{made.RowsRead:N0} rows read: {made.Added:N0} added, "
            + $"{(made.Changed > 0 ? $"{made.Changed:N0} updated, " : "")}{made.Repeats:N0} repeats, {made.Rejected:N0} rejected.");
        Console.WriteLine($"Listed as import {made.RunId}. {UndoVerb.How(made.RunId)}");
        if (made is { Added: 0, Changed: 0 }) Console.WriteLine("Nothing was added.");
        else if (IncidentsImported.NoNeighborhoods(made.Added, made.Unplaced, map) is { } sentence)
            Console.WriteLine($"WARNING: {sentence}");
        else Console.WriteLine($"{made.Unplaced:N0} added rows have no coordinates or lie outside every neighborhood.");
        if (made.Outcome.NoCoordinates > 0) Console.WriteLine($"{made.Outcome.NoCoordinates:N0} rows have no coordinates in the file.");
        foreach (var fault in made.Outcome.Faults.Where(f => !f.Kind.Rejects()))
            Console.WriteLine($"{fault.Rows:N0} rows: {FaultWords.Of(fault.Kind)}. {FaultWords.Became(fault.Kind)}.");
        foreach (var note in OutcomeNotes.Of(made.Outcome, map)) Console.WriteLine($"WARNING: {note}");
        if (made.Outcome.OtherWords.Where(word => !word.IsDecided).ToList() is [_, ..] others)
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
}
