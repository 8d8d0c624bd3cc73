namespace ProblemTracker.Problems;

/// <summary>An action, as the API returns it.</summary>
public sealed record ActionDetails : IVersioned
{
    public long Id { get; init; }
    public long ProblemId { get; init; }
    public string Description { get; init; } = "";
    public long? OwnerId { get; init; }
    public string? Owner { get; init; }
    /// <summary>
    /// Attachment of the stakeholder who owns the action. Readers who may know the name find it in the problem's stakeholder list.
    /// </summary>
    public long? OwnerAttachmentId { get; init; }
    public DateOnly? DueOn { get; init; }
    public Technique? Technique { get; init; }
    public TriangleSide? Side { get; init; }
    public bool Enforcement { get; init; }
    public bool UrgentSafetyMeasure { get; init; }
    public string? UrgentSafetyReason { get; init; }
    public ActionStatus Status { get; init; }
    public DateOnly? DoneOn { get; init; }
    public string? DroppedReason { get; init; }
    /// <summary>Whether an owner outside the department accepted the action; null until they answer.</summary>
    public OwnerAnswer? OwnerAnswer { get; init; }
    public string? OwnerAnswerReason { get; init; }
    public DateTimeOffset? OwnerAnsweredAt { get; init; }
    /// <summary>Local date on which the owner says it was done. While the status is Planned, the team has yet to confirm it.</summary>
    public DateOnly? ReportedDoneOn { get; init; }
    /// <summary>Why the team returned the owner's last report.</summary>
    public string? ReturnedReason { get; init; }
    /// <summary>Number of comments exchanged with the current owner.</summary>
    public int Comments { get; init; }
    /// <summary>Number of photos from the current owner.</summary>
    public int Photos { get; init; }
    public int Version { get; init; }

    /// <summary>The action as the rules read it.</summary>
    internal ResponseAction AsFact() => new()
    {
        Id = Id,
        Description = Description,
        OwnerId = OwnerId,
        OwnerAttachmentId = OwnerAttachmentId,
        DueOn = DueOn,
        Technique = Technique,
        Side = Side,
        Enforcement = Enforcement,
        UrgentSafetyMeasure = UrgentSafetyMeasure,
        Status = Status,
        DoneOn = DoneOn,
        DroppedReason = DroppedReason,
    };
}

/// <summary>SQL and checks that the action slices share.</summary>
internal static class ActionSql
{
    private const string Select = """
        SELECT a.Id, a.ProblemId, a.Description, a.OwnerId, o.Name AS Owner, a.OwnerAttachmentId, a.DueOn, a.Technique, a.Side,
            a.Enforcement, a.UrgentSafetyMeasure, a.UrgentSafetyReason, a.Status, a.DoneOn, a.DroppedReason, a.Version,
            a.OwnerAnswer, a.OwnerAnswerReason, a.OwnerAnsweredAt, a.ReportedDoneOn, a.ReturnedReason,
            (SELECT COUNT(*) FROM ActionComment c WHERE c.ActionId = a.Id AND c.AttachmentId = a.OwnerAttachmentId) AS Comments,
            (SELECT COUNT(*) FROM ActionPhoto f WHERE f.ActionId = a.Id AND f.AttachmentId = a.OwnerAttachmentId) AS Photos
        FROM ProblemAction a LEFT JOIN Person o ON o.Id = a.OwnerId
        """;

    public static Task<ActionDetails?> Find(Db db, long id, CancellationToken ct) =>
        db.Find<ActionDetails>($"{Select} WHERE a.Id = @id", new { id }, ct);

    public static Task<IReadOnlyList<ActionDetails>> Of(Db db, long problemId, CancellationToken ct) =>
        db.List<ActionDetails>($"{Select} WHERE a.ProblemId = @problemId ORDER BY a.Id", new { problemId }, ct);

    public static object Row(ActionFields fields, long problemId, long id, int version, DateTimeOffset now, Actor actor) => new
    {
        ProblemId = problemId,
        Id = id,
        Version = version,
        Description = fields.Description.Trim(),
        fields.OwnerId,
        fields.OwnerAttachmentId,
        fields.DueOn,
        Technique = fields.Technique?.ToString(),
        Side = fields.Side?.ToString(),
        fields.Enforcement,
        fields.UrgentSafetyMeasure,
        UrgentSafetyReason = fields.UrgentSafetyMeasure ? fields.UrgentSafetyReason!.Trim() : null,
        Status = fields.Status.ToString(),
        fields.DoneOn,
        DroppedReason = fields.Status == ActionStatus.Dropped ? fields.DroppedReason!.Trim() : null,
        Now = now,
        actor.PersonId,
    };

