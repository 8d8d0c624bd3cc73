using System.Globalization;
using ProblemTracker.Evidence;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Case;

/// <summary>
/// The walks over one site that count, in the order in which they were walked: what was found of each item, and the scores.
/// </summary>
public sealed record SiteWalks(long ProblemId, IReadOnlyList<WalkDetails> Walks)
{
    /// <summary>Columns of the table: the first walk and the last ones.</summary>
    private const int MostColumns = 8;

    /// <summary>The sites of a problem, the one that was walked last first.</summary>
    public static IReadOnlyList<SiteWalks> Of(long problemId, IEnumerable<WalkDetails> walks) =>
        [.. walks.Where(walk => !walk.IsWithdrawn).GroupBy(walk => SearchKey.Of(walk.Site))
            .Select(site => new SiteWalks(problemId, [.. site])).OrderByDescending(site => site.Last.WalkedAt)];

    public WalkDetails Last => Walks[^1];

    public string Site => Last.Site;

    public IReadOnlyList<WalkDetails> Shown => Walks.Count <= MostColumns ? Walks : [Walks[0], .. Walks.TakeLast(MostColumns - 1)];

    /// <summary>The items of the walks, those of the last one first, each in the words that it had last.</summary>
    public IEnumerable<(long Id, string Item)> Items => Shown.Reverse().SelectMany(walk => walk.Items)
        .DistinctBy(item => item.ItemId).Select(item => (item.ItemId, item.Item));

    /// <summary><c>Some, 2</c>; blank if the walk did not have the item.</summary>
    public static string Cell(WalkDetails walk, long itemId) => walk.Items.FirstOrDefault(item => item.ItemId == itemId) switch
    {
        null => "",
        { Points: { } points } item => $"{Wording.Of(item.Extent)}, {points}",
        var item => Wording.Of(item.Extent),
    };

    /// <summary>The scores over time; null before the second.</summary>
    public Chart? Chart
    {
        get
        {
            List<ChartPoint> points = [.. from walk in Walks where walk.Score is not null
                select new ChartPoint(walk.WalkedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), walk.Score!.Value)];
            return points.Count < 2 ? null
                : new(ChartKind.Lines, $"Scores of the site checklist of {Site}. {Last.Change} See the table for the numbers", "Score",
                    points);
        }
    }
}
