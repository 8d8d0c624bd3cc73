using System.Collections.Concurrent;
using System.Text.Json;
using ProblemTracker.Files;

namespace ProblemTracker.Incidents;

/// <summary>
/// Reads whole files for their previews. A small file is read while its reader waits; a large one in the background, and who asks meanwhile
/// gets the first rows and the progress. Only in memory: after a restart the file is read again.
/// </summary>
internal sealed class FileSurveys(IServiceScopeFactory scopes) : IDisposable
{
    /// <summary>How long a person waits before seeing the first rows.</summary>
    internal TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the result of a large file is kept; a small file is read anew each time.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private sealed class Survey(CancellationTokenSource stop)
    {
        public Task<ImportPreview> Result { get; set; } = null!;
        public long BytesRead { get; set; }
        public DateTimeOffset? LargeSince { get; set; }
        /// <summary>The date format proposed from the first rows that later rows can refute; null once the result was seen.</summary>
        public string? UnsureFormat { get; set; }
        public CancellationTokenSource Stop { get; } = stop;
    }

    private readonly ConcurrentDictionary<string, Survey> _surveys = new();

    /// <inheritdoc cref="ImportLook.At"/>
    public async Task<ImportPreview> Of(StoredImport import, IncidentMap? map, bool completes, CancellationToken ct)
    {
        Prune();
        var key = Key(import, map, completes);
        var survey = _surveys.GetOrAdd(key, _ => Begin(import, map, completes));
        try
        {
            var preview = await survey.Result.WaitAsync(Patience, ct);
            survey.UnsureFormat = null;
            if (survey.LargeSince is null) _surveys.TryRemove(key, out _);
            return preview;
        }
        catch (TimeoutException)
        {
            // From now on it is a large file: its result is kept for those who ask again.
            survey.LargeSince ??= ImportRuns.RealTime.GetUtcNow();
            var first = await Read(import, map, completes, ImportLook.SampleRows, null, ct);
            if (first.Objections.Contains(ImportLook.StillReading)) survey.UnsureFormat = first.Map?.DateFormat;
            return first with { IsWhole = false, Percent = (int)Math.Min(99, 100 * survey.BytesRead / Math.Max(1, import.FileBytes)) };
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Who asked has left; the next one who asks finds the result.
            survey.LargeSince ??= ImportRuns.RealTime.GetUtcNow();
            throw;
        }
        catch
        {
            _surveys.TryRemove(key, out _);
            throw;
        }
    }

    /// <summary>Refuses a map with a date format that was proposed from the first rows, unless the whole file confirms it.</summary>
    /// <exception cref="Conflict">The file is still being read, or its later rows show another format.</exception>
    public async Task MustBeSure(StoredImport import, IncidentMap map)
    {
        if (!_surveys.TryGetValue(Key(import, null, completes: true), out var survey) || survey.UnsureFormat is not { } format
            || map.DateFormat != format) return;
        if (!survey.Result.IsCompleted) throw new Conflict("import.reading", ImportLook.StillReading);
        if (survey.Result.IsCompletedSuccessfully && (await survey.Result).Map?.DateFormat != format)
            throw new Conflict("import.reading", "The whole file is read now, and its later rows show that its dates are in another format "
                + "than its first rows seemed to be. Check the preview again.");
    }

    private static string Key(StoredImport import, IncidentMap? map, bool completes) =>
        $"{import.StoredAs}:{completes}:{JsonSerializer.Serialize(map, Json.Options)}";

    /// <summary>Stops reading the file of an import that was started or discarded.</summary>
    public void Forget(string? storedAs)
    {
        foreach (var (key, survey) in _surveys)
            if (key.StartsWith($"{storedAs}:", StringComparison.Ordinal) && _surveys.TryRemove(key, out _)) survey.Stop.Cancel();
    }

    public void Dispose()
    {
        foreach (var survey in _surveys.Values) survey.Stop.Cancel();
    }

    private Survey Begin(StoredImport import, IncidentMap? map, bool completes)
    {
        var survey = new Survey(new());
        survey.Result = Task.Run(
            () => Read(import, map, completes, int.MaxValue, bytes => survey.BytesRead = bytes, survey.Stop.Token), survey.Stop.Token);
        return survey;
    }

    private async Task<ImportPreview> Read(StoredImport import, IncidentMap? map, bool completes, int mostRows, Action<long>? progress,
        CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var content = scope.ServiceProvider.GetRequiredService<Uploads>().Open(import.StoredAs!);
        Action<long>? tell = progress is null ? null : _ => progress(content.Position);
        return scope.ServiceProvider.GetServices<IRowImport>().FirstOrDefault(other => other.Takes(import.Kind)) is { } other
            ? await other.Look(import, content, map, mostRows, tell, ct)
            : await scope.ServiceProvider.GetRequiredService<ImportLook>().At(import, content, map, completes, mostRows, tell, ct);
    }

    private void Prune()
    {
        var now = ImportRuns.RealTime.GetUtcNow();
        foreach (var (key, survey) in _surveys)
            if (survey.LargeSince < now - Kept && _surveys.TryRemove(key, out _)) survey.Stop.Cancel();
    }
}
