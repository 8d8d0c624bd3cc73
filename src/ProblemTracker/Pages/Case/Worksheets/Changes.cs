using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ProblemTracker.Pages.Case;

/// <summary>One changed field, in words.</summary>
public sealed record Change(string What, string? Before, string? After);

/// <summary>Describes in words how two states of a record differ, for amendments and the change history.</summary>
public static class Changes
{
    // Members that mean nothing to a reader: bookkeeping, and what the entry's own text says already.
    private static readonly HashSet<string> Silent =
    [
        "id", "problemId", "version", "key", "objectiveKey", "baselineKey", "counted", "hash", "visit", "occurrence", "requestId",
        "actionId", "stakeholderId",
        "recipients", "incidentIds", "incidentId", "inWords", "comments", "photos", "owner", "actions", "granted", "linkedRows",
    ];

    /// <summary>Members whose label on the pages is not the member's name split into words.</summary>
    private static readonly Dictionary<string, string> Labels = new()
    {
        ["attachmentId"] = "Stakeholder",
        ["carriedOut"] = "Extent",
        ["categoryCode"] = "Category",
        ["checked"] = "Checked for displacement",
        ["cheers"] = "CHEERS",
        ["chosen"] = "Chosen for the plan",
        ["codes"] = "Requirements",
        ["comparableReason"] = "Why the periods are comparable",
        ["consulted"] = "People consulted",
        ["countedSource"] = "Events counted elsewhere",
        ["doneOn"] = "Done on",
        ["droppedReason"] = "Reason dropped",
        ["dueOn"] = "Due date",
        ["finding"] = "Findings",
        ["found"] = "Findings",
        ["harms"] = "Harms and costs",
        ["informed"] = "Stakeholders informed",
        ["incidents"] = "Linked incidents",
        ["leadId"] = "Lead officer",
        ["lessons"] = "Lessons learned",
        ["neighborhoodId"] = "Neighborhood",
        ["noComparisonReason"] = "Reason for no control or buffer area",
        ["noOutsideActionReason"] = "Reason for no action outside the police",
        ["notCheckedReason"] = "Reason for not checking",
        ["notRelevantReason"] = "Reason it is not relevant",
        ["on"] = "Date",
        ["outsidePolice"] = "From outside the police",
        ["overridden"] = "Overridden requirements",
        ["ownerAttachmentId"] = "Owner",
        ["ownerId"] = "Owner",
        ["ownerAnswer"] = "Owner's answer",
        ["ownerAnswerReason"] = "Owner's reason",
        ["points"] = "Score",
        ["relatedProblemId"] = "Related problem",
        ["reportedDoneOn"] = "Reported done on",
        ["responseArea"] = "Response area",
        ["returnedReason"] = "Reason returned",
        ["side"] = "Triangle side",
        ["startedOn"] = "Started on",
        ["statement"] = "Problem statement",
        ["summary"] = "Summary for partners",
        ["superControllers"] = "Super-controllers",
        ["untilOn"] = "Work resumes on",
        ["urgentSafetyReason"] = "Safety risk",
        ["verdictReason"] = "Reason for the verdict",
        ["whatItShows"] = "What it shows",
        ["whatTheySaid"] = "What they said",
    };

    private static readonly Dictionary<string, Type[]> Enums = new()
    {
        ["answer"] = [typeof(YesNo)],
        ["carriedOut"] = [typeof(CarriedOut)],
        ["closingReason"] = [typeof(ClosingReason)],
        ["design"] = [typeof(EvaluationDesign)],
        ["direction"] = [typeof(Direction)],
        ["finding"] = [typeof(FollowUpFinding)],
        ["gate"] = [typeof(Gate)],
        ["kind"] = [typeof(MeasureKind), typeof(RequestKind), typeof(NudgeKind)],
        ["ownerAnswer"] = [typeof(OwnerAnswer)],
        ["priority"] = [typeof(Priority)],
        ["role"] = [typeof(StakeholderRole)],
        ["side"] = [typeof(TriangleSide)],
        ["source"] = [typeof(ProblemSource)],
        ["stage"] = [typeof(Stage)],
        ["status"] = [typeof(ActionStatus), typeof(RequestStatus)],
        ["technique"] = [typeof(Technique)],
        ["verdict"] = [typeof(Verdict)],
    };

