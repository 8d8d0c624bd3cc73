using FluentValidation;

namespace ProblemTracker.Incidents;

/// <summary>How the rows of one source become incidents. Agencies name, order and write their columns differently.</summary>
public sealed record IncidentMap
{
    public const string Number = "number", Occurred = "occurred", OccurredTo = "occurredTo", Category = "category",
        Address = "address", Latitude = "latitude", Longitude = "longitude";

    public static readonly IReadOnlyList<string> Fields = [Number, Occurred, OccurredTo, Category, Address, Latitude, Longitude];

    /// <summary>Field to column name; <see cref="Occurred"/> is required.</summary>
    public required IReadOnlyDictionary<string, string> Columns { get; init; }

    /// <summary>Null finds out by the header.</summary>
    public char? Delimiter { get; init; }

    /// <summary>A .NET custom format such as <c>MM/dd/yyyy HH:mm</c>; null means ISO 8601.</summary>
    public string? DateFormat { get; init; }

    /// <summary>
    /// IANA name of the zone whose clocks the times were read from; null means the agency's. It holds whatever suffix the text carries: real exports
    /// mark local times with Z. A time that daylight saving skipped moves forward by the gap; one that came twice is taken as standard time.
    /// </summary>
    public string? TimeZone { get; init; }

    /// <summary>Texts that mean "missing", besides an empty field.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>The source's words (their case, accents and spacing do not matter) to our category codes.</summary>
    public IReadOnlyDictionary<string, string> Categories { get; init; } = new Dictionary<string, string>();

    /// <summary>The category of rows whose words are not mapped; the words are kept.</summary>
    public string CategoryDefault { get; init; } = "other";

    /// <summary>Columns that make a row the same as another, a missing value counting as a value; none means all that are mapped.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>Keeps the numbers and keys of different sources apart.</summary>
    public string Source { get; init; } = "";
}

internal sealed class IncidentMapValidator : AbstractValidator<IncidentMap>
{
    public const int LongestSource = 80;

    public IncidentMapValidator()
    {
        RuleFor(m => m.Columns).Must(c => c.ContainsKey(IncidentMap.Occurred)).OverridePropertyName("map")
            .WithMessage($"Say which column holds when it happened: {IncidentMap.Occurred}=COLUMN.");
        RuleForEach(m => m.Columns.Keys).Must(f => IncidentMap.Fields.Contains(f)).OverridePropertyName("map")
            .WithMessage((_, field) => $"There is no field \"{field}\". Fields are {string.Join(", ", IncidentMap.Fields)}.");
        RuleFor(m => m.Columns).Must(c => c.ContainsKey(IncidentMap.Latitude) == c.ContainsKey(IncidentMap.Longitude)).OverridePropertyName("map")
            .WithMessage("Map latitude and longitude together, or neither.");
        RuleFor(m => m.TimeZone).Must(z => z is null || (TimeZoneInfo.TryFindSystemTimeZoneById(z, out var zone) && zone.HasIanaId)).OverridePropertyName("timeZone")
            .WithMessage(m => $"\"{m.TimeZone}\" is not the IANA name of a time zone, such as America/New_York.");
        RuleFor(m => m.DateFormat).Must(IsDateFormat).OverridePropertyName("dateFormat")
            .WithMessage(m => $"\"{m.DateFormat}\" is not a date format; write year, month and day, for example MM/dd/yyyy HH:mm.");
        RuleFor(m => m.Delimiter).Must(d => d is not ('"' or '\n' or '\r')).OverridePropertyName("delimiter").WithMessage("A quote or a line break can't separate fields.");
        RuleFor(m => m.Source).MaximumLength(LongestSource).OverridePropertyName("source");
    }

    // An instant written in the format must come back on the same day.
    private static bool IsDateFormat(string? format)
    {
        if (format is null) return true;
        var sample = new DateTimeOffset(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);
        var invariant = System.Globalization.CultureInfo.InvariantCulture;
        try
        {
            return DateTimeOffset.TryParseExact(sample.ToString(format, invariant), format, invariant, System.Globalization.DateTimeStyles.AssumeUniversal, out var back)
                && back.Date == sample.Date;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
