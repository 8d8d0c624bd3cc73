using System.Text.RegularExpressions;

namespace ProblemTracker.Domain;

/// <summary>The sections of a problem's report, in the order that awards for problem-oriented policing ask for.</summary>
public enum ReportSection { Summary, Scanning, Analysis, Response, Assessment }

/// <summary>A paragraph, or the items of a list.</summary>
public sealed record ReportBlock(bool IsList, IReadOnlyList<string> Lines);

/// <summary>The words of a report's section: plain text with paragraphs, and lists whose items begin with a hyphen.</summary>
public static partial class ReportWords
{
    /// <summary>The longest summary that the awards accept.</summary>
    public const int MostInSummary = 400;

    /// <summary>Characters of a section.</summary>
    public const int LongestText = 20_000;

    /// <summary>How an item of a list begins.</summary>
    public const string Item = "- ";

    /// <summary>Words as a person counts them: "12 calls" has two, a hyphen alone none.</summary>
    public static int Count(string? text) => text is null ? 0 : Word().Count(text);

    /// <summary>The first sentences of a text that have at most so many words; words of the first sentence if that is too long.</summary>
    public static string Shorten(string text, int most)
    {
        var plain = Space().Replace(text, " ").Trim();
        if (Count(plain) <= most) return plain;
        var kept = "";
        foreach (var sentence in Sentence().Split(plain))
        {
            var longer = kept.Length == 0 ? sentence : $"{kept} {sentence}";
            if (Count(longer) > most) break;
            kept = longer;
        }
        return kept.Length > 0 ? kept : $"{string.Join(' ', plain.Split(' ').Take(most))} …";
    }

    /// <summary>The text as paragraphs and lists.</summary>
    public static IReadOnlyList<ReportBlock> Blocks(string text)
    {
        var blocks = new List<ReportBlock>();
        List<string>? items = null;
        foreach (var line in text.Split('\n').Select(line => line.Trim()))
        {
            if (line.StartsWith(Item, StringComparison.Ordinal))
            {
                if (items is null) blocks.Add(new(true, items = []));
                items.Add(line[Item.Length..].Trim());
                continue;
            }
            items = null;
            if (line.Length > 0) blocks.Add(new(false, [line]));
        }
        return blocks;
    }

    [GeneratedRegex(@"\S*[\p{L}\p{Nd}]\S*")]
    private static partial Regex Word();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"(?<=[.!?])\s+")]
    private static partial Regex Sentence();
}
