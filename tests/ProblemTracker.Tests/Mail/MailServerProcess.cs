using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using MimeKit;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Mail;

/// <summary>A real SMTP server in its own process: Debian's python3-aiosmtpd, run by <c>smtp_server.py</c>.</summary>
internal sealed class MailServerProcess : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private readonly Process _process;
    private readonly string _folder;

    private MailServerProcess(Process process, string folder, int port) => (_process, _folder, Port) = (process, folder, port);

    public int Port { get; }

    /// <summary>The accepted emails, in order of arrival.</summary>
    public IReadOnlyList<MimeMessage> Emails =>
        [.. Directory.GetFiles(_folder, "*.eml").Order(StringComparer.Ordinal).Select(f => MimeMessage.Load(f))];

    /// <summary>The same emails as raw text.</summary>
    public IReadOnlyList<string> Raw => [.. Directory.GetFiles(_folder, "*.eml").Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    public static async Task MustBeInstalled()
    {
        if (!File.Exists(Python)) Assert.Ignore("python3 is not installed, so there is no mail server to test against.");
        using var look = Process.Start(new ProcessStartInfo(Python, ["-c", "import aiosmtpd"]) { RedirectStandardError = true })!;
        await look.WaitForExitAsync();
        if (look.ExitCode != 0)
            Assert.Ignore(
                "python3-aiosmtpd is not installed, so there is no mail server to test against. Run scripts/test, or "
                    + "apt-get install python3-aiosmtpd.");
    }

    /// <param name="folder">Where accepted emails are stored; a restarted server continues the numbering.</param>
    /// <param name="options">Command-line options, such as faults to simulate; see the script.</param>
    public static async Task<MailServerProcess> Start(string folder, params string[] options)
    {
        Directory.CreateDirectory(folder);
        var script = Path.Combine(Repository.Root, "tests", "ProblemTracker.Tests", "Mail", "smtp_server.py");
        var process = Process.Start(new ProcessStartInfo(Python, [script, folder, .. options]) { RedirectStandardOutput = true })!;
        var ready = await process.StandardOutput.ReadLineAsync();
        Assert.That(ready, Does.StartWith("ready "), "the mail server did not start");
        return new(process, folder, int.Parse(ready![6..], CultureInfo.InvariantCulture));
    }

    /// <summary>A port on which no process listens.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
