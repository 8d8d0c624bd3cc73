using System.Text.RegularExpressions;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Concerns;

/// <summary>A resident's browser on the public site, without scripts: it keeps the site's cookie and sends its forms.</summary>
internal sealed partial class Resident(TrackerHost host, string language = "en")
{
    private string? _cookie;

    /// <summary>The cookie that the site set, as name and value.</summary>
    public string? Cookie => _cookie;

    /// <summary>Turns the public site on.</summary>
    public static async Task Open(TrackerHost host) =>
        await (await host.SignIn(Role.Administrator).IfMatch(0).PutAsJsonAsync("/api/v1/settings/public-site",
            new { isOn = true, cityServices = "311", acknowledgeDays = 2, decideDays = 10 })).Ok();

    public async Task<string> Get(string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var reply = await Request(new(HttpMethod.Get, In(path)));
        var html = WebUtility.HtmlDecode(await reply.Content.ReadAsStringAsync());
        Assert.That(reply.StatusCode, Is.EqualTo(expected), html);
        return html;
    }

    /// <summary>Sends a form of a page.</summary>
    /// <param name="path">The page, perhaps with a handler.</param>
    /// <param name="fields">Its fields, without the proof.</param>
    /// <returns>Where the answer leads to, or null and the page that came back.</returns>
    public Task<(string? To, string Html)> Post(string path, params (string Name, string Value)[] fields) =>
        PostFrom(path.Split('?')[0], path, fields);

    /// <summary>Sends a form with the proof of another page.</summary>
    public async Task<(string? To, string Html)> PostFrom(string page, string path, params (string Name, string Value)[] fields)
    {
        var proof = Proof().Match(await Get(page));
        using var reply = await Request(new(HttpMethod.Post, In(path))
        {
            Content = new FormUrlEncodedContent([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
                .. proof.Success ? new[] { KeyValuePair.Create("Proof", proof.Groups[1].Value) } : []]),
        });
        return await Answer(reply);
    }

    /// <summary>Sends photos with the form of a page.</summary>
    public async Task<(string? To, string Html)> PostPhotos(string path, params byte[][] photos)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(Proof().Match(await Get(path.Split('?')[0])).Groups[1].Value), "Proof" },
        };
        foreach (var photo in photos) form.Add(new ByteArrayContent(photo), "Files", "photo.jpg");
        using var reply = await Request(new(HttpMethod.Post, In(path)) { Content = form });
        return await Answer(reply);
    }

    /// <summary>Writes the steps before the last one.</summary>
    public async Task Write(string category = "noise", string description = "Loud music until three in the morning.",
        string address = "Tanner Street, 400 block")
    {
        Assert.That((await Post("/city/report", ("CategoryCode", category), ("Description", description))).To, Does.Contain("/where"));
        // Where others told of something like it, the site asks whether it is the same.
        var where = (await Post("/city/report/where", ("Address", address))).To;
        if (where!.Contains("/alike")) where = (await Post("/city/report/alike")).To;
        Assert.That(where, Does.Contain("/when"));
        Assert.That((await Post("/city/report/when", ("Frequency", "EveryWeek"), ("HappenedOn", "2026-02-28"),
            ("TimesOfDay", "Friday nights"))).To, Does.Contain("/photos"));
    }

    /// <summary>Writes a report and sends it.</summary>
    /// <returns>The address of its private page, without a query.</returns>
    public async Task<string> Report(params (string Name, string Value)[] who)
    {
        await Write();
        return await Send(who);
    }

    /// <summary>Sends the last step.</summary>
    /// <returns>The address of the concern's private page, without a query.</returns>
    public async Task<string> Send(params (string Name, string Value)[] who)
    {
        var (to, html) = await Post("/city/report/who", who);
        Assert.That(to, Does.Match("^/city/follow/[^?]+").And.Contain("said=sent"), html);
        return to!.Split('?')[0];
    }

    /// <summary>Sends any request with this browser's cookie.</summary>
    public async Task<HttpResponseMessage> Request(HttpRequestMessage request)
    {
        if (_cookie is not null) request.Headers.Add("Cookie", _cookie);
        var reply = await host.WithoutCookies().SendAsync(request);
        if (reply.Headers.TryGetValues("Set-Cookie", out var set)) _cookie = set.Single().Split(';')[0];
        return reply;
    }

    private string In(string path) => $"{path}{(path.Contains('?') ? '&' : '?')}lang={language}";

    private static async Task<(string? To, string Html)> Answer(HttpResponseMessage reply)
    {
        var html = WebUtility.HtmlDecode(await reply.Content.ReadAsStringAsync());
        Assert.That((int)reply.StatusCode, Is.EqualTo(200).Or.EqualTo(302).Or.EqualTo(404), html);
        return (reply.Headers.Location?.ToString(), html);
    }

    [GeneratedRegex("name=\"Proof\" value=\"([^\"]+)\"")]
    private static partial Regex Proof();
}
