using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>
/// Proposes how to read a file from its values, for a person to review: what is unique is a number, what repeats a category, coordinates
/// are told by their range, dates by whether they can be read. Names in the header only decide between columns that look alike.
/// </summary>
internal static class MapProposal
{
    /// <summary>Names that agencies give the columns, most reliable first; compared by letters and digits only.</summary>
    private static readonly string[]
        NumberNames = ["incidentno", "incidentnumber", "incidentid", "incidentnum", "casenumber", "caseno", "casenum", "caseid",
            "reportnumber", "reportno", "drno", "complaintnumber", "complaintno", "cmplntnum", "eventnumber", "eventno", "eventid",
            "cfsnumber", "callnumber", "callno", "crimereference", "crimeid", "offensenumber", "offenseid", "number", "complaint",
            "incident", "call", "case", "event", "no", "id", "rowid"],
        TechnicalNames = ["objectid", "fid", "globalid", "rowid", "index", "oid"],
        EndNames = ["occurredto", "todate", "todatetime", "dateto", "enddate", "endtime", "enddatetime", "occurredend", "datetimeto",
            "until", "lastoccurrencedate", "cmplnttodt", "end", "to"],
        StartNames = ["occurredfrom", "occurred", "occurredat", "occurredon", "occurreddate", "dateoccurred", "dateocc", "occurrence",
            "offensedate", "incidentdate", "incidentdatetime", "firstoccurrencedate", "datetimefrom", "datefrom", "fromdate",
            "cmplntfrdt", "offensestart", "start", "eventdate", "calldate", "datetime", "crimedate", "created", "createddate", "date",
            "month", "when", "at", "reporteddate", "datereported", "reported", "dateopened", "time"],
        OtherDates = ["updated", "modified", "edited", "closed", "cleared", "loaded", "lastupdate", "status", "birth", "dob", "arrived",
            "dispatched", "enroute"],
        CategoryNames = ["primarytype", "offense", "offence", "offensetype", "offensedescription", "crimetype", "crime", "category",
            "offensecategory", "incidenttype", "incidentcategory", "calltype", "ofnsdesc", "type", "kind", "nature", "nibrs", "ucr",
            "description"],
        AddressNames = ["address", "blockaddress", "block", "streetaddress", "incidentaddress", "hundredblock", "location", "street",
            "where", "place", "intersection"],
        LatitudeNames = ["pointlatitude", "latitude", "lat", "ycoordinate", "ycoord", "coordy", "geoy", "northing", "y"],
        LongitudeNames = ["pointlongitude", "longitude", "lon", "lng", "long", "xcoordinate", "xcoord", "coordx", "geox", "easting",
            "x"];

    /// <summary>
    /// Date formats besides ISO 8601. American formats come first and win for ambiguous dates; the samples on the page show the result.
    /// </summary>
    public static readonly IReadOnlyList<string> DateFormats =
    [
        "M/d/yyyy H:mm", "M/d/yyyy H:mm:ss", "M/d/yyyy h:mm tt", "M/d/yyyy h:mm:ss tt", "M/d/yyyy HHmm", "M/d/yyyy",
        "M/d/yy H:mm", "M/d/yy H:mm:ss", "M/d/yy h:mm tt", "M/d/yy h:mm:ss tt", "M/d/yy", "M-d-yyyy H:mm", "M-d-yyyy H:mm:ss", "M-d-yyyy",
        "d/M/yyyy H:mm", "d/M/yyyy H:mm:ss", "d/M/yyyy h:mm tt", "d/M/yyyy HHmm", "d/M/yyyy", "d/M/yy H:mm", "d/M/yy",
        "d.M.yyyy H:mm", "d.M.yyyy H:mm:ss", "d.M.yyyy", "d.M.yy H:mm", "d.M.yy", "d-M-yyyy H:mm", "d-M-yyyy",
        "d-MMM-yyyy H:mm", "d-MMM-yyyy H:mm:ss", "d-MMM-yyyy", "d-MMM-yy H:mm", "d-MMM-yy", "d MMM yyyy H:mm", "d MMM yyyy",
        "MMM d yyyy h:mmtt", "MMM d yyyy h:mm tt", "MMM d yyyy H:mm", "MMM d yyyy", "MMM d, yyyy h:mm tt", "MMM d, yyyy h:mm:ss tt",
        "MMM d, yyyy H:mm", "MMM d, yyyy", "MMMM d, yyyy h:mm tt", "MMMM d, yyyy", "ddd MMM d H:mm:ss yyyy",
        "yyyy/M/d H:mm:ss", "yyyy/M/d H:mm:ss.FFFFFFF", "yyyy/M/d H:mm", "yyyy/M/d HHmm", "yyyy/M/d h:mm:ss tt", "yyyy/M/d",
        "yyyy-M-d H:mm:ss", "yyyy-M-d H:mm", "yyyy-M-d HHmm", "yyyy-M-d H", "yyyy-M-d h:mm tt", "yyyy-M-d h:mm:ss tt", "yyyy-M-d",
        "yyyy.M.d H:mm", "yyyy.M.d", "yyyyMMdd H:mm", "yyyyMMdd H:mm:ss", "yyyyMMdd", "yyyyMMddHHmm", "yyyyMMddHHmmss",
        "M/yyyy", "MMM yyyy", "MMMM yyyy", "MMM-yy", "yyyyMM", DateFormat.UnixMilliseconds, DateFormat.Unix, DateFormat.Excel,
    ];

