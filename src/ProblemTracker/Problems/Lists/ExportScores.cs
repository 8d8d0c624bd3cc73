using System.Globalization;
using System.Runtime.CompilerServices;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>The list of the teams' own scores, whole, for a file: the same filters, the same rows.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportScores(ListScores Filter) : IQuery<CsvFile>;

internal sealed class ExportScoresHandler(Db db, Actor actor, AgencySettings agency) : IRequestHandler<ExportScores, CsvFile>
{
    private static readonly string[] Header =
    [
        "number", "title", "category", "neighborhood", "closed", "scanning", "scanningBecause", "analysis", "analysisBecause", "response", "responseBecause",
        "assessment", "assessmentBecause", "weighted",
    ];

    public async Task<CsvFile> Handle(ExportScores query, CancellationToken ct)
    {
        var calendar = await agency.Calendar(ct);
        return new($"scores-{await agency.Today(ct):yyyy-MM-dd}.csv", Header, Rows(query.Filter, calendar, ct));
    }

    private async IAsyncEnumerable<IReadOnlyList<object?>> Rows(ListScores filter, AgencyCalendar calendar, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var row in db.Stream<ScoreRow>($"{ScoreSql.Rows} {ScoreSql.Matching(filter, actor)} ORDER BY p.ClosedAt DESC, p.Id DESC", ScoreArgs.Of(filter, actor, calendar), ct))
        {
            var item = row.Item;
            yield return
            [
                item.Number, item.Title, item.Category, item.Neighborhood, calendar.DateOf(item.ClosedAt).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                .. Cells(item.Scores.Scanning), .. Cells(item.Scores.Analysis), .. Cells(item.Scores.Response), .. Cells(item.Scores.Assessment), item.Weighted,
            ];
        }
    }

    private static object?[] Cells(Score score) => [score.Points, score.Because];
}
