using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.Concerns;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Partners;
using ProblemTracker.Portal;

namespace ProblemTracker.Pages.City;

/// <summary>
/// A resident's concern, behind its private link. A GET changes nothing. The address itself is the secret, so the forms carry no
/// antiforgery token and the page works without cookies. Every invalid link gets the same answer.
/// </summary>
[AllowAnonymous, IgnoreAntiforgeryToken, EnableRateLimiting(RateLimits.City),
    ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class FollowPage(IMediator mediator, IStringLocalizer<CityTexts> words, IStringLocalizer<ConcernTexts> concerns)
    : CityPage(mediator)
{
    private AgencyDay _day = null!;

    [FromRoute] public string Token { get; set; } = "";

    /// <summary>What the reader just did.</summary>
    [BindProperty(SupportsGet = true)] public string? Said { get; set; }

    [BindProperty] public string? Text { get; set; }

    /// <summary>Null if the link is invalid.</summary>
    public FollowedConcern? Shown { get; private set; }

    /// <summary>What is published of the problem that the concern is part of; null if nothing is.</summary>
    public PublicProblem? Problem { get; private set; }

    /// <summary>Confirms what <see cref="Said"/> says. Null unless the record agrees, because anyone can type an address.</summary>
    public string? Recorded => (Said, Shown) switch
    {
        ("sent", { HasEmail: true, IsConfirmed: false } sent) => $"{words["Follow.Sent", sent.Number]} {words["Follow.SentMail"]}",
        ("sent", { } sent) => words["Follow.Sent", sent.Number].Value,
        ("reply", { Messages: [.., { FromReporter: true }] }) => words["Follow.Replied"].Value,
        ("confirm", { IsConfirmed: true }) => words["Follow.Confirmed"].Value,
        ("stop", { HasEmail: false }) => words["Follow.Stopped"].Value,
        _ => null,
    };

    /// <summary>What happens now.</summary>
    public string Next => Shown switch
    {
        { Status: ConcernStatus.New } concern => words["Follow.New", Day(concern.AcknowledgeBy)].Value,
        { Status: ConcernStatus.Acknowledged } concern => words["Follow.Acknowledged",
            concern.AcknowledgedBy ?? words["Follow.AnOfficer"].Value, Day(_day.DateOf(concern.AcknowledgedAt!.Value)),
            Day(concern.DecideBy)].Value,
        { Status: ConcernStatus.Referred } concern => words["Follow.Referred", concern.ReferredTo!, Day(concern.DueOn!.Value)].Value,
        { Status: ConcernStatus.Linked } concern => words["Follow.Linked", Day(_day.DateOf(concern.DecidedAt!.Value))].Value,
        { } concern => words["Follow.Closed", Day(_day.DateOf(concern.DecidedAt!.Value))].Value,
        null => "",
    };

    public string Place =>
        string.Join(", ", new[] { Shown!.Address, Shown.Neighborhood }.Where(part => !part.IsBlank())) is { Length: > 0 } place
            ? place : words["Where.Point"];

    /// <summary>When and how often, as far as they were said.</summary>
    public string When => ConcernWords.When(concerns, Shown!.Frequency, Shown.HappenedOn, Shown.TimesOfDay);

    public string PhotoAddress(long photoId) => Url.Content($"~/city/follow/{Uri.EscapeDataString(Token)}?handler=photo&photoId={photoId}");

    public string Time(DateTimeOffset at) => DateText.TimeIn(Languages.Current, TimeZoneInfo.ConvertTime(at, _day.Zone));

    public async Task<IActionResult> OnGet(CancellationToken ct) => await Read(ct) ? Page() : Nowhere();

    public async Task<IActionResult> OnGetPhoto(long photoId, CancellationToken ct)
    {
        var photo = await Mediator.Send(new ReadFollowedPhoto(Token, photoId), ct);
        PhotoFile.Guard(Response);
        return File(photo.Content, "image/jpeg");
    }

    /// <summary>What a mail program sends when its reader unsubscribes (RFC 8058).</summary>
    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        // Not a redirect, which a mail program doesn't follow.
        await Do(new StopConcernEmails(Token), "stop", ct);
        return await Read(ct) ? Page() : Nowhere();
    }

    public Task<IActionResult> OnPostReply(CancellationToken ct) => Do(new ReplyAsReporter(Token, Text), "reply", ct);

    public Task<IActionResult> OnPostConfirm(CancellationToken ct) => Do(new ConfirmReporter(Token), "confirm", ct);

    public Task<IActionResult> OnPostStop(CancellationToken ct) => Do(new StopConcernEmails(Token), "stop", ct);

    private async Task<IActionResult> Do(IRequest<Done> message, string said, CancellationToken ct)
    {
        try
        {
            if (await this.TrySend(Mediator, message) is not null) return LocalRedirect(Address(said));
        }
        catch (NotFound)
        {
            return Nowhere();
        }
        return await Read(ct) ? Page() : Nowhere();
    }

    private async Task<bool> Read(CancellationToken ct)
    {
        try
        {
            Shown = await Mediator.Send(new ReadFollowedConcern(Token), ct);
        }
        catch (NotFound)
        {
            return false;
        }
        _day = await Mediator.Send(new ReadAgencyDay(), ct);
        try
        {
            Problem = Shown.ProblemNumber is { } number ? await Mediator.Send(new ReadPublicProblem(number), ct) : null;
        }
        catch (NotFound)
        {
            // The team has not published it.
        }
        return true;
    }

    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Nowhere()
    {
        Shown = null;
        ModelState.Clear();
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }

    private string Address(string said) => To($"/follow/{Uri.EscapeDataString(Token)}", ("said", said));

    private static string Day(DateOnly day) => DateText.LongDateIn(Languages.Current, day);
}
