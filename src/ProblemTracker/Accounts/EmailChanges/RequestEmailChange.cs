using FluentValidation;
using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>
/// Asks to change someone's email address, which both addresses have to confirm. For someone who never signed in it changes the address at
/// once and sends a new invitation.
/// </summary>
/// <param name="OldAddressReason">Why the old address no longer works and only the new one confirms; null if both confirm.</param>
[Needs(Permission.Administer)]
public sealed record RequestEmailChange(long PersonId, string Email, string? OldAddressReason = null) : ICommand<EmailRequested>;

/// <summary>Asks to change the signed-in person's own email address.</summary>
/// <param name="Password">Required unless the person signed in during the last 15 minutes.</param>
[Needs(Permission.SignedIn)]
public sealed record RequestMyEmailChange(string Email, string? Password = null) : ICommand<EmailRequested>;

/// <param name="IsDone">Whether the address has changed already; otherwise it waits for confirmation.</param>
public sealed record EmailRequested(bool IsDone);

internal sealed class RequestEmailChangeValidator : AbstractValidator<RequestEmailChange>
{
    public RequestEmailChangeValidator()
    {
        RuleFor(c => c.Email).Address();
        RuleFor(c => c.OldAddressReason).NotEmpty().When(c => c.OldAddressReason is not null, ApplyConditionTo.CurrentValidator)
            .WithMessage("Enter why the old address no longer works.").MaximumLength(500);
    }
}

internal sealed class RequestMyEmailChangeValidator : AbstractValidator<RequestMyEmailChange>
{
    public RequestMyEmailChangeValidator() => RuleFor(c => c.Email).Address();
}

internal sealed class RequestEmailChangeHandler(EmailChanges changes, AccountLinks links, Db db, Actor actor)
    : IPrepare<RequestEmailChange>, IRequestHandler<RequestEmailChange, EmailRequested>
{
    public Task Prepare(RequestEmailChange command, CancellationToken ct)
    {
        links.Prepare();
        return Task.CompletedTask;
    }

    public async Task<EmailRequested> Handle(RequestEmailChange command, CancellationToken ct)
    {
        // Their own sign-in must be recent, which only the other message asks for.
        if (command.PersonId == actor.PersonId)
            throw new RuleBroken("email.own", "Change your own address under My settings.", "email");
        var account = await changes.Hold(command.PersonId, ct);
        var email = command.Email.Trim();
        await changes.MustFit(account, email, ct);
        if (!await db.Single<bool>($"SELECT {EmailChanges.NeverSignedIn} FROM Person p WHERE p.Id = @Id", account, ct))
        {
            await changes.Request(account, email, command.OldAddressReason?.Trim(), ct);
            return new(false);
        }
        await changes.End(account.Id, ct);
        await changes.Set(account.Id, account.Email, email, ct);
        await links.Invite(account.Id, ct);
        return new(true);
    }
}

internal sealed class RequestMyEmailChangeHandler(
    EmailChanges changes, AccountLinks links, Passwords passwords, TrackerOptions options, Db db, Actor actor)
    : IPrepare<RequestMyEmailChange>, IRequestHandler<RequestMyEmailChange, EmailRequested>
{
    public async Task Prepare(RequestMyEmailChange command, CancellationToken ct)
    {
        links.Prepare();
        if (!SecondFactors.IsRecent(actor))
            passwords.Check(await Account.Find(db, actor.PersonId ?? 0, ct), command.Password ?? "");
    }

    public async Task<EmailRequested> Handle(RequestMyEmailChange command, CancellationToken ct)
    {
        var account = await changes.Hold(actor.PersonId ?? 0, ct);
        if (!SecondFactors.IsRecent(actor))
        {
            if (!account.HasPassword || PasswordsOff.For(options, account.Email))
                throw new RuleBroken("email.signInAgain", "To change your email address, sign in again.", "");
            if (!passwords.Match(account))
                throw new Invalid("password", string.IsNullOrEmpty(command.Password)
                    ? "Enter your password." : "This is not your password.");
        }
        var email = command.Email.Trim();
        await changes.MustFit(account, email, ct);
        await changes.Request(account, email, null, ct);
        return new(false);
    }
}

internal static class RequestEmailChangeEndpoints
{
    public sealed record Body(string Email, string? OldAddressReason = null);

    public static void MapRequestEmailChange(this RouteGroupBuilder people) => people
        .MapPost("/{id:long}/email", (long id, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new RequestEmailChange(id, body.Email, body.OldAddressReason), ct))
        .WithName("RequestEmailChange").WithSummary("Ask to change a person's email address");

    public static void MapRequestMyEmailChange(this RouteGroupBuilder me) => me
        .MapPost("/email", (RequestMyEmailChange body, IMediator mediator, CancellationToken ct) => mediator.Send(body, ct))
        .WithName("RequestMyEmailChange").WithSummary("Ask to change your email address");
}
