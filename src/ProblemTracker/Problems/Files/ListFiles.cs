using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>A problem's photos and documents, newest first.</summary>
/// <param name="ActionId">Only those of one action.</param>
/// <param name="Kind">Only those of one kind.</param>
/// <param name="Walk">Only those of one walk of the site checklist.</param>
[Needs(Permission.ReadProblems)]
public sealed record ListFiles(
    long ProblemId, long? ActionId = null, FileKind? Kind = null, string? After = null, int? Size = null, int? Walk = null)
    : IQuery<Page<FileDetails>>, IPaged, IOfOneProblem
{
    long? IOfOneProblem.ProblemId => ProblemId;
}

/// <summary>The same list as a CSV file, with the address of each file.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportFiles(ListFiles Filter) : IQuery<CsvFile>;

internal sealed class ListFilesValidator : AbstractValidator<ListFiles>
{
    public ListFilesValidator() => RuleFor(q => q.Kind).IsInEnum();
}

internal sealed class ListFilesHandler(Db db, Actor actor, ListReader lists)
    : IRequestHandler<ListFiles, Page<FileDetails>>, IRequestHandler<ExportFiles, CsvFile>
{
    public async Task<Page<FileDetails>> Handle(ListFiles query, CancellationToken ct)
    {
        await ProblemSql.MustSee(db, actor, query.ProblemId, ct);
        return await lists.Page(FileSql.Listing, query, ct);
    }

    public async Task<CsvFile> Handle(ExportFiles query, CancellationToken ct)
    {
        await ProblemSql.MustSee(db, actor, query.Filter.ProblemId, ct);
        return await lists.File(FileSql.Listing, query.Filter, ct);
    }
}

internal static class ListFilesEndpoint
{
    public static void MapListFiles(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}/files",
            (long id, long? actionId, FileKind? kind, int? walk, string? after, int? size, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ListFiles(id, actionId, kind, after, size, walk), ct))
        .WithName("ListFiles").WithSummary("List a problem's photos and documents, newest first, with the address of each");
}
