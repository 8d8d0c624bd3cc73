using MediatR;

namespace ProblemTracker.Jobs;

/// <summary>
/// A recurring job, registered by the capability whose work it does. Run twice or on two nodes at once, it changes nothing more.
/// </summary>
/// <param name="Id">Fixed: Hangfire keeps its timetable under it.</param>
/// <param name="Cron">When it runs, for example <see cref="EveryFiveMinutes"/>.</param>
/// <param name="Does">What it does, for the administrator.</param>
/// <param name="Work">Sends its messages.</param>
/// <param name="RunsAtStart">Whether it also runs when the server starts, so that nobody waits for what fell due while it was down.</param>
public sealed record RecurringJob(string Id, string Cron, string Does, Func<JobMessages, CancellationToken, Task> Work,
    bool RunsAtStart = false)
{
    public const string EveryFiveMinutes = "*/5 * * * *";
    public const string EveryMinute = "* * * * *";
}

/// <summary>Sends the messages of a job as the system, each in a scope of its own.</summary>
public sealed class JobMessages(IServiceScopeFactory scopes)
{
    public async Task<T> Send<T>(IRequest<T> message, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System("job");
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(message, ct);
    }
}