    public static readonly IReadOnlyList<string> Placeholders =
    [
        "NA", "N/A", "n/a", "#N/A", "NULL", "null", "None", "none", "NONE", "NaN", "nan", "UNKNOWN", "Unknown", "REDACTED", "-", "--", ".",
    ];

    /// <summary>Fewest dates from which to infer that all of them are months.</summary>
    private const int EnoughDates = 20;

    /// <summary>Different words by which a category column is recognized.</summary>
    private const int MostWords = 100;

    /// <summary>Degrees; a column out of the range of the neighborhoods by more than this is no coordinate of theirs.</summary>
    private const double Near = 5;

    /// <param name="header">The file's column names.</param>
    /// <param name="rows">Its first readable rows.</param>
    /// <param name="context">What they are read against.</param>
    public static IncidentMap For(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows, ReadingContext context)
    {
        var free = header.Select((name, at) => new ColumnProfile(name, at, rows, context))
            .Where(c => c.Name.Length > 0 && header.Count(name => name.Equals(c.Name, StringComparison.OrdinalIgnoreCase)) == 1).ToList();
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        var all = free.ToList();
        var (date, end) = Times(columns, free, rows, context);
        Places(columns, free, context);
        Take(columns, free, IncidentMap.Number, Best(free.FindAll(IsNumber), NumberNames,
            c => (c.Bare.Contains("num", StringComparison.Ordinal) ? 2 : 0) - (TechnicalNames.Contains(c.Bare) ? 3 : 0)));
        Take(columns, free, IncidentMap.Address, Best(free.FindAll(c => c is { HasLetters: true, Date: null }
                && (IsNamed(c, AddressNames) || (c.HasStreets && !IsNamed(c, CategoryNames)))),
            AddressNames, c => c.HasStreets ? 12 : 0));
        Take(columns, free, IncidentMap.Category, Best(free.FindAll(c => IsCategory(c, context)), CategoryNames,
            c => (int)(40 * Knows(c, context)) - (c.Distinct.Count == 1 && c.Values.Count >= EnoughDates ? 20 : 0)));

        var projection = ProjectionOf(columns, all, context);
        var mapped = all.Where(c => columns.Values.SelectMany(ColumnPattern.Names).Contains(c.Name)).Select(c => c.Index).ToList();
        var months = date is { AreFirsts: true } && (rows.Count >= EnoughDates
            || columns[IncidentMap.Occurred].Contains("month", StringComparison.OrdinalIgnoreCase));
        var datesOnly = !months && date is { AreMidnights: true };
        return new()
        {
            Columns = columns,
            DateFormat = Joined(date?.Format, end?.Format, end is not null),
            RangeSeparator = date?.Separator,
            MonthsOnly = months,
            DatesOnly = datesOnly,
            Clock = date is { HasOffsets: true } or { SaysUtc: true, HasTimes: true, LooksLocal: false }
                ? SourceClock.Offset : SourceClock.Local,
            Projection = projection,
            TimeZone = context.Agency.Id,
            Missing = [.. Placeholders.Where(text => rows.Any(row => mapped.Exists(at => row[at].Trim() == text)))],
            // With days or months only and no numbers, two thefts on one street are separate incidents.
            KeepEqualRows = !columns.ContainsKey(IncidentMap.Number) && (months || date is { HasTimes: false }),
        };
    }

