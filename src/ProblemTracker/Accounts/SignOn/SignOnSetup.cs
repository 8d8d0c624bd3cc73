using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace ProblemTracker.Accounts;

/// <summary>
/// Single sign-on by OpenID Connect (authorization code with PKCE). What the provider says waits in a cookie of its own until the page
/// <c>/sign-on</c> has made a session from it.
/// </summary>
internal static class SignOnSetup
{
    public const string Scheme = "SignOn", Answer = "SignOnAnswer";
    public const string Path = "/sign-on";

    private const string IdToken = "id_token";

    public static void AddSignOn(this AuthenticationBuilder authentication, TrackerOptions options)
    {
        if (options.SignOn is not { } provider) return;
        var secure = options.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        authentication.AddCookie(Answer, o =>
        {
            o.Cookie.Name = "problemtracker-sign-on";
            o.Cookie.Path = Path;
            o.Cookie.SecurePolicy = secure;
            o.ExpireTimeSpan = TimeSpan.FromMinutes(5);
            o.SlidingExpiration = false;
            o.TimeProvider = TimeProvider.System;
        });
        authentication.AddOpenIdConnect(Scheme, o =>
        {
            (o.Authority, o.ClientId, o.ClientSecret) = (provider.Authority.ToString(), provider.ClientId, provider.ClientSecret);
            o.RequireHttpsMetadata = provider.Authority.Scheme == "https";
            o.ResponseType = OpenIdConnectResponseType.Code;
            // The answer comes by a link, with which browsers send cookies that are SameSite=Lax.
            o.ResponseMode = OpenIdConnectResponseMode.Query;
            (o.CallbackPath, o.SignedOutCallbackPath, o.RemoteSignOutPath) = ($"{Path}/callback", $"{Path}/signed-out", default);
            (o.SignInScheme, o.SignOutScheme) = (Answer, CookieAuthenticationDefaults.AuthenticationScheme);
            o.MapInboundClaims = false;
            o.GetClaimsFromUserInfoEndpoint = true;
            o.DisableTelemetry = true;
            o.TimeProvider = TimeProvider.System;
            o.Scope.Add("email");
            // By default these two are dropped.
            o.ClaimActions.Remove("iss");
            o.ClaimActions.Remove("acr");
            o.ClaimActions.MapUniqueJsonKey("email_verified", "email_verified");
            if (provider.RoleClaim is { } roles) o.ClaimActions.MapJsonKey(roles, roles);
            foreach (var cookie in new[] { o.CorrelationCookie, o.NonceCookie })
                (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, secure);
            o.Events = new()
            {
                OnRedirectToIdentityProvider = redirect =>
                {
                    redirect.ProtocolMessage.RedirectUri = options.PublicUrl + o.CallbackPath;
                    return Task.CompletedTask;
                },
                OnRedirectToIdentityProviderForSignOut = redirect =>
                {
                    redirect.ProtocolMessage.PostLogoutRedirectUri = options.PublicUrl + o.SignedOutCallbackPath;
                    if (!string.IsNullOrEmpty(redirect.ProtocolMessage.IssuerAddress)) return Task.CompletedTask;
                    // This provider has no page to sign out at.
                    redirect.Response.Redirect("/sign-in");
                    redirect.HandleResponse();
                    return Task.CompletedTask;
                },
                OnTokenValidated = validated =>
                {
                    if (validated.TokenEndpointResponse?.IdToken is { } token)
                        validated.Properties?.StoreTokens([new AuthenticationToken { Name = IdToken, Value = token }]);
                    return Task.CompletedTask;
                },
                OnRemoteFailure = failure =>
                {
                    // The message can quote what the provider says of a person.
                    failure.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SignOnSetup))
                        .LogWarning("Single sign-on failed: {Error}", failure.Failure?.GetBaseException().GetType().Name);
                    failure.Response.Redirect(Path);
                    failure.HandleResponse();
                    return Task.CompletedTask;
                },
            };
        });
    }

    /// <summary>What the provider said of the person at this browser; null if it said nothing in the last minutes.</summary>
    public static async Task<(SignInByProvider Login, string? IdToken)?> Read(HttpContext context, SignOnProvider provider)
    {
        var answer = await context.AuthenticateAsync(Answer);
        if (answer.Principal is not { } person) return null;
        return (new(person.FindFirstValue("iss") ?? "", person.FindFirstValue("sub") ?? "", person.FindFirstValue("email"),
            bool.TryParse(person.FindFirstValue("email_verified"), out var isVerified) && isVerified,
            provider.RoleClaim is { } claim ? [.. person.FindAll(claim).Select(c => c.Value)] : [],
            [.. person.FindAll("amr").Select(c => c.Value)], person.FindFirstValue("acr"), context.Request.Headers.UserAgent),
            answer.Properties?.GetTokenValue(IdToken));
    }

    /// <summary>Starts a session in this browser.</summary>
    /// <param name="idToken">Tells the provider at the end who signs out; null for a session without the provider.</param>
    public static Task Begin(HttpContext context, string session, string? idToken)
    {
        var properties = new AuthenticationProperties();
        if (idToken is not null) properties.StoreTokens([new AuthenticationToken { Name = IdToken, Value = idToken }]);
        return context.SignInAsync(Authentication.Session(session), properties);
    }

    /// <summary>Whether this browser's session began at the provider.</summary>
    public static async Task<bool> CameFromProvider(HttpContext context) =>
        (await context.AuthenticateAsync()).Properties?.GetTokenValue(IdToken) is not null;
}
