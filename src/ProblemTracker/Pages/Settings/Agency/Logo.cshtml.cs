using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;

namespace ProblemTracker.Pages.Settings;

/// <summary>The agency's logo, for the top of every page, also of the page for signing in.</summary>
[AllowAnonymous]
public sealed class AgencyLogoPage(IMediator mediator) : PageModel
{
    /// <summary>A new logo has a new address, so browsers can keep each one.</summary>
    [FromRoute] public string Digest { get; set; } = "";

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        var logo = await mediator.Send(new ReadLogo(), ct);
        if (logo.Digest != Digest) throw new NotFound();
        Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return File(logo.Content, "image/jpeg");
    }
}
