namespace ProblemTracker.Agency;

/// <summary>
/// Called in the transaction of a command that changed deadlines, holidays or the time zone. Registered by the capability that keeps dates
/// worked out from them.
/// </summary>
internal delegate Task CalendarChanged(CancellationToken ct);
