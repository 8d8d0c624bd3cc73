using MediatR;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Data;
using ProblemTracker.Domain;
using ProblemTracker.Problems;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Data;
using ProblemTracker.Tests.Domain;

namespace ProblemTracker.Tests.Problems;

/// <summary>A case file derives the problem's row in memory. After every step, a fresh reading must derive the same row.</summary>
public sealed class CaseFileTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [TestCase(Gate.Analysis)]
    [TestCase(Gate.Response)]
    [TestCase(Gate.Start)]
    [TestCase(Gate.Assessment)]
    [TestCase(Gate.Closed)]
    public async Task A_saved_row_equals_one_derived_from_a_fresh_reading(Gate readyFor)
    {
        var problem = await _host.Problem(readyFor);
        await MustBeDerived(problem.Id);

        var until = DateOnly.FromDateTime(_host.Time.GetUtcNow().DateTime).AddDays(9);
        await (await problem.Hold($"{until:yyyy-MM-dd}")).Ok();
        await MustBeDerived(problem.Id);
        await (await problem.Resume()).Ok();
        await MustBeDerived(problem.Id);
        await (await problem.Extend($"{until.AddDays(200):yyyy-MM-dd}")).Ok();
        await MustBeDerived(problem.Id);
        await problem.Add(new()
        {
            Description = "Check on it daily",
            Enforcement = true,
            UrgentSafetyMeasure = true,
            DueOn = until.AddDays(300),
        });
        await MustBeDerived(problem.Id);

        if (readyFor == Gate.Start) await (await problem.StartResponse()).Ok();
        else if (readyFor != Gate.Analysis) await (await problem.Move(Stage.Scanning)).Ok();
        await MustBeDerived(problem.Id);
        await (await problem.Move(Stage.Closed, by: problem.Supervisor, closingReason: "FurtherEffortUnlikelyToHelp")).Ok();
        await MustBeDerived(problem.Id);
        await (await problem.Move(Stage.Scanning, by: problem.Supervisor)).Ok();
        await MustBeDerived(problem.Id);
    }

    [Test]
    public async Task The_verdict_stays_after_closing_until_the_problem_is_reopened()
    {
        var problem = await _host.Problem(Gate.Closed);
        await (await problem.Move(Stage.Closed, closingReason: "ObjectivesAchieved")).Ok();
        await MustBeDerived(problem.Id);
        Assert.That(await Row(problem.Id), Does.Contain("Verdict = Improved"));

        await (await problem.Move(Stage.Analysis, by: problem.Supervisor)).Ok();

        await MustBeDerived(problem.Id);
        Assert.That(await Row(problem.Id), Does.Contain("Verdict = \n"));
    }

    [Test]
    public async Task A_row_saved_by_a_handover_equals_a_derived_one()
    {
        var problem = await _host.Problem(Gate.Start);
        await problem.Supervisor.PostAsJsonAsync($"/api/v1/people/{_host.IdOf(Role.Officer)}/handover",
            new { toPersonId = _host.IdOf("ben", Role.Officer), reason = "Transfer to the harbor." });
        await MustBeDerived(problem.Id);
    }

    /// <summary>The limits are about half of what commands took before case files. Round trips are slow on a database server.</summary>
    [Test]
    public async Task Commands_stay_within_their_statement_and_round_trip_limits()
    {
        if (ServerDatabase.IsGiven) Assert.Ignore("Statements are counted on SQLite.");
        var officer = _host.IdOf(Role.Officer);
        var id = await _host.OpenProblem();
        // The use of a token is noted after the response, once a minute.
        Assert.That(async () => await _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM ApiToken WHERE LastUsedAt IS NOT NULL", null,
            default)), Is.EqualTo(1).After(10_000, 10));

        await MustCost(17, 6, new SaveScanning(id, 0, Sample.Scanning));
        await MustCost(16, 6, new AddAction(id, new("Light the alley", Enforcement: false, OwnerId: officer)));
        await MustCost(17, 4, new AdvanceStage(id, 1, Stage.Analysis, "It is a problem."));
        await MustCost(8, 2, new ReadProblemHead(id));

        async Task MustCost<T>(int statements, int roundTrips, IRequest<T> message)
        {
            var dialect = (TwinDialect)_host.Services.GetRequiredService<DatabaseSettings>().Dialect;
            var (before, tripsBefore) = (dialect.Sent, dialect.RoundTrips);
            await _host.SendAs(officer, [Role.Officer], message);
            Assert.That(dialect.Sent - before, Is.LessThanOrEqualTo(statements), message.GetType().Name);
            Assert.That(dialect.RoundTrips - tripsBefore, Is.LessThanOrEqualTo(roundTrips), message.GetType().Name);
        }
    }

    /// <summary>Takes the problem again and saves it without a step. Nothing may change.</summary>
    private async Task MustBeDerived(long id)
    {
        var kept = await Row(id);
        await using var scope = _host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System("test");
        var (db, files) = (scope.ServiceProvider.GetRequiredService<Db>(), scope.ServiceProvider.GetRequiredService<CaseFiles>());
        await db.Write(async () =>
        {
            await files.Save(await files.TakeUnseen(id, Actor.System("test"), default), default);
            return Done.Instance;
        }, default);
        Assert.That(await Row(id), Is.EqualTo(kept));
    }

    /// <summary>All stored columns of a problem except its worksheets and actions, one per line.</summary>
    private async Task<string> Row(long id) => await _host.Query(async db =>
    {
        var rows = (await db.List<dynamic>("SELECT * FROM Problem WHERE Id = @id", new { id }, default))
            .Concat(await db.List<dynamic>("SELECT * FROM StageVisit WHERE ProblemId = @id ORDER BY Visit", new { id }, default))
            .Concat(await db.List<dynamic>("SELECT * FROM ProblemObjective WHERE ProblemId = @id ORDER BY 2", new { id }, default))
            .Concat(await db.List<dynamic>("SELECT Words FROM ProblemText WHERE ProblemId = @id", new { id }, default));
        var columns = rows.Cast<IDictionary<string, object?>>().SelectMany(row => row).Where(column => column.Key != "TouchedAt");
        return string.Concat(columns.Select(column => $"{column.Key} = {column.Value}\n"));
    });
}
