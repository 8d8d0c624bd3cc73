using System.Globalization;

namespace ProblemTracker.Shared;

/// <summary>The version in If-Match: <c>"3"</c>, or 3 without quotes. Absent is 428, anything else 400.</summary>
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
            : throw new Invalid("If-Match", "If-Match holds the version you read, for example \"3\".");
    }

    public static implicit operator int(IfMatch match) => match.Version;
}
