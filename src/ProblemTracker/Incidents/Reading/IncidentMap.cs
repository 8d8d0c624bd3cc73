using FluentValidation;
using ProblemTracker.Agency;
using ProblemTracker.Files;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>Column map: how the rows of one source become incidents. Agencies name, order and format their columns differently.</summary>
public sealed record IncidentMap
{
    public const string Number = "number", Occurred = "occurred", OccurredTo = "occurredTo", Category = "category",
        Address = "address", Latitude = "latitude", Longitude = "longitude", Place = "place";

    /// <summary>Code of the category that a map gives all other words, unless somebody chose another.</summary>
    public const string Other = "other";

    public static readonly DateOnly DefaultEarliest = new(1950, 1, 1);

    /// <summary>What the rows are: incidents, calls or shifts. It decides which fields there are.</summary>
    public ImportKind Kind { get; init; }

    /// <summary>
    /// Column name by field, or several columns joined by a pattern such as <c>{Date} {Time}</c>; for incidents, <c>occurred</c> is
    /// required. <c>place</c> is one column with "(latitude, longitude)" or "POINT (longitude latitude)".
    /// </summary>
    public required IReadOnlyDictionary<string, string> Columns { get; init; }

    /// <summary>Whether it has columns with places.</summary>
    internal bool HasPlace => Columns.ContainsKey(Place) || Columns.ContainsKey(Latitude);

    /// <summary>
    /// The field separator: one character, or <c>tab</c>, <c>comma</c>, <c>semicolon</c>, <c>pipe</c> (or <c>bar</c>) or <c>space</c>; null
    /// detects it from the first lines.
    /// </summary>
    public string? Delimiter { get; init; }

    /// <summary>Encoding of a text file, such as utf-8 or windows-1252; null detects it.</summary>
    public string? Encoding { get; init; }

    /// <summary>Line of the header; 0: the file has none, and its columns are called Column 1, Column 2 … Null detects it.</summary>
    public int? HeaderLine { get; init; }

    /// <summary>Sheet of a workbook, or layer of a shapefile; null takes the one with the most rows.</summary>
    public string? Sheet { get; init; }

    /// <summary>
    /// .NET custom format such as <c>MM/dd/yyyy HH:mm</c>, <c>unix</c>, <c>unixMilliseconds</c> or <c>excel</c>; several separated by
    /// <c>|</c>; null means ISO 8601. One without a day, such as <c>yyyy-MM</c>, reads months. Years of two digits are the past hundred.
    /// <c>iso + HHmm</c> reads a date, whose own time is ignored, and a time of day: <c>H:mm</c>, <c>h:mm tt</c>, <c>HHmm</c>,
    /// <c>HHmmss</c>, <c>H</c> (the hour alone) or <c>fraction</c> (of a day).
    /// </summary>
    public string? DateFormat { get; init; }

    /// <summary>What the times mean: local time of <see cref="TimeZone"/>, UTC, or what the offset in the text says.</summary>
    public SourceClock Clock { get; init; }

    /// <summary>The time of day in the source is meaningless, for example always midnight: incidents have the precision Day.</summary>
    public bool DatesOnly { get; init; }

    /// <summary>Separates start and end if the column of the date and time has both, for example " to ".</summary>
    public string? RangeSeparator { get; init; }

    /// <summary>Rows with an earlier date are rejected, because such dates stand for an unknown one; null means 1950-01-01.</summary>
    public DateOnly? Earliest { get; init; }

    /// <summary>The day in the source is meaningless: incidents have the precision Month.</summary>
    public bool MonthsOnly { get; init; }

    /// <summary>
    /// IANA name of the time zone of the source; null means the agency's. A time skipped by daylight saving moves forward by the gap; one
    /// that occurs twice is read as standard time.
    /// </summary>
    public string? TimeZone { get; init; }

    /// <summary>Texts that mean a missing value, besides an empty field.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>
    /// Map projection of the coordinates, by its EPSG number or name, such as <c>2263</c> or <c>NAD83 / New York Long Island (ftUS)</c>;
    /// the column of the longitude then has eastings (x), that of the latitude northings (y). Null: degrees.
    /// </summary>
    public string? Projection { get; init; }

    /// <summary>The place of the source has its coordinates the other way around, such as "(longitude, latitude)".</summary>
    public bool SwapPlace { get; init; }

