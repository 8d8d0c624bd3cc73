using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ProblemTracker.Pages.Shared;

/// <summary>
/// One line of a description list: a label and a value.
/// <code>&lt;fact label="How often" value="sheet.HowOften" /&gt;</code>
/// A blank value shows as "Not filled in"; with <c>optional</c> the line is left out. Content between the tags replaces the value.
/// </summary>
[HtmlTargetElement("fact", Attributes = "label", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FactTagHelper : TagHelper
{
    public string Label { get; set; } = "";

    /// <summary>Text, number, date, period, enum or bool.</summary>
    public object? Value { get; set; }

    /// <summary>What the number counts, shown after it.</summary>
    public string? Unit { get; set; }

    public bool Optional { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var given = (await output.GetChildContentAsync()).GetContent().Trim();
        var text = InWords(Value);
        if (given.Length == 0 && text is null && Optional)
        {
            output.SuppressOutput();
            return;
        }
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Content.AppendHtml("<dt>").Append(Label).AppendHtml("</dt>");
        if (given.Length > 0) output.Content.AppendHtml("<dd>").AppendHtml(given).AppendHtml("</dd>");
        else if (text is null) output.Content.AppendHtml("<dd class=\"not-given\">Not filled in</dd>");
        else output.Content.AppendHtml("<dd class=\"as-typed\">").Append(Unit is null ? text : $"{text} {Unit}").AppendHtml("</dd>");
    }

    private static string? InWords(object? value) => value switch
    {
        null => null,
        string text => string.IsNullOrWhiteSpace(text) ? null : text,
        Enum choice => Wording.Of(choice),
        bool yes => yes ? "Yes" : "No",
        DateOnly date => DateText.Date(date),
        Period period => Wording.Of(period),
        decimal number => DateText.Number(number),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
