using Microsoft.AspNetCore.Identity;
using ProblemTracker.Agency;

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
        services.AddScoped<EmailChanges>();
        services.AddScoped<NewPeople>();
        services.AddScoped<PeopleListReader>();
        services.AddScoped<FirstAdministratorLink>();
        services.AddSingleton(new SetUpStep("people", SetUpStep.People, "People", "Invite at least one officer and one supervisor.",
            "/people", HasOfficerAndSupervisor));
        services.AddSingleton(new SetUpStep("second-factor", SetUpStep.SecondFactor, "Second factor",
            "Add a passkey or an authenticator app to your account.", "/me/second-factor", HasAdministratorWithSecondFactor));
        return services;
    }

    private static async Task<bool> HasOfficerAndSupervisor(Db db, CancellationToken ct) => await db.Single<int>("""
        SELECT COUNT(DISTINCT r.Role) FROM PersonRole r JOIN Person p ON p.Id = r.PersonId
        WHERE p.Active = 1 AND r.Role IN ('Officer', 'Supervisor')
        """, null, ct) == 2;

    private static async Task<bool> HasAdministratorWithSecondFactor(Db db, CancellationToken ct) => await db.Single<int>($"""
        SELECT COUNT(*) FROM Person p JOIN PersonRole r ON r.PersonId = p.Id
        WHERE p.Active = 1 AND r.Role = 'Administrator' AND {SecondFactors.Has} = 1
        """, null, ct) > 0;

    public static void MapAccounts(this RouteGroupBuilder v1)
    {
        var people = v1.MapGroup("/people").WithTags("People");
        people.MapListPeople();
        people.MapCreatePerson();
        people.MapAddPeople();
        people.MapChangePerson();
        people.MapSendPasswordLink();
        people.MapListSessions();
        people.MapEndSessions();
        people.MapListTokens();
        people.MapRevokeTokens();
        people.MapReadCalendarAddress();
        people.MapRevokeCalendarAddress();
        people.MapReadSecondFactors();
        people.MapResetSecondFactors();
        people.MapReadSignOn();
        people.MapUnlinkSignOn();
        people.MapReadEmail();
        people.MapRequestEmailChange();
        people.MapCancelEmailChange();

        var me = v1.MapGroup("/me").WithTags("Me");
        me.MapReadMe();
        me.MapCreateMyToken();
        me.MapReadMySettings();
        me.MapChangeMySettings();
        me.MapRequestMyEmailChange();

        v1.MapGroup("/settings").WithTags("Settings").MapSignInSettings();
    }
}
