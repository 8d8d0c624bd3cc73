using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Surveys;

namespace ProblemTracker.Pages.Surveys;

/// <summary>One survey: its questions, and its waves with what to do for each.</summary>
public sealed class SurveyPage(IMediator mediator, Actor actor) : PageModel
{
    private AgencyDay _day = null!;

    [FromRoute] public long Id { get; set; }
    [BindProperty] public SurveyPhase? Phase { get; set; }
    [BindProperty] public SurveyArea? Area { get; set; }
    [BindProperty] public string Place { get; set; } = "";
    [BindProperty] public int? Population { get; set; }
    [BindProperty] public DateOnly? OpensOn { get; set; }
    [BindProperty] public DateOnly? ClosesOn { get; set; }

    public SurveyDetails Shown { get; private set; } = null!;
    public PublicSite Site { get; private set; } = null!;

    public bool MayWork => actor.Might(Permission.WorkSurveys);

    public DateOnly Today => _day.Today;

    /// <summary>Help under the field for the population: what a blank one means.</summary>
    public string PopulationHint => Shown.Population is > 0 and var people
        ? $"Leave it blank to use the population of {Shown.Neighborhood}, {people:N0}, for the response area. "
            + "Enter a number if you ask only part of it."
        : "If you know. Results then say how many of them answered.";

    /// <summary>Whether a wave is closed, so that there are results.</summary>
    public bool HasResults => Shown.Waves.Any(wave => wave.ClosedOn is not null);

    public async Task OnGet(CancellationToken ct)
    {
        await Read(ct);
        if (Shown.Waves.Count == 0) Place = Shown.Neighborhood ?? "";
        OpensOn = Today;
    }

    public Task<IActionResult> OnPostAdd(CancellationToken ct) =>
        Do(new AddWave(Id, Phase, Area, Place, Population, OpensOn, ClosesOn), "The wave is added. Now invite people.", ct);

    public Task<IActionResult> OnPostOpen(long waveId, CancellationToken ct) => Do(new OpenWave(Id, waveId), "The wave is open.", ct);

    public Task<IActionResult> OnPostClose(long waveId, CancellationToken ct) =>
        Do(new CloseWave(Id, waveId), "The wave is closed. Its results are on the results page.", ct);

    public async Task<IActionResult> OnPostTablet(long waveId, CancellationToken ct)
    {
        ModelState.Clear();
        if (await this.TrySend(mediator, new StartOnTablet(Id, waveId)) is { } started)
            return LocalRedirect($"~/city/survey/{started.Token}");
        await Read(ct);
        return Page();
    }

    public static string State(SurveyWave wave) => wave switch
    {
        { ClosedOn: not null } => "Closed",
        { IsOpen: true } => "Open",
        _ => "Not open yet",
    };

    private async Task<IActionResult> Do<T>(IRequest<T> message, string done, CancellationToken ct) where T : class
    {
        if (message is not IRequest<WaveAdded>) ModelState.Clear();
        if (await this.TrySend(mediator, message) is not null)
        {
            TempData[Shell.Flash] = done;
            return LocalRedirect($"~/surveys/{Id}");
        }
        await Read(ct);
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        _day = await mediator.Send(new ReadAgencyDay(), ct);
        Site = (await mediator.Send(new ReadPublicSite(), ct)).Value;
        Shown = await mediator.Send(new ReadSurvey(Id), ct);
    }
}
