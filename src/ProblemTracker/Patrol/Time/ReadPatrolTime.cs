using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Analysis;
using ProblemTracker.Problems;

namespace ProblemTracker.Patrol;

/// <summary>
/// How much of the units' time on their shifts no call took, where and when, over whole weeks. By default the last 13 weeks of which both
/// calls and shifts are known.
/// </summary>
/// <param name="From">First local day; the weeks are counted back from the last one.</param>
/// <param name="To">Last local day.</param>
/// <param name="BeatId">Only shifts of this beat.</param>
[Needs(Permission.ReadProblems)]
public sealed record ReadPatrolTime(DateOnly? From = null, DateOnly? To = null, long? BeatId = null) : IQuery<PatrolTimeReport>;

internal sealed class ReadPatrolTimeValidator : AbstractValidator<ReadPatrolTime>
{
    private const int MostDays = 366;

    public ReadPatrolTimeValidator()
    {
        RuleFor(q => q.To).Must((query, to) => !(to < query.From)).WithMessage("The last day is before the first. Swap them.");
        RuleFor(q => q.To)
            .Must((query, to) => to is not { } last || query.From is not { } first || last.DayNumber - first.DayNumber < MostDays)
            .WithMessage($"Choose at most {MostDays} days.");
        RuleFor(q => q.From).PlausibleDate();
        RuleFor(q => q.To).PlausibleDate();
    }
}

internal sealed class ReadPatrolTimeHandler(Db db, AgencySettings agency, PatrolHistory history)
    : IRequestHandler<ReadPatrolTime, PatrolTimeReport>
{
    public async Task<PatrolTimeReport> Handle(ReadPatrolTime query, CancellationToken ct)
    {
        var calendar = await agency.Calendar(ct);
        var beats = await db.List<BeatName>("SELECT b.Id, b.Name FROM Beat b ORDER BY b.NameKey", null, ct);
        if (query.BeatId is { } beatId && beats.All(beat => beat.Id != beatId)) throw new NotFound();
        var past = await history.Read(calendar, query.From, query.To, ct);
        var found = past.Weeks == 0 ? new() : PatrolFigures.Of(
            PatrolTime.Of(past.Shifts, past.Calls, calendar.Zone), beats, query.BeatId, past.From, past.Weeks) with
        {
            Unused = await db.Single<int>($"""
                SELECT COUNT(*) FROM ServiceCall t
                WHERE t.CreatedAt >= @Start AND t.CreatedAt < @End AND t.UnitId IS NOT NULL AND t.BusyFrom IS NULL AND {PatrolSql.Visible}
                """, new { past.Start, past.End }, ct),
        };
        return found with
        {
            Beats = beats,
            HasShifts = past.HasShifts,
            HasCalls = past.HasCalls,
            KnownFrom = past.KnownFrom,
            KnownTo = past.KnownTo,
        };
    }
}

internal static class ReadPatrolTimeEndpoint
{
    public static void MapReadPatrolTime(this RouteGroupBuilder patrol) => patrol
        .MapGet("/time", ([AsParameters] ReadPatrolTime query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("ReadPatrolTime").WithSummary("Read committed and uncommitted patrol time by beat, weekday and hour");
}
