using Microsoft.AspNetCore.Identity;

namespace ProblemTracker.Accounts;

/// <summary>Registers the services and endpoints of Accounts.</summary>
internal static class AccountsSetup
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services.AddScoped<Passwords>();
        services.AddScoped<PasswordSignIn>();
        services.AddScoped<SignInLock>();
        services.AddScoped<CodeSignIn>();
        services.AddScoped<SignInTickets>();
        services.AddScoped<SecondFactors>();
        services.AddScoped<AuthenticatorAppOffers>();
        services.AddScoped<Passkeys>();
        services.AddScoped<SecondFactorReset>();
        services.AddScoped<ProviderAccounts>();
        services.AddScoped<ProviderRoles>();
        services.AddScoped<AccountEmails>();
        services.AddScoped<Sessions>();
        services.AddScoped<AccountLinks>();
        services.AddScoped<FirstAdministratorLink>();
        return services;
    }

    public static void MapAccounts(this RouteGroupBuilder v1)
    {
        var people = v1.MapGroup("/people").WithTags("People");
        people.MapListPeople();
        people.MapCreatePerson();
        people.MapChangePerson();
        people.MapSendPasswordLink();
        people.MapListSessions();
        people.MapEndSessions();
        people.MapListTokens();
        people.MapRevokeTokens();
        people.MapReadSecondFactors();
        people.MapResetSecondFactors();
        people.MapReadSignOn();
        people.MapUnlinkSignOn();

        var me = v1.MapGroup("/me").WithTags("Me");
        me.MapReadMe();
        me.MapCreateMyToken();
        me.MapReadMySettings();
        me.MapChangeMySettings();

        v1.MapGroup("/settings").WithTags("Settings").MapSignInSettings();
    }
}
