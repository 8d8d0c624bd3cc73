namespace ProblemTracker.PublicRecords;

/// <summary>How public-records requests are purged, with what was released. Until then, the problems in a request are kept.</summary>
internal static class RecordsRetention
{
    private static RecordPart Of(string table, string one, string many) => new(table, one, many, ids => $"RequestId {ids}");

    public static readonly RecordKind Kind = new()
    {
        Code = "recordsRequest",
        Name = "Public-records requests",
        One = "Request",
        Since = "it was last worked on",
        Help = "With decisions, released files and the text of their audit entries. Problems in a request are kept as long as the request.",
        From = "RecordsRequest r",
        Id = "r.Id",
        SinceColumn = "r.TouchedAt",
        Due = "1 = 1",
        Label = "r.Number",
        Title = "r.Requester",
        VisibleTo = actor => actor.Might(Permission.ReleaseRecords) ? "1 = 1" : "1 = 0",
        Covered = """
            (h.Covers = 'Problem' AND EXISTS (
                SELECT 1 FROM RecordsRequestProblem q WHERE q.RequestId = r.Id AND q.ProblemId = h.SubjectId))
            OR (h.Covers = 'Stakeholder' AND EXISTS (
                SELECT 1 FROM RecordsRequestProblem q JOIN ProblemStakeholder k ON k.ProblemId = q.ProblemId
                WHERE q.RequestId = r.Id AND k.StakeholderId IN (
                    SELECT COALESCE(s.MergedIntoId, s.Id) FROM Stakeholder s WHERE s.Id = h.SubjectId)))
            """,
        AuditEntries = $"""
            SELECT e.Id FROM AuditEntry e
            WHERE e.Event IN ({RecordsSql.Events})
                AND e.SubjectId IN (SELECT CAST(r.Id AS NVARCHAR(20)) FROM RecordsRequest r WHERE r.Id IN @Ids)
            """,
        Files = "SELECT 'records' AS Folder, g.StoredAs AS Name FROM RecordsRelease g WHERE g.RequestId IN @Ids ORDER BY g.Id",
        Parts =
        [
            new("IdempotencyKey", "repeatable request", "repeatable requests", ids => $"""
                EXISTS (SELECT 1 FROM RecordsRequest n WHERE n.Id {ids} AND IdempotencyKey.Answer LIKE CONCAT('%', n.Number, '%'))
                """)
            {
                IsCountedBefore = false,
            },
            new("RedactedPassage", "redacted passage", "redacted passages",
                ids => $"FieldDecisionId IN (SELECT x.Id FROM FieldDecision x WHERE x.RequestId {ids})"),
            Of("FieldDecision", "decision about a field", "decisions about fields"),
            Of("RecordsRelease", "release", "releases"),
            Of("RecordsRequestProblem", "problem in it", "problems in it"),
            new("RecordsRequest", "request", "requests", ids => $"Id {ids}"),
        ],
    };
}
