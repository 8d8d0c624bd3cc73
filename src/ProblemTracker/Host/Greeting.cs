using MediatR;
using ProblemTracker.Accounts;
using ProblemTracker.Demo;

namespace ProblemTracker.Host;

/// <summary>What a start prints: where to go, and in the demo who one can be.</summary>
internal static class Greeting
{
    private const int TokenDays = 30;

    public static async Task Print(WebApplication app, TrackerOptions options)
    {
        Console.WriteLine($"ProblemTracker is at {string.Join(", ", app.Urls)}");
        if (options.IsDemo) await PrintDemo(app.Services);
        else Console.WriteLine("Note: there is no second factor yet. Do not use it for real work beyond a closed network.");
    }

    /// <summary>Each start makes new tokens and ends those of the start before.</summary>
    private static async Task PrintDemo(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System("demo");
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        var active = (await mediator.Send(new ListPeople(Active: true))).Items.Select(p => p.Email).ToHashSet();
        Console.WriteLine(
            "A demo: the city, its people and its problems are invented. Sign in there with a click, or send a token to the API:");
        Console.WriteLine();
        // The administrator may have deactivated some of them.
        foreach (var account in DemoCity.Accounts.Where(a => active.Contains(a.Email)))
        {
            var made = await mediator.Send(new CreateToken(account.Email, "demo", TokenDays, Replaces: true));
            Console.WriteLine($"  {account.Email,-24} {Wording.Of(account.Role),-14} {made.Token}");
        }
        Console.WriteLine();
        Console.WriteLine("Ctrl-C stops it.");
    }
}