    private static (DateGuess? Start, DateGuess? End) Times(Dictionary<string, string> columns, List<ColumnProfile> free,
        IReadOnlyList<IReadOnlyList<string>> rows, ReadingContext context)
    {
        var dates = free.FindAll(c => c.Date is not null && !(c.IsTime && !c.IsNumeric) && !Contains(c, OtherDates));
        if (dates.Count == 0) dates = free.FindAll(c => c.Date is not null && !c.IsTime);
        var start = Best(dates.FindAll(c => !IsNamed(c, EndNames)), StartNames, c => c.Date!.HasTimes ? 2 : 0) ?? dates.FirstOrDefault();
        if (start is null) return Parts(columns, free, rows, context);
        Take(columns, free, IncidentMap.Occurred, start);
        var date = start.Date!;
        if (!date.HasTimes && TimeBeside(start, free) is { } time)
        {
            var pattern = $"{{{start.Name}}} {{{time.Name}}}";
            if (Joined(pattern, [start, time], rows, context) is { } joined)
            {
                columns[IncidentMap.Occurred] = pattern;
                free.Remove(time);
                date = joined;
            }
        }
        var end = free.Find(c => c.Date is not null && IsNamed(c, EndNames) && c.Fill > 0);
        if (end is null) return (date, null);
        Take(columns, free, IncidentMap.OccurredTo, end);
        var endDate = end.Date!;
        if (!endDate.HasTimes && date.HasTimes && TimeBeside(end, free) is { } endTime
            && Joined($"{{{end.Name}}} {{{endTime.Name}}}", [end, endTime], rows, context) is { } joinedEnd)
        {
            columns[IncidentMap.OccurredTo] = $"{{{end.Name}}} {{{endTime.Name}}}";
            free.Remove(endTime);
            endDate = joinedEnd;
        }
        return (date, endDate);
    }

    /// <summary>Year, month, day and hour in columns of their own.</summary>
    private static (DateGuess? Start, DateGuess? End) Parts(Dictionary<string, string> columns, List<ColumnProfile> free,
        IReadOnlyList<IReadOnlyList<string>> rows, ReadingContext context)
    {
        ColumnProfile? Part(string name) => free.Find(c => c.Bare == name)
            ?? free.Find(c => c.Bare.EndsWith(name, StringComparison.Ordinal));
        if (Part("year") is not { } year || Part("month") is not { } month) return (null, null);
        List<ColumnProfile> parts = [year, month];
        var pattern = $"{{{year.Name}}}-{{{month.Name}}}";
        if (Part("day") is { IsNumeric: true } day)
        {
            parts.Add(day);
            pattern += $"-{{{day.Name}}}";
            if (Part("hour") is { IsNumeric: true } hour)
            {
                parts.Add(hour);
                pattern += $" {{{hour.Name}}}";
                if (Part("minute") is { IsNumeric: true } minute)
                {
                    parts.Add(minute);
                    pattern += $":{{{minute.Name}}}";
                }
            }
        }
        if (Joined(pattern, parts, rows, context) is not { } date) return (null, null);
        columns[IncidentMap.Occurred] = pattern;
        free.RemoveAll(parts.Contains);
        return (date, null);
    }

    private static DateGuess? Joined(string pattern, IReadOnlyList<ColumnProfile> parts, IReadOnlyList<IReadOnlyList<string>> rows,
        ReadingContext context)
    {
        var header = new string[parts.Max(p => p.Index) + 1];
        Array.Fill(header, "");
        foreach (var part in parts) header[part.Index] = part.Name;
        var joined = ColumnPattern.Of(pattern, header);
        var missing = Placeholders.ToHashSet(StringComparer.Ordinal);
        return DateGuess.Of([.. rows.Select(row => joined.Read(row, missing)).OfType<string>()], context, areNumbers: false);
    }

