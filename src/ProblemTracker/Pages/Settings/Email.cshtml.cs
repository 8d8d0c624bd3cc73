using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Mail;

namespace ProblemTracker.Pages.Settings;

/// <summary>Whether email works, a test email, and the settings of the mail server.</summary>
public sealed class EmailPage(IMediator mediator) : PageModel
{
    private AgencyDay _day = null!;

    public MailStatus Status { get; private set; } = null!;

    /// <summary>The settings by name, without the password.</summary>
    public IEnumerable<(string Name, string Value)> InForce
    {
        get
        {
            yield return ("Mail:Server", Status.Server?.Host ?? "Not set");
            if (Status.Server is not { } server) yield break;
            yield return ("Mail:Port", $"{server.Port}");
            yield return ("Mail:Security", $"{server.Security}");
            yield return ("Mail:User", server.User ?? "Not set: the tracker does not sign in to the mail server");
            yield return ("Mail:Password", server.HasPassword ? "Set" : "Not set");
            yield return ("Mail:Timeout", $"{server.TimeoutSeconds} seconds");
            yield return ("Mail:Certificate", server.Certificate ?? "Not set");
        }
    }

    public string Local(DateTimeOffset at) => DateText.Time(_day.Local(at));

    public async Task OnGet(CancellationToken ct)
    {
        Status = await mediator.Send(new ReadMailStatus(), ct);
        _day = await mediator.Send(new ReadAgencyDay(), ct);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await mediator.Send(new SendTestMail(), ct);
        return LocalRedirect("~/settings/email");
    }
}
