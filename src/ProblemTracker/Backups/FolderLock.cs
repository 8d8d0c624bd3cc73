namespace ProblemTracker.Backups;

/// <summary>
/// Tells whether a process uses a data folder, so that a restore never replaces the database of a running server. Servers and verbs share
/// the lock; a restore needs it alone. The operating system releases it when a process ends, however it ends.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <exception cref="UsageError">A restore is running.</exception>
    public static FolderLock Share(string folder) => Open(folder, FileAccess.Read, FileShare.ReadWrite)
        ?? throw new UsageError($"A backup is being restored into {folder}. Wait until it is done, then start again.");

    /// <exception cref="UsageError">A server or a verb uses the folder.</exception>
    public static FolderLock Alone(string folder) => Open(folder, FileAccess.ReadWrite, FileShare.None)
        ?? throw new UsageError($"The tracker is running with the data folder {folder}. Stop it, then restore.");

    public void Dispose() => _file.Dispose();

    private static FolderLock? Open(string folder, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = access, Share = share };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            return new(new(Path.Combine(folder, "tracker.lock"), options));
        }
        catch (IOException error) when (error is not (FileNotFoundException or DirectoryNotFoundException))
        {
            return null;
        }
    }
}
