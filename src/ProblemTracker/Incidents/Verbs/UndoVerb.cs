using System.CommandLine;

namespace ProblemTracker.Incidents;

/// <summary><c>import undo</c>.</summary>
internal static class UndoVerb
{
    /// <summary>Tells whoever imported a file how to undo that.</summary>
    public static string How(long importId) => $"To undo it, run import undo {importId}, or use its page.";

    public static Command Of(VerbRunner verbs)
    {
        var id = new Argument<long>("id") { Description = "Number of the import: its verb says it, and it is in the address of its page" };
        var verb = new Command("undo",
            "Undo a finished import, while nothing depends on it")
        {
            id,
        };
        verb.SetAction(async (parsed, ct) =>
        {
            var import = await Read(verbs, parsed, parsed.GetValue(id), ct);
            await verbs.Send(parsed, new UndoImport(import.Id), ct);
            Console.WriteLine(import.Kind == ImportKind.Neighborhoods
                ? "Import undone. The neighborhoods have what they had before."
                : $"Import undone. Its {import.Kind.ToString().ToLowerInvariant()} no longer appear.");
            // A server that runs would do the rest within a minute; without one, it would wait for the next import.
            var isDone = await verbs.InScope(parsed,
                services => services.GetRequiredService<ImportRuns>().EndUndo(import.Id, ct));
            Console.WriteLine(!isDone ? "Another import is running. The rest is done when it has ended."
                : import.Kind == ImportKind.Neighborhoods ? "Incidents are assigned to the neighborhoods that they lay in."
                : $"Deleted: {import.Added:N0} added {import.Kind.ToString().ToLowerInvariant()}."
                    + (import.Changed > 0 ? $" With their earlier content again: {import.Changed:N0} updated incidents." : ""));
            return 0;
        });
        return verb;
    }

    private static async Task<ImportDetails> Read(VerbRunner verbs, ParseResult parsed, long id, CancellationToken ct)
    {
        try
        {
            return await verbs.Send(parsed, new ReadImport(id), ct);
        }
        catch (NotFound)
        {
            throw new UsageError($"There is no import {id}.");
        }
    }
}
