namespace ProblemTracker.Data;

/// <summary>Words that stand one after the other.</summary>
/// <param name="Words">Upper case, without accents: keys as the search index has them.</param>
/// <param name="IsBeginning">The last of them may go on.</param>
public sealed record TextTerm(IReadOnlyList<string> Words, bool IsBeginning)
{
    public override string ToString() => string.Join(' ', Words) + (IsBeginning ? "…" : "");
}
