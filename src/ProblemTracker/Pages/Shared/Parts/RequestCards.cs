using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Shared;

/// <summary>Model of <c>_RequestCards</c>: requests with the forms to decide them.</summary>
/// <param name="From">Path of the page to return to after a decision.</param>
/// <param name="Refused">The decision that was refused, if any.</param>
public sealed record RequestCards(IReadOnlyList<RequestDetails> Items, string From, RefusedDecision? Refused = null)
{
    /// <summary>The request in words.</summary>
    public static string What(RequestDetails request) => request.Kind switch
    {
        RequestKind.Start => "Start the response.",
        RequestKind.Override =>
            $"Override before {Gate(request.RequestedGate)}: {string.Join(", ", request.RequestedCodes.Select(Requirements.InWords))}.",
        RequestKind.Closing =>
            $"Early closure: {Wording.Of(request.RequestedClosingReason ?? ClosingReason.NotAProblem).ToLowerInvariant()}"
                + $"{(request.RequestedRelatedProblem is { } other ? $" {other}" : "")}.",
        RequestKind.Extension => $"Extension until {DateText.LongDate(request.RequestedDueOn ?? default)}.",
        RequestKind.Hold => $"Hold until {DateText.LongDate(request.RequestedUntilOn ?? default)}.",
        _ => Wording.Of(request.Kind),
    };

    public static string Waiting(int days) => days switch { 0 => "today", 1 => "yesterday", _ => $"{days} days ago" };

    private static string Gate(Gate? gate) => gate switch
    {
        Domain.Gate.Start => "the start of the response",
        Domain.Gate.Closed => "closing",
        _ => $"{gate}",
    };
}

/// <param name="Id">Of the request.</param>
/// <param name="Note">As it was typed.</param>
/// <param name="Sentences">The errors.</param>
public sealed record RefusedDecision(long Id, string? Note, IReadOnlyList<string> Sentences);
