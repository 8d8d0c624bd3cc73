using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Me;

/// <summary>A person's own second factors. Who must add one sees nothing else until then.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class SecondFactorPage(IMediator mediator, Actor actor) : PageModel
{
    private const string Here = "~/me/second-factor";

    [BindProperty] public string Name { get; set; } = "";

    public SecondFactorDetails Factors { get; private set; } = new();
    public RecoveryCodes? Codes { get; private set; }
    public bool IsRequired => actor.SecondFactorDueAt <= TimeProvider.System.GetUtcNow();
    public bool IsRecent => SecondFactors.IsRecent(actor);
    public Func<DateTimeOffset, string> Local { get; private set; } = _ => "";

    public async Task OnGet(CancellationToken ct)
    {
        Factors = await mediator.Send(new ReadSecondFactors(actor.PersonId ?? 0), ct);
        var day = await mediator.Send(new ReadAgencyDay(), ct);
        Local = at => DateText.Time(day.Local(at));
    }

    /// <summary>The options for a new passkey, for the script.</summary>
    public async Task<IActionResult> OnGetOffer(CancellationToken ct) => new JsonResult(await mediator.Send(new OfferPasskey(), ct));

    public Task<IActionResult> OnPostPasskey(string? offer, string? answer, CancellationToken ct) =>
        Added(new AddPasskey(offer ?? "", answer ?? "", Name), "The passkey is added.", ct);

    public Task<IActionResult> OnPostCodes(CancellationToken ct) => Added(new ReplaceRecoveryCodes(), "", ct);

    public async Task<IActionResult> OnPostRemove(long? passkeyId, CancellationToken ct)
    {
        if (await this.TrySend(mediator, new RemoveSecondFactor(passkeyId)) is not null)
        {
            TempData[Shell.Flash] = passkeyId is null ? "The app is removed." : "The passkey is removed.";
            return LocalRedirect(Here);
        }
        await OnGet(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAgain()
    {
        await mediator.Send(new SignOut());
        await HttpContext.SignOutAsync();
        return LocalRedirect("~/sign-in?returnUrl=%2Fme%2Fsecond-factor");
    }

    private async Task<IActionResult> Added(ICommand<RecoveryCodes> command, string sentence, CancellationToken ct)
    {
        var codes = await this.TrySend(mediator, command);
        if (codes is { Codes.Count: 0 })
        {
            TempData[Shell.Flash] = sentence;
            return LocalRedirect(Here);
        }
        Codes = codes;
        if (codes is null) await OnGet(ct);
        return Page();
    }
}
