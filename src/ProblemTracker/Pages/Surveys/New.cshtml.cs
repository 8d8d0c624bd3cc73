using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;
using ProblemTracker.Surveys;

namespace ProblemTracker.Pages.Surveys;

/// <summary>Creates a survey with the starting set of questions.</summary>
public sealed class NewSurveyPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty(SupportsGet = true)] public string Title { get; set; } = "";
    [BindProperty] public long? NeighborhoodId { get; set; }
    [BindProperty(SupportsGet = true)] public string? ProblemNumber { get; set; }

    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];

    public async Task OnGet(CancellationToken ct)
    {
        if (!actor.Might(Permission.WorkSurveys)) throw Forbidden.Needs(Permission.WorkSurveys);
        ModelState.Clear();
        Neighborhoods = await mediator.NeighborhoodsToChoose(ct);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        long? problemId = null;
        if (!string.IsNullOrWhiteSpace(ProblemNumber)
            && (problemId = (await mediator.Send(new FindByNumber(ProblemNumber), ct)).Id) is null)
            ModelState.AddModelError(nameof(ProblemNumber),
                "There is no problem you can view with this number. Check it, or search for it.");
        if (await this.TrySend(mediator, new CreateSurvey(Title, NeighborhoodId, problemId)) is { } created)
        {
            TempData[Shell.Flash] = "The survey is created. Check its questions, then add a wave.";
            return LocalRedirect($"~/surveys/{created.Id}");
        }
        Neighborhoods = await mediator.NeighborhoodsToChoose(ct);
        return Page();
    }
}
