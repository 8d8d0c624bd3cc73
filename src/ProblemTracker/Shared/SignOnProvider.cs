namespace ProblemTracker.Shared;

/// <summary>The provider of single sign-on by OpenID Connect. Settings <c>SignOn:…</c>.</summary>
/// <param name="Authority">Its address, from which its configuration is read.</param>
public sealed record SignOnProvider(Uri Authority, string ClientId, string? ClientSecret)
{
    /// <summary>What people call it, for the button <c>Sign in with …</c>.</summary>
    public string Name { get; private init; } = "";

    /// <summary>The claim whose values decide a person's roles; null if administrators give roles here.</summary>
    public string? RoleClaim { get; private init; }

    /// <summary>Which value of the claim gives which role.</summary>
    public IReadOnlyDictionary<string, Role> Roles { get; private init; } = new Dictionary<string, Role>();

    /// <summary>Values of <c>acr</c> that mean a second factor.</summary>
    public IReadOnlyList<string> Levels { get; private init; } = [];

    /// <summary>The only account whose password works; null if everyone's does.</summary>
    public string? OnlyPassword { get; private init; }

    /// <summary>Whether a person's password is switched off.</summary>
    public bool SwitchesOff(string email) => OnlyPassword is not null && SearchKey.OfEmail(email) != SearchKey.OfEmail(OnlyPassword);

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{Name} ({Authority})";

    /// <returns>Null without single sign-on.</returns>
    /// <exception cref="UsageError">A setting is invalid or missing.</exception>
    public static SignOnProvider? From(IConfiguration signOn)
    {
        var isOff = signOn["PasswordsOff"] switch
        {
            null or "" => false,
            var said when bool.TryParse(said, out var off) => off,
            var said => throw new UsageError($"SignOn:PasswordsOff can't be \"{said}\". Set it to true or false."),
        };
        if (signOn["Authority"] is not { Length: > 0 } address)
            return isOff ? throw new UsageError("With SignOn:PasswordsOff nobody could sign in. Set SignOn:Authority too.") : null;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var authority) || authority.Scheme != "https" && !authority.IsLoopback)
            throw new UsageError($"SignOn:Authority can't be \"{address}\". Set it to the provider's https address.");
        var only = signOn["BreakGlass"] is { Length: > 0 } email ? email.Trim() : null;
        if (isOff && only is null)
            throw new UsageError(
                "With SignOn:PasswordsOff nobody could sign in while the provider is down. Set SignOn:BreakGlass to the email address of "
                    + "the one account whose password still works.");
        var claim = signOn["RoleClaim"] is { Length: > 0 } given ? given : null;
        return new(authority, signOn["ClientId"] is { Length: > 0 } client ? client
            : throw new UsageError("Set SignOn:ClientId to the ID that the provider gave the tracker."),
            signOn["ClientSecret"] is { Length: > 0 } secret ? secret : null)
        {
            Name = signOn["Name"] is { Length: > 0 } name ? name : authority.Host,
            RoleClaim = claim,
            Roles = RolesOf(signOn.GetSection("Roles"), claim),
            Levels = (signOn["Acr"] ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            OnlyPassword = isOff ? only : null,
        };
    }

    private static Dictionary<string, Role> RolesOf(IConfigurationSection roles, string? claim)
    {
        Dictionary<string, Role> found = [];
        foreach (var setting in roles.GetChildren())
        {
            // Partners act for a stakeholder, which no claim names.
            if (!Enum.TryParse<Role>(setting.Key, ignoreCase: true, out var role) || !Enum.IsDefined(role) || role == Role.Partner)
                throw new UsageError($"SignOn:Roles has no \"{setting.Key}\". Set Officer, Supervisor, Analyst, Command or Administrator.");
            foreach (var value in (setting.Value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                if (!found.TryAdd(value, role))
                    throw new UsageError($"SignOn:Roles gives \"{value}\" two roles. Use a value of its own for each role.");
        }
        return claim is null == (found.Count == 0) ? found
            : throw new UsageError("Set SignOn:RoleClaim together with SignOn:Roles:Officer and so on, or neither.");
    }
}
