using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>Computes a problem's frozen test now, and keeps what the gates and reports read of it.</summary>
[Needs(Permission.WorkEvidence)]
public sealed record EvaluateTest(long ProblemId) : ICommand<ProblemEvaluation>;

internal sealed class EvaluateTestHandler(CaseFiles files, TestRuns runs)
    : IPrepare<EvaluateTest>, IRequestHandler<EvaluateTest, ProblemEvaluation>
{
    public Task Prepare(EvaluateTest command, CancellationToken ct) => runs.Prepare(command.ProblemId, ct);

    public async Task<ProblemEvaluation> Handle(EvaluateTest command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkEvidence, ct);
        file.MustBeOpen();
        var found = await runs.Evaluate(file, ct)
            ?? throw new RuleBroken("test.none", "The plan has no test. Plan one in the Response worksheet.", "test");
        if (found.PlanHash is null)
            throw new RuleBroken("test.notFrozen", "The test begins when the response starts. Until then there is nothing to evaluate.",
                "test");
        await files.Save(file, ct);
        return new(file.WorksheetVersions.GetValueOrDefault(SheetKind.Response), found);
    }
}

/// <summary>Computes frozen tests, and keeps what the gates and reports read of them.</summary>
internal sealed class TestRuns(Db db, CaseFiles files, EvaluationReader reader)
{
    private (long ProblemId, TestEvaluation? Test) _prepared;

    /// <summary>Counts before the transaction, which would hold the writer meanwhile.</summary>
    public async Task Prepare(long problemId, CancellationToken ct) =>
        _prepared = (problemId, await reader.Of(await files.Read(problemId, ct), ct));

    /// <summary>Computes the test of a case file that was taken; whoever took it saves it.</summary>
    /// <returns>Null without a test; without a hash if the plan is not frozen. Then nothing was written.</returns>
    public async Task<TestEvaluation?> Evaluate(CaseFile file, CancellationToken ct)
    {
        var found = _prepared is { Test: { } ready } && _prepared.ProblemId == file.Problem.Id && ready.PlanHash == file.Dossier.Plan?.Hash
            ? ready : await reader.Of(file, ct);
        if (found?.PlanHash is not null) await Keep(file, found, ct);
        return found;
    }

    private async Task Keep(CaseFile file, TestEvaluation found, CancellationToken ct)
    {
        if (found.Results.ByRule is { } verdict && file.Dossier.Computed?.Verdict != verdict)
            file.Record("test.evaluated", null, $"By the rule of the frozen plan: {Wording.Of(verdict).ToLowerInvariant()}.", null,
                new { Verdict = verdict.ToString() });
        await db.Execute("""
            UPDATE PlanTest SET PlanHash = @PlanHash, ComputedAt = @Now, ComputedOn = @On, IsFinal = @IsFinal, Verdict = @Verdict,
                ObjectiveKey = @ObjectiveKey, HasDisplacement = @HasDisplacement
            WHERE ProblemId = @Id
            """, new
        {
            file.Problem.Id,
            found.PlanHash,
            file.Now,
            found.On,
            found.IsFinal,
            Verdict = found.Results.ByRule?.ToString(),
            ObjectiveKey = found.Test.Among(file.Dossier.Plan!.Sheet.Objectives)?.Key,
            HasDisplacement = found.Results.Displacement?.Change is not null,
        }, ct);
        if (found.IsFinal) TakeOver(file, found);
    }

    /// <summary>
    /// Writes the count into the Assessment worksheet, as the outcome of the objective whose baseline was counted so. What somebody typed
    /// stays.
    /// </summary>
    private static void TakeOver(CaseFile file, TestEvaluation found)
    {
        var tested = found.Test.Among(file.Dossier.Response.Objectives);
        var basis = TestPlaces.Basis(found.Test);
        var before = file.Dossier.Assessment;
        var known = before.Outcomes.FirstOrDefault(row => row.ObjectiveKey == tested?.Key);
        decimal? count = found.Results is { Measured: [{ After: { } after }, ..] } ? Math.Round((decimal)after, 1)
            : found.Results.Cells is [var cell, ..] ? cell.After : null;
        if (tested?.Counted?.Filter != basis || known is { After: not null, Counted: null } || known?.After == count) return;
        var outcome = (known ?? new() { ObjectiveKey = tested.Key }) with
        {
            After = count,
            Period = found.Test.After,
            Counted = new()
            {
                Filter = basis,
                On = found.On,
                People = found.Test.Measure == TestMeasure.Survey ? found.Results.Measured[0].AfterOf : null,
            },
        };
        var taken = before with
        {
            Outcomes = known is null ? [.. before.Outcomes, outcome] : [.. before.Outcomes.Select(row => row == known ? outcome : row)],
        };
        file.Change(SheetKind.Assessment, taken, "Took the result of the test over to the Assessment worksheet.");
    }
}

internal static class EvaluateTestEndpoint
{
    public static void MapEvaluateTest(this RouteGroupBuilder problems) => problems
        .MapPost("/{id:long}/evaluation", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new EvaluateTest(id), ct))
        .WithName("EvaluateTest").WithSummary("Compute the test of the frozen plan now, with the incidents that are there");
}
