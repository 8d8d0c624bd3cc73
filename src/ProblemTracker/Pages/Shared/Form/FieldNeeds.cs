using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ProblemTracker.Pages.Shared;

/// <summary>
/// What is still required of the fields of a form, shown beside each of them. Every field has a place for it, since a script changes the
/// text while someone fills the form in.
/// </summary>
/// <param name="texts">By the name of the field, or of the list.</param>
public sealed class FieldNeeds(IReadOnlyDictionary<string, string> texts)
{
    /// <summary>Null on a form that shows none.</summary>
    public static FieldNeeds? Of(HttpContext context) => context.Features.Get<FieldNeeds>();

    public static string IdOf(string name) => TagBuilder.CreateSanitizedId(name, "_") + "-need";

    public IHtmlContent Of(string name)
    {
        var text = texts.GetValueOrDefault(name);
        var place = new TagBuilder("p");
        place.AddCssClass("field-need");
        place.Attributes["id"] = IdOf(name);
        place.Attributes["data-need"] = name;
        if (text is null) place.Attributes["hidden"] = "hidden";
        else place.InnerHtml.Append(text);
        return place;
    }
}

/// <summary>The place for what is still required of a list: <c>&lt;list-need for="Sheet.Sources" /&gt;</c>.</summary>
[HtmlTargetElement("list-need", Attributes = "for", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ListNeedTagHelper : TagHelper
{
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public ModelExpression For { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        if (FieldNeeds.Of(ViewContext.HttpContext) is { } needs)
            output.Content.SetHtmlContent(needs.Of(ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name)));
    }
}

/// <summary>
/// A row of a list in a form. The last one is spare: a template that a script copies for a new row, which is not posted.
/// <code>
/// &lt;sheet-row name="Source" index="i" spare="i == Model.Sheet.Sources.Count - 1"&gt;…&lt;/sheet-row&gt;
/// </code>
/// </summary>
[HtmlTargetElement("sheet-row")]
public sealed class SheetRowTagHelper : TagHelper
{
    public string Name { get; set; } = "";

    public int Index { get; set; }

    public bool Spare { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "fieldset";
        output.Attributes.SetAttribute("class", "row-group");
        output.Attributes.SetAttribute("data-row", "");
        output.PreContent.AppendHtml("<legend>").Append($"{Name} ").AppendHtml("<span data-row-number>").Append($"{Index + 1}")
            .AppendHtml("</span></legend>");
        output.PostContent.AppendHtml(
            "<button type=\"button\" class=\"usa-button usa-button--unstyled\" data-remove-row hidden>Remove</button>");
        if (!Spare) return;
        output.PreElement.AppendHtml("<template>");
        output.PostElement.AppendHtml("</template>");
    }
}
