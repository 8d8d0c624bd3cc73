using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Problems;

/// <summary>Actions of all problems.</summary>
public sealed class AllActionsPage(IMediator mediator, Actor actor) : ListPage<FindActions, ActionRow>(mediator, actor)
{
    public static readonly SelectListItem[] States = [new("Open and closed", ""), new("Open", "true"), new("Closed", "false")];
    public static readonly SelectListItem[] Sorts = [new("Newest", nameof(ActionSort.Newest)), new("Due date", nameof(ActionSort.Due))];

    /// <summary>The people whom the filter of owners offers: everyone in the department, and no owner.</summary>
    public IEnumerable<SelectListItem> Owners => Leads.Select(l => l.Value == "0" ? new SelectListItem("No owner", l.Value) : l);

    public override string Path => "/actions";

    protected override Filters<FindActions> Filters => ActionList.Filters;

    protected override IQuery<CsvFile> Export => new ExportActions(Filter);

    public override Task<IActionResult> OnGet(CancellationToken ct)
    {
        // Set the default sort, so that the form shows the order in use.
        Filter = Filter with { Sort = Filter.Sort ?? ActionSort.Newest };
        return base.OnGet(ct);
    }
}
