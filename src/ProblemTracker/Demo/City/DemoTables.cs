namespace ProblemTracker.Demo;

/// <summary>How a column's value changes in a copy.</summary>
internal enum CopiedAs { Same, Key, Person, Time, Json, Summary, NudgeKey }

/// <param name="Of">For <see cref="CopiedAs.Key"/>, the table the key refers to.</param>
internal sealed record CopiedColumn(string Name, CopiedAs As = CopiedAs.Same, string? Of = null);

/// <summary>A table whose rows are copied with a problem.</summary>
/// <param name="Parent">The table that links its rows to a problem; null if the table has a <c>ProblemId</c> itself.</param>
/// <param name="HasKey">Other rows refer to its rows by <c>Id</c>.</param>
/// <param name="Only">SQL condition that limits which rows are copied.</param>
internal sealed record CopiedTable(string Name, string Spelled, bool HasKey = false, string? Parent = null,
    string? Only = null, string Order = "Id")
{
    public IReadOnlyList<CopiedColumn> Columns { get; } =
        [.. Spelled.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Read)];

    /// <summary>Selects the rows of the problems in <c>@ids</c>, grouped by problem and in the order they were written.</summary>
    public string Select => (Parent, Only) switch
    {
        (null, null) => $"SELECT {Names} FROM {Name} WHERE ProblemId IN @ids ORDER BY ProblemId, {Order}",
        (null, _) => $"SELECT {Names} FROM {Name} WHERE ProblemId IN @ids AND {Only} ORDER BY ProblemId, {Order}",
        _ =>
            $"SELECT x.ProblemId AS Model, {string.Join(", ", Columns.Select(c => $"c.{c.Name}"))} FROM {Name} c "
                + $"JOIN {Parent} x ON x.Id = c.{Columns[0].Name} WHERE x.ProblemId IN @ids ORDER BY c.{Columns[0].Name}, c.{Order}",
    };

    /// <summary>Selects the problems themselves.</summary>
    public string SelectModels =>
        $"SELECT Id AS Model, {string.Join(", ", Columns.Select(c => c.Name))} FROM Problem WHERE Id IN @ids ORDER BY Id";

    public string Insert =>
        $"INSERT INTO {Name} ({string.Join(", ", Columns.Select(c => c.Name))}) VALUES "
            + $"({string.Join(", ", Columns.Select(c => $"@{c.Name}"))})";

    /// <summary>Selects the new keys of the copied rows, in the order of <see cref="Select"/>.</summary>
    public string NewKeys => $"SELECT Id, ProblemId FROM {Name} WHERE ProblemId > @Last ORDER BY ProblemId, Id";

    private string Names =>
        $"{(Columns[0].Name == "ProblemId" ? "" : "ProblemId AS Model, ")}{(HasKey ? "Id, " : "")}"
            + $"{string.Join(", ", Columns.Select(c => c.Name))}";

    // Parses "Name" or "Name:what it holds", for example "OwnerId:person" or "ActionId:ProblemAction".
    private static CopiedColumn Read(string spelled) => spelled.Split(':') switch
    {
        [var name] => new(name),
        [var name, "person"] => new(name, CopiedAs.Person),
        [var name, "time"] => new(name, CopiedAs.Time),
        [var name, "json"] => new(name, CopiedAs.Json),
        [var name, "summary"] => new(name, CopiedAs.Summary),
        [var name, "nudge"] => new(name, CopiedAs.NudgeKey),
        [var name, var table] => new(name, CopiedAs.Key, table),
        _ => throw new InvalidOperationException(spelled),
    };
}

/// <summary>
/// The tables copied with a problem, parents before children. Incidents are linked, not copied. Of the audit record, only the opening, the
/// stage moves and the start of the response are copied, which the timeline needs.
/// </summary>
internal static class DemoTables
{
    public static readonly CopiedTable Problem = new("Problem", """
        Number Title TitleKey Description CategoryCode NeighborhoodId Address Latitude Longitude Source Priority Confidential
        LeadId:person Stage Visit StageSince:time DueOn:time OpenedAt:time OpenedBy:person TouchedAt:time LastActivityAt:time
        ClosedAt:time ClosingReason RelatedProblemId Verdict PresetTest EnforcementOnly Overrides MovesBack Reopenings Version
        OnHoldUntil:time LookOn:time PublicTitle PartnerSummary OpenToPartners ScanningScore AnalysisScore ResponseScore
        AssessmentScore
        """);

