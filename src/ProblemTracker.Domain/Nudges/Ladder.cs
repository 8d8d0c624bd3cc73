namespace ProblemTracker.Domain;

/// <summary>Everything the ladder needs to know about one problem at one moment. All dates are in the agency's time zone.</summary>
public sealed record LadderCase
{
    public long ProblemId { get; init; }
    public int Visit { get; init; }
    public Stage Stage { get; init; }
    public bool Confidential { get; init; }
    /// <summary>The lead officer lets partners see this problem although it is confidential.</summary>
    public bool OpenToPartners { get; init; }
    public DateOnly? DueOn { get; init; }
    /// <summary>The day work resumes; null if the problem is not on hold.</summary>
    public DateOnly? OnHoldUntil { get; init; }
    public DateOnly LastActivityOn { get; init; }
    public DateOnly? ClosedOn { get; init; }
    public ClosingReason? ClosingReason { get; init; }
    /// <summary>The six-month follow-up is recorded.</summary>
    public bool FollowUpRecorded { get; init; }
    /// <summary>The last day of the after period, from the plan in force.</summary>
    public DateOnly? AfterPeriodEnds { get; init; }
    public LadderPerson? Lead { get; init; }
    /// <summary>The supervisor of the neighborhood.</summary>
    public LadderPerson? Supervisor { get; init; }
    /// <summary>All supervisors, notified if the neighborhood has no supervisor who can be notified.</summary>
    public IReadOnlyList<LadderPerson> AllSupervisors { get; init; } = [];
    public LadderPerson? Commander { get; init; }
    /// <summary>Planned actions, including urgent safety measures.</summary>
    public IReadOnlyList<LadderAction> Actions { get; init; } = [];
    public IReadOnlyList<WaitingRequest> Requests { get; init; } = [];
}

/// <summary>Someone in the department, with their access to one problem.</summary>
/// <param name="MaySee">From <see cref="Permissions.MaySee"/>.</param>
public sealed record LadderPerson(long Id, bool Active, bool MaySee)
{
    public bool CanBeNotified => Active && MaySee;
}

/// <summary>A planned action, owned by someone in the department, by someone outside, or by no one yet.</summary>
public sealed record LadderAction
{
    public long Id { get; init; }
    public DateOnly? DueOn { get; init; }
    public LadderPerson? Owner { get; init; }
    public OutsideOwner? Outside { get; init; }
    /// <summary>The owner reported it done; the team has yet to confirm it.</summary>
    public bool ReportedDone { get; init; }
    /// <summary>When the owner declined it; null if declining is not their current answer.</summary>
    public DateOnly? DeclinedOn { get; init; }
    /// <summary>Every reminder ever sent outside the department about this action, to any owner.</summary>
    public IReadOnlyList<PastReminder> Reminders { get; init; } = [];
}

/// <param name="AttachmentId">The stakeholder's attachment to this problem.</param>
/// <param name="Consents">Has consented to be contacted and has not withdrawn the consent.</param>
/// <param name="Accounts">Ids of their people who can sign in.</param>
/// <param name="HasMail">Can be reached by email.</param>
public sealed record OutsideOwner(long AttachmentId, bool Consents, IReadOnlyList<long> Accounts, bool HasMail);

public sealed record PastReminder(NudgeKind Kind, DateOnly DueOn);

public sealed record WaitingRequest(long Id, DateOnly RequestedOn);

/// <summary>A nudge that is due. It is raised only if none with the same key was raised before.</summary>
/// <param name="Key">Culture-independent identity: problem, action or request; stage visit; date; kind; occurrence.</param>
/// <param name="DueOn">The date it is about; see <see cref="NudgeKind"/>.</param>
/// <param name="Recipients">Ids of people with accounts, each once.</param>
public sealed record DueNudge(string Key, NudgeKind Kind, DateOnly DueOn, int Occurrence, IReadOnlyList<long> Recipients)
{
    public long? ActionId { get; init; }
    public long? RequestId { get; init; }
    /// <summary>The commitment to residents that it is about, instead of a problem.</summary>
    public long? CommitmentId { get; init; }
    /// <summary>Someone outside the department without an account, who gets an email instead.</summary>
    public long? AttachmentId { get; init; }

    public bool HasRecipient => Recipients.Count > 0 || AttachmentId is not null;
}

/// <summary>
/// Decides who gets a reminder or an escalation about a problem, and when. A problem has several small ladders, each about one matter for
/// one recipient. Only the highest rung reached on each ladder is due, so rungs missed during an outage collapse into it.
/// </summary>
public static class Ladder
{
    public const int DaysAhead = 3;
    public const int DaysToSupervisor = 7;
    public const int DaysToCommander = 21;
    public const int QuietDays = 14;
    public const int RequestDays = 3;
    public const int FollowUpMonths = 6;
    /// <summary>Most reminders to someone outside the department about one action, ever.</summary>
    public const int MostReminders = 2;

