using ProblemTracker.Nudges;

namespace ProblemTracker.Pages.Shared;

/// <summary>A number in the menu: how much new or waiting there is behind a link.</summary>
/// <param name="Id">Of its element.</param>
/// <param name="What">Words for screen readers.</param>
public sealed record HeaderCount(string Id, int Count, string What)
{
    /// <summary>The links that have a number.</summary>
    public static readonly IReadOnlyList<string> Counted = ["/", "/requests", "/concerns"];

    /// <summary>Whether it goes to a page that is open already.</summary>
    public bool IsPolled { get; init; }

    public string Shown => Count < CountWaiting.Most ? $"{Count}" : $"{CountWaiting.Most - 1}+";

    /// <returns>Null for a link without a number.</returns>
    public static HeaderCount? Of(string href, Shell shell) => (href, shell.Waiting) switch
    {
        ("/", { Nudges: var nudges, Updates: var updates }) =>
            new("count-day", Math.Min(nudges + updates, CountWaiting.Most), (nudges + updates) == 1 ? "new" : "new reminders and updates"),
        ("/concerns", { Residents: var residents }) when shell.WorksConcerns =>
            new("count-residents", Math.Min(residents, CountWaiting.Most), "due or waiting for an answer"),
        ("/requests", { Requests: var requests }) when shell.Decides => new("count-requests", requests, "waiting"),
        _ => null,
    };
}
