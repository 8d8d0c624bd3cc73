namespace ProblemTracker.Problems;

/// <summary>What saving a file writes: the rows of its steps, the problem's row once, and every duty that a change brings.</summary>
internal sealed partial class CaseFile
{
    private readonly List<PendingWrite> _writes = [];
    private readonly List<PendingWrite> _records = [];
    private Stage? _stageBefore = taken.StageBefore;
    private bool _isSaved;

    /// <summary>Title, description, a worksheet or a note changed, so the problem is found by other words.</summary>
    public bool TextsChanged { get; private set; } = taken.IsNew;

    public bool IsNew => taken.IsNew;

    /// <summary>A row of a step, to be written when the file is saved.</summary>
    public void Write(string sql, object args) => _writes.Add(new(sql, args));

    /// <summary>Everything to be written, in its order. A due date or verdict that is worked out anew makes no new version.</summary>
    /// <param name="notes">The notes, the latest first, where <see cref="TextsChanged"/>.</param>
    /// <exception cref="InvalidOperationException">They were asked for before: a file is saved once.</exception>
    public IReadOnlyList<PendingWrite> Writes(IReadOnlyList<string> notes)
    {
        if (_isSaved) throw new InvalidOperationException("A case file is saved once. Take it again to change more.");
        _isSaved = true;
        Derive();
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

    /// <summary>Works out what the row derives from the dossier.</summary>
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

    /// <summary>The assessment where it judges the problem as it stands: in Assessment and in the closing after it.</summary>
    private AssessmentSheet Judging() =>
        Problem.Stage == Stage.Assessment || (Problem.Stage == Stage.Closed && _stageBefore == Stage.Assessment)
            ? Dossier.Assessment : new();

    // The first due date of a visit to a stage stays on record.
    private IEnumerable<PendingWrite> StageVisit()
    {
        var row = new { ProblemId = Problem.Id, Problem.Visit, Stage = Problem.Stage.ToString(), Problem.DueOn, Problem.StageSince };
        if (HasMoved || taken.IsNew)
            yield return new("""
                INSERT INTO StageVisit (ProblemId, Visit, Stage, EnteredAt, FirstDueOn)
                VALUES (@ProblemId, @Visit, @Stage, @StageSince, @DueOn)
                """, row);
        else if (!taken.HasFirstDueOn && Problem.DueOn is not null)
            yield return new("UPDATE StageVisit SET FirstDueOn = @DueOn WHERE ProblemId = @ProblemId AND Visit = @Visit", row);
    }
}
