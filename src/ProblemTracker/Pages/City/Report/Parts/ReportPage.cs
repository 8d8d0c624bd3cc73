using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using ProblemTracker.Accounts;
using ProblemTracker.Concerns;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.City;

/// <summary>
/// A step of a resident's report. The site's only cookie holds the key of the report, and each form a proof of that key, so that another
/// site can neither read nor send a report: the framework's antiforgery would need a second cookie.
/// </summary>
[AllowAnonymous, IgnoreAntiforgeryToken, EnableRateLimiting(RateLimits.City),
    ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public abstract class ReportPage(IMediator mediator, IStringLocalizer<CityTexts> words) : CityPage(mediator)
{
    public const string Cookie = "report";

    [BindProperty]
    public string? Proof { get; set; }

    /// <summary>The report as far as it is written.</summary>
    public ReportForm Written { get; private set; } = new(new(), [], [], []);

    /// <summary>The proof of this browser's key, for the form.</summary>
    public string NewProof => ProofOf(Key);

    protected IStringLocalizer<CityTexts> Words => words;

    /// <summary>This browser's key; made when it has none.</summary>
    protected string Key
    {
        get => field ??= Request.Cookies[Cookie] is { Length: > 0 and <= ReportKey.Longest } key ? key : NewKey();
    }

    /// <summary>Which of the five steps this is.</summary>
    public abstract int Step { get; }

    /// <summary>The address of a photo of the report, for the browser that writes it alone.</summary>
    public string PhotoAddress(long photoId) => Url.Content($"~/city/report/photos?handler=photo&photoId={photoId}");

    protected async Task Read(CancellationToken ct) => Written = await Mediator.Send(new ReadReport(Key), ct);

    /// <summary>Sends a step and goes to the next one. Shows the form again, as typed, if it was refused.</summary>
    protected async Task<IActionResult> Keep(IRequest<Done> message, string next, CancellationToken ct,
        params IEnumerable<(string Name, string Value)> parameters)
    {
        if (IsProven() && await this.TrySend(Mediator, message) is not null) return LocalRedirect(To(next, parameters));
        await Read(ct);
        return Page();
    }

    /// <summary>Whether the form came from this site and this browser keeps the cookie. Says so in the form if not.</summary>
    protected bool IsProven()
    {
        if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Proof ?? ""), Encoding.UTF8.GetBytes(NewProof))) return true;
        ModelState.AddModelError("", words["Expired"]);
        return false;
    }

    public static IEnumerable<SelectListItem> Items(IEnumerable<ReportChoice> choices, string none) =>
        choices.Select(choice => new SelectListItem(choice.Text, choice.Value)).Prepend(new(none, ""));

    private string NewKey()
    {
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        Response.Cookies.Append(Cookie, key, new()
        {
            Path = "/city",
            MaxAge = ReportKey.Kept,
            HttpOnly = true,
            Secure = Request.IsHttps,
            // Lax, so that whoever comes back by a link in an email still has the report.
            SameSite = SameSiteMode.Lax,
            IsEssential = true,
        });
        return key;
    }

    private static string ProofOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"form of {key}")));
}
