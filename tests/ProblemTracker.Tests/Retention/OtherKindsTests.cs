using ProblemTracker.Domain;
using ProblemTracker.Tests.AuditLog;
using ProblemTracker.Tests.PublicRecords;

namespace ProblemTracker.Tests.Retention;

/// <summary>Purges of stakeholders, emails, incidents and imports.</summary>
public sealed class OtherKindsTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Unused_stakeholder_is_purged_with_its_audit_texts_and_a_used_one_is_not()
    {
        var officer = _host.SignIn(Role.Officer);
        var (unused, used) = (await officer.Stakeholder("Old Neighbor"), await officer.Stakeholder("Dana Quill"));
        await officer.Attach(await _host.OpenProblem(), used, StakeholderRole.Affected);
        await _host.Keep5Years("stakeholder");
        _host.Until(2032, 3, 2);
        Assert.That(await _host.Ids("stakeholder"), Is.EqualTo(new[] { unused }));
        await _host.Agree(unused, "stakeholder");

        Assert.That(await _host.RunPurges(), Has.Count.EqualTo(1));

        Assert.That(await _host.Query(db => db.List<long>("SELECT Id FROM Stakeholder", null, default)), Is.EqualTo(new[] { used }));
        Assert.That(await _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM AuditEntry WHERE AfterJson LIKE '%Old Neighbor%'", null,
            default)), Is.Zero);
        await _host.Seal();
        Assert.That((await _host.Verify()).Fault, Is.Null);
    }

    [Test]
    public async Task Due_records_are_counted_by_kind_without_those_kept_longer()
    {
        var officer = _host.SignIn(Role.Officer);
        var kept = await officer.Stakeholder("Old Neighbor");
        await officer.Stakeholder("Older Neighbor");
        await _host.Keep5Years("stakeholder");
        _host.Until(2032, 3, 2);
        Assert.That(await Due(), Is.EqualTo(2));

        await (await _host.Commander().PostAsJsonAsync("/api/v1/retention/keep",
            new { kind = "stakeholder", ids = new[] { kept }, until = "2033-01-01", reason = "Still in touch." })).Ok();

        Assert.That(await Due(), Is.EqualTo(1));
        _host.Until(2033, 1, 1);
        Assert.That(await Due(), Is.EqualTo(2));

        async Task<int> Due() => (await _host.Administrator().Read("/api/v1/retention")).GetProperty("kinds").EnumerateArray()
            .Single(kind => kind.GetProperty("code").GetString() == "stakeholder").GetProperty("due").GetInt32();
    }

    [Test]
    public async Task Due_records_and_certificates_are_files_too()
    {
        var id = await _host.SignIn(Role.Officer).Stakeholder("Old Neighbor");
        await _host.Keep5Years("stakeholder");
        _host.Until(2032, 3, 2);
        var administrator = new Browser(_host, Role.Administrator);
        Assert.That(await administrator.Get("/retention?kind=stakeholder&handler=csv"), Does.Contain($"\n{id},"));
        await _host.Agree(id, "stakeholder");
        await _host.RunPurges();

        Assert.That(await administrator.Get("/retention/certificates?handler=csv"), Does.Contain("\n1,stakeholder,,1,1,"));
    }

    [Test]
    public async Task Stakeholder_changed_since_is_not_due()
    {
        var officer = _host.SignIn(Role.Officer);
        var id = await officer.Stakeholder();
        await _host.Keep5Years("stakeholder");
        _host.Until(2031, 3, 1);
        await _host.Query(db => db.Execute("INSERT INTO AuditEntry (At, Origin, Event, SubjectId) VALUES (@Now, 'job', "
            + "'stakeholder.changed', CAST(@id AS NVARCHAR(20)))", new { id, Now = _host.Time.GetUtcNow() }, default));
        _host.Until(2032, 3, 2);

        Assert.That(await _host.Ids("stakeholder"), Is.Empty);
    }

    [Test]
    public async Task Sent_emails_are_purged_together_under_one_certificate_and_waiting_ones_are_kept()
    {
        await _host.Query(async db =>
        {
            for (var n = 1; n <= 3; n++)
                await db.Execute("""
                    INSERT INTO Outbox (DedupeKey, Recipient, Subject, Body, CreatedAt, NextAttemptAt, SentAt)
                    VALUES (CONCAT('key', @n), 'a@city.example', 'Hello', 'Text', @Now, @Now, IIF(@n < 3, @Now, NULL))
                    """, new { n, Now = TrackerHost.Start }, default);
            return 0;
        });
        await _host.Keep5Years("email");
        _host.Until(2032, 3, 2);
        var due = await _host.Ids("email");
        Assert.That(due, Has.Count.EqualTo(2));
        foreach (var id in due) await _host.Agree(id, "email");

        var certificate = (await _host.RunPurges()).Single();

        Assert.That(await _host.Query(db => db.List<string>("SELECT DedupeKey FROM Outbox", null, default)),
            Is.EqualTo(new[] { "key3" }));
        Assert.That((await _host.Administrator().Read($"/api/v1/retention/certificates/{certificate}")).GetProperty("records").GetInt32(),
            Is.EqualTo(2));
    }

    [Test]
    public async Task Request_for_public_records_keeps_its_problems_and_is_purged_with_what_was_released()
    {
        var problem = await _host.OpenProblem("Noise behind the bar");
        var records = await GivenRecords.Make(_host, problem);
        await records.Review(problem);
        await (await records.Release()).Ok();
        var released = Directory.GetFiles(Path.Combine(_host.Folder, "records")).Single();
        await _host.Close(problem);
        await _host.Keep5Years("problem", "recordsRequest");
        _host.Until(2032, 3, 2);
        Assert.That(await _host.Ids(), Is.Empty);
        Assert.That(await _host.Ids("recordsRequest"), Is.EqualTo(new[] { records.Id }));
        await _host.Agree(records.Id, "recordsRequest");

        var certificate = (await _host.RunPurges()).Single();

        Assert.That(File.Exists(released), Is.False);
        Assert.That((await _host.Administrator().Read($"/api/v1/retention/certificates/{certificate}")).GetProperty("deleted")
            .EnumerateArray().Select(d => d.GetProperty("tableName").GetString()),
            Is.EqualTo(new[] { "FieldDecision", "RecordsRelease", "RecordsRequestProblem", "RecordsRequest" }));
        Assert.That(await _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM AuditEntry WHERE Event LIKE 'recordsRequest.%' "
            + "AND (BeforeJson IS NOT NULL OR AfterJson IS NOT NULL)", null, default)), Is.Zero);
        Assert.That(await _host.Ids(), Is.EqualTo(new[] { problem }));
        await _host.Seal();
        Assert.That((await _host.Verify()).Fault, Is.Null);
    }

    [Test]
    public async Task Hold_on_a_problem_or_stakeholder_keeps_the_requests_with_it()
    {
        var problem = await _host.OpenProblem();
        var officer = _host.SignIn(Role.Officer);
        var stakeholder = await officer.Stakeholder();
        await officer.Attach(problem, stakeholder, StakeholderRole.Affected);
        var records = await GivenRecords.Make(_host, problem);
        await _host.Keep5Years("recordsRequest");
        _host.Until(2032, 3, 2);
        foreach (var (covers, id) in new[] { ("Problem", problem), ("Stakeholder", stakeholder) })
        {
            await (await _host.Administrator().PostAsJsonAsync("/api/v1/retention/holds",
                new { covers, subjectId = id, reason = "Lawsuit", reference = "Docket 7" })).Ok();
            Assert.That(((int)(await _host.Administrator().Propose(records.Id, "recordsRequest")).StatusCode), Is.EqualTo(422), covers);
            await _host.Query(db => db.Execute("DELETE FROM LegalHold", null, default));
        }
        await _host.Agree(records.Id, "recordsRequest");
    }

    [Test]
    public async Task Linked_incidents_are_kept_and_an_import_is_due_when_none_is_left()
    {
        var problem = await _host.OpenProblem();
        await _host.Query(async db =>
        {
            var run = await db.Insert("INSERT INTO ImportRun (Kind, FileName, StartedAt, LeaseUntil, FinishedAt, EndedAt, State) "
                + "VALUES ('Incidents', 'calls.csv', @At, @At, @At, @At, 'Finished')", new { At = TrackerHost.Start }, default);
            foreach (var key in new[] { "linked", "free" })
            {
                var id = await db.Insert("""
                    INSERT INTO Incident (ImportRunId, EventKey, DedupeKey, OccurredFrom, OccurredTo, TimePrecision, LocalDate,
                        LocalWeekday, CategoryCode)
                    VALUES (@run, @key, @key, @At, @At, 'Minute', '2026-03-02', 1, 'noise')
                    """, new { run, key, At = TrackerHost.Start }, default);
                if (key == "linked")
                    await db.Execute("INSERT INTO ProblemIncident (ProblemId, IncidentId, LinkedAt) VALUES (@problem, @id, @At)",
                        new { problem, id, At = TrackerHost.Start }, default);
            }
            return 0;
        });
        await _host.Keep5Years("incident", "import");
        _host.Until(2032, 3, 2);
        var due = await _host.Ids("incident");
        Assert.That(due, Has.Count.EqualTo(1));
        Assert.That(await _host.Ids("import"), Is.Empty);
        await _host.Agree(due[0], "incident");
        await _host.RunPurges();
        Assert.That(await _host.Query(db => db.List<string>("SELECT EventKey FROM Incident", null, default)),
            Is.EqualTo(new[] { "linked" }));

        await _host.Query(db => db.Execute("DELETE FROM ProblemIncident; DELETE FROM Incident", null, default));
        var import = (await _host.Ids("import")).Single();
        await _host.Agree(import, "import");
        await _host.RunPurges();
        Assert.That(await _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM ImportRun", null, default)), Is.Zero);
    }
}
