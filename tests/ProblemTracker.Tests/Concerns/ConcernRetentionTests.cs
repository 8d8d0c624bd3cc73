using ProblemTracker.Domain;
using ProblemTracker.Tests.AuditLog;
using ProblemTracker.Tests.Retention;

namespace ProblemTracker.Tests.Concerns;

/// <summary>Concerns are purged like other records: alone, or with the problem that they are part of.</summary>
public sealed class ConcernRetentionTests
{
    private TrackerHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await Resident.Open(_host);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Officer => _host.SignIn(Role.Officer);

    private Task<long> Count(string sql) => _host.Query(db => db.Single<long>(sql, null, default));

    private Task<string> Report() => new Resident(_host).Report(("Name", "Rosa Quill"), ("Email", "rosa@home.example"),
        ("MayAnswer", "true"));

    [Test]
    public async Task Decided_concern_is_purged_with_everything_that_its_reporter_typed()
    {
        var page = await Report();
        await Report();
        await new Resident(_host).Post($"{page}?handler=reply", ("Text", "They are loud again."));
        await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/concerns/1/close", new { reason = "Solved." })).Ok();
        await _host.Keep5Years("concern");
        _host.Until(2032, 3, 2);
        Assert.That(await _host.Ids("concern"), Is.EqualTo(new[] { 1 }), "The other one is not decided.");
        await _host.Agree(1, "concern");
        await _host.RunPurges();

        Assert.Multiple(async () =>
        {
            Assert.That(await Count("SELECT COUNT(*) FROM Concern"), Is.EqualTo(1));
            Assert.That(await Count("SELECT COUNT(*) FROM ConcernMessage"), Is.Zero);
            Assert.That(await Count("SELECT COUNT(*) FROM Outbox WHERE DedupeKey LIKE 'concern:%'"), Is.EqualTo(1));
            Assert.That(await Count("SELECT COUNT(*) FROM OneTimeLink WHERE Purpose = 'Concern' AND SubjectId = 1"), Is.Zero);
            Assert.That(await new Resident(_host).Get(page, HttpStatusCode.NotFound), Does.Contain("This link doesn't work"));
        });
        await _host.Seal();
        Assert.That((await _host.Verify()).Fault, Is.Null);
    }

    [Test]
    public async Task Concerns_of_a_problem_go_with_it_and_not_before()
    {
        for (var i = 0; i < 3; i++) await Report();
        await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/concerns/2/merge", new { intoId = 1 })).Ok();
        var problem = await _host.OpenProblem();
        await (await Officer.PostAsJsonAsync($"/api/v1/problems/{problem}/concerns", new { concernIds = new[] { 1 } })).Ok();
        await _host.Close(problem);
        await _host.Keep5Years("problem", "concern");
        _host.Until(2032, 3, 2);
        Assert.That(await _host.Ids("concern"), Is.Empty);
        await _host.Agree(problem);
        await _host.RunPurges();

        Assert.That(await _host.Query(db => db.List<long>("SELECT Id FROM Concern", null, default)), Is.EqualTo(new[] { 3 }));
    }
}
