namespace ProblemTracker.Domain;

/// <summary>Whom a note names by <c>@name</c>.</summary>
public static class Mentions
{
    /// <summary>The people whose full name follows an @ in the text, in any case. Of two names that fit, the longer one counts.</summary>
    public static IReadOnlyList<long> In(string text, IEnumerable<(long Id, string Name)> people)
    {
        var named = people.Where(person => person.Name.Length > 0).ToLookup(person => person.Name, StringComparer.OrdinalIgnoreCase);
        var longestFirst = named.Select(group => group.Key).OrderByDescending(name => name.Length).ToList();
        HashSet<long> found = [];
        for (var at = text.IndexOf('@'); at >= 0; at = text.IndexOf('@', at + 1))
        {
            // An email address is no mention.
            if (at > 0 && char.IsLetterOrDigit(text[at - 1])) continue;
            if (longestFirst.Find(name => Follows(text, at + 1, name)) is { } name) found.UnionWith(named[name].Select(p => p.Id));
        }
        return [.. found.Order()];
    }

    private static bool Follows(string text, int start, string name) =>
        string.Compare(text, start, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0
            && (start + name.Length == text.Length || !char.IsLetterOrDigit(text[start + name.Length]));
}
