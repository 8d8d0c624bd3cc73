using MediatR;
using ProblemTracker.Incidents;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>Counts a cited figure again and puts it into the worksheet in place of the old one.</summary>
[Needs(Permission.WorkEvidence)]
public sealed record UpdateCitation(long ProblemId, long CitationId) : ICommand<Cited>;

/// <summary>Ends the link between a worksheet and a figure. The worksheet keeps its text.</summary>
[Needs(Permission.WorkEvidence)]
public sealed record RemoveCitation(long ProblemId, long CitationId) : ICommand<Done>;

internal sealed class UpdateCitationHandler(Db db, CaseFiles files, EvidenceFigures figures)
    : IPrepare<UpdateCitation>, IRequestHandler<UpdateCitation, Cited>, IRequestHandler<RemoveCitation, Done>
{
    private sealed record Row
    {
        public long Id { get; init; }
        public SheetKind Sheet { get; init; }
        public CitedField Field { get; init; }
        public string? RowKey { get; init; }
        public EvidencePanel Panel { get; init; }
        public string FilterJson { get; init; } = "";
        public string Words { get; init; } = "";
        public string Sentence { get; init; } = "";
        public double Figure { get; init; }
    }

    public async Task Prepare(UpdateCitation command, CancellationToken ct)
    {
        // Read first, so that a problem that the actor can't view answers like one that does not exist.
        await files.Read(command.ProblemId, ct);
        var row = await Find(command.ProblemId, command.CitationId, ct);
        var filter = SignalSql.Read<IncidentFilter>(row.FilterJson);
        await figures.Count(command.ProblemId, filter, row.Panel, filter.Address, ct);
    }

    public async Task<Cited> Handle(UpdateCitation command, CancellationToken ct)
    {
        var (file, row) = await Take(command.ProblemId, command.CitationId, ct);
        var figure = figures.Counted;
        var key = CitedSheets.Put(file, row.Field, figure, row.Sentence, row.RowKey);
        file.Write("""
            UPDATE Citation SET RowKey = @key, Words = @Words, Sentence = @Text, Figure = @Figure, CitedOn = @On, CitedBy = @PersonId
            WHERE Id = @Id
            """, new { key, figure.Words, figure.Text, figure.Panel.Figure, figure.On, file.Actor.PersonId, row.Id });
        file.Record("evidence.updated", row.Id, null, new { row.Words, row.Figure },
            new { figure.Words, Figure = figure.Panel.Figure!.Value });
        await files.Save(file, ct);
        return new(row.Id, row.Sheet, row.Field);
    }

    public async Task<Done> Handle(RemoveCitation command, CancellationToken ct)
    {
        var (file, row) = await Take(command.ProblemId, command.CitationId, ct);
        file.Write("DELETE FROM HypothesisEvidence WHERE CitationId = @Id", new { row.Id });
        file.Write("DELETE FROM Citation WHERE Id = @Id", new { row.Id });
        file.Record("evidence.removed", row.Id, null, new { row.Words, row.Figure }, null);
        await files.Save(file, ct);
        return Done.Instance;
    }

    private async Task<(CaseFile File, Row Row)> Take(long problemId, long citationId, CancellationToken ct)
    {
        var file = await files.Take(problemId, Permission.WorkEvidence, ct);
        file.MustBeOpen();
        var row = await Find(problemId, citationId, ct);
        if (row.Sheet == SheetKind.Scanning) file.Demand(Permission.WorkProblems);
        return (file, row);
    }

    private async Task<Row> Find(long problemId, long citationId, CancellationToken ct) => await db.Find<Row>("""
        SELECT c.Id, c.Sheet, c.Field, c.RowKey, c.Panel, c.FilterJson, c.Words, c.Sentence, c.Figure
        FROM Citation c WHERE c.Id = @citationId AND c.ProblemId = @problemId
        """, new { citationId, problemId }, ct) ?? throw new NotFound();
}

internal static class UpdateCitationEndpoint
{
    public static void MapUpdateCitation(this RouteGroupBuilder problems)
    {
        problems.MapPost("/{id:long}/evidence/citations/{citationId:long}/update",
                (long id, long citationId, IMediator mediator, CancellationToken ct) =>
                    mediator.Send(new UpdateCitation(id, citationId), ct))
            .WithName("UpdateCitation").WithSummary("Count a cited figure again and put it into its worksheet");
        problems.MapDelete("/{id:long}/evidence/citations/{citationId:long}",
                async (long id, long citationId, IMediator mediator, CancellationToken ct) =>
                {
                    await mediator.Send(new RemoveCitation(id, citationId), ct);
                    return TypedResults.NoContent();
                })
            .WithName("RemoveCitation").WithSummary("End the link between a worksheet and a figure; the worksheet keeps its text");
    }
}
