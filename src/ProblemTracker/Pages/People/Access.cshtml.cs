using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.People;

/// <summary>A person's sessions, tokens for the API and calendar address: their own, or anyone's for administrators.</summary>
public sealed class AccessPage(IMediator mediator) : PageModel
{
    public AccountAccessView View { get; private set; } = null!;
    public string Name { get; private set; } = "";

    public async Task OnGet(long id, CancellationToken ct)
    {
        View = await mediator.AccessOf(id, ct);
        Name = (await mediator.Send(new ListPeople(), ct)).Items.FirstOrDefault(person => person.Id == id)?.Name ?? throw new NotFound();
    }

    public Task<IActionResult> OnPostEnd(long id, long sessionId, string? from) =>
        Send(new EndSessions(id, sessionId), "Signed out there.", id, from);

    public Task<IActionResult> OnPostEndAll(long id, string? from) =>
        Send(new EndSessions(id, null), "Signed out in all other browsers.", id, from);

    public Task<IActionResult> OnPostRevoke(long id, long tokenId, string? from) =>
        Send(new RevokeTokens(id, tokenId), "The token no longer works.", id, from);

    public Task<IActionResult> OnPostRevokeAll(long id, string? from) =>
        Send(new RevokeTokens(id, null), "No token works anymore.", id, from);

    public Task<IActionResult> OnPostRevokeCalendar(long id, string? from) =>
        Send(new RevokeCalendarAddress(id), "The calendar address no longer works.", id, from);

    private async Task<IActionResult> Send(ICommand<Done> command, string sentence, long id, string? from)
    {
        try
        {
            await mediator.Send(command);
            TempData[Shell.Flash] = sentence;
        }
        // It ended by itself since the page was opened.
        catch (NotFound)
        {
            TempData[Shell.Flash] = "That had already ended.";
        }
        return LocalRedirect(Url.IsLocalUrl(from) ? from! : $"~/people/{id}/access");
    }
}

/// <summary>Model of <c>_Access</c>.</summary>
/// <param name="CalendarSince">When their calendar address was made; null if they have none.</param>
/// <param name="Zone">The agency's time zone, in which times are shown.</param>
public sealed record AccountAccessView(
    long PersonId, IReadOnlyList<SessionDetails> Sessions, IReadOnlyList<TokenDetails> Tokens, DateTimeOffset? CalendarSince,
    TimeZoneInfo Zone)
{
    public string Local(DateTimeOffset at) => DateText.Time(TimeZoneInfo.ConvertTime(at, Zone));

    /// <summary>A browser and its system, from what it said it is.</summary>
    public static string Device(string? userAgent)
    {
        if (userAgent is null) return "Unknown device";
        var browser = First(userAgent, ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
            ("Safari/", "Safari"));
        var system = First(userAgent, ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
            ("Mac OS X", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"));
        return (browser, system) switch
        {
            ({ } one, { } other) => $"{one} on {other}",
            ({ } one, null) => one,
            (null, { } other) => other,
            _ => userAgent,
        };
    }

    private static string? First(string text, params ReadOnlySpan<(string Mark, string Name)> known)
    {
        foreach (var (mark, name) in known)
            if (text.Contains(mark, StringComparison.Ordinal)) return name;
        return null;
    }
}

internal static class AccessReading
{
    public static async Task<AccountAccessView> AccessOf(this IMediator mediator, long personId, CancellationToken ct) => new(
        personId,
        (await mediator.Send(new ListSessions(personId), ct)).Items,
        (await mediator.Send(new ListTokens(personId), ct)).Items,
        (await mediator.Send(new ReadCalendarAddress(personId), ct)).CreatedAt,
        (await mediator.Send(new ReadAgencyDay(), ct)).Zone);
}
