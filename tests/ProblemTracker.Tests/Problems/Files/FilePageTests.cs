using ImageMagick;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Files;
using ProblemTracker.Tests.Partners;

namespace ProblemTracker.Tests.Problems.Files;

/// <summary>The pages with files, in a browser without scripts.</summary>
public sealed class FilePageTests
{
    private TrackerHost _host = null!;
    private long _problem;
    private Browser _officer = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _problem = await _host.OpenProblem();
        _officer = new(_host, Role.Officer);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private Task<(HttpStatusCode Status, string Html)> Post(
        string path, string formOn, (string, byte[])[] files, params (string, string)[] fields) =>
        _officer.Post(path, formOn, Sent.Form(files, fields));

    [Test]
    public async Task Officer_adds_photos_sees_them_changes_a_caption_and_deletes_one()
    {
        var page = $"/problems/{_problem}/files";
        Assert.That(await _officer.Get(page), Does.Contain("capture=\"environment\"").And.Contain("accept=\"image/*\"")
            .And.Contain("No files yet."));

        var (status, _) = await Post(page, page,
            [("Lamp.png", PhotoTests.Png()), ("Alley.jpg", PhotoTests.Make(MagickFormat.Jpeg)), ("Log.pdf", GivenFiles.Pdf("<< >>"))],
            ("Caption", "The alley"));
        Assert.That(status, Is.EqualTo(HttpStatusCode.Found));
        var shown = await _officer.Get(page);
        Assert.That(shown, Does.Contain("/files/1?handler=content&small=true").And.Contain("Log.pdf").And.Contain("The alley")
            .And.Contain("3 files added."));
        Assert.That(await _officer.Get($"/problems/{_problem}"),
            Does.Contain("/files/2?handler=content&small=true").And.Contain("All 3 files"));
        var print = await _officer.Get($"/problems/{_problem}/print");
        Assert.That(print, Does.Contain("src=\"/files/1?handler=content\"").And.Contain("Log.pdf").And.Contain("The alley"));

        await _officer.Post("/files/1", new() { ["Version"] = "1", ["Caption"] = "The lamp" }, "/files/1");
        Assert.That(await _officer.Get("/files/1"), Does.Contain("<h1 class=\"as-typed\">The lamp</h1>").And.Contain("Delete photo"));
        await _officer.Post("/files/1?handler=Delete", new() { ["Version"] = "2" }, page, formOn: "/files/1");
        Assert.That((await _officer.Reply("/files/1")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await _officer.Get("/files/3"), Does.Contain("Download document").And.Contain("Delete document"));
        Assert.That((await _officer.Reply("/files/3?handler=content")).Content.Headers.ContentDisposition!.DispositionType,
            Is.EqualTo("attachment"));
    }

    [Test]
    public async Task Refusal_is_beside_the_field_and_keeps_the_caption()
    {
        var page = $"/problems/{_problem}/files";
        var (status, html) = await Post(page, page, [("run.exe", "MZ"u8.ToArray())], ("Caption", "Look at this"));

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(html, Does.Contain("id=\"files-error\"").And.Contain("run.exe is not a file that can be added.")
            .And.Contain("value=\"Look at this\"").And.Contain("href=\"#files\""));
        Assert.That((await Post(page, page, [], ("Caption", ""))).Html, Does.Contain("Choose a photo or a file."));
    }

    [Test]
    public async Task Note_and_its_photos_are_one_save_and_the_timeline_shows_them()
    {
        var home = $"/problems/{_problem}";
        var (status, _) = await Post($"{home}?handler=Note", home, [("Lamp.png", PhotoTests.Png())], ("Note.Text", "Dark again."));
        Assert.That(status, Is.EqualTo(HttpStatusCode.Found));
        var refused = await Post($"{home}?handler=Note", home, [("run.exe", "MZ"u8.ToArray())], ("Note.Text", "Look at this."));

        Assert.That(refused.Html, Does.Contain("id=\"note-files-error\"").And.Contain("Look at this."));
        var notes = (await _host.SignIn(Role.Officer).Read($"/api/v1{home}/notes")).GetProperty("items");
        Assert.That(notes.GetArrayLength(), Is.EqualTo(1), "nothing of the refused note is saved");
        Assert.That(notes[0].GetProperty("files").GetInt32(), Is.EqualTo(1));
        Assert.That(await _officer.Get($"{home}?show=Notes"),
            Does.Contain("/files/1?handler=content&small=true").And.Contain("Dark again."));
    }

    [Test]
    public async Task Timeline_leads_to_the_files_that_it_says_were_added()
    {
        var (home, page) = ($"/problems/{_problem}", $"/problems/{_problem}/files");
        await Post(page, page, [("Lamp.png", PhotoTests.Png()), ("Log.pdf", GivenFiles.Pdf("<< >>"))]);
        _host.Time.Advance(TimeSpan.FromMinutes(1));
        await Post(page, page, [("Alley.png", PhotoTests.Png())]);

        var timeline = await Timeline();
        Assert.That(timeline, Does.Contain("href=\"/files/1\">Lamp").And.Contain("href=\"/files/2\">Log.pdf")
            .And.Contain("href=\"/files/3\">Alley"));
        Assert.That(timeline.IndexOf("/files/3", StringComparison.Ordinal),
            Is.LessThan(timeline.IndexOf("/files/1", StringComparison.Ordinal)), "each with its own entry");
        await _officer.Post("/files/1?handler=Delete", new() { ["Version"] = "1" }, page, formOn: "/files/1");
        Assert.That(await Timeline(), Does.Not.Contain("/files/1\"").And.Contain("/files/2\""), "what was deleted is no link");

        async Task<string> Timeline()
        {
            var html = await _officer.Get(home);
            return html[html.IndexOf("id=\"timeline\"", StringComparison.Ordinal)..];
        }
    }

    [Test]
    public async Task Files_of_an_action_are_on_its_page()
    {
        var officer = _host.SignIn(Role.Officer);
        var action = (await (await officer.PostAsJsonAsync($"/api/v1/problems/{_problem}/actions",
            new { description = "Fix the lamp", enforcement = false })).Ok()).GetProperty("id").GetInt64();

        var (status, _) = await Post($"/actions/{action}?handler=Files", $"/actions/{action}", [("Lamp.png", PhotoTests.Png())],
            ("Caption", "Fixed"));
        var refused = await Post($"/actions/{action}?handler=Files", $"/actions/{action}", []);

        Assert.That(status, Is.EqualTo(HttpStatusCode.Found));
        Assert.That(await _officer.Get($"/actions/{action}"), Does.Contain("/files/1?handler=content&small=true").And.Contain("Fixed"));
        Assert.That(refused.Html, Does.Contain("Choose a photo or a file."));
    }

    [Test]
    public async Task Administrator_sets_the_limits_on_a_page()
    {
        var administrator = new Browser(_host, Role.Administrator);
        await administrator.Post("/settings/files", new()
        {
            ["Form.Version"] = "0",
            ["Form.MegabytesPerFile"] = "5",
            ["Form.FilesPerProblem"] = "50",
            ["Form.MegabytesPerProblem"] = "100",
        }, "/settings/files");
        Assert.That(await administrator.Get("/settings/files"), Does.Contain("value=\"5\""));
        Assert.That(await administrator.Post("/settings/files", new()
        {
            ["Form.Version"] = "0",
            ["Form.MegabytesPerFile"] = "5",
            ["Form.FilesPerProblem"] = "50",
            ["Form.MegabytesPerProblem"] = "100",
        }), Does.Contain("See the current settings"));
        Assert.That(await _officer.Get($"/problems/{_problem}/files"), Does.Contain("up to 5 MB each"));
    }
}
