using System.Text.Json.Serialization;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Surveys;

/// <summary>A survey with its questions and waves.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadSurvey(long SurveyId) : IQuery<SurveyDetails>;

public sealed record SurveyDetails : IVersioned
{
    public long Id { get; init; }
    public string Title { get; init; } = "";
    public long? NeighborhoodId { get; init; }
    public string? Neighborhood { get; init; }
    /// <summary>The problem that it is for; null for a neighborhood's.</summary>
    public long? ProblemId { get; init; }
    public string? ProblemNumber { get; init; }
    public string? ProblemTitle { get; init; }
    /// <summary>
    /// The neighborhood's population, which waves in the response area take; null if not known, and for a problem's survey.
    /// </summary>
    public int? Population { get; init; }
    /// <summary>Whether someone was invited, so that the questions can no longer be changed.</summary>
    public bool IsLocked { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public string? CreatedBy { get; init; }
    public IReadOnlyList<SurveyQuestion> Questions { get; init; } = [];
    /// <summary>In the order they were added.</summary>
    public IReadOnlyList<SurveyWave> Waves { get; init; } = [];
    public int Version { get; init; }
    [JsonIgnore]
    public string QuestionList { get; init; } = "[]";
}

public sealed record SurveyWave
{
    public long Id { get; init; }
    public SurveyPhase Phase { get; init; }
    public SurveyArea Area { get; init; }
    /// <summary>The streets or neighborhood, in words.</summary>
    public string Place { get; init; } = "";
    /// <summary>People who live there; null if not known.</summary>
    public int? Population { get; init; }
    public DateOnly OpensOn { get; init; }
    public DateOnly ClosesOn { get; init; }
    /// <summary>Null until it was closed.</summary>
    public DateOnly? ClosedOn { get; init; }
    /// <summary>Whether it can be answered today.</summary>
    public bool IsOpen { get; init; }
    /// <summary>The address on the public site that its poster shows, from the root.</summary>
    public string PosterPath => $"/city/survey/start/{PosterToken}";
    /// <summary>Invitations made, and answers, by how people were reached.</summary>
    public IReadOnlyList<WaveMode> Modes { get; init; } = [];
    [JsonIgnore]
    public string PosterToken { get; init; } = "";

    [JsonIgnore]
    public string InWords => $"{Wording.Of(Phase)}, {Wording.Of(Area).ToLowerInvariant()}: {Place}";
}

/// <param name="Invited">
/// Slips printed, or times that someone began from the poster or on the tablet. How many people saw a poster is unknown.
/// </param>
public sealed record WaveMode(SurveyMode Mode, int Invited, int Answers);

internal sealed class ReadSurveyHandler(Db db, Actor actor, AgencySettings agency) : IRequestHandler<ReadSurvey, SurveyDetails>
{
    private sealed record Count
    {
        public long Id { get; init; }
        public int Slips { get; init; }
        public int Posters { get; init; }
        public int Tablets { get; init; }
        public int OfSlips { get; init; }
        public int OfPosters { get; init; }
        public int OfTablets { get; init; }
    }

    public async Task<SurveyDetails> Handle(ReadSurvey query, CancellationToken ct)
    {
        string[] statements =
        [
            $"""
            SELECT s.Id, s.Title, s.NeighborhoodId, n.Name AS Neighborhood, s.ProblemId, p.Number AS ProblemNumber,
                p.Title AS ProblemTitle, s.IsLocked,
                n.Population, s.CreatedAt, c.Name AS CreatedBy, s.Questions AS QuestionList, s.Version
            FROM Survey s LEFT JOIN Neighborhood n ON n.Id = s.NeighborhoodId LEFT JOIN Problem p ON p.Id = s.ProblemId
                LEFT JOIN Person c ON c.Id = s.CreatedBy
            WHERE s.Id = @SurveyId AND {SurveySql.VisibleTo(actor)}
            """,
            $"""
            SELECT w.Id, w.Phase, w.Area, w.Place, w.Population, w.OpensOn, w.ClosesOn, w.ClosedOn, w.PosterToken,
                IIF({SurveySql.IsOpen}, 1, 0) AS IsOpen
            FROM SurveyWave w WHERE w.SurveyId = @SurveyId ORDER BY w.Id
            """,
            """
            SELECT w.Id, w.Slips, w.Posters, w.Tablets,
                (SELECT COUNT(*) FROM SurveyAnswer a WHERE a.WaveId = w.Id AND a.Mode = 'Slip') AS OfSlips,
                (SELECT COUNT(*) FROM SurveyAnswer a WHERE a.WaveId = w.Id AND a.Mode = 'Poster') AS OfPosters,
                (SELECT COUNT(*) FROM SurveyAnswer a WHERE a.WaveId = w.Id AND a.Mode = 'Tablet') AS OfTablets
            FROM SurveyWave w WHERE w.SurveyId = @SurveyId
            """,
        ];
        var args = new { query.SurveyId, ActorId = actor.PersonId, today = await agency.Today(ct) };
        return await db.Read(statements, args, async results =>
        {
            var survey = await results.ReadSingleOrDefaultAsync<SurveyDetails>() ?? throw new NotFound();
            var waves = (await results.ReadAsync<SurveyWave>()).ToList();
            var counts = (await results.ReadAsync<Count>()).ToDictionary(count => count.Id);
            return survey with
            {
                Population = survey.ProblemId is null ? survey.Population : null,
                Questions = SurveySql.Questions(survey.QuestionList),
                Waves = [.. waves.Select(wave => wave with { Modes = Modes(counts[wave.Id]) })],
            };
        }, ct);
    }

    private static IReadOnlyList<WaveMode> Modes(Count count) =>
    [
        new(SurveyMode.Slip, count.Slips, count.OfSlips), new(SurveyMode.Poster, count.Posters, count.OfPosters),
        new(SurveyMode.Tablet, count.Tablets, count.OfTablets),
    ];
}

internal static class ReadSurveyEndpoint
{
    /// <summary>Sends a command about a survey and answers with the survey as it is then.</summary>
    public static async Task<SurveyDetails> ChangedSurvey(this IMediator mediator, long id, IRequest<Done> command, CancellationToken ct)
    {
        await mediator.Send(command, ct);
        return await mediator.Send(new ReadSurvey(id), ct);
    }

    public static void MapReadSurvey(this RouteGroupBuilder surveys) => surveys
        .MapGet("/{id:long}", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadSurvey(id), ct))
        .WithName("ReadSurvey").WithSummary("Read a survey with its questions and waves");
}
