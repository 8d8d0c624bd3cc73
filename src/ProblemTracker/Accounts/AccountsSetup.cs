using Microsoft.AspNetCore.Identity;

namespace ProblemTracker.Accounts;

/// <summary>Registers the services and endpoints of Accounts.</summary>
internal static class AccountsSetup
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddScoped<PasswordCheck>();
        services.AddSingleton<ILookupNormalizer, EmailNormalizer>();
        services.AddIdentityCore<Account>(identity =>
        {
            identity.Lockout.MaxFailedAccessAttempts = 5;
            identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
            // The user name is the email address, which our validator checks. Identity's default rejects o'brien@ and josé@.
            identity.User.AllowedUserNameCharacters = "";
            // Our validator checks the length, so that the message is the same everywhere.
            identity.Password = new()
            {
                RequiredLength = 1,
                RequireDigit = false,
                RequireLowercase = false,
                RequireUppercase = false,
                RequireNonAlphanumeric = false,
            };
        }).AddUserStore<AccountStore>();
        return services;
    }

    public static void MapAccounts(this RouteGroupBuilder v1)
    {
        var people = v1.MapGroup("/people").WithTags("People");
        people.MapListPeople();
        people.MapCreatePerson();
        people.MapChangePerson();

        var me = v1.MapGroup("/me").WithTags("Me");
        me.MapReadMe();
        me.MapCreateMyToken();
        me.MapReadMySettings();
        me.MapChangeMySettings();
    }
}
