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

internal sealed class ReadPatrolTimeHandler(Db db, AgencySettings agency) : IRequestHandler<ReadPatrolTime, PatrolTimeReport>
{
    private const int UsualWeeks = 13;

    /// <summary>A shift and a call last at most so long.</summary>
    private const int LongestDays = 1;

    private sealed record Stretch
    {
        public long UnitId { get; init; }
        public long? BeatId { get; init; }
        public DateTimeOffset FromAt { get; init; }
        public DateTimeOffset ToAt { get; init; }
    }

    public async Task<PatrolTimeReport> Handle(ReadPatrolTime query, CancellationToken ct)
    {
        var calendar = await agency.Calendar(ct);
        var beats = await db.List<BeatName>("SELECT b.Id, b.Name FROM Beat b ORDER BY b.NameKey", null, ct);
        if (query.BeatId is { } beatId && beats.All(beat => beat.Id != beatId)) throw new NotFound();
        var (firstShift, lastShift, firstCall, lastCall) = await Ends(calendar, ct);
        if (Latest(firstShift, firstCall) is not { } earliest || Earliest(lastShift, lastCall) is not { } latest || latest < earliest)
            return new() { Beats = beats, HasShifts = firstShift is not null, HasCalls = firstCall is not null };
        // After the last day of either, nothing is known, and all time would seem to be free.
        var to = query.To < latest ? query.To.Value : latest;
        var from = query.From > earliest ? query.From.Value : query.From is null
            ? new[] { earliest, to.AddDays(1 - 7 * UsualWeeks) }.Max() : earliest;
        var weeks = (to.DayNumber - from.DayNumber + 1) / 7;
        var known = new PatrolTimeReport { Beats = beats, HasShifts = true, HasCalls = true, KnownFrom = earliest, KnownTo = latest };
        if (weeks <= 0) return known;
        from = to.AddDays(1 - 7 * weeks);
        var args = new
        {
            Start = calendar.StartOf(from),
            Before = calendar.StartOf(from.AddDays(-LongestDays)),
            End = calendar.StartOf(to.AddDays(1)),
        };
        var shifts = await db.List<Stretch>($"""
            SELECT t.UnitId, t.BeatId, t.FromAt, t.ToAt FROM UnitShift t
            WHERE t.FromAt >= @Before AND t.FromAt < @End AND {PatrolSql.Visible}
            """, args, ct);
        var calls = await db.List<Stretch>($"""
            SELECT t.UnitId, t.BusyFrom AS FromAt, t.BusyTo AS ToAt FROM ServiceCall t
            WHERE t.BusyFrom >= @Before AND t.BusyFrom < @End AND {PatrolSql.Visible}
            """, args, ct);
        var unused = await db.Single<int>($"""
            SELECT COUNT(*) FROM ServiceCall t
            WHERE t.CreatedAt >= @Start AND t.CreatedAt < @End AND t.UnitId IS NOT NULL AND t.BusyFrom IS NULL AND {PatrolSql.Visible}
            """, args, ct);
        var found = PatrolTime.Of([.. Within(shifts)], [.. Within(calls)], calendar.Zone);
        return PatrolFigures.Of(found, beats, query.BeatId, from, weeks) with
        {
            Beats = beats,
            HasShifts = true,
            HasCalls = true,
            KnownFrom = earliest,
            KnownTo = latest,
            Unused = unused,
        };

        IEnumerable<UnitSpan> Within(IEnumerable<Stretch> stretches) => stretches.Select(one => new UnitSpan(one.UnitId,
            one.FromAt > args.Start ? one.FromAt : args.Start, one.ToAt < args.End ? one.ToAt : args.End, one.BeatId));
    }

    /// <summary>The first and last days of shifts and calls.</summary>
    private async Task<(DateOnly? FirstShift, DateOnly? LastShift, DateOnly? FirstCall, DateOnly? LastCall)> Ends(
        AgencyCalendar calendar, CancellationToken ct)
    {
        string[] statements =
        [
            $"SELECT t.FromAt FROM UnitShift t WHERE {PatrolSql.Visible} ORDER BY t.FromAt {db.Dialect.First("@One")}",
            $"SELECT t.FromAt FROM UnitShift t WHERE {PatrolSql.Visible} ORDER BY t.FromAt DESC {db.Dialect.First("@One")}",
            $"SELECT t.CreatedAt FROM ServiceCall t WHERE {PatrolSql.Visible} ORDER BY t.CreatedAt, t.Id {db.Dialect.First("@One")}",
            $"SELECT t.CreatedAt FROM ServiceCall t WHERE {PatrolSql.Visible} ORDER BY t.CreatedAt DESC, t.Id DESC "
                + $"{db.Dialect.First("@One")}",
        ];
        return await db.Read(statements, new { One = 1 }, async results =>
        {
            return (await Day(), await Day(), await Day(), await Day());

            async Task<DateOnly?> Day() =>
                (await results.ReadAsync<DateTimeOffset>()).ToList() is [var at] ? calendar.DateOf(at) : null;
        }, ct);
    }

    private static DateOnly? Latest(DateOnly? one, DateOnly? other) => one is null || other is null ? null : one > other ? one : other;

    private static DateOnly? Earliest(DateOnly? one, DateOnly? other) => one is null || other is null ? null : one < other ? one : other;
}

internal static class ReadPatrolTimeEndpoint
{
    public static void MapReadPatrolTime(this RouteGroupBuilder patrol) => patrol
        .MapGet("/time", ([AsParameters] ReadPatrolTime query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("ReadPatrolTime").WithSummary("Read committed and uncommitted patrol time by beat, weekday and hour");
}
