using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Accounts;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Account;

/// <summary>Where people come back from the single sign-on provider. It shows something only if that did not work.</summary>
[AllowAnonymous, ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class SignOnPage(IMediator mediator, TrackerOptions options) : PageModel
{
    [BindProperty(SupportsGet = true)] public string? ReturnUrl { get; set; }

    public string Provider => options.SignOn!.Name;
    public string Problem { get; private set; } = "";

    /// <summary>The address of this page for someone who wants to go on to <paramref name="returnUrl"/>.</summary>
    public static string After(string? returnUrl) =>
        returnUrl is null ? SignOnSetup.Path : $"{SignOnSetup.Path}?returnUrl={Uri.EscapeDataString(returnUrl)}";

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (options.SignOn is not { } provider) return NotFound();
        if (await SignOnSetup.Read(HttpContext, provider) is not var (login, idToken))
        {
            Problem = $"{provider.Name} did not sign you in.";
            return Page();
        }
        // It works once.
        await HttpContext.SignOutAsync(SignOnSetup.Answer);
        var outcome = await mediator.Send(login, ct);
        if (outcome.Ticket is { } ticket) return SignInCodePage.From(this, ticket, ReturnUrl, idToken);
        if (outcome.Session is { } session)
        {
            await SignOnSetup.Begin(HttpContext, session, idToken);
            return this.Onward(ReturnUrl);
        }
        Problem = outcome.Problem!;
        return Page();
    }
}
