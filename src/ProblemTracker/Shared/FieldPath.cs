using System.Text.Json;

namespace ProblemTracker.Shared;

/// <summary>Field paths as the API writes them: <c>Sheet.Objectives[0].Target</c> becomes <c>objectives[0].target</c>.</summary>
public static class FieldPath
{
    public static string Of(string property)
    {
        var parts = property.Split('.', StringSplitOptions.RemoveEmptyEntries).Select(p => JsonNamingPolicy.CamelCase.ConvertName(p)).ToList();
        // A command that carries a whole sheet calls it Sheet; the caller sent the sheet itself.
        if (parts is ["sheet", _, ..]) parts.RemoveAt(0);
        return string.Join('.', parts);
    }
}
