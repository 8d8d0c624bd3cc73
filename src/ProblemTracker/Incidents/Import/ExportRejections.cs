using System.Runtime.CompilerServices;
using MediatR;

namespace ProblemTracker.Incidents;

/// <summary>The rows of an import that were rejected or lost a field, by line and reason, as a CSV file.</summary>
[Needs(Permission.Import)]
public sealed record ExportRejections(long ImportId) : IQuery<CsvFile>;

internal sealed class ExportRejectionsHandler(Db db) : IRequestHandler<ExportRejections, CsvFile>
{
    private sealed record Row
    {
        public long Line { get; init; }
        public FaultKind Kind { get; init; }
        public string Reason { get; init; } = "";
    }

    public async Task<CsvFile> Handle(ExportRejections query, CancellationToken ct)
    {
        var import = await ImportSql.Find(db, query.ImportId, ct);
        return new($"import-{import.Id}-rejected.csv", ["line", "outcome", "reason"], Rows(import.Id, ct));
    }

    private async IAsyncEnumerable<IReadOnlyList<object?>> Rows(long id, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var row in db.Stream<Row>("SELECT Line, Kind, Reason FROM ImportRejection WHERE ImportRunId = @id ORDER BY Line, Id",
            new { id }, ct))
            yield return
            [
                row.Line, row.Kind.Rejects() ? "rejected" : row.Kind.CostsField() ? "field left out" : "time an hour later", row.Reason,
            ];
    }
}

internal static class ExportRejectionsEndpoint
{
    public static void MapExportRejections(this RouteGroupBuilder imports) => imports
        .MapGet("/{id:long}/rejections", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ExportRejections(id), ct))
        .WithName("ExportRejections").WithSummary(
            "Download the rows of an import that were rejected or lost a field, with reasons, as CSV; the first 100,000 at most")
        .Produces<string>(200, "text/csv");
}
