using System.Globalization;

namespace ProblemTracker.Evidence;

/// <summary>A walk over a site with residents, on which the checklist was filled.</summary>
public sealed record WalkDetails : IVersioned
{
    internal long Id { get; init; }
    /// <summary>Of the problem's walks, from 1.</summary>
    public int Number { get; init; }
    /// <summary>The site's name or address. Only walks over the same site are compared.</summary>
    public string Site { get; init; } = "";
    public DateTimeOffset WalkedAt { get; init; }
    /// <summary>Its local day.</summary>
    public DateOnly WalkedOn { get; init; }
    /// <summary>How many residents took part.</summary>
    public int Residents { get; init; }
    public string? Note { get; init; }
    /// <summary>0 is the best, 100 the worst; null if no item applies.</summary>
    public double? Score { get; init; }
    /// <summary>Compared with the first walk over the same site, in one sentence; null for that walk itself.</summary>
    public string? Change { get; init; }
    public IReadOnlyList<WalkItem> Items { get; init; } = [];
    public long? FilledById { get; init; }
    /// <summary>The name of who filled it, or "System".</summary>
    public string FilledBy { get; init; } = "";
    public DateTimeOffset FilledAt { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }
    public string? WithdrawnBy { get; init; }
    public string? WithdrawnReason { get; init; }
    public int Version { get; init; }

    public bool IsWithdrawn => WithdrawnAt is not null;

    /// <summary>Items that apply.</summary>
    internal int Answered => Items.Count(item => item.Points is not null);

    /// <summary><c>33.3</c>, or why there is none.</summary>
    internal string ScoreInWords => Score is { } score ? score.ToString("0.#", CultureInfo.InvariantCulture) : "none";

    internal IEnumerable<ItemExtent> Extents => Items.Select(item => new ItemExtent(item.ItemId, item.Extent));

    internal bool IsOfSite(string site) => SearchKey.Of(Site) == SearchKey.Of(site);
}

/// <summary>What was found of one item.</summary>
public sealed record WalkItem
{
    internal long WalkId { get; init; }
    public long ItemId { get; init; }
    /// <summary>The item's words when the walk was filled.</summary>
    public string Item { get; init; } = "";
    public DisorderExtent Extent { get; init; }
    public string? Remark { get; init; }
    /// <summary>0 to 3; null if the item does not apply.</summary>
    public int? Points => SiteChecklist.PointsOf(Extent);
}

/// <summary>What the slices of the site checklist share.</summary>
internal static class ChecklistSql
{
    public const int LongestSite = 200, LongestNote = 2000, LongestRemark = 500, LongestReason = 500, MostResidents = 1000;

    /// <summary>The most walks of a problem: one a week for four years.</summary>
    public const int MostWalks = 200;

    /// <summary>All walks of a problem with their answers, in the order in which they were walked.</summary>
    public static async Task<IReadOnlyList<WalkDetails>> Walks(Db db, long problemId, CancellationToken ct)
    {
        var rows = await db.List<WalkDetails>("""
            SELECT k.Id, k.Number, k.Site, k.WalkedAt, k.WalkedOn, k.Residents, k.Note, k.FilledBy AS FilledById,
                COALESCE(w.Name, 'System') AS FilledBy, k.FilledAt, k.WithdrawnAt, x.Name AS WithdrawnBy, k.WithdrawnReason, k.Version
            FROM ChecklistWalk k LEFT JOIN Person w ON w.Id = k.FilledBy LEFT JOIN Person x ON x.Id = k.WithdrawnBy
            WHERE k.ProblemId = @problemId
            """, new { problemId }, ct);
        if (rows.Count == 0) return rows;
        var items = (await db.List<WalkItem>("""
            SELECT a.WalkId, a.ItemId, a.Item, a.Extent, a.Remark
            FROM ChecklistAnswer a JOIN ChecklistWalk k ON k.Id = a.WalkId
            WHERE k.ProblemId = @problemId ORDER BY a.WalkId, a.Position
            """, new { problemId }, ct)).ToLookup(item => item.WalkId);
        List<WalkDetails> walks = [];
        foreach (var row in rows.OrderBy(row => row.WalkedAt).ThenBy(row => row.Number))
        {
            var walk = row with { Items = [.. items[row.Id]] };
            var first = walks.FirstOrDefault(other => !other.IsWithdrawn && other.IsOfSite(walk.Site));
            walks.Add(walk with
            {
                Score = SiteChecklist.Score(walk.Items.Select(item => item.Extent)),
                Change = first is null || walk.IsWithdrawn ? null : SiteChecklist.Compare(first.Extents, walk.Extents)
                    .Sentence($"the first walk on {DateText.Date(first.WalkedOn)}"),
            });
        }
        return walks;
    }

    /// <exception cref="NotFound">The problem has no such walk.</exception>
    public static async Task<WalkDetails> Walk(Db db, long problemId, int number, CancellationToken ct) =>
        (await Walks(db, problemId, ct)).FirstOrDefault(walk => walk.Number == number) ?? throw new NotFound();

    /// <summary>Whether someone who may work on the problem may change this walk.</summary>
    public static bool MayCorrect(Actor actor, WalkDetails walk, long? leadId) => actor.PersonId is { } id
        && (id == walk.FilledById || id == leadId || actor.Might(Permission.Supervise));

    /// <summary>What the audit keeps of a walk.</summary>
    public static object Facts(WalkDetails walk) => new
    {
        walk.Site,
        walk.WalkedAt,
        walk.Residents,
        walk.Note,
        Items = walk.Items.Select(item => new { item.Item, item.Extent, item.Remark }),
    };
}
