namespace ProblemTracker.Concerns;

/// <summary>How concerns are purged, with their conversation and photos. Those that are part of a problem go with it.</summary>
internal static class ConcernRetention
{
    /// <summary>What leads to the reporter or holds what they typed, besides the concern itself and its conversation.</summary>
    public static readonly IReadOnlyList<RecordPart> OfReporter =
    [
        new("Outbox", "email to its reporter", "emails to its reporter", ids => $"""
            DedupeKey IN (SELECT CONCAT('concern:', CAST(l.Id AS NVARCHAR(20))) FROM OneTimeLink l
                WHERE l.Purpose = 'Concern' AND l.SubjectId {ids})
            """),
        new("OneTimeLink", "private link", "private links", ids => $"Purpose = 'Concern' AND SubjectId {ids}"),
        new("ConcernPhoto", "photo", "photos", ids => $"ConcernId {ids}"),
        new("ConcernDraft", "sent report", "sent reports", ids => $"ConcernId {ids}"),
    ];

    /// <summary>Repeat complaints all of whose concerns are gone.</summary>
    private static readonly RecordPart Orphans = new("RepeatComplaint", "repeat complaint", "repeat complaints",
        _ => "NOT EXISTS (SELECT 1 FROM RepeatComplaintConcern y WHERE y.RepeatId = RepeatComplaint.Id)")
    { IsCountedBefore = false };

    public static readonly RecordKind Kind = new()
    {
        Code = "concern",
        Name = "Concerns of residents",
        One = "Concern",
        Since = "it was last worked on",
        Help = "Decided concerns that are part of no problem, with who reported them, messages, photos and the text of their "
            + "audit entries.",
        From = "Concern c",
        Id = "c.Id",
        SinceColumn = "c.TouchedAt",
        // What was merged into it goes first, since it refers to it.
        Due = """
            c.DueOn IS NULL AND c.ProblemId IS NULL AND NOT EXISTS (SELECT 1 FROM Concern m WHERE m.MergedIntoId = c.Id)
            AND NOT EXISTS (SELECT 1 FROM Concern o WHERE o.Id = c.MergedIntoId AND o.ProblemId IS NOT NULL)
            """,
        Label = "c.Number",
        VisibleTo = actor => actor.Might(Permission.WorkConcerns) ? ConcernSql.VisibleTo(actor) : "1 = 0",
        Covered = """
            (h.Covers = 'Problem' AND h.SubjectId = c.ProblemId)
            OR (h.Covers = 'Concern' AND (h.SubjectId = c.Id OR h.SubjectId = c.MergedIntoId))
            """,
        AuditEntries = $"""
            SELECT e.Id FROM AuditEntry e
            WHERE e.Event IN ({ConcernSql.Events}) AND e.SubjectId IN (SELECT CAST(c.Id AS NVARCHAR(20)) FROM Concern c WHERE c.Id IN @Ids)
            """,
        Parts =
        [
            .. OfReporter,
            new("Open311Sent", "id at its sender", "ids at their senders", ids => $"ConcernId {ids}"),
            new("Open311Pulled", "id at another city's server", "ids at other cities' servers", ids => $"ConcernId {ids}"),
            new("ConcernMessage", "message", "messages", ids => $"ConcernId {ids}"),
            new("ConcernText", "search text", "search texts", ids => $"ConcernId {ids}"),
            new("ConcernReminder", "reminder", "reminders", ids => $"ConcernId {ids}"),
            new("RepeatComplaintConcern", "place in repeat complaints", "places in repeat complaints", ids => $"ConcernId {ids}"),
            Orphans,
            new("LegalHold", "ended legal hold", "ended legal holds",
                ids => $"Covers = 'Concern' AND SubjectId {ids} AND EndedAt IS NOT NULL"),
            new("Concern", "concern", "concerns", ids => $"Id {ids}"),
        ],
    };
}
