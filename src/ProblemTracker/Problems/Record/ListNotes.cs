using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>A problem's notes, newest first.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListNotes(long ProblemId, string? After = null, int? Size = null) : IQuery<Page<NoteDetails>>, IPaged;

internal sealed class ListNotesHandler(Db db, Actor actor, ListReader lists) : IRequestHandler<ListNotes, Page<NoteDetails>>
{
    public async Task<Page<NoteDetails>> Handle(ListNotes query, CancellationToken ct)
    {
        await ProblemSql.MustSee(db, actor, query.ProblemId, ct);
        return await lists.Page(NoteSql.Listing, query, ct);
    }
}

internal static class ListNotesEndpoint
{
    public static void MapListNotes(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}/notes", (long id, string? after, int? size, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ListNotes(id, after, size), ct))
        .WithName("ListNotes").WithSummary("List a problem's notes, newest first");
}