    /// <param name="nameOf">
    /// The name that belongs to a member, such as <c>leadId</c>, and its id or code; null if the reader does not see one, which leaves
    /// the field out.
    /// </param>
    public static IReadOnlyList<Change> Between(JsonElement? before, JsonElement? after, Func<string, string, string?> nameOf)
    {
        var (old, now) = (Leaves(before, nameOf), Leaves(after, nameOf));
        var indexOf = now.Select((leaf, at) => (leaf.What, at)).GroupBy(leaf => leaf.What).ToDictionary(g => g.Key, g => g.First().at);
        return [.. old.Concat(now).Select(leaf => leaf.What).Distinct()
            .Select(what => new Change(what, Find(old, what), Find(now, what)))
            .Where(change => change.Before != change.After)
            .OrderBy(change => indexOf.GetValueOrDefault(change.What, int.MaxValue))];
    }

    /// <summary>The label of a field by its place, such as <c>sources[1].name</c>.</summary>
    public static string LabelOf(string field)
    {
        var label = "";
        foreach (var step in field.Split('.'))
        {
            var row = step.IndexOf('[', StringComparison.Ordinal);
            var name = Label(row < 0 ? step : step[..row]);
            label += label.Length == 0 ? name : $", {Within(name)}";
            if (row >= 0) label += $" {int.Parse(step[(row + 1)..^1], CultureInfo.InvariantCulture) + 1}";
        }
        return label;
    }

    /// <summary>A value in words, with a line for each of its fields; null if it is blank.</summary>
    /// <param name="name">The name of its member, such as <c>verdict</c>.</param>
    public static string? InWords(JsonElement value, string name, Func<string, string, string?> nameOf) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.Object => Leaves(value, nameOf) is { Count: > 0 } leaves
            ? string.Join('\n', leaves.Select(leaf => $"{leaf.What}: {leaf.Value}")) : null,
        _ => Value(value, name, nameOf),
    };

    private static string? Find(List<(string What, string Value)> leaves, string what) =>
        leaves.FirstOrDefault(leaf => leaf.What == what).Value;

    private static List<(string What, string Value)> Leaves(JsonElement? state, Func<string, string, string?> nameOf)
    {
        var found = new List<(string, string)>();
        if (state is { } root) Walk(root, "", "", nameOf, found);
        return found;
    }

    private static void Walk(
        JsonElement element, string path, string name, Func<string, string, string?> nameOf, List<(string, string)> found)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject().Where(member => !Silent.Contains(member.Name)))
                    Walk(member.Value, path.Length == 0 ? Label(member.Name) : $"{path}, {Within(Label(member.Name))}",
                        member.Name, nameOf, found);
                break;
            case JsonValueKind.Array when element.EnumerateArray().All(item => item.ValueKind is not JsonValueKind.Object):
                var values = element.EnumerateArray().Select(item => Value(item, name, nameOf)).OfType<string>().ToList();
                if (values.Count > 0) found.Add((path, string.Join(", ", values)));
                break;
            case JsonValueKind.Array:
                var number = 0;
                foreach (var item in element.EnumerateArray()) Walk(item, $"{path} {++number}", name, nameOf, found);
                break;
            case JsonValueKind.Null or JsonValueKind.Undefined:
                break;
            default:
                if (Value(element, name, nameOf) is { } value) found.Add((path.Length == 0 ? "Value" : path, value));
                break;
        }
    }

    private static string? Value(JsonElement element, string name, Func<string, string, string?> nameOf) => element.ValueKind switch
    {
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Number when IsId(name) => nameOf(name, element.GetRawText()),
        JsonValueKind.Number when element.TryGetDecimal(out var number) => number.ToString("0.##########", CultureInfo.InvariantCulture),
        JsonValueKind.String when name is "codes" or "overridden" => Requirements.InWords(element.GetString()!),
        JsonValueKind.String when name is "categoryCode" => nameOf(name, element.GetString()!),
        JsonValueKind.String when Enums.TryGetValue(name, out var types) => types
            .Where(type => Enum.GetNames(type).Contains(element.GetString()))
            .Select(type => Wording.Of((Enum)Enum.Parse(type, element.GetString()!))).FirstOrDefault(element.GetString()),
        JsonValueKind.String when DateOnly.TryParseExact(element.GetString(), "yyyy-MM-dd", out var date) => DateText.Date(date),
        _ => element.ToString(),
    };

    private static bool IsId(string name) => name.EndsWith("Id", StringComparison.Ordinal) || name == "team";

    private static string Label(string name) => Labels.GetValueOrDefault(name) ?? InWords(name);

    // Within a path only the first word is capitalized, but an abbreviation stays as it is.
    private static string Within(string label) =>
        label.Length > 1 && char.IsUpper(label[1]) ? label : char.ToLowerInvariant(label[0]) + label[1..];

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
