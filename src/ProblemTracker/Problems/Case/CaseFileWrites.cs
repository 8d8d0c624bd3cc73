namespace ProblemTracker.Problems;

/// <summary>The rows that saving a file writes: those of its steps, the problem's row once, and everything that depends on them.</summary>
internal sealed partial class CaseFile
{
    private readonly List<PendingWrite> _writes = [];
    private readonly List<PendingWrite> _records = [];
    private Stage? _stageBefore = taken.StageBefore;
    private bool _isSaved;

    /// <summary>The title, the description, a worksheet or a note changed, so saving updates the search index.</summary>
    public bool TextsChanged { get; private set; } = taken.IsNew;

    public bool IsNew => taken.IsNew;

    /// <summary>Queues a write until the file is saved.</summary>
    public void Write(string sql, object args) => Write(new PendingWrite(sql, args));

    private void Write(PendingWrite write) => _writes.Add(write);

    /// <summary>All writes, in order. A recomputed due date or verdict doesn't increment the problem's version.</summary>
    /// <param name="notes">All notes, newest first; needed only if <see cref="TextsChanged"/>.</param>
    /// <exception cref="InvalidOperationException">Called a second time: a file can be saved only once.</exception>
    public IReadOnlyList<PendingWrite> Writes(IReadOnlyList<string> notes)
    {
        if (_isSaved) throw new InvalidOperationException("A case file can be saved only once. Take it again to make more changes.");
        _isSaved = true;
        Derive();
        TellFollowersOfTheLast();
        return
        [
            .. _writes,
            ProblemColumns.Change(taken.Problem, Problem),
            .. StageVisit(),
            .. ObjectiveRows.Changes(Problem.Id, taken.Objectives, ObjectiveRows.Of(Dossier.Response, Judging())),
            .. TextsChanged ? ProblemTexts.Keeping(Problem.Id, ProblemTexts.Parts(Problem, Dossier, notes)) : [],
            .. _records,
        ];
    }

    /// <summary>Computes the columns that are derived from the dossier.</summary>
    private void Derive()
    {
        var assessment = Judging();
        Problem = Problem with
        {
            DueOn = DueOn,
            Verdict = assessment.Verdict,
            PresetTest = Verdicts.HasPresetTest(Dossier),
            EnforcementOnly = Verdicts.IsEnforcementOnly(Dossier.Actions),
            ScanningScore = assessment.Scores.Scanning.Points,
            AnalysisScore = assessment.Scores.Analysis.Points,
            ResponseScore = assessment.Scores.Response.Points,
            AssessmentScore = assessment.Scores.Assessment.Points,
        };
    }

    /// <summary>The assessment in Assessment and after closing from Assessment; otherwise an empty one, which doesn't apply.</summary>
    private AssessmentSheet Judging() =>
        Problem.Stage == Stage.Assessment || (Problem.Stage == Stage.Closed && _stageBefore == Stage.Assessment)
            ? Dossier.Assessment : new();

    // Keeps the first due date of each visit to a stage on record.
    private IEnumerable<PendingWrite> StageVisit()
    {
        var row = new { ProblemId = Problem.Id, Problem.Visit, Stage = Problem.Stage.ToString(), Problem.DueOn, Problem.StageSince };
        if (HasMoved || taken.IsNew)
            yield return new("""
                INSERT INTO StageVisit (ProblemId, Visit, Stage, EnteredAt, FirstDueOn)
                VALUES (@ProblemId, @Visit, @Stage, @StageSince, @DueOn)
                """, row);
        else if (!taken.HasFirstDueOn && Problem.DueOn is not null)
            yield return new("""
                UPDATE StageVisit SET FirstDueOn = @DueOn WHERE ProblemId = @ProblemId AND Visit = @Visit AND FirstDueOn IS NULL
                """, row);
    }
}
