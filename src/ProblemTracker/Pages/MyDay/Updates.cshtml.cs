using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Nudges;
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
    /// <param name="upToNudge">The newest reminder, if the page shows reminders too.</param>
    public async Task<IActionResult> OnPostSeen(long? upTo, long? upToNudge, string? from, CancellationToken ct)
    {
        if (upTo is not null) await mediator.Send(new SeeUpdates(upTo), ct);
        if (upToNudge is not null) await mediator.Send(new SeeNudges(upToNudge), ct);
        TempData[Shell.Flash] = "All marked as read.";
        return LocalRedirect(Url.IsLocalUrl(from) ? from! : "~/updates");
    }

    /// <summary>The numbers in the header, asked for every minute by <c>site.js</c>.</summary>
    public PartialViewResult OnGetCounts() => Partial("_HeaderCounts", this);
}

/// <summary>Model of <c>_Updates</c>.</summary>
/// <param name="Local">Converts an instant to the agency's time.</param>
/// <param name="MarksAll">Whether a button below the list marks it as read.</param>
/// <param name="NamesProblems">False on the page of the problem that all of them are about.</param>
public sealed record UpdateList(
    IReadOnlyList<UpdateRow> Items, Func<DateTimeOffset, DateTimeOffset> Local, bool MarksAll = true, bool NamesProblems = true);

/// <summary>Model of <c>_MarkAll</c>: the newest update and the newest reminder that the page shows; null for none.</summary>
public sealed record MarkAll(long? UpTo, long? UpToNudge);
