using System.Security.Cryptography;
using System.Text;
using ImageMagick;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Partners;

namespace ProblemTracker.Tests.PublicRecords;

/// <summary>Review and release of a public-records request over the API.</summary>
public sealed class ReleaseTests
{
    private TrackerHost _host = null!;
    private long _problem;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _problem = await _host.OpenProblem("Noise behind the bar");
        await Note("The neighbor Ann Quillfeather called from 509-555-0134.");
        await Note("Quiet since Friday.");
    }

    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Released_values_are_in_the_export_and_redacted_ones_in_no_byte()
    {
        var records = await GivenRecords.Make(_host, _problem);
        await records.Review(_problem, "notes[1].text");
        var release = await (await records.Release()).Ok();
        var files = await records.Download(release.GetProperty("id").GetInt64());

        Assert.That(files.Keys, Is.EquivalentTo(new[] { "records.html", "fields.csv", "redaction-log.csv" }));
        var html = Encoding.UTF8.GetString(files["records.html"]);
        Assert.That(html, Does.Contain("Noise behind the bar").And.Contain("Quiet since Friday.").And.Contain("[redacted: PRIVACY]"));
        Assert.That(Encoding.UTF8.GetString(files["redaction-log.csv"]), Does.Contain("notes[1].text").And.Contain("Privacy of a person"));
        Assert.That(ProofSearch.Find(["Ann Quillfeather", "509-555-0134"], [.. files.Select(f => new ProofFile(f.Key, f.Value))]),
            Is.Empty);
    }

    [Test]
    public async Task Name_given_up_in_a_merge_is_proposed_in_a_text_of_before()
    {
        await _host.Attach(_problem, "Mrs. Quillfeather-Jones", "Reporter");
        await _host.Attach(await _host.OpenProblem("Elsewhere"), "Ann Quillfeather", "Affected");
        await (await _host.SignIn(Role.Supervisor).IfMatch(1).PostAsJsonAsync("/api/v1/stakeholders/2/merge",
            new { intoId = 1, reason = "She married." })).Ok();

        var records = await GivenRecords.Make(_host, _problem);
        var note = (await records.Fields(_problem)).Single(f => GivenRecords.Key(f) == "notes[1].text");
        Assert.That(note.GetProperty("proposal").GetProperty("passages").EnumerateArray().Select(passage => passage.GetString()),
            Is.EqualTo(new[] { "509-555-0134", "Ann Quillfeather" }));
    }

    [Test]
    public async Task Only_the_chosen_words_of_a_text_are_redacted()
    {
        var records = await GivenRecords.Make(_host, _problem);
        await records.Review(_problem);
        var note = (await records.Fields(_problem)).Single(f => GivenRecords.Key(f) == "notes[1].text");
        await (await records.Decide(_problem, [GivenRecords.Passages(note, "ann quillfeather", "509-555-0134")])).Ok();
        var files = await records.Download((await (await records.Release()).Ok()).GetProperty("id").GetInt64());

        Assert.That(Encoding.UTF8.GetString(files["records.html"]),
            Does.Contain("The neighbor [redacted: PRIVACY] called from [redacted: PRIVACY]."));
    }

    [Test]
    public async Task Released_picture_is_in_the_export_and_a_redacted_one_is_not()
    {
        var made = await PartnerCase.Make(_host);
        foreach (var width in new uint[] { 40, 44 })
            await (await made.Partner.PostAsync($"{made.Url}/photos?caption=The%20lamp",
                new ByteArrayContent(PhotoTests.Png(width)))).Ok();
        var records = await GivenRecords.Make(_host, made.Problem);
        var pictures = (await records.Fields(made.Problem)).Where(f => GivenRecords.Key(f).EndsWith("].picture", StringComparison.Ordinal))
            .ToList();
        Assert.That(pictures, Has.Count.EqualTo(2));
        Assert.That(pictures[0].GetProperty("picture").GetProperty("actionId").GetInt64(), Is.EqualTo(made.Action));
        await records.Review(made.Problem, GivenRecords.Key(pictures[1]));

        var files = await records.Download((await (await records.Release()).Ok()).GetProperty("id").GetInt64());

        var jpeg = files.Single(f => f.Key.EndsWith(".jpg", StringComparison.Ordinal));
        Assert.That(new MagickImage(jpeg.Value).Width, Is.EqualTo(40));
    }

    [Test]
    public async Task Redacted_words_in_a_released_field_refuse_the_release_and_the_field_is_named()
    {
        await Note("Told ANN  QUILLFEATHER the outcome.");
        var records = await GivenRecords.Make(_host, _problem);
        await records.Review(_problem);
        var note = (await records.Fields(_problem)).Single(f => GivenRecords.Key(f) == "notes[1].text");
        await (await records.Decide(_problem, [GivenRecords.Passages(note, "Ann Quillfeather")])).Ok();

        var refused = await records.Release();

        Assert.That((int)refused.StatusCode, Is.EqualTo(422));
        var shortfall = (await refused.Json()).GetProperty("shortfalls").EnumerateArray().Single();
        Assert.That(shortfall.GetProperty("code").GetString(), Is.EqualTo("records.found"));
        Assert.That(shortfall.GetProperty("field").GetString(), Is.EqualTo($"problems[{_problem}].notes[3].text"));
        Assert.That(Directory.Exists(Path.Combine(_host.Folder, "records")), Is.False, "nothing is stored");

        await records.Review(_problem, "notes[3].text", "notes[1].text");
        await (await records.Release()).Ok();
    }

    [Test]
    public async Task Words_of_a_withheld_address_or_passage_in_released_fields_must_be_looked_at()
    {
        await _host.Query(db => db.Execute("UPDATE Problem SET Address = '1742 Kettleworth Avenue' WHERE Id = @_problem",
            new { _problem }, default));
        await Note("Also seen at 1742 KETTLEWORTH Ave.");
        await Note("Quillfeather, A., said so.");
        await Note("On the avenue.");
        var records = await GivenRecords.Make(_host, _problem);
        await records.Review(_problem, "details.address");
        var note = (await records.Fields(_problem)).Single(f => GivenRecords.Key(f) == "notes[1].text");
        await (await records.Decide(_problem, [GivenRecords.Passages(note, "Ann Quillfeather")])).Ok();

        Assert.That((await records.Check()).GetProperty("nameParts").EnumerateArray().Select(GivenRecords.Key).Distinct(),
            Is.EqualTo(new[] { "notes[3].text", "notes[4].text" }));
        Assert.That(await (await records.Release(lookedAtNames: false)).ShortfallCodes(), Is.EqualTo(new[] { "records.nameParts" }));
        await (await records.Release()).Ok();
    }

    [Test]
    public async Task Fields_without_a_decision_and_fields_that_changed_since_block_the_release()
    {
        var records = await GivenRecords.Make(_host, _problem);
        Assert.That(await (await records.Release()).ShortfallCodes(), Does.Contain("records.undecided"));
        await records.Review(_problem);
        await _host.Query(db => db.Execute("UPDATE ProblemNote SET Body = 'Now it says something else.' WHERE Id = 2", null, default));

        var refused = await records.Release();

        Assert.That(await refused.ShortfallCodes(), Is.EqualTo(new[] { "records.changed" }));
        await records.Review(_problem);
        await (await records.Release()).Ok();
    }

    [Test]
    public async Task Decision_about_a_value_that_nobody_saw_is_refused()
    {
        var records = await GivenRecords.Make(_host, _problem);
        var note = (await records.Fields(_problem)).Single(f => GivenRecords.Key(f) == "notes[1].text");
        await _host.Query(db => db.Execute("UPDATE ProblemNote SET Body = 'Another.' WHERE Id = 1", null, default));

        Assert.That(await (await records.Decide(_problem, [GivenRecords.Choice(note, false)])).WrongFields(),
            Is.EqualTo(new[] { "items[0].digest" }));
    }

    [Test]
    public async Task Reviewer_can_release_only_if_nobody_else_can()
    {
        var records = await GivenRecords.Make(_host, _problem);
        await records.Review(_problem);
        Assert.That(await (await records.Release(records.Reviewer)).ShortfallCodes(), Is.EqualTo(new[] { "records.alone" }));
        _ = records.Releaser;
        Assert.That(await (await records.Release(records.Reviewer, alone: true)).ShortfallCodes(),
            Is.EqualTo(new[] { "records.secondPerson" }));
        await _host.Query(db => db.Execute("UPDATE Person SET Active = 0 WHERE Name = 'releaser'", null, default));

        await (await records.Release(records.Reviewer, alone: true)).Ok();
    }

    [Test]
    public async Task Proof_has_digests_and_files_but_no_redacted_value()
    {
        var records = await GivenRecords.Make(_host, _problem);
        await records.Review(_problem, "notes[1].text", "details.priority");
        var id = (await (await records.Release()).Ok()).GetProperty("id").GetInt64();
        var files = await records.Download(id);
        var zip = await records.Releaser.GetByteArrayAsync($"{records.Url}/releases/{id}");
        var proof = await (await records.Releaser.GetAsync($"{records.Url}/releases/{id}/proof")).Ok();

        Assert.That(proof.GetProperty("wholes").GetInt32(), Is.EqualTo(1));
        Assert.That(proof.GetProperty("parts").GetInt32(), Is.GreaterThan(0), "the phone number");
        Assert.That(proof.GetProperty("notSearched")[0].GetProperty("key").GetString(), Is.EqualTo("details.priority"));
        Assert.That(proof.GetProperty("archive").GetProperty("sha256").GetString(),
            Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(zip))));
        Assert.That(proof.GetProperty("files").EnumerateArray().Select(f => f.GetProperty("sha256").GetString()),
            Is.EquivalentTo(files.Values.Select(f => Convert.ToHexStringLower(SHA256.HashData(f)))));
        Assert.That(ProofSearch.Find(["Ann Quillfeather", "509-555-0134"], [new("proof", Encoding.UTF8.GetBytes(proof.GetRawText()))]),
            Is.Empty);
    }

    [Test]
    public async Task Releases_and_downloads_are_recorded_without_redacted_values()
    {
        var records = await GivenRecords.Make(_host, _problem);
        await records.Review(_problem);
        var note = (await records.Fields(_problem)).Single(f => GivenRecords.Key(f) == "notes[1].text");
        await (await records.Decide(_problem, [GivenRecords.Passages(note, "Ann Quillfeather")])).Ok();
        var id = (await (await records.Release()).Ok()).GetProperty("id").GetInt64();
        await records.Download(id);

        var log = (await (await records.Reviewer.GetAsync(records.Url)).Ok()).GetProperty("log").EnumerateArray()
            .Select(line => $"{line.GetProperty("event").GetString()} {line.GetProperty("who").GetString()}").ToList();
        Assert.That(log[..2], Is.EqualTo(new[] { "recordsRequest.downloaded releaser", "recordsRequest.released releaser" }));
        var entries = await _host.Query(db => db.List<string>(
            "SELECT CONCAT(Summary, BeforeJson, AfterJson) FROM AuditEntry WHERE Event LIKE 'recordsRequest.%'", null, default));
        Assert.That(entries, Has.Count.GreaterThan(4));
        Assert.That(string.Concat(entries), Does.Contain("sha256").And.Not.Contain("Quillfeather").And.Not.Contain("Courier"));
    }

    [TestCase(Role.Officer)]
    [TestCase(Role.Analyst)]
    [TestCase(Role.Command)]
    [TestCase(Role.Administrator)]
    public async Task Only_supervisors_handle_requests(Role role)
    {
        var records = await GivenRecords.Make(_host, _problem);
        foreach (var path in new[] { "", $"/problems/{_problem}/fields", "/check", "/releases/1", "/releases/1/proof" })
            Assert.That((int)(await _host.SignIn(role).GetAsync(records.Url + path)).StatusCode, Is.EqualTo(403), path);
        Assert.That((int)(await records.Release(_host.SignIn(role))).StatusCode, Is.EqualTo(403));
    }

    private async Task Note(string text) =>
        await (await _host.SignIn(Role.Officer).PostAsJsonAsync($"/api/v1/problems/{_problem}/notes", new { text })).Ok();
}
