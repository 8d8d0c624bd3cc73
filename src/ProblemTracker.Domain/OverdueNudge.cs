using System.Globalization;

namespace ProblemTracker.Domain;

/// <summary>The nudge for an overdue problem: once per problem, stage visit and due date.</summary>
public static class NudgeRules
{
    /// <summary>Stable text such as <c>overdue:42:1:2026-03-02</c>, the same in every culture, so that a second run finds the first.</summary>
    /// <param name="visit">Which visit to a stage this is in the problem's life.</param>
    public static string OverdueKey(long problemId, int visit, DateOnly dueOn) =>
        string.Create(CultureInfo.InvariantCulture, $"overdue:{problemId}:{visit}:{dueOn:yyyy-MM-dd}");

    /// <summary>Who is nudged: the lead, or where there is none the whole team, each person once.</summary>
    public static IReadOnlyList<long> Recipients(long? leadId, IReadOnlyList<long> team) =>
        leadId is { } lead ? [lead] : [.. team.Distinct()];
}
