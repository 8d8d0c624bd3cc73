using System.Globalization;

namespace ProblemTracker.Domain;

/// <summary>What became of an action so far, as one phrase for the department. It never names an owner outside.</summary>
public static class ActionWords
{
    /// <param name="doneOn">When it was done, if it was.</param>
    /// <param name="reportedDoneOn">When its owner outside says it was done.</param>
    /// <param name="answeredOn">When the owner answered; null where that was not read.</param>
    public static string State(
        ActionStatus status, DateOnly? doneOn, DateOnly? reportedDoneOn, OwnerAnswer? answer, DateOnly? answeredOn = null) => status switch
        {
            ActionStatus.Planned when reportedDoneOn is { } reported => $"Reported done {Written(reported)}, not confirmed yet",
            ActionStatus.Planned when answer is { } given => $"{Wording.Of(given)} {ByItsOwner(answeredOn)}",
            _ => $"{Wording.Of(status)}{(doneOn is { } done ? $" {Written(done)}" : "")}",
        };

    /// <summary>What follows "declined" or "accepted": <c>by its owner on Mar 5, 2026</c>.</summary>
    public static string ByItsOwner(DateOnly? on) => $"by its owner{(on is { } day ? $" on {Written(day)}" : "")}";

    private static string Written(DateOnly date) => date.ToString("MMM d, yyyy", CultureInfo.InvariantCulture);
}
