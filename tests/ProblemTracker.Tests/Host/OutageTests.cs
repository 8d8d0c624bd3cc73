using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Data;
using ProblemTracker.Domain;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Data;

namespace ProblemTracker.Tests.Host;

/// <summary>A database that can't be written, and forms that can't be read.</summary>
public sealed class OutageTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();

    [TearDown]
    public void Stop()
    {
        Fill(false);
        _host.Dispose();
    }

    [Test]
    public async Task Full_disk_answers_503_with_a_sentence_and_a_time_and_reading_goes_on()
    {
        if (ServerDatabase.IsGiven) Assert.Ignore("The disk is filled on SQLite.");
        var officer = _host.SignIn(Role.Officer);
        var problem = await _host.OpenProblem();
        await Noted();
        Fill(true);
        var refused = await officer.PostAsJsonAsync($"/api/v1/problems/{problem}/notes", new { text = Long });
        // Small notes may still fit into pages that the database has.
        for (var i = 0; i < 50 && refused.IsSuccessStatusCode; i++)
            refused = await officer.PostAsJsonAsync($"/api/v1/problems/{problem}/notes", new { text = Long });
        var read = await officer.GetAsync($"/api/v1/problems/{problem}");
        Fill(false);
        var later = await officer.PostAsJsonAsync($"/api/v1/problems/{problem}/notes", new { text = "Now it works." });

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable), await refused.Content.ReadAsStringAsync());
        Assert.That(refused.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(30)));
        var error = await refused.Json();
        Assert.That((error.GetProperty("code").GetString(), error.GetProperty("title").GetString()),
            Is.EqualTo(("unavailable", "The server's disk is full, so nothing was saved. Tell your administrator.")));
        Assert.That((read.StatusCode, later.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.Created)));
    }

    [Test]
    public async Task Form_comes_back_with_what_was_typed()
    {
        if (ServerDatabase.IsGiven) Assert.Ignore("The disk is filled on SQLite.");
        var problem = await _host.OpenProblem();
        var browser = new Browser(_host, Role.Officer);
        await browser.Get($"/problems/{problem}/edit");
        await Noted();
        Fill(true);
        var text = $"Typed with care. {Long}";
        var (status, page) = (HttpStatusCode.Redirect, "");
        for (var i = 0; i < 50 && status == HttpStatusCode.Redirect; i++)
            (status, page) = await browser.TryPost($"/problems/{problem}?handler=note", $"/problems/{problem}",
                new() { ["Note.Text"] = text });

        Assert.That(status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(page, Does.Contain("The server's disk is full").And.Contain(text));
    }

    [TestCase(13, "disk is full")]
    [TestCase(8, "read-only")]
    [TestCase(5, "busy")]
    [TestCase(14, "can't be reached")]
    public void Known_faults_of_SQLite_have_a_sentence(int code, string part) =>
        Assert.That(new SqliteDialect().Outage(new Microsoft.Data.Sqlite.SqliteException("x", code)), Does.Contain(part));

    [Test]
    public void Other_faults_stay_unexpected() =>
        Assert.That(Unavailable.Of(new Microsoft.Data.Sqlite.SqliteException("x", 1), new SqliteDialect()), Is.Null);

    [TestCase("many")]
    [TestCase("long")]
    [TestCase("cut")]
    [TestCase("nul")]
    [TestCase("nul name")]
    public async Task Malformed_form_answers_400(string kind)
    {
        var browser = new Browser(_host, Role.Officer);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/me") { Content = Form(kind) };
        request.Headers.Add("Cookie", await browser.CookieHeader());
        using var reply = await _host.Anonymous.SendAsync(request);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), await reply.Content.ReadAsStringAsync());
    }

    [TestCase("[[[[")]
    [TestCase("Rows[")]
    [TestCase("Rows[0")]
    [TestCase("Rows[0]]")]
    [TestCase("]")]
    public async Task Name_of_a_field_with_odd_brackets_is_no_accident(string name)
    {
        var browser = new Browser(_host, Role.Administrator);
        foreach (var path in new[] { "/me", "/settings/categories", "/reports/workload" })
        {
            Assert.That((int)(await browser.TryPost(path, "/me", new() { [name] = "1" })).Status, Is.LessThan(500), path);
            Assert.That((int)(await browser.Reply($"{path}?{Uri.EscapeDataString(name)}=1")).StatusCode, Is.LessThan(500), path);
        }
    }

    [TestCase("PUT", "/api/v1/me/settings", "application/json; charset=utf-7")]
    [TestCase("PUT", "/api/v1/me/settings", "application/json; charset=\"klingon\"")]
    [TestCase("POST", "/me", "application/x-www-form-urlencoded; charset=klingon")]
    [TestCase("POST", "/me", "application/x-www-form-urlencoded; charset=utf-7")]
    public async Task Unknown_encoding_answers_415(string method, string path, string type)
    {
        using var request = new HttpRequestMessage(new(method), path) { Content = new ByteArrayContent("{}"u8.ToArray()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (path == "/me") request.Headers.Add("Cookie", await new Browser(_host, Role.Officer).CookieHeader());
        using var reply = await (path == "/me" ? _host.Anonymous : _host.SignIn(Role.Officer)).SendAsync(request);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
    }

    [TestCase("GET", "/me?handler=nonesuch")]
    [TestCase("GET", "/problems?handler=nonesuch")]
    [TestCase("POST", "/me?handler=nonesuch")]
    public async Task Unknown_handler_answers_404(string method, string path)
    {
        var browser = new Browser(_host, Role.Officer);
        var status = method == "GET" ? (await browser.Reply(path)).StatusCode : (await browser.TryPost(path, "/me", [])).Status;

        Assert.That(status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase("POST", "/nudges")]
    [TestCase("TRACE", "/people")]
    public async Task Method_that_a_page_does_not_take_answers_405(string method, string path)
    {
        var browser = new Browser(_host, Role.Administrator);
        using var trace = new HttpRequestMessage(new(method), path);
        trace.Headers.Add("Cookie", await browser.CookieHeader());
        var status = method == "POST"
            ? (await browser.TryPost(path, "/me", [])).Status
            : (await _host.Anonymous.SendAsync(trace)).StatusCode;

        Assert.That(status, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
    }

    [TestCase("/api/v1/mail?after=x")]
    [TestCase("/api/v1/mail?after=MQox")]
    [TestCase("/api/v1/people?after=x")]
    public async Task Hand_made_key_of_a_page_answers_400(string path) =>
        Assert.That((await _host.SignIn(Role.Administrator).GetAsync(path)).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));

    private static readonly string Long = new('x', 1800);

    private void Fill(bool isFull)
    {
        if (_host.Services.GetRequiredService<DatabaseSettings>().Dialect is TwinDialect dialect) dialect.IsFull = isFull;
    }

    // The time of a token's or session's use is written after the response.
    private static Task Noted() => Task.Delay(200);

    private static HttpContent Form(string kind)
    {
        switch (kind)
        {
            case "many":
                return new FormUrlEncodedContent(Enumerable.Range(0, 9000).Select(i => KeyValuePair.Create($"f{i}", "x")));
            case "long":
                return new FormUrlEncodedContent([KeyValuePair.Create("Name", new string('x', 5_000_000))]);
            case "nul":
                return new FormUrlEncodedContent([KeyValuePair.Create("Name", "a\0b")]);
            case "nul name":
                return new FormUrlEncodedContent([KeyValuePair.Create("Na\0me", "x")]);
            default:
                var cut = new ByteArrayContent("--b\r\nContent-Disposition: form-data; name=\"Name\"\r\n\r\nx"u8.ToArray());
                cut.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
                return cut;
        }
    }
}
