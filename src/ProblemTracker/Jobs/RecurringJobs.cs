using Hangfire;

namespace ProblemTracker.Jobs;

/// <summary>The recurring jobs of all capabilities, in the order in which they were registered. Hangfire calls <see cref="Run"/>.</summary>
[AutomaticRetry(Attempts = 0)] // The next run is five minutes away.
public sealed class RecurringJobs(IEnumerable<RecurringJob> jobs, JobMessages messages, ILogger<RecurringJobs> log)
{
    public void Register(IRecurringJobManager manager)
    {
        foreach (var job in jobs)
        {
            manager.AddOrUpdate<RecurringJobs>(job.Id, all => all.Run(job.Id, CancellationToken.None), job.Cron);
            if (job.RunsAtStart) manager.Trigger(job.Id);
        }
    }

    /// <summary>What a recurring job does, for the administrator; its id if no capability has it any more.</summary>
    public string Describe(string id) => jobs.FirstOrDefault(job => job.Id == id)?.Does ?? id;

    public Task Run(string id, CancellationToken ct) => jobs.Single(job => job.Id == id).Work(messages, ct);

    /// <summary>All of them now, in order. One that fails is logged, and tried again on its next turn.</summary>
    public async Task RunAll(CancellationToken ct)
    {
        foreach (var job in jobs)
        {
            try
            {
                await job.Work(messages, ct);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                log.LogError(error, "The job {Job} failed", job.Id);
            }
        }
    }
}
