using System.Text.Json;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>
/// The unit of work on one problem. A command takes it from <see cref="CaseFiles"/>, changes it in named steps and saves it once. Steps
/// change what is in hand and note what is to be written; nothing is written before saving.
/// </summary>
internal sealed partial class CaseFile(Actor actor, DateTimeOffset now, AgencyCalendar calendar, CaseFacts taken)
{
    public Actor Actor => actor;

    /// <summary>The moment of taking, which everything that is written bears.</summary>
    public DateTimeOffset Now => now;

    public AgencyCalendar Calendar => calendar;

    /// <summary>The row with the changes made so far; what is derived from the dossier follows when the file is saved.</summary>
    public ProblemRecord Problem { get; private set; } = taken.Problem;

    /// <summary>What the rules read, with the changes made so far.</summary>
    public Dossier Dossier { get; private set; } = taken.Dossier;

    public IReadOnlyList<long> Team { get; private set; } = taken.Team;

    /// <summary>Versions of the worksheets that were saved before.</summary>
    public IReadOnlyDictionary<SheetKind, int> SheetVersions => taken.SheetVersions;

    /// <summary>The frozen plan in force.</summary>
    public long? PlanId => taken.PlanId;

    public bool OnTeam => Actor.PersonId is { } id && Team.Contains(id);

    public Involvement Involvement => new(OnTeam, Actor.PersonId is { } id && Problem.LeadId == id);

    /// <summary>By when the present stage should be left; null for a closed problem.</summary>
    public DateOnly? DueOn => Deadlines.DueOn(Dossier, Calendar.Deadlines, Calendar.Holidays);

    /// <summary>The first day on which work goes on, where the problem is on hold today.</summary>
    public DateOnly? OnHoldUntil => Deadlines.IsOnHold(Problem.HeldUntil, Dossier.Today) ? Problem.HeldUntil : null;

    /// <exception cref="Forbidden">The actor may not do this to this problem.</exception>
    /// <exception cref="RuleBroken">A supervisor who leads the problem wants to decide about it.</exception>
    public void Demand(Permission permission)
    {
        if (Actor.May(permission, Involvement)) return;
        if (permission == Permission.DecideProblems && Involvement.IsLead && Actor.Might(permission))
            throw new RuleBroken("approval.ownProblem",
                "You lead this problem, so another supervisor decides about it. Ask for it on the problem's page.", "leadId");
        throw Forbidden.Needs(permission);
    }

    /// <summary>Worksheets, actions, stakeholders and links can be changed until closing; after that only notes are added.</summary>
    public void MustBeOpen()
    {
        if (Problem.Stage == Stage.Closed)
            throw new RuleBroken("problem.closed",
                "This problem is closed: only notes can be added. Reopen it to change anything else.", "stage");
    }

    public void MustBeAt(int version)
    {
        if (Problem.Version != version) throw new Stale(Problem.Version);
    }

    public void MustBeAt(SheetKind kind, int version)
    {
        var current = SheetVersions.GetValueOrDefault(kind);
        if (current != version) throw new Stale(current);
    }

    /// <summary>Changes title, description, category, place, priority or confidentiality.</summary>
    public void Describe(Func<ProblemRecord, ProblemRecord> change)
    {
        ChangeProblem(change);
        TextsChanged = true;
    }

    /// <summary>Sets the lead, who is on the team from then on. Who works on a problem is no work on it.</summary>
    public void AssignTo(long? leadId)
    {
        ChangeProblem(p => p with { LeadId = leadId });
        Dossier = Dossier with { LeadId = leadId };
        if (leadId is { } id) Join([id]);
    }

