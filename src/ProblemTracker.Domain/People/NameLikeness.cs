namespace ProblemTracker.Domain;

/// <summary>
/// Whether two names may refer to the same person or organization: the same words in any order, or nearly the same. Used for suggestions
/// that a person reviews, so it errs toward too many.
/// </summary>
public static class NameLikeness
{
    /// <summary>First letters of a word, used to look up similar entries in an index.</summary>
    public const int Beginning = 3;

    /// <summary>Most words of a name used for the lookup.</summary>
    public const int MostBeginnings = 4;

    // Words that people add or leave out without meaning a different name.
    private static readonly HashSet<string> Fillers =
        ["A", "AN", "AND", "AT", "FOR", "IN", "OF", "ON", "THE", "MR", "MRS", "MS", "DR", "INC", "LLC", "LTD", "CO", "CORP", "COMPANY"];

    /// <summary>The significant words, in upper case. A name made only of fillers keeps them.</summary>
    /// <param name="key">A name in upper case and without accents.</param>
    public static IReadOnlyList<string> Words(string key)
    {
        var words = new string([.. key.Where(c => c is not ('\'' or '’' or '.')).Select(c => char.IsLetterOrDigit(c) ? c : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var counting = words.Where(word => !Fillers.Contains(word)).ToList();
        return counting.Count > 0 ? counting : words;
    }

    /// <summary>
    /// The beginnings of entries worth comparing, for a lookup in an index on names: each word of the name, whole or its first letters,
    /// alone or after "THE". An entry that differs in the first letters of every word is not found.
    /// </summary>
    public static IReadOnlyList<string> Beginnings(string key)
    {
        // Keep apostrophes inside words, because the index has them too.
        var words = key.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('\'', '’', '"', '.', ',', ';', '(', ')'))
            .Where(word => word.Length > 0 && !Fillers.Contains(word)).Distinct().OrderByDescending(word => word.Length).ToList();
        var telling = words.Where(word => word.Length >= Beginning).Take(MostBeginnings).ToList();
        if (telling.Count == 0) telling = [.. words.Take(1)];
        var beginnings = telling.Concat(telling.Select(word => word[..Math.Min(Beginning, word.Length)])).Distinct().ToList();
        return [.. beginnings.Concat(telling.Select(word => $"THE {word[..Math.Min(Beginning, word.Length)]}")).Distinct()];
    }

    /// <summary><see cref="Likeness.SameName"/>, <see cref="Likeness.NearName"/>, or null if the names are not alike.</summary>
    /// <param name="one">A name in upper case and without accents.</param>
    /// <param name="other">The other name, in the same form.</param>
    public static Likeness? Between(string one, string other)
    {
        var (few, many) = (Words(one), Words(other));
        if (few.Count == 0 || many.Count == 0) return null;
        if (few.Order(StringComparer.Ordinal).SequenceEqual(many.Order(StringComparer.Ordinal))
            || string.Concat(few) == string.Concat(many)) return Likeness.SameName;
        if (few.Count > many.Count) (few, many) = (many, few);
        // "Dana M. Quill" may be "Dana Quill", but "Quill" alone could be anyone.
        var mayMiss = few.Count > 1 ? 1 : 0;
        return many.Count - few.Count <= mayMiss && EachHasItsOwn(few, many) ? Likeness.NearName : null;
    }

    /// <summary>
    /// How a name has all the words that someone searches for: <see cref="Likeness.SameName"/> if each is a word of the name or the
    /// beginning of one, <see cref="Likeness.NearName"/> if one of them has a typo; null if the name lacks a word.
    /// </summary>
    /// <param name="name">A name in upper case and without accents.</param>
    /// <param name="sought">Words in the same form.</param>
    public static Likeness? Sought(string name, IReadOnlyList<string> sought)
    {
        var words = Words(name);
        if (sought.All(word => words.Any(known => known.StartsWith(word, StringComparison.Ordinal)))) return Likeness.SameName;
        return sought.All(word => words.Any(known => known.StartsWith(word, StringComparison.Ordinal) || AreNear(word, known)))
            ? Likeness.NearName : null;
    }

    /// <summary>Whether each of the few words has its own near word among the many (a matching by augmenting paths).</summary>
    private static bool EachHasItsOwn(IReadOnlyList<string> few, IReadOnlyList<string> many)
    {
        var givenTo = Enumerable.Repeat(-1, many.Count).ToArray();
        return Enumerable.Range(0, few.Count).All(word => Find(word, new bool[many.Count]));

        bool Find(int word, bool[] tried)
        {
            for (var i = 0; i < many.Count; i++)
            {
                if (tried[i] || !AreNear(few[word], many[i])) continue;
                tried[i] = true;
                if (givenTo[i] >= 0 && !Find(givenTo[i], tried)) continue;
                givenTo[i] = word;
                return true;
            }
            return false;
        }
    }

    /// <summary>
    /// The same word, its initial, or a typo: one slip in four to seven letters, two in eight or more. Words with digits must be equal.
    /// </summary>
    private static bool AreNear(string one, string other)
    {
        if (one == other) return true;
        if (one.Any(char.IsDigit) || other.Any(char.IsDigit)) return false;
        if (one.Length == 1 || other.Length == 1) return one[0] == other[0];
        var shorter = Math.Min(one.Length, other.Length);
        var slips = shorter >= 8 ? 2 : shorter >= 4 ? 1 : 0;
        return Math.Abs(one.Length - other.Length) <= slips && Slips(one, other) <= slips;
    }

    /// <summary>Number of letters inserted, omitted, replaced or swapped with the next one (optimal string alignment).</summary>
    private static int Slips(string one, string other)
    {
        var costs = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++) costs[i, 0] = i;
        for (var j = 0; j <= other.Length; j++) costs[0, j] = j;
        for (var i = 1; i <= one.Length; i++)
            for (var j = 1; j <= other.Length; j++)
            {
                var mistaken = costs[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                costs[i, j] = Math.Min(mistaken, Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    costs[i, j] = Math.Min(costs[i, j], costs[i - 2, j - 2] + 1);
            }
        return costs[one.Length, other.Length];
    }
}
