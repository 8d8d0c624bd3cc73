using System.Text.Json;
using ProblemTracker.AuditLog;

namespace ProblemTracker.Problems;

/// <summary>SQL about <c>e</c> (AuditEntry) that the change history and the overall audit share.</summary>
internal static class AuditSql
{
    /// <summary>The entry records a change, not that someone read something.</summary>
    public const string IsChange = "e.Event NOT IN ('problem.viewed', 'problem.printed', 'list.exported')";

    /// <summary>The entry's subject is a person: whose account, sign-ins, second factors or sessions it is about.</summary>
    public const string OfAccounts = """
        (e.Event LIKE 'person.%' OR e.Event LIKE 'signIn.%' OR e.Event LIKE 'signOn.%' OR e.Event LIKE 'secondFactor.%'
            OR e.Event LIKE 'session.%')
        """;

    private const string Partners = "SELECT a.Id FROM Person a WHERE a.StakeholderId IS NOT NULL";
    private const string PartnersAsText = "SELECT CAST(a.Id AS NVARCHAR(20)) FROM Person a WHERE a.StakeholderId IS NOT NULL";

    /// <summary>
    /// Entries that the actor may read. Supervisors read all. For others, entries about a problem follow the visibility of the problem, and
    /// entries about stakeholders, saved filters and saved views, which can name protected people and confidential problems, are left out.
    /// Entries about a concern follow its problem too.
    /// Someone who reads problems does not see when partners sign in either, since the times would tell which partner acted.
    /// </summary>
    public static string VisibleTo(Actor actor)
    {
        if (SeesAll(actor)) return "1 = 1";
        const string outsideProblems =
            "e.Event NOT LIKE 'stakeholder.%' AND e.Event NOT LIKE 'filter.%' AND e.Event NOT LIKE 'view.%'";
        if (!actor.Might(Permission.ReadProblems)) return $"(e.ProblemId IS NULL AND {outsideProblems})";
        const string notOfPartners = $"""
            (e.PersonId IS NULL OR e.PersonId NOT IN ({Partners}))
            AND (e.SubjectId IS NULL OR e.SubjectId NOT IN ({PartnersAsText})
                OR NOT ({OfAccounts} OR e.Event LIKE 'token.%'))
            """;
        return $"""
            ((e.ProblemId IS NULL AND {outsideProblems} AND {notOfPartners} AND {NotOfHiddenConcerns(actor)})
                OR EXISTS (SELECT 1 FROM Problem p WHERE p.Id = e.ProblemId AND {ProblemSql.VisibleTo(actor)}))
            """;
    }

    private static string NotOfHiddenConcerns(Actor actor) => actor.SeesConfidential ? "1 = 1" : $"""
        (e.SubjectId IS NULL OR e.Event NOT LIKE 'concern.%' OR e.SubjectId NOT IN (
            SELECT CAST(c.Id AS NVARCHAR(20)) FROM Problem p JOIN Concern c ON c.ProblemId = p.Id WHERE NOT {ProblemSql.VisibleTo(actor)}
            UNION ALL SELECT CAST(c.Id AS NVARCHAR(20)) FROM Problem p JOIN Concern o ON o.ProblemId = p.Id
            JOIN Concern c ON c.MergedIntoId = o.Id WHERE NOT {ProblemSql.VisibleTo(actor)}))
        """;

    public static bool SeesAll(Actor actor) => actor.IsSystem || actor.Roles.Contains(Role.Supervisor);

    /// <summary>Whether the actor may read from where an entry came.</summary>
    public static bool SeesOrigin(Actor actor, long? problemId) =>
        SeesAll(actor) || (problemId is null && actor.Roles.Contains(Role.Administrator));

    /// <summary>The condition for an origin; only for entries whose origin the actor may read.</summary>
    public static string OfOrigin(Actor actor) => SeesAll(actor) ? "e.Origin = @Origin"
        : SeesOrigin(actor, null) ? "e.Origin = @Origin AND e.ProblemId IS NULL" : "1 = 0";

    public static JsonElement? Parse(string? json) => json is null ? null : JsonSerializer.Deserialize<JsonElement>(json, Json.Options);

    public static AuditPurged? PurgedOf(DateTimeOffset? at, string? recordJson) =>
        at is { } moment ? new(moment, AuditPurge.Purged.Read(recordJson)?.Reason) : null;
}
