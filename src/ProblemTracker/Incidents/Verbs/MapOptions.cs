using System.CommandLine;

namespace ProblemTracker.Incidents;

/// <summary>The options of the command line that make a column map.</summary>
/// <param name="kind">What the rows of the file are.</param>
internal sealed class MapOptions(ImportKind kind)
{
    private readonly Option<string[]> _maps = new("--map")
    {
        Description = "Column of a field, or several as \"{Date} {Time}\"; fields are " + string.Join(", ", MapFields.Of(kind)),
        HelpName = "FIELD=COLUMN"
    };
    private readonly Option<string?> _delimiter = new("--delimiter")
    {
        Description = "Field separator: tab, comma, semicolon, pipe, space, or one character (default: detected)"
    };
    private readonly Option<string?> _encoding = new("--encoding") { Description = "For example windows-1252 (default: detected)" };
    private readonly Option<int?> _header = new("--header-line")
    {
        Description = "Line of the header; 0: there is none (default: detected)"
    };
    private readonly Option<string?> _sheet = new("--sheet")
    {
        Description = "Sheet of a workbook, or layer of a shapefile (default: the fullest)"
    };
    private readonly Option<string?> _format = new("--date-format")
    {
        Description = "For example \"M/d/yyyy H:mm\", several separated by |, or unix, unixMilliseconds, excel (default ISO 8601)"
    };
    private readonly Option<SourceClock> _clock = new("--clock")
    {
        Description = "What times mean: local (in the file's time zone), utc, or offset (the offset in the text counts)"
    };
    private readonly Option<bool> _dates = new("--dates-only") { Description = "Read dates only; ignore the times of day" };
    private readonly Option<string?> _range = new("--range-separator")
    {
        Description = "Text between start and end in one column, for example \" to \""
    };
    private readonly Option<DateOnly?> _earliest = new("--earliest") { Description = "Reject earlier dates (default 1950-01-01)" };
    private readonly Option<bool> _months = new("--months-only") { Description = "Read months only; ignore the days" };
    private readonly Option<string?> _zone = new("--time-zone")
    {
        Description = "Time zone of the file, for example America/New_York (default: the agency's)"
    };
    private readonly Option<string?> _projection = new("--projection")
    {
        Description = "Projection of the coordinates, by EPSG number or name, for example 2263 (default: the file's, else degrees)"
    };
    private readonly Option<bool> _swap = new("--swap-place") { Description = "The column of the place has the longitude first" };
    private readonly Option<bool> _south = new("--negate-latitude") { Description = "Latitudes lack their minus sign" };
    private readonly Option<bool> _west = new("--negate-longitude") { Description = "Longitudes lack their minus sign" };
    private readonly Option<string[]> _missing = new("--missing") { Description = "Text that means a missing value, for example NA" };
    private readonly Option<string[]> _categories = new("--category")
    {
        Description = "Category code for a category text of the source",
        HelpName = "TEXT=CODE"
    };
    private readonly Option<string> _other = new("--category-default")
    {
        Description = "Category of all other texts",
        DefaultValueFactory = _ => IncidentMap.Other
    };
    private readonly Option<string?> _key = new("--key")
    {
        Description = "Columns that identify a repeated row, separated by commas (default: all mapped columns)",
        HelpName = "COLUMNS"
    };
    private readonly Option<bool> _equal = new("--keep-equal-rows")
    {
        Description = "Treat rows of this file without a number and with the same key as separate incidents"
    };
    private readonly Option<string> _source = new("--source")
    {
        Description = "Name of the source, if several sources use the same incident numbers",
        DefaultValueFactory = _ => ""
    };
    private readonly Option<UpdateRule?> _updates = new("--updates")
    {
        Description = "Rows whose number was imported before with other content: update the incident, add another, or only report "
            + "them (default: stop at the first)"
    };

    public void AddTo(Command verb)
    {
        foreach (var option in new Option[]
        {
            _maps, _delimiter, _encoding, _header, _sheet, _format, _clock, _dates, _range, _earliest, _months, _zone,
            _projection, _swap, _south, _west, _missing, _categories, _other, _key, _equal, _updates, _source,
        }) verb.Options.Add(option);
    }

    /// <summary>Whether a column is given; without any, a preview proposes a map.</summary>
    public bool AreGiven(ParseResult parsed) => parsed.GetValue(_maps) is [_, ..];

    /// <exception cref="UsageError">An option can't be read.</exception>
    public IncidentMap Read(ParseResult parsed) => new()
    {
        Kind = kind,
        Columns = Pairs(parsed.GetValue(_maps) ?? [], "--map", "FIELD=COLUMN", lastSign: false),
        Delimiter = parsed.GetValue(_delimiter),
        Encoding = parsed.GetValue(_encoding),
        HeaderLine = parsed.GetValue(_header),
        Sheet = parsed.GetValue(_sheet),
        DateFormat = parsed.GetValue(_format),
        Clock = parsed.GetValue(_clock),
        DatesOnly = parsed.GetValue(_dates),
        RangeSeparator = parsed.GetValue(_range),
        Earliest = parsed.GetValue(_earliest),
        MonthsOnly = parsed.GetValue(_months),
        TimeZone = parsed.GetValue(_zone),
        Projection = parsed.GetValue(_projection),
        SwapPlace = parsed.GetValue(_swap),
        NegateLatitude = parsed.GetValue(_south),
        NegateLongitude = parsed.GetValue(_west),
        Missing = parsed.GetValue(_missing) ?? [],
        Categories = Pairs(parsed.GetValue(_categories) ?? [], "--category", "TEXT=CODE", lastSign: true),
        CategoryDefault = parsed.GetValue(_other)!,
        Key = parsed.GetValue(_key)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [],
        KeepEqualRows = parsed.GetValue(_equal),
        Updates = parsed.GetValue(_updates),
        Source = parsed.GetValue(_source)!.Trim(),
    };

    private static Dictionary<string, string> Pairs(IEnumerable<string> texts, string option, string shape, bool lastSign)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var sign = lastSign ? text.LastIndexOf('=') : text.IndexOf('=');
            if (sign <= 0 || sign == text.Length - 1) throw new UsageError($"{option} \"{text}\" is not valid. Write {shape}.");
            if (!pairs.TryAdd(text[..sign].Trim(), text[(sign + 1)..].Trim()))
                throw new UsageError($"{option} maps {text[..sign].Trim()} more than once.");
        }
        return pairs;
    }
}
