namespace ProblemTracker.Shared;

/// <summary>The options of the server or a verb, from the command line, the environment or appsettings.json.</summary>
public sealed record TrackerOptions
{
    /// <summary>The default address to listen on.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>Shown on every page and in every email of the demo.</summary>
    public static string DemoMark => CommonTexts.Of(nameof(DemoMark), Languages.Current);

    public required bool IsDemo { get; init; }
    public required string DataFolder { get; init; }
    public required DatabaseSettings Database { get; init; }
    public TimeSpan? ClockOffset { get; init; }

    /// <summary>Whether this process also runs jobs. Setting <c>Jobs</c>; on by default.</summary>
    public bool RunsJobs { get; init; } = true;

    /// <summary>The mail server; null if emails go to <see cref="MailFolder"/>. Settings <c>Mail:…</c>.</summary>
    public MailServer? MailServer { get; init; }

    /// <summary>The provider of single sign-on; null without one. Settings <c>SignOn:…</c>.</summary>
    public SignOnProvider? SignOn { get; init; }

    /// <summary>The folder for emails as .eml files.</summary>
    public string MailFolder => Path.Combine(DataFolder, "mail");

    /// <summary>
    /// The base address for links in emails, without a trailing slash. Setting <c>PublicUrl</c>; by default the first address that the
    /// server listens on.
    /// </summary>
    public string PublicUrl { get; init; } = DefaultUrl;

    /// <summary>
    /// Whether only the public site and Open311 answer, for a process outside the firewall. Setting <c>PublicOnly</c>.
    /// </summary>
    public bool PublicOnly { get; init; }

    /// <summary>The base address of the public site for links in emails. Setting <c>PublicSiteUrl</c>; null if it is the same.</summary>
    public string? PublicSiteUrl { get; init; }

    /// <summary>The address of a path for someone outside this server.</summary>
    public string Address(string path) =>
        (path.StartsWith("/city", StringComparison.Ordinal) || path.StartsWith("/open311", StringComparison.Ordinal)
            ? PublicSiteUrl ?? PublicUrl : PublicUrl) + path;

    /// <summary>Whether people open the tracker by https.</summary>
    public bool IsHttps => PublicUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The proxies in front of the server whose header <c>X-Forwarded-For</c> is believed. Setting <c>TrustedProxies</c>.
    /// </summary>
    public IReadOnlyList<System.Net.IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>
    /// Networks beside the internet that webhooks may send to. Setting <c>WebhookNetworks</c>; none by default.
    /// </summary>
    public IReadOnlyList<System.Net.IPNetwork> WebhookNetworks { get; init; } = [];

    /// <summary>
    /// How long readiness fails before the server stops taking requests. Setting <c>DrainSeconds</c>, 5 by default; none in the demo.
    /// </summary>
    public TimeSpan DrainTime { get; init; }

    /// <summary>A certificate that encrypts the key ring: PEM with its private key, or PFX. Setting <c>Keys:Certificate</c>.</summary>
    public string? KeysCertificate { get; init; }

    /// <summary>A file with a secret that encrypts the key ring. Setting <c>Keys:File</c>.</summary>
    public string? KeysFile { get; init; }

    /// <summary>The sender of emails. Setting <c>MailFrom</c>.</summary>
    public string MailFrom { get; init; } = "ProblemTracker <no-reply@localhost>";

