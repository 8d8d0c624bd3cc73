using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Pages.Shared;
using ProblemTracker.PublicRecords;

namespace ProblemTracker.Pages.PublicRecords;

/// <summary>Corrects what is on record about a public-records request.</summary>
public sealed class EditRecordsRequestPage(IMediator mediator) : PageModel
{
    [FromRoute] public long Id { get; set; }
    [BindProperty] public string? Requester { get; set; }
    [BindProperty] public string? Wording { get; set; }
    [BindProperty] public DateOnly? ReceivedOn { get; set; }
    [BindProperty] public DateOnly? DueOn { get; set; }
    [BindProperty] public int Version { get; set; }

    public async Task OnGet(CancellationToken ct)
    {
        var stands = (await mediator.Send(new ReadRecordsRequest(Id), ct)).Request;
        (Requester, Wording, ReceivedOn, DueOn, Version) =
            (stands.Requester, stands.Wording, stands.ReceivedOn, stands.DueOn, stands.Version);
    }

    public async Task<IActionResult> OnPost()
    {
        var message = new ChangeRecordsRequest(Id, Version, Requester ?? "", Wording ?? "", ReceivedOn ?? default, DueOn);
        if (await this.TrySend(mediator, message) is not null)
        {
            TempData[Shell.Flash] = "The request is saved.";
            return LocalRedirect($"~/records-requests/{Id}");
        }
        Version = this.StaleAt() ?? Version;
        return Page();
    }
}
