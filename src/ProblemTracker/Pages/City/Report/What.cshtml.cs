using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ProblemTracker.Concerns;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Portal;

namespace ProblemTracker.Pages.City;

/// <summary>The first step of a report: what it is about.</summary>
public sealed class ReportWhatPage(IMediator mediator, IStringLocalizer<CityTexts> words) : ReportPage(mediator, words)
{
    [BindProperty] public string? CategoryCode { get; set; }
    [BindProperty] public string? Description { get; set; }

    /// <summary>The number of a published problem that affects the writer too.</summary>
    [BindProperty(SupportsGet = true)] public string? About { get; set; }

    /// <summary>That problem; null if there is none.</summary>
    public PublicProblem? Problem { get; private set; }

    public override int Step => 1;

    public async Task OnGet(CancellationToken ct)
    {
        await Read(ct);
        await ReadProblem(ct);
        (CategoryCode, Description) = (Written.Report.CategoryCode ?? Problem?.CategoryCode, Written.Report.Description);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await ReadProblem(ct);
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
