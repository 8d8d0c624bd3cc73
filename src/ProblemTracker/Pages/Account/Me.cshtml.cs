using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Accounts;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Account;

/// <summary>What a person chooses for themselves; the reminders' emails lead here.</summary>
public sealed class MePage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty] public MailChoice? MailChoice { get; set; }
    [BindProperty] public bool WeeklyBriefing { get; set; }

    public bool ReadsProblems => actor.Might(Permission.ReadProblems);

    public string Email { get; private set; } = "";

    /// <summary>Nothing is escalated to somebody who reads no problems.</summary>
    public IEnumerable<(MailChoice Choice, string Label, string Says)> Offered =>
        from offer in new[]
        {
            (Choice: Domain.MailChoice.Digest, Label: "One email a day", Says: actor.Might(Permission.ReadProblems)
                ? "Everything that needs you, in one email. Each escalation comes as an email of its own."
                : "Everything that needs you, in one email."),
            (Choice: Domain.MailChoice.EscalationsOnly, Label: "Only what is escalated to me",
                Says: "No daily email: mail comes only when a problem is long overdue and you answer for it."),
            (Choice: Domain.MailChoice.InAppOnly, Label: "No mail", Says: "I look at my reminders in the tracker."),
        }
        where offer.Choice != Domain.MailChoice.EscalationsOnly || actor.Might(Permission.ReadProblems)
        select offer;

    public async Task OnGet(CancellationToken ct)
    {
        await Read(ct);
        var mine = await mediator.Send(new ReadMySettings(), ct);
        (MailChoice, WeeklyBriefing) = (mine.MailChoice, mine.WeeklyBriefing);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (MailChoice is null) ModelState.AddModelError(nameof(MailChoice), "Choose which mail you want.");
        if (await this.TrySend(mediator, new ChangeMySettings(MailChoice ?? default, WeeklyBriefing)) is not null)
        {
            TempData[Shell.Flash] = "Your settings are saved.";
            return LocalRedirect("~/me");
        }
        await Read(ct);
        return Page();
    }

    private async Task Read(CancellationToken ct) => Email = (await mediator.Send(new ReadMe(), ct)).Email;
}
