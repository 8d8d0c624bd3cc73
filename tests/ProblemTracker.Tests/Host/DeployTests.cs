using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Host;

/// <summary>The files in <c>scripts/deploy</c>: checked by systemd itself, and the backup script run for real.</summary>
public sealed partial class DeployTests
{
    private string _folder = "";

    [SetUp] public void Start() => _folder = Directory.CreateTempSubdirectory("tracker-deploy").FullName;

    [TearDown] public void Stop() => Directory.Delete(_folder, recursive: true);

    [TestCase("problemtracker.service")]
    [TestCase("problemtracker-backup.service")]
    [TestCase("problemtracker-backup.timer")]
    public async Task Systemd_has_nothing_to_say_about_the_unit(string unit)
    {
        var (code, output) = await Systemd("verify", Unit(unit));

        Assert.That((code, output), Is.EqualTo((0, "")));
    }

    /// <summary>From 0, nothing exposed, to 100; an unconfined service has 96.</summary>
    [TestCase("problemtracker.service", 20)]
    [TestCase("problemtracker-backup.service", 10)]
    public async Task Service_can_do_little_beyond_its_work(string unit, int most)
    {
        var (code, output) = await Systemd("security", "--offline=true", $"--threshold={most}", Unit(unit));

        Assert.That(code, Is.Zero, output);
    }

    [Test]
    public void Service_is_stopped_no_sooner_than_the_program_stops_itself()
    {
        var unit = Repository.Read("scripts/deploy/problemtracker.service");
        using var host = new TrackerHost();
        var longestDrain = TrackerOptions.From(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        { ["Demo"] = "false", ["DrainSeconds"] = "3600", ["PublicUrl"] = "http://localhost" }).Build()).DrainTime;
        var seconds = int.Parse(StopSeconds().Match(unit).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

        Assert.That(TimeSpan.FromSeconds(seconds),
            Is.GreaterThan(longestDrain + host.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout));
    }

    [Test]
    public async Task Backup_script_keeps_recent_backups_and_deletes_old_ones_only_after_a_new_one()
    {
        var (data, backups) = (Path.Combine(_folder, "data"), Directory.CreateDirectory(Path.Combine(_folder, "backups")).FullName);
        await TrackerProcess.Token(data, "ada", "Officer");
        var (old, recent, other) = (Write("tracker-20200101-000000.backup", 20), Write("tracker-20200102-000000.backup", 13),
            Write("other.backup", 20));
        var failed = await Run("bash", new() { ["Data"] = Path.Combine(_folder, "nowhere") }, Script, backups, "14");
        var keptAtFirst = File.Exists(old);
        var (code, output) = await Run("bash", new() { ["Data"] = data }, Script, backups, "14");

        Assert.That((failed.Code, keptAtFirst), Is.EqualTo((1, true)), failed.Output);
        Assert.That(code, Is.Zero, output);
        Assert.That((File.Exists(old), File.Exists(recent), File.Exists(other)), Is.EqualTo((false, true, true)));
        Assert.That(Directory.GetFiles(backups, $"tracker-{DateTime.UtcNow:yyyy}*.backup"), Has.Length.EqualTo(1));

        string Write(string name, int days)
        {
            var path = Path.Combine(backups, name);
            File.WriteAllText(path, "");
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-days));
            return path;
        }
    }

    private static string Script => Path.Combine(Repository.Root, "scripts/deploy/problemtracker-backup");

    /// <summary>A copy that names programs where this machine has them, since systemd looks for them.</summary>
    private string Unit(string name)
    {
        var path = Path.Combine(_folder, name);
        var dotnet = Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "/bin/sh";
        File.WriteAllText(path, Repository.Read($"scripts/deploy/{name}").Replace("/usr/bin/dotnet", dotnet)
            .Replace("/opt/problemtracker/deploy/problemtracker-backup", Script));
        // The timer starts the service of its name.
        if (name.EndsWith(".timer", StringComparison.Ordinal)) Unit(Path.ChangeExtension(name, ".service"));
        return path;
    }

    private static Task<(int Code, string Output)> Systemd(params string[] arguments)
    {
        if (!File.Exists("/usr/bin/systemd-analyze"))
            Assert.Ignore("systemd is not installed. Run scripts/test as root, or apt-get install systemd.");
        return Run("/usr/bin/systemd-analyze", [], arguments);
    }

    private static async Task<(int Code, string Output)> Run(
        string program, Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TRACKER_PROGRAM"] = TrackerProcess.Program;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    [GeneratedRegex("TimeoutStopSec=([0-9]+)")]
    private static partial Regex StopSeconds();
}
