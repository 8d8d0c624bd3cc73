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

/// <summary>Reads a <see cref="RecordDossier"/>.</summary>
internal sealed class DossierReader(Db db, FullProblems problems)
{
    private const string Directory = $"""
        SELECT DISTINCT {StakeholderSql.Columns} FROM Stakeholder s JOIN ProblemStakeholder a ON a.StakeholderId = s.Id
        WHERE a.ProblemId = @ProblemId ORDER BY s.Id
        """;

    private const string MergedNames = """
        SELECT DISTINCT m.MergedIntoId AS IntoId, m.Name FROM Stakeholder m JOIN ProblemStakeholder a ON a.StakeholderId = m.MergedIntoId
        WHERE a.ProblemId = @ProblemId ORDER BY m.MergedIntoId, m.Name
        """;

    private const string Notes = """
        SELECT n.Id, n.At, n.PersonId, COALESCE(w.Name, 'System') AS Who, n.Body AS Text
        FROM ProblemNote n LEFT JOIN Person w ON w.Id = n.PersonId WHERE n.ProblemId = @ProblemId ORDER BY n.Id
        """;

    private const string Timeline = $"""
        SELECT e.Id, e.At, {Audit.Who} AS Who, e.Summary FROM AuditEntry e LEFT JOIN Person w ON w.Id = e.PersonId
        WHERE e.ProblemId = @ProblemId AND e.Summary IS NOT NULL AND e.Event <> 'note.written' ORDER BY e.Id
        """;

    private const string Moves = """
        SELECT m.Id, m.MovedAt, w.Name AS MovedBy, m.FromStage, m.ToStage, m.ClosingReason, m.Note
        FROM StageMove m LEFT JOIN Person w ON w.Id = m.MovedBy WHERE m.ProblemId = @ProblemId ORDER BY m.Id
        """;

    private const string Requests = """
        SELECT r.Id, r.Kind, r.RequestedAt, a.Name AS RequestedBy, r.Reason, r.Status, r.DecidedAt, d.Name AS DecidedBy, r.DecisionNote
        FROM ApprovalRequest r LEFT JOIN Person a ON a.Id = r.RequestedBy LEFT JOIN Person d ON d.Id = r.DecidedBy
        WHERE r.ProblemId = @ProblemId ORDER BY r.Id
        """;

    private const string Comments = """
        SELECT c.Id, c.ActionId, c.AttachmentId, c.At, c.Body
        FROM ActionComment c JOIN ProblemAction a ON a.Id = c.ActionId WHERE a.ProblemId = @ProblemId ORDER BY c.Id
        """;

    private const string Pictures = """
        SELECT f.Id, f.ActionId, f.At, f.Caption, f.Width, f.Height
        FROM ActionPhoto f JOIN ProblemAction a ON a.Id = f.ActionId WHERE a.ProblemId = @ProblemId ORDER BY f.Id
        """;

    private const string Files = """
        SELECT f.Id, f.NoteId, f.ActionId, f.Kind, f.Name, f.Caption, f.AddedAt, COALESCE(w.Name, 'System') AS AddedBy, f.Bytes, f.Width,
            f.Height
        FROM ProblemFile f LEFT JOIN Person w ON w.Id = f.AddedBy WHERE f.ProblemId = @ProblemId ORDER BY f.Id
        """;

    private const string Checklists = """
        SELECT k.Id, k.Site, k.WalkedAt, k.Residents, COALESCE(w.Name, 'System') AS FilledBy, k.FilledAt, k.Note, k.WithdrawnAt,
            x.Name AS WithdrawnBy, k.WithdrawnReason
        FROM ChecklistWalk k LEFT JOIN Person w ON w.Id = k.FilledBy LEFT JOIN Person x ON x.Id = k.WithdrawnBy
        WHERE k.ProblemId = @ProblemId ORDER BY k.Number
        """;

    private const string Answers = """
        SELECT y.WalkId, y.ItemId AS Id, y.Item, y.Extent, y.Remark
        FROM ChecklistAnswer y JOIN ChecklistWalk k ON k.Id = y.WalkId WHERE k.ProblemId = @ProblemId ORDER BY k.Number, y.Position
        """;

    /// <exception cref="NotFound">It does not exist, or the actor can't view it.</exception>
    public async Task<RecordDossier> Read(long problemId, CancellationToken ct)
    {
        var problem = await problems.Read(problemId, ct);
        return await db.Read(
            [Directory, MergedNames, Notes, Timeline, Moves, Requests, Comments, Pictures, Files, Checklists, Answers],
            new { ProblemId = problemId }, async results => new RecordDossier
            {
                Problem = problem,
                Directory = [.. await results.ReadAsync<StakeholderDetails>()],
                MergedNames = [.. await results.ReadAsync<MergedName>()],
                Notes = [.. await results.ReadAsync<NoteDetails>()],
                Timeline = [.. await results.ReadAsync<TimelineLine>()],
                Moves = [.. await results.ReadAsync<RecordedMove>()],
                Requests = [.. await results.ReadAsync<RecordedRequest>()],
                Comments = [.. await results.ReadAsync<RecordedComment>()],
                Pictures = [.. await results.ReadAsync<RecordedPicture>()],
                Files = [.. await results.ReadAsync<RecordedFile>()],
                Checklists = Filled([.. await results.ReadAsync<RecordedWalk>()], await results.ReadAsync<RecordedAnswer>()),
            }, ct);
    }

    private static IReadOnlyList<RecordedWalk> Filled(IReadOnlyList<RecordedWalk> walks, IEnumerable<RecordedAnswer> answers)
    {
        var found = answers.ToLookup(answer => answer.WalkId);
        return [.. walks.Select(walk => walk with { Answers = [.. found[walk.Id]] })];
    }
}
