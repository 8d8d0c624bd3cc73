using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Accounts;
using ProblemTracker.Pages.People;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Updates;

namespace ProblemTracker.Pages.Me;

/// <summary>A person's own email settings. Reminder emails link here.</summary>
public sealed class MePage(IMediator mediator, Actor actor, TrackerOptions options) : PageModel
{
    [BindProperty] public EmailChoice? EmailChoice { get; set; }
    [BindProperty] public bool WeeklyBriefing { get; set; }

    /// <summary>How the person hears of each kind of update, in the order shown.</summary>
    // With its name given, the other forms of the page don't bind their fields to it.
    [BindProperty(Name = nameof(Ways))] public Dictionary<UpdateKind, UpdateWay> Ways { get; set; } = [];

    public static IReadOnlyDictionary<UpdateWay, string> WayWords { get; } = new Dictionary<UpdateWay, string>
    {
        [UpdateWay.PageOnly] = "Only in the tracker",
        [UpdateWay.Daily] = "In the daily email",
        [UpdateWay.AtOnce] = "By email at once",
    };

    public static string Says(UpdateKind kind) => kind switch
    {
        UpdateKind.RequestAnswered => "Answers to your requests",
        UpdateKind.RequestMade => "Requests for you to decide",
        UpdateKind.Assigned => "Lead and teams: changes about you",
        UpdateKind.Mentioned => "Notes that name you with @",
        UpdateKind.MyAction => "Your actions: given to you, changed, confirmed",
        UpdateKind.ResidentWrote => "Residents: messages about concerns of your problems",
        UpdateKind.OwnerAnswered => "Partners and residents: answers about actions",
        UpdateKind.Moved => "Stages: moved, started, judged, followed up",
        UpdateKind.DueDateChanged => "Due dates and holds",
        UpdateKind.SheetSaved => "Worksheets that others saved",
        _ => "Notes and files that others added, linked incidents that imports changed",
    };

    public bool ReadsProblems => actor.Might(Permission.ReadProblems);

    public string Email { get; private set; } = "";
    public bool PasswordIsOff => PasswordsOff.For(options, Email);
    public AccountAccessView Access { get; private set; } = null!;
    /// <summary>Null if no change of the address waits for confirmation.</summary>
    public EmailChangeView? EmailChange { get; private set; }

    /// <summary>The choices of this person. People who can't read problems get no escalations, so they have no choice about them.</summary>
    public IEnumerable<(EmailChoice Choice, string Label, string Says)> Offered =>
        from offer in new[]
        {
            (Choice: Domain.EmailChoice.Digest, Label: "One email a day", Says: actor.Might(Permission.ReadProblems)
                ? "Escalations, reminders and updates, in one email."
                : "Everything you need to act on, in one email."),
            (Choice: Domain.EmailChoice.EscalationsOnly, Label: "Escalations only",
                Says: "No daily email. You get an email only when a long-overdue problem is escalated to you."),
            (Choice: Domain.EmailChoice.InAppOnly, Label: "No email", Says: "You see your reminders only in the tracker."),
        }
        where offer.Choice != Domain.EmailChoice.EscalationsOnly || actor.Might(Permission.ReadProblems)
        select offer;

    public async Task OnGet(CancellationToken ct)
    {
        await Read(ct);
        var mine = await mediator.Send(new ReadMySettings(), ct);
        (EmailChoice, WeeklyBriefing) = (mine.EmailChoice, mine.WeeklyBriefing);
        Ways = (await mediator.Send(new ReadMyUpdateWays(), ct)).Ways.ToDictionary();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (EmailChoice is null) ModelState.AddModelError(nameof(EmailChoice), "Choose which emails you want.");
        if (await this.TrySend(mediator, new ChangeMySettings(EmailChoice ?? default, WeeklyBriefing)) is not null
            && await this.TrySend(mediator, new ChangeMyUpdateWays(Ways)) is not null)
        {
            TempData[Shell.Flash] = "Your settings are saved.";
            return LocalRedirect("~/me");
        }
        await Read(ct);
        return Page();
    }

    /// <summary>The colors in this browser.</summary>
    [BindProperty] public ThemeChoice? Colors { get; set; }

    public static IEnumerable<(ThemeChoice Choice, string Label)> Themes =>
        [(ThemeChoice.System, "As this device is set"), (ThemeChoice.Light, "Light"), (ThemeChoice.Dark, "Dark")];

    public async Task<IActionResult> OnPostColors(CancellationToken ct)
    {
        if (Colors is { } choice && ModelState.IsValid && Enum.IsDefined(choice))
        {
            Theme.Keep(Response, choice);
            TempData[Shell.Flash] = "The colors of this browser are saved.";
            return LocalRedirect("~/me");
        }
        ModelState.TryAddModelError(nameof(Colors), "Choose one of the options.");
        await OnGet(ct);
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        Email = (await mediator.Send(new ReadMe(), ct)).Email;
        Access = await mediator.AccessOf(actor.PersonId ?? 0, ct);
        EmailChange = (await mediator.EmailOf(actor.PersonId ?? 0, "~/me/email", ct)).Waiting;
    }
}
