using Hangfire;
using MediatR;
using ProblemTracker.Incidents;
using ProblemTracker.Mail;
using ProblemTracker.Nudges;
using ProblemTracker.Reports;
using ProblemTracker.Search;

namespace ProblemTracker.Jobs;

/// <summary>What Hangfire calls. Each sends a message as the system; run twice or on two nodes at once, it changes nothing more.</summary>
[AutomaticRetry(Attempts = 0)] // The next run is five minutes away.
public sealed class RecurringJobs(IServiceScopeFactory scopes, ILogger<RecurringJobs> log)
{
    private const string EveryFiveMinutes = "*/5 * * * *";
    /// <summary>Somebody may look at the page and wait for what was interrupted to go on.</summary>
    private const string EveryMinute = "* * * * *";

    /// <summary>Also triggered when somebody starts, cancels or undoes an import.</summary>
    public const string Imports = "imports";

    public static void Register(IRecurringJobManager manager)
    {
        manager.AddOrUpdate<RecurringJobs>("nudges", jobs => jobs.RaiseNudges(CancellationToken.None), EveryFiveMinutes);
        manager.AddOrUpdate<RecurringJobs>("mail", jobs => jobs.DeliverMail(CancellationToken.None), EveryFiveMinutes);
        manager.AddOrUpdate<RecurringJobs>("request-keys", jobs => jobs.ForgetRequestKeys(CancellationToken.None), EveryFiveMinutes);
        manager.AddOrUpdate<RecurringJobs>(Imports, jobs => jobs.WorkImports(CancellationToken.None), EveryMinute);
        manager.AddOrUpdate<RecurringJobs>("search", jobs => jobs.FillSearch(CancellationToken.None), EveryFiveMinutes);
        manager.Trigger("search");
        // Whoever starts the server need not wait for what fell due while it was down.
        manager.Trigger("nudges");
        manager.Trigger(Imports);
    }

    /// <summary>What a recurring job does, for the administrator.</summary>
    public static string Does(string id) => id switch
    {
        "nudges" => "Looks for what is due and tells those who should know",
        "mail" => "Sends the mail that waits",
        Imports => "Imports the files that were uploaded",
        "request-keys" => "Forgets the answers kept for repeated requests",
        "search" => "Makes found what was written without its words, such as what was there before there was a search",
        _ => id,
    };

    /// <summary>Nudges, the morning's letters about them, and their delivery rather than five minutes later.</summary>
    public async Task RaiseNudges(CancellationToken ct)
    {
        while ((await Send(new RaiseNudges(), ct)).HasMore) { }
        for (var next = (await Send(new SendMorningMail(), ct)).Next; next is not null;)
            next = (await Send(new SendMorningMail(next.Value), ct)).Next;
        for (var next = (await Send(new SendBriefings(), ct)).Next; next is not null;)
            next = (await Send(new SendBriefings(next.Value), ct)).Next;
        while ((await Send(new SendOutsideReminders(), ct)).HasMore) { }
        await DeliverMail(ct);
    }

    public Task DeliverMail(CancellationToken ct) => Send(new DeliverMail(), ct);

    public Task ForgetRequestKeys(CancellationToken ct) => Send(new ForgetRequestKeys(), ct);

    /// <summary>One after the other until none waits.</summary>
    public async Task WorkImports(CancellationToken ct)
    {
        while ((await Send(new WorkImports(), ct)).HasMore) { }
    }
    public Task FillSearch(CancellationToken ct) => Send(new FillSearch(), ct);

    /// <summary>All of them now, in order. One that fails is logged, and tried again on its next turn.</summary>
    public async Task RunAll(CancellationToken ct)
    {
        foreach (var job in new Func<CancellationToken, Task>[] { RaiseNudges, DeliverMail, ForgetRequestKeys, FillSearch })
        {
            try
            {
                await job(ct);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                log.LogError(error, "The job {Job} failed", job.Method.Name);
            }
        }
    }

    private async Task<T> Send<T>(IRequest<T> message, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System("job");
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(message, ct);
    }
}
