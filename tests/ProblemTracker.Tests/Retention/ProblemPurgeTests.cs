using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Domain;
using ProblemTracker.Shared;
using ProblemTracker.Tests.AuditLog;
using ProblemTracker.Tests.Data;
using ProblemTracker.Tests.Partners;

namespace ProblemTracker.Tests.Retention;

/// <summary>What is left of a purged problem.</summary>
public sealed class ProblemPurgeTests
{
    private const string Word = "Zyxomarkeda";

    private TrackerHost _host = null!;

    [SetUp]
    public void Start()
    {
        if (ServerDatabase.IsGiven) Assert.Ignore("Reads SQLite's schema and file.");
        _host = new();
    }

    [TearDown] public void Stop() => _host?.Dispose();

    [Test]
    public async Task No_row_of_any_table_can_refer_to_a_purged_problem()
    {
        var kind = _host.Services.GetServices<RecordKind>().Single(k => k.Code == "problem");
        var references = await _host.Query(db => db.List<(string Table, string To)>("""
            /* SQLite only */ SELECT m.name, f."table" FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'
            """, null, default));
        // What refers to a deleted row must be deleted before it.
        var deleted = kind.Parts.Select(part => part.TableName).ToList();
        // A problem in a public-records request is not due; see OtherKindsTests.
        references = [.. references.Where(r => r.Table is not ("RecordsRequestProblem" or "FieldDecision"))];
        var owned = new HashSet<string> { "Problem" };
        for (var before = 0; before != owned.Count;)
        {
            before = owned.Count;
            // Attachments and actions of a problem own what refers to them; an outbox or a person is no part of a problem.
            owned.UnionWith(references.Where(r => owned.Contains(r.To)).Select(r => r.Table));
        }

        Assert.That(owned.Except(deleted), Is.Empty);
        foreach (var (table, to) in references.Where(r => owned.Contains(r.To) && r.Table != r.To))
            Assert.That(deleted.IndexOf(table), Is.LessThan(deleted.IndexOf(to)), $"{table} refers to {to}");
    }

    [Test]
    public async Task Marked_word_is_in_no_byte_after_the_purge()
    {
        var problem = await Marked();
        var other = await _host.OpenProblem("Racing on the avenue");
        await _host.Seal();
        await Checkpoint();
        Assert.That(await Holds(Word), Is.Not.Empty);
        await _host.Close(problem.Problem);
        await _host.Keep5Years("problem");
        _host.Until(2031, 3, 2);
        Assert.That(await _host.Ids(), Is.Empty);
        _host.Until(2032, 3, 2);
        Assert.That(await _host.Ids(), Is.EqualTo(new[] { problem.Problem }));
        await _host.Agree(problem.Problem);

        var made = await _host.RunPurges();

        await Checkpoint();
        Assert.That(await Holds(Word), Is.Empty);
        Assert.That(await Holds(Word.ToUpperInvariant()), Is.Empty);
        Assert.That(await _host.Query(db => db.List<string>("""
            /* SQLite only */ SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
            WHERE m.type = 'table' AND c.name = 'ProblemId' AND m.name <> 'AuditEntry'
            """, null, default)), Is.Not.Empty);
        await _host.Seal();
        var check = await _host.Verify();
        Assert.That(check.Fault, Is.Null);
        Assert.That(check.Purges.Single().Reason, Is.EqualTo($"Retention, certificate {made.Single()}"));
        Assert.That((await _host.SignIn(Role.Officer).Read($"/api/v1/problems/{other}")).GetProperty("title").GetString(),
            Is.EqualTo("Racing on the avenue"));
    }

    [Test]
    public async Task Certificate_has_counts_files_and_seal_but_no_content()
    {
        var problem = await Marked();
        await _host.Close(problem.Problem);
        await _host.Keep5Years("problem");
        _host.Until(2032, 3, 2);
        await _host.Agree(problem.Problem);
        var number = (await _host.RunPurges()).Single();
        await _host.Seal();

        var certificate = await _host.Administrator().Read($"/api/v1/retention/certificates/{number}");

        Assert.That(certificate.GetProperty("reference").GetString(), Is.EqualTo(Due.Reference));
        Assert.That(certificate.GetProperty("deleted").EnumerateArray().Select(d => d.GetProperty("tableName").GetString()),
            Is.SupersetOf(new[] { "Problem", "ProblemAction", "Worksheet", "ProblemNote", "Outbox" }));
        Assert.That(certificate.GetProperty("sealHash").GetString(), Has.Length.EqualTo(64));
        Assert.That(certificate.GetProperty("proposedBy").GetString(), Is.Not.EqualTo(certificate.GetProperty("approvedBy").GetString()));
        Assert.That(certificate.GetProperty("files").EnumerateArray().Select(f => f.GetProperty("name").GetString()),
            Has.Some.StartsWith("mail/"));
        foreach (var address in new[] { "", "?handler=text", "?handler=json" })
        {
            var page = await new Browser(_host, Role.Administrator).Get($"/retention/certificates/{number}{address}");
            Assert.That(page, Does.Not.Contain(Word).IgnoreCase.And.Contain(certificate.GetProperty("sealHash").GetString()), address);
        }
    }

