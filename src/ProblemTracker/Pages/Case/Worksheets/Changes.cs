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
        "actionId", "stakeholderId", "field", "recipients", "incidentIds", "incidentId", "inWords", "comments", "photos", "owner",
        "actions", "granted", "linkedRows", "digest", "sha256",
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
        ["commanderId"] = "Commander",
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
        ["passages"] = "Passages withheld",
        ["personId"] = "Person",
        ["points"] = "Score",
        ["proposed"] = "Proposed reason code",
        ["reasonCodes"] = "Reason codes",
        ["relatedProblemId"] = "Related problem",
        ["reportedDoneOn"] = "Reported done on",
        ["responseArea"] = "Response area",
        ["returnedReason"] = "Reason returned",
        ["side"] = "Triangle side",
        ["startedOn"] = "Started on",
        ["statistic"] = "What is compared",
        ["statement"] = "Problem statement",
        ["subjectId"] = "Record",
        ["summary"] = "Summary for partners",
        ["supervisorId"] = "Supervisor",
        ["superControllers"] = "Super-controllers",
        ["toPersonId"] = "New person",
        ["untilOn"] = "Work resumes on",
        ["urgentSafetyReason"] = "Safety risk",
        ["typedReason"] = "Why it was typed",
        ["verdictReason"] = "Reason for the verdict",
        ["whatItShows"] = "What it shows",
        ["whatTheySaid"] = "What they said",
    };

    /// <summary>Members that are text elsewhere, or differ between records. All others are found by their type.</summary>
    private static readonly Dictionary<string, Type[]> Enums = new()
    {
        ["answer"] = [typeof(YesNo)],
        ["carriedOut"] = [typeof(CarriedOut)],
        ["closingReason"] = [typeof(ClosingReason)],
        ["design"] = [typeof(EvaluationDesign)],
        ["direction"] = [typeof(Direction)],
        ["finding"] = [typeof(FollowUpFinding)],
        ["gate"] = [typeof(Gate)],
        ["kind"] =
        [
            typeof(MeasureKind), typeof(RequestKind), typeof(NudgeKind), typeof(StakeholderKind), typeof(MoveKind), typeof(EngagementKind),
            typeof(MeetingKind),
        ],
        ["outcome"] = [typeof(RepeatDecision), typeof(VisitOutcome)],
        ["ownerAnswer"] = [typeof(OwnerAnswer)],
        ["priority"] = [typeof(Priority)],
        ["role"] = [typeof(StakeholderRole)],
        ["side"] = [typeof(TriangleSide)],
        ["roles"] = [typeof(Role)],
        ["scope"] = [typeof(ConsentScope)],
        ["source"] = [typeof(ProblemSource)],
        ["stage"] = [typeof(Stage)],
        ["statistic"] = [typeof(TestStatistic)],
        ["status"] = [typeof(ActionStatus), typeof(RequestStatus)],
        ["technique"] = [typeof(Technique)],
        ["verdict"] = [typeof(Verdict)],
        ["was"] = [typeof(ProblemTracker.Incidents.ImportState)],
    };

    private static readonly Lazy<ILookup<string, Type>> ByType = new(EnumsByType);

    /// <param name="nameOf">
    /// The name that belongs to a member, such as <c>leadId</c>, and its id or code; null if the reader does not see one, which leaves
    /// the field out.
    /// </param>
    /// <param name="timeOf">A moment in the agency's time zone.</param>
    public static IReadOnlyList<Change> Between(
        JsonElement? before, JsonElement? after, Func<string, string, string?> nameOf, Func<DateTimeOffset, string> timeOf)
    {
        var words = new Words(nameOf, timeOf);
        var (old, now) = (Leaves(before, words), Leaves(after, words));
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
    public static string? InWords(
        JsonElement value, string name, Func<string, string, string?> nameOf, Func<DateTimeOffset, string> timeOf)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined) return null;
        var words = new Words(nameOf, timeOf);
        if (value.ValueKind != JsonValueKind.Object) return Value(value, name, words);
        var leaves = Leaves(value, words);
        return leaves.Count == 0 ? null : string.Join('\n', leaves.Select(leaf => $"{leaf.What}: {leaf.Value}"));
    }

    private static string? Find(List<(string What, string Value)> leaves, string what) =>
        leaves.FirstOrDefault(leaf => leaf.What == what).Value;

    private sealed record Words(Func<string, string, string?> NameOf, Func<DateTimeOffset, string> TimeOf);

    private static List<(string What, string Value)> Leaves(JsonElement? state, Words words)
    {
        var found = new List<(string, string)>();
        if (state is { } root) Walk(root, "", "", words, found);
        return found;
    }

    private static void Walk(JsonElement element, string path, string name, Words words, List<(string, string)> found)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject().Where(member => !Silent.Contains(member.Name)))
                    Walk(member.Value, path.Length == 0 ? Label(member.Name) : $"{path}, {Within(Label(member.Name))}",
                        member.Name, words, found);
                break;
            case JsonValueKind.Array when element.EnumerateArray().All(item => item.ValueKind is not JsonValueKind.Object):
                var values = element.EnumerateArray().Select(item => Value(item, name, words)).OfType<string>().ToList();
                if (values.Count > 0) found.Add((path, string.Join(", ", values)));
                break;
            case JsonValueKind.Array:
                var number = 0;
                foreach (var item in element.EnumerateArray()) Walk(item, Item(item, path, ++number), name, words, found);
                break;
            case JsonValueKind.Null or JsonValueKind.Undefined:
                break;
            default:
                if (Value(element, name, words) is { } value) found.Add((path.Length == 0 ? "Value" : path, value));
                break;
        }
    }

    /// <summary>The label of one of several records: its number, or the problem's field that it is about.</summary>
    private static string Item(JsonElement item, string path, int number) =>
        item.TryGetProperty("field", out var field) && field.GetString() is { Length: > 0 } key
            ? string.Join(", ", key.Split('.').Select((part, at) => at == 0 ? Label(part) : Within(Label(part))))
            : path.Length == 0 ? $"Row {number}" : $"{path} {number}";

    private static string? Value(JsonElement element, string name, Words words) => element.ValueKind switch
    {
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Number when IsId(name) => words.NameOf(name, element.GetRawText()),
        JsonValueKind.Number when element.TryGetDecimal(out var number) => number.ToString("0.##########", CultureInfo.InvariantCulture),
        JsonValueKind.String when name is "codes" or "overridden" => Requirements.InWords(element.GetString()!),
        JsonValueKind.String when name is "categoryCode" => words.NameOf(name, element.GetString()!),
        JsonValueKind.String when EnumOf(name, element.GetString()!) is { } choice => Wording.Of(choice),
        JsonValueKind.String when name == "offset"
            && TimeSpan.TryParse(element.GetString(), CultureInfo.InvariantCulture, out var offset) =>
                $"{DateText.Number(Math.Round(offset.TotalDays, 2))} days",
        JsonValueKind.String when IsMoment(element, out var at) => words.TimeOf(at),
        JsonValueKind.String when DateOnly.TryParseExact(element.GetString(), "yyyy-MM-dd", out var date) => DateText.Date(date),
        _ => element.ToString(),
    };

    private static Enum? EnumOf(string name, string value) =>
        (Enums.GetValueOrDefault(name) ?? ByType.Value[name]).Where(type => Enum.GetNames(type).Contains(value))
            .Select(type => (Enum)Enum.Parse(type, value)).FirstOrDefault();

    /// <summary>The enums of every public property, except where another record has text under the same name.</summary>
    private static ILookup<string, Type> EnumsByType()
    {
        var properties = new[] { typeof(Changes).Assembly, typeof(Wording).Assembly }
            .SelectMany(assembly => assembly.GetTypes()).Where(type => type.IsVisible).SelectMany(type => type.GetProperties())
            .Select(property => (Name: JsonNamingPolicy.CamelCase.ConvertName(property.Name), Type: Inner(property.PropertyType))).ToList();
        var texts = properties.Where(property => property.Type == typeof(string)).Select(property => property.Name).ToHashSet();
        return properties.Where(property => property.Type.IsEnum && !texts.Contains(property.Name)).Distinct()
            .ToLookup(property => property.Name, property => property.Type);

        static Type Inner(Type type) => Nullable.GetUnderlyingType(type)
            ?? (type.IsGenericType && type.IsAssignableTo(typeof(System.Collections.IEnumerable)) ? type.GetGenericArguments()[0] : type);
    }

    private static bool IsMoment(JsonElement element, out DateTimeOffset at)
    {
        at = default;
        return element.GetString() is { Length: >= 20 } text && text[10] == 'T' && element.TryGetDateTimeOffset(out at);
    }

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
