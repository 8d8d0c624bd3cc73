using ProblemTracker.Problems;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.PublicRecords;

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

    private const string Hypotheses = """
        SELECT h.Id, h.Statement, w.Name AS WrittenBy, h.WrittenAt
        FROM Hypothesis h LEFT JOIN Person w ON w.Id = h.WrittenBy WHERE h.ProblemId = @ProblemId ORDER BY h.Id
        """;

    private const string Weights = """
        SELECT e.HypothesisId, e.CitationId AS Id, e.Stance, c.Sentence
        FROM Hypothesis h JOIN HypothesisEvidence e ON e.HypothesisId = h.Id JOIN Citation c ON c.Id = e.CitationId
        WHERE h.ProblemId = @ProblemId ORDER BY c.Id
        """;

    private const string Series = """
        SELECT n.Id, n.Name, n.Source, n.Numbers, w.Name AS ChangedBy, n.ChangedAt
        FROM ManualSeries n LEFT JOIN Person w ON w.Id = n.ChangedBy WHERE n.ProblemId = @ProblemId ORDER BY n.Id
        """;

    /// <exception cref="NotFound">It does not exist, or the actor can't view it.</exception>
    public async Task<RecordDossier> Read(long problemId, CancellationToken ct)
    {
        var problem = await problems.Read(problemId, ct);
        return await db.Read(
            [
                Directory, MergedNames, Notes, Timeline, Moves, Requests, Comments, Pictures, Files, Checklists, Answers, Hypotheses,
                Weights, Series,
            ],
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
                Hypotheses = Weighed([.. await results.ReadAsync<RecordedHypothesis>()], await results.ReadAsync<RecordedWeight>()),
                Series = [.. await results.ReadAsync<RecordedSeries>()],
            }, ct);
    }

    private static IReadOnlyList<RecordedWalk> Filled(IReadOnlyList<RecordedWalk> walks, IEnumerable<RecordedAnswer> answers)
    {
        var found = answers.ToLookup(answer => answer.WalkId);
        return [.. walks.Select(walk => walk with { Answers = [.. found[walk.Id]] })];
    }

    private static IReadOnlyList<RecordedHypothesis> Weighed(
        IReadOnlyList<RecordedHypothesis> hypotheses, IEnumerable<RecordedWeight> weights)
    {
        var found = weights.ToLookup(weight => weight.HypothesisId);
        return [.. hypotheses.Select(one => one with { Evidence = [.. found[one.Id]] })];
    }
}
