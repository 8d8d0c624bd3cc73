namespace ProblemTracker.Files;

/// <summary>Files for a moment, for readers that go back and forth in what arrives as a stream. Only this account can read them.</summary>
internal static class TemporaryFile
{
    /// <param name="content">Copied to its end, from where it stands.</param>
    /// <param name="ct">Ends copying.</param>
    /// <param name="most">Bytes.</param>
    /// <returns>The file at its beginning; closing it deletes it.</returns>
    /// <exception cref="Invalid">At <c>file</c>: larger, or damaged.</exception>
    public static async Task<Stream> Of(Stream content, CancellationToken ct, long most = Uploads.Largest)
    {
        var file = Create();
        try
        {
            var buffer = new byte[128 * 1024];
            for (int read; (read = await content.ReadAsync(buffer, ct)) > 0;)
            {
                if (file.Length + read > most)
                    throw new Invalid("file", $"The file is larger than {most / 1024 / 1024} MB when it is unpacked. Split it.");
                await file.WriteAsync(buffer.AsMemory(0, read), ct);
            }
            file.Position = 0;
            return file;
        }
        catch (InvalidDataException)
        {
            await file.DisposeAsync();
            throw new Invalid("file", "The file is damaged and can't be unpacked. Compress it again, then import it.");
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <returns>An empty file; closing it deletes it.</returns>
    public static FileStream Create()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.import"), options);
    }
}
