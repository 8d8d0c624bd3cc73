using MediatR;

namespace ProblemTracker.Problems;

/// <summary>Deletes the person's own draft of a worksheet.</summary>
[Needs(Permission.ReadProblems)]
public sealed record DiscardDraft(long ProblemId, SheetKind Kind) : ICommand<Done>;

internal sealed class DiscardDraftHandler(Db db, Actor actor) : IRequestHandler<DiscardDraft, Done>
{
    public async Task<Done> Handle(DiscardDraft command, CancellationToken ct)
    {
        await db.Execute(Drafts.Delete, new { command.ProblemId, Kind = command.Kind.ToString(), actor.PersonId }, ct);
        return Done.Instance;
    }
}
