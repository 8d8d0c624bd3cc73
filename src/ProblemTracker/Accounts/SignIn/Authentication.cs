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
    public const string SessionCookie = "problemtracker";
    public const string SessionClaim = "session";
    public const string ReadOnlyClaim = "readonly";

    public static void AddTrackerAuthentication(this IServiceCollection services, TrackerOptions options)
    {
        services.AddAuthentication(ByPath)
            .AddPolicyScheme(ByPath, null, o => o.ForwardDefaultSelector = c =>
                c.Request.Path.StartsWithSegments("/api") ? Bearer : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(Bearer, o => o.TimeProvider = TimeProvider.System)
            .AddCookie(o =>
            {
                o.Cookie.Name = SessionCookie;
                o.Cookie.HttpOnly = true;
                o.Cookie.SameSite = SameSiteMode.Lax;
                o.LoginPath = "/sign-in";
                o.AccessDeniedPath = "/status/403";
                o.ReturnUrlParameter = "returnUrl";
                // The server decides when a session ends; the cookie only holds its secret.
                o.ExpireTimeSpan = Sessions.Longest;
                o.SlidingExpiration = false;
                o.TimeProvider = TimeProvider.System;
            })
            .AddSignOn(options);
        services.AddAuthorizationBuilder().SetFallbackPolicy(
            new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    public static ClaimsPrincipal Session(string secret) =>
        new(new ClaimsIdentity([new Claim(SessionClaim, secret)], CookieAuthenticationDefaults.AuthenticationScheme));
}

/// <summary>Recognizes <c>Authorization: Bearer pt_…</c>.</summary>
internal sealed class BearerHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Db db)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private sealed record TokenRow
    {
        public long Id { get; init; }
        public long PersonId { get; init; }
        public bool ReadOnlyScope { get; init; }
        public DateTimeOffset? LastUsedAt { get; init; }
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        var row = await db.Find<TokenRow>("""
            SELECT Id, PersonId, ReadOnlyScope, LastUsedAt FROM ApiToken
            WHERE Digest = @digest AND RevokedAt IS NULL AND ExpiresAt > @now
            """, new { digest = Secrets.Digest(header["Bearer ".Length..].Trim()), now = TimeProvider.GetUtcNow() },
            Context.RequestAborted);
        if (row is null) return AuthenticateResult.Fail("This token is unknown, expired or revoked.");
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, $"{row.PersonId}")], Scheme.Name);
        if (Sessions.MustNote(row.LastUsedAt)) Context.NoteAfterwards("ApiToken", row.Id);
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
/// Sets the request's actor from the database on every request, since roles, access and sessions may have changed after sign-in.
/// </summary>
internal sealed class ActorMiddleware(RequestDelegate next)
{
    private const string ChangePassword = "/change-password", AddSecondFactor = "/me/second-factor", AddApp = "/me/authenticator-app";

    /// <summary>A person is first asked for a second factor at a sign-in, a moment after the session begins.</summary>
    private static readonly TimeSpan OneSignIn = TimeSpan.FromMinutes(1);

    private sealed record PersonRow
    {
        public string Name { get; init; } = "";
    }

    public async Task InvokeAsync(HttpContext context, Db db, TrackerOptions options, CurrentActor current)
    {
        var origin = context.Connection.RemoteIpAddress?.ToString() ?? "local";
        current.Value = await Find(context, db, options, origin) ?? Actor.Anonymous with { Origin = origin };
        if (!current.Value.IsSignedIn) context.User = new(new ClaimsIdentity());
        var first = current.Value switch
        {
            { MustChangePassword: true } => ChangePassword,
            // From the next sign-in on, so that nobody loses what they are typing when the days of grace end. Real time, like sessions.
            { SecondFactorDueAt: { } due, SignedInAt: var began } when due <= began + OneSignIn
                && due <= TimeProvider.System.GetUtcNow() => AddSecondFactor,
            _ => null,
        };
        if (first is not null && !IsOpen(context, first))
        {
            context.Response.Redirect($"{context.Request.PathBase}{first}");
            return;
        }
        if (context.User.HasClaim(Authentication.ReadOnlyClaim, "1") && !HttpMethods.IsGet(context.Request.Method)
            && !HttpMethods.IsHead(context.Request.Method))
            throw new Forbidden("This token is read-only. Create a token that can write.");
        await next(context);
    }

    /// <summary>Whether someone who must do something first may send this: to do it, to sign out, or what anyone may read.</summary>
    private static bool IsOpen(HttpContext context, string first) => context.Request.Path.StartsWithSegments(first)
        || (first == AddSecondFactor && context.Request.Path.StartsWithSegments(AddApp))
        || context.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAllowAnonymous>() is not null;

    private static async Task<Actor?> Find(HttpContext context, Db db, TrackerOptions options, string origin)
    {
        var ct = context.RequestAborted;
        if (context.User.FindFirstValue(Authentication.SessionClaim) is { } secret)
        {
            if (await Sessions.Find(db, secret, ct) is not { } session) return null;
            if (!Unattended.Is(context.Request) && Sessions.MustNote(session.LastSeenAt)) context.NoteAfterwards("Session", session.Id);
            var person = Actor.Person(session.PersonId, session.Name, await PersonSql.Roles(db, session.PersonId, ct), origin);
            return person with
            {
                SessionId = session.Id,
                SignedInAt = session.CreatedAt,
                MustChangePassword = session.MustChangePassword,
                SecondFactorDueAt = session.HasSecondFactor || session.SecondFactor is not null ? null
                    : SecondFactors.DueAt(options, session.SecondFactorAskedAt, SignInSettings.Parse(session.SignInSettings)),
            };
        }
        return long.TryParse(context.User.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
            && await db.Find<PersonRow>("SELECT Name FROM Person WHERE Id = @id AND Active = 1", new { id }, ct) is { } known
                ? Actor.Person(id, known.Name, await PersonSql.Roles(db, id, ct), origin) : null;
    }
}

internal static class LastUse
{
    /// <summary>
    /// Writes the time of this request to its session or token after the response, in a scope of its own, so that no page waits for the
    /// writer.
    /// </summary>
    public static void NoteAfterwards(this HttpContext context, string table, long id)
    {
        var scopes = context.RequestServices.GetRequiredService<IServiceScopeFactory>();
        context.Response.OnCompleted(async () =>
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<Db>();
            try
            {
                await Sessions.Note(db, table, id);
            }
            // On a full disk people can still read, and the next request notes it again.
            catch (Exception error) when (Unavailable.Of(error, db.Dialect) is not null)
            {
            }
        });
    }
}
