using System.CommandLine;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary><c>evaluate NUMBER</c>.</summary>
internal static class EvaluationVerbs
{
    public static void AddEvaluationVerbs(this RootCommand root, VerbRunner verbs)
    {
        var number = new Argument<string>("NUMBER") { Description = "The problem's number, such as P-2026-0042" };
        var evaluate = new Command("evaluate", "Compute the test of a problem's frozen plan now, with the incidents that are there")
        {
            number,
        };
        evaluate.SetAction(async (parsed, ct) =>
        {
            var typed = parsed.GetRequiredValue(number);
            if ((await verbs.Send(parsed, new FindByNumber(typed), ct)).Id is not { } id)
            {
                Console.Error.WriteLine($"There is no problem {typed}.");
                return 1;
            }
            var found = (await verbs.Send(parsed, new EvaluateTest(id), ct)).Test!;
            foreach (var cell in found.Results.Cells) Console.WriteLine($"{cell.Name}: {cell.Before:N0} before, {cell.After:N0} after");
            Console.WriteLine(found.Results.Sentence);
            return 0;
        });
        root.Subcommands.Add(evaluate);
    }
}
