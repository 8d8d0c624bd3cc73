namespace ProblemTracker.Incidents;

/// <summary>Labels of what can be wrong with a row, for pages and the command line.</summary>
internal static class FaultWords
{
    /// <summary>Names of the kinds that cost the whole row.</summary>
    public static readonly IReadOnlyList<string> Rejecting =
        [.. Enum.GetValues<FaultKind>().Where(kind => kind.Rejects()).Select(kind => kind.ToString())];

    /// <summary>What became of a row with a fault.</summary>
    public static string Became(FaultKind kind) => kind switch
    {
        FaultKind.OtherContent => "Not imported, only listed",
        FaultKind.SkippedHour => "Imported with the time an hour later",
        _ => kind.Rejects() ? "Not imported" : "Imported, but this value is left out",
    };

    /// <summary>What would become of rows with a fault that doesn't cost them.</summary>
    public static string Would(FaultKind kind) => kind == FaultKind.SkippedHour ? "with the time an hour later" : "without this value";

    public static string Of(FaultKind kind) => kind switch
    {
        FaultKind.UnreadableRow => "Row can't be read",
        FaultKind.NoDate => "No date",
        FaultKind.UnreadableDate => "Date can't be read",
        FaultKind.TooEarly => "Date too early",
        FaultKind.Future => "Date in the future",
        FaultKind.OtherContent => "Number imported before with other content",
        FaultKind.BadEnd => "End before the start, or not a date",
        FaultKind.NoPlace => "Coordinates that mean an unknown place",
        FaultKind.UnreadablePlace => "Coordinates can't be read",
        FaultKind.FarPlace => "Coordinates far from every neighborhood",
        FaultKind.BadNumber => "Number rounded or too long",
        FaultKind.LongCategory => "Category too long",
        FaultKind.LongAddress => "Address too long",
        FaultKind.SkippedHour => "Time in the hour that daylight saving time skips",
        _ => kind.ToString(),
    };
}