    private sealed record Step(DateOnly On, DueNudge Nudge);

    /// <summary>The nudges that are due, at most one per ladder, without those that have no recipient.</summary>
    public static IReadOnlyList<DueNudge> Due(LadderCase c, DateOnly today) =>
        [.. Ladders(c, today).Select(ladder => Reached(ladder, today)).OfType<DueNudge>().Where(nudge => nudge.HasRecipient)];

    /// <summary>
    /// The first day after today on which another nudge may be due if nothing changes; null for never. If a due nudge has no recipient,
    /// that is tomorrow, because people come and go without the problem changing.
    /// </summary>
    public static DateOnly? NextLook(LadderCase c, DateOnly today)
    {
        if (IsOnHold(c, today)) return c.OnHoldUntil;
        var ladders = Ladders(c, today).ToList();
        if (ladders.Exists(ladder => Reached(ladder, today) is { HasRecipient: false })) return Later(today, 1);
        return ladders.SelectMany(ladder => ladder).Select(step => (DateOnly?)step.On).Where(on => on > today).Min();
    }

    /// <summary>When the six-month follow-up is due; null for an open problem or a closing reason that needs none.</summary>
    public static DateOnly? FollowUpDueOn(DateOnly? closedOn, ClosingReason? reason) =>
        reason is ClosingReason.NotAProblem or ClosingReason.Duplicate ? null : closedOn?.AddMonths(FollowUpMonths);

    private static bool IsOnHold(LadderCase c, DateOnly today) => c.Stage != Stage.Closed && c.OnHoldUntil > today;

    private static DueNudge? Reached(IEnumerable<Step> ladder, DateOnly today) => ladder.LastOrDefault(step => step.On <= today)?.Nudge;

    /// <summary>Each ladder, from its lowest rung up to the first rung in the future or the last rung.</summary>
    private static IEnumerable<IReadOnlyList<Step>> Ladders(LadderCase c, DateOnly today)
    {
        if (c.Stage == Stage.Closed) return c.FollowUpRecorded ? [] : [CheckOfFollowUp(c)];
        if (IsOnHold(c, today)) return [];
        return [.. DueDate(c, today), Quiet(c), .. c.Actions.SelectMany(action => OfAction(c, action)),
            .. c.Requests.Select(request => OfRequest(c, request))];
    }

    private static IEnumerable<IReadOnlyList<Step>> DueDate(LadderCase c, DateOnly today)
    {
        if (c.DueOn is not { } due) yield break;
        var lead = LeadOrSupervisor(c);
        var weeksToNext = Math.Max(0, today.DayNumber - due.DayNumber) / 7 + 1;
        yield return
        [
            AboutProblem(c, Later(due, -DaysAhead), NudgeKind.DueSoon, due, lead),
            AboutProblem(c, due, NudgeKind.DueToday, due, lead),
            AboutProblem(c, Later(due, 1), NudgeKind.Overdue, due, lead),
            .. Enumerable.Range(1, weeksToNext).Select(week => AboutProblem(c, Later(due, 7 * week), NudgeKind.Overdue, due, lead, week)),
        ];
        yield return [AboutProblem(c, Later(due, DaysToSupervisor), NudgeKind.EscalatedToSupervisor, due, Supervisors(c))];
        yield return [!c.Confidential && c.Commander is { CanBeNotified: true } commander
            ? AboutProblem(c, Later(due, DaysToCommander), NudgeKind.EscalatedToCommander, due, [commander.Id])
            : AboutProblem(c, Later(due, DaysToCommander), NudgeKind.SupervisorAskedToEscalate, due, Supervisors(c))];
    }

    /// <summary>A problem is not quiet while an action's due date or the end of the after period is still ahead.</summary>
    private static IReadOnlyList<Step> Quiet(LadderCase c)
    {
        var on = Later(c.LastActivityOn, QuietDays);
        foreach (var ahead in c.Actions.Select(action => action.DueOn).Append(c.AfterPeriodEnds).OfType<DateOnly>())
            if (Later(ahead, 1) > on) on = Later(ahead, 1);
        return [AboutProblem(c, on, NudgeKind.NoActivity, c.LastActivityOn, LeadOrSupervisor(c))];
    }

    private static IEnumerable<IReadOnlyList<Step>> OfAction(LadderCase c, LadderAction a)
    {
        var lead = LeadOrSupervisor(c);
        if (a.ReportedDone) return [];
        if (a.DeclinedOn is { } declined) return [[AboutAction(c, a, declined, NudgeKind.ActionDeclined, declined, lead)]];
        if (a.DueOn is not { } due) return [];
        return a switch
        {
            { Outside: { } outside } => Outside(c, a, outside, due, lead),
            { Owner: { } owner } => Inside(c, a, owner, due, lead),
            _ => [[AboutAction(c, a, Later(due, 1), NudgeKind.ActionUnreachable, due, lead)]],
        };
    }

