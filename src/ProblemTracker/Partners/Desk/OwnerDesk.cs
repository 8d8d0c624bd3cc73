using ProblemTracker.Problems;

namespace ProblemTracker.Partners;

/// <summary>An action as its owner outside the police works on it.</summary>
internal sealed record OwnedAction
{
    public long Id { get; init; }
    public long ProblemId { get; init; }
    public long AttachmentId { get; init; }
    public Stage Stage { get; init; }
    public string Description { get; init; } = "";
    public ActionStatus Status { get; init; }
    public OwnerAnswer? OwnerAnswer { get; init; }
    public string? OwnerAnswerReason { get; init; }
    public DateOnly? ReportedDoneOn { get; init; }
    public int Version { get; init; }
}

/// <summary>An action taken by its owner, its problem locked.</summary>
/// <param name="File">The file of its problem, under whom its owner's deeds go into the record.</param>
internal sealed record TakenAction(OwnedAction Action, CaseFile File)
{
    /// <exception cref="RuleBroken">The problem is closed.</exception>
    public void MustBeOpen()
    {
        if (Action.Stage == Stage.Closed)
            throw new RuleBroken("problem.closed", "This problem is closed, so nothing more is needed.", "status");
    }

    public void MustBeAt(int version)
    {
        if (Action.Version != version) throw new Stale(Action.Version);
    }
}

/// <summary>
/// What an owner outside the police does to their own action, whether they signed in or hold a link: one rule for both.
/// All of it is work on the problem, so it counts as activity, and the timeline says it without a name.
/// </summary>
internal sealed class OwnerDesk(Db db, Actor actor, CaseFiles files, TimeProvider clock)
{
    private const string Columns = """
        SELECT a.Id, a.ProblemId, a.OwnerAttachmentId AS AttachmentId, p.Stage, a.Description, a.Status, a.OwnerAnswer, a.OwnerAnswerReason,
            a.ReportedDoneOn, a.Version
        FROM ProblemAction a JOIN Problem p ON p.Id = a.ProblemId
        """;

    /// <summary>Whoever holds a link acts as nobody else, signed in or not.</summary>
    private static readonly Actor LinkHolder = Actor.Nobody with { Origin = "link" };

    /// <summary>Takes an action to change it, as somebody with a partner's account; its problem is locked.</summary>
    /// <exception cref="NotFound">There is no such action, or it is not theirs.</exception>
    public async Task<TakenAction> Take(long actionId, CancellationToken ct)
    {
        var mine = $"WHERE a.Id = @actionId AND {PartnerSql.VisibleTo} AND {PartnerSql.OwnedBy}";
        var args = new { actionId, ActorId = actor.PersonId };
        var action = await db.Find<OwnedAction>($"{Columns} {mine}", args, ct) ?? throw new NotFound();
        var file = await files.TakeUnseen(action.ProblemId, actor, ct);
        // Again under the lock: it may have got another owner meanwhile.
        return new(await db.Find<OwnedAction>($"{Columns} {mine}", args, ct) ?? throw new NotFound(), file);
    }

    /// <summary>Takes the action of a link.</summary>
    /// <exception cref="NotFound">The link leads nowhere (any more).</exception>
    public async Task<TakenAction> TakeByLink(string token, CancellationToken ct)
    {
        var link = await OwnerLinks.Find(db, token, clock.GetUtcNow(), ct) ?? throw new NotFound();
        var file = await files.TakeUnseen(link.ProblemId, LinkHolder, ct);
        // Again under the lock: it may have been withdrawn meanwhile.
        link = await OwnerLinks.Find(db, token, clock.GetUtcNow(), ct) ?? throw new NotFound();
        return new(await db.Single<OwnedAction>($"{Columns} WHERE a.Id = @ActionId", new { link.ActionId }, ct), file);
    }

    public async Task Answer(TakenAction taken, int version, OwnerAnswer answer, string? reason, CancellationToken ct)
    {
        var action = taken.Action;
        taken.MustBeOpen();
        taken.MustBeAt(version);
        Must(OwnerRules.BeforeAnswering(action.Status, action.ReportedDoneOn));
        var because = answer == OwnerAnswer.Declined ? reason!.Trim() : null;
        taken.File.Write("""
            UPDATE ProblemAction SET OwnerAnswer = @Answer, OwnerAnswerReason = @because, OwnerAnsweredAt = @Now, Version = Version + 1
            WHERE Id = @Id
            """, new { action.Id, Answer = answer.ToString(), because, taken.File.Now });
        var (deed, said) = answer == OwnerAnswer.Accepted ? ("action.accepted", "accepted") : ("action.declined", "declined");
        await Record(taken, deed, $"The owner {said} an action: {action.Description}{(because is null ? "" : $" ({because})")}",
            new { action.OwnerAnswer, action.OwnerAnswerReason }, new { OwnerAnswer = answer, OwnerAnswerReason = because }, ct);
    }

    public async Task Report(TakenAction taken, int version, DateOnly doneOn, string? note, CancellationToken ct)
    {
        var action = taken.Action;
        taken.MustBeOpen();
        taken.MustBeAt(version);
        Must(OwnerRules.BeforeReporting(action.Status, action.OwnerAnswer, action.ReportedDoneOn));
        if (doneOn > taken.File.Dossier.Today) throw new Invalid("doneOn", "This date is in the future.");
        taken.File.Write("""
            UPDATE ProblemAction SET ReportedDoneOn = @doneOn, ReportedAt = @Now, ReturnedBecause = NULL, Version = Version + 1
            WHERE Id = @Id
            """, new { action.Id, doneOn, taken.File.Now });
        if (!string.IsNullOrWhiteSpace(note)) await Say(taken, note, ct);
        await Record(taken, "action.reported", $"The owner reported an action done on {doneOn:MMMM d, yyyy}: {action.Description}", null,
            new { ReportedDoneOn = doneOn }, ct);
    }

    public async Task Comment(TakenAction taken, string text, CancellationToken ct)
    {
        taken.MustBeOpen();
        await Say(taken, text, ct);
        await Record(taken, "action.commented", $"The owner commented on an action: {taken.Action.Description}", null, null, ct);
    }

    /// <summary>The line in the timeline; what an owner did is activity, and the ladder looks at the problem anew.</summary>
    public async Task Record(TakenAction taken, string deed, string summary, object? before, object? after, CancellationToken ct)
    {
        taken.File.CountAsWork();
        taken.File.Record(deed, taken.Action.Id, summary, before, after);
        await files.Save(taken.File, ct);
    }

    private Task Say(TakenAction taken, string text, CancellationToken ct) =>
        Conversations.Say(db, taken.File.Actor, taken.File.Now, taken.Action.Id, taken.Action.AttachmentId, text, ct);

    private static void Must(Shortfall? shortfall)
    {
        if (shortfall is not null) throw new RuleBroken(shortfall.Message, [shortfall]);
    }
}
