using System.Globalization;
using System.Runtime.CompilerServices;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>The list of objectives, whole, for a file: the same filters, the same rows.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportObjectives(ListObjectives Filter) : IQuery<CsvFile>;

internal sealed class ExportObjectivesHandler(Db db, Actor actor, AgencySettings agency) : IRequestHandler<ExportObjectives, CsvFile>
{
    private static readonly string[] Header =
    [
        "number", "title", "category", "neighborhood", "stage", "closed", "measure", "kind", "unit", "direction", "baseline", "target", "targetDate", "after",
        "movedAsWanted", "targetReached", "percentBetter",
    ];

    public async Task<CsvFile> Handle(ExportObjectives query, CancellationToken ct)
    {
        var calendar = await agency.Calendar(ct);
        return new($"objectives-{await agency.Today(ct):yyyy-MM-dd}.csv", Header, Rows(query.Filter, calendar, ct));
    }

    private async IAsyncEnumerable<IReadOnlyList<object?>> Rows(ListObjectives filter, AgencyCalendar calendar, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var row in db.Stream<ObjectiveItem>($"{ObjectiveSql.Rows} {ObjectiveSql.Matching(filter, actor)} ORDER BY o.ProblemId DESC, o.ObjectiveKey DESC",
            ObjectiveArgs.Of(filter, actor, calendar), ct))
            yield return
            [
                row.Number, row.Title, row.Category, row.Neighborhood, Wording.Of(row.Stage), Written(row.ClosedAt is { } at ? calendar.DateOf(at) : null),
                row.Measure, row.Kind is { } kind ? Wording.Of(kind) : null, row.Unit, row.Direction is { } direction ? Wording.Of(direction) : null,
                row.BaselineValue, row.TargetValue, Written(row.TargetDate), row.AfterValue,
                YesNo(row.MovedAsWanted), YesNo(row.ReachedTarget), row.PercentBetter,
            ];
    }

    private static string? Written(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? YesNo(bool? answer) => answer is { } given ? given ? "yes" : "no" : null;
}
