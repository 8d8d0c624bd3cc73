using ProblemTracker.Agency;
using ProblemTracker.Analysis;

namespace ProblemTracker.Patrol;

/// <summary>What a week's plan is made from.</summary>
/// <param name="Placed">Visits that stay: fixed ones, those that have begun, and those with an outcome.</param>
/// <param name="Weeks">Weeks of calls and shifts that the forecast is from.</param>
internal sealed record WeekInput(IReadOnlyList<PlanTask> Tasks, IReadOnlyList<PlanShift> Shifts, IReadOnlyList<VisitDetails> Placed,
    BlockForecast Forecast, int Weeks);

/// <summary>Reads tasks, shifts, duties and past weeks for a plan.</summary>
internal sealed class WeekReader(Db db, Actor actor, PatrolHistory history)
{
    /// <summary>Days that say how far behind a task is.</summary>
    private const int LookBack = 14;

    private sealed record TaskRow
    {
        public long Id { get; init; }
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
        public int Minutes { get; init; }
        public int TimesPerWeek { get; init; }
        public string Days { get; init; } = "";
        public int FromMinute { get; init; }
        public int ToMinute { get; init; }
        public string? Qualification { get; init; }
        public TaskPriority Priority { get; init; }
        public DateOnly FirstOn { get; init; }
        public DateOnly? LastOn { get; init; }
        public int Done { get; init; }
    }

    private sealed record ShiftRow
    {
        public long UnitId { get; init; }
        public long? BeatId { get; init; }
        public DateTimeOffset FromAt { get; init; }
        public DateTimeOffset ToAt { get; init; }
    }

    private sealed record CallPlace
    {
        public long UnitId { get; init; }
        public double Latitude { get; init; }
        public double Longitude { get; init; }
    }

    private sealed record Duty
    {
        public long UnitId { get; init; }
        public DateTimeOffset StartsAt { get; init; }
        public DateTimeOffset EndsAt { get; init; }
    }

    public async Task<WeekInput> Read(DateOnly weekOf, AgencyCalendar calendar, DateTimeOffset now, CancellationToken ct)
    {
        var today = calendar.DateOf(now);
        var args = new
        {
            WeekOf = weekOf,
            Sunday = weekOf.AddDays(6),
            Start = calendar.StartOf(weekOf),
            End = calendar.StartOf(weekOf.AddDays(7)),
            Since = today.AddDays(-LookBack),
            Today = today,
        };
        var placed = (await VisitSql.OfWeek(db, actor, weekOf, ct))
            .Where(visit => visit.IsFixed || visit.Outcome is not null || visit.StartsAt < now).ToList();
        var made = placed.Where(visit => visit.Outcome != VisitOutcome.NotDone).CountBy(visit => visit.TaskId).ToDictionary();
        var tasks = (await db.List<TaskRow>($"""
            SELECT t.Id, t.Latitude, t.Longitude, t.Minutes, t.TimesPerWeek, t.Weekdays AS Days, t.FromMinute, t.ToMinute, t.Qualification,
                t.Priority, t.FirstOn, t.LastOn, (SELECT COUNT(*) FROM PatrolVisit v
                    WHERE v.TaskId = t.Id AND v.LocalDate >= @Since AND v.LocalDate < @Today AND v.Outcome = 'Done') AS Done
            FROM DirectedTask t
            WHERE t.FirstOn <= @Sunday AND (t.LastOn IS NULL OR t.LastOn >= @WeekOf) AND {TaskSql.IsWanted}
            ORDER BY t.Id
            """, args, ct)).Select(row => Task(row, made.GetValueOrDefault(row.Id), args.Since, args.Today)).ToList();
        var past = await history.Read(calendar, null, null, ct);
        var around = (await db.List<CallPlace>("""
            SELECT c.UnitId, c.Latitude, c.Longitude FROM ServiceCall c
            WHERE c.BusyFrom >= @Start AND c.BusyFrom < @End AND c.UnitId IS NOT NULL AND c.Latitude IS NOT NULL AND c.Longitude IS NOT NULL
            """, new { past.Start, past.End }, ct)).GroupBy(call => call.UnitId).ToDictionary(unit => unit.Key,
                unit => (PlanPlace?)new PlanPlace(unit.Average(call => call.Latitude), unit.Average(call => call.Longitude)));
        var units = (await UnitSql.All(db, ct)).ToDictionary(unit => unit.Id);
        var duties = (await db.List<Duty>("""
            SELECT n.UnitId, m.StartsAt, m.EndsAt FROM Meeting m JOIN UnitMember n ON n.PersonId = m.PlannedBy
            WHERE m.StartsOn >= @WeekOf AND m.StartsOn <= @Sunday AND m.CanceledAt IS NULL
            """, args, ct)).ToLookup(duty => duty.UnitId, duty => (duty.StartsAt, duty.EndsAt));
        var shifts = (await db.List<ShiftRow>($"""
            SELECT t.UnitId, t.BeatId, t.FromAt, t.ToAt FROM UnitShift t
            WHERE t.FromAt >= @Start AND t.FromAt < @End AND {PatrolSql.Visible}
            """, args, ct)).Select(row => new UnitSpan(row.UnitId, row.FromAt, row.ToAt, row.BeatId))
            .GroupBy(shift => shift.Unit).OrderBy(unit => unit.Key).SelectMany(PatrolTime.Apart)
            .Select(shift => new PlanShift
            {
                Unit = shift.Unit,
                Beat = shift.Beat,
                From = shift.From,
                To = shift.To,
                Qualifications = units[shift.Unit].Qualifications.ToHashSet(StringComparer.OrdinalIgnoreCase),
                TakesNoCalls = units[shift.Unit].TakesNoCalls,
                Duties = [.. duties[shift.Unit].Where(duty => duty.StartsAt < shift.To && shift.From < duty.EndsAt)],
                Around = around.GetValueOrDefault(shift.Unit),
            }).ToList();
        var time = PatrolTime.Of(past.Shifts, past.Calls, calendar.Zone);
        return new(tasks, shifts, placed, new(time, past.Shifts, calendar.Zone), past.Weeks);
    }

    private static PlanTask Task(TaskRow row, int made, DateOnly since, DateOnly today)
    {
        var weekdays = row.Days.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<DayOfWeek>).ToHashSet();
        var wanted = DirectedTasks.Wanted(row.TimesPerWeek, weekdays, row.FirstOn, row.LastOn, since, today.AddDays(-1));
        return new()
        {
            Id = row.Id,
            Place = row.Latitude is { } latitude && row.Longitude is { } longitude ? new(latitude, longitude) : null,
            Minutes = row.Minutes,
            Visits = Math.Max(0, row.TimesPerWeek - made),
            Weekdays = weekdays,
            From = TimeOnly.MinValue.AddMinutes(row.FromMinute),
            To = TimeOnly.MinValue.AddMinutes(row.ToMinute),
            Qualification = row.Qualification,
            Weight = DirectedTasks.Weight(row.Priority, wanted <= 0 ? 0 : Math.Clamp((wanted - row.Done) / wanted, 0, 1)),
            First = row.FirstOn,
            Last = row.LastOn ?? DateOnly.MaxValue,
        };
    }
}
