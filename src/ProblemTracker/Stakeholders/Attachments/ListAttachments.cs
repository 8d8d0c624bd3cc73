using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Stakeholders;

/// <summary>
/// A problem's stakeholders, including detached ones. Not paged, since a problem has dozens of stakeholders at most.
/// </summary>
[Needs(Permission.ReadProblems)]
public sealed record ListAttachments(long ProblemId) : IQuery<Page<AttachmentRow>>;

internal sealed class ListAttachmentsHandler(Db db, Actor actor) : IRequestHandler<ListAttachments, Page<AttachmentRow>>
{
    public async Task<Page<AttachmentRow>> Handle(ListAttachments query, CancellationToken ct)
    {
        await ProblemSql.MustSee(db, actor, query.ProblemId, ct);
        var onTeam = await Teams.IsOn(db, query.ProblemId, actor.PersonId, ct);
        var rows = await AttachmentSql.List(db, query.ProblemId, actor.MayNameProtected(onTeam), ct);
        return new(rows, rows.Count, false, null);
    }
}

internal static class ListAttachmentsEndpoint
{
    public static void MapListAttachments(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}/stakeholders",
            (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ListAttachments(id), ct))
        .WithName("ListAttachments")
        .WithSummary("List a problem's stakeholders, including past ones; only team and supervisors see the names in protected roles");
}
