using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ProblemTracker.Pages.Shared;

/// <summary>Help behind a term, closed at first: <c>&lt;help about="Guardian" text="Guidance.Sides["Guardian"]" /&gt;</c>.</summary>
[HtmlTargetElement("help", Attributes = "text", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class HelpTagHelper : TagHelper
{
    /// <summary>The term, which tells one help from another when they are read aloud.</summary>
    public string About { get; set; } = "";

    public Explanation Text { get; set; } = new("", "");

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "details";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "help");
        output.Content.AppendHtml($"<summary>Help<span class=\"usa-sr-only\">: {HtmlEncoder.Default.Encode(About)}</span></summary><p>")
            .Append(Text.Meaning).AppendHtml("</p><p>Example: ").Append(Text.Example).AppendHtml("</p>");
    }
}
