using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;
using ProblemTracker.Agency;
using ProblemTracker.Concerns;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Portal;

namespace ProblemTracker.Pages.City;

/// <summary>The first step of a report: what it is about.</summary>
public sealed class ReportWhatPage(IMediator mediator, IStringLocalizer<CityTexts> words) : ReportPage(mediator, words)
{
    /// <summary>Before the name of a topic that another service of the city handles, among the codes of categories.</summary>
    private const string OfCity = "city:";

    [BindProperty] public string? CategoryCode { get; set; }
    [BindProperty] public string? Description { get; set; }

    /// <summary>The number of a published problem that affects the writer too.</summary>
    [BindProperty(SupportsGet = true)] public string? About { get; set; }

    /// <summary>That problem; null if there is none.</summary>
    public PublicProblem? Problem { get; private set; }

    /// <summary>Whether what another service of the city handles is to be reported to the police all the same.</summary>
    [BindProperty(SupportsGet = true)] public bool Anyway { get; set; }

    public override int Step => 1;

    /// <summary>What residents can choose: the categories, then what other services of the city handle.</summary>
    public IEnumerable<SelectListItem> Choices
    {
        get
        {
            var city = new SelectListGroup { Name = Words["What.City"] };
            return Items(Written.Categories, Words["Choose"]).Concat((Site.CityTopics ?? [])
                .Select(topic => new SelectListItem(topic.LocalName, OfCity + topic.Name) { Group = city }));
        }
    }

    public async Task OnGet(CancellationToken ct)
    {
        await Read(ct);
        await ReadProblem(ct);
        (CategoryCode, Description) = (Written.Report.CategoryCode ?? Problem?.CategoryCode ?? (Anyway ? CategorySql.Other : null),
            Written.Report.Description);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await ReadProblem(ct);
        if (Site.CityTopics?.FirstOrDefault(topic => OfCity + topic.Name == CategoryCode) is { } topic)
            return await Keep(new KeepDescription(Key, Description), "/report/city", ct, ("topic", topic.Name));
        if (IsProven() && await this.TrySend(Mediator, new SayWhat(Key, CategoryCode, Description)) is not null
            && (Problem is null || await SaysIt()))
            return LocalRedirect(To("/report/where"));
        await Read(ct);
        return Page();
    }

    private async Task<bool> SaysIt()
    {
        try
        {
            return await this.TrySend(Mediator, new SayAlike(Key, Problem!.Number, null)) is not null;
        }
        catch (NotFound)
        {
            // Taken off the site a moment ago. The report goes on without it.
            return true;
        }
    }

    private async Task ReadProblem(CancellationToken ct)
    {
        try
        {
            Problem = About.IsBlank() ? null : await Mediator.Send(new ReadPublicProblem(About), ct);
            // That one that is finished is back is a concern of its own.
            if (Problem?.Stage == Stage.Closed) Problem = null;
        }
        catch (NotFound)
        {
            // Taken off the site since, or mistyped. A report can be written all the same.
            Problem = null;
        }
    }
}
