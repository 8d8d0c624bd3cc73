using ProblemTracker.Nudges;

namespace ProblemTracker.Pages.Shared;

/// <summary>
/// What the frame around every page shows. Filled once per request, before a page is rendered:
/// <c>HttpContext.Features.Set(new Shell(…))</c>; where nobody did, the frame is the one of a stranger.
/// </summary>
/// <param name="PersonName">Null when nobody is signed in.</param>
/// <param name="Roles">The person's roles in words.</param>
/// <param name="IsAdministrator">Adds People and Settings to the menu.</param>
/// <param name="ReadsProblems">Adds the pages about problems to the menu.</param>
/// <param name="Decides">Adds what waits for a supervisor to the menu.</param>
/// <param name="IsDemo">Marks every page as invented.</param>
/// <param name="DemoDate">The demo clock's date, for example <c>Monday, March 2, 2026</c>; null while it shows the real one.</param>
/// <param name="Waiting">New reminders of this person, and requests for them to decide.</param>
public sealed record Shell(
    string? PersonName, IReadOnlyList<string> Roles, bool IsAdministrator, bool ReadsProblems, bool Decides, bool IsDemo,
    string? DemoDate, WaitingCounts Waiting)
{
    /// <summary>Adds the page of a partner's own actions to the menu.</summary>
    public bool IsPartner { get; init; }

    /// <summary>Adds the imports to the menu.</summary>
    public bool Imports { get; init; }

    public static readonly Shell Stranger = new(null, [], false, false, false, false, null, WaitingCounts.None);

    /// <summary>The TempData key of the sentence shown once after a successful save.</summary>
    public const string Flash = "Flash";

    public static Shell Of(HttpContext context) => context.Features.Get<Shell>() ?? Stranger;
}

/// <summary>
/// The sentence that the status page shows instead of its own, for example who can do what was refused:
/// <c>HttpContext.Features.Set(new StatusSentence(Permissions.WhoCan(permission)))</c>.
/// </summary>
public sealed record StatusSentence(string Text);
