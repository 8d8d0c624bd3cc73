namespace ProblemTracker.Domain;

/// <summary>Everything that the ladder must know of one problem at one moment. All dates are local to the agency.</summary>
public sealed record LadderCase
{
    public long ProblemId { get; init; }
    public int Visit { get; init; }
    public Stage Stage { get; init; }
    public bool Confidential { get; init; }
    /// <summary>The lead says that partners may see it although it is confidential.</summary>
    public bool OpenToPartners { get; init; }
    public DateOnly? DueOn { get; init; }
    /// <summary>The first day on which work goes on; null while it is not on hold.</summary>
    public DateOnly? HeldUntil { get; init; }
    public DateOnly LastActivityOn { get; init; }
    public DateOnly? ClosedOn { get; init; }
    public ClosingReason? ClosingReason { get; init; }
    /// <summary>Somebody has looked whether this closing held.</summary>
    public bool FollowUpRecorded { get; init; }
    /// <summary>The last day of the period after the response, in the plan in force.</summary>
    public DateOnly? AfterPeriodEnds { get; init; }
    public LadderPerson? Lead { get; init; }
    /// <summary>Who answers for the neighborhood.</summary>
    public LadderPerson? Supervisor { get; init; }
    /// <summary>Every supervisor there is, for where nobody answers.</summary>
    public IReadOnlyList<LadderPerson> AllSupervisors { get; init; } = [];
    public LadderPerson? Commander { get; init; }
    /// <summary>The planned ones, interim actions included.</summary>
    public IReadOnlyList<LadderAction> Actions { get; init; } = [];
    public IReadOnlyList<WaitingApproval> Approvals { get; init; } = [];
}

/// <summary>Somebody in the department, as they stand to one problem.</summary>
/// <param name="MaySee">By <see cref="Permissions.MaySee"/>.</param>
public sealed record LadderPerson(long Id, bool Active, bool MaySee)
{
    public bool CanBeNotified => Active && MaySee;
}

/// <summary>A planned action. It is owned in the department, outside, or by nobody yet.</summary>
public sealed record LadderAction
{
    public long Id { get; init; }
    public DateOnly? DueOn { get; init; }
    public LadderPerson? Owner { get; init; }
    public OutsideOwner? Outside { get; init; }
    /// <summary>The owner says it is done; the team has to confirm it.</summary>
    public bool ReportedDone { get; init; }
    /// <summary>When the owner said no; null unless that is their answer.</summary>
    public DateOnly? DeclinedOn { get; init; }
    /// <summary>Every reminder that ever went outside about this action, whoever owned it.</summary>
    public IReadOnlyList<PastReminder> Reminders { get; init; } = [];
}

/// <param name="AttachmentId">The stakeholder in this problem.</param>
/// <param name="Consents">Has agreed to be contacted, and not taken it back.</param>
/// <param name="Accounts">Their people who can sign in.</param>
/// <param name="HasMail">May be written to by mail.</param>
public sealed record OutsideOwner(long AttachmentId, bool Consents, IReadOnlyList<long> Accounts, bool HasMail);

public sealed record PastReminder(Rung Rung, DateOnly DueOn);

public sealed record WaitingApproval(long Id, DateOnly AskedOn);

/// <summary>A nudge that stands due. It is raised where none with its key was before.</summary>
/// <param name="Key">The same text for the same nudge in every culture: problem, action or request; stage visit; date; rung;
/// occurrence.</param>
/// <param name="DueOn">The date that it is about; see <see cref="Domain.Rung"/>.</param>
/// <param name="Recipients">People with accounts, each once.</param>
public sealed record DueNudge(string Key, Rung Rung, DateOnly DueOn, int Occurrence, IReadOnlyList<long> Recipients)
{
    public long? ActionId { get; init; }
    public long? ApprovalRequestId { get; init; }
    /// <summary>Somebody outside without an account, to be written to instead.</summary>
    public long? AttachmentId { get; init; }

    public bool ReachesSomebody => Recipients.Count > 0 || AttachmentId is not null;
}

/// <summary>
/// Who is nudged about a problem, and when. There are several small ladders, each for one addressee and one matter, and of each only the
/// highest rung reached is given: what was missed while nothing ran collapses into it.
/// </summary>
public static class Ladder
{
    public const int DaysAhead = 3;
    public const int DaysToSupervisor = 7;
    public const int DaysToCommander = 21;
    public const int QuietDays = 14;
    public const int ApprovalDays = 3;
    public const int FollowUpMonths = 6;
    /// <summary>Reminders to somebody outside, per action in its whole life.</summary>
    public const int MostReminders = 2;

