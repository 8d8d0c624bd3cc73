using System.Text.Json;

namespace ProblemTracker.Shared;

/// <summary>
/// The audit log: who did what, when, from where, with the state before and after. Written in the command's transaction.
/// </summary>
public static class Audit
{
    /// <summary>Characters; longer summaries are truncated.</summary>
    public const int LongestSummary = 2500;

    /// <summary>
    /// The author's name for readers of a problem: an expression on <c>e</c> (AuditEntry) and <c>w</c> (its Person, left joined). People
    /// who act for a partner are not named, since that could reveal a protected stakeholder.
    /// </summary>
    public const string Who =
        "CASE WHEN w.StakeholderId IS NOT NULL THEN 'A partner' WHEN e.Origin = 'link' THEN 'By link' "
            + "WHEN e.Origin IN ('public site', 'Open311') THEN 'A resident' ELSE COALESCE(w.Name, 'System') END";

    /// <param name="auditEvent">Stable code, for example <c>problem.stage</c>.</param>
    /// <param name="summary">The line in the problem's timeline; never the name of a stakeholder.</param>
    public static Task Record(this Db db, Actor actor, DateTimeOffset now, string auditEvent, long? problemId, object? subjectId,
        string? summary, object? before, object? after, CancellationToken ct)
    {
        var entry = Entry(actor, now, auditEvent, problemId, subjectId, summary, before, after);
        return db.Execute(entry.Sql, entry.Args, ct);
    }

    /// <summary>The same as a pending write, to send with others.</summary>
    public static PendingWrite Entry(Actor actor, DateTimeOffset now, string auditEvent, long? problemId, object? subjectId,
        string? summary, object? before, object? after) => new("""
        INSERT INTO AuditEntry (At, PersonId, Origin, Event, ProblemId, SubjectId, Summary, BeforeJson, AfterJson)
        VALUES (@At, @PersonId, @Origin, @Event, @ProblemId, @SubjectId, @Summary, @BeforeJson, @AfterJson)
        """, new
        {
            At = now,
            actor.PersonId,
            actor.Origin,
            Event = auditEvent,
            ProblemId = problemId,
            SubjectId = subjectId?.ToString(),
            Summary = summary is { Length: > LongestSummary } ? summary[..(LongestSummary - 1)] + "…" : summary,
            BeforeJson = Text(before),
            AfterJson = Text(after),
        });

    private static string? Text(object? state) => state is null ? null : JsonSerializer.Serialize(state, Json.Options);
}
