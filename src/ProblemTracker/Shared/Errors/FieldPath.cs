using System.Text.Json;

namespace ProblemTracker.Shared;

/// <summary>Field paths as the API writes them: <c>Objectives[0].Target</c> becomes <c>objectives[0].target</c>.</summary>
public static class FieldPath
{
    /// <param name="property">A path of .NET names.</param>
    /// <param name="bare">The property that is the request's whole body, if the message has one; it is dropped from the path.</param>
    public static string Of(string property, string? bare = null)
    {
        var parts = property.Split('.', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => JsonNamingPolicy.CamelCase.ConvertName(p)).ToList();
        if (bare is not null && parts.Count > 1 && parts[0].Equals(bare, StringComparison.OrdinalIgnoreCase)) parts.RemoveAt(0);
        return string.Join('.', parts);
    }
}
