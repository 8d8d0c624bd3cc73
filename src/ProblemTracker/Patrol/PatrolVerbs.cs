using System.CommandLine;
using ProblemTracker.Incidents;

namespace ProblemTracker.Patrol;

/// <summary><c>import calls</c> and <c>import shifts</c>.</summary>
internal static class PatrolVerbs
{
    public static void AddPatrolVerbs(this RootCommand root, VerbRunner verbs)
    {
        var import = root.Subcommands.First(verb => verb.Name == "import");
        import.Subcommands.Add(Verb(verbs, ImportKind.Calls, "calls",
            "Add the calls for service in a file, with the times of their units; rows imported before are not added again"));
        import.Subcommands.Add(Verb(verbs, ImportKind.Shifts, "shifts",
            "Add the shifts of units in a file; rows imported before are not added again"));
        var week = new Option<DateOnly?>("--week") { Description = "Any day of the week; the present week by default" };
        var plan = new Command("plan", "Plan the visits of directed tasks in a week, or in what is left of it, anew") { week };
        plan.SetAction(async (parsed, ct) =>
        {
            var made = await verbs.Send(parsed, new PlanWeek(parsed.GetValue(week)), ct);
            Console.WriteLine($"Week of {made.WeekOf:yyyy-MM-dd}: {made.Visits.Count:N0} visits planned "
                + $"(best first: {made.GreedyVisits:N0}), {made.LeftOut.Sum(task => task.Visits):N0} left out. "
                + $"{made.Score:N0} points of at most {made.Bound:N0}.");
            foreach (var task in made.LeftOut) Console.WriteLine($"{task.Visits:N0} of {task.Title}, {task.Place}: {task.Why}");
            return 0;
        });
        root.Subcommands.Add(new Command("patrol", "Plan directed tasks in the time that calls leave") { plan });
    }

    private static Command Verb(VerbRunner verbs, ImportKind kind, string name, string description)
    {
        var file = new Argument<FileInfo>("file")
        {
            Description = "CSV or other delimiter-separated text, an Excel workbook, or JSON rows",
        };
        var preview = new Option<bool>("--preview")
        {
            Description = "Read the whole file, say what an import would do, and write nothing; without --map, propose one",
        };
        var options = new MapOptions(kind);
        var verb = new Command(name, description) { file, preview };
        options.AddTo(verb);
        verb.SetAction(async (parsed, ct) =>
        {
            var fileName = parsed.GetValue(file)!.Name;
            await using var content = ImportVerbs.Open(parsed.GetValue(file)!);
            if (parsed.GetValue(preview))
            {
                FilePreview.Write(await verbs.Send(parsed, new PreviewFile(fileName, content,
                    options.AreGiven(parsed) ? options.Read(parsed) : null, kind), ct));
                return 0;
            }
            var made = await verbs.Send(parsed, new ImportUnitRows(fileName, content, options.Read(parsed)), ct);
            Console.WriteLine($"{made.RowsRead:N0} rows read: {made.Added:N0} added, {made.Repeats:N0} repeats, "
                + $"{made.Rejected:N0} rejected.");
            foreach (var fault in made.Outcome.Faults)
                Console.WriteLine($"{fault.Rows:N0} rows: {FaultWords.Of(fault.Kind)}. {FaultWords.Became(fault.Kind)}.");
            Console.WriteLine($"Listed as import {made.RunId}. {UndoVerb.How(made.RunId)}");
            return 0;
        });
        return verb;
    }
}
