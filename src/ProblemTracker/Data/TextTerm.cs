namespace ProblemTracker.Data;

/// <summary>Consecutive words to search for.</summary>
/// <param name="Words">Uppercase without accents, as in the search index.</param>
/// <param name="IsBeginning">Whether the last word is a prefix.</param>
public sealed record TextTerm(IReadOnlyList<string> Words, bool IsBeginning)
{
    public override string ToString() => string.Join(' ', Words) + (IsBeginning ? "…" : "");
}
