using Microsoft.Extensions.Localization;
using ProblemTracker.Files;
using ProblemTracker.Problems;

namespace ProblemTracker.Partners;

/// <summary>An action as its owner outside the department works on it.</summary>
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

/// <summary>An action taken by its owner for a change, with its problem locked.</summary>
/// <param name="File">The case file of the action's problem; its actor is recorded as the author of the owner's changes.</param>
internal sealed record TakenAction(OwnedAction Action, CaseFile File)
{
    public void MustBeAt(int version)
    {
        if (Action.Version != version) throw new Stale(Action.Version);
    }
}

/// <summary>
/// The changes that an owner outside the department can make to their own action; the same rules apply whether they sign in or use a
/// link. Each change counts as activity on the problem, and the timeline records it without a name.
/// </summary>
internal sealed class OwnerDesk(
    Db db, Actor actor, CaseFiles files, OwnerPhotos photos, TimeProvider clock, IStringLocalizer<OwnerTexts> words)
{
    private const string Columns = """
        SELECT a.Id, a.ProblemId, a.OwnerAttachmentId AS AttachmentId, p.Stage, a.Description, a.Status, a.OwnerAnswer, a.OwnerAnswerReason,
            a.ReportedDoneOn, a.Version
        FROM ProblemAction a JOIN Problem p ON p.Id = a.ProblemId
        """;

    /// <summary>The actor for changes by link, even if the person is also signed in.</summary>
    private static readonly Actor LinkHolder = Actor.Anonymous with { Origin = "link" };

    /// <summary>Takes an action of the signed-in partner for a change and locks its problem.</summary>
    /// <exception cref="NotFound">There is no such action, or it is not the partner's.</exception>
    public async Task<TakenAction> Take(long actionId, CancellationToken ct)
    {
        var mine = $"WHERE a.Id = @actionId AND {PartnerSql.VisibleTo} AND {PartnerSql.OwnedBy}";
        var args = new { actionId, ActorId = actor.PersonId };
        var action = await db.Find<OwnedAction>($"{Columns} {mine}", args, ct) ?? throw new NotFound();
        var file = await files.TakeUnseen(action.ProblemId, actor, ct);
        // Read again under the lock, since the owner may have changed.
        return new(await db.Find<OwnedAction>($"{Columns} {mine}", args, ct) ?? throw new NotFound(), file);
    }

    /// <summary>Takes the action of a link for a change and locks its problem.</summary>
    /// <exception cref="NotFound">The link is unknown or no longer works.</exception>
    public async Task<TakenAction> TakeByLink(string token, CancellationToken ct)
    {
        var link = await OwnerLinks.Find(db, token, clock.GetUtcNow(), ct) ?? throw new NotFound();
        var file = await files.TakeUnseen(link.ProblemId, LinkHolder, ct);
        // Read again under the lock, since the link may have been withdrawn.
        link = await OwnerLinks.Find(db, token, clock.GetUtcNow(), ct) ?? throw new NotFound();
        return new(await db.Single<OwnedAction>($"{Columns} WHERE a.Id = @ActionId", new { link.ActionId }, ct), file);
    }

    public async Task Answer(TakenAction taken, int version, OwnerAnswer answer, string? reason, CancellationToken ct)
    {
        var action = taken.Action;
        MustBeOpen(taken);
        taken.MustBeAt(version);
        Must(OwnerRules.BeforeAnswering(action.Status, action.ReportedDoneOn));
        var because = answer == OwnerAnswer.Declined ? reason!.Trim() : null;
        taken.File.Write("""
            UPDATE ProblemAction SET OwnerAnswer = @Answer, OwnerAnswerReason = @because, OwnerAnsweredAt = @Now, Version = Version + 1
            WHERE Id = @Id
            """, new { action.Id, Answer = answer.ToString(), because, taken.File.Now });
        var (auditEvent, said) = answer == OwnerAnswer.Accepted ? ("action.accepted", "accepted") : ("action.declined", "declined");
        await Record(taken, auditEvent, $"Action {said} by its owner: {action.Description}{(because is null ? "" : $" ({because})")}",
            new { action.OwnerAnswer, action.OwnerAnswerReason }, new { OwnerAnswer = answer, OwnerAnswerReason = because }, ct);
    }

    public async Task Report(TakenAction taken, int version, IDoneReport report, CancellationToken ct)
    {
        var (action, doneOn) = (taken.Action, report.DoneOn!.Value);
        MustBeOpen(taken);
        taken.MustBeAt(version);
        Must(OwnerRules.BeforeReporting(action.Status, action.OwnerAnswer, action.ReportedDoneOn));
        if (doneOn > taken.File.Dossier.Today)
            throw new Invalid("doneOn", words["DoneOn.Future"]);
        taken.File.Write("""
            UPDATE ProblemAction SET ReportedDoneOn = @doneOn, ReportedAt = @Now, ReturnedReason = NULL, Version = Version + 1
            WHERE Id = @Id
            """, new { action.Id, doneOn, taken.File.Now });
        if (!report.Note.IsBlank()) await Say(taken, report.Note, ct);
        var added = report.Photos is { Count: > 0 } given ? await photos.Insert(taken, given, null, ct) : [];
        var with = added.Count == 0 ? "" : $" and added {OwnerPhotos.Count(added.Count)}";
        await Record(taken, "action.reported", $"The owner reported an action done on {doneOn:MMMM d, yyyy}{with}: {action.Description}",
            null, new { ReportedDoneOn = doneOn, Photos = added.Count == 0 ? null : added.Select(photo => photo.Id) }, ct);
    }

    public async Task<IReadOnlyList<PhotoDetails>> Attach(
        TakenAction taken, IReadOnlyList<PictureUpload> given, string? caption, CancellationToken ct)
    {
        MustBeOpen(taken);
        var added = await photos.Insert(taken, given, caption, ct);
        await Record(taken, "action.photo", $"The owner attached {OwnerPhotos.Count(added.Count)} to an action: {taken.Action.Description}",
            null, new { Photos = added.Select(photo => new { photo.Id, photo.Width, photo.Height }) }, ct);
        return added;
    }

    public async Task Comment(TakenAction taken, string text, CancellationToken ct)
    {
        MustBeOpen(taken);
        await Say(taken, text, ct);
        await Record(taken, "action.commented", $"The owner commented on an action: {taken.Action.Description}", null, null, ct);
    }

    /// <summary>Adds the line to the timeline, counts the change as activity and saves the problem.</summary>
    public async Task Record(TakenAction taken, string auditEvent, string summary, object? before, object? after, CancellationToken ct)
    {
        taken.File.CountAsWork();
        taken.File.Record(auditEvent, taken.Action.Id, summary, before, after);
        taken.File.TellFollowers(UpdateKind.OwnerAnswered);
        await files.Save(taken.File, ct);
    }

    private Task Say(TakenAction taken, string text, CancellationToken ct) =>
        Conversations.Say(db, taken.File.Actor, taken.File.Now, taken.Action.Id, taken.Action.AttachmentId, text, ct);

    /// <exception cref="RuleBroken">The problem is closed.</exception>
    public void MustBeOpen(TakenAction taken)
    {
        if (taken.Action.Stage == Stage.Closed) throw new RuleBroken("problem.closed", words["Rule.problem.closed"], "status");
    }

    /// <summary>The owner reads the rule's message in their language.</summary>
    private void Must(Shortfall? shortfall)
    {
        if (shortfall is not null) throw new RuleBroken(shortfall.Code, words[$"Rule.{shortfall.Code}"], shortfall.Field);
    }
}
