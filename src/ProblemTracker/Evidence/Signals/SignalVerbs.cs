using System.CommandLine;

namespace ProblemTracker.Evidence;

/// <summary><c>signals run</c>.</summary>
internal static class SignalVerbs
{
    public static void AddSignalVerbs(this RootCommand root, VerbRunner verbs)
    {
        var run = new Command("run",
            "Look for signals in the incidents now, although today's run was done; a running server shows them at once");
        run.SetAction(async (parsed, ct) =>
        {
            var result = await verbs.Send(parsed, new RunSignals(Again: true), ct);
            if (!result.Ran)
            {
                Console.WriteLine("Another process is looking for signals. Try again in a few minutes.");
                return 1;
            }
            Console.WriteLine(result.Through is { } through
                ? $"{result.Incidents:N0} incidents through {DateText.Date(through)}, {result.Tests:N0} comparisons: "
                    + $"{result.Found:N0} signals."
                : result.Skipped.Count > 0 ? "No incidents could be compared." : "There are no incidents yet. Import a file first.");
            foreach (var skipped in result.Skipped)
                Console.WriteLine($"Skipped: {Wording.Of(skipped.Kind)}, {skipped.What}. {skipped.Why}");
            return 0;
        });
        root.Subcommands.Add(new Command("signals", "Find what deserves attention in the incidents") { run });
    }
}
