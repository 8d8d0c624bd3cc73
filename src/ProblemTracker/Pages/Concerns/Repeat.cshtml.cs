using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Concerns;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Concerns;

/// <summary>Repeat complaints about one place: open a problem, link them to one, or record that this is no case.</summary>
public sealed class RepeatPage(IMediator mediator, Actor actor) : PageModel
{
    private AgencyDay _day = null!;

    [FromRoute] public long Id { get; set; }
    [BindProperty] public int Version { get; set; }
    [BindProperty] public string? ProblemNumber { get; set; }
    [BindProperty] public string? Reason { get; set; }

    public RepeatComplaintDetails Shown { get; private set; } = null!;
    public PublicSite Site { get; private set; } = null!;
    public bool MaySupervise => actor.Might(Permission.Supervise);

    /// <summary>Null if no concern has a point.</summary>
    public MapFrame? Map { get; private set; }

    public Task OnGet(CancellationToken ct) => Read(ct);

    public async Task<IActionResult> OnPostNoCase(CancellationToken ct)
    {
        if (await this.TrySend(mediator, new DecideRepeatComplaint(Id, Version, Reason)) is not null)
            return Back("Recorded: no case. You hear of this place again when a further concern comes.");
        await Read(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostLink(CancellationToken ct)
    {
        if (await mediator.Send(new FindByNumber(ProblemNumber), ct) is { Id: { } problemId } problem)
        {
            var open = (await mediator.Send(new ReadRepeatComplaint(Id), ct)).Concerns.Where(concern => concern.IsOpen).ToList();
            if (await this.TrySend(mediator, new LinkConcerns(problemId, [.. open.Select(concern => concern.Id)])) is not null)
                return Back($"{problem.Label} covers this place now.");
        }
        else
        {
            ModelState.AddModelError(nameof(ProblemNumber),
                "There is no problem you can view with this number. Check it, or search for it.");
        }
        await Read(ct);
        return Page();
    }

    public bool Fails(string field) => ModelState.TryGetValue(field, out var state) && state.Errors.Count > 0;

    public string Date(DateTimeOffset at) => DateText.Date(_day.DateOf(at));

    private LocalRedirectResult Back(string sentence)
    {
        TempData[Shell.Flash] = sentence;
        return LocalRedirect($"~/concerns/repeats/{Id}");
    }

    private async Task Read(CancellationToken ct)
    {
        (_day, Site) = (await mediator.Send(new ReadAgencyDay(), ct), (await mediator.Send(new ReadPublicSite(), ct)).Value);
        Shown = await mediator.Send(new ReadRepeatComplaint(Id), ct);
        var marks = Shown.Concerns.Where(concern => concern is { Latitude: not null, Longitude: not null })
            .Select(concern => new MapMark(concern.Latitude!.Value, concern.Longitude!.Value, "Problem",
                $"{concern.Number}, {concern.Category}", Url.Content($"~/concerns/{concern.Id}"))).ToList();
        Map = marks.Count == 0 ? null : new("Concerns about this place")
        {
            Marks = marks,
            View = new(marks.Min(mark => mark.Latitude) - ConcernPage.Around, marks.Min(mark => mark.Longitude) - ConcernPage.Around,
                marks.Max(mark => mark.Latitude) + ConcernPage.Around, marks.Max(mark => mark.Longitude) + ConcernPage.Around),
            HasList = false,
        };
    }
}
