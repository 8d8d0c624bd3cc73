using Hangfire;
using Hangfire.Storage;
using MediatR;

namespace ProblemTracker.Jobs;

/// <summary>The last and next run of each recurring job, in real time even if the demo clock is set.</summary>
[Needs(Permission.Administer)]
public sealed record ListJobs : IQuery<JobList>;

public sealed record JobList(IReadOnlyList<JobRow> Jobs);

/// <param name="State">Hangfire's state, such as Succeeded or Failed; null before the first run.</param>
public sealed record JobRow(string Id, string Description, DateTimeOffset? LastRunAt, DateTimeOffset? NextRunAt, string? State,
    string? Error);

internal sealed class ListJobsHandler(JobStorage storage, RecurringJobs jobs) : IRequestHandler<ListJobs, JobList>
{
    public Task<JobList> Handle(ListJobs query, CancellationToken ct)
    {
        using var connection = storage.GetReadOnlyConnection();
        return Task.FromResult(new JobList([.. connection.GetRecurringJobs().OrderBy(j => j.Id, StringComparer.Ordinal)
            .Select(j => new JobRow(j.Id, jobs.Describe(j.Id), Utc(j.LastExecution), Utc(j.NextExecution), j.LastJobState, j.Error))]));
    }

    private static DateTimeOffset? Utc(DateTime? instant) =>
        instant is { } given ? new(DateTime.SpecifyKind(given, DateTimeKind.Utc)) : null;
}

internal static class ListJobsEndpoint
{
    public static void MapListJobs(this RouteGroupBuilder jobs) => jobs
        .MapGet("/", (IMediator mediator, CancellationToken ct) => mediator.Send(new ListJobs(), ct))
        .WithName("ListJobs").WithSummary("List the last and next run of each recurring job");
}
