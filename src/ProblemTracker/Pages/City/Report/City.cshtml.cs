using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ProblemTracker.Agency;

namespace ProblemTracker.Pages.City;

/// <summary>Says who handles what a resident chose in the first step, because it is a matter of another service of the city.</summary>
public sealed class ReportCityPage(IMediator mediator, IStringLocalizer<CityTexts> words) : ReportPage(mediator, words)
{
    /// <summary>The English name of the topic.</summary>
    [BindProperty(SupportsGet = true, Name = "topic")] public string? Name { get; set; }

    public CityTopic Topic { get; private set; } = new("");

    /// <summary>The number to call; null if there is only a page.</summary>
    public string? Phone => Topic.Phone ?? Site.CityServices;

    /// <summary>The number as phones dial it.</summary>
    public string? Dialed => Phone is null ? null : string.Concat(Phone.Where(c => char.IsAsciiDigit(c) || c == '+'));

    public override int Step => 1;

    public IActionResult OnGet()
    {
        // A topic that was taken off the list since leads back to it.
        if (Site.CityTopics?.FirstOrDefault(topic => topic.Name == Name) is not { } topic) return LocalRedirect(To("/report"));
        Topic = topic;
        return Page();
    }
}
