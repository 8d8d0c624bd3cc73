namespace ProblemTracker.Incidents;

/// <summary>What was wrong with a row of a file.</summary>
public enum FaultKind
{
    // The row is rejected.
    UnreadableRow, NoDate, UnreadableDate, TooEarly, Future, OtherContent,
    // The incident is kept without the field.
    BadEnd, NoPlace, UnreadablePlace, FarPlace, BadNumber, LongCategory, LongAddress,
    // The incident is kept with all fields, one of them read in a way that the source can't have meant.
    SkippedHour,
}

internal static class FaultKinds
{
    /// <summary>Whether it costs the whole row.</summary>
    public static bool Rejects(this FaultKind kind) => kind <= FaultKind.OtherContent;

    /// <summary>Whether it costs one field of an incident that is kept.</summary>
    public static bool CostsField(this FaultKind kind) => !kind.Rejects() && kind != FaultKind.SkippedHour;
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
