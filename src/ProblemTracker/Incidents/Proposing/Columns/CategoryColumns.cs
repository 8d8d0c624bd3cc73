namespace ProblemTracker.Incidents;

/// <summary>Proposes which column has the words for categories.</summary>
internal static class CategoryColumns
{
    /// <summary>Names that agencies give the column, most reliable first; compared by letters and digits only.</summary>
    private static readonly string[]
        CategoryNames = ["primarytype", "offense", "offence", "offensetype", "offensedescription", "crimetype", "crime", "category",
            "offensecategory", "incidenttype", "incidentcategory", "calltype", "ofnsdesc", "type", "kind", "nature", "nibrs", "ucr",
            "description", "delito", "categorie", "categoria", "infraction"];

    /// <summary>Rows from which a column of one word is judged, and one that isn't named as a category.</summary>
    private const int EnoughRows = 20;

    /// <summary>Share of words known as offenses that makes a column without a name that of categories, in however few rows.</summary>
    private const double Plain = 0.5;

    /// <summary>Share of words known as offenses that makes a column of words better than one of codes.</summary>
    private const double Some = 0.2;

    /// <summary>Share of rows in which a code has its most frequent word, for the words to say what the codes mean.</summary>
    private const double NearlyAll = 0.9;

    /// <summary>Different words by which a category column is recognized.</summary>
    private const int MostWords = 100;

    /// <summary>Proposes the column.</summary>
    public static void Propose(ProposedColumns columns)
    {
        var shares = new Dictionary<ColumnProfile, double>();
        double Known(ColumnProfile c) => shares.TryGetValue(c, out var share) ? share : shares[c] = Knows(c, columns.Context);
        var found = columns.Free.FindAll(c => IsCategory(c, Known));
        ColumnProfile? Best(List<ColumnProfile> among) => among.Best(CategoryNames,
            c => (int)(40 * Known(c)) - (c.Distinct.Count == 1 && c.Values.Count >= EnoughRows ? 20 : 0));
        var best = Best(found);
        // The codes and what they mean are often side by side. A person checks words more easily.
        if (best is { HasWords: false })
            best = Best(columns.Free.FindAll(c => c is { HasWords: true, HasDates: false, IsPlace: false }
                && (!c.HasStreets || IsCalled(c))
                && ((found.Contains(c) && Known(c) > Some) || Explains(c, best, columns.Rows)))) ?? best;
        columns.Take(IncidentMap.Category, best);
    }

    /// <summary>Whether each code of one column has its own word in another, in nearly all rows.</summary>
    private static bool Explains(ColumnProfile words, ColumnProfile codes, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (codes.Distinct.Count < 2 || words.Distinct.Count > 2 * codes.Distinct.Count || 2 * words.Distinct.Count < codes.Distinct.Count)
            return false;
        var pairs = rows.Select(row => (Code: row[codes.Index].Trim(), Word: row[words.Index].Trim()))
            .Where(pair => pair.Code.Length > 0 && pair.Word.Length > 0).ToList();
        return pairs.GroupBy(pair => pair.Code).Sum(code => code.CountBy(pair => pair.Word).Max(word => word.Value))
            > NearlyAll * pairs.Count;
    }

    private static bool IsCategory(ColumnProfile c, Func<ColumnProfile, double> known) =>
        c is { IsEmpty: false, HasDates: false, IsPlace: false, HasLetters: true } && (c.IsNamed(CategoryNames)
            || (c.Values.Count >= EnoughRows && c.Distinct.Count < c.Values.Count / 2 && known(c) > Some)
            || (c.IsUnnamed && known(c) >= Plain));

    /// <summary>Whether a column is named as one of categories.</summary>
    public static bool IsCalled(ColumnProfile column) => column.IsNamed(CategoryNames);

    /// <summary>Share of a column's words that name an offense.</summary>
    private static double Knows(ColumnProfile c, ReadingContext context) =>
        c.Distinct.Take(MostWords).Select(word => OffenseWords.CategoryOf(word, context.Categories) is null ? 0 : 1)
            .DefaultIfEmpty().Average();
}
