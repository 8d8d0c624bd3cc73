using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>
/// Changes owner and due date of several actions at once. Each action is changed by the message, rules and permissions of a single change,
/// in a transaction of its own.
/// </summary>
/// <param name="OwnerId">The new owner, someone in the department; null to leave owners as they are.</param>
/// <param name="DueOn">The new due date; null to leave due dates as they are.</param>
/// <param name="Reason">Required for actions of a frozen plan: why the plan changes.</param>
[Needs(Permission.WorkProblems)]
public sealed record ChangeActions(
    IReadOnlyList<BulkItem> Items, long? OwnerId = null, DateOnly? DueOn = null, string? Reason = null) : IRequest<BulkResult>;

internal sealed class ChangeActionsValidator : AbstractValidator<ChangeActions>
{
    public ChangeActionsValidator()
    {
        this.ItemRules(c => c.Items, "action", "actions");
        RuleFor(c => c.OwnerId).NotNull().When(c => c.DueOn is null).WithMessage("Choose what to change: owner or due date.");
        RuleFor(c => c.DueOn).PlausibleDate();
        RuleFor(c => c.Reason).MaximumLength(2000);
    }
}

internal sealed class ChangeActionsHandler(IMediator mediator, Db db, Actor actor, BulkSteps bulk)
    : IRequestHandler<ChangeActions, BulkResult>
{
    private sealed record Known
    {
        public long Id { get; init; }
        public string Number { get; init; } = "";
    }

    public async Task<BulkResult> Handle(ChangeActions command, CancellationToken ct)
    {
        var owner = command.OwnerId is null ? null
            : await db.Find<string>("SELECT w.Name FROM Person w WHERE w.Id = @OwnerId", new { command.OwnerId }, ct)
                ?? throw new Invalid("ownerId", "This is not the id of an active person in the department.");
        var known = (await db.List<Known>($"""
            SELECT a.Id, p.Number FROM ProblemAction a JOIN Problem p ON p.Id = a.ProblemId
            WHERE a.Id IN @ids AND {ProblemSql.VisibleTo(actor)}
            """, new { ids = command.Items.Select(item => item.Id), ActorId = actor.PersonId }, ct)).ToDictionary(row => row.Id);
        var lines = new List<BulkLine>();
        foreach (var item in command.Items)
            lines.Add(known.TryGetValue(item.Id, out var row) && await ActionSql.Find(db, item.Id, ct) is { } action
                ? await Change(command, item, action, row.Number, owner, ct)
                : new(item.Id, null, null, null, null, [], [new NotFound().Message]));
        await bulk.End(ct);
        return BulkResult.Of(lines);
    }

    private async Task<BulkLine> Change(
        ChangeActions command, BulkItem item, ActionDetails now, string number, string? owner, CancellationToken ct)
    {
        var step = await bulk.Begin(now.ProblemId, $"action/{item.Id}", item.Version, ct);
        string[] changes =
        [
            .. command.OwnerId is null || command.OwnerId == now.OwnerId ? Array.Empty<string>() : [$"Owner: {owner}"],
            .. command.DueOn is not { } due || due == now.DueOn ? Array.Empty<string>() : [$"Due date: {DateText.Date(due)}"],
        ];
        if (changes.Length > 0 || item.Version != now.Version)
            await step.Do("action not changed", () => mediator.Send(new ChangeAction(item.Id, item.Version, Fields(command, now)), ct),
                done => done.Version, _ => string.Join("; ", changes));
        return new(item.Id, now.ProblemId, number, now.Description, step.Version, step.Changes, step.Refusals);
    }

    private static ActionFields Fields(ChangeActions command, ActionDetails now) => new(
        now.Description, now.Enforcement, now.UrgentSafetyMeasure, now.UrgentSafetyReason, command.OwnerId ?? now.OwnerId,
        command.OwnerId is null ? now.OwnerAttachmentId : null, command.DueOn ?? now.DueOn, now.Technique, now.Side, now.Status, now.DoneOn,
        now.DroppedReason, command.Reason);
}

internal static class ChangeActionsEndpoint
{
    public static void MapChangeActions(this RouteGroupBuilder actions) => actions
        .MapPost("/bulk", (ChangeActions body, IMediator mediator, CancellationToken ct) => mediator.Send(body, ct))
        .WithName("ChangeActions")
        .WithSummary("Change owner and due date of several actions at once; each with its version, and each refused or changed by itself");
}