    private sealed record Step(DateOnly On, DueNudge Nudge);

    /// <summary>The nudges that stand due, at most one of each ladder; none that would reach nobody.</summary>
    public static IReadOnlyList<DueNudge> Due(LadderCase c, DateOnly today) =>
        [.. Ladders(c, today).Select(ladder => Reached(ladder, today)).OfType<DueNudge>().Where(nudge => nudge.ReachesSomebody)];

    /// <summary>
    /// The first day after today on which something more may be due if nothing changes; null for never. Where there is nobody to tell at
    /// present, that is tomorrow: people come and go without the problem changing.
    /// </summary>
    public static DateOnly? NextLook(LadderCase c, DateOnly today)
    {
        if (IsOnHold(c, today)) return c.HeldUntil;
        var ladders = Ladders(c, today).ToList();
        if (ladders.Exists(ladder => Reached(ladder, today) is { ReachesSomebody: false })) return Later(today, 1);
        return ladders.SelectMany(ladder => ladder).Select(step => (DateOnly?)step.On).Where(on => on > today).Min();
    }

    /// <summary>When somebody should look whether a closing held; null where there is nothing that could.</summary>
    public static DateOnly? FollowUpDueOn(DateOnly? closedOn, ClosingReason? reason) =>
        reason is ClosingReason.NotAProblem or ClosingReason.Duplicate ? null : closedOn?.AddMonths(FollowUpMonths);

    private static bool IsOnHold(LadderCase c, DateOnly today) => c.Stage != Stage.Closed && c.HeldUntil > today;

    private static DueNudge? Reached(IEnumerable<Step> ladder, DateOnly today) => ladder.LastOrDefault(step => step.On <= today)?.Nudge;

    /// <summary>Each a ladder from its lowest rung to the first that lies ahead or the last there is.</summary>
    private static IEnumerable<IReadOnlyList<Step>> Ladders(LadderCase c, DateOnly today)
    {
        if (c.Stage == Stage.Closed) return c.FollowUpRecorded ? [] : [CheckOfFollowUp(c)];
        if (IsOnHold(c, today)) return [];
        return [.. DueDate(c, today), Quiet(c), .. c.Actions.SelectMany(action => OfAction(c, action)),
            .. c.Approvals.Select(request => OfApproval(c, request))];
    }

    private static IEnumerable<IReadOnlyList<Step>> DueDate(LadderCase c, DateOnly today)
    {
        if (c.DueOn is not { } due) yield break;
        var lead = LeadOrSupervisor(c);
        var weeksToNext = Math.Max(0, today.DayNumber - due.DayNumber) / 7 + 1;
        yield return
        [
            AboutProblem(c, Later(due, -DaysAhead), Rung.DueSoon, due, lead),
            AboutProblem(c, due, Rung.DueToday, due, lead),
            AboutProblem(c, Later(due, 1), Rung.Overdue, due, lead),
            .. Enumerable.Range(1, weeksToNext).Select(week => AboutProblem(c, Later(due, 7 * week), Rung.Overdue, due, lead, week)),
        ];
        yield return [AboutProblem(c, Later(due, DaysToSupervisor), Rung.Escalated, due, Supervisors(c))];
        yield return [!c.Confidential && c.Commander is { CanBeNotified: true } commander
            ? AboutProblem(c, Later(due, DaysToCommander), Rung.EscalatedToCommand, due, [commander.Id])
            : AboutProblem(c, Later(due, DaysToCommander), Rung.EscalateByHand, due, Supervisors(c))];
    }

    /// <summary>Waiting for a date that lies ahead is no standstill.</summary>
    private static IReadOnlyList<Step> Quiet(LadderCase c)
    {
        var on = Later(c.LastActivityOn, QuietDays);
        foreach (var ahead in c.Actions.Select(action => action.DueOn).Append(c.AfterPeriodEnds).OfType<DateOnly>())
            if (Later(ahead, 1) > on) on = Later(ahead, 1);
        return [AboutProblem(c, on, Rung.Quiet, c.LastActivityOn, LeadOrSupervisor(c))];
    }

