using System.Text.RegularExpressions;

namespace ProblemTracker.Tests.Pages;

/// <summary>The filter form of a page as a browser would send it.</summary>
/// <param name="Choices">Each select: its name, the value that would be sent, and the text that is shown.</param>
/// <param name="Fields">All other fields that would be sent.</param>
internal sealed partial record FilterForm(
    IReadOnlyList<(string Name, string Value, string Shown)> Choices, IReadOnlyList<(string Name, string Value)> Fields)
{
    public static FilterForm Of(string page)
    {
        var form = Form().Match(page).Value;
        return new(
            [.. Select().Matches(form).Select(select =>
            {
                var options = Option().Matches(select.Groups[2].Value);
                var chosen = options.FirstOrDefault(o => o.Groups[1].Value.Contains("selected", StringComparison.Ordinal)) ?? options[0];
                return (select.Groups[1].Value, Value().Match(chosen.Groups[1].Value).Groups[1].Value, chosen.Groups[2].Value.Trim());
            })],
            [.. Input().Matches(form).Where(i => !i.Value.Contains("type=\"checkbox\"", StringComparison.Ordinal)
                    || i.Value.Contains("checked", StringComparison.Ordinal))
                .Select(i => (Name().Match(i.Value).Groups[1].Value, Value().Match(i.Value).Groups[1].Value))
                .Where(field => field.Item1.Length > 0)]);
    }

    /// <summary>The query string that the form would send, with its question mark.</summary>
    public string Query => "?" + string.Join('&', Choices.Select(c => (c.Name, c.Value)).Concat(Fields)
        .Select(f => $"{f.Item1}={Uri.EscapeDataString(f.Item2)}"));

    [GeneratedRegex("<form method=\"get\" class=\"filters.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<select[^>]* name=\"([^\"]+)\"[^>]*>(.*?)</select>", RegexOptions.Singleline)]
    private static partial Regex Select();

    [GeneratedRegex("<option([^>]*)>([^<]*)</option>")]
    private static partial Regex Option();

    [GeneratedRegex("<input[^>]*>")]
    private static partial Regex Input();

    [GeneratedRegex(" name=\"([^\"]*)\"")]
    private static partial Regex Name();

    [GeneratedRegex(" value=\"([^\"]*)\"")]
    private static partial Regex Value();
}
