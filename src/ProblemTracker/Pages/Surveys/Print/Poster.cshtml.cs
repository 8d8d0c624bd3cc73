using MediatR;

namespace ProblemTracker.Pages.Surveys;

/// <summary>A poster with a code that begins the survey. It can be answered several times by one person, so it is counted apart.</summary>
public sealed class SurveyPosterPage(IMediator mediator, Actor actor, TrackerOptions options) : SurveyPrintPage(mediator, actor)
{
    public string Link => options.Address(Wave.PosterPath);

    public Task OnGet(CancellationToken ct) => Read(ct);
}
