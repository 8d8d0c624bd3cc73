namespace ProblemTracker.Incidents;

/// <summary>Proposes which column has the number of the incident at its source.</summary>
internal static class NumberColumns
{
    /// <summary>Names that agencies give the column, most reliable first; compared by letters and digits only.</summary>
    private static readonly string[]
        NumberNames = ["incidentno", "incidentnumber", "incidentid", "incidentnum", "casenumber", "caseno", "casenum", "caseid",
            "reportnumber", "reportno", "drno", "complaintnumber", "complaintno", "cmplntnum", "eventnumber", "eventno", "eventid",
            "cfsnumber", "callnumber", "callno", "crimereference", "crimeid", "offensenumber", "offenseid", "number", "complaint",
            "incident", "call", "case", "event", "no", "id"],
        NumberEnds = ["no", "num", "nr", "id", "ref", "key"],
        CaseNames = ["incident", "case", "report", "complaint", "event", "crime", "offense"],
        OtherNumbers = ["victim", "suspect", "person", "officer", "phone", "street", "house", "badge", "plate", "zip", "postal", "license"],
        RowNames = ["objectid", "fid", "gid", "oid", "rowid", "rowno", "rownum", "rownumber", "lineno", "linenumber", "recno", "seq",
            "index", "esrioid", "ogcfid", "cartodbid", "unnamed"];

    /// <summary>Names of row numbers that only their sign tells from an ID of the department.</summary>
    private static readonly string[] SignedRowNames = ["_id", ":id"];

    /// <summary>Most rows that an incident has on average, one for each offense or victim.</summary>
    private const int RowsOfNumber = 5;

    /// <summary>Fewest rows in which values that are all different are numbers whatever their column is called.</summary>
    private const int EnoughRows = 20;

    /// <summary>Share of values that must look like numbers; a footer does not.</summary>
    private const double NearlyAll = 0.95;

    /// <summary>
    /// Share of rows that must have a case number for it to be preferred to the number of the call, and below which any other comes first.
    /// </summary>
    private const double NearlyFull = 0.9, Half = 0.5;

    /// <summary>Proposes the column.</summary>
    public static void Propose(ProposedColumns columns)
    {
        var numbers = columns.Free.FindAll(IsNumber);
        var hasCases = numbers.Exists(c => c.Fill > NearlyFull && !IsOfCall(c) && c.SaysAny(["incident", "case", "report", "complaint"]));
        columns.Take(IncidentMap.Number, numbers.Best(NumberNames,
            c => (c.Bare.Contains("num", StringComparison.Ordinal) ? 2 : 0) - (hasCases && IsOfCall(c) ? 15 : 0)
                - (c.Fill < Half ? 20 : 0) - (CountsRows(c) ? 15 : 0)));
    }

    /// <summary>
    /// Whether a column of numbers is called one of incidents, not of times: 45001 can be a day of Excel's, and 1700000001 a second.
    /// </summary>
    public static bool IsCalledNumber(ColumnProfile c) => c.IsNumeric && !c.SaysAny(["date", "time", "month", "year", "occur", "epoch"])
        && (c.IsNamed(NumberNames) || NumberEnds.Any(end => c.Bare.EndsWith(end, StringComparison.Ordinal)));

    // A number has digits and hardly repeats; several offenses of one incident can share it.
    private static bool IsNumber(ColumnProfile c) => c is { IsEmpty: false, HasFractions: false, IsPlace: false } && !IsOfRow(c)
        && (c.Date is null or { Read: < 0.9 } || IsCalledNumber(c))
        && !(c.SaysAny(OtherNumbers) && !c.IsNamed(CaseNames))
        && !(c.IsNumeric && CountColumns.IsCount(c.Name))
        && (c.IsUnique || c.IsSpoilt || (c.IsNamed(NumberNames) && c.Distinct.Count > c.Values.Count / RowsOfNumber))
        && c.Values.Any(v => v.Any(char.IsAsciiDigit))
        && c.Values.Count(v => v.Length <= SourceNumber.Longest && v.Count(char.IsWhiteSpace) <= 2) >= NearlyAll * c.Values.Count
        && (c.IsNamed(NumberNames) || c.Bare == "globalid" || c.SaysAny(["num", "id", "no", "ref", "key"])
            || (c.Values.Count >= EnoughRows && c.Distinct.Count == c.Values.Count) || c is { IsUnnamed: true, IsPlainNumber: true });

    /// <summary>Whether a program counts the rows in a column: the next export gives other incidents these numbers.</summary>
    private static bool IsOfRow(ColumnProfile c) => RowNames.Contains(c.Bare.TrimEnd("0123456789".ToCharArray()))
        || SignedRowNames.Contains(c.Name.ToLowerInvariant());

    /// <summary>Whether the values are 1, 2, 3 and so on: perhaps numbers of a department, but others come first.</summary>
    private static bool CountsRows(ColumnProfile c) => c.Numbers.Count >= EnoughRows && c.Numbers[0] is 0 or 1
        && c.Numbers.Index().All(n => n.Item == c.Numbers[0] + n.Index);

    private static bool IsOfCall(ColumnProfile c) => c.SaysAny(["cfs", "call"]);
}
