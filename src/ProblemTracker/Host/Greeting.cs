using MediatR;
using ProblemTracker.Accounts;
using ProblemTracker.Demo;

namespace ProblemTracker.Host;

/// <summary>Prints the server's address on start, and in the demo the accounts to sign in with.</summary>
internal static class Greeting
{
    private const int TokenDays = 30;

    public static async Task Print(WebApplication app, TrackerOptions options)
    {
        Console.WriteLine($"ProblemTracker is at {string.Join(", ", app.Urls)}");
        if (SecretsSetup.Warning(options) is { } warning) Console.Error.WriteLine(warning);
        if (options.IsDemo) await PrintDemo(app.Services);
        else await PrintFirstAdministrator(app.Services);
    }

    /// <summary>An empty database has nobody who could let others in.</summary>
    private static async Task PrintFirstAdministrator(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System("start");
        if (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new MakeFirstAdministratorLink()) is { Address: { } address })
            Console.WriteLine($"Open this link to make the first administrator's account. It works once, for {AccountLinks.Hours} hours:\n"
                + $"  {address}");
    }

    /// <summary>Each start creates new tokens and revokes those of the previous start.</summary>
    private static async Task PrintDemo(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System("demo");
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        var active = (await mediator.Send(new ListPeople(Active: true))).Items.Select(p => p.Email).ToHashSet();
        Console.WriteLine(
            "This is a demo: the city, its people and its problems are invented. Open the page and select an account to sign in, "
                + "or use one of these API tokens:");
        Console.WriteLine();
        // Someone may have deactivated some of them.
        foreach (var account in DemoCity.Accounts.Where(a => active.Contains(a.Email)))
        {
            var made = await mediator.Send(new CreateToken(account.Email, "demo", TokenDays, Replaces: true));
            Console.WriteLine($"  {account.Email,-24} {Wording.Of(account.Role),-14} {made.Token}");
        }
        Console.WriteLine();
        Console.WriteLine("Press Ctrl-C to stop.");
    }
}
