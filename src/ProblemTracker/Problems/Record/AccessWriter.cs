using ProblemTracker.Jobs;

namespace ProblemTracker.Problems;

/// <summary>Writes waiting accesses to the audit log. While the database can't be written to, it logs that and tries again.</summary>
internal sealed class AccessWriter(AccessLog accesses, JobMessages messages, TrackerClock clock, ILogger<AccessWriter> log)
    : BackgroundService
{
    private const int MostAtOnce = 200;
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        IReadOnlyList<Access> taken = [];
        try
        {
            while (await accesses.Waiting.WaitToReadAsync(stoppingToken))
            {
                taken = accesses.Take(MostAtOnce);
                while (!await Try(taken)) await Pause(stoppingToken);
                taken = [];
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            if (taken.Count > 0) await Try(taken);
            while (accesses.Take(MostAtOnce) is { Count: > 0 } last) await Try(last);
        }
    }

    private Task Pause(CancellationToken ct) => Task.Delay(BeforeRetry, clock, ct);

    private async Task<bool> Try(IReadOnlyList<Access> taken)
    {
        try
        {
            await messages.Send(new RecordAccesses(taken), CancellationToken.None);
            accesses.Written(taken.Count);
            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            log.LogError(error, "{Count} views, prints or exports are not in the audit log yet; the first is {Event} by person {PersonId}",
                taken.Count, taken[0].Event, taken[0].Actor.PersonId);
            return false;
        }
    }
}
