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
            CityTopics = [.. (stands.Value.CityTopics ?? []).Select(topic => new CityTopicRow
            {
                Name = topic.Name,
                Office = topic.Office,
                Phone = topic.Phone,
                Link = topic.Link,
                Names = LocalNames.Fields(topic.Names),
            })],
        };
        AddBlankRow();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (ModelState.IsValid)
        {
            // Renumber the rows without the blank ones, so that each error points to its row.
            Site.CityTopics = [.. Site.CityTopics.Where(row => !row.IsBlank)];
            ModelState.Clear();
        }
        var message = new ChangePublicSite(Site.Version, Site.IsOn, Site.CityServices, Site.AcknowledgeDays, Site.DecideDays,
            Site.RepeatConcerns, Site.RepeatMonths, [.. Site.CityTopics.Select(row => row.Topic)]);
        if (await this.TrySend(mediator, message, nameof(Site)) is not null)
        {
            TempData[Shell.Flash] = Site.IsOn ? "The public site is on." : "The public site is off.";
            return LocalRedirect("~/settings/public-site");
        }
        Site.Version = this.StaleAt() ?? Site.Version;
        AddBlankRow();
        return Page();
    }

    private void AddBlankRow()
    {
        foreach (var row in Site.CityTopics) LocalNames.Complete(row.Names);
        if (Site.CityTopics is [] or [.., { IsBlank: false }]) Site.CityTopics.Add(new());
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
    public List<CityTopicRow> CityTopics { get; set; } = [];
    public int Version { get; set; }
}

public sealed class CityTopicRow
{
    public string? Name { get; set; }
    public string? Office { get; set; }
    public string? Phone { get; set; }
    public string? Link { get; set; }
    public Dictionary<string, string?> Names { get; set; } = LocalNames.Fields(null);

    public bool IsBlank =>
        Name.IsBlank() && Office.IsBlank() && Phone.IsBlank() && Link.IsBlank() && Names.Values.All(name => name.IsBlank());

    internal CityTopic Topic => new(Name ?? "", Office, Phone, Link, LocalNames.Typed(Names));
}
