using System.Globalization;

namespace ProblemTracker.Evidence;

/// <summary>
/// The panel of the site checklist: the scores of the walks over one site. Its figure is the last score. A citation keeps the site as the
/// address of its filter, so that walks over another site don't change it.
/// </summary>
internal static class ChecklistPanel
{
    private static readonly string[] Columns =
        ["Day", "Walk", "Score", "Items that apply", "Residents", "First walk, same items", "This walk, same items"];

    /// <param name="walks">All walks of the problem.</param>
    /// <param name="site">Null for the site of the last walk.</param>
    public static PanelDetails Of(IReadOnlyList<WalkDetails> walks, string? site = null)
    {
        var counted = Counted(walks, site);
        if (counted.Count == 0)
            return PanelDetails.Without(EvidencePanel.SiteChecklist, walks.Count > 0 ? "All walks were withdrawn."
                : "No site checklist is filled yet. Walk the site with residents and "
                + "fill it on a phone; fill it again later to see what changed.");
        var rows = counted.Select(walk => Row(walk, counted[0])).ToList();
        var last = counted[^1];
        if (last.Score is not { } score)
            return PanelDetails.Without(EvidencePanel.SiteChecklist, SiteChecklist.NoScore) with { Columns = Columns, Rows = rows };
        var people = last.Residents switch { 0 => "no residents", 1 => "1 resident", var many => $"{many} residents" };
        return new(EvidencePanel.SiteChecklist, $"{last.Site} scored {last.ScoreInWords} of 100 for disorder (0 is the best) on "
            + $"{DateText.Date(last.WalkedOn)}, on a walk with {people}.{(last.Change is { } change ? $" {change}" : "")}",
            score, null, SiteChecklist.How, Columns, rows);
    }

    /// <summary>The figure for a worksheet.</summary>
    /// <exception cref="RuleBroken">There is none.</exception>
    public static CountedFigure Figure(long problemId, IReadOnlyList<WalkDetails> walks, string? site, DateOnly today)
    {
        var panel = Of(walks, site);
        if (panel.Figure is null) throw new RuleBroken("evidence.none", $"There is no figure to cite. {panel.None}", "panel");
        var last = Counted(walks, site)[^1];
        return new(new(ProblemId: problemId, Address: last.Site), $"Site checklist at {last.Site}", panel, last.WalkedOn, last.WalkedOn,
            today);
    }

    /// <summary>What a report says of each site. A public one does not name it.</summary>
    public static IEnumerable<string> Statements(IReadOnlyList<WalkDetails> walks, bool isPublic) =>
        from site in walks.Where(walk => !walk.IsWithdrawn).GroupBy(walk => SearchKey.Of(walk.Site))
        let last = site.Last()
        where last.Score is not null
        let sentence = $"Site checklist{(isPublic ? "" : $" of {last.Site}")}: {last.ScoreInWords} of 100 for disorder (0 is the best) on "
            + $"{DateText.Date(last.WalkedOn)}."
        select last.Change is { } change ? $"{sentence} {change}" : sentence;

    private static List<WalkDetails> Counted(IReadOnlyList<WalkDetails> walks, string? site)
    {
        var standing = walks.Where(walk => !walk.IsWithdrawn).ToList();
        site ??= standing.Count == 0 ? null : standing[^1].Site;
        return [.. standing.Where(walk => walk.IsOfSite(site!))];
    }

    private static PanelRow Row(WalkDetails walk, WalkDetails first)
    {
        var same = walk == first ? null : SiteChecklist.Compare(first.Extents, walk.Extents);
        return new(walk.WalkedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            [walk.Number, walk.Score, walk.Answered, walk.Residents, same?.Before, same?.After]);
    }
}
