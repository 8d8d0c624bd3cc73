using MediatR;

namespace ProblemTracker.Concerns;

/// <summary>Deletes reports that nobody sent in two weeks, and what is left of those that were sent.</summary>
[Needs(Permission.Administer)]
public sealed record DeleteOldDrafts : ICommand<DraftsDeleted>;

public sealed record DraftsDeleted(int Count);

internal sealed class DeleteOldDraftsHandler(Db db, TimeProvider clock) : IRequestHandler<DeleteOldDrafts, DraftsDeleted>
{
    private const string Old = "SELECT d.Id FROM ConcernDraft d WHERE d.TouchedAt < @Before";

    public async Task<DraftsDeleted> Handle(DeleteOldDrafts command, CancellationToken ct)
    {
        var args = new { Before = clock.GetUtcNow() - ReportKey.Kept };
        await db.Execute($"DELETE FROM ConcernPhoto WHERE DraftId IN ({Old})", args, ct);
        return new(await db.Execute($"DELETE FROM ConcernDraft WHERE Id IN ({Old})", args, ct));
    }
}
