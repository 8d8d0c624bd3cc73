using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Surveys;

/// <summary>The survey of a poster, to be shown before somebody begins.</summary>
[AllowEveryone, Untraceable]
public sealed record ReadPoster(string Token) : IQuery<PosterSurvey>;

public sealed record PosterSurvey(string Title);

/// <summary>Makes a one-time link for who came by a poster. The same person can do it again, so its answers are counted apart.</summary>
[AllowEveryone, Untraceable]
public sealed record StartFromPoster(string Token) : ICommand<SurveyStarted>;

internal sealed class StartFromPosterHandler(Db db, AgencySettings agency)
    : IRequestHandler<ReadPoster, PosterSurvey>, IRequestHandler<StartFromPoster, SurveyStarted>
{
    private sealed record Wave
    {
        public long Id { get; init; }
        public string Title { get; init; } = "";
    }

    public async Task<PosterSurvey> Handle(ReadPoster query, CancellationToken ct) => new((await Find(query.Token, ct)).Title);

    public async Task<SurveyStarted> Handle(StartFromPoster command, CancellationToken ct)
    {
        var wave = await Find(command.Token, ct);
        return new((await Invitations.Make(db, wave.Id, SurveyMode.Poster, 1, ct))[0]);
    }

    private async Task<Wave> Find(string token, CancellationToken ct) => await db.Find<Wave>($"""
        SELECT w.Id, s.Title FROM SurveyWave w JOIN Survey s ON s.Id = w.SurveyId WHERE w.PosterToken = @token AND {SurveySql.IsOpen}
        """, new { token, today = await agency.Today(ct) }, ct) ?? throw new NotFound();
}
