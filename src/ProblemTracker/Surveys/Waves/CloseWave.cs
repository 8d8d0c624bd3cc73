using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Surveys;

/// <summary>Closes a wave for good. Its results are shown from then on.</summary>
[Needs(Permission.WorkSurveys)]
public sealed record CloseWave(long SurveyId, long WaveId) : ICommand<Done>;

/// <summary>Closes the waves whose last day is over.</summary>
[Needs(Permission.Administer)]
public sealed record CloseEndedWaves : ICommand<WavesClosed>;

public sealed record WavesClosed(int Count);

internal sealed class CloseWaveHandler(Db db, SurveyWork work, AgencySettings agency, AnswerTraces traces)
    : IRequestHandler<CloseWave, Done>, IRequestHandler<CloseEndedWaves, WavesClosed>
{
    private sealed record Answer
    {
        public string Id { get; init; } = "";
        public string Mode { get; init; } = "";
        public string Body { get; init; } = "";
    }

    private sealed record Ended
    {
        public long Id { get; init; }
        public DateOnly ClosesOn { get; init; }
    }

    public async Task<Done> Handle(CloseWave command, CancellationToken ct)
    {
        var survey = await work.Take(command.SurveyId, ct);
        var wave = await work.TakeOpen(command.SurveyId, command.WaveId, ct);
        await Close(wave.Id, await agency.Today(ct), ct);
        await work.Record(survey, "survey.wave.closed", $"Closed a wave of the survey \"{survey.Title}\": {wave.InWords}.",
            new { Wave = wave.InWords }, ct);
        return Done.Instance;
    }

    public async Task<WavesClosed> Handle(CloseEndedWaves command, CancellationToken ct)
    {
        var ended = await db.List<Ended>("""
            SELECT w.Id, w.ClosesOn FROM SurveyWave w WHERE w.ClosedOn IS NULL AND w.ClosesOn < @today ORDER BY w.Id
            """, new { today = await agency.Today(ct) }, ct);
        foreach (var wave in ended) await Close(wave.Id, wave.ClosesOn, ct);
        return new(ended.Count);
    }

    /// <summary>
    /// Deletes the invitations and drafts, and writes the answers again in the order of their random keys: within a page, a database keeps
    /// rows in the order in which they came.
    /// </summary>
    private async Task Close(long waveId, DateOnly on, CancellationToken ct)
    {
        await db.Execute("UPDATE SurveyWave SET ClosedOn = @on WHERE Id = @waveId", new { waveId, on }, ct);
        await db.Execute("""
            DELETE FROM SurveyDraft WHERE Digest IN (SELECT i.Digest FROM SurveyInvitation i WHERE i.WaveId = @waveId)
            """, new { waveId }, ct);
        await db.Execute("DELETE FROM SurveyInvitation WHERE WaveId = @waveId", new { waveId }, ct);
        var answers = await db.List<Answer>("SELECT a.Id, a.Mode, a.Body FROM SurveyAnswer a WHERE a.WaveId = @waveId ORDER BY a.Id",
            new { waveId }, ct);
        await db.Execute("DELETE FROM SurveyAnswer WHERE WaveId = @waveId", new { waveId }, ct);
        await db.Execute(answers.Select(answer => new PendingWrite(
            "INSERT INTO SurveyAnswer (Id, WaveId, Mode, Body) VALUES (@Id, @waveId, @Mode, @Body)",
            new { answer.Id, waveId, answer.Mode, answer.Body })), ct);
        traces.AreLeftBy(db);
    }
}

internal static class CloseWaveEndpoint
{
    public static void MapCloseWave(this RouteGroupBuilder surveys) => surveys
        .MapPost("/{id:long}/waves/{waveId:long}/close", (long id, long waveId, IMediator mediator, CancellationToken ct) =>
            mediator.ChangedSurvey(id, new CloseWave(id, waveId), ct))
        .WithName("CloseWave").WithSummary("Close a wave for good and show its results");
}
