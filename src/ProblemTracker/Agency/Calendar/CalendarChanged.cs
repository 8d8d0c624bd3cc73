namespace ProblemTracker.Agency;

/// <summary>
/// Called in the transaction of a command that changed deadlines, holidays or the time zone. Implemented by the capability that stores
/// due dates computed from them.
/// </summary>
internal delegate Task CalendarChanged(CancellationToken ct);
