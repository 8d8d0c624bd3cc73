using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Domain;
using ProblemTracker.Files;
using ProblemTracker.Problems;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Data;
using ProblemTracker.Tests.Files;
using ProblemTracker.Tests.Partners;
using ProblemTracker.Tests.PublicRecords;
using ProblemTracker.Tests.Retention;

namespace ProblemTracker.Tests.Problems.Files;

/// <summary>Where files are, how many there may be, and when they go.</summary>
public sealed class FileKeepingTests
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
    private string Folder => Path.Combine(_host.Folder, "files");
    private string[] Stored => [.. Directory.GetFiles(Folder).Select(Path.GetFileName).OfType<string>()];

    private async Task<HttpResponseMessage> Limit(int each, int files, int together, int version = 0) =>
        await _host.SignIn(Role.Administrator).IfMatch(version).PutAsJsonAsync("/api/v1/settings/files",
            new { megabytesPerFile = each, filesPerProblem = files, megabytesPerProblem = together });

    /// <summary>Makes files look as if they had been written earlier.</summary>
    private void Age(TimeSpan by)
    {
        foreach (var file in Directory.GetFiles(Folder)) File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime - by);
    }

    [Test]
    public async Task Limits_are_a_setting_and_refusals_say_them()
    {
        Assert.That((await Officer.Read("/api/v1/settings/files")).GetProperty("megabytesPerFile").GetInt32(), Is.EqualTo(25));
        await (await Limit(1, 2, 1)).Ok();
        byte[] Pdf(int bytes) => [.. GivenFiles.Pdf("<< >>"), .. new byte[bytes], .. "%%EOF"u8.ToArray()];

        var large = await Officer.Send(_problem, [("Large.pdf", Pdf(1_100_000))]);
        await (await Officer.Send(_problem, [("One.pdf", Pdf(600_000))])).Ok();
        var together = await Officer.Send(_problem, [("Two.pdf", Pdf(600_000))]);
        await Officer.AddPhoto(_problem);
        var third = await Officer.Send(_problem, [("Three.png", PhotoTests.Png())]);

        Assert.That(await large.WrongFields(), Is.EqualTo(new[] { "files" }));
        Assert.That(await large.Content.ReadAsStringAsync(), Does.Contain("Large.pdf is larger than 1 MB."));
        Assert.That(await together.ShortfallCodes(), Is.EqualTo(new[] { "files.large" }));
        Assert.That(await third.ShortfallCodes(), Is.EqualTo(new[] { "files.many" }));
        Assert.That(await (await Limit(0, 0, 0, 1)).WrongFields(),
            Is.EquivalentTo(new[] { "megabytesPerFile", "filesPerProblem", "megabytesPerProblem" }));
        Assert.That((int)(await Limit(2, 2, 2)).StatusCode, Is.EqualTo(412));
        Assert.That((await Officer.IfMatch(1).PutAsJsonAsync("/api/v1/settings/files",
            new { megabytesPerFile = 1, filesPerProblem = 1, megabytesPerProblem = 1 })).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Job_deletes_what_has_no_row_but_nothing_of_the_last_hour()
    {
        var kept = await Officer.AddPhoto(_problem);
        var deleted = await Officer.AddPhoto(_problem);
        Assert.That((await Officer.IfMatch(1).DeleteAsync($"/api/v1/files/{deleted}")).IsSuccessStatusCode, Is.True);
        await File.WriteAllTextAsync(Path.Combine(Folder, "killed.part"), "half");

        Assert.That((await _host.Send(new SweepFiles())).Count, Is.Zero);
        Age(TimeSpan.FromMinutes(61));
        Assert.That((await _host.Send(new SweepFiles())).Count, Is.EqualTo(2));

        Assert.That(Stored, Has.Length.EqualTo(2));
        Assert.That((await Officer.GetAsync($"/api/v1/files/{kept}/content")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await _host.Send(new SweepFiles())).Count, Is.Zero);
    }

    [Test]
    public async Task File_that_is_not_on_this_server_says_so()
    {
        var id = await Officer.AddPhoto(_problem);
        foreach (var file in Directory.GetFiles(Folder)) File.Delete(file);

        var reply = await Officer.GetAsync($"/api/v1/files/{id}/content");

        Assert.That((int)reply.StatusCode, Is.EqualTo(409));
        Assert.That((await reply.Json()).GetProperty("code").GetString(), Is.EqualTo("file.elsewhere"));
    }

    [Test]
    public async Task Legal_hold_and_public_records_request_keep_files()
    {
        var id = await Officer.AddPhoto(_problem);
        var records = await GivenRecords.Make(_host, _problem);
        Assert.That(await (await Officer.IfMatch(1).DeleteAsync($"/api/v1/files/{id}")).ShortfallCodes(),
            Is.EqualTo(new[] { "file.requested" }));
        Assert.That(records.Id, Is.Positive);

        var other = await _host.OpenProblem("Another");
        var held = await Officer.AddPhoto(other);
        await (await _host.Administrator().PostAsJsonAsync("/api/v1/retention/holds",
            new { covers = "Problem", subjectId = other, reason = "Lawsuit", reference = "Docket 7" })).Ok();
        Assert.That(await (await Officer.IfMatch(1).DeleteAsync($"/api/v1/files/{held}")).ShortfallCodes(),
            Is.EqualTo(new[] { "hold.stands" }));
        var page = await new Browser(_host, Role.Officer).Post($"/files/{held}?handler=Delete", new() { ["Version"] = "1" },
            formOn: $"/files/{held}");
        Assert.That(page, Does.Contain("A legal hold covers this"));
    }

    [Test]
    public async Task Purge_deletes_the_files_of_a_problem_and_the_certificate_has_their_hashes()
    {
        if (ServerDatabase.IsGiven) Assert.Ignore("Reads SQLite's file.");
        await Officer.AddPhoto(_problem);
        await (await Officer.Send(_problem, [("Log.pdf", GivenFiles.Pdf("<< >>"))])).Ok();
        var other = await Officer.AddPhoto(await _host.OpenProblem("Another"));
        Assert.That(Stored, Has.Length.EqualTo(5));
        await _host.Close(_problem);
        await _host.Keep5Years("problem");
        _host.Until(2032, 3, 2);
        await _host.Agree(_problem);

        var number = (await _host.RunPurges()).Single();

        Assert.That(Stored, Has.Length.EqualTo(2));
        Assert.That((await Officer.GetAsync($"/api/v1/files/{other}/content")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var certificate = await _host.Administrator().Read($"/api/v1/retention/certificates/{number}");
        Assert.That(certificate.GetProperty("files").EnumerateArray()
            .Count(file => file.GetProperty("name").GetString()!.StartsWith("files/", StringComparison.Ordinal)), Is.EqualTo(3));
        Assert.That(certificate.GetProperty("deleted").ToString(), Does.Contain("ProblemFile"));
    }

    [Test]
    public async Task Release_has_the_photos_that_were_released_and_names_of_documents_but_not_the_documents()
    {
        await Officer.AddPhoto(_problem, "The lamp");
        await Officer.AddPhoto(_problem, "Ann Quillfeather at her door");
        await (await Officer.Send(_problem, [("Log of neighbors.pdf", GivenFiles.Pdf("<< >>", "(SECRETWORD)"))])).Ok();
        var records = await GivenRecords.Make(_host, _problem);
        var fields = (await records.Fields(_problem)).Where(f => GivenRecords.Key(f).StartsWith("files[", StringComparison.Ordinal))
            .ToList();
        var pictures = fields.Where(f => GivenRecords.Key(f).EndsWith("].picture", StringComparison.Ordinal)).ToList();
        Assert.That(pictures.Select(f => f.GetProperty("picture").GetProperty("fileId").GetInt64()), Is.EqualTo(new[] { 1, 2 }));
        var review = await new Browser(_host, Role.Supervisor).Get($"/records-requests/{records.Id}/problems/{_problem}?section=files");
        Assert.That(review, Does.Contain("/files/1?handler=content"));
        await records.Review(_problem, GivenRecords.Key(pictures[1]), "files[2].caption");

        var files = await records.Download((await (await records.Release()).Ok()).GetProperty("id").GetInt64());

        var html = System.Text.Encoding.UTF8.GetString(files["records.html"]);
        Assert.Multiple(() =>
        {
            Assert.That(files.Keys.Where(name => name.EndsWith(".jpg", StringComparison.Ordinal)),
                Is.EqualTo(new[] { "pictures/problem-1-photo-1.jpg" }));
            Assert.That(html, Does.Contain("Log of neighbors.pdf").And.Contain("The lamp"));
            Assert.That(html, Does.Contain("hands over this document separately"));
            Assert.That(html, Does.Not.Contain("Quillfeather"));
            Assert.That(files.Values.Any(content => content.AsSpan().IndexOf("SECRETWORD"u8) >= 0), Is.False);
        });
    }

    [Test]
    public async Task File_whose_writing_breaks_off_is_not_left_behind()
    {
        var stored = _host.Services.GetRequiredService<StoredFiles>();
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();

        Assert.That(async () => await stored.Store(new byte[100], new byte[10], canceled.Token),
            Throws.InstanceOf<OperationCanceledException>());

        Assert.That(Stored, Is.Empty);
    }
}
