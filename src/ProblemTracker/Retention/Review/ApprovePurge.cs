using MediatR;

namespace ProblemTracker.Retention;

/// <summary>
/// Approves proposed purges; the next run executes them. Who proposed a purge can't approve it, unless nobody else manages retention.
/// </summary>
/// <param name="Alone">Confirms that nobody else can approve. Recorded, and printed on the certificate.</param>
/// <param name="All">Instead of ids: every proposed record that you can approve.</param>
[Needs(Permission.ManageRetention)]
public sealed record ApprovePurge(string Kind, IReadOnlyList<long>? Ids = null, bool Alone = false, bool All = false)
    : ICommand<Decided>;

internal sealed class ApprovePurgeValidator : DecisionRules<ApprovePurge>
{
    public ApprovePurgeValidator(IEnumerable<RecordKind> kinds) => Rules(c => c.Kind, c => c.Ids, kinds, c => c.All);
}

internal sealed class ApprovePurgeHandler(Db db, Actor actor, DueRecords due, TimeProvider clock) : IRequestHandler<ApprovePurge, Decided>
{
    public async Task<Decided> Handle(ApprovePurge command, CancellationToken ct)
    {
        var kind = due.Kind(command.Kind);
        var isAlone = await Reviewers.IsAlone(db, ct);
        var rows = !command.All ? await due.Due(kind, command.Ids!, mustBeFree: true, ct)
            : await due.Free(kind, isAlone ? "d.State = 'Proposed'" : "d.State = 'Proposed' AND COALESCE(d.ProposedBy, 0) <> @Me", ct);
        if (rows.FirstOrDefault(row => row.State != DecisionState.Proposed) is { } early)
            throw new Conflict("retention.notProposed", $"The purge of {early.NameIn(kind)} is not proposed. Propose it first.");
        if (rows.Any(IsMine) && !isAlone)
            throw new RuleBroken("retention.secondPerson",
                "You proposed this purge, so someone else who manages retention must approve it.", "ids");
        if (rows.Any(IsMine) && !command.Alone)
            throw new RuleBroken("retention.alone",
                "You proposed this purge, and nobody else manages retention. Confirm that you also approve it.", "alone");
        foreach (var some in rows.Select(row => row.Id).Chunk(500))
            await db.Execute("""
                UPDATE RetentionDecision SET State = 'Approved', ApprovedBy = @PersonId, ApprovedAt = @Now
                WHERE Kind = @Code AND SubjectId IN @some AND State = 'Proposed'
                """, new { kind.Code, some, actor.PersonId, Now = clock.GetUtcNow() }, ct);
        foreach (var same in rows.GroupBy(IsMine))
            await due.Note(kind, [.. same], "retention.approved", new { BySamePerson = same.Key }, ct);
        return new(rows.Count, command.All && rows.Count == DueRecords.MostOfAll);
    }

    private bool IsMine(DueRecord record) => record.ProposedBy == actor.PersonId;
}

internal static class ApprovePurgeEndpoint
{
    public static void MapApprovePurge(this RouteGroupBuilder retention) => retention
        .MapPost("/approve", (ApprovePurge body, IMediator mediator, CancellationToken ct) => mediator.Send(body, ct))
        .WithName("ApprovePurge").WithSummary("Approve proposed purges; the next run executes them");
}