    /// <summary>Adds an action to a case file that was taken to change it. The caller saves the file.</summary>
    /// <exception cref="Invalid">A field does not fit.</exception>
    /// <exception cref="RuleBroken">The problem is closed.</exception>
    public static async Task<ActionDetails> Add(Db db, CaseFile file, ActionFields fields, Actor actor, CancellationToken ct)
    {
        file.MustBeOpen();
        await MustFit(db, file, fields, ownerChanges: true, ct);
        var amends = file.Dossier.Plan is not null && !fields.UrgentSafetyMeasure;
        if (amends) MustSayWhy(file, fields);

        var id = await db.Insert("""
            INSERT INTO ProblemAction (ProblemId, Description, OwnerId, OwnerAttachmentId, DueOn, Technique, Side, Enforcement,
                UrgentSafetyMeasure, UrgentSafetyReason, Status, DoneOn, DroppedReason, CreatedAt, CreatedBy)
            VALUES (@ProblemId, @Description, @OwnerId, @OwnerAttachmentId, @DueOn, @Technique, @Side, @Enforcement, @UrgentSafetyMeasure,
                @UrgentSafetyReason, @Status, @DoneOn, @DroppedReason, @Now, @PersonId)
            """, Row(fields, file.Problem.Id, id: 0, version: 0, file.Now, actor), ct);
        var after = (await Find(db, id, ct))!;
        if (amends) file.Amend(fields.AmendmentReason!, id, null, after);
        file.TakeOver(after.AsFact());
        var because = Because(amends ? fields.AmendmentReason : fields.UrgentSafetyReason);
        var what = fields.UrgentSafetyMeasure ? "an urgent safety measure" : "an action";
        file.Record("action.added", id, $"Added {what}: {after.Description}{because}", null, after);
        file.TellOwner(after.OwnerId, after.OwnerAttachmentId);
        return after;
    }

    /// <summary>Checks that the done date is not in the future, and that a new owner is active or attached to this problem.</summary>
    /// <exception cref="Invalid">A check failed; names the field.</exception>
    public static async Task MustFit(Db db, CaseFile file, ActionFields fields, bool ownerChanges, CancellationToken ct)
    {
        if (fields.DoneOn > file.Dossier.Today) throw new Invalid("doneOn", "This date is in the future.");
        // An owner who has left since may stay on record.
        if (!ownerChanges) return;
        if (fields.OwnerId is { } person) await MustView(db, file, person, ct);
        if (fields.OwnerAttachmentId is { } attachment && await db.Find<long?>("""
            SELECT Id FROM ProblemStakeholder WHERE Id = @attachment AND ProblemId = @Id AND DetachedAt IS NULL
            """, new { attachment, file.Problem.Id }, ct) is null)
            throw new Invalid("ownerAttachmentId", "This is not the attachmentId of a stakeholder on this problem.");
    }

    private static async Task MustView(Db db, CaseFile file, long personId, CancellationToken ct)
    {
        var roles = await db.List<OwnerRole>("""
            SELECT r.Role, IIF(m.PersonId IS NULL, 0, 1) AS OnTeam FROM Person w JOIN PersonRole r ON r.PersonId = w.Id
                LEFT JOIN ProblemMember m ON m.PersonId = w.Id AND m.ProblemId = @Id
            WHERE w.Id = @personId AND w.Active = 1 AND w.StakeholderId IS NULL
            """, new { file.Problem.Id, personId }, ct);
        if (roles.Count == 0)
            throw new Invalid("ownerId",
                "This is not the id of an active person in the department. For a partner, set ownerAttachmentId instead.");
        if (!Permissions.MaySee(roles.Select(row => row.Role).ToHashSet(), file.Problem.Confidential,
            file.Problem.LeadId == personId || roles[0].OnTeam))
            throw new Invalid("ownerId", "This person can't view this problem. Add them to its team first, or choose someone else.");
    }

    private sealed record OwnerRole
    {
        public Role Role { get; init; }
        public bool OnTeam { get; init; }
    }

    /// <exception cref="Invalid">The plan is frozen, and the change has no reason.</exception>
    public static void MustSayWhy(CaseFile file, ActionFields fields)
    {
        if (fields.AmendmentReason.IsBlank())
            throw new Invalid("amendmentReason",
                $"The plan was frozen when the response started on {file.Dossier.Plan!.StartedOn:MMMM d, yyyy}. Say why it changes.");
    }

    public static string Because(string? reason) => reason.IsBlank() ? "" : $" ({reason.Trim()})";
}
