using System.Text.Json;
using FluentValidation;

namespace ProblemTracker.Incidents;

/// <summary>A filter of incidents that someone saved under a name.</summary>
/// <param name="IsMine">Whether the reader created it. Only its creator can rename, share or delete it.</param>
/// <param name="By">Name of its creator.</param>
/// <param name="Shared">Everyone who can read incidents sees it.</param>
public sealed record SavedFilterDetails(long Id, string Name, bool IsMine, string By, bool Shared, IncidentFilter Filter, int Version)
    : IVersioned;

/// <summary>SQL shared by the slices of saved filters.</summary>
internal static class SavedFilterSql
{
    public const int LongestName = 100;

    /// <summary>Condition on <c>f</c>: the actor's own filters and those that others share. Parameter: <c>@ActorId</c>.</summary>
    public const string VisibleTo = "(f.PersonId = @ActorId OR f.Shared = 1)";

    private sealed record Row
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
        public bool IsMine { get; init; }
        public string Maker { get; init; } = "";
        public bool Shared { get; init; }
        public string Filter { get; init; } = "";
        public int Version { get; init; }
    }

    private const string Select = """
        SELECT f.Id, f.Name, IIF(f.PersonId = @ActorId, 1, 0) AS IsMine, w.Name AS Maker, f.Shared, f.Filter, f.Version
        FROM SavedFilter f JOIN Person w ON w.Id = f.PersonId
        """;

    public static async Task<IReadOnlyList<SavedFilterDetails>> List(Db db, Actor actor, int most, CancellationToken ct) =>
        [.. (await db.List<Row>($"{Select} WHERE {VisibleTo} ORDER BY f.NameKey, f.Id {db.Dialect.First("@most")}",
            new { ActorId = actor.PersonId, most }, ct)).Select(Shown)];

    /// <exception cref="NotFound">No filter has this id, or it is someone else's and not shared.</exception>
    public static async Task<SavedFilterDetails> Find(Db db, Actor actor, long id, CancellationToken ct) =>
        await db.Find<Row>($"{Select} WHERE f.Id = @id AND {VisibleTo}", new { id, ActorId = actor.PersonId }, ct) is { } row
            ? Shown(row) : throw new NotFound();

    /// <summary>The actor's own filter, to change or delete it.</summary>
    /// <exception cref="Forbidden">It is someone else's.</exception>
    /// <exception cref="Stale">Its version has changed.</exception>
    public static async Task<SavedFilterDetails> FindMine(Db db, Actor actor, long id, int version, CancellationToken ct)
    {
        var found = await Find(db, actor, id, ct);
        if (!found.IsMine)
            throw new Forbidden($"Only {found.By}, who created this filter, can change it. Save a filter of your own instead.");
        return found.Version == version ? found : throw new Stale(found.Version);
    }

    /// <exception cref="Invalid">At <c>name</c>: the actor already has a filter with this name.</exception>
    public static async Task MustBeFree(Db db, Actor actor, string name, long exceptId, CancellationToken ct)
    {
        if (await db.Find<long?>(
            "SELECT f.Id FROM SavedFilter f WHERE f.PersonId = @PersonId AND f.NameKey = @NameKey AND f.Id <> @exceptId",
            new { actor.PersonId, NameKey = SearchKey.Of(name), exceptId }, ct) is not null)
            throw new Invalid("name", "You already have a filter with this name. Choose another name.");
    }

    public static void NameRules<T>(this AbstractValidator<T> validator, System.Linq.Expressions.Expression<Func<T, string>> name) =>
        validator.RuleFor(name).NotEmpty().WithMessage("Give the filter a name.").MaximumLength(LongestName);

    private static SavedFilterDetails Shown(Row row) =>
        new(row.Id, row.Name, row.IsMine, row.Maker, row.Shared,
            JsonSerializer.Deserialize<IncidentFilter>(row.Filter, Json.Options)!, row.Version);
}
