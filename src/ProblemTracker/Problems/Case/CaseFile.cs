using System.Text.Json;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>
/// The unit of work on one problem. A command takes it from <see cref="CaseFiles"/>, changes it in named steps and saves it once. Steps
/// change the file in memory and queue the rows to write; saving writes them.
/// </summary>
/// <param name="granted">The people whose requests this unit of work carries out, if they were approved before.</param>
internal sealed partial class CaseFile(
    Actor actor, DateTimeOffset now, AgencyCalendar calendar, CaseFacts taken, IReadOnlyCollection<long>? granted = null)
{
    public Actor Actor => actor;

    /// <summary>When the file was taken; the timestamp of all its writes.</summary>
    public DateTimeOffset Now => now;

    public AgencyCalendar Calendar => calendar;

    /// <summary>The problem's row with the changes made so far. Values derived from the dossier are computed on saving.</summary>
    public ProblemRecord Problem { get; private set; } = taken.Problem;

    /// <summary>The facts that the rules read, with the changes made so far.</summary>
    public Dossier Dossier { get; private set; } = taken.Dossier;

    public IReadOnlyList<long> Team { get; private set; } = taken.Team;

    /// <summary>Versions of the worksheets that have been saved, as they were when the file was taken.</summary>
    public IReadOnlyDictionary<SheetKind, int> WorksheetVersions => taken.WorksheetVersions;

    /// <summary>The frozen plan in force.</summary>
    public long? PlanId => taken.PlanId;

    public bool OnTeam => Actor.PersonId is { } id && Team.Contains(id);

    public Involvement Involvement => new(OnTeam, Actor.PersonId is { } id && Problem.LeadId == id);

    /// <summary>Due date of the current stage; null for a closed problem.</summary>
    public DateOnly? DueOn => Deadlines.DueOn(Dossier, Calendar.Deadlines, Calendar.Holidays);

    /// <summary>The day on which work resumes; null if the problem is not on hold today.</summary>
    public DateOnly? OnHoldUntil => Deadlines.IsOnHold(Problem.OnHoldUntil, Dossier.Today) ? Problem.OnHoldUntil : null;

    /// <exception cref="Forbidden">The actor may not do this to this problem.</exception>
    /// <exception cref="RuleBroken">The actor is a supervisor, but leads this problem and so can't decide about it.</exception>
    public void Demand(Permission permission)
    {
        if (Actor.May(permission, Involvement)) return;
        if (permission == Permission.DecideProblems && Involvement.IsLead && Actor.Might(permission))
            throw new RuleBroken("request.ownProblem",
                "You lead this problem, so another supervisor must decide. Make a request on the problem's page.", "leadId");
        throw Forbidden.Needs(permission);
    }

    /// <summary>Checks that the problem is open. After closing, only notes can be added.</summary>
    /// <exception cref="RuleBroken">The problem is closed.</exception>
    public void MustBeOpen()
    {
        if (Problem.Stage == Stage.Closed)
            throw new RuleBroken("problem.closed",
                "This problem is closed, so you can only add notes. Reopen it to change anything else.", "stage");
    }

    public void MustBeAt(int version)
    {
        if (Problem.Version != version) throw new Stale(Problem.Version);
    }

    public void MustBeAt(SheetKind kind, int version)
    {
        var current = WorksheetVersions.GetValueOrDefault(kind);
        if (current != version) throw new Stale(current);
    }

    /// <summary>Changes title, description, category, place, priority or confidentiality.</summary>
    public void Describe(Func<ProblemRecord, ProblemRecord> change)
    {
        var wasConfidential = Problem.Confidential;
        ChangeProblem(change);
        // For good: whoever lifts it later does not publish the problem by that.
        if (Problem.Confidential && !wasConfidential)
            Write("""
                UPDATE Publication SET WithdrawnAt = @Now, ChangedBy = @PersonId, Version = Version + 1
                WHERE ProblemId = @ProblemId AND WithdrawnAt IS NULL
                """, new { ProblemId = Problem.Id, Now, Actor.PersonId });
        TextsChanged = true;
    }

    /// <summary>Sets the lead and adds them to the team. Doesn't count as work on the problem.</summary>
    public void AssignTo(long? leadId)
    {
        if (leadId != Problem.LeadId) PassLeadReminders(leadId);
        ChangeProblem(p => p with { LeadId = leadId });
        Dossier = Dossier with { LeadId = leadId };
        if (leadId is { } id) Join([id]);
    }

    /// <summary>Adds people to the team; skips those who are already on it.</summary>
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

    /// <summary>Removes people from the team.</summary>
    public void Leave(IReadOnlyCollection<long> people)
    {
        if (people.Count == 0) return;
        Team = [.. Team.Except(people)];
        Write("DELETE FROM ProblemMember WHERE ProblemId = @ProblemId AND PersonId IN @people", new { ProblemId = Problem.Id, people });
    }

    /// <summary>Saves a worksheet as its next version.</summary>
    /// <param name="endsDraft">Whether it has what the actor's draft held.</param>
    public void SaveSheet(SheetKind kind, object sheet, bool endsDraft = true)
    {
        Dossier = kind switch
        {
            SheetKind.Scanning => Dossier with { Scanning = (ScanningSheet)sheet },
            SheetKind.Analysis => Dossier with { Analysis = (AnalysisSheet)sheet },
            SheetKind.Response => Dossier with { Response = (ResponseSheet)sheet },
            _ => Dossier with { Assessment = (AssessmentSheet)sheet },
        };
        var body = JsonSerializer.Serialize(sheet, Json.Options);
        _writes.AddRange(Drafts.OnSave(Problem.Id, kind, WorksheetVersions.GetValueOrDefault(kind), Actor, endsDraft));
        Write(WorksheetVersions.ContainsKey(kind)
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

    /// <summary>Takes over an action that was added or changed. The command writes its row, which has its own version.</summary>
    public void TakeOver(ResponseAction action)
    {
        Dossier = Dossier with { Actions = [.. Dossier.Actions.Where(a => a.Id != action.Id).Append(action).OrderBy(a => a.Id)] };
        CountAsWork();
    }

    /// <summary>Sets the number of linked incidents; rows of the same incident count once.</summary>
    public void LinkEvents(int events)
    {
        Dossier = Dossier with { LinkedEvents = events };
        CountAsWork();
    }

    /// <summary>Sets the number of linked concerns of residents.</summary>
    public void LinkConcerns(int concerns)
    {
        Dossier = Dossier with { LinkedConcerns = concerns };
        CountAsWork();
    }

    /// <summary>Records activity now, so that the problem doesn't count as inactive.</summary>
    public void CountAsWork() => Problem = Problem with { LastActivityAt = Now };

    /// <summary>Call after a note was added or changed, so that saving updates the search index.</summary>
    public void TakeOverNote() => TextsChanged = true;

    /// <summary>Sets the title and the summary that partners read; null removes them.</summary>
    public void TellPartners(string? title, string? summary) =>
        ChangeProblem(p => p with { PublicTitle = title, PartnerSummary = summary });

    /// <summary>Sets whether partners can view a confidential problem.</summary>
    public void OpenToPartners(bool open) => ChangeProblem(p => p with { OpenToPartners = open });

    /// <summary>Adds an entry to the problem's change history, and to its timeline if it has a summary.</summary>
    /// <param name="auditEvent">Stable code, for example <c>problem.stage</c>.</param>
    /// <param name="subject">What was changed; null for the problem itself.</param>
    /// <param name="summary">The line in the timeline. Must not name a stakeholder.</param>
    public void Record(string auditEvent, object? subject, string? summary, object? before, object? after)
    {
        TellFollowersOfTheLast();
        _records.Add(Audit.Entry(Actor, Now, auditEvent, Problem.Id, subject ?? Problem.Id, summary, before, after));
        _recorded = new(auditEvent, subject as long?);
    }

    /// <summary>Changes the row and increments its version, so that someone who read it earlier can't save over the change.</summary>
    private void ChangeProblem(Func<ProblemRecord, ProblemRecord> change) =>
        Problem = change(Problem) with { Version = taken.Problem.Version + 1 };
}
