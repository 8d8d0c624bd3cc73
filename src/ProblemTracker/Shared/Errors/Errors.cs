namespace ProblemTracker.Shared;

/// <summary>Base class of the exceptions that handlers throw. The exception handler turns them into RFC 9457 problem details.</summary>
public abstract class TrackerException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>A stable code for programs.</summary>
    public string Code { get; } = code;
}

/// <summary>400: the input is invalid. The keys of <see cref="Errors"/> are field paths as the API writes them.</summary>
public sealed class Invalid(IReadOnlyDictionary<string, string[]> errors) : TrackerException(400, "validation", Title)
{
    internal const string Title = "Some fields are invalid. Correct them and try again.";

    public Invalid(string field, string message) : this(new Dictionary<string, string[]> { [field] = [message] }) { }

    public IReadOnlyDictionary<string, string[]> Errors { get; } = errors;
}

/// <summary>401.</summary>
public sealed class NotSignedIn() : TrackerException(401, "signIn",
    "Sign in, or send a valid API token (Authorization: Bearer). A token can be unknown, expired or revoked.");

/// <summary>403. The message says who has permission.</summary>
public sealed class Forbidden(string message) : TrackerException(403, "forbidden", message)
{
    public static Forbidden Needs(Permission permission) => new($"You can't do this. {Permissions.WhoCan(permission)}");
}

/// <summary>404: the record doesn't exist or the actor has no access; the response is the same for both.</summary>
public sealed class NotFound(string message = "This record doesn't exist, or you don't have access to it.")
    : TrackerException(404, "notFound", message);

/// <summary>410: the record was purged under the retention schedule. Says which certificate proves it.</summary>
public sealed class Gone(string message) : TrackerException(410, "purged", message);

/// <summary>409: a duplicate, or an operation still in progress.</summary>
public sealed class Conflict(string code, string message, string? field = null) : TrackerException(409, code, message)
{
    /// <summary>The field with the duplicate; null if it is not about a field.</summary>
    public string? Field { get; } = field;
}

/// <summary>412: someone else saved first.</summary>
public sealed class Stale(int current)
    : TrackerException(412, "stale", $"Someone changed this after you loaded it. It is now at version {current}. Reload, then try again.")
{
    /// <summary>The current version.</summary>
    public int Current { get; } = current;
}

/// <summary>503: the server can't do it right now, for a reason that a program or a person can wait for.</summary>
public sealed class Unavailable(string message) : TrackerException(503, "unavailable", message)
{
    /// <summary>Seconds, for the header Retry-After.</summary>
    public const int RetryAfter = 30;

    // Linux: no space left on device. Windows: ERROR_DISK_FULL.
    private const int NoSpace = 28, DiskFull = unchecked((int)0x80070070);

    /// <summary>The outage behind an error; null if the error has another cause.</summary>
    public static Unavailable? Of(Exception error, Dialect dialect) => error switch
    {
        WriterBusy => new(error.Message),
        System.Data.Common.DbException database when dialect.Outage(database) is { } sentence => new(sentence),
        IOException { HResult: NoSpace or DiskFull } => new("The server's disk is full, so nothing was saved. Tell your administrator."),
        _ => null,
    };
}

/// <summary>428: the If-Match header is missing.</summary>
public sealed class VersionMissing()
    : TrackerException(428, "ifMatch.missing", "The If-Match header is missing. Send the version you read, for example If-Match: \"3\".");

/// <summary>422: the input is valid, but a rule doesn't allow the change. Lists every unmet requirement.</summary>
public sealed class RuleBroken(string message, IReadOnlyList<Shortfall> shortfalls)
    : TrackerException(422, shortfalls.Count == 1 ? shortfalls[0].Code : "shortfalls", message)
{
    public RuleBroken(string code, string message, string field) : this(message, [new(code, message, field)]) { }

    public IReadOnlyList<Shortfall> Shortfalls { get; } = shortfalls;

    /// <summary>The records that must be changed first, in this order, if they are known.</summary>
    public IReadOnlyList<BlockingRecord> BlockedBy { get; init; } = [];
}

/// <param name="Kind">What it is, such as <c>import</c>.</param>
public sealed record BlockingRecord(string Kind, long Id, string Name);
