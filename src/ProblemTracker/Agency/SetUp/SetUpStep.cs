namespace ProblemTracker.Agency;

/// <summary>
/// A step of an agency's first day, registered by the capability that it belongs to. Administrators see the steps on My day until each is
/// done or marked as not needed.
/// </summary>
/// <param name="Id">Never change it: the steps that are not needed are stored by it.</param>
/// <param name="Order">Position in the list; use the constants below and leave room between them.</param>
/// <param name="Title">What to set up, a noun.</param>
/// <param name="Help">What to do, in one sentence.</param>
/// <param name="Href">The page where it is done.</param>
/// <param name="IsDone">Asks the database, so that nobody has to tick a box.</param>
/// <param name="IsOptional">Whether an administrator can mark it as not needed.</param>
internal sealed record SetUpStep(string Id, int Order, string Title, string Help, string Href,
    Func<Db, CancellationToken, Task<bool>> IsDone, bool IsOptional = false)
{
    // The second factor comes early: it asks for a recent sign-in.
    public const int Agency = 10, SecondFactor = 20, Email = 30, Neighborhoods = 40, People = 50, Responsibility = 60, Categories = 70,
        Deadlines = 80, Holidays = 90, Incidents = 100;

    /// <summary>Done when the query counts at least one row.</summary>
    /// <param name="sql">A constant SELECT of one number.</param>
    /// <param name="args">Its parameters.</param>
    public static Func<Db, CancellationToken, Task<bool>> Any(string sql, object? args = null) =>
        async (db, ct) => await db.Single<int>(sql, args, ct) > 0;

    /// <summary>Done when the setting was saved once.</summary>
    public static Func<Db, CancellationToken, Task<bool>> Saved(string setting) =>
        Any("SELECT COUNT(*) FROM Setting WHERE Name = @setting", new { setting });
}
