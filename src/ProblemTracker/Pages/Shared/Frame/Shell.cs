using ProblemTracker.Agency;
using ProblemTracker.Nudges;

namespace ProblemTracker.Pages.Shared;

/// <summary>
/// What the layout around every page shows. Set once per request, before the page renders:
/// <c>HttpContext.Features.Set(new Shell(…))</c>. The default is <c>Shell.Stranger</c>.
/// </summary>
/// <param name="PersonName">Null if no one is signed in.</param>
/// <param name="Roles">The person's roles in words.</param>
/// <param name="IsAdministrator">Adds People and Settings to the menu.</param>
/// <param name="ReadsProblems">Adds the pages about problems to the menu.</param>
/// <param name="Decides">Adds requests for a supervisor to the menu.</param>
/// <param name="IsDemo">Marks every page as a demo.</param>
/// <param name="DemoDate">The demo clock's date; null while it is the real date.</param>
/// <param name="Waiting">Numbers of the person's new reminders and of requests that wait for their decision.</param>
public sealed record Shell(
    string? PersonName, IReadOnlyList<string> Roles, bool IsAdministrator, bool ReadsProblems, bool Decides, bool IsDemo,
    DateOnly? DemoDate, WaitingCounts Waiting)
{
    /// <summary>Whose drafts this browser keeps; null if no one is signed in. Two people can have one name.</summary>
    public long? PersonId { get; init; }

    /// <summary>Adds the page of a partner's own actions to the menu.</summary>
    public bool IsPartner { get; init; }

    /// <summary>The day from which this person can do nothing without a second factor; null if they have one or need none.</summary>
    public string? SecondFactorDue { get; init; }

    /// <summary>The agency's name, logo and contact at the top of the page and of its print.</summary>
    public Letterhead Letterhead { get; init; } = Letterhead.Blank;

    /// <summary>Whether the page has texts in other languages, and offers them.</summary>
    public bool OffersLanguages { get; init; }

    /// <summary>Adds the concerns of residents to the menu.</summary>
    public bool WorksConcerns { get; init; }

    /// <summary>Adds the contacts with residents to the menu.</summary>
    public bool LogsContacts { get; init; }

    /// <summary>Adds the audit to the menu.</summary>
    public bool ReadsAudit { get; init; }

    /// <summary>Adds retention to the menu.</summary>
    public bool ManagesRetention { get; init; }

    /// <summary>Adds the public-records requests to the menu.</summary>
    public bool ReleasesRecords { get; init; }

    /// <summary>Whether there may be confidential problems that this person can't view. Says nothing about whether there are any.</summary>
    public bool LeavesProblemsOut { get; init; }

    /// <summary>Adds the imports to the menu.</summary>
    public bool Imports { get; init; }

    public static readonly Shell Stranger = new(null, [], false, false, false, false, null, WaitingCounts.None);

    /// <summary>The TempData key of the message shown once after a save.</summary>
    public const string Flash = "Flash";

    /// <summary>The TempData key of the address that takes back what the message says, if that is possible for a minute.</summary>
    public const string Undo = "Undo";

    /// <summary>The address that takes back the last decision on a problem.</summary>
    /// <param name="version">The problem's, after the decision.</param>
    public static string UndoOf(long problemId, int version) => $"~/problems/{problemId}?handler=Undo&version={version}";

    public static Shell Of(HttpContext context) => context.Features.Get<Shell>() ?? Stranger;
}

/// <summary>The sentence that the status page shows instead of its own, for example about who can do what was refused.</summary>
public sealed record StatusSentence(string Text);
