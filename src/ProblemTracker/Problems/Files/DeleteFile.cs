using MediatR;
using ProblemTracker.Retention;

namespace ProblemTracker.Problems;

/// <summary>
/// Deletes a file. Its row goes at once, its content with the next run of <see cref="SweepFiles"/>, and the change history keeps its name
/// and hash. Refused while a legal hold or a public-records request covers the problem.
/// </summary>
[Needs(Permission.WriteNotes)]
public sealed record DeleteFile(long FileId, int Version) : ICommand<Done>;

internal sealed class DeleteFileHandler(Db db, Actor actor, CaseFiles files) : IRequestHandler<DeleteFile, Done>
{
    public async Task<Done> Handle(DeleteFile command, CancellationToken ct)
    {
        var problemId = (await FileSql.Find(db, actor, command.FileId, ct)).ProblemId;
        var file = await files.Take(problemId, Permission.WriteNotes, ct);
        // Read again under the lock.
        var before = await FileSql.Find(db, actor, command.FileId, ct);
        FileSql.MustOwn(file, before);
        file.MustBeOpen();
        if (before.Version != command.Version) throw new Stale(before.Version);
        await LegalHolds.MustNotCover(db, ProblemRetention.Kind, problemId, file.Now, ct);
        if (await db.Single<int>("SELECT COUNT(*) FROM RecordsRequestProblem q WHERE q.ProblemId = @problemId", new { problemId }, ct) > 0)
            throw new RuleBroken("file.requested",
                "A public-records request has this problem, so its files must stay until the problem is removed from the request.", "file");
        file.Write("DELETE FROM ProblemFile WHERE Id = @Id", new { before.Id });
        file.Record("file.deleted", before.Id, $"Deleted 1 {(before.IsPicture ? "photo" : "document")}.",
            new { before.Name, before.Kind, before.Caption, before.Bytes, before.Hash }, null);
        await files.Save(file, ct);
        return Done.Instance;
    }
}

internal static class DeleteFileEndpoint
{
    public static void MapDeleteFile(this RouteGroupBuilder files) => files
        .MapDelete("/{id:long}", async (long id, IfMatch version, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new DeleteFile(id, version), ct);
            return TypedResults.NoContent();
        })
        .WithName("DeleteFile").WithSummary("Delete a file from a problem");
}
