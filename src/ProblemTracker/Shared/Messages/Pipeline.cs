using System.Collections.Concurrent;
using System.Reflection;
using FluentValidation;
using MediatR;

namespace ProblemTracker.Shared;

/// <summary>Step 1: checks that the actor's roles allow the message at all. Handlers check access to the specific record.</summary>
internal sealed class Authorize<TMessage, TResult>(Actor actor) : IPipelineBehavior<TMessage, TResult> where TMessage : IRequest<TResult>
{
    private static readonly bool AllowsEveryone = typeof(TMessage).IsDefined(typeof(AllowEveryoneAttribute), inherit: false);
    private static readonly Permission? Needed = typeof(TMessage).GetCustomAttribute<NeedsAttribute>()?.Permission;

    public Task<TResult> Handle(TMessage request, CancellationToken ct, RequestHandlerDelegate<TResult> next)
    {
        if (AllowsEveryone) return next();
        var needed = Needed ?? throw new InvalidOperationException($"{typeof(TMessage).Name} does not say which permission it [Needs].");
        if (!actor.IsSignedIn) throw new NotSignedIn();
        if (!actor.Might(needed)) throw Forbidden.Needs(needed);
        return next();
    }
}

/// <summary>Step 2: validates the message.</summary>
internal sealed class Validate<TMessage, TResult>(IEnumerable<IValidator<TMessage>> validators) : IPipelineBehavior<TMessage, TResult>
    where TMessage : IRequest<TResult>
{
    // The fields of a query's filter stand in the address by themselves.
    private static readonly string? Bare = typeof(TMessage).GetCustomAttribute<BodyIsAttribute>()?.Property
        ?? (typeof(TMessage).IsAssignableTo(typeof(IQuery<TResult>)) ? "Filter" : null);

    private const string NullItem = "An item of a list can't be null. Fill it in, or remove it.";

    public async Task<TResult> Handle(TMessage request, CancellationToken ct, RequestHandlerDelegate<TResult> next)
    {
        // First, so that no validator has to expect them.
        var errors = Texts.NotPlain(request).GroupBy(found => FieldPath.Of(found.Path, Bare))
            .ToDictionary(field => field.Key, field => field.Select(found => found.Objection).Distinct().ToArray());
        foreach (var path in Texts.NullItems(request)) errors.TryAdd(FieldPath.Of(path, Bare), [NullItem]);
        if (errors.Count > 0) throw new Invalid(errors);
        foreach (var validator in validators)
            foreach (var field in (await validator.ValidateAsync(request, ct)).Errors.GroupBy(e => FieldPath.Of(e.PropertyName, Bare)))
                errors[field.Key] = [.. field.Select(e => e.ErrorMessage).Distinct()];
        return errors.Count == 0 ? await next() : throw new Invalid(errors);
    }
}

/// <summary>
/// Step 3: runs a command in one transaction. A command sent again with the same idempotency key returns the stored result. A command sent
/// by another command (only <c>ApproveRequest</c> does that) joins the running transaction, for which the key was already checked.
/// </summary>
/// <remarks>Keys expire by real time, since moving the demo clock must not expire them, including the key of the move itself.</remarks>
internal sealed class Transact<TMessage, TResult>(
    Db db, Actor actor, RequestKey key, KeyedRequests keyed, IEnumerable<IPrepare<TMessage>> preparations)
    : IPipelineBehavior<TMessage, TResult>
    where TMessage : IRequest<TResult>
{
    private static readonly bool IsUntraceable = typeof(TMessage).IsDefined(typeof(UntraceableAttribute), inherit: false);
    private static readonly bool HoldsSecret = typeof(TMessage).IsDefined(typeof(SecretResultAttribute), inherit: false);

    public async Task<TResult> Handle(TMessage request, CancellationToken ct, RequestHandlerDelegate<TResult> next)
    {
        if (request is not ICommand<TResult> || db.IsWriting) return await next();
        foreach (var preparation in preparations) await preparation.Prepare(request, ct);
        return key.IsGiven && actor.PersonId is not null && !IsUntraceable
            ? await keyed.Write(new(typeof(TMessage).Name, HoldsSecret), () => next(), ct) : await db.Write(() => next(), ct);
    }
}

/// <summary>The Idempotency-Key of the current request, if any; set by the middleware.</summary>
public sealed class RequestKey
{
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    public string Value { get; private set; } = "";
    public string Route { get; private set; } = "";
    public string BodyHash { get; private set; } = "";
    public bool IsGiven => Value.Length > 0;

    public void Set(string value, string route, string bodyHash) => (Value, Route, BodyHash) = (value, route, bodyHash);
}

/// <summary>The requests with an idempotency key that this process is currently handling.</summary>
public sealed class RunningRequests
{
    private readonly ConcurrentDictionary<(long?, string, string), bool> _keys = new();

    /// <returns>False if the same request is already running.</returns>
    public bool Begin(long? personId, string route, string key) => _keys.TryAdd((personId, route, key), true);

    public void End(long? personId, string route, string key) => _keys.TryRemove((personId, route, key), out _);
}
