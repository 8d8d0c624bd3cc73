using MediatR;

namespace ProblemTracker.Problems;

/// <summary>The actions of a problem, oldest first.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListActions(long ProblemId) : IQuery<Page<ActionDetails>>;

/// <summary>One action.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadAction(long ActionId) : IQuery<ActionDetails>;

internal sealed class ReadActionsHandler(Db db, Actor actor)
    : IRequestHandler<ListActions, Page<ActionDetails>>, IRequestHandler<ReadAction, ActionDetails>
{
    public async Task<Page<ActionDetails>> Handle(ListActions query, CancellationToken ct)
    {
        await ProblemSql.MustSee(db, actor, query.ProblemId, ct);
        var actions = await ActionSql.Of(db, query.ProblemId, ct);
        return new(actions, actions.Count, false, null);
    }

    public async Task<ActionDetails> Handle(ReadAction query, CancellationToken ct)
    {
        var action = await ActionSql.Find(db, query.ActionId, ct) ?? throw new NotFound();
        await ProblemSql.MustSee(db, actor, action.ProblemId, ct);
        return action;
    }
}

internal static class ReadActionsEndpoint
{
    public static void MapListActions(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}/actions", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ListActions(id), ct))
        .WithName("ListActions").WithSummary("List the actions of a problem");

    public static void MapReadAction(this RouteGroupBuilder actions) => actions
        .MapGet("/{id:long}", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadAction(id), ct))
        .WithName("ReadAction").WithSummary("Read one action");
}
