namespace ProblemTracker.Problems;

/// <summary>Rules for the decisions that need a supervisor. They apply twice: to the request, and to the decision itself.</summary>
internal static class Decisions
{
    /// <exception cref="RuleBroken">There is no response to start.</exception>
    public static void MustWaitForStart(this CaseFile file)
    {
        if (Sara.NextGate(file.Problem.Stage, file.Dossier.Plan is not null) != Gate.Start)
            throw new RuleBroken(Sara.NotAllowed, file.Problem.Stage == Stage.Response
                ? "This response has already started."
                : $"The response starts in the Response stage. This problem is in {Wording.Of(file.Problem.Stage)}.", "stage");
    }

    /// <returns>Shortfalls before the move.</returns>
    /// <exception cref="RuleBroken">The move is not possible from the current stage.</exception>
    public static IReadOnlyList<Shortfall> MustBePossible(this CaseFile file, Move move)
    {
        var shortfalls = Sara.ShortfallsBefore(move, file.Dossier);
        return shortfalls is [{ Code: Sara.NotAllowed }] ? throw new RuleBroken(shortfalls[0].Message, shortfalls) : shortfalls;
    }

    /// <summary>Checks the problem of which this one is a duplicate.</summary>
    /// <exception cref="Invalid">
    /// It is this problem, does not exist, the actor can't view it, or it is itself a duplicate of this one, perhaps through others.
    /// </exception>
    public static async Task MustBeAnotherProblem(this CaseFile file, Db db, long? relatedProblemId, CancellationToken ct)
    {
        if (relatedProblemId is not { } related) return;
        if (related == file.Problem.Id)
            throw new Invalid("relatedProblemId", "A problem can't be a duplicate of itself. Choose another problem.");
        if (await db.Find<long?>($"SELECT p.Id FROM Problem p WHERE p.Id = @related AND {ProblemSql.VisibleTo(file.Actor)}",
            new { related, ActorId = file.Actor.PersonId }, ct) is null)
            throw new Invalid("relatedProblemId", "This problem doesn't exist, or you don't have access to it.");
        var seen = new HashSet<long>();
        for (long? next = related; next is { } id && seen.Add(id);)
        {
            next = await db.Find<long?>("SELECT RelatedProblemId FROM Problem WHERE Id = @id AND ClosingReason = 'Duplicate'",
                new { id }, ct);
            if (next == file.Problem.Id)
                throw new Invalid("relatedProblemId",
                    "This problem was closed as a duplicate of the one that you are closing. Choose another problem, or reopen it first.");
        }
    }

    /// <exception cref="RuleBroken">The problem can't be on hold until that day.</exception>
    public static void MustAllowHold(this CaseFile file, DateOnly untilOn) =>
        MustBeNothing(HoldRules.AgainstHold(untilOn, file.Dossier.Today, file.Dossier.Holds));

    /// <exception cref="RuleBroken">The due date can't be extended to that day.</exception>
    public static void MustAllowExtension(this CaseFile file, DateOnly dueOn) =>
        MustBeNothing(HoldRules.AgainstExtension(dueOn, file.Problem.DueOn, file.Dossier.Today));

    private static void MustBeNothing(Shortfall? against)
    {
        if (against is not null) throw new RuleBroken(against.Message, [against]);
    }
}