    /// <summary>The latitudes of the source lack their minus sign: it lies south of the equator.</summary>
    public bool NegateLatitude { get; init; }

    /// <summary>The longitudes of the source lack their minus sign: it lies in the west.</summary>
    public bool NegateLongitude { get; init; }

    /// <summary>Category code by the source's word; case, accents and spacing of the words do not matter.</summary>
    public IReadOnlyDictionary<string, string> Categories { get; init; } = new Dictionary<string, string>();

    /// <summary>Category code of rows whose word is not mapped; incidents keep the word.</summary>
    public string CategoryDefault { get; init; } = Other;

    /// <summary>
    /// Words without a category of their own by choice: they get <see cref="CategoryDefault"/>, and no preview or result names them as new.
    /// </summary>
    public IReadOnlyList<string> OtherWords { get; init; } = [];

    /// <summary>
    /// Columns that identify a repeated row; missing values count as values. Empty means all mapped columns. A row with the key of an
    /// earlier row in the file, but other content, is not added but listed as <c>SameKey</c>.
    /// </summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>
    /// Treats rows of one file without a number and with the same key as separate incidents, for approximate places and times.
    /// Importing the file again still adds nothing: the second such row is recognized as the second.
    /// </summary>
    public bool KeepEqualRows { get; init; }

    /// <summary>
    /// What becomes of a row whose number was imported before with other content. Null asks: the import fails at the first such row.
    /// </summary>
    public UpdateRule? Updates { get; init; }

    /// <summary>All columns of the file that a saved map was made for, so that a preview can name the new ones of another file.</summary>
    public IReadOnlyList<string> SeenColumns { get; init; } = [];

    /// <summary>Name of the source; keeps the numbers and keys of different sources apart.</summary>
    public string Source { get; init; } = "";
}

/// <summary>What becomes of a row whose number was imported before with other content.</summary>
public enum UpdateRule
{
    /// <summary>The incident gets the row's content and keeps its links; its history keeps the earlier content.</summary>
    Update,
    /// <summary>The row is added as another incident, unless its key columns repeat one.</summary>
    Add,
    /// <summary>The row is listed in the result, and nothing else.</summary>
    Report,
}

internal sealed class IncidentMapValidator : AbstractValidator<IncidentMap>
{
    public const int LongestSource = 80;

