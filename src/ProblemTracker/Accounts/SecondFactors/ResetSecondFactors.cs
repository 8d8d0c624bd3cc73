using FluentValidation;
using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>
/// Removes all second factors of someone who lost them, and ends their sessions. They sign in with the password and add one at once.
/// </summary>
[Needs(Permission.Administer)]
public sealed record ResetSecondFactors(long PersonId) : ICommand<Done>;

internal sealed class ResetSecondFactorsHandler(SecondFactorReset reset) : IRequestHandler<ResetSecondFactors, Done>
{
    public Task<Done> Handle(ResetSecondFactors command, CancellationToken ct) => reset.Of(command.PersonId, ct);
}

/// <summary>The same by email address, for the last administrator, who can ask nobody.</summary>
[Needs(Permission.Administer)]
public sealed record ResetSecondFactorsOf(string Email) : ICommand<Done>;

internal sealed class ResetSecondFactorsOfValidator : AbstractValidator<ResetSecondFactorsOf>
{
    public ResetSecondFactorsOfValidator() => RuleFor(c => c.Email).Address();
}

internal sealed class ResetSecondFactorsOfHandler(SecondFactorReset reset, Db db) : IRequestHandler<ResetSecondFactorsOf, Done>
{
    public async Task<Done> Handle(ResetSecondFactorsOf command, CancellationToken ct) =>
        await Account.Find(db, command.Email, ct) is { } account ? await reset.Of(account.Id, ct)
            : throw new Invalid("email", $"There is no account for {command.Email}.");
}

internal sealed class SecondFactorReset(
    SecondFactors factors, Sessions sessions, AccountEmails emails, Db db, Actor actor, TimeProvider clock)
{
    public async Task<Done> Of(long personId, CancellationToken ct)
    {
        // Who knows the password must add one at once: the time to do so was given before. So the first sign-in is long ago.
        if (await db.Execute("UPDATE Person SET SecondFactorAskedAt = @LongAgo WHERE Id = @personId",
            new { personId, LongAgo = DateTimeOffset.UnixEpoch }, ct) == 0) throw new NotFound();
        await factors.RemoveAll(personId, ct);
        await sessions.EndOf(personId, exceptThis: false, ct);
        await emails.Tell(personId, "An administrator removed your second factors. Add one when you sign in", ct);
        await db.Record(actor, clock.GetUtcNow(), "secondFactor.reset", null, personId, null, null, null, ct);
        return Done.Instance;
    }
}

internal static class ResetSecondFactorsEndpoint
{
    public static void MapResetSecondFactors(this RouteGroupBuilder people) => people
        .MapDelete("/{id:long}/second-factors", async (long id, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new ResetSecondFactors(id), ct);
            return TypedResults.NoContent();
        })
        .WithName("ResetSecondFactors").WithSummary("Remove a person's second factors, so that they add one at the next sign-in");
}
