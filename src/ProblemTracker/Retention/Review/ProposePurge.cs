using MediatR;

namespace ProblemTracker.Retention;

/// <summary>Proposes to purge records that are due. Someone else must approve it.</summary>
/// <param name="All">Instead of ids: every due record that nobody has decided about and no legal hold covers.</param>
[Needs(Permission.ManageRetention)]
public sealed record ProposePurge(string Kind, IReadOnlyList<long>? Ids = null, bool All = false) : ICommand<Decided>;

internal sealed class ProposePurgeValidator : DecisionRules<ProposePurge>
{
    public ProposePurgeValidator(IEnumerable<RecordKind> kinds) => Rules(c => c.Kind, c => c.Ids, kinds, c => c.All);
}

internal sealed class ProposePurgeHandler(DueRecords due) : IRequestHandler<ProposePurge, Decided>
{
    public async Task<Decided> Handle(ProposePurge command, CancellationToken ct)
    {
        var kind = due.Kind(command.Kind);
        var rows = command.All ? await due.Free(kind, "(d.State IS NULL OR d.State IN ('Kept', 'Stopped'))", ct)
            : await due.Due(kind, command.Ids!, mustBeFree: true, ct);
        if (rows.FirstOrDefault(row => row.State is DecisionState.Proposed or DecisionState.Approved) is { } again)
            throw new Conflict("retention.proposed", $"The purge of {again.NameIn(kind)} was already proposed. Reload the list.");
        await due.Decide(kind, rows, DecisionState.Proposed, null, null, ct);
        await due.Note(kind, rows, "retention.proposed", null, ct);
        return new(rows.Count, command.All && rows.Count == DueRecords.MostOfAll);
    }
}

internal static class ProposePurgeEndpoint
{
    public static void MapProposePurge(this RouteGroupBuilder retention) => retention
        .MapPost("/propose", (ProposePurge body, IMediator mediator, CancellationToken ct) => mediator.Send(body, ct))
        .WithName("ProposePurge").WithSummary("Propose to purge records that are due");
}
