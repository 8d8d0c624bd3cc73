using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>
/// Computes the tests of all running responses, once a day and after each import. Not an <see cref="ICommand{T}"/>: each problem has a
/// transaction of its own.
/// </summary>
[Needs(Permission.Administer)]
public sealed record EvaluateTests : IRequest<EvaluatedTests>;

public sealed record EvaluatedTests(int Problems);

internal sealed class EvaluateTestsHandler(
    Db db, Actor actor, AgencySettings agency, CaseFiles files, TestRuns runs)
    : IRequestHandler<EvaluateTests, EvaluatedTests>
{
    public async Task<EvaluatedTests> Handle(EvaluateTests message, CancellationToken ct)
    {
        var today = await agency.Today(ct);
        var due = await db.List<long>("""
            SELECT t.ProblemId FROM PlanTest t JOIN Problem p ON p.Id = t.ProblemId
            WHERE p.Stage IN ('Response', 'Assessment') AND EXISTS (SELECT 1 FROM FrozenPlan f WHERE f.ProblemId = p.Id)
                AND (t.ComputedOn IS NULL OR t.ComputedOn < @today OR EXISTS (
                    SELECT 1 FROM ImportRun m WHERE m.Kind = 'Incidents' AND m.FinishedAt > t.ComputedAt))
            ORDER BY t.ProblemId
            """, new { today }, ct);
        List<Exception> failed = [];
        foreach (var id in due)
            try
            {
                await Evaluate(id, today, ct);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // One that can't be computed must not keep the others from theirs.
                failed.Add(e);
            }
        if (failed.Count > 0)
            throw new AggregateException($"{failed.Count} of {due.Count} tests could not be computed. The others were.", failed);
        return new(due.Count);
    }

    private async Task Evaluate(long id, DateOnly today, CancellationToken ct)
    {
        await runs.Prepare(id, ct);
        await db.Write(async () =>
        {
            var file = await files.TakeUnseen(id, actor, ct);
            // Looked at all the same, so that a plan without a frozen test is not looked at again before tomorrow.
            if ((await runs.Evaluate(file, ct))?.PlanHash is null)
                await db.Execute("UPDATE PlanTest SET ComputedAt = @Now, ComputedOn = @today WHERE ProblemId = @id",
                    new { file.Now, today, id }, ct);
            await files.Save(file, ct);
            return true;
        }, ct);
    }
}
