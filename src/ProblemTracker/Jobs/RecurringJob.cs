using MediatR;

namespace ProblemTracker.Jobs;

/// <summary>
/// A recurring job, registered by the capability that it belongs to. It must be safe to run twice, or on two nodes at once.
/// </summary>
/// <param name="Id">Never change it: Hangfire stores the schedule under it.</param>
/// <param name="Cron">When it runs, such as <see cref="EveryFiveMinutes"/>.</param>
/// <param name="Description">What it does, shown to administrators.</param>
/// <param name="Work">Sends its messages.</param>
/// <param name="RunsAtStart">Whether it also runs when the server starts, to catch up on work missed while it was down.</param>
public sealed record RecurringJob(string Id, string Cron, string Description, Func<JobMessages, CancellationToken, Task> Work,
    bool RunsAtStart = false)
{
    public const string EveryFiveMinutes = "*/5 * * * *";
    public const string EveryMinute = "* * * * *";
}

/// <summary>Sends a job's messages as the system, each in its own scope.</summary>
public sealed class JobMessages(IServiceScopeFactory scopes)
{
    public async Task<T> Send<T>(IRequest<T> message, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System("job");
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(message, ct);
    }
}
