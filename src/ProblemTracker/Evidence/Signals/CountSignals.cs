using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Evidence;

/// <summary>Counts the signals that wait for a decision and that the reader can view.</summary>
[Needs(Permission.OpenProblems)]
public sealed record CountWaitingSignals : IQuery<WaitingSignals>;

public sealed record WaitingSignals(int Count);

internal sealed class CountWaitingSignalsHandler(SignalCounts counts, Actor actor) : IRequestHandler<CountWaitingSignals, WaitingSignals>
{
    public async Task<WaitingSignals> Handle(CountWaitingSignals query, CancellationToken ct) =>
        new(await counts.Of(actor, new() { State = SignalState.Open }, ct));
}

/// <summary>Counts signals as their list does.</summary>
internal sealed class SignalCounts(Db db, AgencySettings agency, TimeProvider clock)
{
    /// <param name="reader">Who reads the figure; a job counts for others.</param>
    public async Task<int> Of(Actor reader, ListSignals query, CancellationToken ct)
    {
        var calendar = await agency.Calendar(ct);
        var (where, args) = SignalList.Filters.Matching(query,
            new(reader, db.Dialect, calendar.DateOf(clock.GetUtcNow()), calendar.StartOf, calendar.EndOf));
        return await db.Single<int>($"SELECT COUNT(*) FROM Signal s {where}", args, ct);
    }
}
