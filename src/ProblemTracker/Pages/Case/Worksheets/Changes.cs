using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ProblemTracker.Pages.Case;

/// <summary>One changed field, in words.</summary>
public sealed record Change(string What, string? Before, string? After);

/// <summary>Describes in words how two states of a record differ, for amendments and the change history.</summary>
public static class Changes
{
    // Fields that mean nothing to a reader: bookkeeping, and ids whose name is listed too.
    private static readonly HashSet<string> Silent = ["id", "problemId", "version", "ownerId", "key"];

    private static readonly Dictionary<string, Type> Enums = new()
    {
        ["technique"] = typeof(Technique),
        ["side"] = typeof(TriangleSide),
        ["status"] = typeof(ActionStatus),
        ["kind"] = typeof(MeasureKind),
        ["design"] = typeof(EvaluationDesign),
        ["carriedOut"] = typeof(CarriedOut),
        ["verdict"] = typeof(Verdict),
        ["stage"] = typeof(Stage),
        ["closingReason"] = typeof(ClosingReason),
        ["identifiedBy"] = typeof(IdentifiedBy),
    };

    /// <param name="who">An attached stakeholder's name, or the role if the reader may not see the name.</param>
    public static IReadOnlyList<Change> Between(JsonElement? before, JsonElement? after, Func<long?, string> who)
    {
        var (old, now) = (Leaves(before, who), Leaves(after, who));
        var indexOf = now.Select((leaf, at) => (leaf.What, at)).ToDictionary(leaf => leaf.What, leaf => leaf.at);
        return [.. old.Concat(now).Select(leaf => leaf.What).Distinct()
            .Select(what => new Change(what, Find(old, what), Find(now, what)))
            .Where(change => change.Before != change.After)
            .OrderBy(change => indexOf.GetValueOrDefault(change.What, int.MaxValue))];
    }

    private static string? Find(List<(string What, string Value)> leaves, string what) =>
        leaves.FirstOrDefault(leaf => leaf.What == what).Value;

    private static List<(string What, string Value)> Leaves(JsonElement? state, Func<long?, string> who)
    {
        var found = new List<(string, string)>();
        if (state is { } root) Walk(root, "", "", who, found);
        return found;
    }

    private static void Walk(JsonElement element, string path, string name, Func<long?, string> who, List<(string, string)> found)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject().Where(member => !Silent.Contains(member.Name)))
                    Walk(member.Value, path.Length == 0 ? InWords(member.Name) : $"{path}, {InWords(member.Name).ToLowerInvariant()}",
                        member.Name, who, found);
                break;
            case JsonValueKind.Array when element.EnumerateArray().All(item => item.ValueKind is not JsonValueKind.Object):
                if (element.GetArrayLength() > 0)
                    found.Add((path, string.Join(", ", element.EnumerateArray().Select(item => item.ToString()))));
                break;
            case JsonValueKind.Array:
                var number = 0;
                foreach (var item in element.EnumerateArray()) Walk(item, $"{path} {++number}", name, who, found);
                break;
            case JsonValueKind.Null or JsonValueKind.Undefined:
                break;
            default:
                found.Add((path.Length == 0 ? "Value" : path, Value(element, name, who)));
                break;
        }
    }

    private static string Value(JsonElement element, string name, Func<long?, string> who) => element.ValueKind switch
    {
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Number when name is "ownerAttachmentId" or "attachmentId" && element.TryGetInt64(out var id) => who(id),
        JsonValueKind.Number when element.TryGetDecimal(out var number) => number.ToString("0.##########", CultureInfo.InvariantCulture),
        JsonValueKind.String when Enums.TryGetValue(name, out var type) && Enum.TryParse(type, element.GetString(), out var value) =>
            Wording.Of((Enum)value),
        JsonValueKind.String when DateOnly.TryParseExact(element.GetString(), "yyyy-MM-dd", out var date) => DateText.Date(date),
        _ => element.ToString(),
    };

    // targetDate -> Target date
    private static string InWords(string name)
    {
        var words = new StringBuilder();
        foreach (var letter in name)
            if (char.IsUpper(letter)) words.Append(' ').Append(char.ToLowerInvariant(letter));
            else words.Append(words.Length == 0 ? char.ToUpperInvariant(letter) : letter);
        return words.ToString();
    }
}
