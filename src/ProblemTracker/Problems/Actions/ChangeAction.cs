using FluentValidation;
using MediatR;
using ProblemTracker.Links;

namespace ProblemTracker.Problems;

/// <summary>Replaces all fields of an action: its plan (owner, due date, technique, …) and its status (planned, done, dropped).</summary>
[Needs(Permission.WorkProblems), BodyIs(nameof(Action))]
public sealed record ChangeAction(long ActionId, int Version, ActionFields Action) : ICommand<ActionDetails>;

internal sealed class ChangeActionValidator : AbstractValidator<ChangeAction>
{
    public ChangeActionValidator() => RuleFor(c => c.Action).SetValidator(new ActionFieldsValidator()).OverridePropertyName("");
}

internal sealed class ChangeActionHandler(Db db, Actor actor, CaseFiles files) : IRequestHandler<ChangeAction, ActionDetails>
{
    public async Task<ActionDetails> Handle(ChangeAction command, CancellationToken ct)
    {
        var problemId = await db.Find<long?>("SELECT ProblemId FROM ProblemAction WHERE Id = @ActionId", command, ct)
            ?? throw new NotFound();
        var file = await files.Take(problemId, Permission.WorkProblems, ct);
        file.MustBeOpen();
        var before = (await ActionSql.Find(db, command.ActionId, ct))!;
        if (before.Version != command.Version) throw new Stale(before.Version);
        var fields = command.Action;
        var ownerChanges = fields.OwnerId != before.OwnerId || fields.OwnerAttachmentId != before.OwnerAttachmentId;
        await ActionSql.MustFit(db, file, fields, ownerChanges, ct);
        var amends = file.Dossier.Plan is not null && ChangesPlan(before, fields);
        if (amends) ActionSql.MustSayWhy(file, fields);

        await db.Execute("""
            UPDATE ProblemAction SET Description = @Description, OwnerId = @OwnerId, OwnerAttachmentId = @OwnerAttachmentId, DueOn = @DueOn,
                Technique = @Technique, Side = @Side, Enforcement = @Enforcement, UrgentSafetyMeasure = @UrgentSafetyMeasure,
                UrgentSafetyReason = @UrgentSafetyReason,
                Status = @Status, DoneOn = @DoneOn, DroppedReason = @DroppedReason, Version = Version + 1
            WHERE Id = @Id
            """, ActionSql.Row(fields, problemId, command.ActionId, command.Version, file.Now, actor), ct);
        if (ownerChanges)
        {
            await ForgetOwner(command.ActionId, file.Now, ct);
            file.PassActionReminders(command.ActionId, fields.OwnerId);
        }
        else if (fields.Status == ActionStatus.Planned && before.Status != ActionStatus.Planned)
            // The action is not done after all, so discard the owner's report.
            await db.Execute("UPDATE ProblemAction SET ReportedDoneOn = NULL, ReportedAt = NULL WHERE Id = @ActionId", command, ct);
        var after = (await ActionSql.Find(db, command.ActionId, ct))!;
        if (amends) file.Amend(fields.AmendmentReason!, command.ActionId, before, after);
        file.TakeOver(after.AsFact());
        file.Record("action.changed", command.ActionId, Summary(before, after, amends ? fields.AmendmentReason : null), before, after);
        file.TellOwner(after.OwnerId, after.OwnerAttachmentId);
        if (ownerChanges) file.Tell(UpdateKind.MyAction, before.OwnerId);
        await files.Save(file, ct);
        return after;
    }

    // The previous owner's answers and reports don't speak for the new owner, and their links must stop working.
    private async Task ForgetOwner(long actionId, DateTimeOffset now, CancellationToken ct)
    {
        await db.Execute("""
            UPDATE ProblemAction SET OwnerAnswer = NULL, OwnerAnswerReason = NULL, OwnerAnsweredAt = NULL, ReportedDoneOn = NULL,
                ReportedAt = NULL, ReturnedReason = NULL
            WHERE Id = @actionId
            """, new { actionId }, ct);
        await OneTimeLinks.Withdraw(db, LinkPurpose.ActionOwner, actionId, now, ct);
    }

    // A change of status doesn't amend the plan; a dropped action has its own reason.
    private static bool ChangesPlan(ActionDetails before, ActionFields after) =>
        before.UrgentSafetyMeasure != after.UrgentSafetyMeasure
            || (!after.UrgentSafetyMeasure && (before.Description != after.Description.Trim() || before.OwnerId != after.OwnerId
            || before.OwnerAttachmentId != after.OwnerAttachmentId || before.DueOn != after.DueOn || before.Technique != after.Technique
            || before.Side != after.Side || before.Enforcement != after.Enforcement));

    private static string Summary(ActionDetails before, ActionDetails after, string? amendmentReason) => after.Status switch
    {
        ActionStatus.Done when before.Status != ActionStatus.Done =>
            $"Action done on {after.DoneOn:MMMM d, yyyy}: {after.Description}{ActionSql.Because(amendmentReason)}",
        ActionStatus.Dropped when before.Status != ActionStatus.Dropped =>
            $"Action dropped: {after.Description}{ActionSql.Because(after.DroppedReason)}",
        _ => $"Changed an action: {after.Description}{ActionSql.Because(amendmentReason)}",
    };
}

internal static class ChangeActionEndpoint
{
    public static void MapChangeAction(this RouteGroupBuilder actions) => actions
        .MapPut("/{id:long}", (long id, IfMatch version, ActionFields body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ChangeAction(id, version, body), ct))
        .WithName("ChangeAction").WithSummary("Change an action, or mark it done or dropped");
}
