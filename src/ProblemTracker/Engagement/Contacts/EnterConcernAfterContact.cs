using FluentValidation;
using MediatR;
using ProblemTracker.Concerns;

namespace ProblemTracker.Engagement;

/// <summary>Enters a concern that the department heard at a contact with residents. From then on the clock of concerns counts.</summary>
[Needs(Permission.WorkConcerns)]
public sealed record EnterConcernAfterContact(long EngagementId, EnterConcern Concern) : ICommand<ConcernEntered>;

internal sealed class EnterConcernAfterContactValidator : AbstractValidator<EnterConcernAfterContact>
{
    public EnterConcernAfterContactValidator(IValidator<EnterConcern> concern) => RuleFor(c => c.Concern).Custom((entered, context) =>
    {
        foreach (var failure in concern.Validate(entered).Errors) context.AddFailure(failure);
    });
}

internal sealed class EnterConcernAfterContactHandler(Db db, Actor actor, ConcernIntake intake)
    : IRequestHandler<EnterConcernAfterContact, ConcernEntered>
{
    public async Task<ConcernEntered> Handle(EnterConcernAfterContact command, CancellationToken ct)
    {
        var contact = await EngagementSql.Read(db, command.EngagementId, ct);
        var received = await intake.Receive(command.Concern.Report, new(actor)
        {
            Channel = command.Concern.Channel,
            Language = command.Concern.Language,
            EngagementId = contact.Id,
        }, ct);
        return new(received.Id, received.Number);
    }
}

internal static class EnterConcernAfterContactEndpoint
{
    public static void MapEnterConcernAfterContact(this RouteGroupBuilder engagements) => engagements
        .MapPost("/{id:long}/concerns", async (long id, EnterConcern body, IMediator mediator, CancellationToken ct) =>
        {
            var entered = await mediator.Send(new EnterConcernAfterContact(id, body), ct);
            return TypedResults.Created($"/api/v1/concerns/{entered.Id}", entered);
        })
        .WithName("EnterConcernAfterContact").WithSummary("Enter a concern that the department heard at a contact with residents");
}
