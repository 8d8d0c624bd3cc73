using FsCheck;
using FsCheck.Fluent;
using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Domain;

public enum Deed
{
    /// <summary>Days pass; the job runs every day.</summary>
    Pass,
    /// <summary>Days pass; the job runs only on the last day.</summary>
    Outage,
    Work, Move, Extend, Hold, Resume, Close, Reopen, Check,
    Assign, Unassign, Leave, Blind, Supervise, Command, Hide, OpenToPartners,
    Plan, Date, Own, OwnOutside, Finish, Report, Return, Decline, Consent, Mail, Accounts,
    Ask, Decide,
}

/// <param name="Which">Selects a person, an action or a reason.</param>
public sealed record Event(Deed Deed, int Which, int Days);

/// <summary>Simulates a problem's history day by day, with people coming and going, and records the nudges raised.</summary>
internal sealed class LadderHistory
{
    private sealed class Person(long id)
    {
        public LadderPerson Now => new(id, Active, MaySee);
        public bool Active { get; set; } = true;
        public bool MaySee { get; set; } = true;
    }

    private sealed class Action(long id)
    {
        public long Id => id;
        public DateOnly? Due { get; set; }
        public long? Owner { get; set; }
        public bool IsOutside { get; set; }
        public bool Reported { get; set; }
        public DateOnly? Declined { get; set; }
        public List<PastReminder> Reminders { get; } = [];
    }

    private const long Attachment = 70;
    private static readonly long[] Supervisors = [10, 11], Leads = [1, 2, 10], Owners = [1, 5];

    private readonly Dictionary<long, Person> _people = new long[] { 1, 2, 5, 10, 11, 20 }.ToDictionary(id => id, id => new Person(id));
    private readonly List<Action> _actions = [];
    private readonly List<WaitingRequest> _requests = [];
    private readonly HashSet<string> _keys = [];

    private LadderCase _case = new()
    {
        ProblemId = 42,
        Visit = 1,
        Stage = Stage.Scanning,
        DueOn = Start.AddDays(14),
        LastActivityOn = Start
    };
    private long? _lead = 1, _supervisor = 10, _commander = 20;
    private bool _consents = true, _hasMail = true, _hasAccounts;
    private DateOnly _lookOn;
    private long _lastId;

    public static readonly DateOnly Start = new(2026, 3, 2);

    public DateOnly Today { get; private set; } = Start;
    public List<DueNudge> Raised { get; } = [];
    /// <summary>Violations of the rules; empty if there were none.</summary>
    public List<string> Faults { get; } = [];

    public static LadderHistory Of(IEnumerable<Event> events)
    {
        var history = new LadderHistory();
        history.Run();
        foreach (var one in events) history.Happen(one);
        return history;
    }

    private void Happen(Event e)
    {
        if (e.Deed is Deed.Pass or Deed.Outage)
        {
            for (var day = 1; day <= e.Days; day++)
            {
                Today = Today.AddDays(1);
                if (e.Deed == Deed.Pass || day == e.Days) Run();
            }
            return;
        }
        Change(e);
        _lookOn = default;
        Run();
    }

