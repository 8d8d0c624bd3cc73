using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.AuditLog;
using ProblemTracker.Data;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Data;

namespace ProblemTracker.Tests.AuditLog;

public sealed class PurgeTests
{
    private TrackerHost _host = null!;

    [SetUp]
    public void Start()
    {
        if (ServerDatabase.IsGiven) Assert.Ignore("Tampers with SQLite's file.");
        _host = new();
    }

    [TearDown] public void Stop() => _host?.Dispose();

    [Test]
    public async Task Purged_entries_lose_text_and_salt_and_still_verify()
    {
        var ids = await _host.Write(6);
        await _host.Seal();

        Assert.That(await _host.Purge([ids[1], ids[2], ids[4]], "Retention: 7 years"), Is.EqualTo(3));
        Assert.That(await _host.Purge([ids[1]], "Again"), Is.Zero);
        await _host.Seal();

        var check = await _host.Verify();
        Assert.That(check.Fault, Is.Null);
        var purge = check.Purges.Single();
        Assert.That((purge.Reason, purge.Count, purge.Rows), Is.EqualTo(("Retention: 7 years", 3, $"{ids[1]}-{ids[2]}, {ids[4]}")));
        Assert.That(await _host.Query(db => db.Single<int>("""
            SELECT COUNT(*) FROM AuditEntry e JOIN AuditSeal s ON s.AuditEntryId = e.Id
            WHERE e.PurgedBy = @EntryId AND e.Origin = '' AND e.Summary IS NULL AND e.BeforeJson IS NULL AND e.AfterJson IS NULL
                AND s.Salt IS NULL AND s.PayloadDigest <> ''
            """, new { purge.EntryId }, default)), Is.EqualTo(3));
    }

    [Test]
    public async Task Purged_text_is_in_no_byte_of_the_database()
    {
        var ids = await _host.Write(40);
        await _host.Seal();
        Assert.That(await FileText(), Does.Contain("Summary 17"));

        await _host.Purge([ids[16]], "Erasure");

        Assert.That(await FileText(), Does.Not.Contain("Summary 17").And.Contain("Summary 18"));
    }

    [Test]
    public async Task Entries_purged_before_they_are_sealed_verify_too()
    {
        var ids = await _host.Write(3);
        await _host.Purge([ids[0]], "Erasure");
        await _host.Seal();

        var check = await _host.Verify();

        Assert.That(check.Fault, Is.Null);
        Assert.That(check.Purges.Single().Rows, Is.EqualTo($"{ids[0]}"));
    }

    [Test]
    public async Task The_record_of_a_purge_can_not_be_purged()
    {
        var ids = await _host.Write(2);
        await _host.Purge(ids, "Erasure");
        var record = await _host.Query(db => db.Single<long>("SELECT Id FROM AuditEntry WHERE Event = 'audit.purged'", null, default));

        Assert.That(await _host.Purge([record], "Hide it"), Is.Zero);
    }

    [TestCase("UPDATE AuditEntry SET PurgedBy = NULL WHERE Id = @id")]
    [TestCase("UPDATE AuditEntry SET PurgedBy = 1 WHERE Id = @id")]
    public async Task A_purge_that_no_entry_records_is_found(string sql)
    {
        var ids = await _host.Write(4);
        await _host.Seal();
        await _host.Purge([ids[1]], "Erasure");

        await _host.Tamper(sql, new { id = ids[1] });

        var fault = (await _host.Verify()).Fault;
        Assert.That((fault?.Kind, fault?.EntryId), Is.EqualTo(((AuditFaultKind?)AuditFaultKind.PurgeNotRecorded, (long?)ids[1])));
    }

