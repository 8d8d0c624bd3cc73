using System.Text.Json;
using ProblemTracker.Agency;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Nudges;

/// <summary>
/// Reads what <see cref="Ladder"/> needs to know about many problems at once, with one SQL statement per table instead of per problem.
/// </summary>
internal sealed class LadderCases(Db db, AgencySettings agency)
{
    private sealed record ProblemRow
    {
        public long Id { get; init; }
        public bool Confidential { get; init; }
        public bool OpenToPartners { get; init; }
        public long? LeadId { get; init; }
        public long? SupervisorId { get; init; }
        public Stage Stage { get; init; }
        public int Visit { get; init; }
        public DateOnly? DueOn { get; init; }
        public DateOnly? OnHoldUntil { get; init; }
        public DateTimeOffset LastActivityAt { get; init; }
        public DateTimeOffset? ClosedAt { get; init; }
        public ClosingReason? ClosingReason { get; init; }
        public bool IsChecked { get; init; }
    }

    private sealed record RoleRow
    {
        public long PersonId { get; init; }
        public Role Role { get; init; }
        public long? StakeholderId { get; init; }
        public long? CommanderId { get; init; }
    }

    private sealed record MemberRow
    {
        public long ProblemId { get; init; }
        public long PersonId { get; init; }
    }

    private sealed record PlanRow
    {
        public long ProblemId { get; init; }
        public string Sheet { get; init; } = "";
    }

    private sealed record ActionRow
    {
        public long Id { get; init; }
        public long ProblemId { get; init; }
        public DateOnly? DueOn { get; init; }
        public long? OwnerId { get; init; }
        public long? OwnerAttachmentId { get; init; }
        public long? StakeholderId { get; init; }
        public bool Consents { get; init; }
        public bool HasMail { get; init; }
        public bool ReportedDone { get; init; }
        public DateTimeOffset? DeclinedAt { get; init; }
    }

    private sealed record ReminderRow
    {
        public long ActionId { get; init; }
        public NudgeKind Kind { get; init; }
        public DateOnly DueOn { get; init; }
    }

    private sealed record RequestRow
    {
        public long Id { get; init; }
        public long ProblemId { get; init; }
        public DateTimeOffset RequestedAt { get; init; }
    }

    /// <summary>An active person. Only active people are notified.</summary>
    private sealed record Account(long Id, HashSet<Role> Roles, long? StakeholderId, long? CommanderId);

    public async Task<IReadOnlyList<LadderCase>> Read(IReadOnlyList<long> ids, CancellationToken ct)
    {
        var calendar = await agency.Calendar(ct);
        var args = new { ids };
        var problems = await db.List<ProblemRow>("""
            SELECT p.Id, p.Confidential, p.OpenToPartners, p.LeadId, n.SupervisorId, p.Stage, p.Visit, p.DueOn, p.OnHoldUntil,
                p.LastActivityAt, p.ClosedAt, p.ClosingReason, IIF(d.Id IS NULL, 0, 1) AS IsChecked
            FROM Problem p
            JOIN Neighborhood n ON n.Id = p.NeighborhoodId
            LEFT JOIN DurabilityCheck d ON d.ProblemId = p.Id AND d.Visit = p.Visit
            WHERE p.Id IN @ids ORDER BY p.Id
            """, args, ct);
        var people = await ActivePeople(ct);
        var teams = (await db.List<MemberRow>("SELECT ProblemId, PersonId FROM ProblemMember WHERE ProblemId IN @ids", args, ct))
            .ToLookup(m => m.ProblemId, m => m.PersonId);
        // A plan belongs to its visit to Response; the visit to Assessment always comes directly after it.
        var plans = (await db.List<PlanRow>("""
            SELECT f.ProblemId, f.Sheet FROM Problem p JOIN FrozenPlan f ON f.ProblemId = p.Id
                AND f.Visit = p.Visit - IIF(p.Stage = 'Assessment', 1, 0)
            WHERE p.Id IN @ids AND p.Stage IN ('Response', 'Assessment')
            """, args, ct)).ToDictionary(f => f.ProblemId);
        var requests = (await db.List<RequestRow>("""
            SELECT Id, ProblemId, RequestedAt FROM ApprovalRequest WHERE ProblemId IN @ids AND Status = 'Waiting' ORDER BY Id
            """, args, ct)).ToLookup(r => r.ProblemId);
        var actions = await Actions(ids, people, calendar, ct);

        return [.. problems.Select(p =>
        {
            HashSet<long> team = [.. teams[p.Id]];
            LadderPerson Stands(long id) => people.TryGetValue(id, out var person)
                ? new(id, true, Permissions.MaySee(person.Roles, p.Confidential, team.Contains(id))) : new(id, false, false);
            var supervisors = people.Values.Where(person => person.Roles.Contains(Role.Supervisor))
                .Select(person => Stands(person.Id)).ToList();
            return new LadderCase
            {
                ProblemId = p.Id,
                Visit = p.Visit,
                Stage = p.Stage,
                Confidential = p.Confidential,
                OpenToPartners = p.OpenToPartners,
                DueOn = p.DueOn,
                OnHoldUntil = p.OnHoldUntil,
                LastActivityOn = calendar.DateOf(p.LastActivityAt),
                ClosedOn = p.ClosedAt is { } closed ? calendar.DateOf(closed) : null,
                ClosingReason = p.ClosingReason,
                FollowUpRecorded = p.IsChecked,
                AfterPeriodEnds = plans.TryGetValue(p.Id, out var plan)
                    ? JsonSerializer.Deserialize<ResponseSheet>(plan.Sheet, Json.Options)!.Evaluation.After.To : null,
                Lead = p.LeadId is { } lead ? Stands(lead) : null,
                Supervisor = supervisors.Find(s => s.Id == p.SupervisorId),
                AllSupervisors = supervisors,
                Commander = p.SupervisorId is { } id && people.GetValueOrDefault(id)?.CommanderId is { } commander
                    ? Stands(commander) : null,
                Actions = [.. actions[p.Id].Select(a => a.Owner is { } owner ? a with { Owner = Stands(owner.Id) } : a)],
                Requests = [.. requests[p.Id].Select(r => new WaitingRequest(r.Id, calendar.DateOf(r.RequestedAt)))],
            };
        })];
    }

