namespace ProblemTracker.Problems;

/// <summary>
/// Makes one new update per person of what one step did to several problems. The others stay in the list of all updates, as read; the first
/// one, their head, names their problems. A partner's updates are not joined, since each says what the partner has to do.
/// </summary>
internal static class JoinedUpdates
{
    private sealed record Row
    {
        public long Id { get; init; }
        public long PersonId { get; init; }
        public UpdateKind Kind { get; init; }
        public string Event { get; init; } = "";
    }

    /// <summary>The mark before the step.</summary>
    public static Task<long> LastEntry(Db db, CancellationToken ct) =>
        db.Single<long>("SELECT COALESCE(MAX(Id), 0) FROM AuditEntry", null, ct);

    /// <param name="since">From <see cref="LastEntry"/>.</param>
    /// <param name="problems">The problems that the step changed.</param>
    public static async Task Join(
        Db db, Actor actor, long since, IReadOnlyCollection<long> problems, DateTimeOffset now, CancellationToken ct)
    {
        if (problems.Count < 2) return;
        var rows = new List<Row>();
        foreach (var some in problems.Chunk(500))
            rows.AddRange(await db.List<Row>("""
                SELECT u.Id, u.PersonId, u.Kind, e.Event
                FROM PersonUpdate u JOIN AuditEntry e ON e.Id = u.EntryId JOIN Person w ON w.Id = u.PersonId
                WHERE u.ProblemId IN @some AND u.EntryId > @since AND COALESCE(e.PersonId, 0) = @ActorId AND u.SeenAt IS NULL
                    AND w.StakeholderId IS NULL
                """, new { some, since, ActorId = actor.PersonId ?? 0 }, ct));
        foreach (var same in rows.GroupBy(row => (row.PersonId, row.Kind, row.Event)))
        {
            var head = same.Min(row => row.Id);
            foreach (var others in same.Select(row => row.Id).Where(id => id != head).Chunk(500))
                await db.Execute("""
                    UPDATE PersonUpdate SET HeadId = @head, SeenAt = @now, MailedAt = COALESCE(MailedAt, @now) WHERE Id IN @others
                    """, new { head, now, others }, ct);
        }
    }
}
