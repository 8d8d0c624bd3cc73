using System.Diagnostics;

namespace ProblemTracker.Tests.Host;

/// <summary>A small file system of its own that can be filled. Only root can mount it.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Megabytes = 160;

    private readonly bool _isMounted;

    public SmallDisk()
    {
        Folder = Directory.CreateTempSubdirectory("tracker-disk").FullName;
        _isMounted = Environment.UserName == "root" && Run("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m", "tmpfs", Folder) == 0;
    }

    public string Folder { get; }

    private string Ballast => Path.Combine(Folder, "ballast");

    /// <summary>Skips the test where nothing can be mounted.</summary>
    public void MustBeSmall()
    {
        if (!_isMounted) Assert.Ignore("Only root can mount a small file system.");
    }

    /// <summary>Takes all the space that is left.</summary>
    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        // Whole blocks first, then the last bytes.
        foreach (var size in new[] { 1 << 20, 4096, 1 })
        {
            try
            {
                while (true) file.Write(new byte[size]);
            }
            catch (IOException)
            {
                // It is full for this size.
            }
        }
    }

    public void Free() => File.Delete(Ballast);

    public void Dispose()
    {
        // A program that has just ended may keep it busy for a moment.
        for (var i = 0; _isMounted && Run("umount", Folder) != 0 && i < 50; i++) Thread.Sleep(100);
        Directory.Delete(Folder, recursive: true);
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
