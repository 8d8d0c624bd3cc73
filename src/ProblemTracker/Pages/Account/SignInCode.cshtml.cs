using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using ProblemTracker.Accounts;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Account;

/// <summary>The second step of signing in, after the password.</summary>
[AllowAnonymous, EnableRateLimiting(RateLimits.SignIn), ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class SignInCodePage(IMediator mediator) : PageModel
{
    private const string TicketKey = "SignInTicket", ReturnKey = "SignInReturn", IdTokenKey = "SignInIdToken";

    [BindProperty] public string Code { get; set; } = "";

    public SignInTicketDetails Ways { get; private set; } = null!;
    public string? ReturnUrl => TempData.Peek(ReturnKey) as string;

    /// <summary>
    /// Leads here from the password or the single sign-on provider. The ticket stays in an encrypted cookie that scripts can't read.
    /// </summary>
    public static LocalRedirectResult From(PageModel page, string ticket, string? returnUrl, string? idToken = null)
    {
        (page.TempData[TicketKey], page.TempData[ReturnKey], page.TempData[IdTokenKey]) = (ticket, returnUrl, idToken);
        return page.LocalRedirect("~/sign-in/code");
    }

    public async Task<IActionResult> OnGet(CancellationToken ct) => await Find(ct) ? Page() : TooLate();

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!await Find(ct)) return TooLate();
        var result = await this.TrySend(mediator, new FinishSignIn(Ticket, Code, Request.Headers.UserAgent));
        if (result?.Problem is { } problem) ModelState.AddModelError(nameof(Code), problem);
        if (result?.Session is not { } session) return Page();
        var (returnUrl, idToken) = (ReturnUrl, TempData.Peek(IdTokenKey) as string);
        TempData.Clear();
        await SignOnSetup.Begin(HttpContext, session, idToken);
        return this.Onward(returnUrl);
    }

    private string Ticket => TempData.Peek(TicketKey) as string ?? "";

    private async Task<bool> Find(CancellationToken ct)
    {
        try
        {
            Ways = await mediator.Send(new ReadSignInTicket(Ticket), ct);
            return true;
        }
        catch (NotFound)
        {
            return false;
        }
    }

    private LocalRedirectResult TooLate()
    {
        TempData.Clear();
        return LocalRedirect("~/sign-in");
    }
}