    private async Task<Dictionary<long, Account>> ActivePeople(CancellationToken ct) =>
        (await db.List<RoleRow>("""
            SELECT w.Id AS PersonId, r.Role, w.StakeholderId, w.CommanderId FROM Person w JOIN PersonRole r ON r.PersonId = w.Id
            WHERE w.Active = 1 ORDER BY w.Id
            """, null, ct)).GroupBy(r => r.PersonId)
            .ToDictionary(g => g.Key, g => new Account(g.Key, [.. g.Select(r => r.Role)], g.First().StakeholderId, g.First().CommanderId));

    /// <summary>Planned actions by problem. The caller decides whether an owner in the department can be notified.</summary>
    private async Task<ILookup<long, LadderAction>> Actions(IReadOnlyList<long> ids, Dictionary<long, Account> people,
        AgencyCalendar calendar, CancellationToken ct)
    {
        var accounts = people.Values.Where(w => w.StakeholderId is not null && w.Roles.Contains(Role.Partner))
            .ToLookup(w => w.StakeholderId!.Value, w => w.Id);
        var rows = await db.List<ActionRow>($"""
            SELECT a.Id, a.ProblemId, a.DueOn, a.OwnerId, a.OwnerAttachmentId, t.StakeholderId,
                IIF({StakeholderSql.HasConsent} AND t.DetachedAt IS NULL, 1, 0) AS Consents,
                IIF({StakeholderSql.TakesMail}, 1, 0) AS HasMail,
                IIF(a.ReportedDoneOn IS NULL, 0, 1) AS ReportedDone, IIF(a.OwnerAnswer = 'Declined', a.OwnerAnsweredAt, NULL) AS DeclinedAt
            FROM ProblemAction a
            LEFT JOIN ProblemStakeholder t ON t.Id = a.OwnerAttachmentId
            LEFT JOIN Stakeholder s ON s.Id = t.StakeholderId
            WHERE a.ProblemId IN @ids AND a.Status = 'Planned' ORDER BY a.Id
            """, new { ids }, ct);
        var reminders = (await db.List<ReminderRow>("""
            SELECT ActionId, Kind, DueOn FROM Nudge WHERE ProblemId IN @ids AND ActionId IS NOT NULL
                AND Kind IN ('PartnerDueSoon', 'PartnerOverdue')
            """, new { ids }, ct)).ToLookup(r => r.ActionId, r => new PastReminder(r.Kind, r.DueOn));
        return rows.ToLookup(a => a.ProblemId, a => new LadderAction
        {
            Id = a.Id,
            DueOn = a.DueOn,
            Owner = a.OwnerId is { } owner ? new(owner, false, false) : null,
            Outside = a is { OwnerAttachmentId: { } attachment, StakeholderId: { } stakeholder }
                ? new(attachment, a.Consents, [.. accounts[stakeholder]], a.HasMail) : null,
            ReportedDone = a.ReportedDone,
            DeclinedOn = a.DeclinedAt is { } at ? calendar.DateOf(at) : null,
            Reminders = [.. reminders[a.Id]],
        });
    }
}