    private static IReadOnlyList<Step>[] Inside(LadderCase c, LadderAction a, LadderPerson owner, DateOnly due, IReadOnlyList<long> lead)
    {
        long[] listeners = owner.CanBeNotified ? [owner.Id] : [];
        IReadOnlyList<Step> own =
        [
            AboutAction(c, a, Later(due, -DaysAhead), NudgeKind.ActionDueSoon, due, listeners),
            AboutAction(c, a, Later(due, 1), NudgeKind.ActionOverdue, due, listeners),
        ];
        return owner.CanBeNotified ? [own] : [own, [AboutAction(c, a, Later(due, 1), NudgeKind.ActionUnreachable, due, lead)]];
    }

    private static IEnumerable<IReadOnlyList<Step>> Outside(LadderCase c, LadderAction a, OutsideOwner outside, DateOnly due,
        IReadOnlyList<long> lead)
    {
        var maySee = !c.Confidential || c.OpenToPartners;
        var isReachable = outside.Consents && maySee && (outside.Accounts.Count > 0 || outside.HasMail);
        var areUsedUp = a.Reminders.Count >= MostReminders;
        var accounts = isReachable ? outside.Accounts : [];
        var email = isReachable && accounts.Count == 0 ? outside.AttachmentId : (long?)null;
        if (!areUsedUp)
            yield return
            [
                AboutAction(c, a, Later(due, -DaysAhead), NudgeKind.PartnerDueSoon, due, accounts, email),
                AboutAction(c, a, Later(due, 1), NudgeKind.PartnerOverdue, due, accounts, email),
            ];
        // If earlier due dates used up the reminders, none will be sent about this date, so don't wait for an answer.
        var wasReminded = a.Reminders.Contains(new(NudgeKind.PartnerOverdue, due));
        yield return [!isReachable ? AboutAction(c, a, Later(due, 1), NudgeKind.ActionUnreachable, due, lead)
            : AboutAction(c, a, Later(due, areUsedUp && !wasReminded ? 1 : 7), NudgeKind.ActionUnanswered, due, lead)];
    }

    private static IReadOnlyList<Step> OfRequest(LadderCase c, WaitingRequest request) =>
    [
        new(Later(request.RequestedOn, RequestDays),
            Nudge(c, $"approval:{request.Id}", NudgeKind.RequestWaiting, request.RequestedOn, Deciders(c), 0)
                with { RequestId = request.Id }),
    ];

    private static IReadOnlyList<Step> CheckOfFollowUp(LadderCase c) =>
        FollowUpDueOn(c.ClosedOn, c.ClosingReason) is { } due ? [AboutProblem(c, due, NudgeKind.FollowUp, due, LeadOrSupervisor(c))] : [];

    private static IReadOnlyList<long> LeadOrSupervisor(LadderCase c) =>
        c.Lead is { CanBeNotified: true } lead ? [lead.Id] : Supervisors(c);

    private static IReadOnlyList<long> Supervisors(LadderCase c) => c.Supervisor is { CanBeNotified: true } supervisor ? [supervisor.Id]
        : [.. c.AllSupervisors.Where(s => s.CanBeNotified).Select(s => s.Id).Distinct()];

    /// <summary>Lead officers can't decide requests about their own problems.</summary>
    private static long[] Deciders(LadderCase c)
    {
        long[] deciders = [.. Supervisors(c).Where(id => id != c.Lead?.Id)];
        return deciders.Length > 0 ? deciders
            : c.Commander is { CanBeNotified: true } commander ? [commander.Id]
            : [.. c.AllSupervisors.Where(s => s.CanBeNotified && s.Id != c.Lead?.Id).Select(s => s.Id).Distinct()];
    }

    private static Step AboutProblem(LadderCase c, DateOnly on, NudgeKind kind, DateOnly date,
        IReadOnlyList<long> recipients, int occurrence = 0) =>
        new(on, Nudge(c, $"problem:{c.ProblemId}", kind, date, recipients, occurrence));

    private static Step AboutAction(LadderCase c, LadderAction a, DateOnly on, NudgeKind kind, DateOnly date,
        IReadOnlyList<long> recipients, long? attachmentId = null) =>
        new(on, Nudge(c, $"action:{a.Id}", kind, date, recipients, 0) with { ActionId = a.Id, AttachmentId = attachmentId });

    private static DueNudge Nudge(LadderCase c, FormattableString subject, NudgeKind kind, DateOnly date,
        IReadOnlyList<long> recipients, int occurrence) =>
        new(FormattableString.Invariant($"{FormattableString.Invariant(subject)}:{c.Visit}:{date:yyyy-MM-dd}:{kind}:{occurrence}"),
            kind, date, occurrence, recipients);

    private static DateOnly Later(DateOnly date, int days) => DateOnly.FromDayNumber(
        (int)Math.Clamp((long)date.DayNumber + days, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));
}
