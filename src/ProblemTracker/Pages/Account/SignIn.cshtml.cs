using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.Demo;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Account;

[AllowAnonymous, EnableRateLimiting(RateLimits.SignIn), ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class SignInPage(IMediator mediator, TrackerOptions options) : PageModel
{
    /// <summary>Demo accounts; the page has a button for each.</summary>
    internal static IReadOnlyList<DemoAccount> DemoAccounts => DemoCity.Accounts;

    [BindProperty] public string Email { get; set; } = "";
    [BindProperty] public string Password { get; set; } = "";
    [BindProperty(SupportsGet = true)] public string? ReturnUrl { get; set; }

    /// <summary>
    /// Whether a session of this browser ended while a page was open: the browser still holds its cookie, which signing out deletes.
    /// </summary>
    public bool SessionEnded => ReturnUrl is not null && Request.Cookies.ContainsKey(Authentication.SessionCookie);

    public bool IsDemo => options.IsDemo;
    public SignOnProvider? Provider => options.SignOn;

    public async Task<bool> HasPublicSite() => (await mediator.Send(new ReadPublicSite(), HttpContext.RequestAborted)).Value.IsOn;

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPost()
    {
        var result = await this.TrySend(mediator, new SignIn(Email, Password, Request.Headers.UserAgent));
        if (result?.Problem is { } problem) ModelState.AddModelError("", problem);
        if (result?.Ticket is { } ticket) return SignInCodePage.From(this, ticket, ReturnUrl);
        return result?.Session is { } session ? await Begin(session) : Page();
    }

    /// <summary>Goes to the single sign-on provider.</summary>
    public async Task<IActionResult> OnPostProvider()
    {
        if (Provider is null) return NotFound();
        try
        {
            await HttpContext.ChallengeAsync(SignOnSetup.Scheme, new() { RedirectUri = SignOnPage.After(ReturnUrl) });
            return new EmptyResult();
        }
        // What the library throws if it can't read what the provider says of itself.
        catch (InvalidOperationException) when (!Response.HasStarted)
        {
            ModelState.Clear();
            ModelState.AddModelError("", $"{Provider.Name} can't be reached now. Try again in a few minutes, or sign in another way.");
            return Page();
        }
    }

    /// <summary>The options for a passkey, for the script.</summary>
    public async Task<IActionResult> OnGetPasskeyOffer(CancellationToken ct) =>
        new JsonResult(await mediator.Send(new OfferPasskeySignIn(), ct));

    public async Task<IActionResult> OnPostPasskey(string? offer, string? answer)
    {
        var result = await this.TrySend(mediator, new SignInByPasskey(offer ?? "", answer ?? "", Request.Headers.UserAgent));
        return result?.Session is { } session ? await Begin(session) : Page();
    }

    public async Task<IActionResult> OnPostDemo(string? account)
    {
        var result = await this.TrySend(mediator, new SignInAsDemo(account ?? "", Request.Headers.UserAgent));
        return result?.Session is { } session ? await Begin(session) : Page();
    }

    private async Task<IActionResult> Begin(string session)
    {
        await SignOnSetup.Begin(HttpContext, session, idToken: null);
        return this.Onward(ReturnUrl);
    }
}

/// <summary>Model of <c>_PasskeySignIn</c>.</summary>
/// <param name="Button">Its words.</param>
/// <param name="IsFirst">Whether it is the page's primary button.</param>
public sealed record PasskeySignInView(string? ReturnUrl, string Button, bool IsFirst);
