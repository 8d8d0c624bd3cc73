namespace ProblemTracker.Incidents;

/// <summary>What was wrong with a row of a file.</summary>
public enum FaultKind
{
    // The row is rejected.
    UnreadableRow, NoDate, UnreadableDate, TooEarly, Future, SameKey, OtherContent, NoNumber, NoUnit, NoEnd,
    // The row is kept without the field.
    BadTime, BadEnd, NoPlace, UnreadablePlace, FarPlace, SwappedPlace, UnsignedPlace, BadNumber, LongCategory, LongAddress, BadUnitTime,
    LongText,
    // The row is kept with all fields, one of them read in a way that the source may not have meant.
    SkippedHour, NoOffset, RepeatedHour,
    // The call or shift is kept as it is, but what its times say of a unit's time is not all used.
    NoUnitTime, OutOfOrder, TooLong, OverMidnight, Overlap,
}

internal static class FaultKinds
{
    /// <summary>Whether it costs the whole row.</summary>
    public static bool Rejects(this FaultKind kind) => kind <= FaultKind.NoEnd;

    /// <summary>Whether there are coordinates that give no place near the neighborhoods.</summary>
    public static bool IsBadPlace(this FaultKind kind) =>
        kind is FaultKind.UnreadablePlace or FaultKind.FarPlace or FaultKind.SwappedPlace or FaultKind.UnsignedPlace;

    /// <summary>Whether it costs one field of an incident that is kept.</summary>
    public static bool CostsField(this FaultKind kind) => kind < FaultKind.SkippedHour && !kind.Rejects();
}

/// <summary>One thing wrong with one row.</summary>
/// <param name="Sentence">What is wrong, naming the value.</param>
/// <param name="Text">The text that can't be read.</param>
internal sealed record RowFault(FaultKind Kind, string Sentence, string? Text = null);

/// <summary>How many rows have one kind of fault.</summary>
public sealed record FaultCount(FaultKind Kind, int Rows);

/// <summary>What became of a row.</summary>
/// <param name="Incident">Null if the row is rejected; its only fault says why.</param>
internal readonly record struct RowRead(NewIncident? Incident, IReadOnlyList<RowFault> Faults);

/// <summary>Labels of what can be wrong with a row, for pages and the command line.</summary>
internal static class FaultWords
{
    /// <summary>Names of the kinds that cost the whole row.</summary>
    public static readonly IReadOnlyList<string> Rejecting =
        [.. Enum.GetValues<FaultKind>().Where(kind => kind.Rejects()).Select(kind => kind.ToString())];

    /// <summary>What became of a row with a fault.</summary>
    public static string Became(FaultKind kind) => kind switch
    {
        FaultKind.OtherContent or FaultKind.SameKey => "Not imported, only listed",
        FaultKind.SkippedHour => "Time taken as an hour later",
        FaultKind.NoOffset => "Time taken as a local time",
        FaultKind.RepeatedHour => "Time taken as the second of the two",
        FaultKind.NoUnitTime or FaultKind.TooLong => "Kept, but its time is not counted",
        FaultKind.OutOfOrder => "Kept; its time counts only if it was cleared after it began",
        FaultKind.OverMidnight => "Counted on both days",
        FaultKind.Overlap => "Kept; the time that it shares counts once",
        _ => kind.Rejects() ? "Not imported" : "This value left out",
    };

    /// <summary>What would become of rows with a fault that doesn't cost them.</summary>
    public static string Would(FaultKind kind) => kind switch
    {
        FaultKind.SkippedHour => "with the time an hour later",
        FaultKind.NoOffset => "with the time as a local time",
        FaultKind.RepeatedHour => "with the time as the second of the two",
        FaultKind.NoUnitTime or FaultKind.TooLong => "without time on the call",
        FaultKind.OutOfOrder => "with the time from its begin to its end, if that is later",
        FaultKind.OverMidnight => "counted on both days",
        FaultKind.Overlap => "with the time that they share counted once",
        _ => "without this value",
    };

    public static string Of(FaultKind kind) => kind switch
    {
        FaultKind.UnreadableRow => "Row can't be read",
        FaultKind.NoDate => "No date",
        FaultKind.UnreadableDate => "Date can't be read",
        FaultKind.TooEarly => "Date too early",
        FaultKind.Future => "Date in the future",
        FaultKind.OtherContent => "Number imported before with other content",
        FaultKind.SameKey => "Key of an earlier row in the file, with other content",
        FaultKind.BadTime => "Time of day can't be read",
        FaultKind.BadEnd => "End before the start, in the future, or not a date",
        FaultKind.NoPlace => "Coordinates that mean an unknown place",
        FaultKind.UnreadablePlace => "Coordinates can't be read",
        FaultKind.FarPlace => "Coordinates far from every neighborhood",
        FaultKind.SwappedPlace => "Latitude and longitude look swapped",
        FaultKind.UnsignedPlace => "Coordinates with a minus sign that looks missing or wrong",
        FaultKind.BadNumber => "Number rounded, too long, or not text",
        FaultKind.LongCategory => "Category too long or not text",
        FaultKind.LongAddress => "Address too long or not text",
        FaultKind.SkippedHour => "Time in the hour that daylight saving time skips",
        FaultKind.NoOffset => "Time without an offset from UTC",
        FaultKind.NoNumber => "No call number",
        FaultKind.NoUnit => "No unit",
        FaultKind.NoEnd => "Shift without an end, or with one that can't be right",
        FaultKind.BadUnitTime => "Time of a unit can't be read",
        FaultKind.LongText => "Text too long or not text",
        FaultKind.RepeatedHour => "Time in the hour that comes twice when daylight saving time ends",
        FaultKind.NoUnitTime => "Unit without the time at which it was sent or cleared",
        FaultKind.OutOfOrder => "Times out of order",
        FaultKind.TooLong => "Longer than a day: probably never cleared",
        FaultKind.OverMidnight => "Over midnight",
        FaultKind.Overlap => "Unit on two at the same time",
        _ => kind.ToString(),
    };
}
