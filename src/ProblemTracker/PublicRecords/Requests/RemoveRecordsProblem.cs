using MediatR;

namespace ProblemTracker.PublicRecords;

/// <summary>Removes a problem and the decisions about its fields from a request. Earlier releases stay as they are.</summary>
[Needs(Permission.ReleaseRecords)]
public sealed record RemoveRecordsProblem(long RequestId, long ProblemId) : ICommand<Done>;

internal sealed class RemoveRecordsProblemHandler(Db db, Actor actor, TimeProvider clock) : IRequestHandler<RemoveRecordsProblem, Done>
{
    public async Task<Done> Handle(RemoveRecordsProblem command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await RecordsSql.Lock(db, command.RequestId, now, ct);
        await RecordsSql.MustHave(db, command.RequestId, command.ProblemId, ct);
        await db.Execute("""
            DELETE FROM RedactedPassage WHERE FieldDecisionId IN (
                SELECT d.Id FROM FieldDecision d WHERE d.RequestId = @RequestId AND d.ProblemId = @ProblemId)
            """, command, ct);
        await db.Execute("DELETE FROM FieldDecision WHERE RequestId = @RequestId AND ProblemId = @ProblemId", command, ct);
        await db.Execute("DELETE FROM RecordsRequestProblem WHERE RequestId = @RequestId AND ProblemId = @ProblemId", command, ct);
        await db.Record(actor, now, "recordsRequest.problemRemoved", command.ProblemId, command.RequestId, null, null, null, ct);
        return Done.Instance;
    }
}

internal static class RemoveRecordsProblemEndpoint
{
    public static void MapRemoveRecordsProblem(this RouteGroupBuilder requests) => requests
        .MapDelete("/{id:long}/problems/{problemId:long}", async (long id, long problemId, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new RemoveRecordsProblem(id, problemId), ct);
            return TypedResults.NoContent();
        })
        .WithName("RemoveRecordsProblem").WithSummary("Remove a problem from a public-records request");
}
