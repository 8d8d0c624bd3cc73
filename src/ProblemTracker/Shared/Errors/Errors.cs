namespace ProblemTracker.Shared;

/// <summary>What a handler may throw; the exception handler turns each into RFC 9457 problem details.</summary>
public abstract class TrackerException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>Stable, for programs.</summary>
    public string Code { get; } = code;
}

/// <summary>400: the shape of the input is wrong. Keys are field paths in the API's names.</summary>
public sealed class Invalid(IReadOnlyDictionary<string, string[]> errors)
    : TrackerException(400, "validation", "Some of what was sent is not right.")
{
    public Invalid(string field, string message) : this(new Dictionary<string, string[]> { [field] = [message] }) { }

    public IReadOnlyDictionary<string, string[]> Errors { get; } = errors;
}

/// <summary>401.</summary>
public sealed class NotSignedIn() : TrackerException(401, "signIn", "Sign in first.");

/// <summary>403: the message names who can.</summary>
public sealed class Forbidden(string message) : TrackerException(403, "forbidden", message)
{
    public static Forbidden Needs(Permission permission) => new($"You can't do this. {Permissions.WhoCan(permission)}");
}

/// <summary>404: absent, or not yours to see; the two look the same.</summary>
public sealed class NotFound() : TrackerException(404, "notFound", "There is nothing here, or you don't have access to it.");

/// <summary>409: a duplicate, or something still in progress.</summary>
public sealed class Conflict(string code, string message) : TrackerException(409, code, message);

/// <summary>412: somebody else saved in between.</summary>
public sealed class Stale(int current)
    : TrackerException(412, "stale", $"Somebody changed this after you read it; it is now at version {current}. Reload, then try again.")
{
    /// <summary>The version that stands now.</summary>
    public int Current { get; } = current;
}

/// <summary>428.</summary>
public sealed class VersionMissing()
    : TrackerException(428, "ifMatch.missing", "Send the version you read in If-Match, for example If-Match: \"3\".");

/// <summary>422: the input is well formed but a rule stands against it. Lists everything that is missing.</summary>
public sealed class RuleBroken(string message, IReadOnlyList<Shortfall> shortfalls)
    : TrackerException(422, shortfalls.Count == 1 ? shortfalls[0].Code : "shortfalls", message)
{
    public RuleBroken(string code, string message, string field) : this(message, [new(code, message, field)]) { }

    public IReadOnlyList<Shortfall> Shortfalls { get; } = shortfalls;
}