    private void Change(Event e)
    {
        var action = _actions.Count == 0 ? null : _actions[e.Which % _actions.Count];
        var person = _people.Values.ElementAt(e.Which % _people.Count);
        var isOpen = _case.Stage != Stage.Closed;
        switch (e.Deed)
        {
            case Deed.Work when isOpen: _case = _case with { LastActivityOn = Today }; break;
            case Deed.Move when isOpen: Enter((Stage)(e.Which % 4), Today.AddDays(e.Days)); break;
            case Deed.Extend when isOpen: _case = _case with { DueOn = _case.DueOn?.AddDays(e.Days - 10) }; break;
            case Deed.Hold when isOpen: _case = _case with { OnHoldUntil = Today.AddDays(e.Days) }; break;
            case Deed.Resume: _case = _case with { OnHoldUntil = null }; break;
            case Deed.Close when isOpen:
                Enter(Stage.Closed, null);
                _case = _case with { ClosedOn = Today, ClosingReason = (ClosingReason)(e.Which % 6), FollowUpRecorded = false };
                break;
            case Deed.Reopen when !isOpen: Enter(Stage.Analysis, Today.AddDays(30)); break;
            case Deed.Check when !isOpen: _case = _case with { FollowUpRecorded = true }; break;
            case Deed.Assign: _lead = Leads[e.Which % Leads.Length]; break;
            case Deed.Unassign: _lead = null; break;
            case Deed.Leave: person.Active ^= true; break;
            case Deed.Blind: person.MaySee ^= true; break;
            case Deed.Supervise: _supervisor = e.Which % 3 == 0 ? null : Supervisors[e.Which % 2]; break;
            case Deed.Command: _commander = e.Which % 2 == 0 ? null : 20; break;
            case Deed.Hide: _case = _case with { Confidential = !_case.Confidential }; break;
            case Deed.OpenToPartners: _case = _case with { OpenToPartners = !_case.OpenToPartners }; break;
            case Deed.Plan:
                _actions.Add(new(++_lastId)
                {
                    Due = Today.AddDays(e.Days),
                    IsOutside = e.Which % 3 > 0,
                    Owner = e.Which % 3 == 0 ? Owners[e.Which % 2] : null,
                });
                break;
            case Deed.Date when action is not null: action.Due = e.Days == 0 ? null : Today.AddDays(e.Days - 5); break;
            case Deed.Own when action is not null:
                (action.Owner, action.IsOutside, action.Declined) = (e.Which % 5 == 0 ? null : Owners[e.Which % 2], false, null);
                break;
            case Deed.OwnOutside when action is not null: (action.Owner, action.IsOutside, action.Declined) = (null, true, null); break;
            case Deed.Finish when action is not null: _actions.Remove(action); break;
            case Deed.Report when action is not null: action.Reported = true; break;
            case Deed.Return when action is not null: action.Reported = false; break;
            case Deed.Decline when action is { IsOutside: true }: action.Declined = Today; break;
            case Deed.Consent: _consents = !_consents; break;
            case Deed.Mail: _hasMail = !_hasMail; break;
            case Deed.Accounts: _hasAccounts = !_hasAccounts; break;
            case Deed.Ask when isOpen: _requests.Add(new(++_lastId, Today)); break;
            case Deed.Decide when _requests.Count > 0: _requests.RemoveAt(e.Which % _requests.Count); break;
        }
    }

    private void Enter(Stage stage, DateOnly? due)
    {
        _case = _case with
        {
            Stage = stage,
            Visit = _case.Visit + 1,
            DueOn = due,
            LastActivityOn = Today,
            OnHoldUntil = null,
            AfterPeriodEnds = stage == Stage.Assessment ? Today.AddDays(20) : null,
        };
        if (stage == Stage.Closed) _requests.Clear();
    }

    private LadderCase Now => _case with
    {
        Lead = Who(_lead),
        Supervisor = Who(_supervisor),
        AllSupervisors = [.. Supervisors.Select(id => _people[id].Now)],
        Commander = Who(_commander),
        Actions = [.. _actions.Select(a => new LadderAction
        {
            Id = a.Id,
            DueOn = a.Due,
            Owner = Who(a.Owner),
            Outside = a.IsOutside ? new(Attachment, _consents, _hasAccounts ? [90, 91] : [], _hasMail) : null,
            ReportedDone = a.Reported,
            DeclinedOn = a.Declined,
            Reminders = [.. a.Reminders],
        })],
        Requests = [.. _requests],
    };

    private LadderPerson? Who(long? id) => id is { } one ? _people[one].Now : null;

    /// <summary>Runs the job: raises every due nudge that was not raised before.</summary>
    private void Run()
    {
        var now = Now;
        var due = Ladder.Due(now, Today);
        var news = due.Where(n => !_keys.Contains(n.Key)).ToList();
        if (_lookOn > Today)
        {
            // The job would skip this problem today.
            if (news.Count > 0) Fault($"next look is {_lookOn}, but due: {string.Join(", ", news.Select(n => n.Key))}");
        }
        else
        {
            var next = Ladder.NextLook(now, Today);
            if (next <= Today) Fault($"next look is not in the future: {next}");
            _lookOn = next ?? DateOnly.MaxValue;
        }

        var expected = LadderOracle.Standing(now, Today);
        foreach (var missed in expected.Where(e => !_keys.Contains(e.Key) && news.TrueForAll(n => n.Key != e.Key)))
            Fault($"missed: {missed}");
        foreach (var nudge in news)
        {
            if (!_keys.Add(nudge.Key)) Fault($"raised twice: {nudge.Key}");
            var right = expected.FirstOrDefault(e => e.Key == nudge.Key);
            if (right is null
                || right.Whom != string.Join(',', nudge.Recipients.Order()) + (nudge.AttachmentId is { } by ? $"mail {by}" : ""))
                Fault($"to {string.Join(',', nudge.Recipients)} {nudge.AttachmentId}: {nudge.Key}, expected {right}");
            MustBeDecent(now, nudge);
            Raised.Add(nudge);
            if (nudge.Kind.IsForPartner()) _actions.Single(a => a.Id == nudge.ActionId).Reminders.Add(new(nudge.Kind, nudge.DueOn));
        }
    }

