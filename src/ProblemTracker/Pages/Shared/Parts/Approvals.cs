using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Shared;

/// <summary>Model of <c>_Approvals</c>: requests with the forms that decide them.</summary>
/// <param name="From">Path of the page that shows them, to which a decision comes back.</param>
/// <param name="Refused">Where a decision was refused: the request's id and what was typed.</param>
public sealed record Approvals(IReadOnlyList<ApprovalDetails> Items, string From, RefusedDecision? Refused = null)
{
    /// <summary>What is asked, as a sentence.</summary>
    public static string What(ApprovalDetails request) => request.Kind switch
    {
        ApprovalKind.Start => "Start the response.",
        ApprovalKind.Override => $"{Gate(request.AskedGate)} without {string.Join(", ", request.AskedCodes.Select(Requirements.InWords))}.",
        ApprovalKind.Closing =>
            "Close it early: "
                + $"{Wording.Of(request.AskedClosingReason ?? ClosingReason.NotAProblem).ToLowerInvariant()}{(request.AskedRelatedProblem is { } other ? $" {other}" : "")}.",
        ApprovalKind.Extension => $"More time, until {DateText.LongDate(request.AskedDueOn ?? default)}.",
        ApprovalKind.Hold => $"Put it on hold until {DateText.LongDate(request.AskedUntilOn ?? default)}.",
        _ => Wording.Of(request.Kind),
    };

    public static string Waiting(int days) => days switch { 0 => "today", 1 => "yesterday", _ => $"{days} days ago" };

    private static string Gate(Gate? gate) => gate switch
    {
        Domain.Gate.Start => "Start the response",
        Domain.Gate.Closed => "Close it",
        _ => $"Move it to {gate}",
    };
}

/// <param name="Id">Of the request.</param>
/// <param name="Note">As it was typed.</param>
/// <param name="Sentences">What stands against it.</param>
public sealed record RefusedDecision(long Id, string? Note, IReadOnlyList<string> Sentences);
