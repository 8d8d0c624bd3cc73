using FluentValidation;
using MediatR;
using Microsoft.Extensions.Localization;
using ProblemTracker.Agency;

namespace ProblemTracker.Partners;

/// <summary>An owner's answer to an action, by account or by link.</summary>
public interface IOwnerAnswer
{
    OwnerAnswer Answer { get; }
    string? Reason { get; }
}

/// <summary>
/// Accepts one of the partner's actions, or declines it with a reason. The answer can change while the action is planned.
/// </summary>
[Needs(Permission.ActAsPartner)]
public sealed record AnswerAction(long ActionId, int Version, OwnerAnswer Answer, string? Reason = null)
    : ICommand<PartnerAction>, IOwnerAnswer;

internal abstract class OwnerAnswerRules<T> : AbstractValidator<T> where T : IOwnerAnswer
{
    protected OwnerAnswerRules(IStringLocalizer<OwnerTexts> words)
    {
        RuleFor(c => c.Answer).IsInEnum();
        RuleFor(c => c.Reason).NotEmpty().When(c => c.Answer == OwnerAnswer.Declined, ApplyConditionTo.CurrentValidator)
            .WithMessage(_ => words["Decline.Needed"])
            .MaximumLength(1000);
    }
}

internal sealed class AnswerActionValidator(IStringLocalizer<OwnerTexts> words) : OwnerAnswerRules<AnswerAction>(words);

internal sealed class AnswerActionHandler(Db db, Actor actor, OwnerDesk desk, AgencySettings agency)
    : IRequestHandler<AnswerAction, PartnerAction>
{
    public async Task<PartnerAction> Handle(AnswerAction command, CancellationToken ct)
    {
        await desk.Answer(await desk.Take(command.ActionId, ct), command.Version, command.Answer, command.Reason, ct);
        return await PartnerSql.Action(db, actor, command.ActionId, await agency.Today(ct), ct);
    }
}

internal static class AnswerActionEndpoint
{
    public sealed record Body(OwnerAnswer Answer, string? Reason = null);

    public static void MapAnswerAction(this RouteGroupBuilder partner) => partner
        .MapPost("/actions/{id:long}/answer", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new AnswerAction(id, version, body.Answer, body.Reason), ct))
        .WithName("AnswerAction").WithSummary("Accept one of your actions, or decline it with a reason");
}
