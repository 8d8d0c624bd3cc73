using System.Text.RegularExpressions;

namespace ProblemTracker.Pages.Shared;

/// <summary>Makes a page's address from its file's path: in lower case, with hyphens between words.</summary>
internal sealed partial class KebabCase : IOutboundParameterTransformer
{
    public string? TransformOutbound(object? value) =>
        value?.ToString() is { } name ? Boundary().Replace(name, "-").ToLowerInvariant() : null;

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex Boundary();
}
