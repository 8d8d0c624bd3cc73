namespace ProblemTracker.Engagement;

/// <summary>How contacts and meetings with residents are purged. They name nobody but their authors.</summary>
internal static class EngagementRetention
{
    // No other hold covers them. Said again, so that the database searches the holds by index.
    private const string Covered = "h.Covers = 'Everything'";

    private static readonly Func<Actor, string> VisibleTo = actor => actor.Might(Permission.ReadProblems) ? "1 = 1" : "1 = 0";

    public static readonly RecordKind Kind = new()
    {
        Code = "engagement",
        Name = "Contacts with residents",
        One = "Contact",
        Since = "it happened",
        Help = "What was logged about each contact, with what was promised after it and the text of its audit entries. Contacts at "
            + "meetings go with the meeting. Only a legal hold on everything covers them.",
        From = "Engagement e",
        Id = "e.Id",
        SinceColumn = "e.HappenedAt",
        Due = $"""
            e.MeetingId IS NULL
            AND NOT EXISTS (SELECT 1 FROM Commitment c WHERE c.EngagementId = e.Id AND {CommitmentSql.IsOpen})
            """,
        VisibleTo = VisibleTo,
        Covered = Covered,
        AuditEntries = $"""
            SELECT a.Id FROM AuditEntry a
            WHERE a.Event IN ({EngagementSql.Events})
                AND a.SubjectId IN (SELECT CAST(e.Id AS NVARCHAR(20)) FROM Engagement e WHERE e.Id IN @Ids)
            UNION ALL {EntriesOf(ids => $"c.EngagementId {ids}")}
            """,
        Parts = [.. PartsOf(ids => $"c.EngagementId {ids}"), new("Engagement", "contact", "contacts", ids => $"Id {ids}")],
        AtOnce = 100,
    };

    public static readonly RecordKind Meetings = new()
    {
        Code = "meeting",
        Name = "Meetings with residents",
        One = "Meeting",
        Since = "it started",
        Help = "Each meeting and event, with its attendance, what was heard and promised, and the text of its audit entries. Only a legal "
            + "hold on everything covers them.",
        From = "Meeting m",
        Id = "m.Id",
        SinceColumn = "m.StartsAt",
        Due = $"NOT EXISTS (SELECT 1 FROM Commitment c WHERE ({OfMeeting("= m.Id")}) AND {CommitmentSql.IsOpen})",
        VisibleTo = VisibleTo,
        Covered = Covered,
        AuditEntries = $"""
            SELECT a.Id FROM AuditEntry a
            WHERE a.Event IN ({MeetingSql.Events})
                AND a.SubjectId IN (SELECT CAST(m.Id AS NVARCHAR(20)) FROM Meeting m WHERE m.Id IN @Ids)
            UNION ALL SELECT a.Id FROM AuditEntry a
            WHERE a.Event IN ({EngagementSql.Events})
                AND a.SubjectId IN (SELECT CAST(e.Id AS NVARCHAR(20)) FROM Engagement e WHERE e.MeetingId IN @Ids)
            UNION ALL {EntriesOf(OfMeeting)}
            """,
        Parts =
        [
            .. PartsOf(OfMeeting),
            new("Outbox", "email about a meeting", "emails about meetings", ids => $"""
                Id IN (SELECT o.Id FROM Meeting m JOIN Outbox o
                    ON o.DedupeKey >= CONCAT('meeting:', CAST(m.Id AS NVARCHAR(20)), '.0')
                    AND o.DedupeKey < CONCAT('meeting:', CAST(m.Id AS NVARCHAR(20)), '.9z')
                    WHERE m.Id {ids})
                """),
            new("Engagement", "contact", "contacts", ids => $"MeetingId {ids}"),
            new("Meeting", "meeting", "meetings", ids => $"Id {ids}"),
        ],
        AtOnce = 100,
    };

    private static string OfMeeting(string ids) =>
        $"c.MeetingId {ids} OR c.EngagementId IN (SELECT y.Id FROM Engagement y WHERE y.MeetingId {ids})";

    private static string EntriesOf(Func<string, string> commitments) => $"""
        SELECT a.Id FROM AuditEntry a
        WHERE a.Event IN ({CommitmentSql.Events})
            AND a.SubjectId IN (SELECT CAST(c.Id AS NVARCHAR(20)) FROM Commitment c WHERE {commitments("IN @Ids")})
        """;

    /// <summary>Commitments with their reminders and emails.</summary>
    private static IEnumerable<RecordPart> PartsOf(Func<string, string> commitments)
    {
        string Ids(string ids) => $"SELECT c.Id FROM Commitment c WHERE {commitments(ids)}";
        yield return new("Outbox", "email about a commitment", "emails about commitments", ids => $"""
            Id IN (SELECT o.Id FROM Commitment c JOIN Outbox o
                ON o.DedupeKey >= CONCAT('commitment-given:', CAST(c.Id AS NVARCHAR(20)), '.0')
                AND o.DedupeKey < CONCAT('commitment-given:', CAST(c.Id AS NVARCHAR(20)), '.9z')
                WHERE {commitments(ids)}
                UNION ALL SELECT o.Id FROM Commitment c JOIN Outbox o
                ON o.DedupeKey = CONCAT('commitment-kept:', CAST(c.Id AS NVARCHAR(20))) WHERE {commitments(ids)})
            """);
        yield return new("NudgeRecipient", "recipient of a reminder", "recipients of reminders",
            ids => $"NudgeId IN (SELECT x.Id FROM Nudge x WHERE x.CommitmentId IN ({Ids(ids)}))");
        yield return new("Nudge", "reminder", "reminders", ids => $"CommitmentId IN ({Ids(ids)})");
        yield return new("Commitment", "commitment", "commitments", ids => $"Id IN ({Ids(ids)})");
    }
}
