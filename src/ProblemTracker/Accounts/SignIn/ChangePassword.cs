using FluentValidation;
using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>Changes the signed-in person's password and ends their other sessions.</summary>
[Needs(Permission.SignedIn)]
public sealed record ChangePassword(string OldPassword, string NewPassword) : ICommand<Done>;

internal sealed class ChangePasswordValidator : AbstractValidator<ChangePassword>
{
    public ChangePasswordValidator()
    {
        RuleFor(c => c.OldPassword).NotEmpty().WithMessage("Enter your current password.");
        RuleFor(c => c.NewPassword).Password();
    }
}

internal sealed class ChangePasswordHandler(
    Passwords passwords, Sessions sessions, TrackerOptions options, Db db, Actor actor, TimeProvider clock)
    : IPrepare<ChangePassword>, IRequestHandler<ChangePassword, Done>
{
    public async Task Prepare(ChangePassword command, CancellationToken ct)
    {
        var account = await Account.Find(db, actor.PersonId ?? 0, ct);
        passwords.Check(account, command.OldPassword);
        if (passwords.Match(account) && command.NewPassword == command.OldPassword)
            throw new Invalid("newPassword", "This is your current password. Choose another.");
        AccountRules.MustNotBeAbout(account, command.NewPassword);
        passwords.Hash(command.NewPassword);
    }

    public async Task<Done> Handle(ChangePassword command, CancellationToken ct)
    {
        var account = await Account.Find(db, actor.PersonId ?? 0, ct) ?? throw new NotFound();
        PasswordsOff.MustNotBe(options, account.Email);
        if (!passwords.Match(account)) throw new Invalid("oldPassword", "This is not your current password.");
        await db.Execute("UPDATE Person SET PasswordHash = @NewHash, MustChangePassword = 0 WHERE Id = @Id",
            new { passwords.NewHash, account.Id }, ct);
        await sessions.EndOf(account.Id, exceptThis: true, ct);
        await db.Record(actor, clock.GetUtcNow(), "person.password", null, account.Id, null, null, null, ct);
        return Done.Instance;
    }
}

internal static class AccountRules
{
    public const int ShortestPassword = 12;

    public static IRuleBuilderOptions<T, string> Address<T>(this IRuleBuilderInitial<T, string> rule) => rule
        .Cascade(CascadeMode.Stop).NotEmpty().WithMessage("Enter an email address.").MaximumLength(254)
        .Must(email => !email!.Trim().Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        .WithMessage("Remove the spaces from the email address.").EmailAddress();

    /// <summary>At least as hard to guess as this, on zxcvbn's scale from 0 to 4: about 100 million tries.</summary>
    private const int LeastStrength = 3;

    /// <summary>zxcvbn takes much longer for long texts, and this much is enough to tell.</summary>
    private const int LookedAt = 100;

    /// <summary>
    /// Requires a minimum length, and that a program would not guess it soon, but no mix of character types (NIST SP 800-63B).
    /// </summary>
    /// <param name="rule">The rule of the password.</param>
    /// <param name="about">The person's email address and name, which others would guess first.</param>
    public static IRuleBuilderOptions<T, string> Password<T>(this IRuleBuilder<T, string> rule, Func<T, string[]>? about = null) => rule
        .NotEmpty().WithMessage("Enter a password.")
        .MinimumLength(ShortestPassword)
        .WithMessage($"A password must have at least {ShortestPassword} characters. Try a short sentence.")
        .MaximumLength(200).WithMessage("A password can have at most 200 characters.")
        // A short one is refused above, with one sentence.
        .Must((c, password) => password is null || password.Length < ShortestPassword || IsHardToGuess(password, about?.Invoke(c) ?? []))
        .WithMessage(EasyToGuess);

    /// <summary>Refuses a password made of the person's own email address or name.</summary>
    /// <exception cref="Invalid">For the field newPassword.</exception>
    public static void MustNotBeAbout(Account? account, string password)
    {
        if (account is not null && !IsHardToGuess(password, [account.Email, account.Name])) throw new Invalid("newPassword", EasyToGuess);
    }

    private const string EasyToGuess = "This password is easy to guess. Try a short sentence of your own.";

    private static bool IsHardToGuess(string password, string[] about) => Zxcvbn.Zxcvbn.MatchPassword(
        password.Length > LookedAt ? password[..LookedAt] : password,
        [.. OurWords, .. about, .. about.SelectMany(words => words.Split(Between, StringSplitOptions.RemoveEmptyEntries))])
        .Score >= LeastStrength;

    private static readonly char[] Between = [' ', '@', '.', '-', '_'];

    private static readonly string[] OurWords = ["problemtracker", "tracker", "police", "neighborhood"];
}
