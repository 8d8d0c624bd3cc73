using System.CommandLine;
using System.Text.RegularExpressions;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.AuditLog;
using ProblemTracker.Backups;
using ProblemTracker.Demo;
using ProblemTracker.Evidence;
using ProblemTracker.Incidents;
using ProblemTracker.Patrol;

namespace ProblemTracker.Host;

/// <summary>The program's command line. Without a verb, it runs the server.</summary>
internal static partial class CommandLine
{
    private static readonly Option<string?> Data = new("--data")
    {
        Description = "Folder for the embedded database and outgoing email (default .data)",
        Recursive = true,
        HelpName = "DIR"
    };

    public static async Task<int> Run(string[] args, Func<string[], Task> serve)
    {
        var root = new RootCommand(
            "ProblemTracker: tracks neighborhood problems through Scanning, Analysis, Response and Assessment. "
                + "Without a verb, runs the server.");
        root.Options.Add(Data);
        root.AddServing(serve);
        root.Subcommands.Add(MigrateVerb());
        root.AddBackupVerbs(Options);
        var verbs = new VerbRunner(InScope);
        root.AddAccountVerbs(verbs);
        root.AddSettingVerbs(verbs);
        root.AddAuditLogVerbs(verbs);
        root.AddImportVerbs(verbs);
        root.AddPatrolVerbs(verbs);
        root.AddSignalVerbs(verbs);
        root.AddEvaluationVerbs(verbs);
        root.AddDemoVerbs(verbs);
        try
        {
            var parsed = root.Parse(args);
            var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
            // Told to stop, the server ends itself when it has answered its requests; the library would end it earlier.
            if (parsed.CommandResult.Command == root) invocation.ProcessTerminationTimeout = null;
            return await parsed.InvokeAsync(invocation);
        }
        catch (Exception error) when (Sentence(error) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    private static void AddServing(this RootCommand root, Func<string[], Task> serve)
    {
        var urls = new Option<string?>("--urls") { Description = "Addresses to listen on (default http://127.0.0.1:5080)" };
        var noDemo = new Option<bool>("--no-demo") { Description = "Run for real work, without the demo city and demo accounts" };
        var publicUrl = new Option<string?>("--public-url")
        {
            Description = "The address where people open the tracker; required with --no-demo"
        };
        var publicOnly = new Option<bool>("--public-only")
        {
            Description = "Answer only the public site and Open311, beside a process inside on the same SQL Server"
        };
        var offset = new Option<string?>("--clock-offset") { Description = "Demo only: move the clock ahead, for example by 20d" };
        // Settings of appsettings.json can be passed as --Section:Name=value; reject anything else unknown.
        root.TreatUnmatchedTokensAsErrors = false;
        foreach (var option in new Option[] { urls, noDemo, publicUrl, publicOnly, offset }) root.Options.Add(option);
        root.SetAction(async (parsed, _) =>
        {
            if (parsed.UnmatchedTokens.FirstOrDefault(t => !Setting().IsMatch(t)) is { } unknown)
                throw new UsageError($"There is no verb or option \"{unknown}\". Run with --help to list them.");
            List<string> settings = [.. parsed.UnmatchedTokens];
            if (parsed.GetValue(noDemo)) settings.Add("--Demo=false");
            if (parsed.GetValue(urls) is { } at) settings.Add($"--urls={at}");
            if (parsed.GetValue(publicUrl) is { } open) settings.Add($"--PublicUrl={open}");
            if (parsed.GetValue(publicOnly)) settings.Add("--PublicOnly=true");
            if (parsed.GetValue(offset) is { } ahead) settings.Add($"--ClockOffset={ahead}");
            settings.AddRange(DataSetting(parsed));
            await serve([.. settings]);
            return 0;
        });
    }

    private static Command MigrateVerb()
    {
        var verb = new Command("migrate", "Update the database schema");
        verb.SetAction(parsed =>
        {
            var options = Options(parsed);
            using var use = FolderLock.Share(options.DataFolder);
            var ran = Schema.Migrate(options.Database);
            Console.WriteLine(ran.Count == 0 ? "The database is up to date." : $"Ran {string.Join(", ", ran)}.");
        });
        return verb;
    }

    /// <summary>Runs a verb's work as the system, with the server's services.</summary>
    private static async Task InScope(ParseResult parsed, Func<IServiceProvider, Task> work)
    {
        var options = Options(parsed);
        using var use = FolderLock.Share(options.DataFolder);
        if (options.Database.Dialect.MigratesAtStart) Schema.Migrate(options.Database);
        await using var provider = new ServiceCollection().AddLogging().AddTracker(options).BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System("command line");
        await DemoClock.Restore(scope.ServiceProvider, options);
        await work(scope.ServiceProvider);
    }

    private static TrackerOptions Options(ParseResult parsed)
    {
        // Read the same sources in the same order as the server, so that a verb uses the same database.
        var environment = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
            ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? "Production";
        return TrackerOptions.From(new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddJsonFile($"appsettings.{environment}.json", optional: true)
            .AddEnvironmentVariables("ASPNETCORE_").AddEnvironmentVariables("DOTNET_").AddEnvironmentVariables()
            .AddCommandLine([.. DataSetting(parsed)]).Build());
    }

    private static string[] DataSetting(ParseResult parsed) => parsed.GetValue(Data) is { } folder ? [$"--Data={folder}"] : [];

    /// <summary>The error message for the terminal; null for unexpected errors, which show their stack trace.</summary>
    private static string? Sentence(Exception error) => error switch
    {
        Invalid invalid => string.Join(Environment.NewLine, invalid.Errors.SelectMany(e => e.Value.Select(v => $"{e.Key}: {v}"))),
        RuleBroken rule => string.Join(Environment.NewLine, rule.Shortfalls.Select(s => s.Message)),
        TrackerException or UsageError => error.Message,
        System.Data.Common.DbException => $"The database can't be used: {error.Message}",
        _ => null,
    };

    [GeneratedRegex("^--[A-Za-z][A-Za-z0-9:.]*=")]
    private static partial Regex Setting();
}
