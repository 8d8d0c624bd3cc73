using System.Collections.Concurrent;

namespace ProblemTracker.Files;

/// <summary>
/// Converts pictures outside of transactions: one at a time per person and two in all, since a conversion takes up to a gigabyte of memory
/// and seconds of CPU.
/// </summary>
public sealed class PictureConversions : IDisposable
{
    private const int MostAtOnce = 2;

    private readonly SemaphoreSlim _all = new(MostAtOnce);
    private readonly ConcurrentDictionary<long, bool> _people = new();

    /// <exception cref="Invalid">At <paramref name="field"/>: the file can't be converted; the message says why.</exception>
    /// <exception cref="Conflict">Another picture of the same person is being converted.</exception>
    public async Task Convert(PictureUpload upload, long? personId, CancellationToken ct, string field = "photo")
    {
        if (!_people.TryAdd(personId ?? 0, true))
            throw new Conflict("photo.running", "Your other photo is still being converted. Wait until it is done, then attach this one.");
        try
        {
            await _all.WaitAsync(ct);
            try
            {
                if (await Task.Run(() => upload.Fault, ct) is { } fault) throw new Invalid(field, fault);
            }
            finally
            {
                _all.Release();
            }
        }
        finally
        {
            _people.TryRemove(personId ?? 0, out _);
        }
    }

    public void Dispose() => _all.Dispose();
}
