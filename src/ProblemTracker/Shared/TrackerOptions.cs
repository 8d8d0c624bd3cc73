namespace ProblemTracker.Shared;

/// <summary>What a start or a verb is told: from the command line, the environment or appsettings.json.</summary>
public sealed record TrackerOptions
{
    /// <summary>Where the server listens unless told otherwise.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>On every page and in every email of the demo.</summary>
    public const string DemoMark = "Demo city: every person, place and number here is invented.";

    public required bool IsDemo { get; init; }
    public required string DataFolder { get; init; }
    public required DatabaseSettings Database { get; init; }
    public TimeSpan? ClockOffset { get; init; }

    /// <summary>Whether this process works on the jobs too; a setting (<c>Jobs</c>), on by default.</summary>
    public bool RunsJobs { get; init; } = true;

    /// <summary>Takes the mail; null where emails go to <see cref="MailFolder"/>. The settings <c>Mail:…</c>.</summary>
    public MailServer? MailServer { get; init; }

    /// <summary>Where mail is put as .eml files.</summary>
    public string MailFolder => Path.Combine(DataFolder, "mail");

    /// <summary>
    /// The address that links in mail begin with, without a slash at the end; a setting (<c>PublicUrl</c>), by default where the server
    /// listens first.
    /// </summary>
    public string PublicUrl { get; init; } = DefaultUrl;

    /// <summary>The sender of mail; a setting (<c>MailFrom</c>).</summary>
    public string MailFrom { get; init; } = "ProblemTracker <no-reply@localhost>";

    /// <exception cref="UsageError">A setting is wrong, or the folder can't be written.</exception>
    public static TrackerOptions From(IConfiguration configuration)
    {
        var folder = Path.GetFullPath(configuration["Data"] ?? ".data");
        var dialect = Dialect.Named(configuration["Database:Provider"]);
        var connection = dialect.ConnectionString(folder, configuration.GetConnectionString("ProblemTracker"));
        MustBeWritable(folder);
        return new()
        {
            IsDemo = configuration.GetValue("Demo", true),
            RunsJobs = configuration.GetValue("Jobs", true),
            PublicUrl = Address(configuration["PublicUrl"], configuration["urls"]),
            MailFrom = Sender(configuration["MailFrom"]),
            MailServer = MailServer.From(configuration.GetSection("Mail")),
            DataFolder = folder,
            Database = new(dialect, connection),
            ClockOffset = configuration["ClockOffset"] is { Length: > 0 } offset ? ParseOffset(offset) : null,
        };
    }

    /// <summary>A length of time as people write it: <c>20d</c>, <c>36h</c> or <c>1.12:00</c>.</summary>
    /// <exception cref="UsageError">It is none, or it goes backward.</exception>
    public static TimeSpan ParseOffset(string text)
    {
        var invariant = System.Globalization.CultureInfo.InvariantCulture;
        TimeSpan? offset =
            text.EndsWith('d') && int.TryParse(text[..^1], invariant, out var days) && days < 36_500 ? TimeSpan.FromDays(days)
            : text.EndsWith('h') && int.TryParse(text[..^1], invariant, out var hours) && hours < 876_000 ? TimeSpan.FromHours(hours)
            : TimeSpan.TryParse(text, invariant, out var span) && text.Contains(':') ? span : null;
        return offset is { } given && given >= TimeSpan.Zero ? given
            : throw new UsageError(
                $"--clock-offset is \"{text}\"; write how far ahead the clock is, for example 20d, 36h or 1.12:00. It can't go backward.");
    }

    /// <exception cref="UsageError">The setting is no address.</exception>
    private static string Address(string? given, string? urls)
    {
        if (!string.IsNullOrWhiteSpace(given))
            return Uri.TryCreate(given, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") ? given.Trim().TrimEnd('/')
                : throw new UsageError(
                    $"PublicUrl is \"{given}\"; write the address at which people open the tracker, for example "
                        + "https://tracker.example.gov.");
        var first = urls?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? DefaultUrl;
        // "Every address" is none that a link could lead to; the machine's name is the best guess.
        foreach (var every in new[] { "//*", "//+", "//0.0.0.0", "//[::]" }) first = first.Replace(every, $"//{Environment.MachineName}");
        return Uri.TryCreate(first, UriKind.Absolute, out _) ? first.TrimEnd('/') : DefaultUrl;
    }

    /// <exception cref="UsageError">The setting is no address.</exception>
    private static string Sender(string? given) => given is not { Length: > 0 } ? "ProblemTracker <no-reply@localhost>"
        : MimeKit.MailboxAddress.TryParse(given, out _) ? given
        : throw new UsageError(
            $"MailFrom is \"{given}\"; write a mail address, for example ProblemTracker <no-reply@tracker.example.gov>.");

    private static void MustBeWritable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".probe-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageError($"The folder {folder} can't be written. Give another with --data DIR, or change its rights.");
        }
    }
}
