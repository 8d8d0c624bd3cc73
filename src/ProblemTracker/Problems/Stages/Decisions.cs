namespace ProblemTracker.Problems;

/// <summary>The rules for what a supervisor decides. They are asked twice: when somebody asks for it, and when it is done.</summary>
internal static class Decisions
{
    /// <exception cref="RuleBroken">There is no response to start.</exception>
    public static void MustWaitForStart(this CaseFile file)
    {
        if (Sara.NextGate(file.Problem.Stage, file.Dossier.Plan is not null) != Gate.Start)
            throw new RuleBroken(Sara.NotAllowed, file.Problem.Stage == Stage.Response
                ? "This response was started already."
                : $"Only a problem in Response can be started; this one is in {Wording.Of(file.Problem.Stage)}.", "stage");
    }

    /// <returns>Requirements before the move.</returns>
    /// <exception cref="RuleBroken">It is not possible from where the problem stands.</exception>
    public static IReadOnlyList<Shortfall> MustBePossible(this CaseFile file, Move move)
    {
        var shortfalls = Sara.ShortfallsBefore(move, file.Dossier);
        return shortfalls is [{ Code: Sara.NotAllowed }] ? throw new RuleBroken(shortfalls[0].Message, shortfalls) : shortfalls;
    }

    /// <summary>The problem that goes on where this one is closed as its duplicate.</summary>
    /// <exception cref="Invalid">It is this one, or not there for the actor.</exception>
    public static async Task MustBeAnotherProblem(this CaseFile file, Db db, long? relatedProblemId, CancellationToken ct)
    {
        if (relatedProblemId is not { } related) return;
        if (related == file.Problem.Id) throw new Invalid("relatedProblemId", "A problem can't duplicate itself.");
        if (await db.Find<long?>($"SELECT p.Id FROM Problem p WHERE p.Id = @related AND {ProblemSql.VisibleTo(file.Actor)}",
            new { related, ActorId = file.Actor.PersonId }, ct) is null)
            throw new Invalid("relatedProblemId", "There is no such problem, or you don't have access to it.");
    }

    /// <exception cref="RuleBroken">It can't be on hold until then.</exception>
    public static void MustAllowHold(this CaseFile file, DateOnly untilOn) =>
        MustBeNothing(HoldRules.AgainstHold(untilOn, file.Dossier.Today, file.Dossier.Holds));

    /// <exception cref="RuleBroken">Its deadline can't be extended to that day.</exception>
    public static void MustAllowExtension(this CaseFile file, DateOnly dueOn) =>
        MustBeNothing(HoldRules.AgainstExtension(dueOn, file.Problem.DueOn, file.Dossier.Today));

    private static void MustBeNothing(Shortfall? against)
    {
        if (against is not null) throw new RuleBroken(against.Message, [against]);
    }
}
