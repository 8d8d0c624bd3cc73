namespace ProblemTracker.Problems;

/// <summary>A visit to a stage that a problem returns to when the move out of it is undone.</summary>
internal sealed record FormerVisit
{
    public DateTimeOffset EnteredAt { get; init; }
    /// <summary>Null, like the next, unless the stage is Closed.</summary>
    public ClosingReason? ClosingReason { get; init; }
    public long? RelatedProblemId { get; init; }
    /// <summary>The stage before it.</summary>
    public Stage? StageBefore { get; init; }
    /// <summary>The day on which work resumes, if the move ended a hold.</summary>
    public DateOnly? HeldUntil { get; init; }
}

/// <summary>
/// The steps that take a decision back. Its rows are gone before the file is taken, so only the problem's own row is left to change.
/// </summary>
internal sealed partial class CaseFile
{
    /// <summary>Returns the problem to the stage it was in before a move, with the due date that it had there.</summary>
    public void ReturnFrom(Move undone, FormerVisit former)
    {
        _stageBefore = former.StageBefore;
        ChangeProblem(p => p with
        {
            Stage = undone.From,
            Visit = p.Visit - 1,
            StageSince = former.EnteredAt,
            ClosedAt = undone.From == Stage.Closed ? former.EnteredAt : null,
            ClosingReason = former.ClosingReason,
            RelatedProblemId = former.RelatedProblemId,
            OnHoldUntil = former.HeldUntil,
            MovesBack = p.MovesBack - (undone.IsBack ? 1 : 0),
            Reopenings = p.Reopenings - (undone.IsReopening ? 1 : 0),
        });
        Dossier = Dossier with { Stage = Problem.Stage, Visit = Problem.Visit, EnteredOn = Calendar.DateOf(former.EnteredAt) };
    }

    /// <summary>Takes back a start, an extension or a hold.</summary>
    /// <param name="endsHold">Whether it was a hold.</param>
    public void TakeBack(bool endsHold) => ChangeProblem(p => p with { OnHoldUntil = endsHold ? null : p.OnHoldUntil });

    /// <summary>Takes back the override that a decision needed.</summary>
    public void TakeBackOverride() => Problem = Problem with { Overrides = Problem.Overrides - 1 };
}
