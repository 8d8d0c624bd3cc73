using System.Globalization;

namespace ProblemTracker.Shared;

/// <summary>The version in the If-Match header, with or without quotes: <c>"3"</c> or 3. 428 if absent, 400 if invalid.</summary>
public readonly record struct IfMatch(int Version)
{
    public static ValueTask<IfMatch> BindAsync(HttpContext context)
    {
        var text = context.Request.Headers.IfMatch.ToString();
        if (string.IsNullOrWhiteSpace(text)) throw new VersionMissing();
        var bare = text.Trim();
        if (bare.StartsWith("W/", StringComparison.Ordinal)) bare = bare[2..];
        return int.TryParse(bare.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? ValueTask.FromResult(new IfMatch(version))
            : throw new Invalid("If-Match", "Send the version you read in If-Match, for example \"3\".");
    }

    public static implicit operator int(IfMatch match) => match.Version;
}
