using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Agency;
using ProblemTracker.Open311;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Open311;

/// <summary>Who reports by Open311, other cities' servers, and the settings of this one.</summary>
public sealed class Open311Page(IMediator mediator) : PageModel
{
    private AgencyDay _day = null!;

    [BindProperty] public Open311Form Server { get; set; } = new();

    public bool IsOn { get; private set; }
    public IReadOnlyList<Open311KeyRow> Keys { get; private set; } = [];
    public IReadOnlyList<Open311FeedDetails> Feeds { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Categories { get; private set; } = [];

    public string Local(DateTimeOffset at) => DateText.Time(_day.Local(at));

    public static string Result(Open311FeedDetails feed) => feed.LastError
        ?? (feed.LastAdded is not { } added ? "None yet" : added == 1 ? "1 concern added" : $"{added:N0} concerns added");

    public async Task OnGet(CancellationToken ct)
    {
        var stands = await mediator.Send(new ReadOpen311Settings(), ct);
        Server = new()
        {
            JurisdictionId = stands.Value.JurisdictionId,
            Contact = stands.Value.Contact,
            PrivateCategories = [.. stands.Value.PrivateCategories],
            Version = stands.Version,
        };
        await Read(ct);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var message = new ChangeOpen311Settings(Server.Version, Server.JurisdictionId, Server.Contact, Server.PrivateCategories);
        if (await this.TrySend(mediator, message, nameof(Server)) is not null) return Back("The settings are saved.");
        Server.Version = this.StaleAt() ?? Server.Version;
        await Read(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostRevoke(long keyId, CancellationToken ct)
    {
        if (await this.TrySend(mediator, new RevokeOpen311Key(keyId)) is not null) return Back("The key is revoked.");
        await OnGet(ct);
        return Page();
    }

    private LocalRedirectResult Back(string sentence)
    {
        TempData[Shell.Flash] = sentence;
        return LocalRedirect("~/settings/open311");
    }

    private async Task Read(CancellationToken ct)
    {
        IsOn = (await mediator.Send(new ReadPublicSite(), ct)).Value.IsOn;
        Keys = (await mediator.Send(new ListOpen311Keys(), ct)).Items;
        Feeds = (await mediator.Send(new ListOpen311Feeds(), ct)).Items;
        Categories = await mediator.Categories(retiredToo: true, ct);
        _day = await mediator.Send(new ReadAgencyDay(), ct);
    }
}

public sealed class Open311Form
{
    public string? JurisdictionId { get; set; }
    public string? Contact { get; set; }
    public List<string> PrivateCategories { get; set; } = [];
    public int Version { get; set; }
}
