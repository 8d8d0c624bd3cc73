namespace ProblemTracker.Shared;

/// <summary>
/// An enum in a query string: case does not matter, a number or an unknown name is refused.
/// The framework's own binding takes numbers and minds the case.
/// </summary>
public sealed record QueryEnum<T>(T Value) where T : struct, Enum
{
    public static bool TryParse(string? text, out QueryEnum<T>? result)
    {
        result = null;
        foreach (var value in Enum.GetValues<T>())
            if (string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase))
                result = new(value);
        return result is not null;
    }
}
