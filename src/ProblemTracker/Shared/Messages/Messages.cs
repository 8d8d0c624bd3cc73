using MediatR;

namespace ProblemTracker.Shared;

/// <summary>A message that changes something; runs in one transaction.</summary>
public interface ICommand<out T> : IRequest<T>;

/// <summary>A message that only reads.</summary>
public interface IQuery<out T> : IRequest<T>;

/// <summary>What the sender of a message must be allowed. The pipeline throws where it is missing.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NeedsAttribute(Permission permission) : Attribute
{
    public Permission Permission { get; } = permission;
}

/// <summary>
/// On a message one of whose properties is the whole body of its request: errors name the fields as they were sent, without it.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BodyIsAttribute(string property) : Attribute
{
    public string Property { get; } = property;
}

/// <summary>An answer that carries the version of what it describes; becomes the ETag.</summary>
public interface IVersioned
{
    int Version { get; }
}

/// <summary>The answer of a command that has nothing to say.</summary>
public sealed record Done
{
    public static readonly Done Instance = new();
}
