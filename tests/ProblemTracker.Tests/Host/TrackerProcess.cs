using System.Diagnostics;
using System.Text;

namespace ProblemTracker.Tests.Host;

/// <summary>The product as a process of its own, on a free port of this machine.</summary>
internal sealed class TrackerProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private TrackerProcess(Process process, string url)
    {
        (_process, Url) = (process, url);
        _ = Note(process.StandardOutput);
        _ = Note(process.StandardError);
    }

    /// <summary>What the process printed after it began to listen.</summary>
    public string Said
    {
        get
        {
            lock (_said) return $"{(_process.HasExited ? $"exit code {_process.ExitCode}" : "running")}\n{_said}";
        }
    }

    /// <summary>Where the process listens, without the proxy.</summary>
    public string Url { get; }

    public static string Program => Path.Combine(TestContext.CurrentContext.TestDirectory, "ProblemTracker.dll");

    /// <summary>Starts a server and waits until it answers.</summary>
    public static async Task<TrackerProcess> Serve(string folder, params string[] options)
    {
        string[] urls = options.Contains("--urls") ? [] : ["--urls", "http://127.0.0.1:0"];
        var process = Start(["--no-demo", .. urls, "--data", folder, .. options]);
        var greeting = await process.StandardOutput.ReadLineAsync();
        Assert.That(greeting, Does.StartWith("ProblemTracker is at "), await Errors(process, greeting));
        return new(process, greeting!["ProblemTracker is at ".Length..]);
    }

    /// <summary>Starts a server and tells it to stop some time after it began to use its folder.</summary>
    /// <returns>Its exit code, and everything that it printed.</returns>
    public static async Task<(int Code, string Output)> StopWhileStarting(string folder, TimeSpan after, params string[] options)
    {
        using var process = Start(["--urls", "http://127.0.0.1:0", "--public-url", "http://127.0.0.1:0", "--data", folder, .. options]);
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        while (!process.HasExited && !File.Exists(Path.Combine(folder, "tracker.lock"))) await Task.Delay(2);
        await Task.Delay(after);
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(await said));
    }

    /// <summary>Runs a verb, or a start that is refused.</summary>
    /// <param name="input">Standard input.</param>
    /// <param name="arguments">The command line.</param>
    public static async Task<(int Code, string Output)> Run(string input, params string[] arguments)
    {
        using var process = Start(arguments);
        await process.StandardInput.WriteLineAsync(input);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    /// <summary>Creates a person in a data folder, and an API token for them.</summary>
    public static async Task<string> Token(string folder, string name, params string[] roles)
    {
        var (code, output) = await Run(TrackerHost.Password,
            ["user", "create", "--email", $"{name}@test.example", "--role", .. roles, "--data", folder]);
        Assert.That(code, Is.Zero, output);
        return (await Run("", "token", "create", "--user", $"{name}@test.example", "--data", folder)).Output.Trim().Split(' ')[^1];
    }

    /// <summary>A client of this process with a token.</summary>
    public HttpClient Client(string token) => new()
    {
        BaseAddress = new(Url),
        DefaultRequestHeaders = { Authorization = new("Bearer", token) },
    };

    /// <summary>Stops the process as a service manager does, and waits until it has ended.</summary>
    public async Task<int> Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        // It holds its files until it has ended.
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task Note(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
            lock (_said) _said.AppendLine(line);
    }

    private static Process Start(IEnumerable<string> arguments) => Process.Start(new ProcessStartInfo("dotnet", [Program, .. arguments])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static async Task<string> Errors(Process process, string? greeting) =>
        greeting is null ? await process.StandardError.ReadToEndAsync() : greeting;
}
