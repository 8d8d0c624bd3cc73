using System.Collections.Frozen;

namespace ProblemTracker.Shared;

/// <summary>Who sends a message, and from where. Verbs and jobs act as the system.</summary>
public sealed record Actor
{
    /// <summary>Null for the system and when no one is signed in.</summary>
    public long? PersonId { get; private init; }
    /// <summary>The browser session that sends this; null for tokens, verbs and jobs.</summary>
    public long? SessionId { get; init; }
    /// <summary>When the session began; null for tokens, verbs and jobs.</summary>
    public DateTimeOffset? SignedInAt { get; init; }
    /// <summary>Whether the person must choose a password of their own before anything else.</summary>
    public bool MustChangePassword { get; init; }
    /// <summary>When a second factor is required of this person, who has none; null if none is.</summary>
    public DateTimeOffset? SecondFactorDueAt { get; init; }
    public string Name { get; private init; } = "";
    public IReadOnlySet<Role> Roles { get; private init; } = FrozenSet<Role>.Empty;
    public bool IsSystem { get; private init; }
    /// <summary>An IP address, "link", "public site", "command line", "job" or "demo".</summary>
    public string Origin { get; init; } = "";

    /// <summary>Whether this is a partner, who must not see the department's people.</summary>
    public bool IsOutside => Roles.Contains(Role.Partner);

    public bool IsSignedIn => PersonId is not null || IsSystem;

    public static readonly Actor Anonymous = new();

    public static Actor System(string origin) => new() { IsSystem = true, Name = "System", Origin = origin };

    public static Actor Person(long id, string name, IEnumerable<Role> roles, string origin) =>
        new() { PersonId = id, Name = name, Roles = roles.ToFrozenSet(), Origin = origin };

    public bool Might(Permission permission) => IsSystem || (IsSignedIn && Permissions.MightAllow(Roles, permission));

    public bool May(Permission permission, Involvement involvement) =>
        IsSystem || (IsSignedIn && Permissions.Allows(Roles, permission, involvement));

    public bool SeesConfidential => IsSystem || Permissions.SeesConfidential(Roles);

    public bool MayNameReporter(bool acknowledged, bool onTeam) =>
        IsSystem || Permissions.MayNameReporter(Roles, acknowledged, onTeam);

    public bool MayNameProtected(bool onTeam) => IsSystem || Permissions.MayNameProtected(Roles, onTeam);
}

/// <summary>The actor of the current scope, set once by the authentication middleware, a verb or a job.</summary>
public sealed class CurrentActor
{
    public Actor Value { get; set; } = Actor.Anonymous;
}
