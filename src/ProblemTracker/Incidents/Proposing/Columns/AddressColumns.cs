using System.Text.RegularExpressions;

namespace ProblemTracker.Incidents;

/// <summary>Proposes which columns have the address: one, or those of house number, street and what belongs to it.</summary>
internal static partial class AddressColumns
{
    /// <summary>Names that agencies give the column, most reliable first; compared by letters and digits only.</summary>
    private static readonly string[]
        AddressNames = ["address", "blockaddress", "block", "streetaddress", "incidentaddress", "hundredblock", "location", "street",
            "where", "place", "intersection"],
        OtherWords = ["type", "desc", "description", "category", "premise", "premises", "code", "class", "kind", "detail", "comment"],
        StreetWords = ["street", "streetname", "road", "st", "str"],
        NumberWords = ["address", "addr", "street", "house", "block", "hundred", "st", "str"];

    private static readonly HashSet<string> Directions = new(StringComparer.OrdinalIgnoreCase)
    {
        "N", "S", "E", "W", "NE", "NW", "SE", "SW", "NORTH", "SOUTH", "EAST", "WEST",
    };

    private static readonly HashSet<string> StreetTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        "ALY", "AV", "AVE", "AVENUE", "BL", "BLVD", "BOULEVARD", "CIR", "CIRCLE", "COURT", "CT", "CV", "DR", "DRIVE", "EXPY", "FWY", "HWY",
        "LANE", "LN", "LOOP", "PARKWAY", "PIKE", "PKWY", "PL", "PLACE", "PLZ", "RD", "ROAD", "ROW", "RUN", "SQ", "ST", "STREET", "TER",
        "TERRACE", "TRAIL", "TRL", "WALK", "WAY", "WY",
    };

    /// <summary>Rows from which a column of few different values is judged, and how often each is there on average.</summary>
    private const int EnoughRows = 50, Often = 10;

    /// <summary>Columns between which the parts of one address lie.</summary>
    private const int Near = 3;

    /// <summary>Share of values that make a part of an address.</summary>
    private const double Most = 0.8;

    /// <summary>Proposes the column, or several joined.</summary>
    public static void Propose(ProposedColumns columns)
    {
        var found = columns.Free.FindAll(IsAddress);
        var best = found.Best(AddressNames, c => (c.HasStreets ? 12 : 0) + (IsWhole(c) ? 6 : 0));
        if (best is { } address && IsWhole(address) || Parts(columns.Free) is not { } parts) columns.Take(IncidentMap.Address, best);
        else
        {
            columns.ByField[IncidentMap.Address] = string.Join(' ', parts.Select(part => $"{{{part.Name}}}"));
            columns.Free.RemoveAll(parts.Contains);
        }
    }

    private static bool IsAddress(ColumnProfile c) => c is { HasLetters: true, HasDates: false }
        && (c.IsNamed(AddressNames) || (c.HasStreets && !CategoryColumns.IsCalled(c)))
        && !IsOther(c) && !IsNumber(c) && !AreMost(c, StreetTypes.Contains) && !AreMost(c, Directions.Contains);

    /// <summary>Whether a column rather has kinds of places: by its name, or because few of them make all rows.</summary>
    private static bool IsOther(ColumnProfile c) => !AreMost(c, HasHouse().IsMatch, 0.5)
        && (c.HasWord(OtherWords) || (c.HasWord("name") && !c.HasWord(StreetWords))
            || (!c.HasStreets && c.Values.Count >= EnoughRows && Often * c.Distinct.Count < c.Values.Count));

    /// <summary>The columns of house number, direction, street and kind of street, in this order; null without number and street.</summary>
    private static List<ColumnProfile>? Parts(List<ColumnProfile> free)
    {
        foreach (var street in free.Where(c => c is { HasLetters: true, HasDates: false } && c.HasWord(StreetWords) && !IsWhole(c)
            && !c.HasWord(OtherWords) && !IsNumber(c) && !AreMost(c, StreetTypes.Contains) && !AreMost(c, Directions.Contains)))
        {
            List<ColumnProfile> near = [.. free.Where(c => c != street && Math.Abs(c.Index - street.Index) <= Near)];
            ColumnProfile? Part(int first, int last, Func<string, bool> isPart) => near.Find(c =>
                c.Index - street.Index >= first && c.Index - street.Index <= last && AreMost(c, isPart));
            if (near.Find(c => c.Index < street.Index && IsNumber(c)) is not { } number) continue;
            return [.. new[]
            {
                number, Part(number.Index - street.Index, -1, Directions.Contains), street, Part(1, 2, StreetTypes.Contains),
                Part(1, Near, Directions.Contains),
            }.OfType<ColumnProfile>()];
        }
        return null;
    }

    /// <summary>Whether a column has house numbers, also such as 41XX or 12-14.</summary>
    private static bool IsNumber(ColumnProfile c) =>
        (c.HasWord(NumberWords) || NumberWords.Any(word => word.Length > 3 && c.Bare.StartsWith(word, StringComparison.Ordinal)))
        && AreMost(c, HouseNumber().IsMatch);

    /// <summary>Whether most values have a house number, a block or a crossing, so that nothing is lacking.</summary>
    private static bool IsWhole(ColumnProfile c) => AreMost(c, WholeAddress().IsMatch, 0.5);

    private static bool AreMost(ColumnProfile c, Func<string, bool> isPart, double share = Most) =>
        !c.IsEmpty && c.Values.Count(isPart) > share * c.Values.Count;

    [GeneratedRegex(@"^\d{1,6}([Xx]{1,3}|[ -]?[A-Za-z]|-\d{1,6})?$")]
    private static partial Regex HouseNumber();

    [GeneratedRegex(@"^(\d+[Xx]*|[Xx]+)(\s|-)+\S")]
    private static partial Regex HasHouse();

    [GeneratedRegex(@"^(\d+[Xx]*|[Xx]+)(\s|-)+\S|\s(/|&|AND|AT)\s|\b(BLOCK|BLK)\b", RegexOptions.IgnoreCase)]
    private static partial Regex WholeAddress();
}