    /// <summary>The column with the time of day of a date's column: with a like name, or the only one, or the next.</summary>
    private static ColumnProfile? TimeBeside(ColumnProfile date, List<ColumnProfile> free)
    {
        var times = free.FindAll(c => c.IsTime && c.Bare.Contains("time", StringComparison.Ordinal)
            || (c.IsTime && c.Values.Any(v => v.Contains(':', StringComparison.Ordinal))));
        var like = date.Bare.Replace("date", "", StringComparison.Ordinal).Replace("dt", "", StringComparison.Ordinal);
        return times.Find(c => c.Bare.Replace("time", "", StringComparison.Ordinal).Replace("tm", "", StringComparison.Ordinal) == like)
            ?? (times.Count == 1 ? times[0] : times.Find(c => c.Index == date.Index + 1));
    }

    private static void Places(Dictionary<string, string> columns, List<ColumnProfile> free, ReadingContext context)
    {
        var numbers = free.FindAll(c => c is { IsNumeric: true, Numbers.Count: > 0 } && (c.HasFractions || IsNamed(c, LatitudeNames)
            || IsNamed(c, LongitudeNames)) && c.Numbers.Count == c.Values.Count);
        var latitude = Best(numbers.FindAll(c => InRange(c, 90) && (IsNamed(c, LatitudeNames) || Fits(c, context, isLatitude: true))),
            LatitudeNames, c => Fits(c, context, isLatitude: true) ? 50 : 0);
        var longitude = Best(numbers.FindAll(c => c != latitude && InRange(c, 180)
            && (IsNamed(c, LongitudeNames) || Fits(c, context, isLatitude: false))), LongitudeNames,
            c => Fits(c, context, isLatitude: false) ? 50 : 0);
        // Named the wrong way around: x has latitudes and y longitudes.
        if (latitude is not null && longitude is null) longitude = numbers.Find(c => c != latitude && InRange(c, 180)
            && IsNamed(c, LatitudeNames));
        if (longitude is not null && latitude is null) latitude = numbers.Find(c => c != longitude && InRange(c, 90)
            && IsNamed(c, LongitudeNames));
        if (latitude is not null && longitude is not null && AreSwapped(latitude, longitude, context))
            (latitude, longitude) = (longitude, latitude);
        if ((latitude is null || longitude is null) && Projected(numbers, context) is var (northing, easting))
            (latitude, longitude) = (northing, easting);
        if (latitude is not null && longitude is not null)
        {
            Take(columns, free, IncidentMap.Latitude, latitude);
            Take(columns, free, IncidentMap.Longitude, longitude);
            free.RemoveAll(c => c is { IsPlace: true, HasStreets: false });
        }
        else if (free.Find(c => c.IsPlace) is { } place)
        {
            columns[IncidentMap.Place] = place.Name;
            if (!place.HasStreets) free.Remove(place);
        }
    }

    /// <summary>
    /// Two columns that are coordinates of a projection: named so, or fitting one used where the neighborhoods are, or the only two large
    /// numbers with fractions.
    /// </summary>
    private static (ColumnProfile Northing, ColumnProfile Easting)? Projected(List<ColumnProfile> numbers, ReadingContext context)
    {
        var large = numbers.FindAll(c => !InRange(c, 180));
        var named = (large.Find(c => IsNamed(c, LatitudeNames)), large.Find(c => IsNamed(c, LongitudeNames)));
        if (named is ({ } northing, { } easting)) return (northing, easting);
        if (context.Extent is { } extent)
            foreach (var x in large)
                foreach (var y in large.Where(c => c != x && c.Numbers.Count == x.Numbers.Count))
                    if (Projection.Candidates([.. x.Numbers.Zip(y.Numbers).Take(MostWords)], extent).Count > 0) return (y, x);
        return large is [var left, var right] ? (right, left) : null;
    }

    /// <summary>EPSG number of the likeliest projection of columns that are no degrees.</summary>
    private static string? ProjectionOf(Dictionary<string, string> columns, List<ColumnProfile> all, ReadingContext context)
    {
        if (context.Extent is not { } extent || !columns.TryGetValue(IncidentMap.Longitude, out var easting)) return null;
        var x = all.First(c => c.Name == easting);
        var y = all.First(c => c.Name == columns[IncidentMap.Latitude]);
        return InRange(x, 180) && InRange(y, 90) ? null
            : Projection.Candidates([.. x.Numbers.Zip(y.Numbers).Take(MostWords)], extent) is [var best, ..]
                ? best.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
    }

