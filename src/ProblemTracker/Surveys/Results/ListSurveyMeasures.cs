using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Surveys;

/// <summary>
/// What surveys measured of fear, quality of life and trust where a problem is: the marked questions of the last closed wave of each phase
/// in the response area, for surveys of the problem and of its neighborhood. Objectives take their values from it.
/// </summary>
/// <param name="Phase">Only of this phase; null for both.</param>
[Needs(Permission.ReadProblems)]
public sealed record ListSurveyMeasures(long ProblemId, SurveyPhase? Phase = null) : IQuery<SurveyMeasures>;

public sealed record SurveyMeasures(IReadOnlyList<SurveyMeasure> Items);

public sealed record SurveyMeasure
{
    /// <summary>The text that a worksheet keeps as what was counted, such as <c>surveyId=3&amp;question=q4</c>.</summary>
    public string Basis => MeasureBasis.OfSurvey(SurveyId, Key).ToString();
    public long SurveyId { get; init; }
    public string Survey { get; init; } = "";
    public string Key { get; init; } = "";
    public string Question { get; init; } = "";
    public MeasureKind Kind { get; init; }
    public SurveyPhase Phase { get; init; }
    /// <summary>Share of the top two answers, 0 to 100, with one decimal.</summary>
    public decimal Percent { get; init; }
    /// <summary>People who answered.</summary>
    public int People { get; init; }
    /// <summary>The days on which the wave was open.</summary>
    public Period Period { get; init; } = new();
}

internal sealed class ListSurveyMeasuresHandler(Db db, Actor actor, SurveyResultReader results)
    : IRequestHandler<ListSurveyMeasures, SurveyMeasures>
{
    public async Task<SurveyMeasures> Handle(ListSurveyMeasures query, CancellationToken ct)
    {
        await ProblemSql.MustSee(db, actor, query.ProblemId, ct);
        var surveys = await db.List<long>("""
            SELECT s.Id FROM Survey s WHERE s.ProblemId = @ProblemId
            UNION ALL
            SELECT s.Id FROM Survey s JOIN Problem p ON p.NeighborhoodId = s.NeighborhoodId WHERE p.Id = @ProblemId AND s.ProblemId IS NULL
            """, new { query.ProblemId }, ct);
        List<SurveyMeasure> measures = [];
        foreach (var id in surveys.Order())
        {
            var (survey, _) = await results.Read(id, ct);
            foreach (var phase in Enum.GetValues<SurveyPhase>().Where(phase => phase == (query.Phase ?? phase)))
                measures.AddRange(Measures(id, survey, phase));
        }
        return new(measures);
    }

    private static IEnumerable<SurveyMeasure> Measures(long id, SurveyResults survey, SurveyPhase phase)
    {
        var wave = survey.Waves.LastOrDefault(one => one.Phase == phase && one.Area == SurveyArea.Response && one.ClosedOn is not null);
        return from figure in wave?.Figures ?? []
               where figure is { Measure: not null, IsHidden: false }
               select new SurveyMeasure
               {
                   SurveyId = id,
                   Survey = survey.Title,
                   Key = figure.Key,
                   Question = figure.Question!,
                   Kind = figure.Measure!.Value,
                   Phase = phase,
                   Percent = Math.Round((decimal)figure.TopTwoPercent!.Value, 1),
                   People = figure.People!.Value,
                   Period = new() { From = wave!.OpensOn, To = wave.ClosedOn },
               };
    }
}

internal static class ListSurveyMeasuresEndpoint
{
    public static void MapListSurveyMeasures(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}/survey-measures", (long id, SurveyPhase? phase, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ListSurveyMeasures(id, phase), ct))
        .WithName("ListSurveyMeasures").WithSummary("List what surveys measured of fear, quality of life and trust for a problem");
}
