using System.Text.Json;
using FluentValidation;
using MediatR;
using ProblemTracker.Incidents;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>Chooses which incidents the workspace of a problem shows from now on, also those that later imports add.</summary>
/// <param name="Filter">Null for those linked to the problem.</param>
[Needs(Permission.WorkEvidence), BodyIs(nameof(Filter))]
public sealed record ChooseEvidence(long ProblemId, IncidentFilter? Filter) : ICommand<Done>;

internal sealed class ChooseEvidenceValidator : AbstractValidator<ChooseEvidence>
{
    public ChooseEvidenceValidator() => this.FilterRules(c => c.Filter, "filter.");
}

internal sealed class ChooseEvidenceHandler(Db db, Actor actor, CaseFiles files, EvidenceReader reader, EvidenceWords words)
    : IRequestHandler<ChooseEvidence, Done>
{
    public async Task<Done> Handle(ChooseEvidence command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkEvidence, ct);
        file.MustBeOpen();
        var filter = command.Filter is null or { IsEmpty: true } ? new IncidentFilter(ProblemId: command.ProblemId) : command.Filter;
        EvidenceSql.MustBeOwn(command.ProblemId, filter, "problemId");
        var before = await reader.SetOf(command.ProblemId, ct);
        if (filter == before) return Done.Instance;
        var problem = await EvidenceSql.Problem(db, actor, command.ProblemId, ct);
        file.Write("DELETE FROM EvidenceSet WHERE ProblemId = @ProblemId", new { command.ProblemId });
        file.Write("""
            INSERT INTO EvidenceSet (ProblemId, FilterJson, ChosenBy, ChosenAt) VALUES (@ProblemId, @Filter, @PersonId, @Now)
            """, new { command.ProblemId, Filter = JsonSerializer.Serialize(filter, Json.Options), actor.PersonId, file.Now });
        var now = await words.Of(problem, filter, ct);
        file.Record("evidence.set", null, $"Chose the incidents of the evidence: {now}", new { Set = await words.Of(problem, before, ct) },
            new { Set = now });
        await files.Save(file, ct);
        return Done.Instance;
    }
}

internal static class ChooseEvidenceEndpoint
{
    public static void MapChooseEvidence(this RouteGroupBuilder problems) => problems
        .MapPost("/{id:long}/evidence/set", async (long id, IncidentFilter body, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new ChooseEvidence(id, body), ct);
            return await mediator.Send(new ReadEvidence(id), ct);
        })
        .WithName("ChooseEvidence").WithSummary("Choose which incidents a problem's evidence counts; an empty filter for those linked");
}
