using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>A person's email address and the change of it that waits for confirmation. Administrators can read anyone's.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadEmail(long PersonId) : IQuery<EmailDetails>;

public sealed record EmailDetails
{
    public string Email { get; init; } = "";
    /// <summary>Whether the person never signed in: an administrator corrects the address without confirmation.</summary>
    public bool NeverSignedIn { get; init; }
    /// <summary>Null if no change waits.</summary>
    public EmailChangeDetails? Change { get; init; }
}

/// <summary>A change of an email address that waits for confirmation.</summary>
public sealed record EmailChangeDetails
{
    /// <summary>The new address.</summary>
    public string NewEmail { get; init; } = "";
    /// <summary>Who asked for it.</summary>
    public string? RequestedBy { get; init; }
    public DateTimeOffset RequestedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    /// <summary>Whether the old address must be confirmed too.</summary>
    public bool NeedsOldAddress { get; init; }
    /// <summary>Why the old address need not be confirmed; null if it must be, and for others than administrators.</summary>
    public string? OldAddressReason { get; init; }
    public DateTimeOffset? OldConfirmedAt { get; init; }
    public DateTimeOffset? NewConfirmedAt { get; init; }
}

internal sealed class ReadEmailHandler(Db db, Actor actor, TimeProvider clock) : IRequestHandler<ReadEmail, EmailDetails>
{
    public async Task<EmailDetails> Handle(ReadEmail query, CancellationToken ct)
    {
        await AccountAccess.MustBeOwnOrAdministrator(db, actor, query.PersonId, ct);
        var person = await db.Find<EmailDetails>(
            $"SELECT p.Email, {EmailChanges.NeverSignedIn} AS NeverSignedIn FROM Person p WHERE p.Id = @PersonId", query, ct)
            ?? throw new NotFound();
        var change = await db.Find<EmailChangeDetails>($"""
            SELECT c.NewEmail, r.Name AS RequestedBy, c.RequestedAt, c.ExpiresAt, IIF(c.OldAddressReason IS NULL, 1, 0) AS NeedsOldAddress,
                c.OldAddressReason, c.OldConfirmedAt, c.NewConfirmedAt
            FROM EmailChange c LEFT JOIN Person r ON r.Id = c.RequestedBy WHERE c.PersonId = @PersonId AND {EmailChanges.IsOpen}
            """, new { query.PersonId, Now = clock.GetUtcNow() }, ct);
        // The reason is between administrators, and a partner doesn't see who they are.
        if (change is not null && !actor.Might(Permission.Administer)) change = change with { OldAddressReason = null };
        if (change is not null && actor.IsOutside) change = change with { RequestedBy = null };
        return person with { Change = change };
    }
}

internal static class ReadEmailEndpoint
{
    public static void MapReadEmail(this RouteGroupBuilder people) => people
        .MapGet("/{id:long}/email", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadEmail(id), ct))
        .WithName("ReadEmail").WithSummary("Read your or, for administrators, anyone's email address and the change that waits");
}
