namespace ProblemTracker.Domain;

/// <summary>What a person is in the department. One person may hold several.</summary>
public enum Role { Officer, Supervisor, Analyst, Command, Administrator, Partner }

public enum Permission
{
    /// <summary>Anybody signed in, about their own account.</summary>
    SignedIn,
    ReadProblems,
    WriteNotes,
    OpenProblems,
    /// <summary>Worksheets, actions, stakeholders, incident links, moving on.</summary>
    WorkProblems,
    /// <summary>The Analysis and Assessment sheets and incident links.</summary>
    WorkEvidence,
    /// <summary>Start a response, override a gate, assign, close early.</summary>
    DecideProblems,
    /// <summary>Give everything that somebody leads to somebody else: transfer, leave, retirement.</summary>
    HandOver,
    Import,
    /// <summary>A partner's own actions in the problems they are attached to.</summary>
    ActAsPartner,
    /// <summary>People, settings, neighborhoods, the demo clock.</summary>
    Administer,
}

/// <summary>What a person has to do with one problem.</summary>
public sealed record Involvement(bool OnTeam, bool IsLead);

/// <summary>The table of who may do what. A refusal names who can.</summary>
public static class Permissions
{
    /// <summary>Whether the roles hold the permission for some problem at least; the first question, before a problem is read.</summary>
    public static bool MightAllow(IReadOnlySet<Role> roles, Permission permission) => permission switch
    {
        Permission.SignedIn => true,
        Permission.ReadProblems or Permission.WriteNotes => Any(roles, Role.Officer, Role.Supervisor, Role.Analyst, Role.Command),
        Permission.OpenProblems or Permission.WorkEvidence => Any(roles, Role.Officer, Role.Supervisor, Role.Analyst),
        Permission.WorkProblems => Any(roles, Role.Officer, Role.Supervisor),
        Permission.DecideProblems => roles.Contains(Role.Supervisor),
        Permission.HandOver => Any(roles, Role.Supervisor, Role.Administrator),
        Permission.Import => Any(roles, Role.Analyst, Role.Administrator),
        Permission.ActAsPartner => roles.Contains(Role.Partner),
        Permission.Administer => roles.Contains(Role.Administrator),
        _ => false,
    };

    /// <summary>Whether the roles hold the permission for one visible problem, given what the person has to do with it.</summary>
    public static bool Allows(IReadOnlySet<Role> roles, Permission permission, Involvement involvement) => permission switch
    {
        Permission.WorkProblems => roles.Contains(Role.Supervisor) || (roles.Contains(Role.Officer) && involvement.OnTeam),
        Permission.WorkEvidence => Any(roles, Role.Supervisor, Role.Analyst) || (roles.Contains(Role.Officer) && involvement.OnTeam),
        Permission.DecideProblems => roles.Contains(Role.Supervisor) && !involvement.IsLead,
        _ => MightAllow(roles, permission),
    };

    /// <summary>Whether a problem exists for this person: confidential ones for their team, supervisors and analysts alone.</summary>
    public static bool MaySee(IReadOnlySet<Role> roles, bool confidential, bool onTeam) =>
        MightAllow(roles, Permission.ReadProblems) && (!confidential || onTeam || SeesConfidential(roles));

    public static bool SeesConfidential(IReadOnlySet<Role> roles) => Any(roles, Role.Supervisor, Role.Analyst);

    /// <summary>Affected people, reporters and an offender's handlers are named to the team and to supervisors only.</summary>
    public static bool MayNameProtected(IReadOnlySet<Role> roles, bool onTeam) =>
        roles.Contains(Role.Supervisor) || (onTeam && MightAllow(roles, Permission.ReadProblems));

    /// <summary>Ends a refusal: who can do it instead.</summary>
    public static string WhoCan(Permission permission) => permission switch
    {
        Permission.SignedIn => "Anybody who is signed in can do this.",
        Permission.ReadProblems => "Officers, supervisors, analysts and command staff can see this.",
        Permission.WriteNotes => "Officers, supervisors, analysts and command staff can write notes.",
        Permission.OpenProblems => "Officers, supervisors and analysts can open a problem.",
        Permission.WorkProblems => "An officer on this problem's team or a supervisor can do this.",
        Permission.WorkEvidence => "An officer on this problem's team, an analyst or a supervisor can do this.",
        Permission.DecideProblems => "A supervisor who does not lead this problem can do this.",
        Permission.HandOver => "A supervisor or an administrator can do this.",
        Permission.Import => "An analyst or an administrator can do this.",
        Permission.ActAsPartner => "Somebody with a partner's account can do this.",
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
