using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;
using ProblemTracker.PublicRecords;

namespace ProblemTracker.Pages.PublicRecords;

/// <summary>Adds the problems that the list's filter finds to a request. The filter is in the address, as on the list.</summary>
public sealed class AddFoundPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "")]
    public ListProblems Filter { get; set; } = new();

    [BindProperty] public long? RequestId { get; set; }

    /// <summary>Null if the filter is invalid.</summary>
    public Page<ProblemRow>? List { get; private set; }

    public IReadOnlyList<SelectListItem> Requests { get; private set; } = [];

    /// <summary>Without a filter it would be every problem, which the request refuses.</summary>
    public bool IsFiltered => ProblemList.Filters.Address(Filter).Any();

    public string ListHref => $"~/problems{new QueryBuilder(ProblemList.Filters.Address(Filter))}";

    public async Task<IActionResult> OnGet(CancellationToken ct) => await Show(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (RequestId is not { } id) ModelState.AddModelError(nameof(RequestId), "Choose a request.");
        else if (await this.TrySend(mediator, new AddRecordsProblems(id, Filter: Filter)) is { } added)
        {
            TempData[Shell.Flash] = added.Numbers.Count == 0 ? "These problems are in the request already."
                : $"Added {string.Join(", ", added.Numbers)}.";
            return LocalRedirect($"~/records-requests/{id}");
        }
        return await Show(ct);
    }

    private async Task<IActionResult> Show(CancellationToken ct)
    {
        if (!actor.Might(Permission.ReleaseRecords)) throw Forbidden.Needs(Permission.ReleaseRecords);
        List = await mediator.Send(Filter with { Size = 1, After = null }, ct);
        Requests = [.. (await mediator.Send(new ListRecordsRequests { Size = Newest }, ct)).Items
            .Select(row => new SelectListItem($"{row.Number}, {row.Requester}", $"{row.Id}"))];
        return Page();
    }

    private const int Newest = 200;
}
