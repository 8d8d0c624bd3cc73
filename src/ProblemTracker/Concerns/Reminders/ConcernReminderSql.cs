namespace ProblemTracker.Concerns;

/// <summary>A reminder about a concern or repeat complaints, to be emailed.</summary>
internal sealed record ConcernReminder
{
    public long Id { get; init; }
    public ConcernReminderKind Kind { get; init; }
    public long? ConcernId { get; init; }
    public string? Number { get; init; }
    public ConcernStatus? Status { get; init; }
    public string? Category { get; init; }
    public string? Neighborhood { get; init; }
    public long? RepeatId { get; init; }
    public string? Place { get; init; }
    public DateOnly DueOn { get; init; }
    /// <summary>Whether its cause is still there.</summary>
    public bool Applies { get; init; }

    public bool IsEscalation => Kind == ConcernReminderKind.EscalatedToSupervisor;

    /// <summary>Path of the page where the reader can act on it.</summary>
    public string Link => RepeatId is { } id ? $"/concerns/repeats/{id}" : $"/concerns/{ConcernId}";

    /// <summary>What it is about, without a reporter, an address or words of theirs, since emails get forwarded.</summary>
    public string Title => RepeatId is not null ? "Repeat complaints about one place"
        : string.Join(", ", new[] { $"{Number}: {Category}", Neighborhood }.OfType<string>());

    public string Sentence => this switch
    {
        { RepeatId: not null } => $"Wait for a decision since {DateText.Date(DueOn)}.",
        { Status: ConcernStatus.New } => $"To acknowledge by {DateText.Date(DueOn)}.",
        { Status: ConcernStatus.Referred } => $"The agency's answer was due {DateText.Date(DueOn)}.",
        _ => $"To decide by {DateText.Date(DueOn)}.",
    };
}

/// <summary>SQL about <c>m</c> (ConcernReminder).</summary>
internal static class ConcernReminderSql
{
    /// <summary>A condition on the person <c>w</c>: something is in no email yet.</summary>
    public const string HasUnmailed = "EXISTS (SELECT 1 FROM ConcernReminder m WHERE m.PersonId = w.Id AND m.MailedAt IS NULL)";

    /// <summary>A person's reminders that are in no email yet, the earliest due first.</summary>
    public static Task<IReadOnlyList<ConcernReminder>> Unmailed(Db db, long personId, CancellationToken ct) =>
        db.List<ConcernReminder>($"""
            SELECT m.Id, m.Kind, m.ConcernId, c.Number, c.Status, k.Name AS Category, n.Name AS Neighborhood, m.RepeatId, r.Place, m.DueOn,
                IIF({RepeatSql.IsWaiting} AND (m.ConcernId IS NULL OR c.DueOn = m.DueOn), 1, 0) AS Applies
            FROM ConcernReminder m
            LEFT JOIN Concern c ON c.Id = m.ConcernId LEFT JOIN Category k ON k.Code = c.CategoryCode
            LEFT JOIN Neighborhood n ON n.Id = c.NeighborhoodId LEFT JOIN RepeatComplaint r ON r.Id = m.RepeatId
            WHERE m.PersonId = @personId AND m.MailedAt IS NULL ORDER BY m.DueOn, m.Id
            """, new { personId }, ct);

    public static Task MarkMailed(Db db, long personId, DateTimeOffset now, CancellationToken ct) =>
        db.Execute("UPDATE ConcernReminder SET MailedAt = @now WHERE PersonId = @personId AND MailedAt IS NULL", new { personId, now }, ct);
}
