using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ProblemTracker.Agency;
using ProblemTracker.Portal;

namespace ProblemTracker.Pages.City;

/// <summary>A published problem: what residents said, what was done, and whether it helped.</summary>
[AllowAnonymous]
public sealed class CityProblemPage(IMediator mediator, IStringLocalizer<PortalTexts> words) : CityPage(mediator)
{
    private AgencyDay _day = null!;

    [FromRoute] public string Number { get; set; } = "";

    public PublicProblem Shown { get; private set; } = null!;

    public string State => PublicWords.State(words, Shown.Stage, Shown.Verdict);

    public string Changed => DateText.LongDateIn(Languages.Current, _day.DateOf(Shown.ChangedAt));

    public string Figure(double? value) => PublicWords.Figure(words, value);

    /// <summary>How wide a bar is, in percent of the longer one.</summary>
    public int Width(double? value) => Shown.Figure is { } figure && Math.Max(figure.Before ?? 0, figure.After ?? 0) is > 0 and var most
        ? (int)Math.Round(100 * (value ?? PublicFigures.Least) / most) : 0;

    public async Task OnGet(CancellationToken ct)
    {
        Shown = await Mediator.Send(new ReadPublicProblem(Number), ct);
        _day = await Mediator.Send(new ReadAgencyDay(), ct);
    }
}