    private static bool InRange(ColumnProfile column, double most) =>
        column.Numbers.Count(n => Math.Abs(n) <= most) > 0.8 * column.Numbers.Count;

    private static double Middle(ColumnProfile column) =>
        column.Numbers.Where(n => Math.Abs(n) > 1.5).Order().ToList() is { Count: > 0 } far ? far[far.Count / 2] : 0;

    private static bool Fits(ColumnProfile column, ReadingContext context, bool isLatitude) => column.HasFractions
        && context.Extent is { } extent && Math.Abs(Middle(column) - (isLatitude ? extent.Centre.Y : extent.Centre.X)) < Near;

    private static bool AreSwapped(ColumnProfile latitude, ColumnProfile longitude, ReadingContext context)
    {
        var (lat, lon) = (Middle(latitude), Middle(longitude));
        if (Math.Abs(lat) > 90) return Math.Abs(lon) <= 90;
        if (Math.Abs(lon) > 90 || context.Extent is not { } extent) return false;
        static double Off(double y, double x, NetTopologySuite.Geometries.Envelope e) =>
            Math.Max(Math.Abs(y - e.Centre.Y), Math.Abs(x - e.Centre.X));
        return Off(lon, lat, extent) < Near && Off(lat, lon, extent) > Near;
    }

    // A number has digits and hardly repeats; several offenses of one incident can share it.
    private static bool IsNumber(ColumnProfile c) => c is { IsEmpty: false, HasFractions: false, IsPlace: false }
        && c.Date is null or { Read: < 0.9 }
        && (c.IsUnique || c.IsSpoilt || (IsNamed(c, NumberNames) && c.Distinct.Count > c.Values.Count / 3))
        && c.Values.Any(v => v.Any(char.IsAsciiDigit))
        && c.Values.All(v => v.Length <= 60 && v.Count(char.IsWhiteSpace) <= 2)
        && (IsNamed(c, NumberNames) || TechnicalNames.Contains(c.Bare) || Contains(c, ["num", "id", "no", "ref", "key"])
            || c.Values.Count >= EnoughDates);

    private static bool IsCategory(ColumnProfile c, ReadingContext context) =>
        c is { IsEmpty: false, Date: null, IsPlace: false, HasLetters: true } && (IsNamed(c, CategoryNames)
            || (c.Values.Count >= EnoughDates && c.Distinct.Count < c.Values.Count / 2 && Knows(c, context) > 0.2));

    /// <summary>Share of a column's words that name an offense.</summary>
    private static double Knows(ColumnProfile c, ReadingContext context) =>
        c.Distinct.Take(MostWords).Select(word => OffenseWords.CategoryOf(word, context.Categories) is null ? 0 : 1)
            .DefaultIfEmpty().Average();

    /// <summary>The most likely of some columns: by its name, and by points for its values.</summary>
    private static ColumnProfile? Best(IReadOnlyList<ColumnProfile> among, string[] names, Func<ColumnProfile, int> points) =>
        among.MaxBy(c => points(c) + NamePoints(c, names) + 3 * c.Fill);

    private static double NamePoints(ColumnProfile c, string[] names)
    {
        var exact = Array.IndexOf(names, c.Bare);
        if (exact >= 0) return 30 - (20.0 * exact / names.Length);
        var within = Array.FindIndex(names, name => name.Length > 3 && c.Bare.Contains(name, StringComparison.Ordinal));
        return within >= 0 ? 20 - (15.0 * within / names.Length) : 0;
    }

    private static bool IsNamed(ColumnProfile c, string[] names) => NamePoints(c, names) > 0;

    private static bool Contains(ColumnProfile c, string[] names) => names.Any(name => c.Bare.Contains(name, StringComparison.Ordinal));

    private static void Take(Dictionary<string, string> columns, List<ColumnProfile> free, string field, ColumnProfile? column)
    {
        if (column is null) return;
        columns[field] = column.Name;
        free.Remove(column);
    }

    private static string? Joined(string? start, string? end, bool hasEnd) => !hasEnd || start == end ? start
        : string.Join('|', DateFormat.Split(start).Union(DateFormat.Split(end)));
}