    private static IEnumerable<IReadOnlyList<Step>> OfAction(LadderCase c, LadderAction a)
    {
        var lead = LeadOrSupervisor(c);
        if (a.ReportedDone) return [];
        if (a.DeclinedOn is { } declined) return [[AboutAction(c, a, declined, Rung.ActionDeclined, declined, lead)]];
        if (a.DueOn is not { } due) return [];
        return a switch
        {
            { Outside: { } outside } => Outside(c, a, outside, due, lead),
            { Owner: { } owner } => Inside(c, a, owner, due, lead),
            _ => [[AboutAction(c, a, Later(due, 1), Rung.ActionUnreachable, due, lead)]],
        };
    }

    private static IReadOnlyList<Step>[] Inside(LadderCase c, LadderAction a, LadderPerson owner, DateOnly due, IReadOnlyList<long> lead)
    {
        long[] listeners = owner.CanBeNotified ? [owner.Id] : [];
        IReadOnlyList<Step> own =
        [
            AboutAction(c, a, Later(due, -DaysAhead), Rung.ActionDueSoon, due, listeners),
            AboutAction(c, a, Later(due, 1), Rung.ActionOverdue, due, listeners),
        ];
        return owner.CanBeNotified ? [own] : [own, [AboutAction(c, a, Later(due, 1), Rung.ActionUnreachable, due, lead)]];
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
                AboutAction(c, a, Later(due, -DaysAhead), Rung.PartnerDueSoon, due, accounts, email),
                AboutAction(c, a, Later(due, 1), Rung.PartnerOverdue, due, accounts, email),
            ];
        // Reminders spent on earlier dates leave none to wait for now.
        var wasReminded = a.Reminders.Contains(new(Rung.PartnerOverdue, due));
        yield return [!isReachable ? AboutAction(c, a, Later(due, 1), Rung.ActionUnreachable, due, lead)
            : AboutAction(c, a, Later(due, areUsedUp && !wasReminded ? 1 : 7), Rung.ActionUnanswered, due, lead)];
    }

    private static IReadOnlyList<Step> OfApproval(LadderCase c, WaitingApproval request) =>
        [
            new(Later(request.AskedOn, ApprovalDays),
                Nudge(c, $"approval:{request.Id}", Rung.ApprovalWaiting, request.AskedOn, Deciders(c),
                    0) with { ApprovalRequestId = request.Id })];

    private static IReadOnlyList<Step> CheckOfFollowUp(LadderCase c) =>
        FollowUpDueOn(c.ClosedOn, c.ClosingReason) is { } due ? [AboutProblem(c, due, Rung.FollowUp, due, LeadOrSupervisor(c))] : [];

    private static IReadOnlyList<long> LeadOrSupervisor(LadderCase c) =>
        c.Lead is { CanBeNotified: true } lead ? [lead.Id] : Supervisors(c);

    private static IReadOnlyList<long> Supervisors(LadderCase c) => c.Supervisor is { CanBeNotified: true } supervisor ? [supervisor.Id]
        : [.. c.AllSupervisors.Where(s => s.CanBeNotified).Select(s => s.Id).Distinct()];

    /// <summary>Nobody decides about a problem that they lead themselves.</summary>
    private static long[] Deciders(LadderCase c)
    {
        long[] deciders = [.. Supervisors(c).Where(id => id != c.Lead?.Id)];
        return deciders.Length > 0 ? deciders
            : c.Commander is { CanBeNotified: true } commander ? [commander.Id]
            : [.. c.AllSupervisors.Where(s => s.CanBeNotified && s.Id != c.Lead?.Id).Select(s => s.Id).Distinct()];
    }

    private static Step AboutProblem(LadderCase c, DateOnly on, Rung rung, DateOnly date,
        IReadOnlyList<long> recipients, int occurrence = 0) =>
        new(on, Nudge(c, $"problem:{c.ProblemId}", rung, date, recipients, occurrence));

    private static Step AboutAction(LadderCase c, LadderAction a, DateOnly on, Rung rung, DateOnly date, IReadOnlyList<long> recipients,
        long? attachmentId = null) =>
        new(on, Nudge(c, $"action:{a.Id}", rung, date, recipients, 0) with { ActionId = a.Id, AttachmentId = attachmentId });

    private static DueNudge Nudge(LadderCase c, FormattableString subject, Rung rung, DateOnly date,
        IReadOnlyList<long> recipients, int occurrence) =>
        new(FormattableString.Invariant($"{FormattableString.Invariant(subject)}:{c.Visit}:{date:yyyy-MM-dd}:{rung}:{occurrence}"), rung,
            date, occurrence, recipients);

    private static DateOnly Later(DateOnly date, int days) => DateOnly.FromDayNumber(
        (int)Math.Clamp((long)date.DayNumber + days, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));
}
