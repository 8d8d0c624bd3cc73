using System.CommandLine;

namespace ProblemTracker.Accounts;

/// <summary><c>user …</c> and <c>token create</c>.</summary>
internal static class AccountVerbs
{
    public static void AddAccountVerbs(this RootCommand root, VerbRunner verbs)
    {
        root.Subcommands.Add(new Command("user", "Manage user accounts") { CreateUser(verbs), LinkUser(verbs), ResetUser(verbs) });
        root.Subcommands.Add(new Command("token", "Manage bearer tokens for the API") { CreateToken(verbs) });
    }

    private static Command CreateUser(VerbRunner verbs)
    {
        var email = new Option<string>("--email") { Description = "Email address used to sign in", Required = true };
        var name = new Option<string?>("--name") { Description = "Display name (default: the email address)" };
        var roles = new Option<Role[]>("--role")
        {
            Description = "Officer, Supervisor, Analyst, Command, Administrator or Partner; can be repeated",
            Required = true,
            AllowMultipleArgumentsPerToken = true
        };
        var stakeholder = new Option<long?>("--stakeholder")
        {
            Description = "Partner role only: the ID of the stakeholder this person represents"
        };
        var verb = new Command("create", "Create a user; reads the password from the terminal or standard input")
        {
            email, name, roles, stakeholder
        };
        verb.SetAction(async (parsed, ct) =>
        {
            var address = parsed.GetValue(email)!;
            var made = await verbs.Send(parsed,
                new CreatePerson(address, parsed.GetValue(name) ?? address, parsed.GetValue(roles)!, ReadPassword(),
                    parsed.GetValue(stakeholder)), ct);
            Console.WriteLine($"{made.Email} can sign in as {string.Join(", ", made.Roles)}.");
            return 0;
        });
        return verb;
    }

    private static Command LinkUser(VerbRunner verbs)
    {
        var email = new Option<string>("--email") { Description = "Email address of the user", Required = true };
        var verb = new Command("password-link", "Print a link with which the user sets a new password; also unlocks the account") { email };
        verb.SetAction(async (parsed, ct) =>
        {
            var link = await verbs.Send(parsed, new MakePasswordLink(parsed.GetValue(email)!), ct);
            if (link.Address is { } address && new Uri(address).IsLoopback)
                Console.Error.WriteLine(
                    "This link opens on this machine only. Set PublicUrl in the environment to the tracker's address, then make another.");
            Console.WriteLine($"Open this link within {AccountLinks.Hours} hours. It works once: {link.Address}");
            return 0;
        });
        return verb;
    }

    private static Command ResetUser(VerbRunner verbs)
    {
        var email = new Option<string>("--email") { Description = "Email address of the user", Required = true };
        var verb = new Command("reset-second-factors", "Remove the user's passkeys, authenticator app and recovery codes") { email };
        verb.SetAction(async (parsed, ct) =>
        {
            await verbs.Send(parsed, new ResetSecondFactorsOf(parsed.GetValue(email)!), ct);
            Console.WriteLine($"{parsed.GetValue(email)} adds a second factor at the next sign-in.");
            return 0;
        });
        return verb;
    }

    private static Command CreateToken(VerbRunner verbs)
    {
        var user = new Option<string>("--user") { Description = "Email address of the user", Required = true };
        var name = new Option<string>("--name") { Description = "What the token is for", DefaultValueFactory = _ => "command line" };
        var days = new Option<int>("--days") { Description = "Days until the token expires", DefaultValueFactory = _ => 30 };
        var readOnly = new Option<bool>("--read-only") { Description = "Create a token that can read but not change data" };
        var verb = new Command("create", "Create a token and print it as the last word of standard output") { user, name, days, readOnly };
        verb.SetAction(async (parsed, ct) =>
        {
            var made = await verbs.Send(parsed,
                new CreateToken(parsed.GetValue(user)!, parsed.GetValue(name)!, parsed.GetValue(days), parsed.GetValue(readOnly)), ct);
            Console.WriteLine($"Token until {made.ExpiresAt:yyyy-MM-dd}: {made.Token}");
            return 0;
        });
        return verb;
    }

    /// <summary>Reads the password from the terminal without echo, or from the first line of redirected standard input.</summary>
    private static string ReadPassword()
    {
        if (Console.IsInputRedirected) return Console.ReadLine() ?? "";
        Console.Error.Write($"Password (at least {AccountRules.ShortestPassword} characters): ");
        var typed = new System.Text.StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace) typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar)) typed.Append(key.KeyChar);
        }
        Console.Error.WriteLine();
        return typed.ToString();
    }
}
