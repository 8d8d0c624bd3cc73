namespace ProblemTracker.Shared;

/// <summary>Marks a message that needs no account, such as signing in.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class AllowEveryoneAttribute : Attribute;
