using FluentValidation;

namespace ProblemTracker.Problems;

/// <summary>One of several records to change, with the version that was read.</summary>
public sealed record BulkItem(long Id, int Version);

/// <summary>What became of each record, in the order given. A refusal of one does not undo the others.</summary>
/// <param name="Changed">Number of records of which something changed.</param>
/// <param name="Refused">Number of records of which something was refused. One can be in both numbers.</param>
public sealed record BulkResult(IReadOnlyList<BulkLine> Items, int Changed, int Refused)
{
    internal static BulkResult Of(IReadOnlyList<BulkLine> lines) =>
        new(lines, lines.Count(line => line.Changes.Count > 0), lines.Count(line => line.Refusals.Count > 0));
}

/// <param name="ProblemId">Null, as <paramref name="Number"/> and <paramref name="Title"/>, if the actor can't view it.</param>
/// <param name="Title">The problem's title; for an action, what it says.</param>
/// <param name="Version">The version now; null if the actor can't view it.</param>
/// <param name="Changes">What changed, such as "Priority: High". Empty if everything was as asked before.</param>
/// <param name="Refusals">Why something did not change.</param>
public sealed record BulkLine(
    long Id, long? ProblemId, string? Number, string? Title, int? Version, IReadOnlyList<string> Changes, IReadOnlyList<string> Refusals);

internal static class BulkRules
{
    public const int Most = Page.LargestSize;

    public static void ItemRules<T>(this AbstractValidator<T> validator, Func<T, IReadOnlyList<BulkItem>> items, string one, string many) =>
        validator.RuleFor(c => items(c)).Cascade(CascadeMode.Stop)
            .Must(all => all is { Count: > 0 }).WithMessage($"Choose at least one {one}.")
            .Must(all => all.Count <= Most).WithMessage($"Change at most {Most} {many} at once.")
            .Must(all => all.All(item => item is not null) && all.DistinctBy(item => item.Id).Count() == all.Count)
            .WithMessage($"Give each {one} once, with its id and version.")
            .OverridePropertyName("items");

    /// <summary>The sentences of a refusal, for one record among several.</summary>
    public static IReadOnlyList<string> Sentences(this TrackerException refusal) => refusal switch
    {
        Invalid invalid => [.. invalid.Errors.Values.SelectMany(sentences => sentences).Distinct()],
        RuleBroken { Shortfalls.Count: > 0 } rule => [.. rule.Shortfalls.Select(missing => missing.Message).Distinct()],
        Stale => ["Someone changed this after you chose it. Look at it, then choose it again."],
        _ => [refusal.Message],
    };
}
