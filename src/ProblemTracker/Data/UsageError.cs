namespace ProblemTracker.Data;

/// <summary>A start or a verb that cannot go on: one sentence for the terminal and exit code 1.</summary>
public sealed class UsageError(string message) : Exception(message);
