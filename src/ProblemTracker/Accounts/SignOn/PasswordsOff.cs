namespace ProblemTracker.Accounts;

/// <summary>Local passwords can be switched off in favor of single sign-on, but for one account in case the provider is down.</summary>
internal static class PasswordsOff
{
    /// <summary>Whether the password of this email address is switched off.</summary>
    public static bool For(TrackerOptions options, string email) => options.SignOn?.SwitchesOff(email.Trim()) is true;

    /// <summary>
    /// What to do instead; null if passwords work. It is the same for every address, so that it doesn't tell which one has a password.
    /// </summary>
    public static string? Sentence(TrackerOptions options) => options.SignOn is { OnlyPassword: not null } provider
        ? $"Passwords are switched off here. Sign in with {provider.Name}." : null;

    /// <exception cref="RuleBroken">The password of this email address is switched off.</exception>
    public static void MustNotBe(TrackerOptions options, string email)
    {
        if (For(options, email)) throw new RuleBroken("password.off", Sentence(options)!, "");
    }
}
