using ProblemTracker.Agency;

namespace ProblemTracker.Incidents;

/// <summary>Proposes how to read a file from its header and first rows, for a person to review.</summary>
internal static class MapProposal
{
    /// <summary>Names that agencies give the columns, most reliable first; compared by letters and digits only.</summary>
    private static readonly (string Field, string[] Names)[] Synonyms =
    [
        (IncidentMap.Number,
            ["incidentno", "incidentnumber", "incidentid", "casenumber", "caseno", "caseid", "reportnumber", "reportno", "eventnumber",
                "eventid", "cfsnumber", "callnumber", "crimereference", "number", "no"]),
        (IncidentMap.OccurredTo, ["occurredto", "dateto", "enddate", "endtime", "occurredend", "datetimeto", "until", "to"]),
        (IncidentMap.Occurred,
            ["occurredfrom", "occurred", "occurredat", "occurredon", "offensedate", "incidentdate", "datetimefrom", "datefrom",
                "occurreddate", "dateoccurred", "eventdate", "calldate", "datetime", "reporteddate", "datereported", "reported", "date",
                "month", "at", "when", "time"]),
        (IncidentMap.Category,
            ["offense", "offence", "category", "incidenttype", "offensetype", "crimetype", "calltype", "offensedescription", "type",
                "nature", "crime", "ucr", "nibrs", "kind", "description"]),
        (IncidentMap.Latitude, ["pointlatitude", "latitude", "lat", "ycoordinate", "y"]),
        (IncidentMap.Longitude, ["pointlongitude", "longitude", "lon", "lng", "long", "xcoordinate", "x"]),
        (IncidentMap.Address, ["address", "location", "blockaddress", "block", "streetaddress", "street", "where", "place"]),
    ];

    /// <summary>
    /// Date formats besides ISO 8601. American formats come first and win for ambiguous dates; the samples on the page show the result.
    /// </summary>
    public static readonly IReadOnlyList<string> DateFormats =
    [
        "M/d/yyyy H:mm", "M/d/yyyy H:mm:ss", "M/d/yyyy h:mm tt", "M/d/yyyy h:mm:ss tt", "M/d/yyyy",
        "d/M/yyyy H:mm", "d/M/yyyy H:mm:ss", "d/M/yyyy", "d.M.yyyy H:mm", "d.M.yyyy", "d-MMM-yyyy", "MMM d, yyyy",
        "yyyy/M/d H:mm:ss", "yyyy/M/d H:mm", "yyyy/M/d", "yyyyMMdd", "M/yyyy", "MMM yyyy",
    ];

    private static readonly string[] Placeholders = ["NA", "N/A", "NULL", "null", "None", "none", "NaN", "-", "--", "."];

    /// <summary>Fewest dates from which to infer that all of them are months.</summary>
    private const int EnoughDates = 20;

    /// <param name="header">The file's column names.</param>
    /// <param name="rows">Its first readable rows.</param>
    /// <param name="zone">The agency's time zone.</param>
    public static IncidentMap For(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows, TimeZoneInfo zone)
    {
        var columns = Columns(header);
        var mapped = columns.Values.Select(column => header.ToList().IndexOf(column)).ToList();
        var missing = Placeholders.Where(text => rows.Any(row => mapped.Any(at => row[at].Trim() == text))).ToList();
        var occurred = columns.GetValueOrDefault(IncidentMap.Occurred);
        List<string> dates = occurred is null ? []
            : [.. rows.Select(row => row[header.ToList().IndexOf(occurred)].Trim())
                .Where(text => text.Length > 0 && !missing.Contains(text))];
        var format = FormatOf(dates, zone);
        var months = AreMonths(dates, format, zone, occurred);
        return new()
        {
            Columns = columns,
            DateFormat = format,
            MonthsOnly = months,
            TimeZone = zone.Id,
            Missing = missing,
            // With months only, two thefts on one street in one month are separate incidents.
            KeepEqualRows = months && !columns.ContainsKey(IncidentMap.Number),
        };
    }

    /// <summary>Code of the category that a word of the source most likely means; null if none is similar.</summary>
    public static string? CategoryOf(string word, IReadOnlyList<CategoryItem> categories) => OffenseWords.CategoryOf(word, categories);

    private static Dictionary<string, string> Columns(IReadOnlyList<string> header)
    {
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        var free = header.Where(name => name.Length > 0
            && header.Count(other => other.Equals(name, StringComparison.OrdinalIgnoreCase)) == 1).ToList();
        foreach (var (field, names) in Synonyms)
        {
            var found = names.Select(name => free.Find(column => Bare(column) == name)).FirstOrDefault(column => column is not null)
                // "Offense_Date_Local" contains a known name.
                ?? names.Where(name => name.Length > 5)
                    .Select(name => free.Find(column => Bare(column).Contains(name, StringComparison.Ordinal)))
                    .FirstOrDefault(column => column is not null);
            if (found is null) continue;
            columns[field] = found;
            free.Remove(found);
        }
        // One coordinate alone is useless.
        if (columns.ContainsKey(IncidentMap.Latitude) != columns.ContainsKey(IncidentMap.Longitude))
        {
            columns.Remove(IncidentMap.Latitude);
            columns.Remove(IncidentMap.Longitude);
        }
        return columns;
    }

    private static string Bare(string column) => new([.. column.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    /// <summary>The format that reads most dates; null means ISO 8601, also if none fits.</summary>
    private static string? FormatOf(List<string> dates, TimeZoneInfo zone) =>
        dates.Count == 0 ? null
            : DateFormats.Prepend(null).Select(format => (Format: format, Read: Readable(dates, format, zone)))
                .MaxBy(f => f.Read) is { Read: > 0 } best ? best.Format : null;

    private static int Readable(List<string> dates, string? format, TimeZoneInfo zone)
    {
        var time = new SourceTime(zone, format);
        return dates.Count(text => time.Read(text, out _) is not null);
    }

    private static bool AreMonths(List<string> dates, string? format, TimeZoneInfo zone, string? column)
    {
        var time = new SourceTime(zone, format);
        var read = dates.Select(text => time.Read(text, out _)).OfType<SourceMoment>().ToList();
        return read.Count > 0 && read.All(moment => moment.Precision == TimePrecision.Day && moment.Local.Day == 1)
            && (read.Count >= EnoughDates || Bare(column ?? "").Contains("month", StringComparison.Ordinal));
    }
}
