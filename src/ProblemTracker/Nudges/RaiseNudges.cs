using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Nudges;

/// <summary>
/// Raises nudges that are due by <see cref="Ladder"/> and were not raised before. Looks only at problems whose <c>Problem.LookOn</c> has
/// come, in batches to keep transactions short; send it again while <see cref="NudgesRaised.HasMore"/>. Emails are created later, for
/// recipients not emailed yet.
/// </summary>
[Needs(Permission.Administer)]
public sealed record RaiseNudges : ICommand<NudgesRaised>;

public sealed record NudgesRaised(int Raised, bool HasMore);

internal sealed class RaiseNudgesHandler(Db db, Actor actor, AgencySettings agency, LadderCases cases, TimeProvider clock)
    : IRequestHandler<RaiseNudges, NudgesRaised>
{
    private const int BatchSize = 200;

    public async Task<NudgesRaised> Handle(RaiseNudges command, CancellationToken ct)
    {
        var today = await agency.Today(ct);
        var ids = await db.List<long>($"""
            SELECT Id FROM Problem WHERE LookOn <= @today ORDER BY LookOn, Id {db.Dialect.First("@BatchSize")}
            """, new { today, BatchSize }, ct);
        if (ids.Count == 0) return new(0, false);
        // Lock the rows before reading them. A change after this sets LookOn back, so the problem is looked at again.
        await db.Execute("UPDATE Problem SET LookOn = @Never WHERE Id IN @ids", new { Never = DateOnly.MaxValue, ids }, ct);

        var raised = 0;
        var nextLooks = new List<(DateOnly On, long Id)>();
        foreach (var problem in await cases.Read(ids, ct))
        {
            foreach (var nudge in Ladder.Due(problem, today))
                if (await Raise(problem, nudge, ct)) raised++;
            if (Ladder.NextLook(problem, today) is { } next) nextLooks.Add((next, problem.ProblemId));
        }
        foreach (var day in nextLooks.GroupBy(look => look.On, look => look.Id))
            await db.Execute("UPDATE Problem SET LookOn = @On WHERE Id IN @Ids", new { On = day.Key, Ids = day }, ct);
        return new(raised, ids.Count == BatchSize);
    }

    /// <returns>False if it was raised before, possibly by another process just now.</returns>
    private async Task<bool> Raise(LadderCase problem, DueNudge nudge, CancellationToken ct)
    {
        var row = new
        {
            nudge.Key,
            Rung = nudge.Rung.ToString(),
            problem.ProblemId,
            problem.Visit,
            nudge.DueOn,
            nudge.Occurrence,
            nudge.ActionId,
            nudge.ApprovalRequestId,
            nudge.AttachmentId,
            Now = clock.GetUtcNow(),
        };
        try
        {
            if (await db.Execute("""
                INSERT INTO Nudge (DedupeKey, Rung, ProblemId, Visit, DueOn, Occurrence, ActionId, ApprovalRequestId, AttachmentId,
                    RaisedAt)
                SELECT @Key, @Rung, @ProblemId, @Visit, @DueOn, @Occurrence, @ActionId, @ApprovalRequestId, @AttachmentId, @Now
                WHERE NOT EXISTS (SELECT 1 FROM Nudge WHERE DedupeKey = @Key)
                """, row, ct) == 0) return false;
        }
        catch (System.Data.Common.DbException error) when (db.IsDuplicate(error))
        {
            // Another node inserted it at the same moment. Only this statement failed, so the transaction can continue.
            return false;
        }
        var nudgeId = await db.Single<long>("SELECT Id FROM Nudge WHERE DedupeKey = @Key", row, ct);
        // It replaces lower rungs in every recipient's list, even if they were snoozed.
        await db.Execute("""
            UPDATE NudgeRecipient SET DoneAt = @Now WHERE DoneAt IS NULL AND NudgeId IN (
                SELECT n.Id FROM Nudge n WHERE n.ProblemId = @ProblemId AND n.Id < @nudgeId AND n.Rung IN @rungs
                    AND COALESCE(n.ActionId, 0) = @ActionId AND COALESCE(n.ApprovalRequestId, 0) = @ApprovalRequestId)
            """, new
        {
            row.Now,
            row.ProblemId,
            nudgeId,
            rungs = nudge.Rung.OfTheSameLadder().Select(r => r.ToString()),
            ActionId = nudge.ActionId ?? 0,
            ApprovalRequestId = nudge.ApprovalRequestId ?? 0,
        }, ct);
        foreach (var person in nudge.Recipients)
            await db.Execute("INSERT INTO NudgeRecipient (PersonId, NudgeId) VALUES (@person, @nudgeId)", new { person, nudgeId }, ct);
        await db.Record(actor, row.Now, "nudge.raised", problem.ProblemId, nudgeId, Summary(problem, nudge), null,
            new
            {
                nudge.Rung,
                nudge.DueOn,
                problem.Visit,
                nudge.Occurrence,
                nudge.ActionId,
                nudge.ApprovalRequestId,
                nudge.AttachmentId,
                nudge.Recipients
            }, ct);
        return true;
    }

    private static string Summary(LadderCase problem, DueNudge nudge)
    {
        var date = nudge.DueOn.ToString("MMMM d, yyyy", System.Globalization.CultureInfo.InvariantCulture);
        var action = nudge.ActionId is { } id ? $"Action {id}" : "";
        var why = nudge.Rung switch
        {
            Rung.DueSoon => $"{Wording.Of(problem.Stage)} is due on {date}",
            Rung.DueToday => $"{Wording.Of(problem.Stage)} is due today",
            Rung.Overdue => nudge.Occurrence == 0 ? $"Overdue since {date}"
                : $"Overdue since {date} ({(nudge.Occurrence == 1 ? "1 week" : $"{nudge.Occurrence} weeks")})",
            Rung.Escalated or Rung.EscalatedToCommand or Rung.EscalateByHand => $"Escalated: overdue since {date}",
            Rung.Quiet => $"No activity since {date}",
            Rung.ActionDueSoon or Rung.PartnerDueSoon => $"{action} is due on {date}",
            Rung.ActionOverdue or Rung.PartnerOverdue => $"{action} has been overdue since {date}",
            Rung.ActionUnanswered => $"{action} has been overdue since {date} although its owner was reminded",
            Rung.ActionUnreachable => $"{action} has been overdue since {date} and no one could be reminded",
            Rung.ActionDeclined => $"{action} was declined on {date}",
            Rung.FollowUp => $"Six-month follow-up due on {date}",
            Rung.ApprovalWaiting => $"A request has been waiting for a decision since {date}",
            _ => throw new ArgumentOutOfRangeException(nameof(nudge), nudge.Rung, null),
        };
        return $"{why}. {Told(problem, nudge)}.";
    }

    private static string Told(LadderCase problem, DueNudge nudge) => nudge switch
    {
        { Rung: Rung.PartnerDueSoon or Rung.PartnerOverdue } => "Reminded its owner outside the police",
        { Rung: Rung.ActionDueSoon or Rung.ActionOverdue } => "Reminded its owner",
        { Rung: Rung.EscalateByHand } => "Asked the supervisor to inform command staff",
        { Recipients: [var only] } when only == problem.Lead?.Id => "Notified the lead officer",
        { Recipients: [var only] } when only == problem.Commander?.Id => "Notified the commander",
        { Recipients.Count: 1 } => "Notified the supervisor",
        _ => "Notified the supervisors",
    };
}
