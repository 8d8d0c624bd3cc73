using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace ProblemTracker.Accounts;

/// <summary>Pages accept only the cookie and the API only a bearer token; the request's path selects the scheme.</summary>
internal static class Authentication
{
    public const string ByPath = "ByPath";
    public const string Bearer = "Bearer";
    public const string StampClaim = "stamp";
    public const string ReadOnlyClaim = "readonly";

    /// <summary>CJIS Security Policy 5.9.5: sessions end after 30 minutes without activity.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    public static void AddTrackerAuthentication(this IServiceCollection services)
    {
        services.AddAuthentication(ByPath)
            .AddPolicyScheme(ByPath, null, o => o.ForwardDefaultSelector = c =>
                c.Request.Path.StartsWithSegments("/api") ? Bearer : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(Bearer, o => o.TimeProvider = TimeProvider.System)
            .AddCookie(o =>
            {
                o.Cookie.Name = "problemtracker";
                o.Cookie.HttpOnly = true;
                o.Cookie.SameSite = SameSiteMode.Lax;
                o.LoginPath = "/sign-in";
                o.AccessDeniedPath = "/status/403";
                o.ReturnUrlParameter = "returnUrl";
                o.ExpireTimeSpan = Idle;
                o.SlidingExpiration = true;
                // Real time, since moving the demo clock must not sign everyone out.
                o.TimeProvider = TimeProvider.System;
            });
        services.AddAuthorizationBuilder().SetFallbackPolicy(
            new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    public static ClaimsPrincipal Session(long personId, string stamp) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, $"{personId}"), new Claim(StampClaim, stamp)],
        CookieAuthenticationDefaults.AuthenticationScheme));
}

/// <summary>Recognizes <c>Authorization: Bearer pt_…</c>.</summary>
internal sealed class BearerHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Db db)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private sealed record TokenRow
    {
        public long PersonId { get; init; }
        public bool ReadOnlyScope { get; init; }
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        var row = await db.Find<TokenRow>("""
            SELECT PersonId, ReadOnlyScope FROM ApiToken WHERE Digest = @digest AND RevokedAt IS NULL AND ExpiresAt > @now
            """, new { digest = Tokens.Digest(header["Bearer ".Length..].Trim()), now = TimeProvider.GetUtcNow() }, Context.RequestAborted);
        if (row is null) return AuthenticateResult.Fail("This token is unknown, expired or revoked.");
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, $"{row.PersonId}")], Scheme.Name);
        if (row.ReadOnlyScope) identity.AddClaim(new(Authentication.ReadOnlyClaim, "1"));
        return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        throw new NotSignedIn();
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => throw Forbidden.Needs(Permission.SignedIn);
}

/// <summary>
/// Sets the request's actor from the database on every request, since roles, access and password may have changed after sign-in.
/// </summary>
internal sealed class ActorMiddleware(RequestDelegate next)
{
    private sealed record PersonRow
    {
        public string Name { get; init; } = "";
        public bool Active { get; init; }
        public string SecurityStamp { get; init; } = "";
    }

    public async Task InvokeAsync(HttpContext context, Db db, CurrentActor current)
    {
        var origin = context.Connection.RemoteIpAddress?.ToString() ?? "local";
        current.Value = Actor.Anonymous with { Origin = origin };
        if (long.TryParse(context.User.FindFirstValue(ClaimTypes.NameIdentifier), out var id))
        {
            var person = await db.Find<PersonRow>("SELECT Name, Active, SecurityStamp FROM Person WHERE Id = @id", new { id },
                context.RequestAborted);
            var stamp = context.User.FindFirstValue(Authentication.StampClaim);
            if (person is { Active: true } && (stamp is null || stamp == person.SecurityStamp))
                current.Value = Actor.Person(id, person.Name, await PersonSql.Roles(db, id, context.RequestAborted), origin);
            else
                context.User = new(new ClaimsIdentity());
        }
        if (context.User.HasClaim(Authentication.ReadOnlyClaim, "1") && !HttpMethods.IsGet(context.Request.Method)
            && !HttpMethods.IsHead(context.Request.Method))
            throw new Forbidden("This token is read-only. Create a token that can write.");
        await next(context);
    }
}
