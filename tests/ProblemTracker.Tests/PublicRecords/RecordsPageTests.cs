using ProblemTracker.Backups;
using ProblemTracker.Data;
using ProblemTracker.Domain;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Data;

namespace ProblemTracker.Tests.PublicRecords;

/// <summary>The pages of public-records requests, in a browser without scripts, and what a backup has of them.</summary>
public sealed class RecordsPageTests
{
    private TrackerHost _host = null!;
    private Browser _supervisor = null!;
    private long _problem;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _problem = await _host.OpenProblem("Noise behind the bar");
        await (await _host.SignIn(Role.Officer).PostAsJsonAsync($"/api/v1/problems/{_problem}/notes",
            new { text = "Ann Quillfeather called from 509-555-0134." })).Ok();
        _supervisor = new(_host, Role.Supervisor);
    }

    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Request_is_recorded_reviewed_and_released_on_pages()
    {
        await _supervisor.Post("/records-requests/new", new()
        {
            ["Requester"] = "The Courier",
            ["Wording"] = "All of it.",
            ["ReceivedOn"] = "2026-03-01",
        }, redirect: "/records-requests/1");
        await _supervisor.Post("/records-requests/add?open=true", new() { ["RequestId"] = "1" }, redirect: "/records-requests/1");
        var page = await _supervisor.Get("/records-requests/1?check=true");
        Assert.That(page, Does.Contain("Noise behind the bar").And.Match("Decide \\d+\\s+fields"));

        // Saving leads to the next section with fields to decide, and at last to the check.
        string Section(string name) => $"/records-requests/1/problems/{_problem}?section={name}";
        var details = await Form(Section("details"), decided: false);
        await _supervisor.Post(Section("details"), details, redirect: Section("details"));
        details["ReleaseRest"] = "true";
        await _supervisor.Post(Section("details"), details, redirect: Section("notes"));
        await _supervisor.Post(Section("notes"), await Form(Section("notes")), redirect: Section("timeline"));
        await _supervisor.Post(Section("timeline"), await Form(Section("timeline")),
            redirect: "/records-requests/1?check=true#release-check");
        page = await _supervisor.Get("/records-requests/1?check=true");
        Assert.That(page, Does.Contain("Nothing withheld was found in any file."));
        await _supervisor.Post("/records-requests/1?handler=Release", new() { ["Alone"] = "true" },
            redirect: "/records-requests/1", formOn: "/records-requests/1?check=true");

        Assert.That(await _supervisor.Get("/records-requests/1"), Does.Contain("Download proof").And.Contain("Released public records"));
        using var zip = await _supervisor.Reply("/records-requests/1?handler=download&releaseId=1");
        Assert.That(zip.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/zip"));
        Assert.That(await _supervisor.Get("/records-requests"), Does.Contain("The Courier"));
        Assert.That(await _supervisor.Get("/records-requests?handler=csv"), Does.Contain("R-2026-0001").And.Contain("The Courier"));
    }

    [Test]
    public async Task Words_of_a_text_are_redacted_on_a_page()
    {
        var records = await GivenRecords.Make(_host, _problem);
        var path = $"/records-requests/{records.Id}/problems/{_problem}/passages?key=notes%5B1%5D.text";
        var html = await _supervisor.Get(path);
        Assert.That(html, Does.Contain("509-555-0134"), "proposed");
        var digest = (await records.Fields(_problem)).Single(f => GivenRecords.Key(f) == "notes[1].text")
            .GetProperty("digest").GetString()!;

        var refused = await _supervisor.Post(path, new()
        {
            ["Digest"] = digest,
            ["Items[0].Text"] = "somebody else",
            ["Items[0].ReasonCode"] = "PRIVACY",
        });
        Assert.That(refused, Does.Contain("does not occur in this text"));
        await _supervisor.Post(path, new()
        {
            ["Digest"] = digest,
            ["Items[0].Text"] = "Ann Quillfeather",
            ["Items[0].ReasonCode"] = "PRIVACY",
        }, redirect: $"/records-requests/{records.Id}/problems/{_problem}?section=notes#field-notes-1-text");

        Assert.That(await _supervisor.Get($"/records-requests/{records.Id}/problems/{_problem}?section=notes"),
            Does.Contain("“Ann Quillfeather” (PRIVACY)"));
    }

    [Test]
    public async Task Codes_are_edited_and_a_used_one_can_only_be_retired()
    {
        var records = await GivenRecords.Make(_host, _problem);
        await records.Review(_problem, "notes[1].text");
        var administrator = _host.SignIn(Role.Administrator);
        object[] items = [new { code = "OTHER", words = "Another reason", law = "Section 1", active = true }];

        var refused = await administrator.IfMatch(0).PutAsJsonAsync("/api/v1/settings/reason-codes", new { items });
        Assert.That(await refused.ShortfallCodes(), Is.EqualTo(new[] { "reasonCode.inUse" }));
        items = [.. items, new { code = "PRIVACY", words = "Privacy", law = (string?)null, active = false }];
        await (await administrator.IfMatch(0).PutAsJsonAsync("/api/v1/settings/reason-codes", new { items })).Ok();

        var note = (await records.Fields(_problem)).Single(f => GivenRecords.Key(f) == "details.title");
        Assert.That(await (await records.Decide(_problem, [GivenRecords.Choice(note, true)])).WrongFields(),
            Is.EqualTo(new[] { "items[0].reasonCode" }));
        await (await records.Release()).Ok();
        var page = await new Browser(_host, Role.Administrator).Get("/settings/reason-codes");
        Assert.That(page, Does.Contain("Another reason").And.Contain("Section 1"));
    }

    [Test]
    public async Task Request_can_be_corrected_and_a_problem_removed()
    {
        var records = await GivenRecords.Make(_host, _problem);
        await records.Review(_problem);
        var body = new { requester = "Somebody", wording = "Less.", receivedOn = "2026-03-01", dueOn = "2026-02-01" };
        Assert.That(await (await records.Reviewer.IfMatch(1).PutAsJsonAsync(records.Url, body)).WrongFields(),
            Is.EqualTo(new[] { "dueOn" }));
        await (await records.Reviewer.IfMatch(1).PutAsJsonAsync(records.Url, body with { dueOn = "2026-04-01" })).Ok();
        Assert.That((int)(await records.Reviewer.IfMatch(1).PutAsJsonAsync(records.Url, body with { dueOn = "2026-04-01" })).StatusCode,
            Is.EqualTo(412));

        await _supervisor.Post($"/records-requests/{records.Id}/edit", new()
        {
            ["Version"] = "2",
            ["Requester"] = "The Valley Courier",
            ["Wording"] = "Less.",
            ["ReceivedOn"] = "2026-03-01",
        }, redirect: $"/records-requests/{records.Id}");
        Assert.That(await _supervisor.Get($"/records-requests/{records.Id}"), Does.Contain("The request is saved."));

        Assert.That((int)(await records.Reviewer.DeleteAsync($"{records.Url}/problems/{_problem}")).StatusCode, Is.EqualTo(204));
        Assert.That(await (await records.Release()).ShortfallCodes(), Is.EqualTo(new[] { "records.empty" }));
        Assert.That(await (await records.Add(["P-2026-9999"])).WrongFields(), Is.EqualTo(new[] { "numbers" }));
    }

    [Test]
    public async Task Request_that_is_due_soon_is_on_a_supervisors_day_until_it_is_released()
    {
        var records = await GivenRecords.Make(_host, _problem);
        Assert.That(await _supervisor.Get("/"), Does.Contain("Public records due soon").And.Contain("due on Mar 8, 2026"));
        _host.Time.Advance(TimeSpan.FromDays(7));
        Assert.That(await _supervisor.Get("/"), Does.Contain("was due on Mar 8, 2026"));
        Assert.That((await _host.SignIn(Role.Supervisor).Read("/api/v1/records-requests/due")).Each("number"),
            Is.EqualTo(new[] { "R-2026-0001" }));

        await records.Review(_problem);
        await (await records.Release()).Ok();

        Assert.That(await _supervisor.Get("/"), Does.Not.Contain("Public records due soon"));
    }

    [Test]
    public async Task Request_from_the_future_a_field_twice_and_every_problem_at_once_are_refused()
    {
        var records = await GivenRecords.Make(_host, _problem);
        var body = new { requester = "Somebody", wording = "Less.", receivedOn = "2026-03-03" };
        Assert.That(await (await records.Reviewer.PostAsJsonAsync("/api/v1/records-requests", body)).WrongFields(),
            Is.EqualTo(new[] { "receivedOn" }));
        Assert.That(await (await records.Reviewer.IfMatch(1).PutAsJsonAsync(records.Url, body)).WrongFields(),
            Is.EqualTo(new[] { "receivedOn" }));
        var title = (await records.Fields(_problem)).Single(f => GivenRecords.Key(f) == "details.title");
        Assert.That(await (await records.Decide(_problem, [GivenRecords.Choice(title, true), GivenRecords.Choice(title, false)]))
            .WrongFields(), Is.EqualTo(new[] { "items[1].key" }));
        Assert.That(await (await records.Reviewer.PostAsync($"{records.Url}/problems/found", null)).WrongFields(),
            Is.EqualTo(new[] { "filter" }));
        Assert.That(await _supervisor.Get("/records-requests/add"), Does.Contain("list of problems</a> first").And.Not.Contain("<select"));
        Assert.That(await (await records.Reviewer.PostAsJsonAsync("/api/v1/records-requests",
            new { requester = "a\0b", wording = "All", receivedOn = "2026-03-01" })).WrongFields(), Is.EqualTo(new[] { "requester" }));
        Assert.That(await (await records.Decide(_problem, [GivenRecords.Passages(title, "Noise\0")])).WrongFields(),
            Is.EqualTo(new[] { "items[0].passages[0].text" }));
    }

    [Test]
    public async Task Filter_adds_what_it_finds_now_and_not_later()
    {
        var records = await GivenRecords.Make(_host);
        await (await records.Reviewer.PostAsync($"{records.Url}/problems/found?text=noise", null)).Ok();
        await _host.OpenProblem("More noise");

        var problems = (await (await records.Reviewer.GetAsync(records.Url)).Ok()).GetProperty("problems");
        Assert.That(problems.GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public async Task Restored_backup_has_the_released_file()
    {
        if (ServerDatabase.IsGiven) Assert.Ignore("A SQL Server makes its own backups.");
        var records = await GivenRecords.Make(_host, _problem);
        await records.Review(_problem);
        await (await records.Release()).Ok();
        var released = Directory.GetFiles(Path.Combine(_host.Folder, "records")).Single();
        var top = Directory.CreateTempSubdirectory("tracker-records-").FullName;
        try
        {
            await MakeBackup.Run(Options(_host.Folder), Path.Combine(top, "a.backup"), overwrites: false, default);
            var elsewhere = Directory.CreateDirectory(Path.Combine(top, "elsewhere")).FullName;
            await RestoreBackup.Run(Options(elsewhere), Path.Combine(top, "a.backup"), replaces: false, default);

            Assert.That(await File.ReadAllBytesAsync(Path.Combine(elsewhere, "records", Path.GetFileName(released))),
                Is.EqualTo(await File.ReadAllBytesAsync(released)));
        }
        finally
        {
            Directory.Delete(top, recursive: true);
        }
    }

    private static TrackerOptions Options(string folder) => new()
    {
        IsDemo = false,
        DataFolder = folder,
        Database = new(new SqliteDialect(), $"Data Source={Path.Combine(folder, "tracker.db")}"),
    };

    /// <summary>The section's form as a browser would send it; what is not decided yet is released.</summary>
    /// <param name="decided">Releases what nobody decided about.</param>
    private async Task<Dictionary<string, string>> Form(string path, bool decided = true)
    {
        var html = await _supervisor.Get(path);
        var fields = new Dictionary<string, string>();
        foreach (System.Text.RegularExpressions.Match m in System.Text.RegularExpressions.Regex.Matches(html,
            "name=\"(Items\\[\\d+\\]\\.(?:Key|Digest))\" value=\"([^\"]*)\""))
            fields[m.Groups[1].Value] = m.Groups[2].Value;
        foreach (System.Text.RegularExpressions.Match m in System.Text.RegularExpressions.Regex.Matches(html,
            "<select[^>]* name=\"(Items\\[\\d+\\]\\.Choice)\"[^>]*>(.*?)</select>", System.Text.RegularExpressions.RegexOptions.Singleline))
        {
            var selected = System.Text.RegularExpressions.Regex.Match(m.Groups[2].Value, "selected=\"selected\" value=\"([^\"]+)\"");
            fields[m.Groups[1].Value] = selected.Success ? selected.Groups[1].Value : decided ? "release" : "";
        }
        Assert.That(fields, Is.Not.Empty);
        return fields;
    }
}
