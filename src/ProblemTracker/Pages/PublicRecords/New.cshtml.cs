using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.PublicRecords;

namespace ProblemTracker.Pages.PublicRecords;

/// <summary>Records a public-records request.</summary>
[BindProperties]
public sealed class NewRecordsRequestPage(IMediator mediator, Actor actor) : PageModel
{
    public string? Requester { get; set; }
    public string? Wording { get; set; }
    public DateOnly? ReceivedOn { get; set; }
    public DateOnly? DueOn { get; set; }

    public async Task OnGet(CancellationToken ct)
    {
        if (!actor.Might(Permission.ReleaseRecords)) throw Forbidden.Needs(Permission.ReleaseRecords);
        ReceivedOn = (await mediator.Send(new ReadAgencyDay(), ct)).Today;
    }

    public async Task<IActionResult> OnPost()
    {
        var message = new CreateRecordsRequest(Requester ?? "", Wording ?? "", ReceivedOn ?? default, DueOn);
        if (await this.TrySend(mediator, message) is not { } created) return Page();
        TempData[Shell.Flash] = $"Request {created.Number} is saved. Add its problems.";
        return LocalRedirect($"~/records-requests/{created.Id}");
    }
}
