using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ProblemTracker.Accounts;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Architecture;

internal static class Sessions
{
    /// <summary>A session cookie like the one from signing in, created without the sign-in page.</summary>
    public static Task<string> Cookie(TrackerHost host, Role role) => Cookie(host, host.IdOf(role));

    public static async Task<string> Cookie(TrackerHost host, long id)
    {
        var stamp = await host.Query(db => db.Single<string>("SELECT SecurityStamp FROM Person WHERE Id = @id", new { id }, default));
        var options = host.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(CookieAuthenticationDefaults.AuthenticationScheme);
        var ticket = new AuthenticationTicket(Authentication.Session(id, stamp),
            new() { IssuedUtc = TimeProvider.System.GetUtcNow(), ExpiresUtc = TimeProvider.System.GetUtcNow().AddMinutes(5) },
            CookieAuthenticationDefaults.AuthenticationScheme);
        return $"{options.Cookie.Name}={options.TicketDataFormat.Protect(ticket)}";
    }
}
