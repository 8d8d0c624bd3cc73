using ProblemTracker.Problems;

namespace ProblemTracker.Demo;

/// <summary>The actions of a generated case: owners, due dates and results.</summary>
internal sealed class CaseActions(CaseStory of, CaseText text, long? agency, long? manager, long? affected)
{
    private readonly List<PlannedAction> _done = [];
    private PlannedAction? _ofManager, _ofAgency, _ofPolice, _ofResidents, _last;

    /// <summary>Ids of the actions that were carried out.</summary>
    public IReadOnlyList<long> Done => [.. _done.Select(action => action.Id)];

    private DemoCase Case => of.Case;
    private PartnerHabit Habit => Case.Confidential ? PartnerHabit.Silent : Case.Partner;
    private DemoAccount Partner => DemoPeople.Agencies.Single(a => a.Value == text.Agency).Key;

    private int Ago(int daysAfterStart) => Case.Opened - Case.Started - daysAfterStart;

    // A third of the logs are a little overdue.
    private int LogReady => Case.Number % 3 == 0 ? 24 : 21;

    private bool Happened(int daysAfterStart) => Ago(daysAfterStart) >= 1;

    /// <summary>False for steps after the lead has left the department.</summary>
    private bool LeadDid(int daysAfterStart) =>
        Happened(daysAfterStart) && !(Case.Lead == DemoPeople.Walt && Ago(daysAfterStart) <= DemoPeople.WaltLeft);

    public async Task Plan(int daysAgo)
    {
        var lead = of.Lead(daysAgo);
        if (Case.EnforcementOnly)
        {
            _ofManager = await of.Story.Plan(daysAgo, lead,
                Police("Extra patrol at the hours the analysis identified", Technique.StrengthenFormalSurveillance,
                    TriangleSide.Place, 17, lead, true));
            _ofPolice = await of.Story.Plan(daysAgo, lead,
                Police(text.Enforcement.What, text.Enforcement.Technique, text.Enforcement.Side, 34, lead, true));
            return;
        }
        _ofManager = await of.Story.Plan(daysAgo, lead, Outside(text.ByPlaceManager, manager, 17));
        _ofAgency = await of.Story.Plan(daysAgo, lead, Outside(text.ByAgency, agency, 30));
        _ofPolice = await of.Story.Plan(daysAgo, lead,
            Police(text.ByPolice.What, text.ByPolice.Technique, text.ByPolice.Side, 34, lead, false));
        if (text.Affected.Kind == StakeholderKind.Resident && !Case.Confidential && Case.Number % 2 == 0)
            _ofResidents = await of.Story.Plan(daysAgo, lead,
                Outside(
                    new("Keep a log of every time it happens for the first three weeks", Technique.ExtendGuardianship,
                        TriangleSide.Target), affected, 22));
        if (Case.IsHasty) await Finish(-2, _ofPolice);
        if (Case.Number % 4 == 1)
            _last = await of.Story.Plan(daysAgo, lead,
                Police(text.Enforcement.What, text.Enforcement.Technique, text.Enforcement.Side, 26, lead, true));
    }

    /// <summary>Every step up to today, in chronological order.</summary>
    public async Task CarryOut()
    {
        if (_ofAgency is not null && Habit is not PartnerHabit.Silent) await Answer(_ofAgency);
        if (LeadDid(15)) await Finish(15, _ofManager!);
        if (_ofResidents is not null && LeadDid(LogReady)) await Finish(LogReady, _ofResidents);
        if (_last is not null && LeadDid(25)) await Finish(25, _last);
        if (_ofAgency is null)
        {
            if (LeadDid(33)) await Finish(33, _ofPolice!);
            return;
        }
        if (Habit == PartnerHabit.Late)
        {
            if (LeadDid(33) && !Case.IsHasty) await Finish(33, _ofPolice!);
            await ReportAndConfirm(37, 38);
            return;
        }
        if (Habit == PartnerHabit.Returned && Happened(27))
        {
            await of.Story.Report(Ago(24), _ofAgency, "All done on our end.", Partner);
            await of.Story.Return(Ago(25), of.Lead(Ago(25)), _ofAgency,
                "Half of it is there. Please finish the north end, then let us know again.");
        }
        if (Habit is PartnerHabit.Agreeable or PartnerHabit.Returned or PartnerHabit.Unconfirmed) await ReportAndConfirm(28, 29);
        if (Habit == PartnerHabit.Silent && LeadDid(29)) await Finish(29, _ofAgency);
        if (Habit == PartnerHabit.Declines && Case.Reaches > Stage.Response && LeadDid(30))
            await of.Story.Drop(Ago(30), of.Lead(Ago(30)), _ofAgency,
                "The agency has no money for it this year, and no one else can do it.");
        if (LeadDid(33)) await Finish(33, _ofPolice!);
    }

    private async Task Answer(PlannedAction action)
    {
        if (!Happened(3)) return;
        if (Habit == PartnerHabit.Declines)
            await of.Story.Decline(Ago(3), action,
                "Not in this year's budget, and the crew is booked until spring. We can talk again in March.", Partner);
        else
            await of.Story.Accept(Ago(3), action,
                Case.Number % 2 == 0 ? "We can do that. Who is our contact on site?"
                    : "Agreed. It's on the schedule for the second week.", Partner);
    }

    private async Task ReportAndConfirm(int reported, int confirmed)
    {
        if (!Happened(reported)) return;
        await of.Story.Report(Ago(reported), _ofAgency!, "Done. The foreman has pictures.", Partner);
        if (Habit == PartnerHabit.Unconfirmed || !LeadDid(confirmed)) return;
        await of.Story.Confirm(Ago(confirmed), of.Lead(Ago(confirmed)), _ofAgency!);
        _done.Add(_ofAgency!);
    }

    /// <summary>Adds one more action, for a second try.</summary>
    public async Task AddOne(int daysAgo, int due) => _last = await of.Story.Plan(daysAgo, of.Lead(daysAgo),
        new("A steel door with a closer, paid for by the owner", Enforcement: false, OwnerAttachmentId: manager, DueOn: of.City.Day(due),
            Technique: Technique.HardenTargets, Side: TriangleSide.Place));

    public async Task FinishLast(int daysAgo)
    {
        await of.Story.Finish(daysAgo, of.Lead(daysAgo), _last!);
        _done.Add(_last!);
    }

    private async Task Finish(int daysAfterStart, PlannedAction action)
    {
        var by = of.Lead(Ago(daysAfterStart));
        // A new lead who takes over the caseload also takes over its open actions.
        if (action.Fields.OwnerId is not null) action = action with { Fields = action.Fields with { OwnerId = of.City.IdOf(by) } };
        await of.Story.Finish(Ago(daysAfterStart), by, action);
        _done.Add(action);
    }

    private ActionFields Outside(Deed deed, long? owner, int due) =>
        new(deed.What, Enforcement: false, OwnerAttachmentId: owner, DueOn: of.City.Day(Ago(due)),
            Technique: deed.Technique, Side: deed.Side);

    private ActionFields Police(string what, Technique technique, TriangleSide side, int due, DemoAccount owner, bool enforcement) =>
        new(what, enforcement, OwnerId: of.City.IdOf(owner), DueOn: of.City.Day(Ago(due)), Technique: technique, Side: side);
}
