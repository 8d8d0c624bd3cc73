using System.Text.Json;

namespace ProblemTracker.Problems;

/// <summary>Filters and order of the list of problems that someone saved under a name.</summary>
/// <param name="IsMine">Whether the reader created it. Only its creator can delete it.</param>
/// <param name="By">Name of its creator.</param>
/// <param name="Shared">Everyone who reads problems sees the view; the problems in it are those that each reader can view.</param>
public sealed record SavedViewDetails(long Id, string Name, bool IsMine, string By, bool Shared, ListProblems Filter, int Version)
    : IVersioned;

/// <summary>SQL shared by the slices of saved views.</summary>
internal static class SavedViewSql
{
    public const int LongestName = 100;

    /// <summary>Condition on <c>v</c>: the actor's own views and those that others share. Parameter: <c>@ActorId</c>.</summary>
    private const string VisibleTo = "(v.PersonId = @ActorId OR v.Shared = 1)";

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
        SELECT v.Id, v.Name, IIF(v.PersonId = @ActorId, 1, 0) AS IsMine, w.Name AS Maker, v.Shared, v.Filter, v.Version
        FROM SavedView v JOIN Person w ON w.Id = v.PersonId
        """;

    public static async Task<IReadOnlyList<SavedViewDetails>> List(Db db, Actor actor, int most, CancellationToken ct) =>
        [.. (await db.List<Row>($"{Select} WHERE {VisibleTo} ORDER BY v.NameKey, v.Id {db.Dialect.First("@most")}",
            new { ActorId = actor.PersonId, most }, ct)).Select(Shown)];

    /// <exception cref="NotFound">No view has this id, or it is someone else's and not shared.</exception>
    public static async Task<SavedViewDetails> Find(Db db, Actor actor, long id, CancellationToken ct) =>
        await db.Find<Row>($"{Select} WHERE v.Id = @id AND {VisibleTo}", new { id, ActorId = actor.PersonId }, ct) is { } row
            ? Shown(row) : throw new NotFound();

    private static SavedViewDetails Shown(Row row) =>
        new(row.Id, row.Name, row.IsMine, row.Maker, row.Shared,
            JsonSerializer.Deserialize<ListProblems>(row.Filter, Json.Options)!, row.Version);
}
