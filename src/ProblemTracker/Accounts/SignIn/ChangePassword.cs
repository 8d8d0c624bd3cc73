using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;

namespace ProblemTracker.Accounts;

/// <summary>A person changes their own password; every other session of theirs ends.</summary>
[Needs(Permission.SignedIn)]
public sealed record ChangePassword(string OldPassword, string NewPassword) : ICommand<PasswordChanged>;

/// <param name="Stamp">The new security stamp, for the session that goes on.</param>
public sealed record PasswordChanged(string Stamp);

internal sealed class ChangePasswordValidator : AbstractValidator<ChangePassword>
{
    public ChangePasswordValidator()
    {
        RuleFor(c => c.OldPassword).NotEmpty().WithMessage("Type your present password.");
        RuleFor(c => c.NewPassword).Password();
    }
}

internal sealed class ChangePasswordHandler(UserManager<Account> users, Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<ChangePassword, PasswordChanged>
{
    public async Task<PasswordChanged> Handle(ChangePassword command, CancellationToken ct)
    {
        var account = await users.FindByIdAsync($"{actor.PersonId}") ?? throw new NotFound();
        if (!await users.CheckPasswordAsync(account, command.OldPassword))
            throw new Invalid("oldPassword", "This is not your present password.");
        await users.RemovePasswordAsync(account);
        await users.AddPasswordAsync(account, command.NewPassword);
        await db.Record(actor, clock.GetUtcNow(), "person.password", null, account.Id, null, null, null, ct);
        return new(account.SecurityStamp);
    }
}

internal static class PasswordRules
{
    public const int ShortestPassword = 12;

    /// <summary>Length counts, not ornaments (NIST SP 800-63B).</summary>
    public static IRuleBuilderOptions<T, string> Password<T>(this IRuleBuilder<T, string> rule) => rule
        .NotEmpty().WithMessage("Type a password.")
        .MinimumLength(ShortestPassword).WithMessage($"A password has at least {ShortestPassword} characters. A short sentence is good.")
        .MaximumLength(200).WithMessage("A password has at most 200 characters.");
}