    [Test]
    public async Task A_recorded_purge_does_not_cover_other_entries()
    {
        var ids = await _host.Write(4);
        await _host.Seal();
        await _host.Purge([ids[1]], "Erasure");

        await _host.Tamper("""
            UPDATE AuditEntry SET Origin = '', Summary = NULL, BeforeJson = NULL, AfterJson = NULL,
                PurgedBy = (SELECT Id FROM AuditEntry WHERE Event = 'audit.purged') WHERE Id = @id;
            UPDATE AuditSeal SET Salt = NULL WHERE AuditEntryId = @id
            """, new { id = ids[2] });

        var fault = (await _host.Verify()).Fault;
        Assert.That((fault?.Kind, fault?.EntryId), Is.EqualTo(((AuditFaultKind?)AuditFaultKind.PurgeNotRecorded, (long?)ids[2])));
    }

    [Test]
    public async Task Deleting_text_without_a_purge_is_found()
    {
        var ids = await _host.Write(3);
        await _host.Seal();

        await _host.Tamper("UPDATE AuditEntry SET Origin = '', Summary = NULL, BeforeJson = NULL, AfterJson = NULL WHERE Id = @id",
            new { id = ids[1] });

        var fault = (await _host.Verify()).Fault;
        Assert.That((fault?.Kind, fault?.EntryId), Is.EqualTo(((AuditFaultKind?)AuditFaultKind.Changed, (long?)ids[1])));
        Assert.That(fault!.Sentence, Does.Contain("without a purge"));
    }

    [Test]
    public async Task A_purge_between_working_out_seals_and_writing_them_is_noticed()
    {
        var ids = await _host.Write(3);
        var dialect = (TwinDialect)_host.Services.GetRequiredService<DatabaseSettings>().Dialect;
        dialect.Meanwhile("SELECT COUNT(*) FROM AuditEntry e", $"""
            INSERT INTO AuditEntry (At, Origin, Event, AfterJson) VALUES
                ('2026-03-02T14:00:00.0000000Z', 'job', 'audit.purged', '{JsonOf(ids[1])}');
            UPDATE AuditEntry SET Origin = '', Summary = NULL, BeforeJson = NULL, AfterJson = NULL,
                PurgedBy = (SELECT MAX(Id) FROM AuditEntry)
            WHERE Id = {ids[1]}
            """);

        Assert.That((await _host.Send(new SealAudit())).Count, Is.Zero);
        await _host.Seal();

        Assert.That((await _host.Verify()).Fault, Is.Null);

        static string JsonOf(long id) => $$"""{"reason":"Erasure","count":1,"rows":"{{id}}"}""";
    }

    /// <summary>The database file as text, with everything written to it so far.</summary>
    private async Task<string> FileText()
    {
        await _host.Query(db => db.Execute("PRAGMA wal_checkpoint(TRUNCATE)", null, default));
        var file = await _host.Query(db => db.Single<string>(
            "/* SQLite only */ SELECT file FROM pragma_database_list WHERE name = 'main'", null, default));
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var text = new StreamReader(stream, System.Text.Encoding.Latin1);
        return await text.ReadToEndAsync();
    }

    [Test]
    public async Task Change_history_and_audit_say_when_and_why_an_entry_was_purged()
    {
        var problem = await _host.OpenProblem();
        var id = await _host.Query(db => db.Single<long>("SELECT Id FROM AuditEntry WHERE Event = 'problem.opened'", null, default));
        await _host.Purge([id], "Retention: 7 years");
        var supervisor = _host.SignIn(Role.Supervisor);

        foreach (var address in new[] { $"/api/v1/problems/{problem}/audit", "/api/v1/audit?event=problem.opened" })
        {
            var entry = (await (await supervisor.GetAsync(address)).Json()).GetProperty("items")[0];
            Assert.That(entry.GetProperty("purged").GetProperty("reason").GetString(), Is.EqualTo("Retention: 7 years"), address);
            Assert.That(entry.GetProperty("who").GetString(), Is.Not.Empty, address);
        }
        foreach (var address in new[] { $"/problems/{problem}/audit", "/audit" })
            Assert.That(await new Browser(_host, Role.Supervisor).Get(address), Does.Contain("Reason: Retention: 7 years"), address);
    }
}
