namespace ProblemTracker.Domain;

/// <summary>Everything the rules need to know about one problem at one moment. The same dossier always gives the same result.</summary>
public sealed record Dossier
{
    public Stage Stage { get; init; }
    public long? LeadId { get; init; }
    /// <summary>Linked incidents; several rows of one incident count once.</summary>
    public int LinkedEvents { get; init; }
    /// <summary>Number of linked concerns of residents; each is an event, and together they are a source outside the police.</summary>
    public int LinkedConcerns { get; init; }
    public ScanningSheet Scanning { get; init; } = new();
    public AnalysisSheet Analysis { get; init; } = new();
    public ResponseSheet Response { get; init; } = new();
    public AssessmentSheet Assessment { get; init; } = new();
    public IReadOnlyList<ResponseAction> Actions { get; init; } = [];
    /// <summary>The plan frozen in this visit to Response (in Assessment, the visit before it); null while it is a draft.</summary>
    public FrozenPlan? Plan { get; init; }
    /// <summary>What the program computed last from the test of <see cref="Plan"/>; null without one, or before the first time.</summary>
    public ComputedTest? Computed { get; init; }
    /// <summary>Local date on which a response was first started; null if none was.</summary>
    public DateOnly? FirstStartedOn { get; init; }
    /// <summary>Number of stage visits so far, including the current one.</summary>
    public int Visit { get; init; }
    /// <summary>All holds, including those of earlier visits.</summary>
    public IReadOnlyList<Hold> Holds { get; init; } = [];
    /// <summary>All granted extensions, including those of earlier visits.</summary>
    public IReadOnlyList<Extension> Extensions { get; init; } = [];
    /// <summary>Today in the agency's time zone.</summary>
    public DateOnly Today { get; init; }
    /// <summary>Local date on which the problem entered its current stage.</summary>
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