    /// <exception cref="UsageError">A setting is invalid, or the data folder is not writable.</exception>
    public static TrackerOptions From(IConfiguration configuration)
    {
        var folder = Path.GetFullPath(configuration["Data"] ?? ".data");
        var dialect = Dialect.Named(configuration["Database:Provider"]);
        var connection = dialect.ConnectionString(folder, configuration.GetConnectionString("ProblemTracker"));
        MustBeWritable(folder);
        return new()
        {
            IsDemo = configuration.GetValue("Demo", true),
            // The process inside runs them, which sees the mail server and what else they need.
            RunsJobs = configuration.GetValue("Jobs", !configuration.GetValue("PublicOnly", false)),
            PublicOnly = configuration.GetValue("PublicOnly", false),
            PublicSiteUrl = NotBlank(configuration["PublicSiteUrl"]) is { } site ? Address(site, null, "PublicSiteUrl") : null,
            PublicUrl = Address(configuration["PublicUrl"], configuration["urls"]),
            TrustedProxies = Networks(configuration, "TrustedProxies"),
            WebhookNetworks = Networks(configuration, "WebhookNetworks"),
            DrainTime = TimeSpan.FromSeconds(Math.Clamp(
                configuration.GetValue("DrainSeconds", configuration.GetValue("Demo", true) ? 0 : 5), 0, 60)),
            KeysCertificate = NotBlank(configuration["Keys:Certificate"]),
            KeysFile = NotBlank(configuration["Keys:File"]),
            MailFrom = Sender(configuration["MailFrom"]),
            MailServer = MailServer.From(configuration.GetSection("Mail")),
            SignOn = SignOnProvider.From(configuration.GetSection("SignOn")),
            DataFolder = folder,
            Database = new(dialect, connection),
            ClockOffset = configuration["ClockOffset"] is { Length: > 0 } offset ? ParseOffset(offset) : null,
        };
    }

    /// <summary>Parses a duration such as <c>20d</c>, <c>36h</c> or <c>1.12:00</c>.</summary>
    /// <exception cref="UsageError">The text is not a duration, or is negative.</exception>
    public static TimeSpan ParseOffset(string text)
    {
        var invariant = System.Globalization.CultureInfo.InvariantCulture;
        TimeSpan? offset =
            text.EndsWith('d') && int.TryParse(text[..^1], invariant, out var days) && days < 36_500 ? TimeSpan.FromDays(days)
            : text.EndsWith('h') && int.TryParse(text[..^1], invariant, out var hours) && hours < 876_000 ? TimeSpan.FromHours(hours)
            : TimeSpan.TryParse(text, invariant, out var span) && text.Contains(':') ? span : null;
        return offset is { } given && given >= TimeSpan.Zero ? given
            : throw new UsageError(
                $"--clock-offset can't be \"{text}\". Enter how far to move the clock ahead, for example 20d, 36h or 1.12:00.");
    }

    /// <exception cref="UsageError">The setting is not a web address.</exception>
    private static string Address(string? given, string? urls, string setting = "PublicUrl")
    {
        if (!string.IsNullOrWhiteSpace(given))
            return Uri.TryCreate(given, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") ? given.Trim().TrimEnd('/')
                : throw new UsageError(
                    $"{setting} can't be \"{given}\". Set it to the address where people open the tracker, for example "
                        + "https://tracker.example.gov.");
        var first = urls?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? DefaultUrl;
        // A link can't lead to a wildcard address; the machine's name is the best guess.
        foreach (var every in new[] { "//*", "//+", "//0.0.0.0", "//[::]" }) first = first.Replace(every, $"//{Environment.MachineName}");
        return Uri.TryCreate(first, UriKind.Absolute, out _) ? first.TrimEnd('/') : DefaultUrl;
    }

    private static string? NotBlank(string? given) => string.IsNullOrWhiteSpace(given) ? null : given.Trim();

    /// <exception cref="UsageError">The setting is not a list of addresses.</exception>
    private static List<System.Net.IPNetwork> Networks(IConfiguration configuration, string setting)
    {
        var given = configuration[setting] ?? "";
        List<System.Net.IPNetwork> networks = [];
        foreach (var part in given.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            networks.Add(System.Net.IPNetwork.TryParse(part, out var network) ? network
                : System.Net.IPAddress.TryParse(part, out var one) ? new(one, one.GetAddressBytes().Length * 8)
                : throw new UsageError(
                    $"{setting} can't be \"{given}\": \"{part}\" is not an IP address or a network such as 10.0.0.0/8."));
        return networks;
    }

    /// <exception cref="UsageError">The setting is not an email address.</exception>
    private static string Sender(string? given) => given is not { Length: > 0 } ? "ProblemTracker <no-reply@localhost>"
        : MimeKit.MailboxAddress.TryParse(given, out var sender) && TextRules.IsSender(sender.Address) ? given
        : throw new UsageError(
            $"MailFrom can't be \"{given}\". Set it to an email address, for example ProblemTracker <no-reply@tracker.example.gov>.");

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
            throw new UsageError($"Can't write to the folder {folder}. Choose another with --data DIR, or change its permissions.");
        }
    }
}