    [Test]
    public async Task Purged_problem_answers_410_inside_and_404_to_others()
    {
        var problem = await _host.OpenProblem(Word);
        var duplicate = await _host.OpenProblem("Duplicate of it");
        await _host.Query(db => db.Execute("UPDATE Problem SET RelatedProblemId = @problem, Stage = 'Closed', ClosingReason = 'Duplicate', "
            + "ClosedAt = '2031-01-01T00:00:00.0000000Z' WHERE Id = @duplicate", new { problem, duplicate }, default));
        var number = await _host.Query(db => db.Single<string>("SELECT Number FROM Problem WHERE Id = @problem", new { problem }, default));
        await _host.Close(problem);
        await _host.Keep5Years("problem");
        _host.Until(2032, 3, 2);
        await _host.Agree(problem);
        await _host.RunPurges();

        var reply = await _host.SignIn(Role.Officer).GetAsync($"/api/v1/problems/{problem}");
        Assert.That((int)reply.StatusCode, Is.EqualTo(410));
        Assert.That((await reply.Json()).GetProperty("title").GetString(), Does.Contain(number).And.Contain("March 2, 2032"));
        Assert.That((int)(await new Browser(_host, Role.Officer).Reply($"/problems/{problem}")).StatusCode, Is.EqualTo(410));
        Assert.That((int)(await _host.SignIn(Role.Administrator).GetAsync($"/api/v1/problems/{problem}")).StatusCode, Is.EqualTo(403));
        Assert.That((int)(await _host.SignIn(Role.Officer).GetAsync("/api/v1/problems/4711")).StatusCode, Is.EqualTo(404));
        Assert.That(await new Browser(_host, Role.Officer).Get($"/problems/{duplicate}"),
            Does.Contain($"Work continued in {number} (purged on"));
    }

    /// <summary>A problem with a marked word in every text that one can have, and an email about it on the disk.</summary>
    private async Task<PartnerCase> Marked()
    {
        var made = await PartnerCase.Make(_host);
        await _host.Query(async db =>
        {
            await db.Execute("UPDATE Problem SET Title = @Word, Description = @Word, Address = @Word WHERE Id = @Problem",
                new { Word, made.Problem }, default);
            await db.Execute("UPDATE ProblemAction SET Description = @Word WHERE ProblemId = @Problem", new { Word, made.Problem },
                default);
            await db.Execute("""
                INSERT INTO Worksheet (ProblemId, Kind, Body, Version, SavedAt)
                VALUES (@Problem, 'Scanning', CONCAT('{"statement":"', @Word, '"}'), 1, '2026-03-02T14:00:00.0000000Z')
                """, new { Word, made.Problem }, default);
            return 0;
        });
        await (await made.Officer.PostAsJsonAsync($"/api/v1/problems/{made.Problem}/notes", new { text = $"{Word} again" })).Ok();
        await made.Link($"{Word} by email");
        await _host.Send(new ProblemTracker.Mail.DeliverMail());
        Assert.That(Directory.GetFiles(Path.Combine(_host.Folder, "mail")), Is.Not.Empty);
        return made;
    }

    private Task<int> Checkpoint() => _host.Query(db => db.Execute("PRAGMA wal_checkpoint(TRUNCATE)", null, default));

    /// <summary>The files of the data folder that hold this text.</summary>
    private async Task<IReadOnlyList<string>> Holds(string text)
    {
        var found = new List<string>();
        foreach (var path in Directory.GetFiles(_host.Folder, "*", SearchOption.AllDirectories))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var memory = new MemoryStream();
            await file.CopyToAsync(memory);
            if (memory.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0) found.Add(Path.GetFileName(path));
        }
        return found;
    }
}
