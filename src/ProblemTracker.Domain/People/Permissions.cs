namespace ProblemTracker.Domain;

/// <summary>A person's role. One person may have several.</summary>
public enum Role { Officer, Supervisor, Analyst, Command, Administrator, Partner }

public enum Permission
{
    /// <summary>Anyone signed in, for their own account.</summary>
    SignedIn,
    ReadProblems,
    WriteNotes,
    OpenProblems,
    /// <summary>Worksheets, actions, stakeholders, incident links, stage changes.</summary>
    WorkProblems,
    /// <summary>The Analysis and Assessment sheets and incident links.</summary>
    WorkEvidence,
    /// <summary>The intake desk: read residents' concerns, answer them and decide about them.</summary>
    WorkConcerns,
    /// <summary>Surveys of residents: build them, invite people, close waves. Everybody who reads problems reads their results.</summary>
    WorkSurveys,
    /// <summary>Start a response, override a gate, assign, close early.</summary>
    DecideProblems,
    /// <summary>What is about people or the directory rather than one problem: part of a caseload, loads, merging stakeholders.</summary>
    Supervise,
    /// <summary>Give all of one person's work to someone else: transfer, leave, retirement.</summary>
    HandOver,
    Import,
    /// <summary>A partner's own actions in the problems they are attached to.</summary>
    ActAsPartner,
    /// <summary>The audit of everything, as far as the reader can view what it is about.</summary>
    ReadAuditLog,
    /// <summary>What is due to be purged, its review, legal holds and certificates.</summary>
    ManageRetention,
    /// <summary>
    /// Public-records requests: what is released, and what is redacted. Only those who may see every problem and every name, since one
    /// can't judge what one does not see.
    /// </summary>
    ReleaseRecords,
    /// <summary>People, settings, neighborhoods, the demo clock.</summary>
    Administer,
}

/// <summary>A person's involvement in one problem.</summary>
public sealed record Involvement(bool OnTeam, bool IsLead);

/// <summary>Who may do what. A refusal names who can.</summary>
public static class Permissions
{
    /// <summary>Whether the roles grant the permission for at least one problem. Checked first, before a problem is read.</summary>
    public static bool MightAllow(IReadOnlySet<Role> roles, Permission permission) => permission switch
    {
        Permission.SignedIn => true,
        Permission.ReadProblems or Permission.WriteNotes => Any(roles, Role.Officer, Role.Supervisor, Role.Analyst, Role.Command),
        Permission.OpenProblems or Permission.WorkEvidence or Permission.WorkSurveys =>
            Any(roles, Role.Officer, Role.Supervisor, Role.Analyst),
        Permission.WorkProblems or Permission.WorkConcerns => Any(roles, Role.Officer, Role.Supervisor),
        Permission.DecideProblems or Permission.Supervise or Permission.ReleaseRecords => roles.Contains(Role.Supervisor),
        Permission.HandOver => Any(roles, Role.Supervisor, Role.Administrator),
        Permission.Import => Any(roles, Role.Analyst, Role.Administrator),
        Permission.ActAsPartner => roles.Contains(Role.Partner),
        Permission.ReadAuditLog => Any(roles, Role.Supervisor, Role.Command, Role.Administrator),
        Permission.ManageRetention => Any(roles, Role.Command, Role.Administrator),
        Permission.Administer => roles.Contains(Role.Administrator),
        _ => false,
    };

    /// <summary>Whether the roles grant the permission for one visible problem, given the person's involvement in it.</summary>
    public static bool Allows(IReadOnlySet<Role> roles, Permission permission, Involvement involvement) => permission switch
    {
        Permission.WorkProblems => roles.Contains(Role.Supervisor) || (roles.Contains(Role.Officer) && involvement.OnTeam),
        Permission.WorkEvidence => Any(roles, Role.Supervisor, Role.Analyst) || (roles.Contains(Role.Officer) && involvement.OnTeam),
        Permission.DecideProblems => roles.Contains(Role.Supervisor) && !involvement.IsLead,
        _ => MightAllow(roles, permission),
    };

    /// <summary>Whether this person may see a problem. Only the team, supervisors and analysts see a confidential one.</summary>
    public static bool MaySee(IReadOnlySet<Role> roles, bool confidential, bool onTeam) =>
        MightAllow(roles, Permission.ReadProblems) && (!confidential || onTeam || SeesConfidential(roles));

    public static bool SeesConfidential(IReadOnlySet<Role> roles) => Any(roles, Role.Supervisor, Role.Analyst);

    /// <summary>
    /// Who reported a concern is named to supervisors, to the officer who acknowledged it, and to the team of its problem.
    /// </summary>
    public static bool MayNameReporter(IReadOnlySet<Role> roles, bool acknowledged, bool onTeam) =>
        roles.Contains(Role.Supervisor) || ((acknowledged || onTeam) && MightAllow(roles, Permission.WorkConcerns));

    /// <summary>Only the team and supervisors see the names of affected people, reporters and an offender's handlers.</summary>
    public static bool MayNameProtected(IReadOnlySet<Role> roles, bool onTeam) =>
        roles.Contains(Role.Supervisor) || (onTeam && MightAllow(roles, Permission.ReadProblems));

    /// <summary>The last sentence of a refusal: who can do it instead.</summary>
    public static string WhoCan(Permission permission) => permission switch
    {
        Permission.SignedIn => "Anyone who is signed in can do this.",
        Permission.ReadProblems => "Officers, supervisors, analysts and command staff can view problems.",
        Permission.WriteNotes => "Officers, supervisors, analysts and command staff can write notes.",
        Permission.OpenProblems => "Officers, supervisors and analysts can open a problem.",
        Permission.WorkProblems => "An officer on this problem's team or a supervisor can do this.",
        Permission.WorkConcerns => "An officer or a supervisor can do this.",
        Permission.WorkSurveys => "An officer, an analyst or a supervisor can do this.",
        Permission.WorkEvidence => "An officer on this problem's team, an analyst or a supervisor can do this.",
        Permission.DecideProblems => "A supervisor who does not lead this problem can do this.",
        Permission.HandOver => "A supervisor or an administrator can do this.",
        Permission.Import => "An analyst or an administrator can do this.",
        Permission.ActAsPartner => "Someone with a partner account can do this.",
        Permission.ReadAuditLog => "A supervisor, command staff or an administrator can do this.",
        Permission.ManageRetention => "Command staff or an administrator can do this.",
        Permission.Supervise or Permission.ReleaseRecords => "A supervisor can do this.",
        Permission.Administer => "An administrator can do this.",
        _ => throw new ArgumentOutOfRangeException(nameof(permission), permission, null),
    };

    private static bool Any(IReadOnlySet<Role> roles, params ReadOnlySpan<Role> wanted)
    {
        foreach (var role in wanted)
            if (roles.Contains(role)) return true;
        return false;
    }
}
