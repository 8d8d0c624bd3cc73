using FluentValidation;
using MediatR;
using ProblemTracker.Concerns;

namespace ProblemTracker.Engagement;

/// <summary>Enters a concern that the department heard at a contact with residents. From then on the clock of concerns counts.</summary>
[Needs(Permission.WorkConcerns)]
public sealed record EnterConcernAfterContact : EnterConcern
{
    public EnterConcernAfterContact(long engagementId, EnterConcern concern) : base(concern) => EngagementId = engagementId;

    public long EngagementId { get; }
}

internal sealed class EnterConcernAfterContactValidator : AbstractValidator<EnterConcernAfterContact>
{
    public EnterConcernAfterContactValidator(IValidator<EnterConcern> concern) => Include(concern);
}

internal sealed class EnterConcernAfterContactHandler(Db db, Actor actor, ConcernIntake intake)
    : IRequestHandler<EnterConcernAfterContact, ConcernEntered>
{
    public async Task<ConcernEntered> Handle(EnterConcernAfterContact command, CancellationToken ct)
    {
        var contact = await EngagementSql.Read(db, command.EngagementId, ct);
        var received = await intake.Receive(command.Report, new(actor)
        {
            Channel = command.Channel,
            Language = command.Language,
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
