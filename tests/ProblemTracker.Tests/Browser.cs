using System.Text.RegularExpressions;
using ProblemTracker.Domain;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Architecture;

namespace ProblemTracker.Tests;

/// <summary>A browser without scripts: keeps a session, sends antiforgery tokens with forms, and does not follow redirects.</summary>
internal sealed partial class Browser(TrackerHost host, Role? role)
{
    private readonly List<string> _cookies = [];

    /// <summary>A browser in which nobody is signed in.</summary>
    public static Browser Anonymous(TrackerHost host) => new(host, null);

    public async Task<string> Get(string path)
    {
        using var reply = await Send(new(HttpMethod.Get, path));
        var html = await reply.Content.ReadAsStringAsync();
        Assert.That((int)reply.StatusCode, Is.EqualTo(200), $"{path} {reply.Headers.Location} {html}");
        return WebUtility.HtmlDecode(html);
    }

    /// <summary>The cookies that this browser holds, as it sends them.</summary>
    public async Task<string> CookieHeader()
    {
        if (_cookies.Count == 0 && role is { } signedIn) _cookies.Add(await SessionCookies.Cookie(host, signedIn));
        return string.Join("; ", _cookies);
    }

    /// <summary>The response as it is, including redirects.</summary>
    public Task<HttpResponseMessage> Reply(string path) => Send(new(HttpMethod.Get, path));

    /// <summary>Sends a form of this page or of another one.</summary>
    /// <param name="redirect">The expected redirect; if null, the page must come back with status 200.</param>
    public async Task<string> Post(string path, Dictionary<string, string> fields, string? redirect = null, string? formOn = null)
    {
        fields["__RequestVerificationToken"] = Token().Match(await Get(formOn ?? path)).Groups[1].Value;
        using var reply = await Send(new(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) });
        var html = WebUtility.HtmlDecode(await reply.Content.ReadAsStringAsync());
        if (redirect is null) Assert.That((int)reply.StatusCode, Is.EqualTo(200), html);
        else Assert.That(((int)reply.StatusCode, reply.Headers.Location?.ToString()), Is.EqualTo((302, redirect)), html);
        return html;
    }

    /// <summary>Sends a form that has a name several times. The page must come back with status 200.</summary>
    public async Task<string> Post(string path, IEnumerable<KeyValuePair<string, string>> fields, string formOn)
    {
        var token = Token().Match(await Get(formOn)).Groups[1].Value;
        using var reply = await Send(new(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent([.. fields, new("__RequestVerificationToken", token)]),
        });
        var html = WebUtility.HtmlDecode(await reply.Content.ReadAsStringAsync());
        Assert.That((int)reply.StatusCode, Is.EqualTo(200), html);
        return html;
    }

    /// <summary>Sends a form of another page, whatever the answer.</summary>
    public async Task<(HttpStatusCode Status, string Html)> TryPost(string path, string formOn, Dictionary<string, string> fields)
    {
        fields["__RequestVerificationToken"] = Token().Match(await Get(formOn)).Groups[1].Value;
        using var reply = await Send(new(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) });
        return (reply.StatusCode, WebUtility.HtmlDecode(await reply.Content.ReadAsStringAsync()));
    }

    /// <summary>Sends a form with files, whatever the answer.</summary>
    public async Task<(HttpStatusCode Status, string Html)> Post(string path, string formOn, MultipartFormDataContent form)
    {
        form.Add(new StringContent(Token().Match(await Get(formOn)).Groups[1].Value), "__RequestVerificationToken");
        using var reply = await Send(new(HttpMethod.Post, path) { Content = form });
        return (reply.StatusCode, WebUtility.HtmlDecode(await reply.Content.ReadAsStringAsync()));
    }

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request)
    {
        if (await CookieHeader() is { Length: > 0 } cookies) request.Headers.Add("Cookie", cookies);
        var reply = await host.Anonymous.SendAsync(request);
        if (reply.Headers.TryGetValues("Set-Cookie", out var set))
            foreach (var cookie in set.Select(c => c.Split(';')[0]))
            {
                _cookies.RemoveAll(c => c.Split('=')[0] == cookie.Split('=')[0]);
                _cookies.Add(cookie);
            }
        return reply;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
