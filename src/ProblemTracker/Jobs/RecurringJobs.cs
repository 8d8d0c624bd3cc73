using Hangfire;

namespace ProblemTracker.Jobs;

/// <summary>The recurring jobs of all capabilities, in order of registration. Hangfire calls <see cref="Run"/>.</summary>
[AutomaticRetry(Attempts = 0)] // The next scheduled run comes within five minutes.
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

    /// <summary>What a recurring job does, for administrators; its id if the job no longer exists.</summary>
    public string Describe(string id) => jobs.FirstOrDefault(job => job.Id == id)?.Description ?? id;

    public Task Run(string id, CancellationToken ct) => Measured(jobs.Single(job => job.Id == id), ct);

    /// <summary>Runs all jobs now, in order. A failure is logged; the job runs again on schedule.</summary>
    public async Task RunAll(CancellationToken ct)
    {
        foreach (var job in jobs)
        {
            try
            {
                await Measured(job, ct);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                log.LogError(error, "The job {Job} failed", job.Id);
            }
        }
    }

    private async Task Measured(RecurringJob job, CancellationToken ct)
    {
        var outcome = "failed";
        try
        {
            await job.Work(messages, ct);
            outcome = "done";
        }
        catch (OperationCanceledException)
        {
            outcome = "canceled";
            throw;
        }
        finally
        {
            Telemetry.Jobs.Add(1, new("job", job.Id), new("outcome", outcome));
        }
    }
}
