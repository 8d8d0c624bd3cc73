using System.Globalization;
using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>What the test of a problem's plan says: of the frozen plan, or of the draft before the response starts.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadEvaluation(long ProblemId) : IQuery<ProblemEvaluation>;

/// <summary>The months of a test as a file: the numbers of its chart.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportTestMonths(long ProblemId) : IQuery<CsvFile>;

/// <param name="Test">Null if the plan has no test.</param>
/// <param name="Version">Of the Response worksheet, to plan or change the test.</param>
public sealed record ProblemEvaluation(int Version, TestEvaluation? Test) : IVersioned;

internal sealed class ReadEvaluationHandler(CaseFiles files, EvaluationReader reader, OtherExplanations others)
    : IRequestHandler<ReadEvaluation, ProblemEvaluation>, IRequestHandler<ExportTestMonths, CsvFile>
{
    private static readonly string[] Header =
        ["month", "days", "period", "incidents", "expected", "low", "high", "lowLimit", "highLimit", "smooth",
            "smoothLow", "smoothHigh"];

    public async Task<ProblemEvaluation> Handle(ReadEvaluation query, CancellationToken ct)
    {
        var file = await files.Read(query.ProblemId, ct);
        var found = await reader.Of(file, ct);
        if (found is not null) found = await others.Of(file, found, ct);
        return new(file.WorksheetVersions.GetValueOrDefault(SheetKind.Response), found);
    }

    public async Task<CsvFile> Handle(ExportTestMonths query, CancellationToken ct)
    {
        var file = await files.Read(query.ProblemId, ct);
        var results = (await reader.Of(file, ct))?.Results;
        if (results is { Values.Count: > 0 })
            return new($"{file.Problem.Number}-values.csv", ["from", "period", "value"], results.Values.Select(one =>
                (IReadOnlyList<object?>)[one.From, one.IsAfter ? "after" : "before", one.Value]).ToAsyncEnumerable())
            { ProblemId = query.ProblemId };
        var months = results?.Months ?? [];
        return new($"{file.Problem.Number}-months.csv", Header, months.Select(Row).ToAsyncEnumerable()) { ProblemId = query.ProblemId };
    }

    private static IReadOnlyList<object?> Row(TestMonth month) =>
    [
        month.From.ToString("yyyy-MM", CultureInfo.InvariantCulture), month.Days, month.IsAfter ? "after" : "before", month.Count,
        month.Expected, month.Low, month.High, month.LowLimit, month.HighLimit, month.Smooth, month.SmoothLow, month.SmoothHigh,
    ];
}

internal static class ReadEvaluationEndpoint
{
    public static void MapReadEvaluation(this RouteGroupBuilder problems)
    {
        problems.MapGet("/{id:long}/evaluation", (long id, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ReadEvaluation(id), ct))
            .WithName("ReadEvaluation").WithSummary("Read what the test of the plan says: counts, statistics, and the verdict by its rule");
        problems.MapGet("/{id:long}/evaluation/months.csv", (long id, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ExportTestMonths(id), ct))
            .WithName("ExportTestMonths").WithSummary("The months of the test as a CSV file").Produces<string>(200, "text/csv");
    }
}
