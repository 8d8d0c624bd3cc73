using ImageMagick;
using ProblemTracker.Domain;
using ProblemTracker.Problems;
using ProblemTracker.Tests.Files;
using ProblemTracker.Tests.Partners;

namespace ProblemTracker.Tests.Problems.Files;

/// <summary>Photos and documents that the department adds to problems, notes and actions.</summary>
public sealed class FileTests
{
    private TrackerHost _host = null!;
    private long _problem;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _problem = await _host.OpenProblem();
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Officer => _host.SignIn(Role.Officer);
    private string Url => $"/api/v1/problems/{_problem}";

    private string[] Stored => Directory.Exists(Path.Combine(_host.Folder, "files"))
        ? Directory.GetFiles(Path.Combine(_host.Folder, "files")) : [];

    [Test]
    public async Task Photo_is_kept_upright_and_without_place_time_and_camera()
    {
        var jpeg = PhotoTests.Make(MagickFormat.Jpeg, 600, 300, image =>
        {
            var exif = new ExifProfile();
            exif.SetValue(ExifTag.Make, "SECRETCAM");
            exif.SetValue(ExifTag.GPSLatitudeRef, "N");
            exif.SetValue(ExifTag.GPSLatitude, [new(40), new(1), new(2)]);
            exif.SetValue(ExifTag.Orientation, (ushort)6);
            image.SetProfile(exif);
            image.Orientation = Orientation.RightTop;
        });

        var id = (await (await Officer.Send(_problem, [("IMG_1.jpg", jpeg)], ("caption", "  Broken lamp  "))).Ok())
            .GetProperty("ids")[0].GetInt64();

        var file = await Officer.Read($"/api/v1/files/{id}");
        var content = await Officer.GetAsync($"/api/v1/files/{id}/content");
        var bytes = await content.Content.ReadAsByteArrayAsync();
        var small = await Officer.GetByteArrayAsync($"/api/v1/files/{id}/content?small=true");
        using var kept = new MagickImage(bytes);
        Assert.Multiple(() =>
        {
            Assert.That((kept.Format, kept.Width, kept.Height), Is.EqualTo((MagickFormat.Jpeg, 300u, 600u)));
            Assert.That(kept.ProfileNames, Is.Empty);
            Assert.That(System.Text.Encoding.Latin1.GetString(bytes), Does.Not.Contain("SECRET"));
            Assert.That(new MagickImage(small).Height, Is.EqualTo(400));
            Assert.That(file.GetProperty("caption").GetString(), Is.EqualTo("Broken lamp"));
            Assert.That(file.GetProperty("kind").GetString(), Is.EqualTo("Picture"));
            Assert.That(file.GetProperty("stage").GetString(), Is.EqualTo("Scanning"));
            Assert.That(file.GetProperty("hash").GetString(),
                Is.EqualTo(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))));
            Assert.That(content.Content.Headers.ContentType!.MediaType, Is.EqualTo("image/jpeg"));
            Assert.That(content.Content.Headers.ContentDisposition!.DispositionType, Is.EqualTo("inline"));
            Assert.That(content.Headers.CacheControl!.NoStore, Is.True);
        });
    }

    [Test]
    public async Task Documents_are_downloads_that_no_browser_runs()
    {
        var pdf = GivenFiles.Pdf("<< /Type /Catalog >>");
        var ids = (await (await Officer.Send(_problem, [("Plan.exe", pdf), ("Log.docx", GivenFiles.Office(GivenFiles.Word))])).Ok())
            .GetProperty("ids").EnumerateArray().Select(id => id.GetInt64()).ToList();

        var reply = await Officer.GetAsync($"/api/v1/files/{ids[0]}/content");
        var word = await Officer.GetAsync($"/api/v1/files/{ids[1]}/content");
        Assert.Multiple(async () =>
        {
            Assert.That(await reply.Content.ReadAsByteArrayAsync(), Is.EqualTo(pdf));
            Assert.That(reply.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/pdf"));
            Assert.That(reply.Content.Headers.ContentDisposition!.ToString(), Does.StartWith("attachment").And.Contain("Plan.pdf"));
            Assert.That(reply.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
            Assert.That(reply.Headers.GetValues("Content-Security-Policy").Single(),
                Does.Contain("sandbox").And.Contain("default-src 'none'"));
            Assert.That(word.Content.Headers.ContentType!.MediaType, Does.EndWith("wordprocessingml.document"));
            Assert.That((await Officer.GetAsync($"/api/v1/files/{ids[0]}/content?small=true")).StatusCode,
                Is.EqualTo(HttpStatusCode.NotFound));
        });
    }

    [Test]
    public async Task What_can_not_be_added_is_named_and_leaves_nothing_behind()
    {
        var fine = ("Lamp.png", PhotoTests.Png());
        foreach (var (name, content, sentence) in new[]
        {
            ("run.jpg", "MZ\u0090 program"u8.ToArray(), "run.jpg is not a file that can be added."),
            ("Budget.docx", GivenFiles.Office(GivenFiles.WordWithMacros), "Budget.docx has macros or controls."),
            ("Cut.png", PhotoTests.Png(300, 300)[..90], "Cut.png can't be added. This file is damaged"),
            ("empty.pdf", Array.Empty<byte>(), "empty.pdf is empty."),
        })
        {
            var reply = await Officer.Send(_problem, [fine, (name, content)]);
            Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { "files" }), name);
            Assert.That(await reply.Content.ReadAsStringAsync(), Does.Contain(sentence.Replace("'", "\\u0027")).Or.Contain(sentence));
        }
        Assert.That(Stored, Is.Empty);
        Assert.That((await Officer.Read($"{Url}/files")).GetProperty("total").GetInt32(), Is.Zero);
    }

    [Test]
    public async Task Wrong_fields_are_named()
    {
        var photo = ("Lamp.png", PhotoTests.Png());
        var other = await _host.OpenProblem("Another");
        var othersNote = (await (await Officer.PostAsJsonAsync($"/api/v1/problems/{other}/notes", new { text = "Hm." })).Ok())
            .GetProperty("id").GetInt64();
        var note = (await (await Officer.PostAsJsonAsync($"{Url}/notes", new { text = "Seen." })).Ok()).GetProperty("id").GetInt64();

        Assert.Multiple(async () =>
        {
            Assert.That(await (await Officer.Send(_problem, [])).WrongFields(), Is.EqualTo(new[] { "files" }));
            Assert.That(await (await Officer.Send(_problem, [.. Enumerable.Repeat(photo, 21)])).WrongFields(),
                Is.EqualTo(new[] { "files" }));
            Assert.That(await (await Officer.Send(_problem, [photo], ("caption", new('x', 201)))).WrongFields(),
                Is.EqualTo(new[] { "caption" }));
            Assert.That(await (await Officer.Send(_problem, [photo], ("noteId", "x"))).WrongFields(), Is.EqualTo(new[] { "noteId" }));
            Assert.That(await (await Officer.Send(_problem, [photo], ("noteId", $"{othersNote}"))).WrongFields(),
                Is.EqualTo(new[] { "noteId" }));
            Assert.That(await (await _host.SignIn(Role.Supervisor).Send(_problem, [photo], ("noteId", $"{note}"))).WrongFields(),
                Is.EqualTo(new[] { "noteId" }), "someone else's note");
            Assert.That(await (await Officer.Send(_problem, [photo], ("actionId", "99"))).WrongFields(), Is.EqualTo(new[] { "actionId" }));
            Assert.That(await (await Officer.Send(_problem, [photo], ("actionId", "99"), ("noteId", "1"))).WrongFields(),
                Is.EqualTo(new[] { "actionId" }));
            Assert.That(await (await Officer.PostAsync($"{Url}/files", new StringContent("x", null, "multipart/form-data"))).WrongFields(),
                Is.EqualTo(new[] { "files" }));
            await (await Officer.Send(_problem, [photo], ("noteId", $"{note}"))).Ok();
            var body = new ByteArrayContent(PhotoTests.Png()) { Headers = { ContentType = new("application/x-www-form-urlencoded") } };
            await (await Officer.PostAsync($"{Url}/files?name=curl.png", body)).Ok();
        });
    }

    [Test]
    public async Task List_has_files_of_problem_note_and_action_and_exports_their_addresses()
    {
        var action = (await (await Officer.PostAsJsonAsync($"{Url}/actions",
            new { description = "Fix the lamp", enforcement = false })).Ok()).GetProperty("id").GetInt64();
        var note = (await (await Officer.PostAsJsonAsync($"{Url}/notes", new { text = "Looked at it." })).Ok())
            .GetProperty("id").GetInt64();
        await Officer.AddPhoto(_problem);
        var ofAction = await Officer.AddPhoto(_problem, "Fixed", $"&actionId={action}");
        var ofNote = await Officer.AddPhoto(_problem, "Dark", $"&noteId={note}");
        await (await Officer.Send(_problem, [("Plan.pdf", GivenFiles.Pdf("<< >>"))])).Ok();

        var list = await Officer.Read($"{Url}/files");
        var csv = await new Browser(_host, Role.Officer).Get($"/problems/{_problem}/files?handler=csv");
        var timeline = await Officer.Read($"{Url}/timeline");
        Assert.Multiple(async () =>
        {
            Assert.That(list.Each("kind"), Is.EqualTo(new[] { "Pdf", "Picture", "Picture", "Picture" }));
            Assert.That((await Officer.Read($"{Url}/files?actionId={action}")).GetProperty("items")[0].GetProperty("id").GetInt64(),
                Is.EqualTo(ofAction));
            Assert.That((await Officer.Read($"{Url}/files?kind=pdf")).GetProperty("total").GetInt32(), Is.EqualTo(1));
            Assert.That(list.GetProperty("items")[1].GetProperty("noteId").GetInt64(), Is.EqualTo(note));
            Assert.That(csv, Does.Contain($"/api/v1/files/{ofNote}/content").And.Contain("Fix the lamp"));
            Assert.That(timeline.Each("summary"), Is.SupersetOf(new[]
            {
                "Added 1 photo.", "Added 1 photo to an action: Fix the lamp", "Added 1 photo to a note.", "Added 1 document.",
            }));
            Assert.That((await Officer.Read($"{Url}/notes")).GetProperty("items")[0].GetProperty("files").GetInt32(), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task Only_those_who_view_the_problem_can_see_its_files_or_add_to_them()
    {
        var secret = await _host.OpenProblem("Drugs at the school gate", confidential: true);
        var id = await Officer.AddPhoto(secret);
        var stranger = _host.SignInAs("stranger", Role.Officer);
        var partner = await PartnerCase.Make(_host);
        var shown = await Officer.AddPhoto(partner.Problem, more: $"&actionId={partner.Action}");

        foreach (var (client, file) in new[] { (stranger, id), (stranger, 999_999) })
            foreach (var path in new[] { "", "/content", "/content?small=true" })
                Assert.That((await client.GetAsync($"/api/v1/files/{file}{path}")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound), path);
        Assert.That((await stranger.IfMatch(1).PutAsJsonAsync($"/api/v1/files/{id}", new { caption = "x" })).StatusCode,
            Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await stranger.IfMatch(1).DeleteAsync($"/api/v1/files/{id}")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await stranger.Send(secret, [("x.png", PhotoTests.Png())])).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await partner.Partner.GetAsync($"/api/v1/files/{shown}/content")).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await _host.SignIn(Role.Administrator).Send(_problem, [("x.png", PhotoTests.Png())])).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(Stored, Has.Length.EqualTo(4), "a refused upload stores nothing");
    }

    [Test]
    public async Task Caption_and_deletion_are_for_the_one_who_added_it_the_team_and_supervisors()
    {
        var analyst = _host.SignIn(Role.Analyst);
        var id = await analyst.AddPhoto(_problem);
        var stranger = _host.SignInAs("stranger", Role.Officer);

        Assert.That((await stranger.IfMatch(1).PutAsJsonAsync($"/api/v1/files/{id}", new { caption = "Mine" })).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await stranger.IfMatch(1).DeleteAsync($"/api/v1/files/{id}")).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        var changed = await (await analyst.IfMatch(1).PutAsJsonAsync($"/api/v1/files/{id}", new { caption = "Two lamps" })).Ok();
        Assert.That((changed.GetProperty("caption").GetString(), changed.GetProperty("version").GetInt32()), Is.EqualTo(("Two lamps", 2)));
        Assert.That((int)(await Officer.IfMatch(1).DeleteAsync($"/api/v1/files/{id}")).StatusCode, Is.EqualTo(412));
        Assert.That((int)(await Officer.IfMatch(1).PutAsJsonAsync($"/api/v1/files/{id}", new { caption = "x" })).StatusCode,
            Is.EqualTo(412));
        Assert.That((await Officer.IfMatch(2).DeleteAsync($"/api/v1/files/{id}")).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await Officer.GetAsync($"/api/v1/files/{id}")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        var audit = (await Officer.Read($"{Url}/audit")).GetProperty("items").EnumerateArray().ToList();
        Assert.That(audit.Select(entry => entry.GetProperty("event").GetString()),
            Is.SupersetOf(new[] { "file.added", "file.changed", "file.deleted" }));
        Assert.That(audit[0].ToString(), Does.Contain("Lamp.jpg").And.Contain("Two lamps"));
    }

    [Test]
    public async Task Closed_problem_takes_files_only_with_a_note()
    {
        var id = await Officer.AddPhoto(_problem);
        await _host.Put(_problem, Stage.Closed);
        var note = (await (await Officer.PostAsJsonAsync($"{Url}/notes", new { text = "Still dark." })).Ok()).GetProperty("id").GetInt64();

        Assert.That(await (await Officer.Send(_problem, [("x.png", PhotoTests.Png())])).ShortfallCodes(),
            Is.EqualTo(new[] { "problem.closed" }));
        Assert.That(await (await Officer.IfMatch(1).DeleteAsync($"/api/v1/files/{id}")).ShortfallCodes(),
            Is.EqualTo(new[] { "problem.closed" }));
        Assert.That(await (await Officer.IfMatch(1).PutAsJsonAsync($"/api/v1/files/{id}", new { caption = "x" })).ShortfallCodes(),
            Is.EqualTo(new[] { "problem.closed" }));
        await Officer.AddPhoto(_problem, more: $"&noteId={note}");
    }

    [Test]
    public async Task Those_who_follow_the_problem_hear_of_new_files_once()
    {
        var watcher = _host.SignIn(Role.Supervisor);
        await (await watcher.PostAsJsonAsync($"{Url}/watch", new { })).Ok();
        await Officer.AddPhoto(_problem);
        await _host.SendAs(_host.IdOf(Role.Officer), [Role.Officer],
            new WriteNote(_problem, "Dark again.", [FileUpload.Of("Lamp.png", PhotoTests.Png())]));

        var updates = (await watcher.Read("/api/v1/updates")).GetProperty("items").EnumerateArray().ToList();

        Assert.That(updates.Select(update => update.GetProperty("sentence").GetString()),
            Is.EqualTo(new[] { "Dark again.", "Added 1 photo." }));
        Assert.That(updates[1].GetProperty("link").GetString(), Is.EqualTo($"/problems/{_problem}/files"));
    }

    [Test]
    public async Task Views_of_photos_of_a_confidential_problem_are_recorded_as_pictures()
    {
        var secret = await _host.OpenProblem("Drugs at the school gate", confidential: true);
        var id = await Officer.AddPhoto(secret);
        await _host.SignIn(Role.Supervisor).GetAsync($"/api/v1/files/{id}/content");
        await new Browser(_host, Role.Analyst).Reply($"/files/{id}?handler=content&small=true");

        var ways = await _host.Query(db => db.List<string>("""
            SELECT CONCAT(w.Name, ' ', e.AfterJson) FROM AuditEntry e JOIN Person w ON w.Id = e.PersonId
            WHERE e.Event = 'problem.viewed' AND e.ProblemId = @secret ORDER BY e.Id
            """, new { secret }, default));
        Assert.That(ways, Is.EqualTo(new[] { "supervisor {\"way\":\"Picture\"}", "analyst {\"way\":\"Picture\"}" }));
    }
}
