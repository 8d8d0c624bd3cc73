using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Data;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Data;

namespace ProblemTracker.Tests.AuditLog;

/// <summary>Views and prints of confidential problems and exports of lists are recorded.</summary>
public sealed class AccessTests
{
    private TrackerHost _host = null!;
    private long _secret;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _secret = await _host.OpenProblem("Drugs at the school gate", confidential: true);
    }

    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task A_view_is_recorded_once_per_person_way_and_day()
    {
        var supervisor = new Browser(_host, Role.Supervisor);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await supervisor.Get($"/problems/{_secret}");
            await supervisor.Get($"/problems/{_secret}/team");
            await _host.SignIn(Role.Supervisor).GetStringAsync($"/api/v1/problems/{_secret}");
            await new Browser(_host, Role.Analyst).Get($"/problems/{_secret}");
        }

        Assert.That(await Recorded("problem.viewed"), Is.EqualTo([
            $"supervisor {_secret} {{\"way\":\"Page\"}}", $"supervisor {_secret} {{\"way\":\"Api\"}}",
            $"analyst {_secret} {{\"way\":\"Page\"}}"]));
    }

    [Test]
    public async Task A_view_on_the_next_day_is_recorded_again()
    {
        await new Browser(_host, Role.Supervisor).Get($"/problems/{_secret}");
        _host.Time.Advance(TimeSpan.FromHours(15));
        await new Browser(_host, Role.Supervisor).Get($"/problems/{_secret}");

        Assert.That(await Recorded("problem.viewed"), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Every_print_is_recorded()
    {
        await new Browser(_host, Role.Supervisor).Get($"/problems/{_secret}/print");
        await new Browser(_host, Role.Supervisor).Get($"/problems/{_secret}/print");

        Assert.That(await Recorded("problem.printed"), Has.Count.EqualTo(2));
        Assert.That(await Recorded("problem.viewed"), Is.Empty);
    }

    [Test]
    public async Task Views_of_other_problems_and_refused_views_are_not_recorded()
    {
        var open = await _host.OpenProblem();
        await new Browser(_host, Role.Supervisor).Get($"/problems/{open}");
        using var refused = await new Browser(_host, Role.Command).Reply($"/problems/{_secret}");

        Assert.That(refused.IsSuccessStatusCode, Is.False);
        Assert.That(await Recorded("problem.viewed"), Is.Empty);
    }

    [Test]
    public async Task Views_are_not_in_the_change_history()
    {
        await new Browser(_host, Role.Supervisor).Get($"/problems/{_secret}");
        Assert.That(await Recorded("problem.viewed"), Is.Not.Empty);

        var history = await _host.SignIn(Role.Supervisor).GetStringAsync($"/api/v1/problems/{_secret}/audit");
        Assert.That(history, Does.Not.Contain("problem.viewed"));
    }

    [Test]
    public async Task An_export_is_recorded_with_its_list_filters_and_number_of_rows()
    {
        await _host.OpenProblem();
        var supervisor = new Browser(_host, Role.Supervisor);

        await supervisor.Get("/problems?stage=Scanning&handler=csv");
        await _host.SignIn(Role.Supervisor).GetStringAsync("/api/v1/reports/status.csv");
        await supervisor.Get($"/objectives?problemId={_secret}&handler=csv");

        var exports = await Recorded("list.exported");
        Assert.That(exports[0], Does.Contain("\"list\":\"/problems\"").And.Contain("\"stage\":\"Scanning\"").And.Contain("\"rows\":2")
            .And.Contain("\"isComplete\":true"));
        Assert.That(exports[1], Does.Contain("/api/v1/reports/status.csv"));
        Assert.That(exports[2], Does.Contain($"supervisor {_secret} "), "so that only those who may view the problem read it");
        await supervisor.Get($"/problems/moves?problemId={_secret}&handler=csv");
        Assert.That((await Recorded("list.exported"))[3], Does.Not.Contain($"supervisor {_secret} "), "moves have no such filter");
    }

    [Test]
    public async Task A_database_that_can_not_be_written_to_delays_the_record_and_no_reader()
    {
        var supervisor = new Browser(_host, Role.Supervisor);
        await supervisor.Get("/problems?open=true");
        if (_host.Services.GetRequiredService<DatabaseSettings>().Dialect is not TwinDialect dialect) return;
        dialect.GiveUp("INSERT INTO AuditEntry", Db.MostAttempts);

        await supervisor.Get($"/problems/{_secret}");
        // The waits between attempts and before the next try are on the fake clock.
        for (var i = 0; i < 200 && (await Recorded("problem.viewed", wait: false)).Count == 0; i++)
        {
            _host.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10);
        }

        Assert.That(await Recorded("problem.viewed"), Has.Count.EqualTo(1));
    }

    private async Task<IReadOnlyList<string>> Recorded(string auditEvent, bool wait = true)
    {
        const string sql = """
            SELECT CONCAT(w.Name, ' ', e.ProblemId, ' ', e.AfterJson) FROM AuditEntry e JOIN Person w ON w.Id = e.PersonId
            WHERE e.Event = @auditEvent ORDER BY e.Id
            """;
        if (wait) return await _host.Query(db => db.List<string>(sql, new { auditEvent }, default));
        using var unnoted = Statements.Unnoted();
        await using var scope = _host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Db>().List<string>(sql, new { auditEvent }, default);
    }
}
