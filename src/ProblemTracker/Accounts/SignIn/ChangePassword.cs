using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;

namespace ProblemTracker.Accounts;

/// <summary>Changes the signed-in person's password and ends their other sessions.</summary>
[Needs(Permission.SignedIn)]
public sealed record ChangePassword(string OldPassword, string NewPassword) : ICommand<PasswordChanged>;

/// <param name="Stamp">The new security stamp, for the current session.</param>
public sealed record PasswordChanged(string Stamp);

internal sealed class ChangePasswordValidator : AbstractValidator<ChangePassword>
{
    public ChangePasswordValidator()
    {
        RuleFor(c => c.OldPassword).NotEmpty().WithMessage("Enter your current password.");
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
            throw new Invalid("oldPassword", "This is not your current password.");
        await users.RemovePasswordAsync(account);
        await users.AddPasswordAsync(account, command.NewPassword);
        await db.Record(actor, clock.GetUtcNow(), "person.password", null, account.Id, null, null, null, ct);
        return new(account.SecurityStamp);
    }
}

internal static class PasswordRules
{
    public const int ShortestPassword = 12;

    /// <summary>Requires a minimum length but no mix of character types (NIST SP 800-63B).</summary>
    public static IRuleBuilderOptions<T, string> Password<T>(this IRuleBuilder<T, string> rule) => rule
        .NotEmpty().WithMessage("Enter a password.")
        .MinimumLength(ShortestPassword)
        .WithMessage($"A password must have at least {ShortestPassword} characters. Try a short sentence.")
        .MaximumLength(200).WithMessage("A password can have at most 200 characters.");
}
