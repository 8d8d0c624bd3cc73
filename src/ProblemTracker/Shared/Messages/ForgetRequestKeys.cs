using MediatR;

namespace ProblemTracker.Shared;

/// <summary>Deletes the answers kept for repeated requests once they are too old to be given again.</summary>
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
