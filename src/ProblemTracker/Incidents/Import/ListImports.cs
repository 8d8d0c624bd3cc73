using FluentValidation;
using MediatR;

namespace ProblemTracker.Incidents;

/// <summary>All imports, newest first, those of the command line among them.</summary>
[Needs(Permission.Import)]
public sealed record ListImports(string? After = null, int Size = Page.DefaultSize) : IQuery<Page<ImportRow>>;

internal sealed class ListImportsValidator : AbstractValidator<ListImports>
{
    public ListImportsValidator() => this.PageRules(q => q.Size, q => q.After, parts: 1);
}

internal sealed class ListImportsHandler(Db db) : IRequestHandler<ListImports, Page<ImportRow>>
{
    public async Task<Page<ImportRow>> Handle(ListImports query, CancellationToken ct)
    {
        var args = new { Id = PageKey.LastId(query.After, 1), Take = query.Size + 1, CountTo = Page.CountedExactlyUpTo + 1 };
        var total = await db.Single<int>($"""
            SELECT COUNT(*) FROM (SELECT r.Id FROM ImportRun r ORDER BY r.Id {db.Dialect.First("@CountTo")}) counted
            """, args, ct);
        var where = new Predicates("1 = 1").When(args.Id is not null, "r.Id < @Id");
        var rows = await db.List<ImportRow>($"{ReadImportHandler.Row} {where} ORDER BY r.Id DESC {db.Dialect.First("@Take")}", args, ct);
        return Page.Of(rows, query.Size, total, last => PageKey.For($"{last.Id}"));
    }
}

internal static class ListImportsEndpoint
{
    public static void MapListImports(this RouteGroupBuilder imports) => imports
        .MapGet("/", (string? after, int? size, IMediator mediator, CancellationToken ct) => mediator.Send(new ListImports(after, size ?? Page.DefaultSize), ct))
        .WithName("ListImports").WithSummary("All imports, newest first").ProducesValidationProblem().ProducesProblem(403);
}
