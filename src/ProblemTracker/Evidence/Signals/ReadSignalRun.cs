using MediatR;
using ProblemTracker.Concerns;

namespace ProblemTracker.Evidence;

/// <summary>The last finished look at the incidents, and what waits at the intake desk.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadSignalRun : IQuery<SignalRunSeen>;

/// <param name="Last">Null before the first run.</param>
/// <param name="Repeats">
/// Repeat complaints that wait for a decision, the latest first; empty for those who don't work with concerns.
/// </param>
public sealed record SignalRunSeen(LastSignalRun? Last, IReadOnlyList<WaitingRepeat> Repeats);

public sealed record LastSignalRun
{
    public DateOnly RunOn { get; init; }
    /// <summary>The last day with incidents; null without any.</summary>
    public DateOnly? ThroughDay { get; init; }
    public int Incidents { get; init; }
    /// <summary>Comparisons made.</summary>
    public int Tests { get; init; }
    public int Found { get; init; }
    public IReadOnlyList<SkippedTest> Skipped { get; init; } = [];
}

/// <summary>Repeat complaints as the intake desk has them: the decision is made there.</summary>
public sealed record WaitingRepeat
{
    public long Id { get; init; }
    public string Place { get; init; } = "";
    public int Concerns { get; init; }
}

internal sealed class ReadSignalRunHandler(Db db, Actor actor) : IRequestHandler<ReadSignalRun, SignalRunSeen>
{
    private const int MostRepeats = 20;

    private sealed record Stored
    {
        public DateOnly RunOn { get; init; }
        public DateOnly? ThroughDay { get; init; }
        public int Incidents { get; init; }
        public int Tests { get; init; }
        public int Found { get; init; }
        public string SkippedJson { get; init; } = "";
    }

    public async Task<SignalRunSeen> Handle(ReadSignalRun query, CancellationToken ct)
    {
        var last = await db.Find<Stored>($"""
            SELECT r.RunOn, r.ThroughDay, r.Incidents, r.Tests, r.Found, r.SkippedJson FROM SignalRun r
            WHERE r.FinishedAt IS NOT NULL ORDER BY r.RunOn DESC {db.Dialect.First("@One")}
            """, new { One = 1 }, ct);
        IReadOnlyList<WaitingRepeat> repeats = !actor.Might(Permission.WorkConcerns) ? [] : await db.List<WaitingRepeat>($"""
            SELECT r.Id, r.Place, (SELECT COUNT(*) FROM RepeatComplaintConcern x WHERE x.RepeatId = r.Id) AS Concerns
            FROM RepeatComplaint r WHERE {RepeatSql.IsWaiting} ORDER BY r.Id DESC {db.Dialect.First("@MostRepeats")}
            """, new { MostRepeats }, ct);
        return new(last is null ? null : new()
        {
            RunOn = last.RunOn,
            ThroughDay = last.ThroughDay,
            Incidents = last.Incidents,
            Tests = last.Tests,
            Found = last.Found,
            Skipped = SignalSql.Read<IReadOnlyList<SkippedTest>>(last.SkippedJson),
        }, repeats);
    }
}

internal static class ReadSignalRunEndpoint
{
    public static void MapReadSignalRun(this RouteGroupBuilder signals) => signals
        .MapGet("/run", (IMediator mediator, CancellationToken ct) => mediator.Send(new ReadSignalRun(), ct))
        .WithName("ReadSignalRun").WithSummary("Read when incidents were last looked at for signals, and what was skipped");
}
