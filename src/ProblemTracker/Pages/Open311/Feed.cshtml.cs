using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Agency;
using ProblemTracker.Open311;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Open311;

/// <summary>Adds another city's server, or changes it and shows its last run.</summary>
public sealed class Open311FeedPage(IMediator mediator) : PageModel
{
    private AgencyDay _day = null!;

    /// <summary>The id of the feed, or <c>new</c>.</summary>
    [FromRoute] public string Id { get; set; } = "new";
    [BindProperty] public string Name { get; set; } = "";
    [BindProperty] public string Address { get; set; } = "";
    [BindProperty] public string? JurisdictionId { get; set; }
    [BindProperty] public bool IsJson { get; set; }
    [BindProperty] public bool IsOn { get; set; } = true;
    [BindProperty] public List<FeedServiceRow> Services { get; set; } = [];
    [BindProperty] public int Version { get; set; }

    public Open311FeedDetails? Feed { get; private set; }
    public IReadOnlyList<SelectListItem> Categories { get; private set; } = [];

    public string Local(DateTimeOffset at) => DateText.Time(_day.Local(at));

    private long? FeedId => Id == "new" ? null
        : long.TryParse(Id, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : throw new NotFound();

    public async Task OnGet(CancellationToken ct)
    {
        await Read(ct);
        if (Feed is { } feed)
            (Name, Address, JurisdictionId, IsJson, IsOn, Version, Services) = (feed.Name, feed.Address, feed.JurisdictionId, feed.IsJson,
                feed.IsOn, feed.Version,
                [.. feed.Services.Select(service => new FeedServiceRow { Code = service.Code, CategoryCode = service.CategoryCode })]);
        AddBlankRows();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        Services = [.. Services.Where(row => !row.Code.IsBlank())];
        List<FeedService> services = [.. Services.Select(row => new FeedService(row.Code!.Trim(), row.CategoryCode ?? ""))];
        var saved = FeedId is { } id
            ? await this.TrySend(mediator, new ChangeOpen311Feed(id, Version, Name, Address, services, JurisdictionId, IsJson, IsOn))
            : await this.TrySend(mediator, new CreateOpen311Feed(Name, Address, services, JurisdictionId, IsJson, IsOn));
        if (saved is not null) return Back("The server is saved.", saved.Id);
        Version = this.StaleAt() ?? Version;
        await Read(ct);
        AddBlankRows();
        return Page();
    }

    public async Task<IActionResult> OnPostPull(CancellationToken ct)
    {
        var id = FeedId ?? throw new NotFound();
        if (await this.TrySend(mediator, new PullOpen311(id)) is { } done)
            return Back(done.Failed > 0 ? "The server could not be read. See the result below."
                : done.Added == 1 ? "1 concern was added." : $"{done.Added:N0} concerns were added.", id);
        await OnGet(ct);
        return Page();
    }

    private LocalRedirectResult Back(string sentence, long id)
    {
        TempData[Shell.Flash] = sentence;
        return LocalRedirect($"~/settings/open311/feeds/{id}");
    }

    private async Task Read(CancellationToken ct)
    {
        // Refuses those who may not, for a new one too.
        var feeds = await mediator.Send(new ListOpen311Feeds(), ct);
        Feed = FeedId is { } id ? feeds.Items.FirstOrDefault(feed => feed.Id == id) ?? throw new NotFound() : null;
        Categories = await mediator.Categories(retiredToo: false, ct);
        _day = await mediator.Send(new ReadAgencyDay(), ct);
    }

    private void AddBlankRows() => Services.AddRange([new(), new()]);
}

public sealed class FeedServiceRow
{
    public string? Code { get; set; }
    public string? CategoryCode { get; set; }
}
