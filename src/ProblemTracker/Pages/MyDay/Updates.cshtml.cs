using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Updates;

namespace ProblemTracker.Pages.MyDay;

/// <summary>What others did that the reader hears of.</summary>
public sealed class UpdatesPage(IMediator mediator) : PageModel
{
    /// <summary>Also those that the reader marked as read.</summary>
    [FromQuery] public bool All { get; set; }
    /// <summary>Cursor of the list's next page.</summary>
    [FromQuery] public string? After { get; set; }

    public Page<UpdateRow> List { get; private set; } = null!;

    public Func<DateTimeOffset, DateTimeOffset> Local { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct)
    {
        Local = (await mediator.Send(new ReadAgencyDay(), ct)).Local;
        List = await mediator.Send(new ListMyUpdates(New: !All, After: After), ct);
    }

    /// <param name="upTo">The newest update that the reader saw.</param>
    /// <param name="from">Address of the page to return to; only a local one is followed.</param>
    public async Task<IActionResult> OnPostSeen(long? upTo, long? problemId, string? from, CancellationToken ct)
    {
        var seen = await mediator.Send(new SeeUpdates(upTo, problemId), ct);
        TempData[Shell.Flash] = seen.Marked == 1 ? "1 update marked as read." : $"{seen.Marked:N0} updates marked as read.";
        return LocalRedirect(Url.IsLocalUrl(from) ? from! : "~/updates");
    }

    /// <summary>The numbers in the header, asked for every minute by <c>site.js</c>.</summary>
    public PartialViewResult OnGetCounts() => Partial("_HeaderCounts", this);
}

/// <summary>Model of <c>_Updates</c>.</summary>
/// <param name="Local">Converts an instant to the agency's time.</param>
public sealed record UpdateList(IReadOnlyList<UpdateRow> Items, Func<DateTimeOffset, DateTimeOffset> Local);
