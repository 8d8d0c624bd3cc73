namespace ProblemTracker;

/// <summary>What a start prints: where to go, and in the demo who one can be.</summary>
internal static class Greeting
{
    public static Task Print(WebApplication app, TrackerOptions options)
    {
        Console.WriteLine($"ProblemTracker is at {string.Join(", ", app.Urls)}");
        if (!options.IsDemo)
            Console.WriteLine("Note: there is no second factor yet. Do not use it for real work beyond a closed network.");
        return Task.CompletedTask;
    }
}
