using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Data;

public sealed class AssessmentFieldsMigrationTests
{
    [Test]
    public async Task Migration_clears_verdicts_from_before_a_reopening_and_keeps_those_of_the_current_closing()
    {
        using var host = new TrackerHost();
        var judged = await host.Problem(readyFor: Gate.Closed);
        await (await judged.Move(Stage.Closed, judged.Supervisor, closingReason: "ObjectivesAchieved")).Ok();
        var early = new GivenProblem(host, await host.OpenProblem("Closed early after it was reopened"));
        await (await early.Move(Stage.Closed, early.Supervisor, closingReason: "ReferredElsewhere")).Ok();
        await host.Query(db => db.Write(async () =>
        {
            await db.Execute("UPDATE Problem SET Verdict = 'Improved', ScanningScore = 9 WHERE Id = @Id", new { early.Id }, default);
            await db.Execute("INSERT INTO ProblemObjective (ProblemId, ObjectiveKey, AfterValue) VALUES (@Id, 'o1', 3)",
                new { early.Id }, default);
            return await db.Execute(Repository.Read($"{db.Dialect.Scripts}0007_judged.sql"), null, default);
        }, default));

        Assert.That(await Verdicts(), Is.EqualTo(new[] { "Improved", null }));
        Assert.That(
            await host.Query(db => db.List<long>("SELECT DISTINCT ProblemId FROM ProblemObjective WHERE AfterValue IS NOT NULL", null,
                default)), Is.EqualTo(new[] { judged.Id }));

        Task<IReadOnlyList<string?>> Verdicts() =>
            host.Query(db => db.List<string?>("SELECT Verdict FROM Problem ORDER BY Id", null, default));
    }
}
