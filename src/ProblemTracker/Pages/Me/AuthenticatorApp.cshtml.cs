using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Accounts;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Me;

/// <summary>Adds an authenticator app, or replaces it.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class AuthenticatorAppPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty] public string Offer { get; set; } = "";
    [BindProperty] public string Code { get; set; } = "";

    public AuthenticatorAppOffer Offered { get; private set; } = null!;
    public RecoveryCodes? Codes { get; private set; }

    /// <summary>The QR code as SVG.</summary>
    public string Picture { get; private set; } = "";

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (!SecondFactors.IsRecent(actor)) return LocalRedirect("~/me/second-factor");
        Show(await mediator.Send(new OfferAuthenticatorApp(), ct));
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var codes = await this.TrySend(mediator, new AddAuthenticatorApp(Offer, Code));
        if (codes is { Codes.Count: 0 })
        {
            TempData[Shell.Flash] = "The app is added.";
            return LocalRedirect("~/me/second-factor");
        }
        Codes = codes;
        // The picture stays the same after a wrong code, since the app has its secret already.
        if (codes is null) Show(await mediator.Send(new RepeatAuthenticatorApp(Offer), ct));
        return Page();
    }

    private void Show(AuthenticatorAppOffer offered) => (Offered, Picture) = (offered, QrCode.Of(offered.Address));
}
