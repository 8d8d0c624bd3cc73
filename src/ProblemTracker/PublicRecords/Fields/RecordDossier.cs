using ProblemTracker.Evidence;
using ProblemTracker.Problems;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.PublicRecords;

/// <summary>
/// Everything about one problem that a public-records request exports. Every property is exported, unless
/// <see cref="NeverExported"/> names it.
/// </summary>
internal sealed record RecordDossier
{
    public required FullProblem Problem { get; init; }
    public IReadOnlyList<StakeholderDetails> Directory { get; init; } = [];
    /// <summary>Names of entries that were merged into those of the directory.</summary>
    public IReadOnlyList<MergedName> MergedNames { get; init; } = [];
    public IReadOnlyList<NoteDetails> Notes { get; init; } = [];
    public IReadOnlyList<TimelineLine> Timeline { get; init; } = [];
    public IReadOnlyList<RecordedMove> Moves { get; init; } = [];
    public IReadOnlyList<RecordedRequest> Requests { get; init; } = [];
    public IReadOnlyList<RecordedComment> Comments { get; init; } = [];
    public IReadOnlyList<RecordedPicture> Pictures { get; init; } = [];
    public IReadOnlyList<RecordedFile> Files { get; init; } = [];
    public IReadOnlyList<RecordedWalk> Checklists { get; init; } = [];
    public IReadOnlyList<RecordedHypothesis> Hypotheses { get; init; } = [];
    public IReadOnlyList<RecordedSeries> Series { get; init; } = [];
}

/// <summary>A name under which texts can mention a stakeholder, although the directory no longer does.</summary>
internal sealed record MergedName
{
    public long IntoId { get; init; }
    public string Name { get; init; } = "";
}

/// <summary>A line of the timeline. Notes are left out, since they are records of their own.</summary>
internal sealed record TimelineLine
{
    public long Id { get; init; }
    public DateTimeOffset At { get; init; }
    public string Who { get; init; } = "";
    public string Summary { get; init; } = "";
}

internal sealed record RecordedMove
{
    public long Id { get; init; }
    public DateTimeOffset MovedAt { get; init; }
    public string? MovedBy { get; init; }
    public Stage FromStage { get; init; }
    public Stage ToStage { get; init; }
    public ClosingReason? ClosingReason { get; init; }
    public string Note { get; init; } = "";
}

internal sealed record RecordedRequest
{
    public long Id { get; init; }
    public RequestKind Kind { get; init; }
    public DateTimeOffset RequestedAt { get; init; }
    public string? RequestedBy { get; init; }
    public string Reason { get; init; } = "";
    public RequestStatus Status { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public string? DecidedBy { get; init; }
    public string? DecisionNote { get; init; }
}

/// <summary>A message between the team and an action's owner outside the department.</summary>
internal sealed record RecordedComment
{
    public long Id { get; init; }
    public long ActionId { get; init; }
    public long AttachmentId { get; init; }
    public DateTimeOffset At { get; init; }
    public string Body { get; init; } = "";
}

internal sealed record RecordedPicture
{
    public long Id { get; init; }
    public long ActionId { get; init; }
    public DateTimeOffset At { get; init; }
    public string? Caption { get; init; }
    public int Width { get; init; }
    public int Height { get; init; }
}

/// <summary>
/// A photo or document on the problem. A photo is a picture to release or withhold. What a document says is not searched for withheld
/// words, so the document itself is never in a release: a person reads it and hands it over separately.
/// </summary>
internal sealed record RecordedFile
{
    public long Id { get; init; }
    public long? NoteId { get; init; }
    public long? ActionId { get; init; }
    public FileKind Kind { get; init; }
    public string Name { get; init; } = "";
    public string? Caption { get; init; }
    public DateTimeOffset AddedAt { get; init; }
    public string AddedBy { get; init; } = "";
    public long Bytes { get; init; }
    public int? Width { get; init; }
    public int? Height { get; init; }
    public string? Enclosed => Kind == FileKind.Picture ? null : "No. The department hands over this document separately.";
}

/// <summary>A walk on which the site checklist was filled.</summary>
internal sealed record RecordedWalk
{
    public long Id { get; init; }
    public string Site { get; init; } = "";
    public DateTimeOffset WalkedAt { get; init; }
    public int Residents { get; init; }
    public string FilledBy { get; init; } = "";
    public DateTimeOffset FilledAt { get; init; }
    public double? Score => SiteChecklist.Score(Answers.Select(answer => answer.Extent));
    public IReadOnlyList<RecordedAnswer> Answers { get; init; } = [];
    public string? Note { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }
    public string? WithdrawnBy { get; init; }
    public string? WithdrawnReason { get; init; }
}

/// <summary>What was found of one item of the site checklist.</summary>
internal sealed record RecordedAnswer
{
    public long WalkId { get; init; }
    /// <summary>The item's, in the order of the walk.</summary>
    public long Id { get; init; }
    public string Item { get; init; } = "";
    public DisorderExtent Extent { get; init; }
    public string? Remark { get; init; }
}

/// <summary>A possible explanation of the problem, with the cited figures that were weighed.</summary>
internal sealed record RecordedHypothesis
{
    public long Id { get; init; }
    public string Statement { get; init; } = "";
    public string? WrittenBy { get; init; }
    public DateTimeOffset WrittenAt { get; init; }
    public IReadOnlyList<RecordedWeight> Evidence { get; init; } = [];
}

internal sealed record RecordedWeight
{
    public long HypothesisId { get; init; }
    /// <summary>The citation's.</summary>
    public long Id { get; init; }
    public Stance Stance { get; init; }
    public string Sentence { get; init; } = "";
}

/// <summary>Numbers from elsewhere that a test can measure.</summary>
internal sealed record RecordedSeries
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
    public string Source { get; init; } = "";
    public string Numbers { get; init; } = "";
    public string? ChangedBy { get; init; }
    public DateTimeOffset ChangedAt { get; init; }
}
