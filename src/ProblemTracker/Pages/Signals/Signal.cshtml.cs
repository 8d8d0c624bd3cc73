using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Evidence;
using ProblemTracker.Pages.Incidents;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Signals;

/// <summary>One signal: its sentence, the numbers behind it, and what to do about it.</summary>
public sealed class SignalPage(IMediator mediator, Actor actor) : PageModel
{
    /// <summary>Degrees around the place on the map, about 500 meters.</summary>
    private const double Around = 0.005;

    private AgencyDay _day = null!;

    [FromRoute] public long Id { get; set; }
    [BindProperty] public int Version { get; set; }
    [BindProperty] public string? ProblemNumber { get; set; }
    [BindProperty] public DateOnly? Until { get; set; }
    [BindProperty] public string? Reason { get; set; }

    public SignalFull Shown { get; private set; } = null!;
    public bool MayDecide => actor.Might(Permission.OpenProblems);

    /// <summary>The list of its incidents.</summary>
    public string Incidents => Url.Content($"~/incidents{new QueryBuilder(IncidentPage.Set(Shown.Filter))}");

    public string OnMap => Url.Content($"~/incidents/map{new QueryBuilder(IncidentPage.Set(Shown.Filter))}");

    public Chart Chart => new(ChartKind.Lines, "Incidents by week; see the table below for the numbers", "Incidents",
        [.. Shown.Details.Weeks.Select((count, week) => new ChartPoint(Week(week).ToString("O", CultureInfo.InvariantCulture), count))]);

    /// <summary>Null for a signal without a place.</summary>
    public MapFrame? Map => Shown is not { Latitude: { } latitude, Longitude: { } longitude } ? null : new("Incidents of this signal")
    {
        Data = Url.Content($"~/incidents/map{new QueryBuilder([.. IncidentPage.Set(Shown.Filter), new("handler", "points")])}"),
        View = new(latitude - Around, longitude - Around, latitude + Around, longitude + Around),
        Circle = Shown.Radius is { } radius ? new(latitude, longitude, radius) : null,
        HasList = false,
    };

    public Task OnGet(CancellationToken ct) => Read(ct);

    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        await (await mediator.Send(new ExportSignalWeeks(Id), ct)).ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    public async Task<IActionResult> OnPostDismiss(CancellationToken ct)
    {
        if (await this.TrySend(mediator, new DismissSignal(Id, Version, Until, Reason)) is not null)
            return Back($"Dismissed until {DateText.LongDate(Until!.Value)}. It comes back before then only if it grows.");
        await Read(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostLink(CancellationToken ct)
    {
        if (await mediator.Send(new FindByNumber(ProblemNumber), ct) is { Id: { } problemId } problem)
        {
            if (await this.TrySend(mediator, new LinkSignal(Id, Version, problemId)) is { } linked)
                return Back(linked.IsTooLarge ? $"The signal is part of {problem.Label}. {SignalWords.TooLarge}"
                    : $"{linked.Incidents:N0} {(linked.Incidents == 1 ? "incident" : "incidents")} linked to {problem.Label}.");
        }
        else
        {
            ModelState.AddModelError(nameof(ProblemNumber),
                "There is no problem you can view with this number. Check it, or search for it.");
        }
        await Read(ct);
        return Page();
    }

    public bool Fails(params string[] fields) =>
        fields.Any(field => ModelState.TryGetValue(field, out var state) && state.Errors.Count > 0);

    public DateOnly Week(int week) => Shown.Details.WeeksFrom.AddDays(week * SignalRules.Week);

    public string Date(DateTimeOffset at) => DateText.Date(_day.DateOf(at));

    private LocalRedirectResult Back(string sentence)
    {
        TempData[Shell.Flash] = sentence;
        return LocalRedirect($"~/signals/{Id}");
    }

    private async Task Read(CancellationToken ct)
    {
        _day = await mediator.Send(new ReadAgencyDay(), ct);
        Shown = await mediator.Send(new ReadSignal(Id), ct);
        Version = this.StaleAt() ?? Shown.Version;
        if (Shown.KnownProblem is { } known && ProblemNumber is null) ProblemNumber = known.Split(' ')[0];
    }
}