    private void MustBeDecent(LadderCase now, DueNudge nudge)
    {
        if (now.Stage == Stage.Closed && nudge.Kind != NudgeKind.FollowUp) Fault($"after closing: {nudge.Key}");
        if (now.Stage != Stage.Closed && now.OnHoldUntil > Today) Fault($"on hold: {nudge.Key}");
        if (now.Confidential && nudge.Kind == NudgeKind.EscalatedToCommander)
            Fault($"confidential, but sent to the commander: {nudge.Key}");
        if (nudge.Recipients.Distinct().Count() != nudge.Recipients.Count) Fault($"same person twice: {nudge.Key}");
        if (nudge.Kind.IsForPartner())
        {
            if (!_consents) Fault($"without consent: {nudge.Key}");
            if (now is { Confidential: true, OpenToPartners: false }) Fault($"partners may not see it: {nudge.Key}");
            if (Raised.Count(n => n.ActionId == nudge.ActionId && n.Kind.IsForPartner()) >= 2) Fault($"a third reminder: {nudge.Key}");
        }
        else if (nudge.AttachmentId is not null
            || !nudge.Recipients.All(id => _people.TryGetValue(id, out var person) && person.Now.CanBeNotified))
            Fault($"to someone who may not see it: {nudge.Key}");
    }

    private void Fault(string fault) => Faults.Add($"{Today:yyyy-MM-dd}: {fault}");
}

/// <summary>An independent version of the rules for what is due, computed day by day.</summary>
internal static class LadderOracle
{
    public sealed record Standing1(string Key, string Whom);

