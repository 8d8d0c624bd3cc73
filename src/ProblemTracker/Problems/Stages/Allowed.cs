namespace ProblemTracker.Problems;

/// <summary>What the reader may do with a problem. Pages hide the rest.</summary>
/// <param name="OnTeam">Whether the reader leads it or is on its team, so that its next step is theirs.</param>
public sealed record Allowed(bool Work, bool WorkEvidence, bool Decide, bool WriteNotes, bool TakeLead, bool Reopen, bool OnTeam)
{
    internal static Allowed To(Actor actor, ProblemRecord problem, bool onTeam)
    {
        var involvement = new Involvement(onTeam, actor.PersonId is not null && problem.LeadId == actor.PersonId);
        var isOpen = problem.Stage != Stage.Closed;
        var mayWork = actor.May(Permission.WorkProblems, involvement);
        return new(
            isOpen && mayWork,
            isOpen && actor.May(Permission.WorkEvidence, involvement),
            actor.May(Permission.DecideProblems, involvement),
            actor.May(Permission.WriteNotes, involvement),
            // Any team member may take a vacant lead, by the same rule as in AssignProblem.
            isOpen && problem.LeadId is null && onTeam && actor.Might(Permission.WorkEvidence),
            !isOpen && mayWork,
            onTeam);
    }
}
