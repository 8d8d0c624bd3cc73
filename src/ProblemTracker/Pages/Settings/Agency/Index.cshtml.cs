using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using MimeKit;
using ProblemTracker.Agency;
using ProblemTracker.Files;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Settings;

/// <summary>The agency's name, phone and sender of emails, its time zone and its logo.</summary>
[Needs(Permission.Administer), RequestSizeLimit(PictureUpload.LargestRequest)]
public sealed class AgencyPage(IMediator mediator, TrackerOptions options, TimeProvider clock) : PageModel
{
    [BindProperty] public AgencyForm Form { get; set; } = new();
    [BindProperty] public ZoneForm Zone { get; set; } = new();

    public IReadOnlyList<SelectListItem> Zones { get; private set; } = [];
    public LogoRef? Logo { get; private set; }
    public DateTimeOffset LocalNow { get; private set; }

    /// <summary>The sender where the form is blank.</summary>
    public MailboxAddress FileSender { get; } = MailboxAddress.Parse(options.MailFrom);

    public Task OnGet(CancellationToken ct) => Read(formToo: true, zoneToo: true, ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await this.TrySend(mediator, new ChangeAgency(Form.Version, Form.Name, Form.Phone, Form.SenderName, Form.SenderAddress),
            nameof(Form)) is not null) return Saved("The agency is saved.");
        Form.Version = this.StaleAt() ?? Form.Version;
        return await Again(formToo: false, zoneToo: true, ct);
    }

    public async Task<IActionResult> OnPostZone(CancellationToken ct)
    {
        if (await this.TrySend(mediator, new ChangeTimeZone(Zone.Version, Zone.TimeZone), nameof(Zone)) is not null)
            return Saved("The time zone is saved, and the due dates of open problems are updated.");
        Zone.Version = this.StaleAt() ?? Zone.Version;
        return await Again(formToo: true, zoneToo: false, ct);
    }

    public async Task<IActionResult> OnPostLogo(IFormFile? logo, CancellationToken ct)
    {
        PictureUpload? upload = null;
        if (logo is { Length: > 0 })
        {
            using var content = new MemoryStream();
            await logo.CopyToAsync(content, ct);
            upload = new(content.ToArray(), ReplaceLogo.LongestSide);
        }
        return await this.TrySend(mediator, new ReplaceLogo(upload)) is not null ? Saved("The logo is saved.")
            : await Again(formToo: true, zoneToo: true, ct);
    }

    public async Task<IActionResult> OnPostRemoveLogo(CancellationToken ct)
    {
        await mediator.Send(new RemoveLogo(), ct);
        return Saved("The logo was removed.");
    }

    private LocalRedirectResult Saved(string sentence)
    {
        TempData[Shell.Flash] = sentence;
        return LocalRedirect("~/settings/agency");
    }

    private async Task<IActionResult> Again(bool formToo, bool zoneToo, CancellationToken ct)
    {
        await Read(formToo, zoneToo, ct);
        return Page();
    }

    private async Task Read(bool formToo, bool zoneToo, CancellationToken ct)
    {
        if (formToo)
        {
            var stands = await mediator.Send(new ReadAgency(), ct);
            Form = new()
            {
                Version = stands.Version,
                Name = stands.Value.Name,
                Phone = stands.Value.Phone,
                SenderName = stands.Value.SenderName,
                SenderAddress = stands.Value.SenderAddress,
            };
        }
        if (zoneToo)
        {
            var zone = await mediator.Send(new ReadTimeZone(), ct);
            Zone = new() { TimeZone = zone.Value.TimeZone, Version = zone.Version };
        }
        Logo = (await mediator.Send(new ReadLetterhead(), ct)).Logo;
        LocalNow = (await mediator.Send(new ReadAgencyDay(), ct)).Local(clock.GetUtcNow());
        Zones = await mediator.TimeZones(ct);
    }
}

public sealed class AgencyForm
{
    public string? Name { get; set; }
    public string? Phone { get; set; }
    public string? SenderName { get; set; }
    public string? SenderAddress { get; set; }
    public int Version { get; set; }
}

public sealed class ZoneForm
{
    public string TimeZone { get; set; } = "";
    public int Version { get; set; }
}
