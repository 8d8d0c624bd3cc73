using MediatR;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using ProblemTracker.Agency;

namespace ProblemTracker.Pages.Shared;

/// <summary>
/// A tag that says for how many days something has been overdue, to stand after its due date.
/// <code>&lt;overdue since="row.DueOn" if="row.IsOverdue" /&gt;</code>
/// </summary>
[HtmlTargetElement("overdue", TagStructure = TagStructure.WithoutEndTag)]
public sealed class OverdueTagHelper(IMediator mediator) : TagHelper
{
    /// <summary>The due date.</summary>
    public DateOnly? Since { get; set; }

    /// <summary>Whether it is overdue by the rules, which a date that has passed does not tell.</summary>
    public bool If { get; set; }

    [HtmlAttributeNotBound, ViewContext]
    public ViewContext View { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (!If || Since is not { } due)
        {
            output.SuppressOutput();
            return;
        }
        var day = await mediator.Send(new ReadAgencyDay(), View.HttpContext.RequestAborted);
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "tag tag-overdue");
        output.Content.SetContent(DueWords.Overdue(due, day.Today));
    }
}
