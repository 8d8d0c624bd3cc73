using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using ProblemTracker.Accounts;
using ProblemTracker.Concerns;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Portal;

namespace ProblemTracker.Pages.City;

/// <summary>
/// Asks for news of a neighborhood by email. The form needs no antiforgery: nothing is sent before the address confirms it.
/// </summary>
[AllowAnonymous, IgnoreAntiforgeryToken, EnableRateLimiting(RateLimits.City)]
public sealed class CitySubscribePage(IMediator mediator, IStringLocalizer<PortalTexts> words) : CityPage(mediator)
{
    [FromRoute] public long Id { get; set; }
    [BindProperty] public string? Email { get; set; }
    [BindProperty] public string? CategoryCode { get; set; }
    [BindProperty] public NewsPace Pace { get; set; } = NewsPace.Weekly;

    /// <summary>A field that people don't see.</summary>
    [BindProperty] public string? Website { get; set; }

    public string Neighborhood { get; private set; } = "";
    public bool IsSent { get; private set; }
    public IReadOnlyList<SelectListItem> Categories { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Paces { get; private set; } = [];

    public Task OnGet(CancellationToken ct) => Read(ct);

    public async Task OnPost(CancellationToken ct)
    {
        IsSent = await this.TrySend(Mediator, new SubscribeToNews(Id, Email, CategoryCode, Pace, Website)) is not null;
        await Read(ct);
    }

    private async Task Read(CancellationToken ct)
    {
        Neighborhood = (await Mediator.Send(new ReadPublicNeighborhoods(), ct)).Items.FirstOrDefault(place => place.Id == Id)?.Name
            ?? throw new NotFound();
        Categories = [new(words["News.AllCategories"], ""), .. (await Mediator.Send(new ReadReport(null), ct)).Categories
            .Select(choice => new SelectListItem(choice.Text, choice.Value))];
        Paces = [.. Enum.GetValues<NewsPace>().Select(pace => new SelectListItem(words[$"Pace.{pace}"], $"{pace}"))];
    }
}
