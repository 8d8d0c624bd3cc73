using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ProblemTracker.Agency;
using ProblemTracker.Maps;
using ProblemTracker.Portal;

namespace ProblemTracker.Pages.City;

/// <summary>A published problem: what residents said, what was done, and whether it helped.</summary>
[AllowAnonymous]
public sealed class CityProblemPage(IMediator mediator, IStringLocalizer<PortalTexts> words) : CityPage(mediator)
{
    /// <summary>From the public point of a block to its farthest house: half the diagonal of the grid of points.</summary>
    private const double BlockMeters = 160;

    private AgencyDay _day = null!;

    [FromRoute] public string Number { get; set; } = "";

    public PublicProblem Shown { get; private set; } = null!;

    public PublicMap Map { get; private set; } = PublicMap.None;

    /// <summary>The block, not the house.</summary>
    public IReadOnlyList<PictureMark> Marks => Shown.At is { } at ? [new(at.Latitude, at.Longitude, Meters: BlockMeters)] : [];

    public string State => PublicWords.State(words, Shown.Stage, Shown.Verdict);

    public string Changed => DateText.LongDateIn(Languages.Current, _day.DateOf(Shown.ChangedAt));

    public string Figure(double? value) => PublicWords.Figure(words, value);

    /// <summary>How wide a bar is, in percent of the longer one.</summary>
    public int Width(double? value) => Shown.Figure is { } figure && Math.Max(figure.Before ?? 0, figure.After ?? 0) is > 0 and var most
        ? (int)Math.Round(100 * (value ?? PublicFigures.Least) / most) : 0;

    public async Task OnGet(CancellationToken ct)
    {
        Shown = await Mediator.Send(new ReadPublicProblem(Number), ct);
        // A step closer than the whole city shows the streets around.
        if (Shown.At is { } at) Map = await Mediator.Send(new ReadPublicMap(at.Latitude, at.Longitude, 1), ct);
        _day = await Mediator.Send(new ReadAgencyDay(), ct);
    }
}
