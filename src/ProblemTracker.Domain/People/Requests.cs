namespace ProblemTracker.Domain;

/// <summary>What an officer can request from a supervisor.</summary>
public enum RequestKind
{
    /// <summary>Start the response, whose plan meets all requirements.</summary>
    Start,
    /// <summary>Pass a gate although requirements are left.</summary>
    Override,
    /// <summary>Close early, without an assessment.</summary>
    Closing,
    /// <summary>A later due date.</summary>
    Extension,
    /// <summary>A hold until a date.</summary>
    Hold,
}

/// <summary>State of a request. Lapsed: the problem left the stage in which the request was made.</summary>
public enum RequestStatus { Waiting, Approved, Returned, Withdrawn, Lapsed }
