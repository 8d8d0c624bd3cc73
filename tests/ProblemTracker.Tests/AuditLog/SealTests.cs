using ProblemTracker.AuditLog;
using ProblemTracker.Tests.Data;

namespace ProblemTracker.Tests.AuditLog;

public sealed class SealTests
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
    public async Task Every_entry_is_sealed_once_in_steps()
    {
        await _host.Write(AuditSealed.MostAtOnce + 10);
        var entries = await Count("AuditEntry");

        Assert.That(await _host.Send(new SealAudit()), Is.EqualTo(new AuditSealed(AuditSealed.MostAtOnce, true)));
        Assert.That(await _host.Seal(), Is.EqualTo(entries - AuditSealed.MostAtOnce));
        Assert.That(await _host.Seal(), Is.Zero);

        var check = await _host.Verify();
        Assert.That(check.Fault, Is.Null);
        Assert.That(check.Checked, Is.EqualTo(entries));
        Assert.That(check.Unsealed, Is.Zero);
    }

    [Test]
    public async Task Entries_after_the_last_seal_are_counted_and_are_no_fault()
    {
        await _host.Write(3);
        await _host.Seal();
        await _host.Write(2);

        var check = await _host.Verify();

        Assert.That(check.Fault, Is.Null);
        Assert.That(check.Unsealed, Is.EqualTo(2));
    }

    [Test]
    public async Task Two_processes_make_one_chain()
    {
        await _host.Write(2 * AuditSealed.MostAtOnce);
        using var other = new TrackerHost(beside: _host);

        await Task.WhenAll(_host.Seal(), other.Seal(), _host.Seal());

        var check = await _host.Verify();
        Assert.That(check.Fault, Is.Null);
        Assert.That(check.Unsealed, Is.Zero);
        Assert.That(check.LastNumber, Is.EqualTo(await Count("AuditEntry")));
    }

    [TestCase("UPDATE AuditEntry SET Summary = 'x' WHERE Id = @id", AuditFaultKind.Changed)]
    [TestCase("UPDATE AuditEntry SET BeforeJson = '{\"n\":9}' WHERE Id = @id", AuditFaultKind.Changed)]
    [TestCase("UPDATE AuditEntry SET AfterJson = NULL WHERE Id = @id", AuditFaultKind.Changed)]
    [TestCase("UPDATE AuditEntry SET Origin = '10.0.0.2' WHERE Id = @id", AuditFaultKind.Changed)]
    [TestCase("UPDATE AuditEntry SET At = '2026-03-02T14:00:00.0000001Z' WHERE Id = @id", AuditFaultKind.Changed)]
    [TestCase("UPDATE AuditEntry SET Event = 'test.other' WHERE Id = @id", AuditFaultKind.Changed)]
    [TestCase("UPDATE AuditEntry SET SubjectId = NULL WHERE Id = @id", AuditFaultKind.Changed)]
    [TestCase("UPDATE AuditEntry SET PersonId = 1 WHERE Id = @id", AuditFaultKind.Changed)]
    [TestCase("UPDATE AuditEntry SET ProblemId = 1 WHERE Id = @id", AuditFaultKind.Changed)]
    [TestCase("UPDATE AuditSeal SET Hash = PayloadDigest WHERE AuditEntryId = @id", AuditFaultKind.Changed)]
    [TestCase("UPDATE AuditSeal SET SealedAt = '2026-03-02T14:00:00.0000001Z' WHERE AuditEntryId = @id", AuditFaultKind.Changed)]
    [TestCase("UPDATE AuditSeal SET Salt = NULL WHERE AuditEntryId = @id", AuditFaultKind.Changed)]
    [TestCase("DELETE FROM AuditEntry WHERE Id = @id", AuditFaultKind.Removed)]
    public async Task Tampering_names_the_entry(string sql, AuditFaultKind kind)
    {
        var ids = await _host.Write(6);
        await _host.Seal();

        await _host.Tamper(sql, new { id = ids[2] });

        await FindsAt(kind, ids[2]);
    }

    [Test]
    public async Task Removing_the_last_entry_is_found()
    {
        var ids = await _host.Write(3);
        await _host.Seal();

        await _host.Tamper("DELETE FROM AuditEntry WHERE Id = @id", new { id = ids[2] });

        await FindsAt(AuditFaultKind.Removed, ids[2]);
    }

    [Test]
    public async Task Removing_an_entry_with_its_seal_names_its_neighbors()
    {
        var ids = await _host.Write(4);
        await _host.Seal();

        await _host.Tamper("DELETE FROM AuditEntry WHERE Id = @id; DELETE FROM AuditSeal WHERE AuditEntryId = @id", new { id = ids[1] });

        var fault = (await _host.Verify()).Fault;
        Assert.That(fault?.Kind, Is.EqualTo(AuditFaultKind.Removed));
        Assert.That(fault!.Sentence, Does.Contain($"after entry {ids[0]} and before entry {ids[2]}"));
    }

    [Test]
    public async Task Closing_the_gap_in_the_numbers_is_found()
    {
        var ids = await _host.Write(4);
        await _host.Seal();

        await _host.Tamper("""
            DELETE FROM AuditEntry WHERE Id = @id; DELETE FROM AuditSeal WHERE AuditEntryId = @id;
            UPDATE AuditSeal SET Number = Number - 1 WHERE AuditEntryId = @id + 1
            """, new { id = ids[1] });

        await FindsAt(AuditFaultKind.Changed, ids[2]);
    }

    [Test]
    public async Task Inserting_into_a_gap_of_ids_is_found()
    {
        var first = await _host.Write(2);
        // A server's identity leaves gaps.
        await _host.Tamper("/* SQLite only */ UPDATE sqlite_sequence SET seq = seq + 5 WHERE name = 'AuditEntry'");
        await _host.Write(2);
        await _host.Seal();
        Assert.That((await _host.Verify()).Fault, Is.Null);

        await _host.Tamper("""
            /* SQLite only */ INSERT INTO AuditEntry (Id, At, Origin, Event)
            VALUES (@id, '2026-03-02T14:02:00.0000000Z', 'x', 'test.forged')
            """, new { id = first[1] + 2 });

        Assert.That(await _host.Seal(), Is.Zero);
        await FindsAt(AuditFaultKind.Inserted, first[1] + 2);
    }

    [TestCase(0)]
    [TestCase(-5)]
    public async Task Inserting_before_the_first_entry_is_found(long id)
    {
        await _host.Write(2);
        await _host.Seal();

        await _host.Tamper("""
            /* SQLite only */ INSERT INTO AuditEntry (Id, At, Origin, Event)
            VALUES (@id, '2026-03-02T14:02:00.0000000Z', 'x', 'test.forged')
            """, new { id });

        await FindsAt(AuditFaultKind.Inserted, id);
    }

    [Test]
    public async Task Swapping_two_seals_is_found()
    {
        var ids = await _host.Write(4);
        await _host.Seal();

        await _host.Tamper("""
            UPDATE AuditSeal SET AuditEntryId = -1 WHERE AuditEntryId = @a;
            UPDATE AuditSeal SET AuditEntryId = @a WHERE AuditEntryId = @b;
            UPDATE AuditSeal SET AuditEntryId = @b WHERE AuditEntryId = -1
            """, new { a = ids[1], b = ids[2] });

        Assert.That((await _host.Verify()).Fault?.Kind, Is.EqualTo(AuditFaultKind.Changed));
    }

    [Test]
    public async Task A_seal_kept_outside_finds_what_was_cut_off_the_end_or_written_again()
    {
        var ids = await _host.Write(5);
        await _host.Seal();
        var kept = (await _host.Verify()).LastHash!;
        Assert.That((await _host.Verify(kept)).Fault, Is.Null);
        await _host.Write(1);
        await _host.Seal();
        Assert.That((await _host.Verify(kept)).Fault, Is.Null);

        await _host.Tamper("DELETE FROM AuditEntry WHERE Id >= @id; DELETE FROM AuditSeal WHERE AuditEntryId >= @id", new { id = ids[4] });
        Assert.That((await _host.Verify()).Fault, Is.Null);
        Assert.That((await _host.Verify(kept)).Fault?.Kind, Is.EqualTo(AuditFaultKind.OutsideSealMissing));

        await _host.Tamper("DELETE FROM AuditSeal; UPDATE AuditEntry SET Summary = 'x' WHERE Id = @id", new { id = ids[1] });
        await _host.Seal();
        Assert.That((await _host.Verify()).Fault, Is.Null);
        Assert.That((await _host.Verify(kept)).Fault?.Kind, Is.EqualTo(AuditFaultKind.OutsideSealMissing));
    }

    private async Task FindsAt(AuditFaultKind kind, long id)
    {
        var fault = (await _host.Verify()).Fault;
        Assert.That((fault?.Kind, fault?.EntryId), Is.EqualTo(((AuditFaultKind?)kind, (long?)id)), fault?.Sentence);
        Assert.That(fault!.Sentence, Does.Contain($"Entry {id} "));
    }

    private Task<int> Count(string table) => _host.Query(db => db.Single<int>($"SELECT COUNT(*) FROM {table}", null, default));
}
