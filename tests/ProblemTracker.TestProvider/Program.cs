using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

// An OpenID Connect provider for the tests of single sign-on. Whoever signs in types what it says of them. It has one client and remembers
// who signed in until they sign out. It prints its address and stores nothing.
const string ClientId = "tracker", ClientSecret = "secret of the tracker", Cookie = "provider-session";
string[] typed = ["sub", "email", "email_verified", "groups", "amr", "acr"];

var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddAuthentication();
builder.Services.AddOpenIddict().AddServer(server =>
{
    server.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token").SetEndSessionEndpointUris("end");
    server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
    server.RegisterScopes(Scopes.Email, Scopes.Profile);
    server.AddEphemeralEncryptionKey().AddEphemeralSigningKey();
    server.EnableDegradedMode();
    // Only between processes of one machine.
    server.UseAspNetCore().DisableTransportSecurityRequirement().EnableAuthorizationEndpointPassthrough()
        .EnableEndSessionEndpointPassthrough();
    server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
    {
        if (context.ClientId != ClientId) context.Reject(Errors.InvalidClient, "Unknown client.");
        return default;
    }));
    server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
    {
        if (context.ClientId != ClientId || context.ClientSecret != ClientSecret) context.Reject(Errors.InvalidClient, "Wrong secret.");
        return default;
    }));
    server.AddEventHandler<ValidateEndSessionRequestContext>(handler => handler.UseInlineHandler(_ => default));
});

var app = builder.Build();
app.UseAuthentication();

app.MapGet("/authorize", (HttpContext context) => context.Request.Cookies[Cookie] is { } known
    ? Let(Remembered(known)) : Results.Content(Form(context.Request.Query), "text/html"));

app.MapPost("/authorize", async (HttpContext context) =>
{
    var form = await context.Request.ReadFormAsync();
    if (form.ContainsKey("deny"))
        return Results.Forbid(new(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.AccessDenied,
        }), [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    var said = typed.ToDictionary(name => name, name => form[name].ToString());
    context.Response.Cookies.Append(Cookie, string.Join('&', said.Select(pair => $"{pair.Key}={WebUtility.UrlEncode(pair.Value)}")));
    return Let(said);
});

app.MapGet("/end", (HttpContext context) =>
{
    // The hint names who signs out; without it a provider would ask.
    if (context.GetOpenIddictServerRequest()?.IdTokenHint is null) return Results.BadRequest("Who signs out?");
    context.Response.Cookies.Delete(Cookie);
    return Results.SignOut(new() { RedirectUri = "/" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
});

await app.StartAsync();
Console.WriteLine(app.Urls.First());
await app.WaitForShutdownAsync();

IResult Let(IReadOnlyDictionary<string, string> said)
{
    var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    foreach (var (name, value) in said.Where(pair => pair.Value.Length > 0))
        foreach (var one in name is "groups" or "amr" ? value.Split(' ') : [value])
            identity.AddClaim(name == "email_verified" ? new(name, one, ClaimValueTypes.Boolean) : new Claim(name, one));
    identity.SetDestinations(_ => [Destinations.IdentityToken]);
    var principal = new ClaimsPrincipal(identity);
    principal.SetScopes(Scopes.OpenId, Scopes.Email, Scopes.Profile);
    return Results.SignIn(principal, null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
}

string Form(IQueryCollection request) => string.Concat(
[
    "<!doctype html><html lang=en><title>City login</title><h1>City login</h1><form method=post>",
    .. request.Select(pair => $"<input type=hidden name=\"{pair.Key}\" value=\"{WebUtility.HtmlEncode(pair.Value)}\">"),
    .. typed.Select(name => $"<p><label>{name} <input name=\"{name}\"></label></p>"),
    "<button>Sign in</button> <button name=deny value=1>Cancel</button></form></html>",
]);

static Dictionary<string, string> Remembered(string cookie) => cookie.Split('&').Select(pair => pair.Split('=', 2))
    .ToDictionary(pair => pair[0], pair => WebUtility.UrlDecode(pair[1]));
