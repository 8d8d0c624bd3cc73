namespace ProblemTracker.Mail;

/// <summary>How sent and discarded emails are purged.</summary>
internal static class EmailRetention
{
    public static readonly RecordKind Kind = new()
    {
        Code = "email",
        Name = "Sent emails",
        One = "Email",
        Since = "it was written",
        Help = "With pictures and files in the folder for outgoing emails. Waiting emails and those to be tried again are kept.",
        From = "Outbox o",
        Id = "o.Id",
        SinceColumn = "o.CreatedAt",
        Due = "(o.SentAt IS NOT NULL OR o.DiscardedAt IS NOT NULL)",
        Covered = """
            (h.Covers = 'Stakeholder' AND h.SubjectId = o.StakeholderId) OR (h.Covers = 'Problem' AND EXISTS (
                SELECT 1 FROM OutboxProblem b JOIN Problem n ON n.Number = b.Number WHERE b.OutboxId = o.Id AND n.Id = h.SubjectId))
            OR (h.Covers = 'Concern' AND EXISTS (SELECT 1 FROM OneTimeLink l WHERE l.Purpose = 'Concern' AND l.SubjectId = h.SubjectId
                AND o.DedupeKey = CONCAT('concern:', CAST(l.Id AS NVARCHAR(20)))))
            """,
        Files = """
            SELECT 'mail' AS Folder, CONCAT(CAST(o.Id AS NVARCHAR(20)), '.eml') AS Name FROM Outbox o WHERE o.Id IN @Ids ORDER BY o.Id
            """,
        AtOnce = 200,
        Parts =
        [
            new("OutboxPicture", "picture", "pictures", ids => $"OutboxId {ids}"),
            new("Outbox", "email", "emails", ids => $"Id {ids}"),
        ],
    };
}
