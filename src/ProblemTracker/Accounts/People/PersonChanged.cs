namespace ProblemTracker.Accounts;

/// <summary>
/// Called in the transaction of a command that changed a person's name, roles or access. Implemented by the capability that decides
/// who gets reminders.
/// </summary>
internal delegate Task PersonChanged(long personId, CancellationToken ct);

/// <summary>
/// Called in the transaction that takes a person's access away. Implemented by the capability that says where people are assigned.
/// </summary>
internal delegate Task PersonDeactivated(long personId, CancellationToken ct);
