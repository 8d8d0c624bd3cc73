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
    Db db, Actor actor, AgencySettings agency, CaseFiles files, EvaluationReader reader, TestRuns runs)
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
        foreach (var id in due)
        {
            // Counted before the transaction, which would hold the writer.
            var found = await reader.Of((await files.Read(id, ct)).Dossier, ct);
            await db.Write(async () =>
            {
                var file = await files.TakeUnseen(id, actor, ct);
                if (found?.PlanHash is { } hash && hash == file.Dossier.Plan?.Hash) await runs.Keep(file, found, ct);
                // Looked at all the same, so that a plan without a frozen test is not looked at again before tomorrow.
                else
                    await db.Execute("UPDATE PlanTest SET ComputedAt = @Now, ComputedOn = @today WHERE ProblemId = @id",
                        new { file.Now, today, id }, ct);
                await files.Save(file, ct);
                return true;
            }, ct);
        }
        return new(due.Count);
    }
}
