using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Concerns;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Partners;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Concerns;

/// <summary>One concern of a resident: acknowledge, decide, write to the reporter.</summary>
public sealed class ConcernPage(IMediator mediator, Actor actor) : PageModel
{
    private AgencyDay _day = null!;

    [FromRoute] public long Id { get; set; }
    [BindProperty] public int Version { get; set; }
    [BindProperty] public string? ProblemNumber { get; set; }
    [BindProperty] public string Reason { get; set; } = "";
    [BindProperty] public string Text { get; set; } = "";
    [BindProperty] public string Agency { get; set; } = "";
    [BindProperty] public DateOnly? AnswerBy { get; set; }
    [BindProperty] public string Answer { get; set; } = "";
    [BindProperty] public bool Settles { get; set; } = true;

    [BindProperty] public bool Photos { get; set; }

    /// <summary>Whether the one who erases confirms that the reporter asked for it.</summary>
    [BindProperty] public bool Asked { get; set; }

    public bool MaySupervise => actor.Might(Permission.Supervise);

    public bool MayEndHolds => actor.Might(Permission.ManageRetention);

    /// <summary>Whether the form for erasing came back with an error.</summary>
    public bool IsErasing { get; private set; }

    public ConcernDetails Shown { get; private set; } = null!;

    /// <summary>Open concerns that may be about the same thing; none for a decided one.</summary>
    public IReadOnlyList<SimilarConcern> Similar { get; private set; } = [];

    /// <summary>Where its point is; null without one.</summary>
    public MapFrame? Map => Shown is { Latitude: { } latitude, Longitude: { } longitude }
        ? new("Where the concern is")
        {
            Marks = [new(latitude, longitude, "Problem", Shown.Number)],
            View = new(latitude - Around, longitude - Around, latitude + Around, longitude + Around),
            HasList = false,
        } : null;

    /// <summary>Degrees around the point: a few blocks.</summary>
    public const double Around = 0.004;

    public DateOnly Today => _day.Today;

    public Task OnGet(CancellationToken ct) => Read(ct);

    public async Task<IActionResult> OnGetPhoto(long photoId, CancellationToken ct)
    {
        var photo = await mediator.Send(new ReadConcernPhoto(Id, photoId), ct);
        PhotoFile.Guard(Response);
        return File(photo.Content, "image/jpeg");
    }

    public Task<IActionResult> OnPostAcknowledge(CancellationToken ct) =>
        Do(new AcknowledgeConcern(Id, Version), "The concern is acknowledged. The reporter can read that.", ct);

    public Task<IActionResult> OnPostClose(CancellationToken ct) =>
        Do(new CloseConcern(Id, Version, Reason), "The concern is closed. The reporter can read the reason.", ct);

    public Task<IActionResult> OnPostAnswer(CancellationToken ct) =>
        Do(new AnswerConcern(Id, Text), "Your message is on the reporter's page.", ct);

    public Task<IActionResult> OnPostMerge(long intoId, CancellationToken ct) =>
        Do(new MergeConcern(Id, Version, intoId), "The concerns are merged. The reporter can read that both are handled together.", ct);

    public Task<IActionResult> OnPostRefer(CancellationToken ct) =>
        Do(new ReferConcern(Id, Version, Agency, AnswerBy), "The concern is referred. The reporter can read who has it.", ct);

    public Task<IActionResult> OnPostAnswered(CancellationToken ct) => Do(new RecordReferralAnswer(Id, Version, Answer, Settles),
        Settles ? "The concern is closed. The reporter can read the answer." : "The answer is recorded. Decide about the concern.", ct);

    public Task<IActionResult> OnPostReopen(CancellationToken ct) =>
        Do(new ReopenConcern(Id, Version), "The concern is open again.", ct);

    public async Task<IActionResult> OnPostLink(CancellationToken ct)
    {
        if (await mediator.Send(new FindByNumber(ProblemNumber), ct) is { Id: { } problemId } problem)
            return await Do(new LinkConcerns(problemId, [Id]), $"The concern is part of {problem.Label} now.", ct);
        ModelState.AddModelError(nameof(ProblemNumber), "There is no problem you can view with this number. Check it, or search for it.");
        await Read(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostErase(CancellationToken ct)
    {
        if (Asked) return await Do(new EraseReporter(Id, Version, Photos), "Erased. The audit log records that it happened.", ct);
        IsErasing = true;
        ModelState.AddModelError(nameof(Asked), "Confirm that the reporter asked for it.");
        await Read(ct);
        return Page();
    }

    public static string? EmailOf(ConcernReporter reporter) => reporter switch
    {
        { Email: null } => null,
        { MayAnswer: false } => $"{reporter.Email} (don't write there)",
        { IsConfirmed: false } => $"{reporter.Email} (not confirmed, so nothing is sent there)",
        _ => reporter.Email,
    };

    public static string? PhoneOf(ConcernReporter reporter) =>
        reporter.Phone is null ? null : $"{reporter.Phone} ({(reporter.MayCall ? "you may call" : "don't call")})";

    public bool Fails(string field) => ModelState.TryGetValue(field, out var state) && state.Errors.Count > 0;

    public string Time(DateTimeOffset at) => DateText.Time(TimeZoneInfo.ConvertTime(at, _day.Zone));

    public string Day(DateTimeOffset at) => DateText.Date(_day.DateOf(at));

    public string PhotoAddress(long photoId) => Url.Content($"~/concerns/{Id}?handler=photo&photoId={photoId}");

    /// <summary>How far and how long apart it is.</summary>
    public static string Apart(SimilarConcern concern) => string.Join(", ", new[]
    {
        concern.Distance is { } meters ? $"{meters:N0} m away" : null,
        concern.DaysApart switch { 0 => "on the same day", 1 => "1 day apart", var days => $"{days} days apart" },
    }.OfType<string>());

    private async Task<IActionResult> Do<T>(IRequest<T> message, string done, CancellationToken ct) where T : class
    {
        if (await this.TrySend(mediator, message) is not null)
        {
            TempData[Shell.Flash] = done;
            return LocalRedirect($"~/concerns/{Id}");
        }
        await Read(ct);
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        _day = await mediator.Send(new ReadAgencyDay(), ct);
        Shown = await mediator.Send(new ReadConcern(Id), ct);
        ProblemNumber ??= Shown.SaysProblemNumber;
        if (Shown.IsOpen) Similar = (await mediator.Send(new FindSimilarConcerns(Id), ct)).Items;
    }
}
