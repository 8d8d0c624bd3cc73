using FluentValidation;
using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>The hypotheses about a problem, each with the figures for and against it.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListHypotheses(long ProblemId) : IQuery<IReadOnlyList<HypothesisDetails>>;

/// <summary>Says that a cited figure speaks for a hypothesis or against it.</summary>
/// <param name="Stance">Null for neither.</param>
[Needs(Permission.WorkEvidence)]
public sealed record WeighEvidence(long ProblemId, long HypothesisId, long CitationId, Stance? Stance) : ICommand<HypothesisDetails>;

/// <summary>Makes a hypothesis the working hypothesis of the Analysis worksheet.</summary>
[Needs(Permission.WorkEvidence)]
public sealed record CarryHypothesis(long ProblemId, long HypothesisId) : ICommand<Done>;

internal sealed class WeighEvidenceValidator : AbstractValidator<WeighEvidence>
{
    public WeighEvidenceValidator() => RuleFor(c => c.Stance).IsInEnum();
}

internal sealed class WeighEvidenceHandler(Db db, Actor actor, CaseFiles files) : IRequestHandler<WeighEvidence, HypothesisDetails>,
    IRequestHandler<ListHypotheses, IReadOnlyList<HypothesisDetails>>, IRequestHandler<CarryHypothesis, Done>
{
    public async Task<IReadOnlyList<HypothesisDetails>> Handle(ListHypotheses query, CancellationToken ct)
    {
        await ProblemSql.MustSee(db, actor, query.ProblemId, ct);
        return await HypothesisSql.List(db, query.ProblemId, ct);
    }

    public async Task<HypothesisDetails> Handle(WeighEvidence command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkEvidence, ct);
        file.MustBeOpen();
        var before = await HypothesisSql.Find(db, command.ProblemId, command.HypothesisId, ct);
        if (await db.Find<string>("SELECT c.Sentence FROM Citation c WHERE c.Id = @CitationId AND c.ProblemId = @ProblemId", command, ct)
            is not { } sentence)
            throw new Invalid("citationId", "This problem cites no such figure. Cite it in a worksheet first.");
        var was = before.Evidence.FirstOrDefault(one => one.CitationId == command.CitationId)?.Stance;
        if (was == command.Stance) return before;
        var row = new { before.Id, command.CitationId, Stance = command.Stance?.ToString() };
        file.Write("DELETE FROM HypothesisEvidence WHERE HypothesisId = @Id AND CitationId = @CitationId", row);
        if (command.Stance is not null)
            file.Write("INSERT INTO HypothesisEvidence (HypothesisId, CitationId, Stance) VALUES (@Id, @CitationId, @Stance)", row);
        file.Record("hypothesis.weighed", before.Id, null, new { Stance = was },
            new { Hypothesis = before.Statement, Sentence = sentence, command.Stance });
        await files.Save(file, ct);
        return await HypothesisSql.Find(db, command.ProblemId, before.Id, ct);
    }

    public async Task<Done> Handle(CarryHypothesis command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkEvidence, ct);
        file.MustBeOpen();
        var hypothesis = await HypothesisSql.Find(db, command.ProblemId, command.HypothesisId, ct);
        var sheet = file.Dossier.Analysis;
        if (sheet.Hypothesis == hypothesis.Statement) return Done.Instance;
        file.Change(SheetKind.Analysis, sheet with { Hypothesis = hypothesis.Statement },
            $"Made a hypothesis the working hypothesis: {hypothesis.Statement}");
        await files.Save(file, ct);
        return Done.Instance;
    }
}

internal static class WeighEvidenceEndpoint
{
    public sealed record Body(Stance? Stance);

    public static void MapWeighEvidence(this RouteGroupBuilder problems)
    {
        problems.MapGet("/{id:long}/evidence/hypotheses", (long id, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ListHypotheses(id), ct))
            .WithName("ListHypotheses").WithSummary("List the hypotheses about a problem with the figures for and against each");
        problems.MapPost("/{id:long}/evidence/hypotheses/{hypothesisId:long}/citations/{citationId:long}",
                (long id, long hypothesisId, long citationId, Body body, IMediator mediator, CancellationToken ct) =>
                    mediator.Send(new WeighEvidence(id, hypothesisId, citationId, body.Stance), ct))
            .WithName("WeighEvidence").WithSummary("Say that a cited figure speaks for a hypothesis, against it, or neither");
        problems.MapPost("/{id:long}/evidence/hypotheses/{hypothesisId:long}/carry",
                async (long id, long hypothesisId, IMediator mediator, CancellationToken ct) =>
                {
                    await mediator.Send(new CarryHypothesis(id, hypothesisId), ct);
                    return TypedResults.NoContent();
                })
            .WithName("CarryHypothesis").WithSummary("Make a hypothesis the working hypothesis of the Analysis worksheet");
    }
}
