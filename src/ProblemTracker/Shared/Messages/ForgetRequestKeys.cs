using MediatR;

namespace ProblemTracker.Shared;

/// <summary>Deletes expired idempotency keys and their stored results.</summary>
[Needs(Permission.Administer)]
public sealed record ForgetRequestKeys : ICommand<KeysForgotten>;

public sealed record KeysForgotten(int Count);

internal sealed class ForgetRequestKeysHandler(Db db, TrackerClock clock) : IRequestHandler<ForgetRequestKeys, KeysForgotten>
{
    public async Task<KeysForgotten> Handle(ForgetRequestKeys command, CancellationToken ct) =>
        new(
            await db.Execute("DELETE FROM IdempotencyKey WHERE CreatedAt <= @before",
                new { before = clock.Real.GetUtcNow() - RequestKey.KeptFor }, ct));
}
