using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.MyDay;

/// <summary>The requests waiting for the reader, with the forms that decide them.</summary>
public sealed class RequestsPage(IMediator mediator) : PageModel
{
    /// <summary>Cursor of the list's next page.</summary>
    [FromQuery]
    public string? After { get; set; }

    public Page<RequestDetails> List { get; private set; } = new([], 0, false, null);

    public RefusedDecision? Refused { get; private set; }

    public Task OnGetAsync(CancellationToken ct) => Read(ct);

    public async Task<IActionResult> OnPostApproveAsync(long id, int version, string? note, string? from, CancellationToken ct) =>
        await Result(await this.TrySend(mediator, new ApproveRequest(id, version, note)), "Approved and carried out", id, note, from, ct);

    public async Task<IActionResult> OnPostReturnAsync(long id, int version, string? note, string? from, CancellationToken ct) =>
        await Result(await this.TrySend(mediator, new ReturnRequest(id, version, note ?? "")), "Returned", id, note, from, ct);

    private async Task<IActionResult> Result(RequestDetails? decided, string what, long id, string? note,
        string? from, CancellationToken ct)
    {
        if (decided is not null)
        {
            TempData[Shell.Flash] = $"{what}: {decided.Number}, {Wording.Of(decided.Kind).ToLowerInvariant()}.";
            if (decided.Status == RequestStatus.Approved)
            {
                // What was approved is shown, with the way back.
                var problem = await mediator.Send(new ReadProblemHead(decided.ProblemId), ct);
                TempData[Shell.Undo] = Shell.UndoOf(problem.Id, problem.Version);
                return Redirect($"/problems/{decided.ProblemId}");
            }
            return Url.IsLocalUrl(from) ? LocalRedirect(from) : RedirectToPage();
        }
        await Read(ct);
        // The page has one form per request, so show all errors beside the request that failed.
        var sentences = this.StaleAt() is null
            ? ModelState.SelectMany(entry => entry.Value!.Errors).Select(error => error.ErrorMessage)
                .Where(message => message.Length > 0).Distinct().ToList()
            : ["Someone else decided or changed this request. Review it again."];
        ModelState.Clear();
        if (List.Items.Any(item => item.Id == id))
        {
            Refused = new(id, note, sentences);
            ModelState.AddModelError("Note", string.Join(' ', sentences));
        }
        else
        {
            ModelState.AddModelError("", string.Join(' ', sentences));
        }
        return Page();
    }

    private async Task Read(CancellationToken ct) => List = await mediator.Send(new ListRequests(After: After), ct);
}
