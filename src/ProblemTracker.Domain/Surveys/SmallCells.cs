namespace ProblemTracker.Domain;

/// <summary>
/// Which figures about few people are hidden. A cell is a group of people who answered, such as those of one mode, and its figures are
/// hidden if they are of fewer than five people. So that the total of a row doesn't let anybody compute a hidden cell, further cells are
/// hidden, the smallest first and equal ones together, until at least two are and stand for at least nine people: two hidden cells of
/// eight people could only be four each.
/// </summary>
public static class SmallCells
{
    /// <summary>The fewest people whose figures are shown.</summary>
    public const int Fewest = 5;

    private const int FewestHidden = 2 * Fewest - 1;

    /// <summary>Whether figures of this many people are shown.</summary>
    public static bool IsShown(int people) => people >= Fewest;

    /// <summary>Whether each cell of a row is shown whose total is shown. Empty cells are shown, as empty.</summary>
    public static IReadOnlyList<bool> Shown(IReadOnlyList<int> people)
    {
        var hidden = Enumerable.Range(0, people.Count).Where(cell => people[cell] > 0 && !IsShown(people[cell])).ToHashSet();
        var last = 0;
        foreach (var cell in Enumerable.Range(0, people.Count).Where(cell => IsShown(people[cell])).OrderBy(cell => people[cell]))
        {
            var isEnough = hidden.Count == 0 || (hidden.Count >= 2 && hidden.Sum(other => people[other]) >= FewestHidden);
            if (isEnough && people[cell] != last) break;
            hidden.Add(cell);
            last = people[cell];
        }
        return [.. Enumerable.Range(0, people.Count).Select(cell => !hidden.Contains(cell))];
    }
}
