namespace ProblemTracker.Surveys;

/// <summary>A closed wave of a neighborhood's survey with its figures of fear, quality of life and trust.</summary>
/// <param name="Figures">At most one for each measure, those of few people hidden.</param>
internal sealed record MeasuredWave(
    long NeighborhoodId, long SurveyId, DateOnly OpensOn, DateOnly ClosedOn, IReadOnlyList<SurveyFigure> Figures);

/// <summary>
/// Reads what surveys measured in neighborhoods, in a fixed number of statements. Surveys of a problem are about a few streets and are left
/// out, as are control areas, which can lie elsewhere.
/// </summary>
internal sealed class NeighborhoodMeasures(Db db)
{
    private sealed record Wave
    {
        public long Id { get; init; }
        public long SurveyId { get; init; }
        public long NeighborhoodId { get; init; }
        public string Questions { get; init; } = "[]";
        public DateOnly OpensOn { get; init; }
        public DateOnly ClosedOn { get; init; }
    }

    private sealed record Answer
    {
        public long WaveId { get; init; }
        public SurveyMode Mode { get; init; }
        public string Body { get; init; } = "{}";
    }

    /// <param name="neighborhoodId">Null for all.</param>
    /// <param name="since">Only waves that were closed on this day or later.</param>
    /// <param name="ct">Cancels the query.</param>
    /// <returns>By the day on which they were closed.</returns>
    public async Task<IReadOnlyList<MeasuredWave>> Read(long? neighborhoodId, DateOnly since, CancellationToken ct)
    {
        var where = new Predicates("w.ClosedOn >= @since AND w.Area = 'Response' AND s.ProblemId IS NULL")
            .When(neighborhoodId is not null, "s.NeighborhoodId = @neighborhoodId");
        string[] statements =
        [
            $"""
            SELECT w.Id, w.SurveyId, s.NeighborhoodId, s.Questions, w.OpensOn, w.ClosedOn
            FROM SurveyWave w JOIN Survey s ON s.Id = w.SurveyId {where} ORDER BY w.ClosedOn, w.Id
            """,
            $"""
            SELECT a.WaveId, a.Mode, a.Body
            FROM SurveyWave w JOIN Survey s ON s.Id = w.SurveyId JOIN SurveyAnswer a ON a.WaveId = w.Id {where}
            """,
        ];
        return await db.Read(statements, new { neighborhoodId, since }, async results =>
        {
            var waves = (await results.ReadAsync<Wave>()).ToList();
            var answers = (await results.ReadAsync<Answer>()).ToLookup(answer => answer.WaveId,
                answer => new GivenAnswers(answer.Mode, SurveySql.Answers(answer.Body)));
            return (IReadOnlyList<MeasuredWave>)[.. waves.Select(wave => new MeasuredWave(wave.NeighborhoodId, wave.SurveyId, wave.OpensOn,
                wave.ClosedOn, SurveyFigures.ByMeasure(SurveySql.Questions(wave.Questions), [.. answers[wave.Id]])))];
        }, ct);
    }
}
