using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Jobs;
using ProblemTracker.Mail;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Settings;

/// <summary>Recurring jobs, and emails that are waiting or parked.</summary>
public sealed class JobsPage(IMediator mediator) : PageModel
{
    [BindProperty(SupportsGet = true)] public string? AfterParked { get; set; }
    [BindProperty(SupportsGet = true)] public string? AfterWaiting { get; set; }

    public IReadOnlyList<JobRow> Jobs { get; private set; } = [];
    public DeliveryOutage? Outage { get; private set; }
    public Page<MailRow> Parked { get; private set; } = null!;
    public Page<MailRow> Waiting { get; private set; } = null!;
    private TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    public string Local(DateTimeOffset at) => DateText.Time(TimeZoneInfo.ConvertTime(at, Zone));

    public async Task OnGet(CancellationToken ct)
    {
        Jobs = (await mediator.Send(new ListJobs(), ct)).Jobs;
        Outage = (await mediator.Send(new ReadMailStatus(), ct)).Outage;
        Parked = await mediator.Send(new ListMail(MailState.Parked, AfterParked), ct);
        Waiting = await mediator.Send(new ListMail(MailState.Waiting, AfterWaiting), ct);
        Zone = (await mediator.Send(new ReadAgencyDay(), ct)).Zone;
    }

    public Task<IActionResult> OnPostRetry(long id, CancellationToken ct) =>
        Send(new RetryMail(id), "The email will be tried again within 5 minutes.", ct);

    public Task<IActionResult> OnPostDiscard(long id, CancellationToken ct) => Send(new DiscardMail(id), "The email was discarded.", ct);

    private async Task<IActionResult> Send(ICommand<Done> command, string sentence, CancellationToken ct)
    {
        if (await this.TrySend(mediator, command) is not null)
        {
            TempData[Shell.Flash] = sentence;
            return LocalRedirect("~/jobs");
        }
        await OnGet(ct);
        return Page();
    }
}
