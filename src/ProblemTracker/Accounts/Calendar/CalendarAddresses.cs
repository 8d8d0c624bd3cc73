namespace ProblemTracker.Accounts;

/// <summary>
/// Private addresses of people's due dates as a calendar, one per person. Programs that show calendars can't sign in, so the address is the
/// secret: only the digest of its token is stored. It works until it is replaced or revoked, or the account is deactivated.
/// </summary>
internal static class CalendarAddresses
{
    /// <returns>Whose address it is; null if no active account has it.</returns>
    public static Task<CalendarHolder?> Find(Db db, string token, CancellationToken ct) => db.Find<CalendarHolder>("""
        SELECT w.Id, w.Name FROM CalendarAddress c JOIN Person w ON w.Id = c.PersonId WHERE c.Digest = @Digest AND w.Active = 1
        """, new { Digest = Secrets.Digest(token) }, ct);

    public static Task<int> Revoke(Db db, long personId, CancellationToken ct) =>
        db.Execute("DELETE FROM CalendarAddress WHERE PersonId = @personId", new { personId }, ct);
}

internal sealed record CalendarHolder
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
}
