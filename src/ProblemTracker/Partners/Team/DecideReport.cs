using FluentValidation;
using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Partners;

/// <summary>Confirms an owner's report: marks the action done on the reported date.</summary>
[Needs(Permission.WorkProblems)]
public sealed record ConfirmAction(long ActionId, int Version) : ICommand<ActionDetails>;

/// <summary>Returns an owner's report: the action stays planned, and the owner sees the reason.</summary>
[Needs(Permission.WorkProblems)]
public sealed record ReturnAction(long ActionId, int Version, string Reason) : ICommand<ActionDetails>;

internal sealed class ReturnActionValidator : AbstractValidator<ReturnAction>
{
    public ReturnActionValidator() =>
        RuleFor(c => c.Reason).NotEmpty().WithMessage("Explain what still needs to be done. The owner will see this.").MaximumLength(1000);
}

internal sealed class DecideReportHandler(Db db, CaseFiles files)
    : IRequestHandler<ConfirmAction, ActionDetails>, IRequestHandler<ReturnAction, ActionDetails>
{
    public Task<ActionDetails> Handle(ConfirmAction command, CancellationToken ct) => Decide(command.ActionId, command.Version, """
        UPDATE ProblemAction SET Status = 'Done', DoneOn = ReportedDoneOn, ReturnedReason = NULL, Version = Version + 1 WHERE Id = @Id
        """, null, "action.confirmed",
        before => $"Action done on {before.ReportedDoneOn:MMMM d, yyyy}, reported by its owner and confirmed: {before.Description}", ct);

    public Task<ActionDetails> Handle(ReturnAction command, CancellationToken ct) => Decide(command.ActionId, command.Version, """
        UPDATE ProblemAction SET ReportedDoneOn = NULL, ReportedAt = NULL, ReturnedReason = @Reason, Version = Version + 1 WHERE Id = @Id
        """, command.Reason.Trim(), "action.returned",
        before => $"Returned an action to its owner: {before.Description} ({command.Reason.Trim()})", ct);

    private async Task<ActionDetails> Decide(long actionId, int version, string update, string? reason, string auditEvent,
        Func<ActionDetails, string> summary, CancellationToken ct)
    {
        var problemId = await db.Find<long?>("SELECT ProblemId FROM ProblemAction WHERE Id = @actionId", new { actionId }, ct)
            ?? throw new NotFound();
        var file = await files.Take(problemId, Permission.WorkProblems, ct);
        file.MustBeOpen();
        var before = (await ActionSql.Find(db, actionId, ct))!;
        if (before.Version != version) throw new Stale(before.Version);
        if (OwnerRules.BeforeDeciding(before.Status, before.ReportedDoneOn) is { } shortfall)
            throw new RuleBroken(shortfall.Message, [shortfall]);
        await db.Execute(update, new { Id = actionId, Reason = reason }, ct);
        var after = (await ActionSql.Find(db, actionId, ct))!;
        file.TakeOver(after.AsFact());
        file.Record(auditEvent, actionId, summary(before), before, after);
        file.TellOwner(after.OwnerId, after.OwnerAttachmentId);
        await files.Save(file, ct);
        return after;
    }
}

internal static class DecideReportEndpoint
{
    public sealed record Body(string Reason);

    public static void MapConfirmAction(this RouteGroupBuilder actions) => actions
        .MapPost("/{id:long}/confirm",
            (long id, IfMatch version, IMediator mediator, CancellationToken ct) => mediator.Send(new ConfirmAction(id, version), ct))
        .WithName("ConfirmAction").WithSummary("Confirm an owner's report that an action is done");

    public static void MapReturnAction(this RouteGroupBuilder actions) => actions
        .MapPost("/{id:long}/return", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ReturnAction(id, version, body.Reason), ct))
        .WithName("ReturnAction").WithSummary("Return an owner's report that an action is done, with what still needs to be done");
}
