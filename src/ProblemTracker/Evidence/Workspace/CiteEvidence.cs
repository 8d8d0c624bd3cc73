using System.Text.Json;
using FluentValidation;
using MediatR;
using ProblemTracker.Incidents;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>
/// Puts what a panel shows into a field of a worksheet, with its source and date. It stays linked, so that the worksheet shows when the
/// figure has changed since.
/// </summary>
/// <param name="Field">Null for the one that fits best.</param>
/// <param name="Filter">Null for the problem's set. The site checklist has none.</param>
[Needs(Permission.WorkEvidence)]
public sealed record CiteEvidence(long ProblemId, EvidencePanel Panel, CitedField? Field = null, IncidentFilter? Filter = null)
    : ICommand<Cited>;

/// <param name="Id">Of the citation.</param>
public sealed record Cited(long Id, SheetKind Sheet, CitedField Field);

internal sealed class CiteEvidenceValidator : AbstractValidator<CiteEvidence>
{
    public CiteEvidenceValidator()
    {
        RuleFor(c => c.Panel).IsInEnum();
        RuleFor(c => c.Field).Must((c, field) => field is not { } given || !Enum.IsDefined(c.Panel)
            || Citing.Fields(c.Panel).Contains(given)).WithMessage("This figure does not fit this field. Choose another field.");
        this.FilterRules(c => c.Filter, "filter.");
    }
}

internal sealed class CiteEvidenceHandler(Db db, Actor actor, CaseFiles files, EvidenceFigures figures)
    : IPrepare<CiteEvidence>, IRequestHandler<CiteEvidence, Cited>
{
    public Task Prepare(CiteEvidence command, CancellationToken ct) =>
        figures.Count(command.ProblemId, command.Filter, command.Panel, null, ct);

    public async Task<Cited> Handle(CiteEvidence command, CancellationToken ct)
    {
        var field = command.Field ?? Citing.Fields(command.Panel)[0];
        var sheet = Citing.SheetOf(field);
        var file = await files.Take(command.ProblemId,
            sheet == SheetKind.Scanning ? Permission.WorkProblems : Permission.WorkEvidence, ct);
        file.MustBeOpen();
        var figure = figures.Counted;
        var filter = JsonSerializer.Serialize(figure.Filter, Json.Options);
        if (await db.Single<int>("""
            SELECT COUNT(*) FROM Citation c
            WHERE c.ProblemId = @ProblemId AND c.Field = @Field AND c.Panel = @Panel AND c.FilterJson = @filter
            """, new { command.ProblemId, Field = field.ToString(), Panel = command.Panel.ToString(), filter }, ct) > 0)
            throw new RuleBroken("evidence.cited", "This figure is cited in this field already. If its text is gone from the worksheet, "
                + "unlink it under Figures cited in worksheets, then cite it again.", "field");
        var key = CitedSheets.Put(file, field, figure, null, null);
        var id = await db.Insert("""
            INSERT INTO Citation (ProblemId, Sheet, Field, RowKey, Panel, FilterJson, Words, Sentence, Figure, CitedOn, CitedBy)
            VALUES (@ProblemId, @Sheet, @Field, @key, @Panel, @filter, @Words, @Text, @Figure, @On, @PersonId)
            """, new
        {
            command.ProblemId,
            Sheet = sheet.ToString(),
            Field = field.ToString(),
            key,
            Panel = command.Panel.ToString(),
            filter,
            figure.Words,
            figure.Text,
            figure.Panel.Figure,
            figure.On,
            actor.PersonId,
        }, ct);
        file.Record("evidence.cited", id, null, null, new { figure.Words, Figure = figure.Panel.Figure!.Value });
        await files.Save(file, ct);
        return new(id, sheet, field);
    }
}

internal static class CiteEvidenceEndpoint
{
    public sealed record Body(EvidencePanel Panel, CitedField? Field = null, IncidentFilter? Filter = null);

    public static void MapCiteEvidence(this RouteGroupBuilder problems) => problems
        .MapPost("/{id:long}/evidence/citations", async (long id, Body body, IMediator mediator, CancellationToken ct) =>
            TypedResults.Created($"/api/v1/problems/{id}/evidence/citations",
                await mediator.Send(new CiteEvidence(id, body.Panel, body.Field, body.Filter), ct)))
        .WithName("CiteEvidence").WithSummary("Put a figure of a problem's evidence into a field of a worksheet");
}
