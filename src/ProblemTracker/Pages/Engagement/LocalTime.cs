using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using ProblemTracker.Agency;

namespace ProblemTracker.Pages.Engagement;

/// <summary>Local dates and times of forms, as browsers send them.</summary>
internal static class LocalTime
{
    private const string Minute = "yyyy-MM-ddTHH:mm";

    public static string Of(DateTimeOffset at, AgencyDay day) => day.Local(at).ToString(Minute, CultureInfo.InvariantCulture);

    /// <summary>The type of the field: as text, an unreadable time is shown and can be corrected.</summary>
    public static string FieldType(string? typed) => typed.IsBlank() || Read(typed) is not null ? "datetime-local" : "text";

    /// <summary>The instant; null if blank. An unreadable time becomes an error of its field.</summary>
    public static DateTimeOffset? At(string? typed, AgencyDay day, ModelStateDictionary state, string field)
    {
        if (typed.IsBlank()) return null;
        if (Read(typed) is { } local) return Instant(local, day.Zone);
        state.AddModelError(field, "Enter a date and a time, such as 2026-03-02T14:30.");
        return null;
    }

    private static DateTime? Read(string? text) =>
        DateTime.TryParseExact(text?.Trim(), [Minute, "yyyy-MM-ddTHH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            // The offset must not lead out of the calendar.
            && at.Year is > 1 and < 9999 ? at : null;

    /// <summary>Of an hour that comes twice, the first one.</summary>
    private static DateTimeOffset Instant(DateTime local, TimeZoneInfo zone) =>
        new(local, zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local));
}
