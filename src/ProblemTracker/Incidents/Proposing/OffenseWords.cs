using System.Text.RegularExpressions;
using ProblemTracker.Agency;

namespace ProblemTracker.Incidents;

/// <summary>
/// Proposes the agency's category for the word that a source uses. Categories are the agency's own, so both are read by the same table:
/// a category takes the words that mean what its NIBRS code or its name means.
/// </summary>
internal static partial class OffenseWords
{
    /// <param name="Needed">Words that a text must have too, as "residential" for a category "Residential burglary".</param>
    private sealed record Reading(CategoryItem Category, string Id, IReadOnlyList<string> Needed);

    /// <summary>Shortest words in which one wrong letter is a typo rather than another word.</summary>
    private const int ShortestTypo = 4;

    /// <summary>The code of the active category that the word means; null if none fits, or several equally.</summary>
    public static string? CategoryOf(string word, IReadOnlyList<CategoryItem> categories)
    {
        var active = categories.Where(c => c.Active).ToList();
        var key = SearchKey.Of(word);
        if ((active.Find(c => SearchKey.Of(c.Name) == key) ?? active.Find(c => SearchKey.Of(c.Code) == key)) is { } same) return same.Code;

        var words = OffenseTable.Words(word);
        if (OffenseTable.Meaning(words) is not { } meaning)
            return OffenseTable.IsDecided(words) ? null : Unknown(key, words, active)?.Code;
        var readings = active.SelectMany(Readings).ToList();
        return OffenseTable.From(meaning.Id)
            .Select(id => readings.Where(r => r.Id == id && r.Needed.All(words.Contains)).Select(r => r.Category).Distinct().ToList())
            .Where(fitting => fitting.Count > 0)
            .Select(fitting => MostSpecific(fitting, words)?.Code).FirstOrDefault();
    }

    private static IEnumerable<Reading> Readings(CategoryItem category)
    {
        if (category.Nibrs is { } code) yield return new(category, code, []);
        // "Racing and speeding" takes either.
        foreach (var name in Conjunctions().Split(category.Name).Prepend(category.Name))
            if (OffenseTable.Meaning(OffenseTable.Words(name)) is { } meaning)
                yield return new(category, meaning.Id, meaning.More);
    }

    /// <summary>A category of a name that the table does not know, if the text has all its words or nearly its name.</summary>
    private static CategoryItem? Unknown(string key, IReadOnlyList<string> words, List<CategoryItem> active)
    {
        var named = active.Where(c => !Readings(c).Any()
            && OffenseTable.Words(c.Name) is { Count: > 0 } name && name.All(words.Contains)).ToList();
        if (named.Count > 0) return MostSpecific(named, words);
        var typed = NameLikeness.Words(key);
        return typed.Any(word => word.Length < ShortestTypo) ? null
            : active.Find(c => NameLikeness.Words(SearchKey.Of(c.Name)).Count == typed.Count
                && NameLikeness.Between(key, SearchKey.Of(c.Name)) is not null);
    }

    /// <summary>The one whose name shares most words with the text; null if several do.</summary>
    private static CategoryItem? MostSpecific(List<CategoryItem> fitting, IReadOnlyList<string> words)
    {
        var shared = fitting.ToLookup(c => OffenseTable.Words(c.Name).Count(words.Contains));
        return shared[shared.Max(group => group.Key)].ToList() is [var only] ? only : null;
    }

    [GeneratedRegex(@"\band\b|[&/,;]", RegexOptions.IgnoreCase)]
    private static partial Regex Conjunctions();
}
