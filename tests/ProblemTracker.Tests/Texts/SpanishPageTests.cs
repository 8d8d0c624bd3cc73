using ProblemTracker.Domain;
using ProblemTracker.Tests.Partners;

namespace ProblemTracker.Tests.Texts;

/// <summary>The page behind a link, in Spanish.</summary>
public sealed class SpanishPageTests
{
    private const string Note = "Call me if the pole is too high.", Reason = "No tenemos grúa.", Agency = "Springfield Police Department";

    private TrackerHost _host = null!;
    private PartnerCase _case = null!;
    private string _token = "";

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _case = await PartnerCase.Make(_host);
        await (await _host.SignIn(Role.Administrator).IfMatch(0).PutAsJsonAsync("/api/v1/settings/agency",
            new { name = Agency, phone = "(217) 555-0142" })).Ok();
        await (await _case.Officer.IfMatch(1).PutAsJsonAsync($"/api/v1/problems/{_case.Problem}/partner-summary",
            new { publicTitle = "Light at the lot", summary = "" })).Ok();
        _token = await _case.Link(Note);
    }

    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task No_English_is_left_in_any_state_of_the_page()
    {
        await Compare("asked");
        await Compare("errors of declining", "Decline", ("Version", "1"), ("Decline.Reason", ""));
        await Compare("too long a reason", "Decline", ("Version", "1"), ("Decline.Reason", new('x', 1001)));
        await Compare("errors of reporting", "Report", ("Version", "1"), ("Report.DoneOn", ""), ("Report.Note", new('x', 5001)));
        await Compare("a date that is none", "Report", ("Version", "1"), ("Report.DoneOn", "40"));
        await Compare("a date in the future", "Report", ("Version", "1"), ("Report.DoneOn", "2026-03-09"));
        await Compare("a date in another age", "Report", ("Version", "1"), ("Report.DoneOn", "1066-03-09"));
        await Compare("no comment", "Comment", ("Say.Text", ""));
        await Compare("no photo", "Photo", ("Caption", Reason));
        await Compare("stale", "Accept", ("Version", "0"));
        await Compare("no version", "Accept", ("Version", "x"));

        await Post("en", "Decline", ("Version", "1"), ("Decline.Reason", Reason));
        await Compare("declined", said: "declined");
        await Compare("reported after declining", "Report", ("Version", "2"), ("Report.DoneOn", "2026-03-02"));
        await Post("en", "Accept", ("Version", "2"));
        await Compare("accepted", said: "accepted");
        await Post("en", "Comment", ("Say.Text", Reason));
        await Compare("commented", said: "commented");
        await _host.Query(db => db.Execute("""
            INSERT INTO ActionPhoto (ActionId, AttachmentId, Width, Height, Content, At)
            SELECT a.Id, a.OwnerAttachmentId, 40, 20, @content, @now FROM ProblemAction a
            """, new { content = new byte[] { 0xFF, 0xD8, 0xFF }, now = _host.Time.GetUtcNow() }, default));
        await Compare("sent a photo", said: "attached");
        await Post("en", "Report", ("Version", "3"), ("Report.DoneOn", "2026-03-02"));
        await Compare("reported", said: "reported");
        await Compare("accepted after reporting", "Accept", ("Version", "4"));
        await (await _case.Officer.IfMatch(4).PostAsJsonAsync($"{_case.TeamUrl}/return", new { reason = Reason })).Ok();
        await Compare("returned");
        await Post("en", "Stop");
        await Compare("stopped", said: "stopped");
        await Post("en", "Report", ("Version", "5"), ("Report.DoneOn", "2026-03-02"));
        await (await _case.Officer.IfMatch(6).PostAsync($"{_case.TeamUrl}/confirm", null)).Ok();
        await Compare("done");
        await Compare("accepted after the end", "Accept", ("Version", "7"));
        await _host.Query(db => db.Execute("UPDATE ProblemAction SET Status = 'Dropped', DoneOn = NULL", null, default));
        await Compare("dropped");
        await _host.Query(db => db.Execute(
            "UPDATE ProblemAction SET Status = 'Planned', ReportedDoneOn = NULL, DueOn = NULL", null, default));
        await Compare("without a date");
        await _host.Query(db => db.Execute("UPDATE ProblemAction SET DueOn = '2026-02-20'", null, default));
        await Compare("overdue");

        await _case.Officer.DeleteAsync($"{_case.TeamUrl}/links");
        await Compare("withdrawn");
    }

    [Test]
    public async Task Error_pages_are_Spanish_too()
    {
        var there = await _host.Anonymous.DeleteAsync($"/link/{_token}?lang=es");
        Assert.That(await there.Content.ReadAsStringAsync(), Does.Contain("<html lang=\"es\">"));

        var last = new string[2];
        for (var i = 0; i < 40; i++)
            foreach (var (language, at) in new[] { ("en", 0), ("es", 1) })
                last[at] = await Post(language, "Accept", ("Version", "0"));
        Assert.That(last[1], Does.Contain("Demasiados intentos").And.Not.Contain("/status").And.Not.Contain("Ir a la página de inicio"));
        Compare("too many", last[0], last[1]);
    }

    [Test]
    public async Task Dates_are_written_in_Spanish_and_the_teams_words_stay()
    {
        var page = WebUtility.HtmlDecode(await Get("es"));

        Assert.That(page, Does.Contain("<html lang=\"es\">").And.Contain("viernes, 20 de marzo de 2026").And.Contain(PartnerCase.Task)
            .And.Contain(Note).And.Contain("Light at the lot").And.Contain("El equipo de policía"));
        Assert.That(page, Does.Match(@"2 mar 2026, 9:00\sa\.\sm\."));
    }

    [TestCase("", "", "en")]
    [TestCase("", "es", "es")]
    [TestCase("", "es-MX,es;q=0.9,en;q=0.5", "es")]
    [TestCase("", "de,fr", "en")]
    [TestCase("?lang=es", "en-US", "es")]
    [TestCase("?lang=en", "es-MX", "en")]
    [TestCase("?lang=xx", "es-MX", "es")]
    [TestCase("?lang=%00", "", "en")]
    public async Task Address_decides_the_language_before_the_browser(string query, string browser, string expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/link/{_token}{query}");
        if (browser.Length > 0) request.Headers.Add("Accept-Language", browser);
        var page = await (await _host.Anonymous.SendAsync(request)).Content.ReadAsStringAsync();

        Assert.That(page, Does.Contain($"<html lang=\"{expected}\">"));
    }

    [Test]
    public async Task Chosen_language_is_kept_for_the_next_visit()
    {
        var chosen = await _host.Anonymous.GetAsync($"/link/{_token}?lang=es");
        var cookie = chosen.Headers.GetValues("Set-Cookie").Single(set => set.StartsWith("lang=", StringComparison.Ordinal));
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/link/{_token}");
        again.Headers.Add("Cookie", cookie.Split(';')[0]);
        again.Headers.Add("Accept-Language", "en-US");

        Assert.That(await (await _host.Anonymous.SendAsync(again)).Content.ReadAsStringAsync(), Does.Contain("<html lang=\"es\">"));
        Assert.That(cookie, Does.Contain("path=/link").And.Contain("httponly"));
        var unknown = await _host.Anonymous.GetAsync($"/link/{_token}?lang=xx");
        Assert.That(unknown.Headers.TryGetValues("Set-Cookie", out var sets) ? sets : [], Has.None.StartsWith("lang="));
    }

    [Test]
    public async Task Each_language_is_a_link_and_forms_keep_the_choice()
    {
        var page = WebUtility.HtmlDecode(await Get("es"));
        var reply = await _host.Anonymous.PostAsync($"/link/{_token}?handler=Accept&lang=es",
            new FormUrlEncodedContent([KeyValuePair.Create("Version", "1")]));

        Assert.That(page, Does.Contain($"href=\"/link/{_token}?lang=en\" hreflang=\"en\">English</a>")
            .And.Contain("<span aria-current=\"true\">Español</span>").And.Match("action=\"[^\"]*lang=es[^\"]*\""));
        Assert.That(reply.Headers.Location?.ToString(), Is.EqualTo($"/link/{_token}?said=accepted&lang=es"));
        Assert.That(WebUtility.HtmlDecode(await _host.Anonymous.GetStringAsync(reply.Headers.Location)),
            Does.Contain("Usted aceptó esta tarea."));
    }

    [TestCase("en", "Done on: “40” is not a date.")]
    [TestCase("es", "Fecha en que se completó: “40” no es una fecha.")]
    public async Task Value_that_cannot_be_read_is_named_by_the_label_of_its_field(string language, string expected) =>
        Assert.That(WebUtility.HtmlDecode(await Post(language, "Report", ("Version", "1"), ("Report.DoneOn", "40"))).Split(expected),
            Has.Length.EqualTo(3), "in the summary and at the field");

    [Test]
    public async Task Pages_for_accounts_stay_English_whatever_the_browser_prefers()
    {
        foreach (var path in new[] { "/sign-in?lang=es", "/forgot-password" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("Accept-Language", "es");
            var page = await (await _host.Anonymous.SendAsync(request)).Content.ReadAsStringAsync();
            Assert.That(page, Does.Contain("<html lang=\"en\">").And.Contain("Skip to main content"), path);
        }
    }

    private async Task Compare(string state, string? handler = null, params (string Name, string Value)[] fields) =>
        Compare(state, handler is null ? await Get("en") : await Post("en", handler, fields),
            handler is null ? await Get("es") : await Post("es", handler, fields));

    private async Task Compare(string state, string said) =>
        Compare(state, await Get("en", said), await Get("es", said));

    /// <summary>Whatever reads the same in both languages must have been typed by somebody.</summary>
    private static void Compare(string state, string english, string spanish)
    {
        string[] typed =
        [
            PartnerCase.Task, Note, Reason, Agency, "(217) 555-0142", "Light at the lot", "English", "Español", "Error:", new('x', 1001),
            new('x', 5001),
        ];
        Assert.That(ShownTexts.Of(spanish), Has.Count.GreaterThan(5), $"{state}: {spanish}");
        Assert.That(ShownTexts.Of(english).Intersect(ShownTexts.Of(spanish)).Except(typed), Is.Empty, state);
    }

    private Task<string> Get(string language, string? said = null) => Body(_host.Anonymous.GetAsync(
        $"/link/{_token}?lang={language}{(said is null ? "" : $"&said={said}")}"));

    private Task<string> Post(string language, string handler, params (string Name, string Value)[] fields) =>
        Body(_host.Anonymous.PostAsync($"/link/{_token}?handler={handler}&lang={language}",
            new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)))));

    private static async Task<string> Body(Task<HttpResponseMessage> reply) => await (await reply).Content.ReadAsStringAsync();
}
