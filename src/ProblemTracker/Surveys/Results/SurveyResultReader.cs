using ProblemTracker.Analysis;

namespace ProblemTracker.Surveys;

/// <summary>Computes the results of a survey from its answers.</summary>
internal sealed class SurveyResultReader(Db db, Actor actor)
{
    private sealed record Survey
    {
        public string Title { get; init; } = "";
        public long? ProblemId { get; init; }
        public string Questions { get; init; } = "[]";
    }

    private sealed record Wave
    {
        public long Id { get; init; }
        public SurveyPhase Phase { get; init; }
        public SurveyArea Area { get; init; }
        public string Place { get; init; } = "";
        public int? Population { get; init; }
        public DateOnly OpensOn { get; init; }
        public DateOnly ClosesOn { get; init; }
        public DateOnly? ClosedOn { get; init; }
        public int Slips { get; init; }
        public int Posters { get; init; }
        public int Tablets { get; init; }
    }

    private sealed record Answer
    {
        public long WaveId { get; init; }
        public SurveyMode Mode { get; init; }
        public string Body { get; init; } = "{}";
    }

    /// <exception cref="NotFound">It does not exist, or the actor can't view it.</exception>
    public async Task<(SurveyResults Results, long? ProblemId)> Read(long surveyId, CancellationToken ct) =>
        await Find(surveyId, ct) ?? throw new NotFound();

    /// <summary>Null if it does not exist, or the actor can't view it.</summary>
    public async Task<(SurveyResults Results, long? ProblemId)?> Find(long surveyId, CancellationToken ct)
    {
        string[] statements =
        [
            $"SELECT s.Title, s.ProblemId, s.Questions FROM Survey s WHERE s.Id = @surveyId AND {SurveySql.VisibleTo(actor)}",
            """
            SELECT w.Id, w.Phase, w.Area, w.Place, w.Population, w.OpensOn, w.ClosesOn, w.ClosedOn, w.Slips, w.Posters, w.Tablets
            FROM SurveyWave w WHERE w.SurveyId = @surveyId ORDER BY w.Id
            """,
            """
            SELECT a.WaveId, a.Mode, a.Body FROM SurveyAnswer a JOIN SurveyWave w ON w.Id = a.WaveId
            WHERE w.SurveyId = @surveyId ORDER BY a.Id
            """,
        ];
        return await db.Read(statements, new { surveyId, ActorId = actor.PersonId }, async Task<(SurveyResults, long?)?> (results) =>
        {
            if (await results.ReadSingleOrDefaultAsync<Survey>() is not { } survey) return null;
            var questions = SurveySql.Questions(survey.Questions);
            var waves = (await results.ReadAsync<Wave>()).ToList();
            var answers = (await results.ReadAsync<Answer>()).ToLookup(answer => answer.WaveId,
                answer => new GivenAnswers(answer.Mode, SurveySql.Answers(answer.Body)));
            List<WaveResults> shown = [.. waves.Select(wave => Results(wave, questions, [.. answers[wave.Id]]))];
            return (new SurveyResults(surveyId, survey.Title, shown, SurveyComparisons.Of(shown)), survey.ProblemId);
        }, ct);
    }

    private static WaveResults Results(Wave wave, IReadOnlyList<SurveyQuestion> questions, IReadOnlyList<GivenAnswers> answers) => new()
    {
        WaveId = wave.Id,
        Phase = wave.Phase,
        Area = wave.Area,
        Place = wave.Place,
        Population = wave.Population,
        OpensOn = wave.OpensOn,
        ClosesOn = wave.ClosesOn,
        ClosedOn = wave.ClosedOn,
        Answers = answers.Count,
        Reached =
        [
            Reached(SurveyMode.Slip, wave.Slips, answers), Reached(SurveyMode.Poster, wave.Posters, answers),
            Reached(SurveyMode.Tablet, wave.Tablets, answers),
        ],
        Figures = wave.ClosedOn is null ? [] : SurveyFigures.Of(questions, answers),
        FiguresByMode = wave.ClosedOn is null ? [] : SurveyFigures.ByMode(questions, answers),
    };

    private static ReachedBy Reached(SurveyMode mode, int invited, IReadOnlyList<GivenAnswers> answers)
    {
        var sent = answers.Count(answer => answer.Mode == mode);
        if (mode == SurveyMode.Poster || invited == 0) return new(mode, invited, sent, null, null, null);
        var ends = Proportion.Wilson(sent, invited);
        return new(mode, invited, sent, SurveyFigures.Percent * (double)sent / invited, ends.Low * SurveyFigures.Percent,
            ends.High * SurveyFigures.Percent);
    }
}
