using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ProblemTracker.Accounts;
using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Architecture;

internal static class SessionCookies
{
    /// <summary>A session cookie like the one from signing in, created without the sign-in page.</summary>
    public static Task<string> Cookie(TrackerHost host, Role role) => Cookie(host, host.IdOf(role));

    public static async Task<string> Cookie(TrackerHost host, long id) => Cookie(host, await host.Query(db => db.Write(
        () => new ProblemTracker.Accounts.Sessions(db, Actor.System("test")).Begin(id, "Test browser", null, default), default)));

    /// <summary>The cookie of a session with this secret.</summary>
    public static string Cookie(TrackerHost host, string secret)
    {
        var options = host.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(CookieAuthenticationDefaults.AuthenticationScheme);
        var ticket = new AuthenticationTicket(Authentication.Session(secret),
            new() { IssuedUtc = TimeProvider.System.GetUtcNow(), ExpiresUtc = TimeProvider.System.GetUtcNow().AddMinutes(5) },
            CookieAuthenticationDefaults.AuthenticationScheme);
        return $"{options.Cookie.Name}={options.TicketDataFormat.Protect(ticket)}";
    }
}