    /// <summary>Adds people to the team; those who are on it stay.</summary>
    public void Join(IReadOnlyCollection<long> people)
    {
        var joining = people.Distinct().Except(Team).ToList();
        if (joining.Count == 0) return;
        Team = [.. Team.Concat(joining).Order()];
        Write("""
            INSERT INTO ProblemMember (ProblemId, PersonId, JoinedAt)
            SELECT @ProblemId, w.Id, @Now FROM Person w WHERE w.Id IN @joining
            """, new { ProblemId = Problem.Id, joining, Now });
    }

    /// <summary>Takes people off the team.</summary>
    public void Leave(IReadOnlyCollection<long> people)
    {
        if (people.Count == 0) return;
        Team = [.. Team.Except(people)];
        Write("DELETE FROM ProblemMember WHERE ProblemId = @ProblemId AND PersonId IN @people", new { ProblemId = Problem.Id, people });
    }

    /// <summary>A worksheet in its next version.</summary>
    public void SaveSheet(SheetKind kind, object sheet)
    {
        Dossier = kind switch
        {
            SheetKind.Scanning => Dossier with { Scanning = (ScanningSheet)sheet },
            SheetKind.Analysis => Dossier with { Analysis = (AnalysisSheet)sheet },
            SheetKind.Response => Dossier with { Response = (ResponseSheet)sheet },
            _ => Dossier with { Assessment = (AssessmentSheet)sheet },
        };
        var body = JsonSerializer.Serialize(sheet, Json.Options);
        Write(SheetVersions.ContainsKey(kind)
            ? """
                UPDATE Worksheet SET Body = @body, Version = Version + 1, SavedBy = @PersonId, SavedAt = @Now
                WHERE ProblemId = @ProblemId AND Kind = @Kind
                """
            : """
                INSERT INTO Worksheet (ProblemId, Kind, Body, Version, SavedBy, SavedAt)
                VALUES (@ProblemId, @Kind, @body, 1, @PersonId, @Now)
                """, new { ProblemId = Problem.Id, Kind = kind.ToString(), body, Actor.PersonId, Now });
        TextsChanged = true;
        CountAsWork();
    }

    /// <summary>Takes over an action that was added or changed: its row has a version of its own, and is written by the command.</summary>
    public void TakeOver(ResponseAction action)
    {
        Dossier = Dossier with { Actions = [.. Dossier.Actions.Where(a => a.Id != action.Id).Append(action).OrderBy(a => a.Id)] };
        CountAsWork();
    }

    /// <summary>The problem has this many linked incidents now, the rows of one counted once.</summary>
    public void LinkEvents(int events)
    {
        Dossier = Dossier with { LinkedEvents = events };
        CountAsWork();
    }

    /// <summary>What was done is work on the problem, so that it is not quiet.</summary>
    public void CountAsWork() => Problem = Problem with { LastActivityAt = Now };

    /// <summary>A note was added or changed, so the problem is found by other words.</summary>
    public void TakeOverNote() => TextsChanged = true;

    /// <summary>Sets what partners read about the problem; null takes it back.</summary>
    public void TellPartners(string? summary) => ChangeProblem(p => p with { PartnerSummary = summary });

    /// <summary>Says whether a confidential problem exists for its partners.</summary>
    public void OpenToPartners(bool open) => ChangeProblem(p => p with { OpenToPartners = open });

    /// <summary>A line in the problem's audit, and in its timeline if it has a summary.</summary>
    /// <param name="deed">Stable code, for example <c>problem.stage</c>.</param>
    /// <param name="subject">The problem itself if it is null.</param>
    /// <param name="summary">The line in the timeline; never the name of a stakeholder.</param>
    public void Record(string deed, object? subject, string? summary, object? before, object? after) =>
        _records.Add(Audit.Entry(Actor, Now, deed, Problem.Id, subject ?? Problem.Id, summary, before, after));

    /// <summary>Changes the row in a way that its readers must know of before they save: it gets the next version.</summary>
    private void ChangeProblem(Func<ProblemRecord, ProblemRecord> change) =>
        Problem = change(Problem) with { Version = taken.Problem.Version + 1 };
}
