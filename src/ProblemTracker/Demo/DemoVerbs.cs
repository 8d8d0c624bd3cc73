using System.CommandLine;

namespace ProblemTracker.Demo;

/// <summary><c>seed --demo</c>.</summary>
internal static class DemoVerbs
{
    public static void AddDemoVerbs(this RootCommand root)
    {
        var demo = new Option<bool>("--demo") { Description = "The invented demo city: three neighborhoods, 300 incidents, 8 problems", Required = true };
        var seed = new Command("seed", "Fill an empty database") { demo };
        seed.SetAction(async (parsed, _) =>
        {
            if (!parsed.GetValue(demo)) throw new UsageError("There is nothing to seed but the demo city: seed --demo");
            var isNew = await CommandLine.InScope(parsed, services => DemoSeed.Ensure(services, services.GetRequiredService<TrackerOptions>()));
            Console.WriteLine(isNew ? "The demo city is ready." : "The demo city was there already.");
            return 0;
        });
        root.Subcommands.Add(seed);
    }
}
