using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Stakeholders;

/// <summary>
/// Ends a stakeholder's role in a problem. The row stays, so that what was agreed with them can still be read. Idempotent.
/// </summary>
[Needs(Permission.WorkProblems)]
public sealed record DetachStakeholder(long ProblemId, long AttachmentId) : ICommand<Done>;

internal sealed class DetachStakeholderHandler(Db db, CaseFiles files) : IRequestHandler<DetachStakeholder, Done>
{
    public async Task<Done> Handle(DetachStakeholder command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkProblems, ct);
        file.MustBeOpen();
        var row = await AttachmentSql.Find(db, command.ProblemId, command.AttachmentId, mayNameProtected: false, ct)
            ?? throw new NotFound();
        if (row.DetachedAt is not null) return Done.Instance;
        if (file.Dossier.Actions.Any(a => a.OwnerAttachmentId == row.Id && a.Status == ActionStatus.Planned))
            throw new RuleBroken("stakeholder.ownsActions",
                "This stakeholder owns a planned action. Finish it, drop it or choose another owner first.", "attachmentId");

        file.Write("UPDATE ProblemStakeholder SET DetachedAt = @Now, Version = Version + 1 WHERE Id = @Id", new { row.Id, file.Now });
        file.CountAsWork();
        file.Record("stakeholder.detached", row.Id, AttachmentSql.Line("Detached", row.Role),
            new { AttachmentId = row.Id, row.Role }, null);
        await files.Save(file, ct);
        return Done.Instance;
    }
}

internal static class DetachStakeholderEndpoint
{
    public static void MapDetachStakeholder(this RouteGroupBuilder problems) => problems
        .MapDelete("/{id:long}/stakeholders/{attachmentId:long}",
            async (long id, long attachmentId, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new DetachStakeholder(id, attachmentId), ct);
            return TypedResults.NoContent();
        })
        .WithName("DetachStakeholder").WithSummary("Detach a stakeholder from a problem; the record of the role stays");
}
