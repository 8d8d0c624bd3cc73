using System.Text.RegularExpressions;

namespace ProblemTracker.Tests.Texts;

/// <summary>The texts that a reader sees or hears of a page or an email.</summary>
internal static partial class ShownTexts
{
    public static IReadOnlyList<string> Of(string html)
    {
        var bare = Hidden().Replace(html, " ");
        return
        [
            .. Tag().Split(bare).Concat(Spoken().Matches(bare).Select(match => match.Groups[1].Value))
                .Select(text => Spaces().Replace(WebUtility.HtmlDecode(text), " ").Trim())
                .Where(text => text.Any(char.IsLetter)).Distinct(),
        ];
    }

    [GeneratedRegex("<(script|style)\\b.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Hidden();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("\\b(?:aria-label|alt|title|placeholder)=\"([^\"]+)\"")]
    private static partial Regex Spoken();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
