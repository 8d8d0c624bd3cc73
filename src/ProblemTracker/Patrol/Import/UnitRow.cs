using ProblemTracker.Files;
using ProblemTracker.Incidents;

namespace ProblemTracker.Patrol;

/// <summary>A row of a file, ready to be written: a unit on a call, or a shift.</summary>
internal abstract record UnitRow
{
    public required long Line { get; init; }
    /// <summary>32 hexadecimal digits: a hash of everything that the file says of it.</summary>
    public required string DedupeKey { get; init; }
    public string? Unit { get; init; }
    public string? Beat { get; init; }
    /// <summary>What was wrong with the row that doesn't cost it. Counted only if the row is written.</summary>
    public IReadOnlyList<RowFault> Faults { get; init; } = [];
    /// <summary>The columns of its table after ImportRunId, DedupeKey and UnitId.</summary>
    /// <param name="beatId">Of its beat.</param>
    public abstract object?[] Values(long? beatId);
}

/// <summary>Turns the rows of a file into calls or shifts.</summary>
internal interface IUnitReader
{
    string RowTable { get; }

    /// <summary>Of its table, in the order of <see cref="UnitRow.Values"/>, after ImportRunId, DedupeKey and UnitId.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>The columns with the begin and the end of a unit's time.</summary>
    (string From, string To) Span { get; }

    /// <returns>The row, or null and the fault that costs it.</returns>
    UnitRow? Read(CsvRow row, out RowFault? reject);
}
