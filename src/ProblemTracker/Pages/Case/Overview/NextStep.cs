using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>The one step that comes next for this reader: the page's primary button.</summary>
/// <param name="Href">Path, from the site's root.</param>
public sealed record NextStep(string Text, string Href)
{
    private const int LongestName = 40;

    /// <param name="waiting">Requests that wait for a decision.</param>
    /// <returns>Null if this reader has no step to take.</returns>
    public static NextStep? Of(FullProblem problem, IReadOnlyList<RequestDetails> waiting)
    {
        var home = $"/problems/{problem.Id}";
        if (problem.Stage == Stage.Closed) return null;
        if (problem.Allowed.Decide && waiting.Count > 0) return new("Approve or return the request", $"/requests#request-{waiting[0].Id}");
        if (!problem.Allowed.Work) return problem.Allowed.TakeLead ? new("Take the lead", $"{home}/team") : null;
        var shortfalls = problem.Gate.Shortfalls;
        // The team does the work. A supervisor who is not on it finds it a lead, and starts what is ready.
        if (!problem.Allowed.OnTeam)
            return problem.Lead is null ? new("Assign a lead", $"{home}/team")
                : problem.Gate.Next == Gate.Start && shortfalls.Count == 0 ? new("Start response", $"{home}/start") : null;
        if (problem.Actions.FirstOrDefault(IsToConfirm) is { } action)
            return new($"Confirm “{Short(action.Description)}”", $"/actions/{action.Id}");
        // Who asked to close it, to put it on hold or to override what is left waits for that.
        if (waiting.Any(request => request.Kind is RequestKind.Closing or RequestKind.Hold or RequestKind.Override)) return null;
        if (shortfalls.Count > 0)
            return new(shortfalls.Count == 1 ? "Answer the last requirement" : $"Answer {shortfalls.Count} requirements",
                WhereToFix.Href(problem, shortfalls[0]));
        return problem.Gate.Next switch
        {
            Gate.Start when problem.Allowed.Decide => new("Start response", $"{home}/start"),
            Gate.Start when waiting.Any(request => request.Kind == RequestKind.Start) => null,
            Gate.Start => new($"Request start from {problem.Decider ?? "a supervisor"}", $"{home}/request/start"),
            Gate.Closed => new("Close problem", $"{home}/move"),
            { } next => new($"Move to {next}", $"{home}/move"),
            null => null,
        };
    }

    private static bool IsToConfirm(ActionDetails action) =>
        action is { Status: ActionStatus.Planned, ReportedDoneOn: not null, OwnerAttachmentId: not null };

    private static string Short(string text) => text.Length <= LongestName ? text : $"{text[..LongestName].TrimEnd()}…";
}
