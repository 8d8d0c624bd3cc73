namespace ProblemTracker.Stakeholders;

/// <summary>
/// How entries of the directory are purged: those that are attached to no problem anymore, belong to no account, and were not changed
/// since. Entries merged into one go with it.
/// </summary>
internal static class StakeholderRetention
{
    private const string Events = """
        e.ProblemId IS NULL AND e.Event IN ('stakeholder.created', 'stakeholder.changed', 'stakeholder.merged',
            'stakeholder.consentRecorded', 'stakeholder.consentWithdrawn')
        """;

    // Two searches by index; with OR, SQLite may read the whole index for each row.
    private static string WithMerged(string ids) => "IN (SELECT m.Id FROM Stakeholder m WHERE m.Id " + ids
        + " UNION ALL SELECT m.Id FROM Stakeholder m WHERE m.MergedIntoId " + ids + ")";

    public static readonly RecordKind Kind = new()
    {
        Code = "stakeholder",
        Name = "Unused stakeholders",
        One = "Stakeholder",
        Since = "it was added",
        Help = "Entries attached to no problem, without an account, and not changed in these years. With emails to them and the text of "
            + "their audit entries.",
        From = "Stakeholder s",
        Id = "s.Id",
        SinceColumn = "s.CreatedAt",
        Due = $"""
            s.MergedIntoId IS NULL
            AND NOT EXISTS (SELECT 1 FROM ProblemStakeholder k WHERE k.StakeholderId {WithMerged("= s.Id")})
            AND NOT EXISTS (SELECT 1 FROM Person w WHERE w.StakeholderId {WithMerged("= s.Id")})
            AND CAST(s.Id AS NVARCHAR(20)) NOT IN (
                SELECT e.SubjectId FROM AuditEntry e WHERE {Events} AND e.At >= @Before AND e.SubjectId IS NOT NULL)
            """,
        Title = "s.Name",
        VisibleTo = actor => actor.Might(Permission.ReadProblems) ? "1 = 1" : "1 = 0",
        Covered = $"(h.Covers = 'Stakeholder' AND h.SubjectId {WithMerged("= s.Id")})",
        AuditEntries = $"""
            SELECT e.Id FROM AuditEntry e WHERE {Events} AND e.SubjectId IN (
                SELECT CAST(x.Id AS NVARCHAR(20)) FROM Stakeholder x WHERE x.Id {WithMerged("IN @Ids")})
            """,
        Files = $"""
            SELECT 'mail' AS Folder, CONCAT(CAST(o.Id AS NVARCHAR(20)), '.eml') AS Name FROM Outbox o
            WHERE o.StakeholderId {WithMerged("IN @Ids")} ORDER BY o.Id
            """,
        Parts =
        [
            new("OutboxPicture", "picture in an email", "pictures in emails",
                ids => $"OutboxId IN (SELECT o.Id FROM Outbox o WHERE o.StakeholderId {WithMerged(ids)})"),
            new("Outbox", "email", "emails", ids => $"StakeholderId {WithMerged(ids)}"),
            new("StakeholderText", "search text", "search texts", ids => $"StakeholderId {WithMerged(ids)}"),
            new("LegalHold", "ended legal hold", "ended legal holds",
                ids => $"Covers = 'Stakeholder' AND SubjectId {WithMerged(ids)} AND EndedAt IS NOT NULL"),
            new("Stakeholder", "merged entry", "merged entries", ids => $"MergedIntoId {ids}"),
            new("Stakeholder", "entry", "entries", ids => $"Id {ids}"),
        ],
    };
}
