using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Incidents;

/// <summary>All imports, newest first, including those of the command line.</summary>
[Needs(Permission.Import)]
public sealed record ListImports(string? After = null, int? Size = null) : IQuery<Page<ImportRow>>, IPaged;

internal sealed class ListImportsHandler(ListReader lists) : IRequestHandler<ListImports, Page<ImportRow>>
{
    public Task<Page<ImportRow>> Handle(ListImports query, CancellationToken ct) => lists.Page(ImportSql.Listing, query, ct);
}

internal static class ListImportsEndpoint
{
    public static void MapListImports(this RouteGroupBuilder imports) => imports
        .MapGet("/", ([AsParameters] ListImports query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("ListImports").WithSummary("List imports, newest first");
}
