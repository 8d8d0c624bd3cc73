using System.Text.Json.Nodes;

namespace ProblemTracker.Domain;

/// <summary>A field, or a whole row, that two people changed in different ways.</summary>
/// <param name="Path">Its stable place: names and row keys, such as <c>sources/s2/name</c>; a row's own path has no field.</param>
/// <param name="Field">Its place in the merged sheet, such as <c>sources[1].name</c>.</param>
/// <param name="Mine">My value; null for a row that I removed, or a blank field.</param>
/// <param name="Theirs">The saved value; null for a row that they removed, or a blank field.</param>
/// <param name="IsRow">Whether one of the two removed the row that the other changed.</param>
public sealed record MergeConflict(string Path, string Field, JsonNode? Mine, JsonNode? Theirs, bool IsRow);

/// <param name="Sheet">What both changed, together; my value where they conflict, and the row where one of the two removed it.</param>
/// <param name="Conflicts">What someone must decide.</param>
public sealed record MergedSheet(JsonObject Sheet, IReadOnlyList<MergeConflict> Conflicts);

/// <summary>
/// Merges two versions of a worksheet that began from the same one, as JSON, field by field. A period is one field, since two halves of
/// different periods mean nothing. Rows are the same row if they have the same key; rows of the assessment, if they are about the same
/// action or objective.
/// </summary>
public static class SheetMerge
{
    /// <param name="origin">The version that both began from.</param>
    /// <param name="mine">My version.</param>
    /// <param name="theirs">The version saved in the meantime.</param>
    public static MergedSheet Merge(JsonObject origin, JsonObject mine, JsonObject theirs)
    {
        var conflicts = new List<MergeConflict>();
        return new((JsonObject)Node(origin, mine, theirs, "", "", conflicts)!, conflicts);
    }

    /// <summary>The value at the path of a conflict; null if it is blank or the row isn't there.</summary>
    public static JsonNode? At(JsonObject sheet, string path) => Find(sheet, Steps(path), "");

    /// <summary>The place of a path in this sheet, such as <c>sources[1].name</c>; null if the row isn't there.</summary>
    public static string? FieldAt(JsonObject sheet, string path)
    {
        var (field, list, at) = ("", "", (JsonNode?)sheet);
        foreach (var step in Steps(path))
        {
            var next = at is JsonArray rows ? RowOf(rows, step, list) : (at as JsonObject)?[step];
            if (at is JsonArray all)
            {
                if (next is null) return null;
                field += $"[{all.IndexOf(next)}]";
            }
            else field += field.Length == 0 ? step : $".{step}";
            (list, at) = (step, next);
        }
        return field;
    }

    /// <summary>Applies what someone decided about conflicts.</summary>
    /// <param name="sheet">The merged sheet with their later changes.</param>
    /// <param name="theirs">The saved version.</param>
    /// <param name="choices">The path of each conflict, and whether to keep mine.</param>
    public static JsonObject Decide(JsonObject sheet, JsonObject theirs, IEnumerable<(string Path, bool Mine)> choices)
    {
        var decided = (JsonObject)sheet.DeepClone();
        foreach (var (path, mine) in choices)
        {
            var steps = Steps(path);
            if (Find(decided, steps.AsSpan()[..^1], "") is not { } parent) continue;
            var other = Find(theirs, steps, "");
            if (parent is JsonArray rows)
            {
                // Who removed the row has none. Keeping their decision means that it goes.
                if ((other is null) != mine && RowOf(rows, steps[^1], steps[^2]) is { } row) rows.Remove(row);
            }
            else if (!mine && parent is JsonObject fields && fields.ContainsKey(steps[^1])
                && Find(theirs, steps.AsSpan()[..^1], "") is not null)
                fields[steps[^1]] = other?.DeepClone();
        }
        return decided;
    }

    private static JsonNode? Node(JsonNode? origin, JsonNode? mine, JsonNode? theirs, string path, string field,
        List<MergeConflict> conflicts)
    {
        if (Same(mine, theirs) || Same(origin, mine)) return theirs?.DeepClone();
        if (Same(origin, theirs)) return mine?.DeepClone();
        switch (mine, theirs)
        {
            case (JsonObject my, JsonObject their) when !IsPeriod(my):
                var merged = new JsonObject();
                foreach (var name in my.Select(member => member.Key).Union(their.Select(member => member.Key)))
                    merged[name] = Node((origin as JsonObject)?[name], my[name], their[name], Joined(path, name),
                        field.Length == 0 ? name : $"{field}.{name}", conflicts);
                return merged;
            case (JsonArray my, JsonArray their):
                return Rows(origin as JsonArray ?? [], my, their, path, field, conflicts);
            default:
                conflicts.Add(new(path, field, mine?.DeepClone(), theirs?.DeepClone(), IsRow: false));
                return mine?.DeepClone();
        }
    }

