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
        if (await Run(personId ?? 0, () => upload.Fault, ct) is { } fault) throw new Invalid(field, fault);
    }

    /// <summary>Does work with pictures in this person's turn.</summary>
    /// <param name="owner">The person, or a negative number for a link.</param>
    /// <param name="work">Takes long.</param>
    /// <param name="ct">Cancels waiting, not the work.</param>
    /// <exception cref="Conflict">Another picture of the same person is being converted.</exception>
    public async Task<T> Run<T>(long owner, Func<T> work, CancellationToken ct)
    {
        if (!_people.TryAdd(owner, true))
            throw new Conflict("photo.running", "Your other photo is still being converted. Wait until it is done, then attach this one.");
        try
        {
            await _all.WaitAsync(ct);
            try
            {
                return await Task.Run(work, ct);
            }
            finally
            {
                _all.Release();
            }
        }
        finally
        {
            _people.TryRemove(owner, out _);
        }
    }

    public void Dispose() => _all.Dispose();
}
