using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Html;

namespace ProblemTracker.Pages.City;

/// <summary>Plain text in which web addresses become links. Everything else is shown as it was typed, never as markup.</summary>
internal static partial class LinkedText
{
    public static IHtmlContent Of(string text)
    {
        var html = new HtmlContentBuilder();
        var at = 0;
        foreach (Match address in Address().Matches(text))
        {
            var found = WithoutEnd(address.Value);
            html.Append(text[at..address.Index]);
            at = address.Index + found.Length;
            if (Uri.TryCreate(found, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0)
            {
                var encoded = HtmlEncoder.Default.Encode(found);
                html.AppendHtml($"<a href=\"{encoded}\" rel=\"noopener nofollow\">{encoded}</a>");
            }
            else html.Append(found);
        }
        return html.Append(text[at..]);
    }

    /// <summary>Without what ends a sentence, and without a parenthesis that opened before the address.</summary>
    private static string WithoutEnd(string address)
    {
        var end = address.Length;
        while (!(char.IsLetterOrDigit(address[end - 1]) || address[end - 1] is '/' or '_'
            || (address[end - 1] == ')' && address[..end].Count(c => c == '(') >= address[..end].Count(c => c == ')')))) end--;
        return address[..end];
    }

    [GeneratedRegex(@"\bhttps?://[^\s<>""']+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
