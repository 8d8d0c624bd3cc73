using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>Cancels the change of an email address that waits for confirmation. Administrators can cancel anyone's.</summary>
[Needs(Permission.SignedIn)]
public sealed record CancelEmailChange(long PersonId) : ICommand<Done>;

internal sealed class CancelEmailChangeHandler(EmailChanges changes, Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<CancelEmailChange, Done>
{
    public async Task<Done> Handle(CancelEmailChange command, CancellationToken ct)
    {
        await AccountAccess.MustBeOwnOrAdministrator(db, actor, command.PersonId, ct);
        await changes.Hold(command.PersonId, ct);
        var change = await changes.End(command.PersonId, ct) ?? throw new NotFound();
        await db.Record(actor, clock.GetUtcNow(), "person.emailCanceled", null, command.PersonId, null, null,
            new { Email = change.NewEmail }, ct);
        return Done.Instance;
    }
}

internal static class CancelEmailChangeEndpoint
{
    public static void MapCancelEmailChange(this RouteGroupBuilder people) => people
        .MapDelete("/{id:long}/email", async (long id, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new CancelEmailChange(id), ct);
            return TypedResults.NoContent();
        })
        .WithName("CancelEmailChange").WithSummary("Cancel the change of an email address that waits for confirmation");
}
