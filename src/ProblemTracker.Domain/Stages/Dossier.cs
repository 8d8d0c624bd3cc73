namespace ProblemTracker.Domain;

/// <summary>All that the rules need to know about one problem, read at one moment. The same dossier always gives the same answer.</summary>
public sealed record Dossier
{
    public Stage Stage { get; init; }
    public long? LeadId { get; init; }
    /// <summary>Linked incidents, the rows of one incident counted once.</summary>
    public int LinkedEvents { get; init; }
    public ScanningSheet Scanning { get; init; } = new();
    public AnalysisSheet Analysis { get; init; } = new();
    public ResponseSheet Response { get; init; } = new();
    public AssessmentSheet Assessment { get; init; } = new();
    public IReadOnlyList<ResponseAction> Actions { get; init; } = [];
    /// <summary>
    /// The plan frozen for the present visit to Response (or the visit that Assessment follows); null while it is a draft.
    /// </summary>
    public FrozenPlan? Plan { get; init; }
    /// <summary>Local date of the first start in this problem's life; null if no response was ever started.</summary>
    public DateOnly? FirstStartedOn { get; init; }
    /// <summary>How often a stage was entered, the present one included.</summary>
    public int Visit { get; init; }
    /// <summary>Every hold in this problem's life, those of earlier visits too.</summary>
    public IReadOnlyList<Hold> Holds { get; init; } = [];
    /// <summary>Every extension that was granted, those of earlier visits too.</summary>
    public IReadOnlyList<Extension> Extensions { get; init; } = [];
    /// <summary>Today in the agency's time zone.</summary>
    public DateOnly Today { get; init; }
    /// <summary>Local date on which the present stage was entered.</summary>
    public DateOnly EnteredOn { get; init; }
}

/// <summary>The objectives and plan as they stood when the response started.</summary>
public sealed record FrozenPlan
{
    public DateOnly StartedOn { get; init; }
    /// <summary>SHA-256 of the canonical JSON of sheet and planned actions, lower-case hexadecimal.</summary>
    public string Hash { get; init; } = "";
    public ResponseSheet Sheet { get; init; } = new();
    public IReadOnlyList<ResponseAction> Actions { get; init; } = [];
}
