namespace ProblemTracker.Domain;

/// <summary>The gates of the SARA cycle: what is missing before a problem may move.</summary>
public static class Sara
{
}
