namespace ProblemTracker.Accounts;

/// <summary>
/// Called in the transaction of a command that changed a person's name, roles or access. Registered by the capability that decides from
/// them whom to remind.
/// </summary>
internal delegate Task PersonChanged(long personId, CancellationToken ct);
