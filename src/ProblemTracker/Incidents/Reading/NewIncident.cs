namespace ProblemTracker.Incidents;

/// <summary>A row of <c>Incident</c> to insert.</summary>
internal sealed record NewIncident : IIncidentContent
{
    public long ImportRunId { get; init; }
    /// <summary>Line in the file.</summary>
    public long Line { get; init; }
    /// <summary>Fields that were left out, because they can't be read: an update leaves them as they were.</summary>
    public RowFields Unread { get; init; }
    /// <summary>What was wrong with the row that doesn't cost it. Counted only if the row is written.</summary>
    public IReadOnlyList<RowFault> Faults { get; init; } = [];
    public required string EventKey { get; init; }
    /// <summary>32 hexadecimal digits.</summary>
    public required string DedupeKey { get; init; }
    public string? SourceNumber { get; init; }
    public DateTimeOffset OccurredFrom { get; init; }
    public DateTimeOffset OccurredTo { get; init; }
    public required string TimePrecision { get; init; }
    public DateOnly LocalDate { get; init; }
    public int? LocalHour { get; init; }
    public int LocalWeekday { get; init; }
    public required string CategoryCode { get; init; }
    public string? SourceCategory { get; init; }
    public long? NeighborhoodId { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public string? Address { get; init; }
}

/// <summary>Optional fields of a row.</summary>
[Flags]
internal enum RowFields
{
    None = 0,
    End = 1,
    Category = 2,
    Place = 4,
    Address = 8,
}
