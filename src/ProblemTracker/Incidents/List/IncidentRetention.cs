namespace ProblemTracker.Incidents;

/// <summary>How incidents that no problem needs are purged, and imports of which nothing is left.</summary>
internal static class IncidentRetention
{
    public static readonly RecordKind Incidents = new()
    {
        Code = "incident",
        Name = "Incidents",
        One = "Incident",
        Since = "it occurred",
        Help = "Incidents linked to no problem. Counts of past years get smaller. Importing the same file again adds them again.",
        From = "Incident i",
        Id = "i.Id",
        SinceColumn = "i.OccurredFrom",
        Due = """
            i.ImportRunId IN (SELECT r.Id FROM ImportRun r WHERE r.FinishedAt IS NOT NULL)
            AND NOT EXISTS (SELECT 1 FROM ProblemIncident l WHERE l.IncidentId = i.Id)
            """,
        Covered = """
            (h.Covers = 'Problem' AND EXISTS (SELECT 1 FROM ProblemIncident l WHERE l.IncidentId = i.Id AND l.ProblemId = h.SubjectId))
            """,
        AtOnce = 500,
        Parts =
        [
            new("IncidentChange", "earlier content", "earlier contents", ids => $"IncidentId {ids}"),
            new("IncidentText", "search text", "search texts", ids => $"IncidentId {ids}"),
            new("Incident", "incident", "incidents", ids => $"Id {ids}"),
        ],
    };

    public static readonly RecordKind Imports = new()
    {
        Code = "import",
        Name = "Imports",
        One = "Import",
        Since = "it ended",
        Help = "Imports of which no incident is left, with their files, rejected rows and the text of their audit entries.",
        From = "ImportRun r",
        Id = "r.Id",
        SinceColumn = "r.EndedAt",
        Due = """
            r.State IN ('Finished', 'Failed', 'Canceled', 'Undone') AND NOT EXISTS (SELECT 1 FROM Incident i WHERE i.ImportRunId = r.Id)
            """,
        Title = "r.FileName",
        VisibleTo = actor => actor.Might(Permission.Import) ? "1 = 1" : "1 = 0",
        Covered = """
            (h.Covers = 'Problem' AND EXISTS (SELECT 1 FROM ProblemIncident l JOIN Incident i ON i.Id = l.IncidentId
                WHERE l.ProblemId = h.SubjectId AND (i.ImportRunId = r.Id OR EXISTS (
                    SELECT 1 FROM IncidentChange c WHERE c.IncidentId = i.Id AND c.ImportRunId = r.Id))))
            """,
        AuditEntries = """
            SELECT e.Id FROM AuditEntry e
            WHERE e.ProblemId IS NULL
                AND e.Event IN ('import.uploaded', 'import.started', 'import.finished', 'import.canceled', 'import.undone',
                    'import.cleared')
                AND e.SubjectId IN (SELECT CAST(r.Id AS NVARCHAR(20)) FROM ImportRun r WHERE r.Id IN @Ids)
            """,
        Files = """
            SELECT 'uploads' AS Folder, r.StoredAs AS Name FROM ImportRun r WHERE r.Id IN @Ids AND r.StoredAs IS NOT NULL ORDER BY r.Id
            """,
        AtOnce = 100,
        Parts =
        [
            new("IncidentChange", "earlier content", "earlier contents", ids => $"ImportRunId {ids}"),
            new("ImportRejection", "rejected row", "rejected rows", ids => $"ImportRunId {ids}"),
            new("ImportRun", "import", "imports", ids => $"Id {ids}"),
        ],
    };
}
