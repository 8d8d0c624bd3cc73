namespace ProblemTracker.Domain;

/// <summary>What is compared of two concerns.</summary>
/// <param name="Meters">Between their points; null if one has none.</param>
/// <param name="SameBlock">Whether both addresses are in one block, or the same, however they are written.</param>
/// <param name="SameNeighborhood">Whether both are in one neighborhood.</param>
/// <param name="SameCategory">Whether both are about the same.</param>
/// <param name="DaysApart">Days between the two reports.</param>
/// <param name="SharedWords">Share of the words of the shorter text that the other one has, 0 to 1.</param>
public sealed record ConcernPair(
    double? Meters, bool SameBlock, bool SameNeighborhood, bool SameCategory, int DaysApart, double SharedWords);

/// <summary>
/// Whether two concerns may be about the same thing. A suggestion only: a person decides. The points were chosen so that one reason alone
/// never suffices, and place with category or words does.
/// </summary>
public static class ConcernLikeness
{
    /// <summary>Points from which a concern is suggested.</summary>
    public const int Enough = 4;

    /// <summary>Meters within which two points are one place, and near each other.</summary>
    public const double OnePlace = 75, Near = 300;

    /// <summary>Shorter words, such as "the", say nothing.</summary>
    private const int ShortestWord = 4;

    /// <returns>0 to 10; more is more alike.</returns>
    public static int Points(ConcernPair pair) =>
        (pair.SameBlock || pair.Meters <= OnePlace ? 3 : pair.Meters <= Near ? 2 : pair.SameNeighborhood ? 1 : 0)
        + (pair.SameCategory ? 2 : 0)
        + (pair.DaysApart <= 30 ? 1 : 0)
        + (pair.SharedWords >= 0.5 ? 3 : pair.SharedWords >= 0.25 ? 2 : pair.SharedWords >= 0.1 ? 1 : 0);

    /// <summary>The share of the words of the shorter text that the other one has, 0 to 1; 0 if a text has no words to compare.</summary>
    public static double SharedWords(string one, string other)
    {
        var (first, second) = (Words(one), Words(other));
        var fewer = Math.Min(first.Count, second.Count);
        return fewer == 0 ? 0 : (double)first.Intersect(second).Count() / fewer;
    }

    private static HashSet<string> Words(string text) =>
        [.. text.Split([.. text.Where(sign => !char.IsLetterOrDigit(sign)).Distinct()], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.Length >= ShortestWord).Select(word => word.ToUpperInvariant())];
}
