using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Surveys;

/// <summary>Opens a wave today instead of on its first day.</summary>
[Needs(Permission.WorkSurveys)]
public sealed record OpenWave(long SurveyId, long WaveId) : ICommand<Done>;

internal sealed class OpenWaveHandler(Db db, SurveyWork work, AgencySettings agency) : IRequestHandler<OpenWave, Done>
{
    public async Task<Done> Handle(OpenWave command, CancellationToken ct)
    {
        var survey = await work.Take(command.SurveyId, ct);
        var wave = await work.TakeOpen(command.SurveyId, command.WaveId, ct);
        var today = await agency.Today(ct);
        if (wave.OpensOn <= today) return Done.Instance;
        await db.Execute("UPDATE SurveyWave SET OpensOn = @today WHERE Id = @WaveId", new { today, command.WaveId }, ct);
        await work.Record(survey, "survey.wave.opened", $"Opened a wave of the survey \"{survey.Title}\": {wave.InWords}.",
            new { Wave = wave.InWords }, ct);
        return Done.Instance;
    }
}

internal static class OpenWaveEndpoint
{
    public static void MapOpenWave(this RouteGroupBuilder surveys) => surveys
        .MapPost("/{id:long}/waves/{waveId:long}/open", (long id, long waveId, IMediator mediator, CancellationToken ct) =>
            mediator.ChangedSurvey(id, new OpenWave(id, waveId), ct))
        .WithName("OpenWave").WithSummary("Open a wave today instead of on its first day");
}