    public static IReadOnlyList<Standing1> Standing(LadderCase c, DateOnly today)
    {
        List<Standing1> all = [];
        var lead = c.Lead is { Active: true, MaySee: true } ? [c.Lead.Id] : Supervisors(c);
        if (c.Stage == Stage.Closed)
        {
            if (!c.FollowUpRecorded && c.ClosingReason is not (ClosingReason.NotAProblem or ClosingReason.Duplicate)
                && today >= c.ClosedOn!.Value.AddMonths(6))
                Say($"problem:{c.ProblemId}", c.ClosedOn.Value.AddMonths(6), "FollowUp", 0, lead);
            return all;
        }
        if (c.OnHoldUntil is { } held && today < held) return all;

        if (c.DueOn is { } due)
        {
            (string Kind, int Occurrence)? told = null;
            var (supervisor, commander) = (false, false);
            for (var day = due.AddDays(-3); day <= today; day = day.AddDays(1))
            {
                var over = day.DayNumber - due.DayNumber;
                if (over == -3) told = ("DueSoon", 0);
                if (over == 0) told = ("DueToday", 0);
                if (over == 1) told = ("Overdue", 0);
                if (over > 0 && over % 7 == 0) told = ("Overdue", over / 7);
                supervisor |= over == 7;
                commander |= over == 21;
            }
            if (told is { } last) Say($"problem:{c.ProblemId}", due, last.Kind, last.Occurrence, lead);
            if (supervisor) Say($"problem:{c.ProblemId}", due, "EscalatedToSupervisor", 0, Supervisors(c));
            if (commander && !c.Confidential && c.Commander is { Active: true, MaySee: true })
                Say($"problem:{c.ProblemId}", due, "EscalatedToCommander", 0, [c.Commander.Id]);
            else if (commander) Say($"problem:{c.ProblemId}", due, "SupervisorAskedToEscalate", 0, Supervisors(c));
        }

        var isAhead = c.AfterPeriodEnds >= today || c.Actions.Any(a => a.DueOn >= today);
        if (today.DayNumber - c.LastActivityOn.DayNumber >= 14 && !isAhead)
            Say($"problem:{c.ProblemId}", c.LastActivityOn, "NoActivity", 0, lead);

        foreach (var a in c.Actions.Where(a => !a.ReportedDone))
        {
            if (a.DeclinedOn is { } no)
            {
                Say($"action:{a.Id}", no, "ActionDeclined", 0, lead);
                continue;
            }
            if (a.DueOn is not { } by) continue;
            var over = today.DayNumber - by.DayNumber;
            if (a.Outside is { } outside)
            {
                var can = outside.Consents && (outside.Accounts.Count > 0 || outside.HasMail) && !(c.Confidential && !c.OpenToPartners);
                if (can && a.Reminders.Count < 2 && over >= -3)
                    all.Add(new(Key($"action:{a.Id}", by, over > 0 ? "PartnerOverdue" : "PartnerDueSoon", 0),
                        outside.Accounts.Count > 0 ? string.Join(',', outside.Accounts.Order()) : $"mail {outside.AttachmentId}"));
                var spentElsewhere = a.Reminders.Count == 2 && !a.Reminders.Exists(by);
                if (!can && over > 0) Say($"action:{a.Id}", by, "ActionUnreachable", 0, lead);
                if (can && (over >= 7 || (over > 0 && spentElsewhere))) Say($"action:{a.Id}", by, "ActionUnanswered", 0, lead);
            }
            else if (a.Owner is { Active: true, MaySee: true })
            {
                if (over >= -3) Say($"action:{a.Id}", by, over > 0 ? "ActionOverdue" : "ActionDueSoon", 0, [a.Owner.Id]);
            }
            else if (over > 0) Say($"action:{a.Id}", by, "ActionUnreachable", 0, lead);
        }

        foreach (var request in c.Requests.Where(r => today.DayNumber - r.RequestedOn.DayNumber >= 3))
        {
            long[] deciders = [.. Supervisors(c).Where(id => id != c.Lead?.Id)];
            if (deciders.Length == 0 && c.Commander is { Active: true, MaySee: true }) deciders = [c.Commander.Id];
            if (deciders.Length == 0)
                deciders = [.. c.AllSupervisors.Where(s => s.Active && s.MaySee && s.Id != c.Lead?.Id).Select(s => s.Id)];
            Say($"approval:{request.Id}", request.RequestedOn, "RequestWaiting", 0, deciders);
        }
        return all;

        void Say(string subject, DateOnly date, string rung, int occurrence, long[] whom)
        {
            if (whom.Length > 0) all.Add(new(Key(subject, date, rung, occurrence), string.Join(',', whom.Order())));
        }

        string Key(string subject, DateOnly date, string rung, int occurrence) =>
            $"{subject}:{c.Visit}:{date:yyyy-MM-dd}:{rung}:{occurrence}";
    }

    private static bool Exists(this IReadOnlyList<PastReminder> reminders, DateOnly overdueOn) =>
        reminders.Any(r => r.Kind == NudgeKind.PartnerOverdue && r.DueOn == overdueOn);

    private static long[] Supervisors(LadderCase c) => c.Supervisor is { Active: true, MaySee: true } ? [c.Supervisor.Id]
        : [.. c.AllSupervisors.Where(s => s.Active && s.MaySee).Select(s => s.Id)];
}

public static class AnyHistory
{
    private static readonly Deed[] Changes = [.. Enum.GetValues<Deed>().Except([Deed.Pass, Deed.Outage])];

    private static readonly Gen<Event> AnyEvent =
        from deed in Gen.Frequency((3, Gen.Constant(Deed.Pass)), (2, Gen.Constant(Deed.Outage)), (5, Gen.Elements(Changes)),
            // Events that are common in practice get extra weight, so that closings and departures don't dominate.
            (3, Gen.Elements(Deed.Work, Deed.Plan, Deed.Date, Deed.Extend, Deed.Ask)))
        from which in Gen.Choose(0, 60)
        from days in Gen.Frequency((4, Gen.Choose(0, 9)), (2, Gen.Choose(10, 40)), (1, Gen.Choose(150, 200)))
        select new Event(deed, which, days);

    public static Arbitrary<Event> Events() => AnyEvent.ToArbitrary();
}
