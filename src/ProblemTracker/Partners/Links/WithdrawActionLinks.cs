using MediatR;
using ProblemTracker.Links;
using ProblemTracker.Problems;

namespace ProblemTracker.Partners;

/// <summary>Withdraws every link to an action. Idempotent, and allowed after the problem is closed.</summary>
[Needs(Permission.WorkProblems)]
public sealed record WithdrawActionLinks(long ActionId) : ICommand<LinksWithdrawn>;

public sealed record LinksWithdrawn(int Count);

internal sealed class WithdrawActionLinksHandler(Db db, CaseFiles files) : IRequestHandler<WithdrawActionLinks, LinksWithdrawn>
{
    public async Task<LinksWithdrawn> Handle(WithdrawActionLinks command, CancellationToken ct)
    {
        var action = await ActionSql.Find(db, command.ActionId, ct) ?? throw new NotFound();
        var file = await files.Take(action.ProblemId, Permission.WorkProblems, ct);
        var count = await OneTimeLinks.Withdraw(db, LinkPurpose.ActionOwner, command.ActionId, file.Now, ct);
        if (count > 0)
            file.Record("action.linksWithdrawn", action.Id, $"Withdrew the links to an action: {action.Description}", null, new { count });
        await files.Save(file, ct);
        return new(count);
    }
}

internal static class WithdrawActionLinksEndpoint
{
    public static void MapWithdrawActionLinks(this RouteGroupBuilder actions) => actions
        .MapDelete("/{id:long}/links", async (long id, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new WithdrawActionLinks(id), ct);
            return TypedResults.NoContent();
        })
        .WithName("WithdrawActionLinks").WithSummary("Withdraw every link to an action");
}
