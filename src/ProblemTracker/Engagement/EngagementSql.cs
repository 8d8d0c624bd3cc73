using ProblemTracker.Agency;

namespace ProblemTracker.Engagement;

/// <summary>A contact of someone of the department with residents.</summary>
public sealed record EngagementRow : IVersioned
{
    public long Id { get; init; }
    public EngagementKind Kind { get; init; }
    public DateTimeOffset HappenedAt { get; init; }
    public int Minutes { get; init; }
    public long? NeighborhoodId { get; init; }
    public string? Neighborhood { get; init; }
    /// <summary>The theme.</summary>
    public string? CategoryCode { get; init; }
    public string? Category { get; init; }
    /// <summary>Number of residents who were met.</summary>
    public int People { get; init; }
    /// <summary>What residents said, without names.</summary>
    public string? Heard { get; init; }
    public long PersonId { get; init; }
    public string LoggedBy { get; init; } = "";
    public DateTimeOffset LoggedAt { get; init; }
    /// <summary>The meeting that was held; null for other contacts.</summary>
    public long? MeetingId { get; init; }
    public int Version { get; init; }
}

/// <summary>The columns of a contact to store.</summary>
internal sealed record EngagementValues
{
    public long? Id { get; init; }
    public EngagementKind Kind { get; init; }
    public DateTimeOffset HappenedAt { get; init; }
    public DateOnly HappenedOn { get; init; }
    public int Minutes { get; init; }
    public long? NeighborhoodId { get; init; }
    public string? CategoryCode { get; init; }
    public int People { get; init; }
    public string? Heard { get; init; }
    public long? LoggedBy { get; init; }
    public DateTimeOffset LoggedAt { get; init; }
    public long? MeetingId { get; init; }

    /// <summary>As parameters of a statement.</summary>
    public object Args => new
    {
        Id,
        Kind = Kind.ToString(),
        HappenedAt,
        HappenedOn,
        Minutes,
        NeighborhoodId,
        CategoryCode = CategoryCode.IsBlank() ? null : CategoryCode,
        People,
        Heard = Heard.IsBlank() ? null : Heard!.Trim(),
        LoggedBy,
        LoggedAt,
        MeetingId,
    };
}

/// <summary>SQL about <c>e</c> (Engagement) that the slices share, and who may change a contact.</summary>
internal static class EngagementSql
{
    public const string Columns = """
        e.Id, e.Kind, e.HappenedAt, e.Minutes, e.NeighborhoodId, n.Name AS Neighborhood, e.CategoryCode, k.Name AS Category, e.People,
        e.Heard, e.LoggedBy AS PersonId, w.Name AS LoggedBy, e.LoggedAt, e.MeetingId, e.Version
        """;

    public const string Names = """
        LEFT JOIN Neighborhood n ON n.Id = e.NeighborhoodId LEFT JOIN Category k ON k.Code = e.CategoryCode
        LEFT JOIN Person w ON w.Id = e.LoggedBy
        """;

    /// <summary>The events about a contact. Few entries have one, so that the index by event finds them.</summary>
    public const string Events = "'engagement.logged', 'engagement.changed', 'engagement.deleted'";

    /// <summary>Stores a new contact.</summary>
    public static async Task<EngagementRow> Insert(Db db, EngagementValues values, CancellationToken ct) =>
        await Read(db, await db.Insert("""
        INSERT INTO Engagement (Kind, HappenedAt, HappenedOn, Minutes, NeighborhoodId, CategoryCode, People, Heard, LoggedBy, LoggedAt,
            MeetingId)
        VALUES (@Kind, @HappenedAt, @HappenedOn, @Minutes, @NeighborhoodId, @CategoryCode, @People, @Heard, @LoggedBy, @LoggedAt,
            @MeetingId)
        """, values.Args, ct), ct);

    /// <exception cref="Invalid">The category can't be chosen today, and is not the one from before.</exception>
    public static async Task MustBeTheme(Db db, string? categoryCode, string? before, CancellationToken ct)
    {
        if (categoryCode is { Length: > 0 } code && code != before
            && (await CategorySql.Read(db, ct)).Items.All(category => category.Code != code || !category.Active))
            throw new Invalid("categoryCode", "Choose a theme from the list.");
    }

    /// <exception cref="NotFound">There is no such contact.</exception>
    public static async Task<EngagementRow> Read(Db db, long id, CancellationToken ct) =>
        await db.Find<EngagementRow>($"SELECT {Columns} FROM Engagement e {Names} WHERE e.Id = @id", new { id }, ct)
            ?? throw new NotFound();

    /// <summary>Whether the actor may change the contact: their own, or as a supervisor.</summary>
    public static bool MayChange(Actor actor, EngagementRow contact) =>
        contact.PersonId == actor.PersonId || actor.Might(Permission.Supervise);

    /// <summary>Whether the actor may delete the contact: their own within a day, or as a supervisor.</summary>
    public static bool MayDelete(Actor actor, EngagementRow contact, DateTimeOffset now) =>
        actor.Might(Permission.Supervise)
            || (contact.PersonId == actor.PersonId && now <= contact.LoggedAt + Contacts.TimeToDelete);

    /// <summary>What the audit log keeps: no words, which could name people.</summary>
    public static object Facts(EngagementRow contact) => new
    {
        contact.Kind,
        contact.HappenedAt,
        contact.Minutes,
        contact.NeighborhoodId,
        contact.CategoryCode,
        contact.People,
    };
}
