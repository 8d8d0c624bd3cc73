namespace ProblemTracker.Domain;

/// <summary>
/// Whether two names may mean the same person or organization: the same words in any order, or nearly the same. Meant for suggestions that
/// somebody looks at, so it would rather ask once too often.
/// </summary>
public static class NameLikeness
{
    /// <summary>Letters of a word by which an index finds entries that begin nearly like it.</summary>
    public const int Beginning = 3;

    /// <summary>Words of a name by which it is looked for.</summary>
    public const int MostBeginnings = 4;

    // What people add or leave out without meaning anybody else.
    private static readonly HashSet<string> Fillers =
        ["A", "AN", "AND", "AT", "FOR", "IN", "OF", "ON", "THE", "MR", "MRS", "MS", "DR", "INC", "LLC", "LTD", "CO", "CORP", "COMPANY"];

    /// <summary>The words that count, in upper case. A name of fillers alone keeps them.</summary>
    /// <param name="key">A name in upper case and without accents.</param>
    public static IReadOnlyList<string> Words(string key)
    {
        var words = new string([.. key.Where(c => c is not ('\'' or '’' or '.')).Select(c => char.IsLetterOrDigit(c) ? c : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var counting = words.Where(word => !Fillers.Contains(word)).ToList();
        return counting.Count > 0 ? counting : words;
    }

    /// <summary>
    /// With what an entry begins that is worth comparing: a word of the name, whole or by its first letters, alone or after "THE". So an
    /// index on names finds the candidates. What differs in the first letters of every word is not found.
    /// </summary>
    public static IReadOnlyList<string> Beginnings(string key)
    {
        // As they stand in the key: an apostrophe inside is part of what the entry begins with.
        var words = key.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('\'', '’', '"', '.', ',', ';', '(', ')'))
            .Where(word => word.Length > 0 && !Fillers.Contains(word)).Distinct().OrderByDescending(word => word.Length).ToList();
        var telling = words.Where(word => word.Length >= Beginning).Take(MostBeginnings).ToList();
        if (telling.Count == 0) telling = [.. words.Take(1)];
        var beginnings = telling.Concat(telling.Select(word => word[..Math.Min(Beginning, word.Length)])).Distinct().ToList();
        return [.. beginnings.Concat(telling.Select(word => $"THE {word[..Math.Min(Beginning, word.Length)]}")).Distinct()];
    }

    /// <summary><see cref="Likeness.SameName"/>, <see cref="Likeness.NearName"/>, or null where the names are not alike.</summary>
    /// <param name="one">A name in upper case and without accents.</param>
    /// <param name="other">The same of the other.</param>
    public static Likeness? Between(string one, string other)
    {
        var (few, many) = (Words(one), Words(other));
        if (few.Count == 0 || many.Count == 0) return null;
        if (few.Order(StringComparer.Ordinal).SequenceEqual(many.Order(StringComparer.Ordinal))
            || string.Concat(few) == string.Concat(many)) return Likeness.SameName;
        if (few.Count > many.Count) (few, many) = (many, few);
        // "Dana Quill" and "Dana M. Quill"; but not "Quill", who may be anybody.
        var mayMiss = few.Count > 1 ? 1 : 0;
        return many.Count - few.Count <= mayMiss && EachHasItsOwn(few, many) ? Likeness.NearName : null;
    }

    /// <summary>
    /// Whether each of the few words can be given one of the many that is near it, none twice: a matching by augmenting paths.
    /// </summary>
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
    /// The same word, its initial, or one slip of the pen in four to seven letters, two in eight or more. A number is right or wrong.
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

    /// <summary>Letters put in, left out, mistaken or swapped with the next one (optimal string alignment).</summary>
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
