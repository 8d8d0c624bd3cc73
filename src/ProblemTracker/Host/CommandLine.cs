using System.CommandLine;
using System.Text.RegularExpressions;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.Demo;
using ProblemTracker.Incidents;

namespace ProblemTracker.Host;

/// <summary>The executable's verbs. Without one it serves.</summary>
internal static partial class CommandLine
{
    private static readonly Option<string?> Data = new(
        "--data")
    { Description = "Folder of the embedded database and outgoing mail (default .data)", Recursive = true, HelpName = "DIR" };

    public static async Task<int> Run(string[] args, Func<string[], Task> serve)
    {
        var root = new RootCommand(
            "ProblemTracker: takes neighborhood problems through Scanning, Analysis, Response and Assessment. Without a verb it serves.");
        root.Options.Add(Data);
        root.AddServing(serve);
        root.Subcommands.Add(MigrateVerb());
        var verbs = new VerbRunner(InScope);
        root.AddAccountVerbs(verbs);
        root.AddSettingVerbs(verbs);
        root.AddImportVerbs(verbs);
        root.AddDemoVerbs(verbs);
        try
        {
            var parsed = root.Parse(args);
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false });
        }
        catch (Exception error) when (Sentence(error) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    private static void AddServing(this RootCommand root, Func<string[], Task> serve)
    {
        var urls = new Option<string?>("--urls") { Description = "Where to listen (default http://127.0.0.1:5080)" };
        var noDemo = new Option<bool>("--no-demo") { Description = "Real work: no demo city, no demo accounts" };
        var offset = new Option<string?>("--clock-offset") { Description = "Demo only: how far ahead the clock is, for example 20d" };
        // Settings of appsettings.json can be given as --Section:Name=value; anything else unknown is a mistake.
        root.TreatUnmatchedTokensAsErrors = false;
        foreach (var option in new Option[] { urls, noDemo, offset }) root.Options.Add(option);
        root.SetAction(async (parsed, _) =>
        {
            if (parsed.UnmatchedTokens.FirstOrDefault(t => !Setting().IsMatch(t)) is { } unknown)
                throw new UsageError($"\"{unknown}\" is neither a verb nor an option. --help lists them.");
            List<string> settings = [.. parsed.UnmatchedTokens];
            if (parsed.GetValue(noDemo)) settings.Add("--Demo=false");
            if (parsed.GetValue(urls) is { } at) settings.Add($"--urls={at}");
            if (parsed.GetValue(offset) is { } ahead) settings.Add($"--ClockOffset={ahead}");
            settings.AddRange(DataSetting(parsed));
            await serve([.. settings]);
            return 0;
        });
    }

    private static Command MigrateVerb()
    {
        var verb = new Command("migrate", "Bring the database up to date");
        verb.SetAction(parsed =>
        {
            var ran = Schema.Migrate(Options(parsed).Database);
            Console.WriteLine(ran.Count == 0 ? "The database is up to date." : $"Ran {string.Join(", ", ran)}.");
        });
        return verb;
    }

    /// <summary>Runs a verb's work as the system, with the services of the server.</summary>
    private static async Task InScope(ParseResult parsed, Func<IServiceProvider, Task> work)
    {
        var options = Options(parsed);
        if (options.Database.Dialect.MigratesAtStart) Schema.Migrate(options.Database);
        await using var provider = new ServiceCollection().AddLogging().AddTracker(options).BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System("command line");
        await DemoClock.Restore(scope.ServiceProvider, options);
        await work(scope.ServiceProvider);
    }

    private static TrackerOptions Options(ParseResult parsed)
    {
        // The same sources in the same order as the server's, so that a verb finds the same database.
        var environment = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
            ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? "Production";
        return TrackerOptions.From(new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddJsonFile($"appsettings.{environment}.json", optional: true)
            .AddEnvironmentVariables("ASPNETCORE_").AddEnvironmentVariables("DOTNET_").AddEnvironmentVariables()
            .AddCommandLine([.. DataSetting(parsed)]).Build());
    }

    private static string[] DataSetting(ParseResult parsed) => parsed.GetValue(Data) is { } folder ? [$"--Data={folder}"] : [];

    /// <summary>The one sentence for the terminal; null for what is unforeseen and deserves its stack trace.</summary>
    private static string? Sentence(Exception error) => error switch
    {
        Invalid invalid => string.Join(Environment.NewLine, invalid.Errors.SelectMany(e => e.Value.Select(v => $"{e.Key}: {v}"))),
        RuleBroken rule => string.Join(Environment.NewLine, rule.Shortfalls.Select(s => s.Message)),
        TrackerException or UsageError => error.Message,
        System.Data.Common.DbException => $"The database could not be used: {error.Message}",
        _ => null,
    };

    [GeneratedRegex("^--[A-Za-z][A-Za-z0-9:.]*=")]
    private static partial Regex Setting();
}
