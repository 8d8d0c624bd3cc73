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

    /// <summary>One character; null finds out by the header.</summary>
    public string? Delimiter { get; init; }

    /// <summary>
    /// A .NET custom format such as <c>MM/dd/yyyy HH:mm</c>; null means ISO 8601. One without a day, such as <c>yyyy-MM</c>, gives months.
    /// </summary>
    public string? DateFormat { get; init; }

    /// <summary>The source knows the month alone, although it writes a day: its incidents have <see cref="TimePrecision.Month"/>.</summary>
    public bool MonthsOnly { get; init; }

    /// <summary>
    /// IANA name of the zone whose clocks the times were read from; null means the agency's. It holds whatever suffix the text carries:
    /// real exports mark local times with Z. A time that daylight saving skipped moves forward by the gap; one that came twice is taken as
    /// standard time.
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

    /// <summary>
    /// Rows of one file that are the same by the key are incidents of their own, as where the source writes no numbers, and places and
    /// times only roughly. The file sent again adds nothing still: the second such row is known as the second.
    /// </summary>
    public bool KeepEqualRows { get; init; }

    /// <summary>Keeps the numbers and keys of different sources apart.</summary>
    public string Source { get; init; } = "";
}

internal sealed class IncidentMapValidator : AbstractValidator<IncidentMap>
{
    public const int LongestSource = 80;

    public IncidentMapValidator()
    {
        RuleFor(m => m.Columns).Must(c => c.ContainsKey(IncidentMap.Occurred)).OverridePropertyName("columns")
            .WithMessage($"Say which column holds when it happened: {IncidentMap.Occurred}=COLUMN.");
        RuleForEach(m => m.Columns.Keys).Must(f => IncidentMap.Fields.Contains(f)).OverridePropertyName("columns")
            .WithMessage((_, field) => $"There is no field \"{field}\". Fields are {string.Join(", ", IncidentMap.Fields)}.");
        RuleFor(m => m.Columns).Must(c => c.ContainsKey(IncidentMap.Latitude) == c.ContainsKey(IncidentMap.Longitude))
            .OverridePropertyName("columns")
            .WithMessage("Map latitude and longitude together, or neither.");
        RuleFor(m => m.TimeZone).Must(z => z is null || (TimeZoneInfo.TryFindSystemTimeZoneById(z, out var zone) && zone.HasIanaId))
            .OverridePropertyName("timeZone")
            .WithMessage(m => $"\"{m.TimeZone}\" is not the IANA name of a time zone, such as America/New_York.");
        RuleFor(m => m.DateFormat).Must(IsDateFormat).OverridePropertyName("dateFormat")
            .WithMessage(m =>
                $"\"{m.DateFormat}\" is not a date format; write at least year and month, for example MM/dd/yyyy HH:mm or yyyy-MM.");
        RuleFor(m => m.Delimiter).Must(d => d is null || (d.Length == 1 && d[0] is not ('"' or '\n' or '\r')))
            .OverridePropertyName("delimiter")
            .WithMessage("Fields are separated by one character, and not by a quote or a line break.");
        RuleFor(m => m.Source).MaximumLength(LongestSource).OverridePropertyName("source");
        RuleFor(m => m.CategoryDefault).Must(code => !string.IsNullOrWhiteSpace(code) && code.Length <= 50)
            .OverridePropertyName("categoryDefault")
            .WithMessage("Say into which category all other words go.");
        RuleForEach(m => m.Columns.Values).Must(IsName).OverridePropertyName("columns").WithMessage(NoName);
        RuleFor(m => m.Key).Must(key => key.Count <= MostNames).OverridePropertyName("key")
            .WithMessage($"A key has at most {MostNames} columns.");
        RuleFor(m => m.Missing).Must(texts => texts.Count <= MostNames).OverridePropertyName("missing")
            .WithMessage($"There is room for {MostNames} such texts.");
        RuleForEach(m => m.Key).Must(IsName).OverridePropertyName("key").WithMessage(NoName);
        RuleForEach(m => m.Missing).Must(IsName).OverridePropertyName("missing")
            .WithMessage($"Write a text of at most {LongestName} characters.");
        RuleFor(m => m.Categories).Must(c => c.Count <= MostWords && c.All(pair => IsName(pair.Key) && IsName(pair.Value)))
            .OverridePropertyName("categories")
            .WithMessage($"There is room for {MostWords} words, each of at most {LongestName} characters, and each needs a category.");
        RuleFor(m => m.Categories).Must(c => c.Keys.Select(SearchKey.Of).Distinct().Count() == c.Count).OverridePropertyName("categories")
            .When(m => m.Categories.Keys.All(IsName)).WithMessage("A word is mapped twice; case, accents and spacing make no difference.");
    }

    private const int LongestName = 300, MostWords = 2000, MostNames = 50;
    private static readonly string NoName = $"Write the name of a column, of at most {LongestName} characters.";

    private static bool IsName(string? text) => !string.IsNullOrWhiteSpace(text) && text.Length <= LongestName;

    // An instant written in the format must come back in the same month, and on the same day where the format has one.
    private static bool IsDateFormat(string? format)
    {
        if (format is null) return true;
        var sample = new DateTimeOffset(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);
        var invariant = System.Globalization.CultureInfo.InvariantCulture;
        try
        {
            return DateTimeOffset.TryParseExact(sample.ToString(format, invariant), format, invariant,
                System.Globalization.DateTimeStyles.AssumeUniversal, out var back)
                && (back.Date == sample.Date
                    || (back.Day == 1 && !SourceTime.HasDay(format) && (back.Year, back.Month) == (sample.Year, sample.Month)));
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
