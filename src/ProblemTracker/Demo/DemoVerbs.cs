using System.CommandLine;
using Spectre.Console;

namespace ProblemTracker.Demo;

/// <summary><c>seed --demo</c> and <c>seed --scale N</c>.</summary>
internal static class DemoVerbs
{
    public static void AddDemoVerbs(this RootCommand root, VerbRunner verbs)
    {
        var demo = new Option<bool>("--demo") { Description = "The fictional demo city: 12 neighborhoods, 40,000 incidents, 60 problems" };
        var scale = new Option<int?>("--scale")
        {
            Description =
                "Copy the demo city's problems for load testing until there are 62.5 times N; 1600 makes 100,000. Incidents are not "
                    + "copied; each copy links to three",
            HelpName = "N",
        };
        var seed = new Command("seed", "Fill an empty database with the demo city, or copy its problems for load testing") { demo, scale };
        seed.SetAction(async (parsed, ct) =>
        {
            if (!parsed.GetValue(demo) && parsed.GetValue(scale) is null)
                throw new UsageError("Nothing to seed. Use seed --demo for the demo city, and then seed --scale N for load testing.");
            if (parsed.GetValue(demo))
            {
                var isNew = await verbs.InScope(parsed,
                    services => DemoSeed.Ensure(services, services.GetRequiredService<TrackerOptions>()));
                Console.WriteLine(isNew ? "The demo city is ready." : "The database already holds the demo city.");
            }
            if (parsed.GetValue(scale) is { } factor)
                Report(await verbs.InScope(parsed, services => WithProgress(progress =>
                    DemoScale.Run(services, services.GetRequiredService<TrackerOptions>(), factor, progress, ct))), factor);
            return 0;
        });
        root.Subcommands.Add(seed);
    }

    private static void Report(DemoScaled made, int factor)
    {
        if (made.Problems == 0)
        {
            Console.WriteLine($"Nothing copied. There are already {DemoScale.Problems(factor):N0} problems or more.");
            return;
        }
        var seconds = Math.Max(0.001, made.Time.TotalSeconds);
        Console.WriteLine(
            $"Copied {made.Problems:N0} problems ({made.Rows:N0} rows) in {made.Time.TotalSeconds:0.0} seconds: "
                + $"{made.Rows / seconds:N0} rows and {made.Problems / seconds:N0} problems per second.");
    }

    /// <summary>Shows a progress bar on a terminal; elsewhere prints a line for each batch.</summary>
    private static async Task<DemoScaled> WithProgress(Func<Action<int, int>, Task<DemoScaled>> copy)
    {
        if (Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive)
            return await copy((done, of) => Console.WriteLine($"{done:N0} of {of:N0} problems"));
        return await AnsiConsole.Progress().AutoClear(true).StartAsync(bar =>
        {
            var task = bar.AddTask("Copying");
            return copy((done, of) =>
            {
                (task.MaxValue, task.Value) = (of, done);
                task.Description = Markup.Escape($"{done:N0} of {of:N0} problems");
            });
        });
    }
}
