using System.CommandLine;

namespace ProblemTracker.Accounts;

/// <summary><c>user create</c> and <c>token create</c>.</summary>
internal static class AccountVerbs
{
    public static void AddAccountVerbs(this RootCommand root, VerbRunner verbs)
    {
        root.Subcommands.Add(new Command("user", "People with an account") { CreateUser(verbs) });
        root.Subcommands.Add(new Command("token", "Bearer tokens for the API") { CreateToken(verbs) });
    }

    private static Command CreateUser(VerbRunner verbs)
    {
        var email = new Option<string>("--email") { Description = "Email address, the name to sign in with", Required = true };
        var name = new Option<string?>("--name") { Description = "Name as colleagues know it (default: the email address)" };
        var roles = new Option<Role[]>(
            "--role")
        {
            Description = "Officer, Supervisor, Analyst, Command, Administrator or Partner; may be given more than once",
            Required = true,
            AllowMultipleArgumentsPerToken = true
        };
        var stakeholder = new Option<long?>(
            "--stakeholder")
        {
            Description =
                "With role Partner: the number of the stakeholder in the directory for whom this person acts"
        };
        var verb = new Command("create", "Add a person; the password is read from the terminal or standard input") { email,
            name, roles, stakeholder };
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

    private static Command CreateToken(VerbRunner verbs)
    {
        var user = new Option<string>("--user") { Description = "Email address of the person", Required = true };
        var name = new Option<string>("--name") { Description = "What the token is for", DefaultValueFactory = _ => "command line" };
        var days = new Option<int>("--days") { Description = "Days until it expires", DefaultValueFactory = _ => 30 };
        var readOnly = new Option<bool>("--read-only") { Description = "The token can read but change nothing" };
        var verb = new Command("create", "Print a new token as the last word on standard output") { user, name, days, readOnly };
        verb.SetAction(async (parsed, ct) =>
        {
            var made = await verbs.Send(parsed,
                new CreateToken(parsed.GetValue(user)!, parsed.GetValue(name)!, parsed.GetValue(days), parsed.GetValue(readOnly)), ct);
            Console.WriteLine($"Token until {made.ExpiresAt:yyyy-MM-dd}: {made.Token}");
            return 0;
        });
        return verb;
    }

    /// <summary>Typed without an echo on a terminal; otherwise the first line of standard input.</summary>
    private static string ReadPassword()
    {
        if (Console.IsInputRedirected) return Console.ReadLine() ?? "";
        Console.Error.Write($"Password (at least {PasswordRules.ShortestPassword} characters): ");
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
