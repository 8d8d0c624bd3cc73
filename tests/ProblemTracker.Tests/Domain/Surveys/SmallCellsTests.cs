using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain.Surveys;

public sealed class SmallCellsTests
{
    private static string Shown(params int[] people) =>
        string.Join(' ', people.Zip(SmallCells.Shown(people)).Select(cell => cell.Second ? $"{cell.First}" : "-"));

    [Test]
    public void Cells_of_fewer_than_five_are_hidden_and_the_smallest_other_with_a_single_one() => Assert.Multiple(() =>
    {
        Assert.That(Shown(8, 9, 10), Is.EqualTo("8 9 10"));
        Assert.That(Shown(8, 3, 10), Is.EqualTo("- - 10"));
        Assert.That(Shown(0, 9, 10), Is.EqualTo("0 9 10"));
        Assert.That(Shown(1, 1, 20), Is.EqualTo("- - -"), "Two hidden cells of two people would be known.");
        Assert.That(Shown(4, 4, 20), Is.EqualTo("- - -"), "They could only be four each.");
        Assert.That(Shown(4, 3, 2, 20), Is.EqualTo("- - - 20"));
        Assert.That(Shown(6, 6, 4), Is.EqualTo("- - -"), "Which of two equal cells is hidden would tell that they are equal.");
        Assert.That(Shown(0, 4, 20), Is.EqualTo("0 - -"));
        Assert.That(Shown(), Is.Empty);
    });

    /// <summary>What the total without the shown cells is about: no one, or at least five people of at least two cells.</summary>
    [FsCheck.NUnit.Property]
    public bool What_is_left_of_a_shown_total_is_about_at_least_five_people_of_two_cells(int[] given)
    {
        int[] people = [.. given.Select(count => Math.Abs(count % 12))];
        var shown = SmallCells.Shown(people);
        var hidden = people.Where((_, cell) => !shown[cell]).ToList();
        return people.Where((_, cell) => shown[cell]).All(count => count is 0 or >= SmallCells.Fewest)
            && (hidden.Count == 0 || !SmallCells.IsShown(people.Sum()) || people.Count(count => count > 0) < 2
                || (hidden.Count >= 2 && hidden.Sum() >= SmallCells.Fewest));
    }

    /// <summary>Of all rows of three cells that look the same to a reader who knows the rule, each hidden cell differs in some.</summary>
    [Test]
    public void No_hidden_cell_can_be_computed_from_the_total_even_by_who_knows_the_rule()
    {
        const int most = 14;
        var rows = (from a in Enumerable.Range(0, most)
                    from b in Enumerable.Range(0, most)
                    from c in Enumerable.Range(0, most)
                    select new[] { a, b, c }).Where(row => SmallCells.IsShown(row.Sum()));
        foreach (var alike in rows.GroupBy(row => $"{Shown(row)} of {row.Sum()}").Where(alike => alike.Key.Contains('-')))
        {
            // At the edge of what is tried, rows that look the same are missing.
            if (alike.Any(row => row.Max() >= most - 2)) continue;
            for (var cell = 0; cell < 3; cell++)
            {
                if (SmallCells.Shown(alike.First())[cell]) continue;
                Assert.That(alike.Select(row => row[cell]).Distinct().Count(), Is.GreaterThan(1), alike.Key);
            }
        }
    }
}