    private static JsonArray Rows(JsonArray origin, JsonArray mine, JsonArray theirs, string path, string field,
        List<MergeConflict> conflicts)
    {
        var list = path[(path.LastIndexOf('/') + 1)..];
        var (from, my, their) = (Known(origin, list), Known(mine, list), Known(theirs, list));
        var merged = new JsonArray();
        foreach (var row in theirs)
        {
            if (KeyOf(row, list) is not { } key || their[key] != row || (IdentityOf(list) == Key && !from.ContainsKey(key)))
                merged.Add(row?.DeepClone());
            else if (my.TryGetValue(key, out var own))
                merged.Add(Node(from.GetValueOrDefault(key) ?? Blank(row, list), own, row, Joined(path, key), $"{field}[{merged.Count}]",
                    conflicts));
            else if (!from.TryGetValue(key, out var before)) merged.Add(row!.DeepClone());
            else if (!Same(before, row)) Removed(key, null, row);
        }
        var added = theirs.Where(row => KeyOf(row, list) is not { } key || !from.ContainsKey(key)).Select(row => WithoutKey(row)).ToList();
        var next = new[] { origin, mine, theirs }.SelectMany(rows => rows).Max(row => RowKeys.Number(KeyOf(row, list), Prefix(list))) ?? 0;
        foreach (var row in mine)
        {
            // A key that the origin does not have was only given to a row of mine that is new, and theirs may have given the same.
            if (KeyOf(row, list) is not { } key || my[key] != row || (IdentityOf(list) == Key && !from.ContainsKey(key)))
            {
                // Both added the same.
                if (added.Any(other => Same(other, WithoutKey(row)))) continue;
                var copy = row?.DeepClone();
                if (copy is JsonObject fields && IdentityOf(list) == Key) fields[Key] = RowKeys.Key(Prefix(list), ++next);
                merged.Add(copy);
            }
            else if (their.ContainsKey(key)) continue;
            else if (!from.TryGetValue(key, out var before)) merged.Add(row!.DeepClone());
            else if (!Same(before, row)) Removed(key, row, null);
        }
        return merged;

        void Removed(string key, JsonNode? own, JsonNode? other)
        {
            conflicts.Add(new(Joined(path, key), $"{field}[{merged.Count}]", own?.DeepClone(), other?.DeepClone(), IsRow: true));
            merged.Add((own ?? other)!.DeepClone());
        }
    }

    private const string Key = "key";

    /// <summary>The member that says which row of a list is which.</summary>
    private static string IdentityOf(string list) => list switch
    {
        "process" => "actionId",
        "outcomes" => "objectiveKey",
        _ => Key,
    };

    /// <summary>The letter of a list's keys in <see cref="RowKeys"/>, which is its first.</summary>
    private static string Prefix(string list) => list.Length == 0 ? "" : list[..1];

    private static string? KeyOf(JsonNode? row, string list) => (row as JsonObject)?[IdentityOf(list)]?.ToString();

    /// <summary>The rows by key; of several with the same key, the first.</summary>
    private static Dictionary<string, JsonNode?> Known(JsonArray rows, string list) =>
        rows.Where(row => KeyOf(row, list) is not null).GroupBy(row => KeyOf(row, list)!).ToDictionary(g => g.Key, g => g.First());

    private static JsonNode? WithoutKey(JsonNode? row)
    {
        var copy = row?.DeepClone();
        if (copy is JsonObject fields && fields.ContainsKey(Key)) fields[Key] = null;
        return copy;
    }

    /// <summary>A row of this kind in which nothing was entered but its key.</summary>
    private static JsonNode? Blank(JsonNode? row, string list) => row switch
    {
        JsonObject fields => new JsonObject(fields.Select(member =>
            KeyValuePair.Create(member.Key, member.Key == IdentityOf(list) ? member.Value?.DeepClone() : Blank(member.Value, "")))),
        JsonArray => new JsonArray(),
        JsonValue value when value.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => false,
        _ => null,
    };

    private static bool IsPeriod(JsonObject fields) => fields.Count == 2 && fields.ContainsKey("from") && fields.ContainsKey("to");

    private static bool Same(JsonNode? one, JsonNode? other) => JsonNode.DeepEquals(one, other);

    private static JsonNode? RowOf(JsonArray rows, string key, string list) => rows.FirstOrDefault(row => KeyOf(row, list) == key);

    private static JsonNode? Find(JsonNode? node, ReadOnlySpan<string> steps, string list) => steps.Length == 0 ? node : node switch
    {
        JsonObject fields => Find(fields[steps[0]], steps[1..], steps[0]),
        JsonArray rows => Find(RowOf(rows, steps[0], list), steps[1..], ""),
        _ => null,
    };

    private static string Joined(string path, string step) =>
        (path.Length == 0 ? "" : path + "/")
            + step.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static string[] Steps(string path) => [.. path.Split('/')
        .Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
}
