namespace ProblemTracker.Domain;

/// <summary>Where a problem stands in the SARA cycle.</summary>
public enum Stage { Scanning, Analysis, Response, Assessment, Closed }

/// <summary>
/// The next gate in front of a problem. Response has two moments, so <see cref="Start"/> stands between entering and leaving it.
/// </summary>
public enum Gate { Analysis, Response, Start, Assessment, Closed }

/// <summary>Why a problem was closed. Nobody is made to say "solved".</summary>
public enum ClosingReason
{
    ObjectivesAchieved, ReasonableEffortSomeBenefit, FurtherEffortUnlikelyToHelp,
    ReferredElsewhere, Duplicate, NotAProblem,
}

/// <summary>What the assessment found. <see cref="CannotTell"/> is an honest answer.</summary>
public enum Verdict { Improved, PartlyImproved, NoChange, Worse, CannotTell }

/// <summary>What somebody finds who looks at a closed problem again, six months later.</summary>
public enum FollowUpFinding { Sustained, Recurred, Unknown }

public enum Priority { Low, Normal, High, Urgent }

/// <summary>Who or what brought the problem to the department's notice.</summary>
public enum IdentifiedBy { Resident, Officer, Data, Partner, Meeting, Command }

/// <summary>What a change of stage means; each is exactly one of these.</summary>
public enum MoveKind { Forward, Return, Closing, Reopening }

/// <summary>A change of stage that somebody asks for.</summary>
public sealed record Move(Stage From, Stage To, ClosingReason? Reason = null)
{
    public MoveKind Kind =>
        To == Stage.Closed ? MoveKind.Closing : From == Stage.Closed ? MoveKind.Reopening : To < From ? MoveKind.Return : MoveKind.Forward;

    public bool IsForward => To == From + 1;

    /// <summary>The gate of a move forward, which is named like the stage behind it; starting a response is no move.</summary>
    public Gate? Toward => IsForward ? Enum.Parse<Gate>(To.ToString()) : null;

    public bool IsBack => From != Stage.Closed && To < From;
    public bool IsReopening => From == Stage.Closed && To is Stage.Scanning or Stage.Analysis;

    /// <summary>Closing without an assessment: from Scanning, Analysis or Response.</summary>
    public bool IsEarlyClosing => To == Stage.Closed && From < Stage.Assessment;
}

/// <summary>One thing that is missing: a stable code, a sentence for an officer, and the field that cures it.</summary>
/// <param name="Code">Stable, for example <c>scan.events</c>; what an override names.</param>
/// <param name="Message">Says what to do, in words an officer uses.</param>
/// <param name="Field">Path in the API's own names, for example <c>scanning.cheers.community.evidence</c>.</param>
public sealed record Shortfall(string Code, string Message, string Field);
