using Microsoft.Data.Sqlite;
using ProblemTracker.Tests.Host;
using ProblemTracker.Tests.Mail;

namespace ProblemTracker.BrowserTests;

/// <summary>
/// The tracker as README sets it up on a server, with the files in <c>scripts/deploy</c>: a process with the settings of
/// <c>tracker.env</c>, nginx with TLS in front, a mail server, and a small disk for the data.
/// </summary>
internal sealed class Deployment : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tracker-deployment-").FullName;
    private readonly string _url = $"http://127.0.0.1:{MailServerProcess.FreePort()}";
    private TrackerProcess? _tracker;
    private NginxProcess? _nginx;
    private MailServerProcess? _mail;
    private BrowserHost? _browsers;

    public SmallDisk Disk { get; } = new();

    public MailServerProcess Mail => _mail!;

    public BrowserHost Browsers => _browsers!;

    /// <summary>What the server has printed since it was started.</summary>
    public string Said => _tracker!.Said;

    private string Data => Path.Combine(Disk.Folder, "data");

    private string Keys => Path.Combine(_folder, "keys");

    private string Backup => Path.Combine(_folder, "tracker.backup");

    /// <summary>Skips the test where a part of it is not installed.</summary>
    public static async Task<Deployment> Start()
    {
        await MailServerProcess.MustBeInstalled();
        NginxProcess.MustBeInstalled();
        var deployment = new Deployment();
        deployment.Disk.MustBeSmall();
        await deployment.StartAll();
        return deployment;
    }

    private async Task StartAll()
    {
        await File.WriteAllTextAsync(Keys, Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)));
        _mail = await MailServerProcess.Start(Path.Combine(_folder, "taken"));
        await StartServer();
        _nginx = await NginxProcess.Start(_folder, _url);
        _browsers = BrowserHost.Behind(NginxProcess.Host, _nginx.Port, _nginx.KeyHash);
    }

    public async Task StartServer() => _tracker = await TrackerProcess.Serve(Data,
        ["--urls", _url, .. Settings(), "--Mail:Server=127.0.0.1", $"--Mail:Port={_mail!.Port}", "--Mail:Security=None"]);

    /// <summary>SIGKILL, at any moment.</summary>
    public void KillServer() => _tracker!.Dispose();

    public async Task MakeBackup() => await MustSucceed("backup", Backup);

    public async Task LoseTheDataAndRestore()
    {
        KillServer();
        Directory.Delete(Data, recursive: true);
        await MustSucceed("restore", Backup);
        await StartServer();
    }

    /// <summary>Runs a verb with the same settings.</summary>
    public async Task MustSucceed(params string[] verb)
    {
        var (code, output) = await TrackerProcess.Run("", [.. verb, "--data", Data, .. Settings()]);
        Assert.That(code, Is.Zero, output);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browsers is not null) await _browsers.DisposeAsync();
        _tracker?.Dispose();
        _nginx?.Dispose();
        _mail?.Dispose();
        SqliteConnection.ClearAllPools();
        Disk.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The settings of <c>tracker.env</c> but for those that say where this machine has its parts.</summary>
    private string[] Settings() =>
    [
        .. Repository.Read("scripts/deploy/tracker.env").Split('\n')
            .Where(line => line.Contains('=') && !line.StartsWith('#'))
            .Select(line => line.Replace("__", ":", StringComparison.Ordinal)
                .Replace("/etc/problemtracker/keys", Keys, StringComparison.Ordinal))
            .Where(line => !new[] { "Demo", "urls", "Data", "Mail:Server" }.Contains(line.Split('=')[0]))
            .Select(line => $"--{line}"),
    ];
}
