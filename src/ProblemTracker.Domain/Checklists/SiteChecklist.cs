using System.Globalization;

namespace ProblemTracker.Domain;

/// <summary>How much of an item of the site checklist the people on a walk found.</summary>
public enum DisorderExtent { None, ALittle, Some, ALot, DoesNotApply }

/// <summary>What was found of one item on a walk.</summary>
public readonly record struct ItemExtent(long ItemId, DisorderExtent Extent);

/// <summary>The score of a site checklist, and how two walks over the same site compare.</summary>
public static class SiteChecklist
{
    /// <summary>The points of <see cref="DisorderExtent.ALot"/>.</summary>
    public const int MostPoints = 3;

    public const string NoScore = "Every item was marked as does not apply, so there is no score.";

    /// <summary>How scores come from the answers, for the pages that show them.</summary>
    public const string How = "Score: 100 × sum of points / (3 × items that apply). None is 0 points, a little 1, some 2, a lot 3. 0 is "
        + "the best score, 100 the worst. Items that do not apply are left out.";

    /// <summary>The points of an answer, 0 to 3; null for one that does not apply.</summary>
    public static int? PointsOf(DisorderExtent extent) => extent switch
    {
        DisorderExtent.None => 0,
        DisorderExtent.ALittle => 1,
        DisorderExtent.Some => 2,
        DisorderExtent.ALot => MostPoints,
        DisorderExtent.DoesNotApply => null,
        _ => throw new ArgumentOutOfRangeException(nameof(extent)),
    };

    /// <summary>
    /// 100 × sum of points / (3 × number of items that apply), to one decimal: 0 is the best score, 100 the worst. Assumes that the steps
    /// of the scale are equally far apart and that all items weigh the same. It describes what the people on the walk saw, without an
    /// error of its own; one step in one of ten items moves it by 3.3 points.
    /// </summary>
    /// <returns>Null if no item applies.</returns>
    public static double? Score(IEnumerable<DisorderExtent> extents)
    {
        var points = extents.Select(PointsOf).OfType<int>().ToList();
        return points.Count == 0 ? null
            : Math.Round(100.0 * points.Sum() / (MostPoints * points.Count), 1, MidpointRounding.AwayFromZero);
    }

    /// <summary>Compares two walks over the items that apply in both; the others would shift the score by themselves.</summary>
    public static ChecklistComparison Compare(IEnumerable<ItemExtent> before, IEnumerable<ItemExtent> after)
    {
        var earlier = before.Where(Applies).ToDictionary(one => one.ItemId, one => one.Extent);
        var common = after.Where(one => Applies(one) && earlier.ContainsKey(one.ItemId)).ToList();
        return new(common.Count, Score(common.Select(one => earlier[one.ItemId])), Score(common.Select(one => one.Extent)));

        static bool Applies(ItemExtent one) => one.Extent != DisorderExtent.DoesNotApply;
    }
}

/// <summary>Scores of two walks over the items that apply in both.</summary>
/// <param name="Items">How many such items there are.</param>
/// <param name="Before">Null without such items.</param>
/// <param name="After">Null without such items.</param>
public sealed record ChecklistComparison(int Items, double? Before, double? After)
{
    /// <summary>Points gained since the earlier walk; below 0 is less disorder. Null without items in both.</summary>
    public double? Difference => After is { } after && Before is { } before ? Math.Round(after - before, 1) : null;

    /// <param name="earlier">The earlier walk, such as <c>the first walk on Mar 2, 2026</c>.</param>
    public string Sentence(string earlier)
    {
        if (Difference is not { } difference) return $"No item applies both now and on {earlier}, so they can't be compared.";
        var over = $"over the {(Items == 1 ? "1 item that applies" : $"{Items} items that apply")} in both";
        return difference == 0 ? $"No change from {earlier}: {Number(After!.Value)}, {over}."
            : $"{Number(Math.Abs(difference))} points {(difference < 0 ? "less" : "more")} disorder than on {earlier}: "
                + $"{Number(Before!.Value)} then, {Number(After!.Value)} now, {over}.";
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
