using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.AuditLog;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Settings;

/// <summary>Who gets the audit log's last seal by email.</summary>
public sealed class AuditSealPage(IMediator mediator) : PageModel
{
    [BindProperty] public string? Addresses { get; set; }
    [BindProperty] public int Version { get; set; }

    public async Task OnGet(CancellationToken ct)
    {
        var stands = await mediator.Send(new ReadSealRecipients(), ct);
        (Addresses, Version) = (stands.Value.Addresses, stands.Version);
    }

    public async Task<IActionResult> OnPost()
    {
        if (await this.TrySend(mediator, new ChangeSealRecipients(Version, Addresses ?? "")) is { } saved)
        {
            TempData[Shell.Flash] = saved.Value.Addresses.Length == 0
                ? "The audit seal is not emailed to anyone." : "The recipients of the audit seal are saved.";
            return LocalRedirect("~/settings/audit-seal");
        }
        Version = this.StaleAt() ?? Version;
        return Page();
    }
}
