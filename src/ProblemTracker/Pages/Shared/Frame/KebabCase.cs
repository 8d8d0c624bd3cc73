using System.Text.RegularExpressions;

namespace ProblemTracker.Pages.Shared;

/// <summary>A page's address is its file's path in lower case, with hyphens between words.</summary>
internal sealed partial class KebabCase : IOutboundParameterTransformer
{
    public string? TransformOutbound(object? value) =>
        value?.ToString() is { } name ? Boundary().Replace(name, "-").ToLowerInvariant() : null;

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex Boundary();
}
