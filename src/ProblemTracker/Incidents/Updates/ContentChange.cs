using System.Globalization;

namespace ProblemTracker.Incidents;

/// <summary>What an import can change of an incident.</summary>
internal interface IIncidentContent
{
    DateTimeOffset OccurredFrom { get; }
    DateTimeOffset OccurredTo { get; }
    string TimePrecision { get; }
    string CategoryCode { get; }
    string? SourceCategory { get; }
    double? Latitude { get; }
    double? Longitude { get; }
    string? Address { get; }
}

/// <summary>One field of an incident that came again with other content.</summary>
/// <param name="Field">Label of the field.</param>
/// <param name="Before">As it was; null for none.</param>
/// <param name="After">As it came; null for none.</param>
public sealed record ContentChange(string Field, string? Before, string? After)
{
    /// <summary>About 0.1 m in degrees: coordinates are converted anew at each import.</summary>
    private const double Near = 1e-6;

    /// <param name="before">The earlier content.</param>
    /// <param name="after">The later content.</param>
    /// <param name="zone">The agency's, in which times are written.</param>
    internal static IEnumerable<ContentChange> Of(IIncidentContent before, IIncidentContent after, TimeZoneInfo zone)
    {
        if (before.OccurredFrom != after.OccurredFrom || before.TimePrecision != after.TimePrecision)
            yield return new("Date and time", Written(before.OccurredFrom, before, zone),
                Written(after.OccurredFrom, after, zone));
        if (before.OccurredTo != after.OccurredTo
            && !(before.OccurredTo == before.OccurredFrom && after.OccurredTo == after.OccurredFrom))
            yield return new("End", Written(before.OccurredTo, before, zone), Written(after.OccurredTo, after, zone));
        if (before.SourceCategory != after.SourceCategory) yield return new("Category", before.SourceCategory, after.SourceCategory);
        else if (before.CategoryCode != after.CategoryCode) yield return new("Counts as", before.CategoryCode, after.CategoryCode);
        if (before.Address != after.Address) yield return new("Address", before.Address, after.Address);
        if (!IsNear(before.Latitude, after.Latitude) || !IsNear(before.Longitude, after.Longitude))
            yield return new("Place", Written(before.Latitude, before.Longitude), Written(after.Latitude, after.Longitude));
    }

    /// <summary>The changes of a row in one sentence.</summary>
    internal static string Sentence(ChangedIncident changed, TimeZoneInfo zone) =>
        $"Number {changed.After.SourceNumber} was imported before with other content. "
            + string.Join("; ", Of(changed.Before, changed.After, zone)
                .Select(c => $"{c.Field}: {c.Before ?? "none"}, now {c.After ?? "none"}")) + ".";

    private static bool IsNear(double? one, double? other) =>
        one is { } a && other is { } b ? Math.Abs(a - b) < Near : one is null && other is null;

    private static string Written(DateTimeOffset at, IIncidentContent content, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString(content.TimePrecision switch
        {
            nameof(TimePrecision.Minute) => "yyyy-MM-dd HH:mm",
            nameof(TimePrecision.Month) => "yyyy-MM",
            _ => "yyyy-MM-dd",
        }, CultureInfo.InvariantCulture);

    private static string? Written(double? latitude, double? longitude) => latitude is null ? null
        : FormattableString.Invariant($"{latitude:0.#####}, {longitude:0.#####}");
}
