namespace ProblemTracker.Incidents;

/// <summary>What was wrong with a row of a file.</summary>
public enum FaultKind
{
    // The row is rejected.
    UnreadableRow, NoDate, UnreadableDate, TooEarly, Future, SameKey, OtherContent,
    // The incident is kept without the field.
    BadEnd, NoPlace, UnreadablePlace, FarPlace, SwappedPlace, UnsignedPlace, BadNumber, LongCategory, LongAddress,
}

internal static class FaultKinds
{
    /// <summary>Whether it costs the whole row; otherwise only a field.</summary>
    public static bool Rejects(this FaultKind kind) => kind <= FaultKind.OtherContent;

    /// <summary>Whether there are coordinates that give no place near the neighborhoods.</summary>
    public static bool IsBadPlace(this FaultKind kind) =>
        kind is FaultKind.UnreadablePlace or FaultKind.FarPlace or FaultKind.SwappedPlace or FaultKind.UnsignedPlace;
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
