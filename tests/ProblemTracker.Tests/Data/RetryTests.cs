using System.Data.Common;
using System.Reflection;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Agency;
using ProblemTracker.Data;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Data;

/// <summary>A transaction that the database rolls back, as SQL Server does with a deadlock victim, is retried a few times.</summary>
public sealed class RetryTests
{
    private TrackerHost _host = null!;

    [SetUp]
    public void Start()
    {
        if (ServerDatabase.IsGiven) Assert.Ignore("Simulates deadlocks on SQLite only.");
        _host = new();
    }

    [TearDown] public void Stop() => _host?.Dispose();

    [Test]
    public async Task Command_is_retried_after_a_deadlock_and_saved_once()
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem());
        GiveUp("INSERT INTO AuditEntry", Db.MostAttempts - 1);

        var reply = await LetTimePass(problem.Officer.PostAsJsonAsync($"{problem.Url}/notes", new { text = "Spoke to the owner." }));

        await reply.Ok();
        Assert.That(await Count("ProblemNote"), Is.EqualTo(1));
        Assert.That(await Count("AuditEntry WHERE Event = 'note.written'"), Is.EqualTo(1));
    }

    [Test]
    public async Task Command_with_an_idempotency_key_is_retried_and_saved_once()
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem());
        var officer = problem.Officer;
        officer.DefaultRequestHeaders.Add("Idempotency-Key", "once");
        GiveUp("INSERT INTO IdempotencyKey", 1);

        var first = await LetTimePass(officer.PostAsJsonAsync($"{problem.Url}/notes", new { text = "Spoke to the owner." }));
        var second = await officer.PostAsJsonAsync($"{problem.Url}/notes", new { text = "Spoke to the owner." });

        Assert.That((await second.Ok()).GetProperty("id").GetInt64(), Is.EqualTo((await first.Ok()).GetProperty("id").GetInt64()));
        Assert.That(await Count("ProblemNote"), Is.EqualTo(1));
    }

    [Test]
    public async Task Command_fails_after_the_last_attempt_and_saves_nothing()
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem());
        GiveUp("INSERT INTO AuditEntry", Db.MostAttempts);

        var reply = await LetTimePass(problem.Officer.PostAsJsonAsync($"{problem.Url}/notes", new { text = "Spoke to the owner." }));

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(await Count("ProblemNote"), Is.Zero);
        await (await problem.Officer.PostAsJsonAsync($"{problem.Url}/notes", new { text = "Spoke to the owner." })).Ok();
    }

    [Test]
    public async Task Retry_starts_without_cached_data()
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var (db, agency) = (scope.ServiceProvider.GetRequiredService<Db>(), scope.ServiceProvider.GetRequiredService<AgencySettings>());
        var (attempts, committed) = (0, 0);
        GiveUp("INSERT INTO Holiday", 1);

        var days = await LetTimePass(db.Write(async () =>
        {
            attempts++;
            db.AfterCommit(() => Task.FromResult(committed++));
            var seen = (await agency.Calendar(default)).Holidays.Count;
            // The first attempt's holiday is rolled back, and a setting changes between the attempts; the second must see that.
            if (attempts == 1) await db.Execute("INSERT INTO Holiday (OnDate, Name) VALUES ('2026-03-03', 'Given up')", null, default);
            return seen;
        }, default), async () => await _host.Query(other => other.Execute("""
            INSERT INTO Setting (Name, Value)
            SELECT 'timeZone', 'America/Chicago' WHERE NOT EXISTS (SELECT 1 FROM Setting WHERE Name = 'timeZone')
            """, null, default)));

        Assert.That((attempts, committed), Is.EqualTo((2, 1)));
        Assert.That(days, Is.EqualTo((await agency.Calendar(default)).Holidays.Count));
        Assert.That((await agency.Calendar(default)).Zone.Id, Is.EqualTo("America/Chicago"));
    }

    [Test]
    public void Deadlocks_and_broken_connections_are_transient_on_SQL_Server_but_other_errors_are_not()
    {
        var server = new SqlServerDialect();
        foreach (var number in new[] { 1205, 3960, 10054, 40613 }) Assert.That(server.IsTransient(ErrorOf(number)), Is.True, $"{number}");
        foreach (var number in new[] { 2627, 547, 208, 8152 }) Assert.That(server.IsTransient(ErrorOf(number)), Is.False, $"{number}");
    }

    private void GiveUp(string sql, int times) =>
        ((TwinDialect)_host.Services.GetRequiredService<DatabaseSettings>().Dialect).GiveUp(sql, times);

    /// <summary>Advances the clock until the work is done.</summary>
    private async Task<T> LetTimePass<T>(Task<T> work, Func<Task>? meanwhile = null)
    {
        while (!work.IsCompleted)
        {
            if (meanwhile is not null) await meanwhile();
            _host.Time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }
        return await work;
    }

    private Task<int> Count(string from) => _host.Query(db => db.Single<int>($"SELECT COUNT(*) FROM {from}", null, default));

    /// <summary>Creates a SqlException through SqlClient's non-public members, since there is no public way.</summary>
    private static DbException ErrorOf(int number)
    {
        var error = typeof(SqlError).GetConstructors(Hidden).MinBy(c => c.GetParameters().Length)!;
        var errors = typeof(SqlErrorCollection).GetConstructors(Hidden).Single().Invoke([]);
        typeof(SqlErrorCollection).GetMethod("Add", Hidden)!.Invoke(errors, [error.Invoke(Given(error, number))]);
        var create = typeof(SqlException).GetMethods(Hidden).Where(m => m.Name == "CreateException").MinBy(m => m.GetParameters().Length)!;
        return (DbException)create.Invoke(null, Given(create, errors))!;
    }

    private const BindingFlags Hidden = BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    /// <summary>Arguments for the member: the first one, and default values for the others.</summary>
    private static object?[] Given(MethodBase member, object first) => [.. member.GetParameters().Select((parameter, i) =>
        i == 0 ? first
        : parameter.ParameterType == typeof(string) ? ""
        : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType)
        : null)];
}