    public static readonly IReadOnlyList<CopiedTable> Children =
    [
        new("ProblemMember", "ProblemId:Problem PersonId:person JoinedAt:time", Order: "PersonId"),
        new("StageVisit", "ProblemId:Problem Visit Stage EnteredAt:time LeftAt:time FirstDueOn:time", Order: "Visit"),
        new("StageMove", "ProblemId:Problem FromStage ToStage Note ClosingReason RelatedProblemId MovedBy:person MovedAt:time"),
        new("GateOverride", "ProblemId:Problem Visit Gate Codes Reason PersonId:person At:time", HasKey: true),
        new("WaivedCode", "GateOverrideId:GateOverride Code", Parent: "GateOverride", Order: "Code"),
        new("ProblemStakeholder",
            "ProblemId:Problem StakeholderId Role AttachedAt:time AttachedBy:person DetachedAt:time Version", HasKey: true),
        new("ProblemAction", """
            ProblemId:Problem Description OwnerId:person OwnerAttachmentId:ProblemStakeholder DueOn:time Technique Side Enforcement
            UrgentSafetyMeasure UrgentSafetyReason Status DoneOn:time DroppedReason CreatedAt:time CreatedBy:person Version OwnerAnswer
            OwnerAnswerReason OwnerAnsweredAt:time ReportedDoneOn:time ReportedAt:time ReturnedReason AlternativeKey
            """, HasKey: true),
        new("ActionComment", "ActionId:ProblemAction AttachmentId:ProblemStakeholder PersonId:person Body At:time",
            Parent: "ProblemAction"),
        new("Worksheet", "ProblemId:Problem Kind Body:json Version SavedBy:person SavedAt:time", Order: "Kind"),
        new("ProblemObjective",
            "ProblemId:Problem ObjectiveKey Measure Kind Unit Direction BaselineValue TargetValue TargetDate:time AfterValue",
            Order: "ObjectiveKey"),
        new("FrozenPlan",
            "ProblemId:Problem Visit StartedAt:time StartedOn:time StartedBy:person Note Hash Sheet:json Actions:json", HasKey: true),
        new("Amendment",
            "ProblemId:Problem FrozenPlanId:FrozenPlan Reason ActionId:ProblemAction BeforeJson:json AfterJson:json PersonId:person "
                + "At:time"),
        new("ProblemNote", "ProblemId:Problem Body PersonId:person At:time"),
        new("ProblemHold", "ProblemId:Problem Visit FromOn:time UntilOn:time EndedOn:time Reason HeldBy:person HeldAt:time"),
        new("DeadlineExtension", "ProblemId:Problem Visit DueOn:time GrantedOn:time Reason GrantedBy:person GrantedAt:time"),
        new("DurabilityCheck", "ProblemId:Problem Visit Finding Evidence CheckedBy:person CheckedAt:time"),
        new("ApprovalRequest",
            "ProblemId:Problem Visit Kind Requested:json Reason RequestedBy:person RequestedAt:time Status DecidedBy:person DecidedAt:time "
                + "DecisionNote Version", HasKey: true),
        new("Nudge", """
            ProblemId:Problem DedupeKey:nudge Kind Visit DueOn:time RaisedAt:time Occurrence ActionId:ProblemAction
            RequestId:ApprovalRequest AttachmentId:ProblemStakeholder MailedAt:time
            """, HasKey: true),
        new("NudgeRecipient", "NudgeId:Nudge PersonId:person SeenAt:time SnoozedUntil:time SnoozeReason DoneAt:time MailedAt:time",
            Parent: "Nudge", Order: "PersonId"),
        new("ProblemIncident", "ProblemId:Problem IncidentId LinkedAt:time LinkedBy:person", Order: "IncidentId"),
        new("AuditEntry", "ProblemId:Problem At:time PersonId:person Origin Event SubjectId Summary:summary",
            Only: "Event IN ('problem.opened', 'problem.stage', 'response.started')"),
    ];
}
