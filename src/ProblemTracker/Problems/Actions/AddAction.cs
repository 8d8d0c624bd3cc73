using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>The fields of an action, new or changed.</summary>
/// <param name="OwnerId">A person in the department. Give this or <c>ownerAttachmentId</c>, not both.</param>
/// <param name="OwnerAttachmentId">Attachment to this problem of the stakeholder who owns the action.</param>
/// <param name="UrgentSafetyMeasure">Urgent for safety: can start in any stage, with a reason.</param>
/// <param name="DoneOn">Local date on which it was done; required with status Done.</param>
/// <param name="AmendmentReason">Required when the action changes a frozen plan.</param>
public sealed record ActionFields(
    string Description, bool Enforcement, bool UrgentSafetyMeasure = false, string? UrgentSafetyReason = null, long? OwnerId = null,
    long? OwnerAttachmentId = null, DateOnly? DueOn = null, Technique? Technique = null, TriangleSide? Side = null,
    ActionStatus Status = ActionStatus.Planned, DateOnly? DoneOn = null, string? DroppedReason = null, string? AmendmentReason = null);

/// <summary>Adds an action to a problem.</summary>
[Needs(Permission.WorkProblems), BodyIs(nameof(Action))]
public sealed record AddAction(long ProblemId, ActionFields Action) : ICommand<ActionDetails>;

internal sealed class AddActionValidator : AbstractValidator<AddAction>
{
    public AddActionValidator() => RuleFor(c => c.Action).SetValidator(new ActionFieldsValidator()).OverridePropertyName("");
}

internal sealed class ActionFieldsValidator : AbstractValidator<ActionFields>
{
    public ActionFieldsValidator()
    {
        RuleFor(a => a.Description).NotEmpty().WithMessage("Describe the action.").MaximumLength(1000);
        RuleFor(a => a.UrgentSafetyReason).NotEmpty().When(a => a.UrgentSafetyMeasure)
            .WithMessage("Describe the safety risk that makes it urgent.").MaximumLength(1000);
        RuleFor(a => a.OwnerAttachmentId).Null().When(a => a.OwnerId is not null)
            .WithMessage("An action has one owner. Give ownerId or ownerAttachmentId, not both.");
        RuleFor(a => a.DueOn).PlausibleDate();
        RuleFor(a => a.DoneOn).PlausibleDate();
        RuleFor(a => a.DoneOn).NotNull().When(a => a.Status == ActionStatus.Done).WithMessage("Enter the date it was done.");
        RuleFor(a => a.DoneOn).Null().When(a => a.Status != ActionStatus.Done)
            .WithMessage("Only a completed action has this date. Leave it blank.");
        RuleFor(a => a.DroppedReason).NotEmpty().When(a => a.Status == ActionStatus.Dropped)
            .WithMessage("Say why the action was dropped.").MaximumLength(1000);
        RuleFor(a => a.DroppedReason).Empty().When(a => a.Status != ActionStatus.Dropped)
            .WithMessage("Only a dropped action has this reason. Leave it blank.");
        RuleFor(a => a.Technique).IsInEnum();
        RuleFor(a => a.Side).IsInEnum();
        RuleFor(a => a.Status).IsInEnum();
        RuleFor(a => a.AmendmentReason).MaximumLength(2000);
    }
}

internal sealed class AddActionHandler(Db db, Actor actor, CaseFiles files) : IRequestHandler<AddAction, ActionDetails>
{
    public async Task<ActionDetails> Handle(AddAction command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkProblems, ct);
        var after = await ActionSql.Add(db, file, command.Action, actor, ct);
        await files.Save(file, ct);
        return after;
    }
}

internal static class AddActionEndpoint
{
    public static void MapAddAction(this RouteGroupBuilder problems) => problems
        .MapPost("/{id:long}/actions", async (long id, ActionFields body, IMediator mediator, CancellationToken ct) =>
        {
            var added = await mediator.Send(new AddAction(id, body), ct);
            return TypedResults.Created($"/api/v1/actions/{added.Id}", added);
        })
        .WithName("AddAction").WithSummary("Add an action");
}
