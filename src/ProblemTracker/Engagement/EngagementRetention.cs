namespace ProblemTracker.Engagement;

/// <summary>How contacts with residents are purged. They name nobody but their authors.</summary>
internal static class EngagementRetention
{
    public static readonly RecordKind Kind = new()
    {
        Code = "engagement",
        Name = "Contacts with residents",
        One = "Contact",
        Since = "it happened",
        Help = "What was logged about each contact, with the text of its audit entries. Only a legal hold on everything covers them.",
        From = "Engagement e",
        Id = "e.Id",
        SinceColumn = "e.HappenedAt",
        Due = "1 = 1",
        VisibleTo = actor => actor.Might(Permission.ReadProblems) ? "1 = 1" : "1 = 0",
        // No other hold does. Said again, so that the database searches the holds by index.
        Covered = "h.Covers = 'Everything'",
        AuditEntries = $"""
            SELECT a.Id FROM AuditEntry a
            WHERE a.Event IN ({EngagementSql.Events})
                AND a.SubjectId IN (SELECT CAST(e.Id AS NVARCHAR(20)) FROM Engagement e WHERE e.Id IN @Ids)
            """,
        Parts = [new("Engagement", "contact", "contacts", ids => $"Id {ids}")],
        AtOnce = 100,
    };
}
