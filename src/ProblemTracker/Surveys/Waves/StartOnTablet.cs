using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Surveys;

/// <summary>
/// Makes a one-time link for the person who gets the officer's tablet at the door. Leaves no entry in the audit log, which would tell when
/// somebody at this door answered.
/// </summary>
[Needs(Permission.WorkSurveys), SecretResult, Untraceable]
public sealed record StartOnTablet(long SurveyId, long WaveId) : ICommand<SurveyStarted>;

/// <param name="Token">Of the one-time link.</param>
public sealed record SurveyStarted(string Token);

internal sealed class StartOnTabletHandler(Db db, SurveyWork work, AgencySettings agency) : IRequestHandler<StartOnTablet, SurveyStarted>
{
    public async Task<SurveyStarted> Handle(StartOnTablet command, CancellationToken ct)
    {
        await work.Take(command.SurveyId, ct);
        var wave = await work.TakeOpen(command.SurveyId, command.WaveId, ct);
        if (wave.OpensOn > await agency.Today(ct))
            throw new RuleBroken("survey.wave.notOpen", "This wave is not open yet. Open it first.", "opensOn");
        return new((await Invitations.Make(db, wave.Id, SurveyMode.Tablet, 1, ct))[0]);
    }
}

internal static class StartOnTabletEndpoint
{
    public static void MapStartOnTablet(this RouteGroupBuilder surveys) => surveys
        .MapPost("/{id:long}/waves/{waveId:long}/tablet", (long id, long waveId, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new StartOnTablet(id, waveId), ct))
        .WithName("StartOnTablet").WithSummary("Make a one-time link to answer on an officer's tablet");
}
