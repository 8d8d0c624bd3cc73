using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>The answers of a walk as they are stored.</summary>
internal static class WalkAnswers
{
    public sealed record Row(long ItemId, int Position, string Item, string Extent, string? Remark);

    /// <summary>The answers in the order of the items, each with the item's words.</summary>
    /// <exception cref="Invalid">An item has no answer, or two, or an answer has no item.</exception>
    public static IReadOnlyList<Row> Of(WalkFacts facts, IReadOnlyList<(long Id, string Name)> items)
    {
        Dictionary<long, WalkAnswer> given = [];
        var ids = items.Select(item => item.Id).ToHashSet();
        foreach (var (i, answer) in facts.Items.Index())
        {
            if (!ids.Contains(answer.ItemId)) throw new Invalid($"items[{i}].itemId", "The checklist has no such item. Leave it out.");
            if (!given.TryAdd(answer.ItemId, answer)) throw new Invalid($"items[{i}].itemId", "This item has two answers. Keep one.");
        }
        var missing = items.Where(item => !given.ContainsKey(item.Id)).Select(item => item.Name).ToList();
        if (missing.Count > 0)
            throw new Invalid("items", $"Choose an answer for each item of the checklist. Missing: {string.Join("; ", missing)}.");
        return [.. items.Select((item, at) =>
            new Row(item.Id, at + 1, item.Name, given[item.Id].Extent!.Value.ToString(), Text(given[item.Id].Remark)))];
    }

    /// <summary>Writes the answers of a walk in place of those that it has.</summary>
    public static Task Write(Db db, long walkId, IReadOnlyList<Row> answers, CancellationToken ct) => db.Execute(
    [
        new PendingWrite("DELETE FROM ChecklistAnswer WHERE WalkId = @walkId", new { walkId }),
        .. answers.Select(row => new PendingWrite("""
            INSERT INTO ChecklistAnswer (WalkId, ItemId, Position, Item, Extent, Remark)
            VALUES (@walkId, @ItemId, @Position, @Item, @Extent, @Remark)
            """, new { walkId, row.ItemId, row.Position, row.Item, row.Extent, row.Remark })),
    ], ct);

    /// <exception cref="Invalid">The time is in the future.</exception>
    public static DateTimeOffset Time(WalkFacts facts, CaseFile file, DateTimeOffset standard)
    {
        var at = facts.WalkedAt ?? standard;
        return at <= file.Now ? at : throw new Invalid("walkedAt", "Enter a time that is not in the future.");
    }

    public static string? Text(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
}
