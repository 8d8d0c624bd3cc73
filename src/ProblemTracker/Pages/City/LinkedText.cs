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
            html.Append(text[at..address.Index]);
            at = address.Index + address.Length;
            if (Uri.TryCreate(address.Value, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0)
            {
                var encoded = HtmlEncoder.Default.Encode(address.Value);
                html.AppendHtml($"<a href=\"{encoded}\" rel=\"noopener nofollow\">{encoded}</a>");
            }
            else html.Append(address.Value);
        }
        return html.Append(text[at..]);
    }

    // The last character is none that ends a sentence.
    [GeneratedRegex(@"\bhttps?://[^\s<>""']*[\w/]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
