using MediatR;

namespace ProblemTracker.Shared;

/// <summary>A message that changes data; runs in one transaction.</summary>
public interface ICommand<out T> : IRequest<T>;

/// <summary>A message that only reads.</summary>
public interface IQuery<out T> : IRequest<T>;

/// <summary>
/// Work of a command that must not hold the writer, such as hashing a password: runs after validation and before the transaction. It keeps
/// its result in a service of the scope, since the handler that runs in the transaction may be another object.
/// </summary>
internal interface IPrepare<in TMessage>
{
    Task Prepare(TMessage message, CancellationToken ct);
}

/// <summary>
/// Marks a command whose result holds a secret: it is not stored, so a request sent again with the same idempotency key is refused.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SecretResultAttribute : Attribute;

/// <summary>
/// Marks a message, or the page that sends it, of which nothing may tell when it was sent and by whom: the answer to a survey. It gets no
/// span, and an idempotency key that comes with it is ignored.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = true)]
public sealed class UntraceableAttribute : Attribute;

/// <summary>The permission that a message requires. The pipeline rejects actors without it, and messages that declare none.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NeedsAttribute(Permission permission) : Attribute
{
    public Permission Permission { get; } = permission;
}

/// <summary>
/// Marks a message with a property that is the request's whole body. Errors then name fields as sent, without the property's name.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BodyIsAttribute(string property) : Attribute
{
    public string Property { get; } = property;
}

/// <summary>A result with a version, which becomes the ETag.</summary>
public interface IVersioned
{
    int Version { get; }
}

/// <summary>The result of a command that returns nothing.</summary>
public sealed record Done
{
    public static readonly Done Instance = new();
}
