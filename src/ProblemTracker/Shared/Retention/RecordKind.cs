namespace ProblemTracker.Shared;

/// <summary>
/// A kind of record that the retention schedule can purge, registered by the capability whose tables hold it. All SQL is about the
/// record's own alias in <see cref="From"/>, such as <c>p</c>.
/// </summary>
internal sealed record RecordKind
{
    /// <summary>Stable code, such as <c>problem</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What the kind is called, in the plural, such as "Closed problems".</summary>
    public required string Name { get; init; }

    /// <summary>One record, before its id, such as "Problem".</summary>
    public required string One { get; init; }

    /// <summary>Since when it counts, such as "it was closed".</summary>
    public required string Since { get; init; }

    /// <summary>What the schedule's page says about the kind.</summary>
    public required string Help { get; init; }

    public required string From { get; init; }

    /// <summary>The column of the record's id.</summary>
    public required string Id { get; init; }

    /// <summary>The column of the instant from which the years count. It needs an index together with the id.</summary>
    public required string SinceColumn { get; init; }

    /// <summary>
    /// When the record can be purged at all, besides its age. Can use <c>@Before</c>, the first instant that is not old enough.
    /// </summary>
    public required string Due { get; init; }

    /// <summary>A stable number that certificates may show, such as a problem's; NULL for none.</summary>
    public string Label { get; init; } = "NULL";

    /// <summary>The record's title or name, for readers who may view the record; NULL for none.</summary>
    public string Title { get; init; } = "NULL";

    /// <summary>Whether the actor may view the record itself. Can use <c>@ActorId</c>.</summary>
    public Func<Actor, string> VisibleTo { get; init; } = _ => "1 = 0";

    /// <summary>Whether a legal hold on one problem or stakeholder, <c>h</c> (LegalHold), covers the record.</summary>
    public required string Covered { get; init; }

    /// <summary>Everything that is deleted with the record, in the order of deletion; the record itself last.</summary>
    public required IReadOnlyList<RecordPart> Parts { get; init; }

    /// <summary>Selects the ids of audit entries whose text is purged with the records <c>@Ids</c>.</summary>
    public string? AuditEntries { get; init; }

    /// <summary>Whether the audit files decisions about a record under the problem of the same id.</summary>
    public bool IsProblem { get; init; }

    /// <summary>Selects Folder (inside the data folder) and Name of the files of the records <c>@Ids</c>.</summary>
    public string? Files { get; init; }

    /// <summary>Selects Name and Content of pictures kept in tables, for the records <c>@Ids</c>.</summary>
    public string? Pictures { get; init; }

    /// <summary>Records of one purge, which has one certificate.</summary>
    public int AtOnce { get; init; } = 1;

    /// <summary>Everything that makes a record due: its age and <see cref="Due"/>.</summary>
    public string IsDue => $"{SinceColumn} < @Before AND {Due}";

    /// <summary>A standing legal hold covers the record.</summary>
    public string IsHeld => $"EXISTS (SELECT 1 FROM LegalHold h WHERE h.EndedAt IS NULL AND {IsCovered})";

    /// <summary>The legal hold <c>h</c> covers the record.</summary>
    public string IsCovered => $"(h.Covers = 'Everything' OR {Covered})";
}

/// <summary>Rows of one table that are deleted with a record.</summary>
/// <param name="TableName">The table.</param>
/// <param name="One">One row in words, such as "worksheet".</param>
/// <param name="Many">Several rows in words.</param>
/// <param name="Where">The condition for the rows of records, given how a column must compare with their ids, such as
/// <c>IN @Ids</c>.</param>
internal sealed record RecordPart(string TableName, string One, string Many, Func<string, string> Where)
{
    /// <summary>False if counting would read the whole table, so that the list of due records leaves it out.</summary>
    public bool IsCountedBefore { get; init; } = true;
}
