using ProblemTracker.Problems;

namespace ProblemTracker.Patrol;

/// <summary>What adding and changing a directed task share.</summary>
internal sealed class TaskWriter(Db db, Actor actor)
{
    /// <summary>Records what was done, in the case file if there is one, which the caller saves.</summary>
    public async Task<TaskDetails> Record(CaseFile? file, long id, TaskDetails? before, DateTimeOffset now, string auditEvent, string words,
        CancellationToken ct)
    {
        var after = await TaskSql.Read(db, actor, id, ct);
        var was = before is null ? null : TaskSql.Facts(before);
        if (file is null) await db.Record(actor, now, auditEvent, null, id, null, was, TaskSql.Facts(after), ct);
        else
        {
            file.CountAsWork();
            file.Record(auditEvent, id, $"{words}: {after.Title}", was, TaskSql.Facts(after));
        }
        return after;
    }

    /// <summary>The parameters of a row.</summary>
    /// <exception cref="Invalid">There is no place.</exception>
    public object Row(TaskFacts facts, DateOnly firstOn, DateTimeOffset now, long? problemId, long? actionId, long id = 0)
    {
        if (facts.Place.IsBlank()) throw new Invalid("place", "Enter a place.");
        return new
        {
            Id = id,
            ProblemId = problemId,
            ActionId = actionId,
            Title = facts.Title.Trim(),
            Instructions = facts.Instructions.IsBlank() ? null : facts.Instructions.Trim(),
            Place = facts.Place.Trim(),
            facts.Latitude,
            facts.Longitude,
            facts.Minutes,
            facts.TimesPerWeek,
            Weekdays = string.Join(',', (facts.Weekdays.Count == 0 ? PatrolFigures.Weekdays : facts.Weekdays).Distinct()),
            FromMinute = (int)facts.From.ToTimeSpan().TotalMinutes,
            ToMinute = (int)facts.To.ToTimeSpan().TotalMinutes,
            Qualification = facts.Qualification.IsBlank() ? null : facts.Qualification.Trim(),
            Priority = facts.Priority.ToString(),
            FirstOn = facts.FirstOn ?? firstOn,
            facts.LastOn,
            actor.PersonId,
            now,
        };
    }
}
