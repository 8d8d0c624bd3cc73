namespace ProblemTracker.Incidents;

/// <summary>Labels of what can be wrong with a row, for pages and the command line.</summary>
internal static class FaultWords
{
    /// <summary>Names of the kinds that cost the whole row.</summary>
    public static readonly IReadOnlyList<string> Rejecting =
        [.. Enum.GetValues<FaultKind>().Where(kind => kind.Rejects()).Select(kind => kind.ToString())];

    public static string Of(FaultKind kind) => kind switch
    {
        FaultKind.UnreadableRow => "Row can't be read",
        FaultKind.NoDate => "No date",
        FaultKind.UnreadableDate => "Date can't be read",
        FaultKind.TooEarly => "Date too early",
        FaultKind.Future => "Date in the future",
        FaultKind.OtherContent => "Number imported before with other content",
        FaultKind.SameKey => "Key of an earlier row in the file, with other content",
        FaultKind.BadEnd => "End before the start, or not a date",
        FaultKind.NoPlace => "Coordinates that mean an unknown place",
        FaultKind.UnreadablePlace => "Coordinates can't be read",
        FaultKind.FarPlace => "Coordinates far from every neighborhood",
        FaultKind.SwappedPlace => "Latitude and longitude look swapped",
        FaultKind.UnsignedPlace => "Coordinates with a minus sign that looks missing or wrong",
        FaultKind.BadNumber => "Number rounded, too long, or not text",
        FaultKind.LongCategory => "Category too long or not text",
        FaultKind.LongAddress => "Address too long or not text",
        _ => kind.ToString(),
    };
}
