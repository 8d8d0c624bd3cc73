using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Webhooks;

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

    private readonly List<PendingWrite> _told = [];

    public async Task<NudgesRaised> Handle(RaiseNudges command, CancellationToken ct)
    {
        var today = await agency.Today(ct);
        var ids = await db.List<long>($"""
            SELECT Id FROM Problem WHERE LookOn <= @today ORDER BY LookOn, Id {db.Dialect.First("@BatchSize")}
            """, new { today, BatchSize }, ct);
        if (ids.Count == 0) return new(0, false);
        // Lock the rows before reading them. A change after this sets LookOn back, so the problem is looked at again.
        await db.Execute("UPDATE Problem SET LookOn = @Never WHERE Id IN @ids", new { Never = DateOnly.MaxValue, ids }, ct);

        _told.Clear();
        var raised = 0;
        var nextLooks = new List<(DateOnly On, long Id)>();
        foreach (var problem in await cases.Read(ids, ct))
        {
            foreach (var nudge in Ladder.Due(problem, today))
                if (await Raise(problem, nudge, ct)) raised++;
            if (Ladder.NextLook(problem, today) is { } next) nextLooks.Add((next, problem.ProblemId));
        }
        // Their cause is gone, so they left the lists already; marked as done, they need not be looked at again.
        await db.Execute($"""
            UPDATE NudgeRecipient SET DoneAt = @Now WHERE DoneAt IS NULL AND NudgeId IN (
                SELECT n.Id FROM Nudge n JOIN Problem p ON p.Id = n.ProblemId WHERE n.ProblemId IN @ids AND NOT {NudgeSql.Applies})
            """, new { Now = clock.GetUtcNow(), ids }, ct);
        foreach (var day in nextLooks.GroupBy(look => look.On, look => look.Id))
            await db.Execute("UPDATE Problem SET LookOn = @On WHERE Id IN @Ids", new { On = day.Key, Ids = day }, ct);
        if (_told.Count > 0 && await WebhookOutbox.AnyWants(db, WebhookEvent.Nudge, ct)) await db.Execute(_told, ct);
        return new(raised, ids.Count == BatchSize);
    }

    /// <returns>False if it was raised before, possibly by another process just now.</returns>
    private async Task<bool> Raise(LadderCase problem, DueNudge nudge, CancellationToken ct)
    {
        var row = new
        {
            nudge.Key,
            Kind = nudge.Kind.ToString(),
            problem.ProblemId,
            problem.Visit,
            nudge.DueOn,
            nudge.Occurrence,
            nudge.ActionId,
            nudge.RequestId,
            nudge.AttachmentId,
            Now = clock.GetUtcNow(),
        };
        try
        {
            if (await db.Execute("""
                INSERT INTO Nudge (DedupeKey, Kind, ProblemId, Visit, DueOn, Occurrence, ActionId, RequestId, AttachmentId,
                    RaisedAt)
                SELECT @Key, @Kind, @ProblemId, @Visit, @DueOn, @Occurrence, @ActionId, @RequestId, @AttachmentId, @Now
                WHERE NOT EXISTS (SELECT 1 FROM Nudge WHERE DedupeKey = @Key)
                """, row, ct) == 0) return false;
        }
        catch (System.Data.Common.DbException error) when (db.IsDuplicate(error))
        {
            // Another node inserted it at the same moment. Only this statement failed, so the transaction can continue.
            return false;
        }
        var nudgeId = await db.Single<long>("SELECT Id FROM Nudge WHERE DedupeKey = @Key", row, ct);
        // It replaces earlier kinds of the same ladder in every recipient's list, even if they were snoozed.
        await db.Execute("""
            UPDATE NudgeRecipient SET DoneAt = @Now WHERE DoneAt IS NULL AND NudgeId IN (
                SELECT n.Id FROM Nudge n WHERE n.ProblemId = @ProblemId AND n.Id < @nudgeId AND n.Kind IN @kinds
                    AND COALESCE(n.ActionId, 0) = @ActionId AND COALESCE(n.RequestId, 0) = @RequestId)
            """, new
        {
            row.Now,
            row.ProblemId,
            nudgeId,
            kinds = nudge.Kind.OfTheSameLadder().Select(r => r.ToString()),
            ActionId = nudge.ActionId ?? 0,
            RequestId = nudge.RequestId ?? 0,
        }, ct);
        foreach (var person in nudge.Recipients)
            await db.Execute("INSERT INTO NudgeRecipient (PersonId, NudgeId) VALUES (@person, @nudgeId)", new { person, nudgeId }, ct);
        var action = nudge.ActionId is null ? null
            : await db.Single<string>("SELECT Description FROM ProblemAction WHERE Id = @ActionId", new { nudge.ActionId }, ct);
        await db.Record(actor, row.Now, "nudge.raised", problem.ProblemId, nudgeId, Summary(problem, nudge, action), null,
            new
            {
                nudge.Kind,
                nudge.DueOn,
                problem.Visit,
                nudge.Occurrence,
                nudge.ActionId,
                nudge.RequestId,
                nudge.AttachmentId,
                nudge.Recipients
            }, ct);
        if (!problem.Confidential)
            _told.Add(WebhookOutbox.Queue(WebhookEvent.Nudge, problem.ProblemId, row.Now, new
            {
                nudgeId,
                nudge.Kind,
                problem.ProblemId,
                problem.Stage,
                nudge.DueOn,
                nudge.ActionId,
                nudge.RequestId,
                RecipientIds = nudge.Recipients,
            }));
        return true;
    }

    private static string Summary(LadderCase problem, DueNudge nudge, string? description)
    {
        var date = nudge.DueOn.ToString("MMMM d, yyyy", System.Globalization.CultureInfo.InvariantCulture);
        var action = $"“{description}”";
        var why = nudge.Kind switch
        {
            NudgeKind.DueSoon => $"{Wording.Of(problem.Stage)} is due on {date}",
            NudgeKind.DueToday => $"{Wording.Of(problem.Stage)} is due today",
            NudgeKind.Overdue => nudge.Occurrence == 0 ? $"Overdue since {date}"
                : $"Overdue since {date} ({(nudge.Occurrence == 1 ? "1 week" : $"{nudge.Occurrence} weeks")})",
            NudgeKind.EscalatedToSupervisor or NudgeKind.EscalatedToCommander or NudgeKind.SupervisorAskedToEscalate =>
                $"Escalated: overdue since {date}",
            NudgeKind.NoActivity => $"No activity since {date}",
            NudgeKind.ActionDueSoon or NudgeKind.PartnerDueSoon => $"{action} is due on {date}",
            NudgeKind.ActionOverdue or NudgeKind.PartnerOverdue => $"{action} has been overdue since {date}",
            NudgeKind.ActionUnanswered => $"{action} has been overdue since {date} although its owner was reminded",
            NudgeKind.ActionUnreachable => $"{action} has been overdue since {date} and no one could be reminded",
            NudgeKind.ActionDeclined => $"{action} was declined on {date}",
            NudgeKind.FollowUp => $"Six-month follow-up due on {date}",
            NudgeKind.RequestWaiting => $"A request has been waiting for a decision since {date}",
            _ => throw new ArgumentOutOfRangeException(nameof(nudge), nudge.Kind, null),
        };
        return $"{why}. {Notified(problem, nudge)}.";
    }

    private static string Notified(LadderCase problem, DueNudge nudge) => nudge switch
    {
        { Kind: NudgeKind.PartnerDueSoon or NudgeKind.PartnerOverdue } => "Reminded its owner outside the police",
        { Kind: NudgeKind.ActionDueSoon or NudgeKind.ActionOverdue } => "Reminded its owner",
        { Kind: NudgeKind.SupervisorAskedToEscalate } => "Asked the supervisor to inform command staff",
        { Recipients: [var only] } when only == problem.Lead?.Id => "Notified the lead officer",
        { Recipients: [var only] } when only == problem.Commander?.Id => "Notified the commander",
        { Recipients.Count: 1 } => "Notified the supervisor",
        _ => "Notified the supervisors",
    };
}
