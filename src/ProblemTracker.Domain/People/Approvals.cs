namespace ProblemTracker.Domain;

/// <summary>What an officer can ask a supervisor for.</summary>
public enum ApprovalKind
{
    /// <summary>Start the response; its plan lacks nothing.</summary>
    Start,
    /// <summary>Let a gate be passed although something is missing.</summary>
    Override,
    /// <summary>Close without finishing.</summary>
    Closing,
    /// <summary>A later due date.</summary>
    Extension,
    /// <summary>A pause until a date.</summary>
    Hold,
}

/// <summary>What became of a request. <see cref="Lapsed"/>: the problem left the stage that it was made in.</summary>
public enum ApprovalStatus { Waiting, Approved, Returned, Withdrawn, Lapsed }
