namespace ProblemTracker.Domain;

/// <summary>A problem's stage in the SARA cycle.</summary>
public enum Stage { Scanning, Analysis, Response, Assessment, Closed }

/// <summary>A problem's next gate. Response has two: <see cref="Start"/>, then <see cref="Assessment"/>.</summary>
public enum Gate { Analysis, Response, Start, Assessment, Closed }

/// <summary>Why a problem was closed. None of the reasons claims that it is solved.</summary>
public enum ClosingReason
{
    ObjectivesAchieved, ReasonableEffortSomeBenefit, FurtherEffortUnlikelyToHelp,
    ReferredElsewhere, Duplicate, NotAProblem,
}

/// <summary>The conclusion of an assessment. <see cref="CannotTell"/> is an honest answer.</summary>
public enum Verdict { Improved, PartlyImproved, NoChange, Worse, CannotTell }

/// <summary>The result of the six-month follow-up.</summary>
public enum FollowUpFinding { Sustained, Recurred, Unknown }

public enum Priority { Low, Normal, High, Urgent }

/// <summary>How the problem was identified.</summary>
public enum ProblemSource { Resident, Officer, Data, Partner, Meeting, Command }

/// <summary>The kind of a stage change; each change has exactly one.</summary>
public enum MoveKind { Forward, Back, Closing, Reopening }

/// <summary>A requested stage change.</summary>
public sealed record Move(Stage From, Stage To, ClosingReason? Reason = null)
{
    public MoveKind Kind =>
        To == Stage.Closed ? MoveKind.Closing : From == Stage.Closed ? MoveKind.Reopening : To < From ? MoveKind.Back : MoveKind.Forward;

    public bool IsForward => To == From + 1;

    /// <summary>The gate of a forward move, named after the stage it leads to. Starting a response is not a move.</summary>
    public Gate? Toward => IsForward ? Enum.Parse<Gate>(To.ToString()) : null;

    public bool IsBack => From != Stage.Closed && To < From;
    public bool IsReopening => From == Stage.Closed && To is Stage.Scanning or Stage.Analysis;

    /// <summary>Closing without an assessment: from Scanning, Analysis or Response.</summary>
    public bool IsEarlyClosing => To == Stage.Closed && From < Stage.Assessment;
}

/// <summary>A requirement that is not met: a stable code, a message for the officer, and the field to fix.</summary>
/// <param name="Code">Stable, for example <c>scanning.events</c>; what an override names.</param>
/// <param name="Message">What to do, in an officer's words.</param>
/// <param name="Field">Path of API field names, for example <c>scanning.cheers.community.evidence</c>.</param>
public sealed record Shortfall(string Code, string Message, string Field);
