using System.Globalization;
using System.Text;
using MediatR;
using ProblemTracker.Accounts;
using ProblemTracker.Demo;

namespace ProblemTracker.Host;

/// <summary>Prints the server's address on start, and how to get in: the demo's accounts, or a link for the first administrator.</summary>
internal static class Greeting
{
    private const int TokenDays = 30;

    /// <summary>How to get in, as text for the terminal. Empty if there is nothing to say.</summary>
    public static async Task<string> Accounts(IServiceProvider services, TrackerOptions options)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System("start");
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        return options.IsDemo ? await DemoAccounts(mediator) : await FirstAdministrator(mediator);
    }

    public static void Print(WebApplication app, TrackerOptions options, string accounts)
    {
        Console.WriteLine($"ProblemTracker is at {string.Join(", ", app.Urls)}");
        if (SecretsSetup.Warning(options) is { } warning) Console.Error.WriteLine(warning);
        Console.Write(accounts);
    }

    /// <summary>An empty database has nobody who could let others in.</summary>
    private static async Task<string> FirstAdministrator(IMediator mediator) =>
        await mediator.Send(new OfferFirstAdministratorLink()) is not { Address: { } address } ? ""
            : $"Open this link to make the first administrator's account. It works once, for {AccountLinks.Hours} hours:\n  {address}\n";

    /// <summary>Each start creates new tokens and revokes those of the previous start.</summary>
    private static async Task<string> DemoAccounts(IMediator mediator)
    {
        var active = (await mediator.Send(new ListPeople(Active: true))).Items.Select(p => p.Email).ToHashSet();
        var text = new StringBuilder(
            "This is a demo: the city, its people and its problems are invented. Open the page and select an account to sign in, "
                + "or use one of these API tokens:\n\n");
        // Someone may have deactivated some of them.
        foreach (var account in DemoCity.Accounts.Where(a => active.Contains(a.Email)))
        {
            var made = await mediator.Send(new CreateToken(account.Email, "demo", TokenDays, Replaces: true));
            text.AppendLine(CultureInfo.InvariantCulture, $"  {account.Email,-24} {Wording.Of(account.Role),-14} {made.Token}");
        }
        return text.Append("\nPress Ctrl-C to stop.\n").ToString();
    }
}
