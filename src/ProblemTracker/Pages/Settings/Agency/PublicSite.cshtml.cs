using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Settings;

/// <summary>Whether the public site is on, and how fast concerns are answered.</summary>
public sealed class PublicSitePage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty] public PublicSiteForm Site { get; set; } = new();

    public async Task OnGet(CancellationToken ct)
    {
        if (!actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.Administer);
        var stands = await mediator.Send(new ReadPublicSite(), ct);
        Site = new()
        {
            IsOn = stands.Value.IsOn,
            CityServices = stands.Value.CityServices,
            AcknowledgeDays = stands.Value.AcknowledgeDays,
            DecideDays = stands.Value.DecideDays,
            RepeatConcerns = stands.Value.RepeatConcerns,
            RepeatMonths = stands.Value.RepeatMonths,
            Version = stands.Version,
        };
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var message = new ChangePublicSite(Site.Version, Site.IsOn, Site.CityServices, Site.AcknowledgeDays, Site.DecideDays,
            Site.RepeatConcerns, Site.RepeatMonths);
        if (await this.TrySend(mediator, message, nameof(Site)) is not null)
        {
            TempData[Shell.Flash] = Site.IsOn ? "The public site is on." : "The public site is off.";
            return LocalRedirect("~/settings/public-site");
        }
        Site.Version = this.StaleAt() ?? Site.Version;
        return Page();
    }
}

public sealed class PublicSiteForm
{
    public bool IsOn { get; set; }
    public string? CityServices { get; set; }
    public int AcknowledgeDays { get; set; }
    public int DecideDays { get; set; }
    public int RepeatConcerns { get; set; } = 3;
    public int RepeatMonths { get; set; } = 6;
    public int Version { get; set; }
}
