using MediatR;

namespace ProblemTracker.Problems;

/// <summary>One worksheet. Its version, 0 before the first save, is in the ETag.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadSheet(long ProblemId, SheetKind Kind) : IQuery<VersionedSheet<object>>;

internal sealed class ReadSheetHandler(CaseFiles files) : IRequestHandler<ReadSheet, VersionedSheet<object>>
{
    public async Task<VersionedSheet<object>> Handle(ReadSheet query, CancellationToken ct)
    {
        var file = await files.Read(query.ProblemId, ct);
        return new(file.WorksheetVersions.GetValueOrDefault(query.Kind), Worksheets.Of(file.Dossier, query.Kind));
    }
}

internal static class ReadSheetEndpoint
{
    public static void MapReadSheets(this RouteGroupBuilder problems)
    {
        Map<ScanningSheet>(problems, SheetKind.Scanning);
        Map<AnalysisSheet>(problems, SheetKind.Analysis);
        Map<ResponseSheet>(problems, SheetKind.Response);
        Map<AssessmentSheet>(problems, SheetKind.Assessment);
    }

    private static void Map<T>(RouteGroupBuilder problems, SheetKind kind) => problems
        .MapGet($"/{{id:long}}/{kind.ToString().ToLowerInvariant()}", async (long id, IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(new ReadSheet(id, kind), ct)).Result())
        .WithName($"Read{kind}").WithSummary($"Read the {kind} worksheet; send its ETag in If-Match to save it").Produces<T>();
}

internal static class SheetConventions
{
    public static BareResult Result<T>(this VersionedSheet<T> sheet) where T : notnull => new(sheet.Sheet, sheet.Version);
}
