using FluentValidation;
using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>Writes down a possible explanation of a problem, to weigh evidence for and against it.</summary>
[Needs(Permission.WorkEvidence)]
public sealed record WriteHypothesis(long ProblemId, string? Statement) : ICommand<HypothesisDetails>;

/// <summary>Changes the words of a hypothesis.</summary>
[Needs(Permission.WorkEvidence)]
public sealed record ChangeHypothesis(long ProblemId, long HypothesisId, int Version, string? Statement) : ICommand<HypothesisDetails>;

/// <summary>Deletes a hypothesis; the figures that were weighed stay cited.</summary>
[Needs(Permission.WorkEvidence)]
public sealed record RemoveHypothesis(long ProblemId, long HypothesisId) : ICommand<Done>;

internal sealed class WriteHypothesisValidator : AbstractValidator<WriteHypothesis>
{
    public WriteHypothesisValidator() => RuleFor(c => c.Statement).NotEmpty().WithMessage("Write what could explain the problem.")
        .MaximumLength(HypothesisSql.LongestStatement);
}

internal sealed class ChangeHypothesisValidator : AbstractValidator<ChangeHypothesis>
{
    public ChangeHypothesisValidator() => RuleFor(c => c.Statement).NotEmpty().WithMessage("Write what could explain the problem.")
        .MaximumLength(HypothesisSql.LongestStatement);
}

internal sealed class WriteHypothesisHandler(Db db, Actor actor, CaseFiles files) : IRequestHandler<WriteHypothesis, HypothesisDetails>,
    IRequestHandler<ChangeHypothesis, HypothesisDetails>, IRequestHandler<RemoveHypothesis, Done>
{
    public async Task<HypothesisDetails> Handle(WriteHypothesis command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkEvidence, ct);
        file.MustBeOpen();
        var statement = command.Statement!.Trim();
        var id = await db.Insert("""
            INSERT INTO Hypothesis (ProblemId, Statement, WrittenBy, WrittenAt) VALUES (@ProblemId, @statement, @PersonId, @Now)
            """, new { command.ProblemId, statement, actor.PersonId, file.Now }, ct);
        file.Record("hypothesis.written", id, $"Wrote a hypothesis: {statement}", null, new { Hypothesis = statement });
        await files.Save(file, ct);
        return await HypothesisSql.Find(db, command.ProblemId, id, ct);
    }

    public async Task<HypothesisDetails> Handle(ChangeHypothesis command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkEvidence, ct);
        file.MustBeOpen();
        var before = await HypothesisSql.Find(db, command.ProblemId, command.HypothesisId, ct);
        if (before.Version != command.Version) throw new Stale(before.Version);
        var statement = command.Statement!.Trim();
        file.Write("UPDATE Hypothesis SET Statement = @statement, Version = Version + 1 WHERE Id = @Id", new { statement, before.Id });
        file.Record("hypothesis.changed", before.Id, null, new { Hypothesis = before.Statement }, new { Hypothesis = statement });
        await files.Save(file, ct);
        return await HypothesisSql.Find(db, command.ProblemId, before.Id, ct);
    }

    public async Task<Done> Handle(RemoveHypothesis command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkEvidence, ct);
        file.MustBeOpen();
        var before = await HypothesisSql.Find(db, command.ProblemId, command.HypothesisId, ct);
        file.Write("DELETE FROM HypothesisEvidence WHERE HypothesisId = @Id", new { before.Id });
        file.Write("DELETE FROM Hypothesis WHERE Id = @Id", new { before.Id });
        file.Record("hypothesis.removed", before.Id, $"Removed a hypothesis: {before.Statement}",
            new { Hypothesis = before.Statement }, null);
        await files.Save(file, ct);
        return Done.Instance;
    }
}

internal static class WriteHypothesisEndpoint
{
    public sealed record Body(string? Statement);

    public static void MapWriteHypothesis(this RouteGroupBuilder problems)
    {
        problems.MapPost("/{id:long}/evidence/hypotheses", async (long id, Body body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Created($"/api/v1/problems/{id}/evidence/hypotheses",
                    await mediator.Send(new WriteHypothesis(id, body.Statement), ct)))
            .WithName("WriteHypothesis").WithSummary("Write a hypothesis about a problem");
        problems.MapPut("/{id:long}/evidence/hypotheses/{hypothesisId:long}",
                (long id, long hypothesisId, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
                    mediator.Send(new ChangeHypothesis(id, hypothesisId, version, body.Statement), ct))
            .WithName("ChangeHypothesis").WithSummary("Change the words of a hypothesis");
        problems.MapDelete("/{id:long}/evidence/hypotheses/{hypothesisId:long}",
                async (long id, long hypothesisId, IMediator mediator, CancellationToken ct) =>
                {
                    await mediator.Send(new RemoveHypothesis(id, hypothesisId), ct);
                    return TypedResults.NoContent();
                })
            .WithName("RemoveHypothesis").WithSummary("Delete a hypothesis; the figures stay cited");
    }
}
