namespace ProblemTracker.Domain;

/// <summary>How messages refer to an action.</summary>
internal static class Naming
{
    private const int LongestTitle = 60;

    /// <summary>The action's description in quotes, cut if it is long.</summary>
    public static string Title(this ResponseAction action)
    {
        var text = action.Description.Trim();
        if (text.Length == 0) return $"action {action.Id}";
        if (text.Length <= LongestTitle) return $"\"{text}\"";
        // Don't split a surrogate pair.
        var end = char.IsHighSurrogate(text[LongestTitle - 1]) ? LongestTitle - 1 : LongestTitle;
        return $"\"{text[..end].TrimEnd()}...\"";
    }

    public static string Field(this ResponseAction action, string part) => $"actions[{action.Id}].{part}";
}