    public IncidentMapValidator()
    {
        RuleFor(m => m.Kind).Must(kind => MapFields.Of(kind).Count > 0).OverridePropertyName("kind")
            .WithMessage("A column map is for incidents, calls or shifts.");
        RuleFor(m => m).Custom((map, context) =>
        {
            if (MapFields.Missing(map.Kind, map.Columns) is { } missing) context.AddFailure("columns", missing);
        });
        RuleForEach(m => m.Columns.Keys).Must((map, field) => MapFields.Of(map.Kind).Contains(field)).OverridePropertyName("columns")
            .WithMessage((map, field) => $"There is no field \"{field}\". Fields are {string.Join(", ", MapFields.Of(map.Kind))}.");
        RuleFor(m => m.Columns).Must(c => c.ContainsKey(IncidentMap.Latitude) == c.ContainsKey(IncidentMap.Longitude))
            .OverridePropertyName("columns").WithMessage("Map latitude and longitude together, or neither.");
        RuleFor(m => m.Sheet).MaximumLength(LongestName).OverridePropertyName("sheet");
        RuleFor(m => m.TimeZone).Custom((zone, context) =>
        {
            if (zone is not null && TimeZones.Objection(zone, takesUtc: true) is { } wrong) context.AddFailure("timeZone", wrong);
        });
        RuleFor(m => m.Columns).Must(c => !(c.ContainsKey(IncidentMap.Place) && c.ContainsKey(IncidentMap.Latitude)))
            .OverridePropertyName("columns").WithMessage("Map either latitude and longitude or the place, not both.");
        RuleFor(m => m.Encoding).Must(e => e is null || TextEncoding.NameOf(e) is not null).OverridePropertyName("encoding")
            .WithMessage(m => $"There is no encoding \"{m.Encoding}\". Encodings are "
                + $"{string.Join(", ", TextEncoding.Choices.Select(c => c.Name))}.");
        RuleFor(m => m.HeaderLine).InclusiveBetween(0, MostTitleLines).OverridePropertyName("headerLine")
            .WithMessage($"The header must be in line 1 to {MostTitleLines}; 0 means that there is none.");
        RuleFor(m => m.Projection).MaximumLength(LongestName).OverridePropertyName("projection");
        RuleFor(m => m.Projection).Custom((projection, context) =>
        {
            if (projection is { Length: <= LongestName } && Projection.Objection(projection) is { } wrong)
                context.AddFailure("projection", wrong);
        });
        RuleFor(m => m.Updates).IsInEnum().OverridePropertyName("updates");
        RuleFor(m => m.SeenColumns).Must(names => names.Count <= MostColumns && names.All(name => name is { Length: <= LongestName }))
            .OverridePropertyName("seenColumns")
            .WithMessage($"You can list at most {MostColumns} columns, each of at most {LongestName} characters.");
        RuleFor(m => m.Clock).IsInEnum().OverridePropertyName("clock");
        RuleFor(m => m.RangeSeparator).Must(s => s is null || s is { Length: > 0 and <= 20 }).OverridePropertyName("rangeSeparator")
            .WithMessage("The text between start and end must have 1 to 20 characters.");
        RuleFor(m => m.DateFormat).Must(f => f is null || (f.Length <= LongestName && DateFormat.IsValid(f)))
            .OverridePropertyName("dateFormat")
            .WithMessage(m =>
                $"\"{m.DateFormat}\" is not a date format. Include at least year and month, for example M/d/yyyy H:mm or "
                    + "yyyy-MM; an hour also needs the day, and h needs tt. Separate several formats with |.");
        RuleFor(m => m.Delimiter).Must(d => d is null || Delimiters.Of(d) is not null)
            .OverridePropertyName("delimiter")
            .WithMessage("The field separator must be tab, comma, semicolon, pipe, space, or one character, but not a quote or a line "
                + "break.");
        RuleFor(m => m.Source).MaximumLength(LongestSource).OverridePropertyName("source");
        RuleFor(m => m.Source).Must(source => string.IsNullOrWhiteSpace(source) || !source.IsBlank()).OverridePropertyName("source")
            .WithMessage("Write a name that can be seen, or leave it blank.");
        RuleFor(m => m.CategoryDefault).Must(code => !code.IsBlank() && code.Length <= 50)
            .OverridePropertyName("categoryDefault").WithMessage("Choose the category for all other words.");
        RuleForEach(m => m.Columns.Values).Must(IsName).OverridePropertyName("columns").WithMessage(NoName);
        RuleFor(m => m.Key).Must(key => key.Count <= MostNames).OverridePropertyName("key")
            .WithMessage($"A key can have at most {MostNames} columns.");
        RuleFor(m => m.Missing).Must(texts => texts.Count <= MostNames).OverridePropertyName("missing")
            .WithMessage($"You can list at most {MostNames} texts for missing values.");
        RuleForEach(m => m.Key).Must(IsName).OverridePropertyName("key").WithMessage(NoName);
        RuleForEach(m => m.Missing).Must(IsName).OverridePropertyName("missing")
            .WithMessage($"Each text for a missing value needs 1 to {LongestName} characters.");
        RuleFor(m => m.Categories).Must(c => c.Count <= MostWords && c.All(pair => IsName(pair.Key) && IsName(pair.Value)))
            .OverridePropertyName("categories")
            .WithMessage($"You can map at most {MostWords} words. Each needs 1 to {LongestName} characters and a category.");
        RuleFor(m => m.OtherWords).Must(words => words.Count <= MostWords && words.All(IsName)).OverridePropertyName("otherWords")
            .WithMessage($"You can list at most {MostWords} words. Each needs 1 to {LongestName} characters.");
        RuleFor(m => m.Categories).Must(c => c.Keys.Select(SearchKey.Of).Distinct().Count() == c.Count).OverridePropertyName("categories")
            .When(m => m.Categories.Keys.All(IsName)).WithMessage("A word is mapped twice. Case, accents and spacing do not matter.");
    }

    private const int LongestName = 300, MostWords = 2000, MostNames = 50, MostColumns = 2000, MostTitleLines = 100;
    private static readonly string NoName = $"Write a column name of at most {LongestName} characters.";

    private static bool IsName(string? text) => !text.IsBlank() && text.Length <= LongestName;
}
