namespace ProblemTracker.Data;

/// <summary>Stops the server's start or a verb: prints the message on the terminal and exits with code 1.</summary>
public sealed class UsageError(string message) : Exception(message);
