using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Pages.City;
using ProblemTracker.Surveys;

namespace ProblemTracker.Pages.Surveys;

/// <summary>The size of the sheets.</summary>
public enum Paper { Letter, A4 }

/// <summary>Something to print for a wave: slips or a poster, for residents, so in every language of the public site.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public abstract class SurveyPrintPage(IMediator mediator, Actor actor) : PageModel
{
    [FromRoute] public long Id { get; set; }
    [FromRoute] public long WaveId { get; set; }
    [BindProperty(SupportsGet = true)] public Paper Paper { get; set; }

    public SurveyDetails Survey { get; private set; } = null!;
    public SurveyWave Wave { get; private set; } = null!;

    protected IMediator Mediator => mediator;

    /// <summary>The class that sets the size of the sheets.</summary>
    public string Sheet => Paper == Paper.A4 ? "sheet-a4" : "sheet-letter";

    /// <summary>A text with the wave's last day, once in each language.</summary>
    public IEnumerable<(string Language, string Text)> InEveryLanguage(string key) => Languages.All.Select(language =>
        (language.Name, CityTexts.In(language, key, DateText.LongDateIn(language, Wave.ClosesOn))));

    protected async Task Read(CancellationToken ct)
    {
        if (!actor.Might(Permission.WorkSurveys)) throw Forbidden.Needs(Permission.WorkSurveys);
        Survey = await mediator.Send(new ReadSurvey(Id), ct);
        Wave = Survey.Waves.FirstOrDefault(wave => wave.Id == WaveId) ?? throw new NotFound();
    }
}
